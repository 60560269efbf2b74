"""The two readers of exported PDFs are independent of each other: they must see the same paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import ExtractionOptions, extract
from extractors.model import Grid, Layout, TextLine

FIXTURES = Path(__file__).parents[2] / "fixtures"
REFERENCE = ExtractionOptions(pdf_reader="pdfplumber")
EXPORTED = [*sorted(FIXTURES.glob("family-*.pdf")), FIXTURES / "long-target.pdf", FIXTURES / "bad/letter.pdf"]


def cells(layout: Layout) -> list[list[tuple[int, int, int, int, list[str]]]]:
    """All cells of all grids, their lines without blanks: pdfium tells blanks from the room they leave."""
    return [
        [
            (
                c.row,
                c.column,
                c.row_span,
                c.column_span,
                ["".join(line.split()) for line in c.text.split("\n")],
            )
            for c in block.cells
        ]
        for block in layout.blocks
        if isinstance(block, Grid)
    ]


def outside(layout: Layout) -> str:
    return "".join("".join(block.text.split()) for block in layout.blocks if isinstance(block, TextLine))


@pytest.mark.parametrize("path", EXPORTED, ids=lambda path: path.name)
def test_both_readers_see_the_same_cells_and_texts(path: Path) -> None:
    data = path.read_bytes()
    layout, reference = extract(data, path.name), extract(data, path.name, REFERENCE)
    assert cells(layout) == cells(reference)
    assert outside(layout) == outside(reference)
    assert layout.pages == reference.pages


@pytest.mark.parametrize("path", EXPORTED[:3], ids=lambda path: path.name)
def test_both_readers_see_the_cells_in_the_same_places(path: Path) -> None:
    data = path.read_bytes()
    pair = extract(data, path.name), extract(data, path.name, REFERENCE)
    ours, theirs = (
        [box for b in layout.blocks if isinstance(b, Grid) for cell in b.cells for box in cell.boxes]
        for layout in pair
    )
    assert len(ours) == len(theirs) > 50
    for one, other in zip(ours, theirs, strict=True):
        assert (one.x0, one.y0, one.x1, one.y1) == pytest.approx(
            (other.x0, other.y0, other.x1, other.y1), abs=0.8
        )
