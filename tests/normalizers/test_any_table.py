"""Whatever a table looks like, it is read without a fault of ours: its rows may be any, in any order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors import extract
from extractors.model import Cell, Grid, Layout, TextLine
from normalizers import normalize

FIXTURES = sorted((Path(__file__).parents[2] / "fixtures").glob("family-*.docx"))
LAYOUTS = [extract(path.read_bytes(), path.name) for path in FIXTURES]
ROWS = [
    row for layout in LAYOUTS for block in layout.blocks if isinstance(block, Grid) for row in block.by_row()
]


def of_rows(rows: list[tuple[Cell, ...]]) -> Grid:
    """A grid of these rows from the top; a cell that would lie over another is left out."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for index, row in enumerate(rows):
        for cell in row:
            height = min(cell.row_span, len(rows) - index)
            places = {
                (index + down, cell.column + right)
                for down in range(height)
                for right in range(cell.column_span)
            }
            if not places & taken:
                taken |= places
                cells.append(replace(cell, row=index, row_span=height))
    width = max((cell.column + cell.column_span for cell in cells), default=1)
    return Grid(0, len(rows), width, tuple(cells))


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_rows_under_any_heading_are_read(data: st.DataObject) -> None:
    layout = data.draw(st.sampled_from(LAYOUTS))
    lines = tuple(block for block in layout.blocks if not isinstance(block, Grid))
    rows = data.draw(st.lists(st.sampled_from(ROWS), min_size=0, max_size=25))
    blocks: tuple[TextLine | Grid, ...] = (*lines, of_rows(rows)) if rows else lines
    for form in normalize(Layout("0" * 64, "application/x", "word", blocks)):
        assert 0 <= form.read_share <= 1
