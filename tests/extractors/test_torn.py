"""Rulings that are not drawn through: cell by cell with open corners, in dashes, faint and torn to pieces."""

from __future__ import annotations

import io
import random
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.lattice import Ruling
from extractors.model import Grid
from extractors.scanned.interrupted_rulings import resumed
from extractors.scanned.open_corners import pieced_together
from extractors.scanned.stamps import without_stamps

DPI = 200
XS = (100, 520, 820, 1120, 1500)
YS = (200, 244, 288, 332, 376, 420, 464, 570, 676)
CELLS = [["Indicator", "Target", "Actual", "Score"]] + [
    [f"Rate of {name}", f"{97.5 - at}", f"{96 - at}", f"{at + 3}"]
    for at, name in enumerate(("schools", "roads", "wells", "parks", "bridges", "homes", "farms"))
]
Pen = ImageDraw.ImageDraw


def blank() -> tuple[Image.Image, Pen]:
    page = Image.new("RGB", (1654, 1100), "white")
    return page, ImageDraw.Draw(page)


def write(pen: Pen, cells: list[list[str]] = CELLS) -> None:
    font = ImageFont.load_default(size=28)
    for (top, bottom), row in zip(pairwise(YS), cells, strict=False):
        for (left, right), text in zip(pairwise(XS), row, strict=True):
            pen.text(((left + right) / 2, (top + bottom) / 2), text, fill="black", font=font, anchor="mm")


def read(page: Image.Image, dpi: int = DPI) -> list[list[str]]:
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(dpi, dpi))
    (grid,) = (block for block in extract(out.getvalue(), "torn.png").blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def test_cells_that_are_drawn_alone_with_open_corners() -> None:
    page, pen = blank()
    for top, bottom in pairwise(YS):
        for left, right in pairwise(XS):
            for x in (left + 3, right - 3):
                pen.line((x, top + 6, x, bottom - 6), fill="black", width=2)
            for y in (top + 3, bottom - 3):
                pen.line((left + 6, y, right - 6, y), fill="black", width=2)
    write(pen)
    assert read(page) == CELLS


def test_grey_paper_between_two_rulings_is_no_stamp() -> None:
    page = np.full((400, 1654), 255, np.uint8)
    for y in (100, 200, 300):
        page[y - 5 : y + 6, 100:1500] = 0
        page[y - 3 : y + 4, 100:1500] = 150
    assert np.array_equal(without_stamps(page, DPI), page)


def test_two_fine_rulings_side_by_side_are_no_stamp() -> None:
    """Blurred by the scanner, the paper between them is grey, and so are they."""
    page = np.full((400, 1654), 255, np.uint8)
    page[40:60, 200:1400:7] = 0  # print
    for y in (100, 200, 300):
        page[y - 3 : y + 5, 100:1500] = np.array((250, 219, 112, 217, 216, 112, 218, 250), np.uint8)[:, None]
    assert np.array_equal(without_stamps(page, DPI), page)


def dashes(pen: Pen, x0: int, y0: int, x1: int, y1: int) -> None:
    for at in range(0, max(x1 - x0, y1 - y0), 14):
        if x0 == x1:
            pen.line((x0, y0 + at, x0, min(y1, y0 + at + 7)), fill="black", width=2)
        else:
            pen.line((x0 + at, y0, min(x1, x0 + at + 7), y0), fill="black", width=2)


def test_dashes_inside_a_solid_border() -> None:
    page, pen = blank()
    pen.rectangle((XS[0], YS[0], XS[-1], YS[-1]), outline="black", width=3)
    for y in YS[1:-1]:
        dashes(pen, XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        dashes(pen, x, YS[0], x, YS[-1])
    write(pen)
    assert read(page) == CELLS


def test_a_ruling_of_few_dashes_in_one_row() -> None:
    page, pen = blank()
    pen.rectangle((XS[0], YS[0], XS[-1], YS[-1]), outline="black", width=3)
    for y in YS[1:-1]:
        dashes(pen, XS[0], y, XS[-1], y)
    dashes(pen, XS[1], YS[0], XS[1], YS[-1])
    dashes(pen, XS[2], YS[2], XS[2], YS[3])
    font = ImageFont.load_default(size=28)
    for top, bottom in pairwise(YS):
        pen.text(((XS[0] + XS[1]) / 2, (top + bottom) / 2), "Name", fill="black", font=font, anchor="mm")
    middle = (YS[2] + YS[3]) / 2
    pen.text(((XS[1] + XS[2]) / 2, middle), "46", fill="black", font=font, anchor="mm")
    pen.text(((XS[2] + XS[-1]) / 2, middle), "10", fill="black", font=font, anchor="mm")
    rows = read(page)
    assert rows[2] == ["Name", "46", "10"]
    assert [len(row) for row in rows] == [2, 2, 3, 2, 2, 2, 2, 2]


def torn(pen: Pen, dice: random.Random, place: int, ends: tuple[int, int], is_upright: bool) -> None:
    at = ends[0]
    while at < ends[1]:
        end = min(ends[1], at + dice.randint(24, 90))
        line = (place, at, place, end) if is_upright else (at, place, end, place)
        pen.line(line, fill=(165, 165, 165), width=2)
        at = end + dice.randint(5, 22)


@pytest.mark.parametrize("seed", [3, 4])
def test_faint_rulings_that_are_torn_to_pieces(seed: int) -> None:
    page, pen = blank()
    dice = random.Random(seed)
    for y in YS:
        torn(pen, dice, y, (XS[0], XS[-1]), is_upright=False)
    for x in XS:
        torn(pen, dice, x, (YS[0], YS[-1]), is_upright=True)
    write(pen)
    assert read(page) == CELLS


def test_fine_grey_rulings_among_much_black_print() -> None:
    page, pen = blank()
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill=(214, 214, 214), width=1)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=(214, 214, 214), width=1)
    font = ImageFont.load_default(size=34)
    for top, bottom in pairwise(YS):
        for left in XS[:-1]:
            pen.text((left + 20, (top + bottom) / 2), "HILL HILT HIM", fill="black", font=font, anchor="lm")
    noise = np.random.default_rng(3).normal(0, 4, (page.height, page.width, 1))
    grey = np.clip(np.asarray(page, dtype=np.float64) + noise, 0, 255).astype(np.uint8)
    rows = read(Image.fromarray(grey))
    assert [len(row) for row in rows] == [len(XS) - 1] * (len(YS) - 1)


