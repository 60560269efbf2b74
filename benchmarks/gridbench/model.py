"""A table as every tool is compared by: cells with place, spans and text, all normalised alike."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from values import squeezed

Box = tuple[float, float, float, float]
"""Left, top, right, bottom; y grows downwards."""

Flat = tuple[int, int, list[tuple[int, int, int, int, str]]]
"""A table as it crosses from one process to the other."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Place and spans count from 0; ``text`` after NFKC and without white space."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """``first`` and ``last`` are the pages it stands on, from 1; both alike where one reads page by page."""

    first: int
    last: int
    cells: tuple[Cell, ...]

    @property
    def height(self) -> int:
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        return max((cell.column + cell.columns for cell in self.cells), default=0)


def table(first: int, last: int, cells: Iterable[tuple[int, int, int, int, str]]) -> Table:
    """Build a table of (row, column, rows, columns, text).

    Lines of the grid at which no cell begins or ends are taken out: no reader can see them, and no tool
    is to gain or lose by counting them.
    """
    given = list(cells)
    rows = sorted({edge for row, _, high, _, _ in given for edge in (row, row + high)})
    columns = sorted({edge for _, column, _, wide, _ in given for edge in (column, column + wide)})
    tidy = [
        Cell(
            top := bisect_left(rows, row),
            left := bisect_left(columns, column),
            bisect_left(rows, row + high) - top,
            bisect_left(columns, column + wide) - left,
            squeezed(text),
        )
        for row, column, high, wide, text in given
    ]
    return Table(first, last, tuple(sorted(tidy, key=lambda cell: (cell.row, cell.column))))


def boxed(page: int, cells: Sequence[tuple[Box, str]], tolerance: float) -> Table:
    """Build a table of boxes; edges within ``tolerance`` of the one before are the same line of the grid."""
    xs = _lines([edge for box, _ in cells for edge in (box[0], box[2])], tolerance)
    ys = _lines([edge for box, _ in cells for edge in (box[1], box[3])], tolerance)
    placed = []
    for (x0, y0, x1, y1), text in cells:
        left, right, top, bottom = _at(xs, x0), _at(xs, x1), _at(ys, y0), _at(ys, y1)
        if left < right and top < bottom:
            placed.append((top, left, bottom - top, right - left, text))
    return table(page, page, placed)


def _lines(edges: list[float], tolerance: float) -> list[float]:
    """Where each line of the grid begins."""
    ordered = sorted(set(edges))
    return ordered[:1] + [edge for before, edge in pairwise(ordered) if edge - before > tolerance]


def _at(lines: list[float], edge: float) -> int:
    return bisect_left(lines, edge + 1e-6) - 1


def flat(tables: Iterable[Table]) -> list[Flat]:
    return [
        (each.first, each.last, [(c.row, c.column, c.rows, c.columns, c.text) for c in each.cells])
        for each in tables
    ]


def unflat(tables: Iterable[Flat]) -> list[Table]:
    return [Table(first, last, tuple(Cell(*cell) for cell in cells)) for first, last, cells in tables]
