"""Sheets with what comes to lie on them: stamps, pens, what shines through from the back, rulings of dots."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.model import Grid, TextLine
from extractors.scanned.inklines import Span
from extractors.scanned.raster import cleaned
from extractors.scanned.stamps import not_of_seals
from extractors.scanned.whole import whole
from extractors.writing import Mark
from tests.saving import saved

DPI = 200
XS, YS = (100, 620, 960, 1280, 1550), (200, 270, 340, 410, 480)
CELLS = [
    ["Indicator", "Target", "Actual", "Score"],
    ["Rate", "97.08", "96.5", "5"],
    ["Count", "10", "12", "8.01"],
    ["Share", "43.5", "40", "7"],
]
BLUE, GREY = (40, 60, 170), (150, 150, 150)


def sheet(width: int = 3, entered: tuple[int, int, int] = (0, 0, 0)) -> Image.Image:
    """A page with a ruled table at 200 dots an inch; ``entered`` is the colour of its figures."""
    page = Image.new("RGB", (1654, 1100), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, (top, bottom) in enumerate(pairwise(YS)):
        for column, (left, right) in enumerate(pairwise(XS)):
            pen.rectangle((left, top, right, bottom), outline="black", width=width)
            ink = entered if row and column else (0, 0, 0)
            middle = (left + right) / 2, (top + bottom) / 2
            pen.text(middle, CELLS[row][column], fill=ink, font=font, anchor="mm")
    return page


def grid_of(page: Image.Image) -> Grid:
    layout = extract(saved(page, "JPEG", quality=85, dpi=(DPI, DPI)), "worn.jpg")
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return grid


def read(page: Image.Image) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid_of(page).by_row()]


def over(page: Image.Image, mark: Image.Image) -> Image.Image:
    """What lies on the page lets its print through, as ink does."""
    pixels = np.asarray(page).astype(float) * np.asarray(mark) / 255
    return Image.fromarray(pixels.astype(np.uint8))


def date_stamp(page: Image.Image, ink: tuple[int, int, int], degrees: float) -> Image.Image:
    mark = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(mark)
    pen.rounded_rectangle((700, 250, 950, 380), 24, outline=ink, width=3)
    pen.text((825, 350), "2021.09.23", fill=ink, font=ImageFont.load_default(size=34), anchor="mm")
    return mark.rotate(degrees, center=(825, 315), resample=Image.Resampling.BICUBIC, fillcolor="white")


@pytest.mark.parametrize("degrees", [0.0, 7.0])
@pytest.mark.parametrize("ink", [(150, 150, 220), GREY], ids=["blue", "grey"])
def test_a_date_stamp_over_figures(ink: tuple[int, int, int], degrees: float) -> None:
    page = sheet()
    assert read(over(page, date_stamp(page, ink, degrees))) == CELLS


def test_a_blue_signature_across_figures() -> None:
    page = sheet()
    along = np.linspace(0, 1, 200)
    x = 640 + 420 * along + 40 * np.sin(22 * along)
    y = 330 + 70 * np.cos(24 * along)
    ImageDraw.Draw(page).line(list(zip(x.tolist(), y.tolist(), strict=True)), fill=BLUE, width=3)
    for cells, texts in zip(grid_of(page).by_row(), CELLS, strict=True):
        for cell, text in zip(cells, texts, strict=True):
            assert cell.text == text or cell.confidence < 0.95


@pytest.mark.parametrize("ink", [BLUE, GREY], ids=["blue", "grey"])
def test_figures_that_are_entered_in_another_ink_stay(ink: tuple[int, int, int]) -> None:
    assert read(sheet(entered=ink)) == CELLS


def seal(page: Image.Image, ink: tuple[int, int, int], x: int, y: int, opaque: float) -> Image.Image:
    """A ring with a star and letters, of ink that covers what is printed by so much."""
    mark = Image.new("L", page.size, 0)
    pen = ImageDraw.Draw(mark)
    pen.ellipse((x - 140, y - 140, x + 140, y + 140), outline=255, width=8)
    reach = [(55 if at % 2 == 0 else 21) for at in range(10)]
    turns = [np.pi * at / 5 - np.pi / 2 for at in range(10)]
    pen.polygon([(x + r * np.cos(a), y + r * np.sin(a)) for r, a in zip(reach, turns, strict=True)], fill=255)
    for at, letter in enumerate("BUREAU OF FINANCE"):
        angle = np.pi * (1.1 + at / 13)
        tile = Image.new("L", (80, 80), 0)
        ImageDraw.Draw(tile).text(
            (40, 40), letter, fill=255, font=ImageFont.load_default(size=38), anchor="mm"
        )
        tile = tile.rotate(-np.degrees(angle) - 90, resample=Image.Resampling.BICUBIC)
        place = round(x + 108 * np.cos(angle)) - 40, round(y + 108 * np.sin(angle)) - 40
        mark.paste(255, place, tile)
    over = np.asarray(mark)[..., None] / 255 * opaque
    pixels = np.asarray(page) * (1 - over) + np.array(ink) * over
    return Image.fromarray(pixels.astype(np.uint8))


@pytest.mark.parametrize(("ink", "opaque"), [((205, 30, 35), 0.74), ((80, 80, 80), 0.6)], ids=["red", "grey"])
def test_a_heading_under_a_seal(ink: tuple[int, int, int], opaque: float) -> None:
    page = sheet()
    pen = ImageDraw.Draw(page)
    heading = "Evaluation of the project"
    pen.text((827, 100), heading, fill="black", font=ImageFont.load_default(size=44), anchor="mm")
    layout = extract(saved(seal(page, ink, 560, 140, opaque), "JPEG", quality=85, dpi=(DPI, DPI)), "worn.jpg")
    assert heading in [block.text for block in layout.blocks if isinstance(block, TextLine)]


def test_print_under_a_red_star_is_no_stamp() -> None:
    page = Image.new("RGB", (1654, 2339), "white")
    ImageDraw.Draw(page).rectangle((290, 60, 298, 340), fill="black")
    clean = cleaned(np.asarray(seal(page, (205, 30, 35), 300, 200, 0.74))[..., ::-1].copy(), DPI)
    assert clean[200, 294] < 100 < 240 < clean[200, 310]


def test_a_line_of_which_a_half_was_seen_is_whole_without_what_stands_apart() -> None:
    page = Image.new("L", (900, 120), 255)
    pen, font = ImageDraw.Draw(page), ImageFont.load_default(size=44)
    pen.line((30, 0, 30, 120), fill=0, width=4)
    pen.text((100, 60), "Evaluation", fill=0, font=font, anchor="lm")
    pen.text((800, 60), "1", fill=0, font=font, anchor="lm")
    (x0, _, x1, _) = pen.textbbox((100, 60), "Evaluation", font=font, anchor="lm")
    (line,) = whole([Span(int(x0) + 70, 30, int(x1) + 2, 90)], np.asarray(page))
    assert x0 - 12 <= line.x0 <= x0
    assert line.x1 < 500


def test_a_heading_that_is_made_higher_by_a_ring_is_no_ring() -> None:
    heading = Mark("项目支出绩效自评表", 100, 40, 240, 64, 0.99)
    ring = Mark("县科学技术协会", 100, 0, 150, 40, 0.4)
    lines = [Mark("2023年度", 100, 70 + 12 * at, 150, 79 + 12 * at, 0.99) for at in range(3)]
    assert not_of_seals([heading, ring, *lines]) == [heading, *lines]


def test_rulings_that_shine_through_make_no_cells() -> None:
    page = sheet(width=4)
    back = Image.new("RGB", page.size, "white")
    pen = ImageDraw.Draw(back)
    for x in (150, 250, 350, 560):
        pen.line((x, 210, x, 470), fill=(224, 224, 224), width=4)
    for y in (235, 305, 375, 445):
        pen.line((150, y, 560, y), fill=(224, 224, 224), width=4)
    assert read(over(page, back)) == CELLS


@pytest.mark.parametrize(("dot", "step", "low"), [(2, 5, 70), (8, 10, 40)], ids=["dots", "dashes"])
def test_rulings_of_dots_that_are_one_row_high(dot: int, step: int, low: int) -> None:
    page = Image.new("RGB", (1654, 700), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    ys = (YS[0], YS[0] + low, YS[2])
    for y in ys:
        for x in range(XS[0], XS[-1], step):
            pen.rectangle((x, y, x + dot - 1, y + 1), fill="black")
    for (top, bottom), xs in zip(pairwise(ys), (XS, (XS[0], XS[-1])), strict=True):
        for x in xs:
            for y in range(top + 2, bottom, step):
                pen.rectangle((x, y, x + 1, min(bottom, y + dot - 1)), fill="black")
    for (left, right), text in zip(pairwise(XS), CELLS[1], strict=True):
        pen.text(((left + right) / 2, (ys[0] + ys[1]) / 2), text, fill="black", font=font, anchor="mm")
    pen.text(
        (XS[0] + 300, (ys[1] + ys[2]) / 2), "Remarks of the office", fill="black", font=font, anchor="mm"
    )
    assert read(page) == [CELLS[1], ["Remarks of the office"]]
