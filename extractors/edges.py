"""The outer edges of tables without rulings: only where text happens to end."""

from __future__ import annotations

from dataclasses import replace

from extractors.pages import Table


def with_same_edges(earlier: Table, later: Table) -> tuple[Table, Table]:
    """Parts of one table on pages of one width, both as wide as their texts reach together."""
    if not (earlier.rooms and later.rooms):
        return earlier, later
    left, right = min(earlier.xs[0], later.xs[0]), max(earlier.xs[-1], later.xs[-1])
    return _with_edges(earlier, left, right), _with_edges(later, left, right)


def _with_edges(table: Table, left: float, right: float) -> Table:
    rooms = ((left, left), *table.rooms[1:-1], (right, right))
    return replace(table, xs=(left, *table.xs[1:-1], right), rooms=rooms)
