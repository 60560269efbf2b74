"""Scanned tables over pages: cells that go on are left open at the break, while others are ruled off."""

from __future__ import annotations

import io
from itertools import pairwise

from PIL import Image, ImageDraw, ImageFont

from extractors.options import ExtractionOptions
from extractors.pages import Cut, Table
from extractors.scanned.images import read_image

DPI = 200
XS = (100, 320, 820, 1120, 1500)
PITCH = 60


def page(top: int, rows: list[list[str]], *, opened: str) -> Image.Image:
    """A table whose first column is one cell; at the side ``opened`` nothing rules that off."""
    picture = Image.new("L", (1654, 2339), 255)
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size=28)
    ys = [top + PITCH * i for i in range(len(rows) + 1)]
    for x in XS:
        pen.line((x, ys[0], x, ys[-1]), fill=0, width=3)
    for i, y in enumerate(ys):
        is_open = i == (0 if opened == "above" else len(rows))
        inner = 0 < i < len(rows) or is_open
        pen.line((XS[1] if inner else XS[0], y, XS[-1], y), fill=0, width=3)
    for (y0, y1), row in zip(pairwise(ys), rows, strict=True):
        for (left, right), text in zip(pairwise(XS[1:]), row, strict=True):
            pen.text(((left + right) / 2, (y0 + y1) / 2), text, fill=0, font=font, anchor="mm")
    return picture


def test_which_cells_go_on_behind_a_break_is_seen() -> None:
    rows = [[f"Rate {i}", f"{90 + i}%", "yearly"] for i in range(9)]
    first, second = page(1739, rows, opened="below"), page(150, rows, opened="above")
    out = io.BytesIO()
    first.save(out, "TIFF", dpi=(DPI, DPI), save_all=True, append_images=[second])
    pages = read_image(out.getvalue(), "cut.tiff", ExtractionOptions())
    (above, below) = (block.cut for each in pages for block in each.blocks if isinstance(block, Table))
    assert above == Cut(below=frozenset({0}))
    assert below == Cut(above=frozenset({0}))
