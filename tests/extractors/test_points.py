from __future__ import annotations

import unicodedata
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.model import Cell, Grid
from extractors.scanned.ocr import Recognised
from extractors.scanned.points import with_points
from extractors.scanned.signs import settled
from fixtures.generator.signs import PRINTED
from tests.saving import saved

PAGES = sorted((Path(__file__).parent / "signs").glob("*.jpg"))
"""The same table in four typefaces, drawn by fixtures/generator/signs.py."""


def cells(page: Path) -> list[list[Cell]]:
    (grid,) = (block for block in extract(page.read_bytes(), page.name).blocks if isinstance(block, Grid))
    return [list(row) for row in grid.by_row()][1:]


def plain(text: str) -> str:
    """Half width, without blanks: full-width digits are read with blanks between."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_points_of_full_width_and_signs_alone_in_their_cells(page: Path) -> None:
    found = [[plain(cell.text) for cell in row] for row in cells(page)]
    assert found == [[plain(text) for text in texts] for texts in PRINTED]


def test_the_pages_are_there() -> None:
    assert len(PAGES) == 4


@pytest.mark.parametrize("read", ["291%", "€91%", "91%"])
@pytest.mark.parametrize("slant", [0, 26])
def test_a_sign_that_a_fax_blurred(read: str, slant: int) -> None:
    large = Image.new("L", (420, 160), 255)
    pen = ImageDraw.Draw(large)
    pen.line((40, 40, 110, 66, 40, 92), fill=0, width=8)
    pen.line((40, 116, 110, 116 - slant), fill=0, width=8)
    for left in (160, 240):
        pen.rectangle((left, 40, left + 44, 116), outline=0, width=8)
    pen.ellipse((320, 40, 380, 116), outline=0, width=8)
    places = {"2": 0.18, "€": 0.18, "9": 0.43, "1": 0.62, "%": 0.83}
    picture = np.asarray(large.resize((105, 20), Image.Resampling.BOX).resize((105, 40)))
    found = settled(Recognised(read, 0.99, tuple(places[c] for c in read)), picture)
    assert found.text == "≥91%"
    assert found.confidence < 0.95


def test_a_two_stays_a_two() -> None:
    large = Image.new("L", (200, 100), 255)
    ImageDraw.Draw(large).text((20, 50), "291", fill=0, font=ImageFont.load_default(70), anchor="lm")
    line = Recognised("291", 0.99, (0.2, 0.4, 0.6))
    assert settled(line, np.asarray(large.resize((100, 50)))) == line


def figure(digits: str, mark: tuple[int, int, int] | None, behind: int) -> np.ndarray:
    """Digits on a line, each 30 pixels wide and 40 high, a mark (top, height, width) behind one."""
    picture = np.full((80, 60 * len(digits) + 40), 255, dtype=np.uint8)
    for i in range(len(digits)):
        picture[20:60, 20 + 60 * i : 50 + 60 * i] = 0
    if mark is not None:
        top, height, width = mark
        picture[top : top + height, 60 * behind + 2 : 60 * behind + 2 + width] = 0
    return picture


def read(text: str, picture: np.ndarray) -> Recognised:
    places = tuple(
        (35 + 60 * (sum(c.isdecimal() for c in text[: i + 1]) - (1 if text[i].isdecimal() else 0.5)))
        / picture.shape[1]
        for i in range(len(text))
    )
    return with_points(Recognised(text, 0.999, places), picture)


def test_a_point_that_was_not_read_is_put_in_and_doubted() -> None:
    found = read("1712", figure("1712", (53, 7, 7), 3))
    assert found.text == "171.2"
    assert found.confidence < 0.95
    assert len(found.places) == len(found.text)


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        (None, "no ink"),
        ((37, 7, 7), "a mark in the middle"),
        ((59, 1, 1), "dust"),
        ((20, 40, 8), "a stroke as high as a digit"),
    ],
)
def test_nothing_else_between_digits_is_a_point(mark: tuple[int, int, int] | None, why: str) -> None:
    assert read("1712", figure("1712", mark, 3)) == read("1712", figure("1712", None, 3)), why


def test_a_point_that_the_face_raises() -> None:
    picture = figure("1712", (37, 7, 7), 3)
    assert read("171·2", picture).text == "171.2"
    assert read("171·2", picture).confidence > 0.95
    assert read("171·2", figure("1712", None, 3)).confidence < 0.95


def test_a_point_between_thousands_that_hangs_is_a_comma() -> None:
    hanging, standing = figure("36916", (53, 13, 7), 2), figure("36916", (53, 7, 7), 2)
    assert read("36.916", hanging).text == "36,916"
    assert read("36.916", hanging).confidence < 0.95
    assert read("36.916", standing).text == "36.916"
    assert read("36.916", standing).confidence > 0.95


def test_ink_before_a_figure_that_nobody_read_is_a_doubt() -> None:
    picture = figure("12", None, 0)
    line = Recognised("12", 0.99, (35 / 160, 95 / 160))
    assert settled(line, picture).confidence > 0.95
    picture[25:55, 2:12] = 0
    picture[30:50, 6:16] = 0
    assert settled(line, picture).confidence < 0.95


def test_two_bars_before_a_figure_are_an_equals_sign() -> None:
    picture = figure("1", None, 0)
    wide = np.full((80, 160), 255, dtype=np.uint8)
    wide[:, 60:] = picture
    for top in (30, 46):
        wide[top : top + 5, 20:56] = 0
    assert settled(Recognised("-1", 0.99, (38 / 160, 95 / 160)), wide).text == "=1"
    wide[46:51, 20:56] = 255
    assert settled(Recognised("-1", 0.99, (38 / 160, 95 / 160)), wide).text == "-1"


@pytest.mark.parametrize("lower", [220, 206], ids=["in the middle of their rows", "close together"])
def test_two_figures_in_a_cell_whose_ruling_is_lost_are_in_doubt(lower: int) -> None:
    page = Image.new("L", (1400, 500), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, text in enumerate(["Indicator one", "Indicator two", "Indicator three"]):
        pen.rectangle((60, 100 + 80 * row, 700, 180 + 80 * row), outline=0, width=2)
        pen.text((100, 140 + 80 * row), text, fill=0, font=font, anchor="lm")
        pen.text((1000, lower if row == 1 else 140 + 80 * row), "10", fill=0, font=font, anchor="mm")
    pen.rectangle((700, 100, 1300, 260), outline=0, width=2)
    pen.rectangle((700, 260, 1300, 340), outline=0, width=2)
    layout = extract(saved(page, "PNG", dpi=(200, 200)), "page.png")
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    *doubted, last = (cell for cell in grid.cells if cell.column == 1)
    assert "\n".join(cell.text for cell in doubted) == "10\n10"
    assert max(cell.confidence for cell in doubted) < 0.95 < last.confidence


@pytest.mark.parametrize(("read", "meant"), [("2021-01-13", "2021-01-13"), ("9021313", "902131.3")])
def test_a_speck_in_a_date_is_no_point(read: str, meant: str) -> None:
    font = ImageFont.load_default(size=28)
    page = Image.new("L", (220, 44), 255)
    pen = ImageDraw.Draw(page)
    pen.text((10, 22), read[:-1], fill=0, font=font, anchor="lm")
    after = 16 + font.getlength(read[:-1])
    pen.rectangle((after - 4, 28, after - 1, 31), fill=0)
    pen.text((after + 2, 22), read[-1], fill=0, font=font, anchor="lm")
    starts = [10 + font.getlength(read[:at]) for at in range(len(read) - 1)] + [after + 2]
    places = tuple((start + 8) / page.width for start in starts)
    found = with_points(Recognised(read, 0.999, places), np.asarray(page))
    assert found.text == meant
    assert found.confidence < 0.95
