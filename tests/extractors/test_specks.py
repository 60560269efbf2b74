"""Dust in the blank cells of a scan, and marks of print that are as small."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.model import Grid

DPI = 200
XS, YS = (100, 600, 900, 1300), (200, 290, 380, 470)


def read(*specks: tuple[int, int]) -> list[list[str]]:
    """A table with these specks, of 4 by 4 pixels, and hyphens of 5 by 3 in the middle of its last column."""
    page = Image.new("L", (1654, 800), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=28)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=0, width=3)
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill=0, width=3)
    for y, name, figure in ((245, "Basic expenditure", "842.19"), (335, "Other funds", "30.5")):
        pen.text((350, y), name, fill=0, font=font, anchor="mm")
        pen.text((750, y), figure, fill=0, font=font, anchor="mm")
        pen.rectangle((1098, y - 1, 1102, y + 1), fill=0)
    for x, y in specks:
        pen.rectangle((x, y, x + 3, y + 3), fill=90)
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(DPI, DPI))
    (grid,) = (block for block in extract(out.getvalue(), "dust.png").blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def test_a_speck_far_before_a_figure_is_no_point() -> None:
    assert read((620, 246)) == read()


def test_a_speck_in_a_blank_cell_is_no_text() -> None:
    assert read((300, 400), (760, 455), (1200, 410)) == read()


def test_a_hyphen_as_small_stands_in_the_middle_of_its_cell() -> None:
    assert [row[-1] for row in read()] == ["-", "-", ""]
