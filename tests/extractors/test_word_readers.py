"""The two readers of Word files are independent of each other: they must see the same paper."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors import DamagedDocument, ExtractionOptions, extract
from extractors.model import Grid, Layout, TextLine

FIXTURES = Path(__file__).parents[2] / "fixtures"
REFERENCE = ExtractionOptions(word_reader="python-docx")


def cells(layout: Layout) -> list[list[tuple[int, int, int, int, str]]]:
    """All cells of all grids, their texts without blanks."""
    return [
        [(c.row, c.column, c.row_span, c.column_span, "".join(c.text.split())) for c in block.cells]
        for block in layout.blocks
        if isinstance(block, Grid)
    ]


def outside(layout: Layout) -> str:
    return "".join("".join(block.text.split()) for block in layout.blocks if isinstance(block, TextLine))


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("family-*.docx")), ids=lambda path: path.name)
def test_both_readers_see_the_same_cells_and_texts(path: Path) -> None:
    data = path.read_bytes()
    layout, reference = extract(data, path.name), extract(data, path.name, REFERENCE)
    assert cells(layout) == cells(reference)
    assert outside(layout) == outside(reference)
    assert cells(layout)


def test_the_reference_reader_names_a_damaged_file() -> None:
    whole = (FIXTURES / "family-0.docx").read_bytes()
    with pytest.raises(DamagedDocument, match=r"cut\.docx"):
        extract(whole[: len(whole) // 2], "cut.docx", REFERENCE)
