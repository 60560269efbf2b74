"""The columns of a table by field, and which of its cells belong to each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.model import Cell
from normalizers.model import Printed
from normalizers.reading.stream import Row, printed

_LEVELS = ("level1", "level2")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header: its text, under another header or alone; the cells that say it; where it stands."""

    texts: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def start(self) -> int:
        return self.cells[-1].column

    @property
    def end(self) -> int:
        return self.cells[-1].column + self.cells[-1].column_span

    @property
    def text(self) -> str:
        return self.texts[0]

    def said_as(self, name: str) -> Head:
        """The same column under a name of the vocabulary, which goes before what is printed."""
        return Head((name, *self.texts), self.cells)


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by field: first grid column and the one past the last; and the header cells.

    ``others`` are the columns that no view has, with their headers. ``depth`` is the number of header rows.
    """

    spans: dict[str, tuple[int, int]]
    cells: dict[str, Cell]
    others: tuple[Head, ...] = ()
    depth: int = 1
    second: tuple[Cell, ...] = field(default=())
    _known: dict[tuple[int, int], tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The fields of cells met before, by first column and the one past the last: few in a table."""

    @property
    def heads(self) -> tuple[Cell, ...]:
        """The header's cells, of fields and of other columns."""
        return (*self.cells.values(), *(cell for head in self.others for cell in head.cells))

    def overlap(self, cell: Cell, field: str) -> int:
        """How many grid columns a cell shares with a field's column."""
        start, end = self.spans[field]
        return _shared(cell, start, end)

    def fields_of(self, cell: Cell) -> tuple[str, ...]:
        """The field a cell belongs to; both levels where it covers both."""
        place = cell.column, cell.column + cell.column_span
        if place not in self._known:
            self._known[place] = self._fields_at(cell)
        return self._known[place]

    def _fields_at(self, cell: Cell) -> tuple[str, ...]:
        shared = {name: size for name in self.spans if (size := self.overlap(cell, name)) > 0}
        if not shared:
            return ()
        if shared.keys() >= set(_LEVELS):
            return _LEVELS
        best = max(shared.values())
        other = max((_shared(cell, head.start, head.end) for head in self.others), default=0)
        return () if other > best else (next(name for name, size in shared.items() if size == best),)

    def other_of(self, cell: Cell) -> Head | None:
        """The column of no view that a cell belongs to."""
        return max(
            (head for head in self.others if _shared(cell, head.start, head.end) > 0),
            key=lambda head: _shared(cell, head.start, head.end),
            default=None,
        )

    def sort(self, row: Row) -> dict[str, list[Cell]]:
        """The cells that cover a row, by field, those that belong to no field left out."""
        sorted_cells: dict[str, list[Cell]] = {}
        for cell in row.cells:
            for name in self.fields_of(cell):
                sorted_cells.setdefault(name, []).append(cell)
        return sorted_cells


def _shared(cell: Cell, start: int, end: int) -> int:
    return min(end, cell.column + cell.column_span) - max(start, cell.column)


def other_cells(columns: Columns, row: Row) -> Iterator[tuple[Head, Cell]]:
    """The cells that begin in a row under a header that no view has a column for."""
    for cell in row.own:
        if not columns.fields_of(cell) and (head := columns.other_of(cell)):
            yield head, cell


def head_label(head: Head, grid: int) -> Printed:
    """A header as printed: 得分 over 复核 is 得分·复核."""
    parts = [printed((cell,), grid) for cell in head.cells]
    return Printed(
        "·".join(part.text for part in parts), tuple(spot for part in parts for spot in part.spots)
    )