def test_a_wrapped_text_beside_a_single_line_without_the_ruling_between_them() -> None:
    page, pen = blank()
    ys = (200, 244, 344, 388, 432)
    for y in ys:
        pen.line((XS[0], y, XS[-1], y), fill="black", width=2)
    for x in XS:
        pen.line((x, ys[0], x, ys[-1]), fill="black", width=2)
    pen.line((XS[1], ys[1] + 4, XS[1], ys[2] - 4), fill="white", width=5)
    font = ImageFont.load_default(size=28)
    for (top, bottom), row in zip(pairwise(ys), CELLS, strict=False):
        for (left, right), text in zip(pairwise(XS), row, strict=True):
            lines = ("Rate of primary", "schools") if text == "Rate of schools" else (text,)
            first = (top + bottom) / 2 - 22 * (len(lines) - 1)
            for number, line in enumerate(lines):
                place = (left + right) / 2, first + 44 * number
                pen.text(place, line, fill="black", font=font, anchor="mm")
    assert read(page)[1] == ["Rate of primary\nschools", "97.5", "96", "3"]


def test_grey_paper_that_became_dots_in_black_and_white() -> None:
    page = Image.new("RGB", (1654, 1100), (243, 243, 243))
    pen = ImageDraw.Draw(page)
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill="black", width=3)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill="black", width=3)
    write(pen)
    found = read(page.convert("1").convert("L").convert("RGB"))
    assert [["".join(text.split()) for text in row] for row in found] == [
        ["".join(text.split()) for text in row] for row in CELLS
    ]


ROWS = [Ruling(139.3 + 14.4 * row, 38.0, 755.0) for row in range(6)]


def test_pieces_a_cell_long_that_end_before_the_rulings_they_meet_are_one_ruling() -> None:
    """Places of a scanned table whose cells are drawn alone, as they were found there."""
    pieces = [Ruling(284.03, 140.8 + 14.4 * row, 152.4 + 14.4 * row) for row in range(5)]
    (whole,) = pieced_together(pieces, ROWS)
    assert (whole.position, whole.start <= 139.8, whole.end >= 210.8) == (pytest.approx(284.03), True, True)


@pytest.mark.parametrize(
    ("length", "crossing"), [(8.0, ROWS), (11.6, ROWS[:1]), (11.6, [])], ids=["digits", "no rows", "alone"]
)
def test_strokes_of_print_below_each_other_are_no_ruling(length: float, crossing: list[Ruling]) -> None:
    strokes = [Ruling(284.03, 140.8 + 14.4 * row, 140.8 + 14.4 * row + length) for row in range(5)]
    assert pieced_together(strokes, crossing) == []


def dashed_page() -> tuple[Image.Image, Pen]:
    page, pen = blank()
    pen.rectangle((XS[0], YS[0], XS[-1], YS[-1]), outline="black", width=3)
    for y in YS[1:-1]:
        dashes(pen, XS[0], y, XS[-1], y)
    return page, pen


def label(pen: Pen, left: int, right: int, top: int, bottom: int, text: str) -> None:
    font = ImageFont.load_default(size=28)
    pen.text(((left + right) / 2, (top + bottom) / 2), text, fill="black", font=font, anchor="mm")


