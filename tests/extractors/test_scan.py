from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.model import Grid, Layout
from extractors.raster import skew

FIXTURES = Path(__file__).parents[2] / "fixtures"
DPI = 200
CELLS = [
    ["Indicator", "Target", "Actual", "Score"],
    ["Rate", "97.08", "0", "5"],
    ["Count", "10", "-", "8.01"],
]


def drawn(columns: tuple[int, ...] = (60, 500, 800, 1050, 1300)) -> Image.Image:
    """A page with a table of figures and lone digits, at 200 dots an inch."""
    page = Image.new("RGB", (1400, 900), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, texts in enumerate(CELLS):
        top = 200 + 80 * row
        for (left, right), text in zip(pairwise(columns), texts, strict=True):
            pen.rectangle((left, top, right, top + 80), outline="black", width=2)
            pen.text(((left + right) / 2, top + 40), text, fill="black", font=font, anchor="mm")
    return page


def saved(page: Image.Image, kind: str = "PNG", **settings: object) -> bytes:
    out = io.BytesIO()
    page.save(out, kind, dpi=(DPI, DPI), **settings)
    return out.getvalue()


def table(layout: Layout) -> list[list[str]]:
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


@pytest.mark.parametrize("degrees", [0.0, 1.7, -2.0, -4.5])
def test_figures_and_lone_digits_of_a_skewed_page(degrees: float) -> None:
    page = drawn().rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")
    assert table(extract(saved(page, "JPEG", quality=70), "photo.jpg")) == CELLS


def test_a_red_stamp_over_a_table() -> None:
    page = drawn()
    stamp = Image.new("RGB", page.size, "white")
    ImageDraw.Draw(stamp).ellipse((430, 190, 690, 450), outline=(214, 40, 50), width=14)
    ImageDraw.Draw(stamp).regular_polygon((560, 320, 60), 5, fill=(214, 40, 50))
    pixels = np.minimum(np.asarray(page), np.asarray(stamp))
    assert table(extract(saved(Image.fromarray(pixels)), "stamped.png")) == CELLS


def test_boxes_lie_on_the_ink_of_the_page_as_it_is() -> None:
    page = drawn().rotate(2.0, resample=Image.Resampling.BICUBIC, fillcolor="white")
    layout = extract(saved(page), "page.png")
    (grid,) = layout.blocks
    ink = np.asarray(page.convert("L")) < 128
    assert isinstance(grid, Grid)
    for cell in grid.cells:
        (box,) = cell.boxes
        x0, y0, x1, y1 = (round(value * DPI / 72) for value in (box.x0, box.y0, box.x1, box.y1))
        assert ink[y0 + 12 : y1 - 12, x0 + 12 : x1 - 12].any(), cell
    size = layout.pages[0].width, layout.pages[0].height
    assert size == pytest.approx((1400 * 72 / DPI, 900 * 72 / DPI), abs=0.1)


def test_a_photo_that_says_it_lies_on_its_side() -> None:
    lying = drawn().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned: show it turned by 90 degrees clockwise
    assert table(extract(saved(lying, "JPEG", quality=90, exif=exif), "photo.jpg")) == CELLS


def test_every_page_of_a_tiff_is_read() -> None:
    out = io.BytesIO()
    drawn().save(out, "TIFF", save_all=True, append_images=[drawn()], dpi=(DPI, DPI))
    assert [page.number for page in extract(out.getvalue(), "fax.tiff").pages] == [1, 2]


def test_a_blank_page_has_no_blocks() -> None:
    layout = extract(saved(Image.new("L", (1654, 2339), 255)), "blank.png")
    assert layout.blocks == ()
    assert layout.medium == "scan"


@pytest.mark.parametrize("degrees", [-4.0, -0.6, 0.0, 1.3, 4.9])
def test_the_skew_of_a_page_is_found(degrees: float) -> None:
    page = drawn().convert("L").rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor=255)
    assert skew(np.asarray(page)) == pytest.approx(-degrees, abs=0.06)


@pytest.mark.skipif(not FIXTURES.joinpath("text-then-scan.pdf").exists(), reason="fixtures are not made yet")
def test_a_scanned_page_behind_a_page_of_text() -> None:
    layout = extract(FIXTURES.joinpath("text-then-scan.pdf").read_bytes(), "text-then-scan.pdf")
    assert {page.medium for page in layout.pages} == {"pdf", "scan"}
    assert layout.medium == "scan"
