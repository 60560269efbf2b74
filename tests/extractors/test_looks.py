"""A second look adds readings behind the first, on the pages and in the cells asked for, and nowhere else."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract, look_again
from extractors.model import Cell, Grid, Layout, Place
from extractors.serialization import dump, load
from tests.extractors.conftest import Grids, MakePdf
from tests.saving import saved

DPI = 200
CELLS = [["Indicator", "Target", "Score"], ["Rate", "97.08", "5"], ["Count", "10", "-"]]


def drawn(degrees: float = 0.0) -> Image.Image:
    page = Image.new("RGB", (1400, 900), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=30)
    for row, texts in enumerate(CELLS):
        top = 200 + 80 * row
        for (left, right), text in zip(pairwise((60, 500, 900, 1300)), texts, strict=True):
            pen.rectangle((left, top, right, top + 80), outline="black", width=2)
            pen.text(((left + right) / 2, top + 40), text, fill="black", font=font, anchor="mm")
    return page.rotate(degrees, resample=Image.Resampling.BICUBIC, fillcolor="white")


def scan(kind: str, *pages: Image.Image) -> bytes:
    first, *rest = pages
    dots = {"resolution": DPI} if kind == "PDF" else {"dpi": (DPI, DPI)}
    return saved(first, kind, save_all=True, append_images=rest, **dots)


def cells(layout: Layout) -> dict[Place, Cell]:
    grids = (block for block in layout.blocks if isinstance(block, Grid))
    return {Place(grid.number, cell.row, cell.column): cell for grid in grids for cell in grid.cells}


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
@pytest.mark.parametrize("degrees", [0.0, -3.0])
def test_each_look_reads_the_cells_asked_for_and_leaves_the_rest(kind: str, degrees: float) -> None:
    data = scan(kind, drawn(degrees))
    layout = extract(data, "page")
    asked = [Place(0, 1, 1), Place(0, 1, 2), Place(0, 2, 2), Place(0, 7, 7)]
    found = look_again(data, "page", layout, asked)
    for place, cell in cells(found).items():
        first = cells(layout)[place]
        assert cell.readings[: len(first.readings)] == first.readings
        looks = cell.readings[1:]
        assert [look.text for look in looks] == ([cell.text] * 2 if place in asked else []), place
        assert all(look.dpi and first.readings[0].dpi and look.dpi > first.readings[0].dpi for look in looks)
    assert load(dump(found)) == found


def test_a_cell_over_two_pages_is_looked_at_on_both() -> None:
    data = scan("PDF", drawn(), drawn())
    layout = extract(data, "two")
    read = cells(layout).values()
    here = next(cell for cell in read if cell.text == "97.08" and cell.boxes[0].page == 1)
    there = next(cell for cell in read if cell.text == "5" and cell.boxes[0].page == 2)
    both = Cell(0, 0, 1, 1, here.readings, (*here.boxes, *there.boxes))
    cut = Layout(layout.sha256, layout.media_type, "scan", (Grid(0, 1, 1, (both,)),), layout.pages)
    found = cells(look_again(data, "two", cut, [Place(0, 0, 0)]))[Place(0, 0, 0)]
    assert [look.text for look in found.readings[1:]] == ["97.08\n5", "97.08\n5"]


def test_exact_pages_are_not_looked_at(make_pdf: MakePdf, grids: Grids) -> None:
    data = make_pdf([("", [["项目", "金额"], ["甲", "10"]], [])])
    layout = extract(data, "exact.pdf")
    assert look_again(data, "exact.pdf", layout, [Place(0, 1, 1)]) == layout
