"""Pages with few dots, lost rulings and other ink: what is read there is not surer than it should be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract, look_again
from extractors.model import Cell, Grid, Layout, Place
from extractors.scanned.low_resolution import doubted
from extractors.scanned.ocr import Recognised
from extractors.scanned.overprint import is_overprinted
from extractors.scanned.points import with_points
from extractors.writing import Mark
from tests.saving import saved

DPI = 200
SURE = 0.95
CELLS = [["Indicator", "Target", "Score"], ["Rate", "97.08", "5"], ["Count", "10", "8.01"]]
COLUMNS = (60, 500, 900, 1300)


def drawn() -> Image.Image:
    page = Image.new("L", (1400, 900), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, texts in enumerate(CELLS):
        top = 200 + 80 * row
        for (left, right), text in zip(pairwise(COLUMNS), texts, strict=True):
            pen.rectangle((left, top, right, top + 80), outline=0, width=2)
            pen.text(((left + right) / 2, top + 40), text, fill=0, font=font, anchor="mm")
    return page


def faxed(across: int, down: int) -> bytes:
    page = drawn()
    size = page.width * across // DPI, page.height * down // DPI
    small = page.resize(size, Image.Resampling.BOX).point([255 * (level > 170) for level in range(256)])
    return saved(small.convert("1", dither=Image.Dither.NONE), "TIFF", dpi=(across, down))


def in_pdf(dpi: int) -> bytes:
    page = drawn().resize((1400 * dpi // DPI, 900 * dpi // DPI), Image.Resampling.LANCZOS)
    return saved(page, "PDF", resolution=dpi)


def scanned(page: Image.Image) -> Layout:
    return extract(saved(page, "PNG", dpi=(DPI, DPI)), "page.png")


def cells(layout: Layout) -> Iterator[tuple[int, Cell]]:
    grids = (block for block in layout.blocks if isinstance(block, Grid))
    return ((grid.number, cell) for grid in grids for cell in grid.cells)


def texts(layout: Layout) -> list[list[str]]:
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def figures(layout: Layout) -> list[Cell]:
    return [cell for _, cell in cells(layout) if any(map(str.isdecimal, cell.text))]


@pytest.mark.parametrize("data", [faxed(204, 98), in_pdf(120)], ids=["fax", "pdf"])
def test_no_figure_of_a_coarse_page_is_sure_by_itself(data: bytes) -> None:
    layout = extract(data, "coarse")
    found = figures(layout)
    assert len(found) >= 4
    assert all(cell.confidence < SURE for cell in found)
    asked = [Place(number, cell.row, cell.column) for number, cell in cells(layout) if cell in found]
    for _, cell in cells(look_again(data, "coarse", layout, asked)):
        if cell.text in ("97.08", "10"):
            assert {look.text for look in cell.readings} == {cell.text}
            assert all(look.confidence >= SURE for look in cell.readings[1:])


@pytest.mark.parametrize("data", [faxed(204, 196), in_pdf(150)], ids=["fax", "pdf"])
def test_figures_of_a_finer_page_are(data: bytes) -> None:
    assert all(cell.confidence >= SURE for cell in figures(extract(data, "fine")) if len(cell.text) > 1)


def test_two_bars_that_a_fax_ran_into_one_dash_are_in_doubt() -> None:
    read = ["-315人", "2024-01-26", "达标"]
    marks = doubted([Mark(text, 0, 0, 50, 10, 0.999) for text in read])
    assert [mark.text for mark in marks] == read
    assert marks[0].confidence < 0.5 < marks[1].confidence < SURE < marks[2].confidence


def test_a_ruling_of_which_specks_are_left() -> None:
    page = np.asarray(drawn()).copy()
    page[355:365, 64:1297] = 255
    for start in (100, 320, 450, 510, 640, 870, 930, 1100, 1260):
        page[359:361, start : start + 6] = 0
    page[:, COLUMNS[1] : COLUMNS[1] + 2] = np.asarray(drawn())[:, COLUMNS[1] : COLUMNS[1] + 2]
    assert texts(scanned(Image.fromarray(page))) == CELLS


def test_a_boundary_that_is_pale_and_dotted_in_one_row() -> None:
    page = np.asarray(drawn()).copy()
    column = page[284:357, 896:906]
    column[:] = 255
    for start in range(2, 70, 8):
        column[start : start + 5, 4:6] = 150
    assert texts(scanned(Image.fromarray(page))) == CELLS


def test_the_frame_of_a_stamp_is_no_ruling() -> None:
    page = drawn()
    stamp = Image.new("L", (300, 130), 255)
    ImageDraw.Draw(stamp).rounded_rectangle((4, 4, 295, 125), 20, outline=90, width=3)
    turned = stamp.rotate(4, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)
    pixels = np.asarray(page).copy()
    part = pixels[130 : 130 + turned.height, 945 : 945 + turned.width]
    np.minimum(part, np.asarray(turned), out=part)
    assert [row[:2] for row in texts(scanned(Image.fromarray(pixels)))] == [row[:2] for row in CELLS]


def test_a_date_stamped_over_a_figure_is_told_by_its_ink() -> None:
    line = Image.new("L", (260, 40), 255)
    pen = ImageDraw.Draw(line)
    font = ImageFont.load_default(size=28)
    pen.text((150, 20), "1409", fill=0, font=font, anchor="lm")
    assert not is_overprinted(np.asarray(line))
    pen.text((10, 20), "2025.04", fill=110, font=font, anchor="lm")
    assert is_overprinted(np.asarray(line))


@pytest.mark.parametrize(
    ("read", "meant"), [("54000,00", "54000.00"), ("1,254,00", "1,254.00"), ("54,000", "54,000")]
)
def test_two_digits_behind_a_comma_are_cents(read: str, meant: str) -> None:
    places = tuple((at + 0.5) / len(read) for at in range(len(read)))
    found = with_points(Recognised(read, 0.999, places), np.full((40, 200), 255, dtype=np.uint8))
    assert found.text == meant
    assert (found.confidence < SURE) == (read != meant)
