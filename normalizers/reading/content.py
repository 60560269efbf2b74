"""Columns whose headers say one level and whose cells hold the next: 一级指标 over 数量指标."""

from __future__ import annotations

from dataclasses import replace

from normalizers.lexicon import lexicon
from normalizers.numbers import is_blank
from normalizers.reading.columns import Columns
from normalizers.reading.stream import Row


def by_content(columns: Columns, below: Row | None) -> Columns:
    """The columns with names in the last level's, where no other has them and its first cell is no level.

    The column before it is then the second level if its cell is one, and no first level.
    """
    if "name" in columns.spans or "level2" not in columns.spans or below is None:
        return columns
    last = _text(columns, "level2", below)
    if is_blank(last) or lexicon("level2").match(last) is not None:
        return columns
    columns = _renamed(columns, "level2", "name")
    if "level1" not in columns.spans:
        return columns
    first = _text(columns, "level1", below)
    is_second = lexicon("level2").exact(first) is not None and lexicon("level1").exact(first) is None
    return _renamed(columns, "level1", "level2") if is_second else columns


def _text(columns: Columns, field: str, row: Row) -> str:
    return "".join(cell.text for cell in row.cells if columns.fields_of(cell) == (field,))


def _renamed(columns: Columns, old: str, new: str) -> Columns:
    return replace(
        columns,
        spans={new if name == old else name: span for name, span in columns.spans.items()},
        cells={new if name == old else name: cell for name, cell in columns.cells.items()},
    )
