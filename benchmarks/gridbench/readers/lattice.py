"""camelot, flavour lattice: its default engine (rendered lines and vector lines), and vector lines alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import camelot

from gridbench.model import Table, table
from gridbench.readers import Reader

Place = tuple[int, int]


def default() -> Reader:
    return Reader(lambda path: _read(path, "combined"), _tables)


def vector() -> Reader:
    return Reader(lambda path: _read(path, "vector"), _tables)


def _read(path: Path, engine: str) -> Any:
    return camelot.read_pdf(path, pages="all", flavor="lattice", engine=engine)


def _tables(found: Any) -> list[Table]:
    return [table(int(each.page), int(each.page), _merged(each.cells)) for each in found]


def _merged(cells: list[list[Any]]) -> Iterator[tuple[int, int, int, int, str]]:
    """Places with no ruling between them are one cell: the hull of all, their texts in reading order."""
    for group in _groups(cells):
        rows, columns = [row for row, _ in group], [column for _, column in group]
        text = "\n".join(cells[row][column].text.strip() for row, column in sorted(group))
        yield (
            min(rows),
            min(columns),
            max(rows) - min(rows) + 1,
            max(columns) - min(columns) + 1,
            text,
        )


def _groups(cells: list[list[Any]]) -> Iterator[set[Place]]:
    left = {(row, column) for row, line in enumerate(cells) for column in range(len(line))}
    while left:
        group, edge = set(), [min(left)]
        while edge:
            place = edge.pop()
            if place in left:
                left.remove(place)
                group.add(place)
                edge += _open_beside(cells, place)
        yield group


def _open_beside(cells: list[list[Any]], place: Place) -> Iterator[Place]:
    row, column = place
    cell = cells[row][column]
    for side, opposite, down, across in (
        ("left", "right", 0, -1),
        ("right", "left", 0, 1),
        ("top", "bottom", -1, 0),
        ("bottom", "top", 1, 0),
    ):
        y, x = row + down, column + across
        if 0 <= y < len(cells) and 0 <= x < len(cells[y]):
            other = cells[y][x]
            if not getattr(cell, side) and not getattr(other, opposite):
                yield y, x