@pytest.mark.parametrize(("dash", "gap", "angle"), [(6.0, 2.0, 0.0), (5.5, 2.5, 3.1), (7.0, 2.0, -4.2)])
def test_dashes_of_one_row_that_a_coarse_scan_ran_together(dash: float, gap: float, angle: float) -> None:
    """Drawn at three times the resolution; dashes and gaps are in pixels of 200 dots an inch."""
    fine = 3
    page = Image.new("RGB", (1654 * fine, 1100 * fine), "white")
    pen = ImageDraw.Draw(page)

    def dashed(x0: int, y0: int, x1: int, y1: int) -> None:
        for at in np.arange(0, max(x1 - x0, y1 - y0), dash + gap):
            ends = (x0, y0 + at, x0, y0 + at + dash) if x0 == x1 else (x0 + at, y0, x0 + at + dash, y0)
            pen.line([fine * end for end in ends], fill=(60, 60, 60), width=5)

    for y in YS:
        dashed(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[1], XS[-1]):
        dashed(x, YS[0], x, YS[-1])
    dashed(XS[2], YS[2], XS[2], YS[3])
    font = ImageFont.load_default(size=28 * fine)
    for left, right, text in ((XS[0], XS[1], "Name"), (XS[1], XS[2], "46"), (XS[2], XS[-1], "10")):
        for top, bottom in pairwise(YS) if text == "Name" else [(YS[2], YS[3])]:
            middle = fine * (left + right) / 2, fine * (top + bottom) / 2
            pen.text(middle, text, fill="black", font=font, anchor="mm")
    page = page.rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
    assert read(page.resize((1240, 825), Image.Resampling.LANCZOS), dpi=150)[2] == ["Name", "46", "10"]


def test_a_dash_in_line_with_rulings_of_both_sides_is_none() -> None:
    page, pen = blank()
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill="black", width=2)
    for x in (*XS, 620):
        pen.line((x, YS[0], x, YS[-1]), fill="black", width=2)
    pen.rectangle((XS[1] + 2, YS[3] + 2, 618, YS[5] - 2), fill="white")
    pen.line((XS[1] + 30, YS[4], 590, YS[4]), fill="black", width=3)
    for row in pairwise(YS):
        label(pen, XS[0], XS[1], *row, "Name")
        label(pen, XS[2], XS[3], *row, "46")
    rows = read(page)
    assert [len(row) for row in rows] == [5, 5, 5, 5, 4, 5, 5, 5]


def test_dashes_that_shine_through_from_the_back_cut_no_cell() -> None:
    page, pen = dashed_page()
    for x in XS[1:-1]:
        dashes(pen, x, YS[0], x, YS[-1])
    pen.rectangle((XS[0] + 4, YS[2] + 4, XS[1] - 4, YS[5] - 4), fill="white")
    for y in YS[3:5]:
        for at in range(XS[0] + 20, XS[1] - 20, 14):
            pen.line((at, y, at + 7, y), fill=(222, 222, 222), width=2)
    label(pen, XS[0], XS[1], YS[2], YS[5], "Name")
    write(pen, [["", *row[1:]] for row in CELLS])
    rows = read(page)
    assert [len(row) for row in rows] == [4, 4, 4, 3, 3, 4, 4, 4]
    assert rows[2][0] == "Name"


def test_a_row_beside_a_cell_that_the_page_break_leaves_open() -> None:
    page, pen = blank()
    pen.line((XS[1], 200, XS[-1], 200), fill="black", width=4)
    pen.line((XS[0], 272, XS[-1], 272), fill="black", width=4)
    for x in XS:
        pen.line((x, 200, x, 272), fill="black", width=4)
    for (left, right), text in zip(pairwise(XS[1:]), ("Rate of schools", "97.5", "96"), strict=True):
        label(pen, left, right, 200, 272, text)
    assert read(page) == [["", "Rate of schools", "97.5", "96"]]


BLANK = np.zeros((300, 300), np.uint8)
SIDES = [Ruling(10, 0, 200), Ruling(150, 0, 200), Ruling(290, 0, 200)]


def test_a_ruling_of_which_a_seal_left_pieces_goes_on_between_them() -> None:
    before, piece, after = Ruling(100, 10, 60), Ruling(100.3, 68, 92), Ruling(99.8, 100, 290)
    assert list(resumed([after], [piece], [], SIDES, BLANK, 1.0)) == [Ruling(99.8, 68, 290)]
    assert Ruling(100, 10, 290) not in resumed([before, after], [], [], SIDES, BLANK, 1.0)
    hidden = BLANK.copy()
    hidden[100, 55:105] = 255
    assert Ruling(100, 10, 290) in resumed([before, after], [], [], SIDES, hidden, 1.0)


def test_dots_go_on_behind_a_ruling_that_they_meet_and_other_strokes_do_not() -> None:
    ruling, piece = Ruling(100, 150, 290), Ruling(100, 100, 140)
    assert list(resumed([ruling], [], [piece], SIDES, BLANK, 1.0)) == [Ruling(100, 100, 290)]
    assert not list(resumed([ruling], [piece], [], SIDES, BLANK, 1.0))
