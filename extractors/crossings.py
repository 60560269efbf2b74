"""Cells of a table without rulings that stand across the columns which its header shows: to be looked at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Cell
from extractors.pages import Table
from extractors.unruled.texts import is_label

_LEAST = 4  # texts of a header, and of a row that has its columns
_FULL = 0.5  # share of the texts of a header that a row below it has
CROSSING = 0.9
"""Confidence at most of a cell that may belong under either of two headers."""


def with_crossings_doubted(table: Table) -> Table:
    """The table with those cells doubted that overlap a text of the header above them only in part.

    And those under a text of the header that is itself in doubt, or under a header that a page may have cut.
    """
    if table.is_ruled:
        return table
    rows: list[list[Cell]] = [[] for _ in table.ys[1:]]
    for cell in table.cells:
        if cell.text:
            rows[cell.row].append(cell)
    header: Sequence[Cell] = ()
    above: Sequence[Cell] = ()
    is_first = is_cut = False
    crossing: set[tuple[int, int]] = set()
    for row in rows:
        if len(row) >= _LEAST and all(is_label(cell.text) for cell in row):
            is_cut = is_first and above is header and _page(row) != _page(header)
            is_first, header = len(above) < _LEAST, row
        elif len(row) >= _LEAST:
            crossing |= {
                (c.row, c.column)
                for c in row
                if is_cut or any(_is_unsure(c, head) for head in header) or _is_under_several(c, row, header)
            }
        above = row
    cells = (doubted(c, CROSSING) if (c.row, c.column) in crossing else c for c in table.cells)
    return replace(table, cells=tuple(cells)) if crossing else table


def doubted(cell: Cell, most: float) -> Cell:
    """The cell, its confidence capped at ``most``."""
    reading = cell.readings[0]
    return replace(
        cell, readings=(replace(reading, confidence=min(reading.confidence, most)), *cell.readings[1:])
    )


def _page(row: Sequence[Cell]) -> int:
    return max((box.page for cell in row for box in cell.boxes[-1:]), default=0)


def _is_under_several(cell: Cell, row: Sequence[Cell], header: Sequence[Cell]) -> bool:
    """Whether a cell stands under several texts of a header in a row with nearly as many texts as that."""
    start, end = cell.column, cell.column + cell.column_span
    heads = [head for head in header if start <= head.column and head.column + head.column_span <= end]
    return len(heads) > 1 and len(row) >= _FULL * len(header)


def _is_unsure(cell: Cell, head: Cell) -> bool:
    """Whether a cell stands under a text of the header only in part, or under one that is in doubt."""
    start, end = cell.column, cell.column + cell.column_span
    first, last = head.column, head.column + head.column_span
    if head.confidence <= CROSSING and start < last and first < end:
        return True
    return start < first < end < last or first < start < last < end
