"""Tables inside the cells of tables: on paper their rulings divide the cell, and so they do in the grid.

A table of one column that holds tables is a frame, laid around a form to place it: what it holds is read as
if it stood without the frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from extractors.model import Cell, Grid, Reading

_SAME = 0.02  # share of the outer table's width within which an inner edge is one of the outer


@dataclass(slots=True)
class TableSpot:
    """A cell, its place and spans, and what it holds: a text, or in order lines and tables.

    It grows downwards while the rows are read.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    content: str | Sequence[str | Ruled]

    @property
    def parts(self) -> Sequence[str | Ruled]:
        if not isinstance(self.content, str):
            return self.content
        return self.content.split("\n") if self.content else ()

    @property
    def is_divided(self) -> bool:
        return not isinstance(self.content, str) and any(isinstance(each, Ruled) for each in self.content)

    @property
    def text(self) -> str:
        return self.content if isinstance(self.content, str) else "\n".join(map(str, self.content))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A table: its rows, the edges of its columns from left to right in any unit, and its cells."""

    rows: int
    edges: tuple[float, ...]
    spots: Sequence[TableSpot]

    @property
    def is_frame(self) -> bool:
        return len(self.edges) == 2 and any(spot.is_divided for spot in self.spots)


def grid(table: Ruled, number: int) -> Grid:
    """The table as a grid, the tables in its cells spliced in."""
    flat = _spliced(table)
    read: dict[str, tuple[Reading, ...]] = {}  # blank cells are many, and so are equal ones
    cells = []
    for at in flat.spots:
        text = at.text
        readings = read.get(text)
        if readings is None:
            readings = read[text] = (Reading(text),)
        cells.append(Cell(at.row, at.column, at.row_span, at.column_span, readings))
    if flat is not table:
        cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(number, flat.rows, len(flat.edges) - 1, tuple(cells))


def _spliced(table: Ruled) -> Ruled:
    if not any(spot.is_divided for spot in table.spots):
        return table
    inner = {id(spot): _stacked(spot.parts) for spot in table.spots if spot.is_divided}
    heights = [1] * table.rows
    for spot in table.spots:
        if spot.is_divided:
            lacking = inner[id(spot)].rows - sum(heights[spot.row : spot.row + spot.row_span])
            heights[spot.row + spot.row_span - 1] += max(0, lacking)
    tops = list(accumulate(heights, initial=0))
    within = _SAME * (table.edges[-1] - table.edges[0])
    moved = {
        id(spot): _moved(spot, inner[id(spot)], table.edges, within)
        for spot in table.spots
        if spot.is_divided
    }
    edges = sorted({*table.edges, *(x for xs in moved.values() for x in xs)})
    at = {x: index for index, x in enumerate(edges)}
    spots: list[TableSpot] = []
    for spot in table.spots:
        top, bottom = tops[spot.row], tops[spot.row + spot.row_span]
        if spot.is_divided:
            spots.extend(_inside(inner[id(spot)], [at[x] for x in moved[id(spot)]], top, bottom))
            continue
        left, right = at[table.edges[spot.column]], at[table.edges[spot.column + spot.column_span]]
        spots.append(TableSpot(top, left, bottom - top, right - left, spot.content))
    return Ruled(tops[-1], tuple(edges), spots)


def _stacked(content: Sequence[str | Ruled]) -> Ruled:
    """What one cell holds as one table: its texts and tables below each other, each over its whole width."""
    parts = [_spliced(part) if isinstance(part, Ruled) else part for part in _joined(content)]
    shares = sorted({0.0, 1.0, *(x for part in parts if isinstance(part, Ruled) for x in _shares(part))})
    spots: list[TableSpot] = []
    row = 0
    for part in parts:
        if isinstance(part, str):
            spots.append(TableSpot(row, 0, 1, len(shares) - 1, part))
            row += 1
            continue
        at = [shares.index(x) for x in _shares(part)]
        for spot in part.spots:
            left, right = at[spot.column], at[spot.column + spot.column_span]
            spots.append(TableSpot(row + spot.row, left, spot.row_span, right - left, spot.content))
        row += part.rows
    return Ruled(row, tuple(shares), spots)


def _joined(content: Sequence[str | Ruled]) -> Iterator[str | Ruled]:
    """Lines that follow each other are one text."""
    lines: list[str] = []
    for part in content:
        if isinstance(part, str):
            lines.append(part)
            continue
        if lines:
            yield "\n".join(lines)
            lines = []
        yield part
    if lines:
        yield "\n".join(lines)


def _shares(table: Ruled) -> list[float]:
    left, right = table.edges[0], table.edges[-1]
    return [round((x - left) / (right - left), 3) for x in table.edges]


def _moved(spot: TableSpot, inner: Ruled, outer: Sequence[float], within: float) -> list[float]:
    """The edges of an inner table in the units of the outer; an edge that the outer has is that edge."""
    left, right = outer[spot.column], outer[spot.column + spot.column_span]
    known = [x for x in outer if left < x < right]
    out: list[float] = [left]
    for share in inner.edges[1:-1]:
        x = left + share * (right - left)
        near = min(known, key=lambda each: abs(each - x), default=None)
        out.append(
            near if near is not None and abs(near - x) <= within and near > out[-1] else max(x, out[-1])
        )
    return [*out, right]


def _inside(inner: Ruled, columns: Sequence[int], top: int, bottom: int) -> Iterator[TableSpot]:
    """The cells of an inner table at their places; its last row fills what the outer row has left."""
    spare = bottom - top - inner.rows
    for spot in inner.spots:
        left, right = columns[spot.column], columns[spot.column + spot.column_span]
        last = spot.row + spot.row_span == inner.rows
        height = spot.row_span + (spare if last else 0)
        yield TableSpot(top + spot.row, left, height, right - left, spot.content)
