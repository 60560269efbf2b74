"""Spreadsheets as they look: each sheet's lines and tables, told apart by its borders.

Read is what a reader of the paper sees: no hidden sheets, rows or columns, and nothing that stands apart
from the print area. A table is what borders connect; a sheet without borders is a table from its first row
with several texts that are no labelled lines. Forms beside each other are read one after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extractors.model import Cell, Grid, Reading, TextLine

Span = tuple[int, int, int, int]
"""First row, first column, row after the last, column after the last; from 0."""

UNSURE = 0.5
"""Confidence of a cell whose number format could not be followed: its number may look otherwise on paper."""

_LABELLED = re.compile(r"[:：]|^[(（]?\s*\d{4}\s*年?度?\s*[)）]?$")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell of a workbook: what it shows, and which sides are drawn (left, top, right, bottom)."""

    text: str = ""
    sure: bool = True
    sides: tuple[bool, bool, bool, bool] = (False, False, False, False)


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its cells by (row, column), merged spans, what is hidden, and what is printed of it."""

    cells: Mapping[tuple[int, int], SheetCell]
    merged: Sequence[Span] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    printed: Sequence[Span] = ()


@dataclass(slots=True)
class _Unit:
    """A cell or merged cells, by what is visible; sides as in ``SheetCell``."""

    top: int
    left: int
    bottom: int
    right: int
    text: str
    sure: bool
    sides: list[bool] = field(default_factory=lambda: [False] * 4)

    @property
    def is_ruled(self) -> bool:
        """Beside a table a cell shares one side with it, above it the lower one: neither makes it a part."""
        left, top, right, bottom = self.sides
        return (left or right) and (top or bottom)


def sheet_blocks(sheets: Iterable[WorkbookSheet]) -> tuple[TextLine | Grid, ...]:
    """The lines and grids of sheets, one after the other, without boxes."""
    blocks: list[TextLine | Grid] = []
    for sheet in sheets:
        units = _units(sheet)
        tables = _tables(units)
        for band_units, band_tables in _bands(units, tables):
            for block in _in_order(band_units, band_tables):
                if isinstance(block, TextLine):
                    blocks.append(block)
                else:
                    number = sum(isinstance(each, Grid) for each in blocks)
                    blocks.append(_grid(block, number))
    return tuple(blocks)


def _units(sheet: WorkbookSheet) -> list[_Unit]:
    """What is visible, in reading order, rows and columns counted without the hidden ones."""
    hidden_rows, hidden_columns = sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)

    def seen(span: Span) -> Span:
        top, left, bottom, right = span
        return (
            top - bisect_left(hidden_rows, top), left - bisect_left(hidden_columns, left),
            bottom - bisect_left(hidden_rows, bottom), right - bisect_left(hidden_columns, right),
        )  # fmt: skip

    last_row = max((row for row, _ in sheet.cells), default=0) + 1
    last_column = max((column for _, column in sheet.cells), default=0) + 1
    covered: dict[tuple[int, int], Span] = {}
    for span in sheet.merged:
        used = span[0], span[1], min(span[2], last_row), min(span[3], last_column)
        for row in range(used[0], used[2]):
            for column in range(used[1], used[3]):
                covered[row, column] = used
    units: dict[Span, _Unit] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        span = covered.get((row, column), (row, column, row + 1, column + 1))
        top, left, bottom, right = seen(span)
        if top == bottom or left == right:
            continue
        unit = units.setdefault(span, _Unit(top, left, bottom, right, "", True))
        if (row, column) == span[:2]:
            unit.text, unit.sure = cell.text.strip(), cell.sure
        at_edges = (column == span[1], row == span[0], column == span[3] - 1, row == span[2] - 1)
        for side, (drawn, at_edge) in enumerate(zip(cell.sides, at_edges, strict=True)):
            unit.sides[side] |= drawn and at_edge
    found = sorted(units.values(), key=lambda unit: (unit.top, unit.left))
    _share_sides(found)
    return _printed(found, [seen(span) for span in sheet.printed])


def _share_sides(units: Sequence[_Unit]) -> None:
    """A line between two cells is a side of both, whichever of them has it."""
    at = {(row, column): unit for unit in units for row in range(unit.top, unit.bottom)
          for column in range(unit.left, unit.right)}  # fmt: skip
    for (row, column), unit in at.items():
        for side, opposite, other in ((2, 0, at.get((row, column + 1))), (3, 1, at.get((row + 1, column)))):
            if other is not None and other is not unit and (unit.sides[side] or other.sides[opposite]):
                unit.sides[side] = other.sides[opposite] = True


def _printed(units: list[_Unit], areas: Sequence[Span]) -> list[_Unit]:
    """The units that hang together with what is printed: a table that outgrew its area is kept whole."""
    if not areas:
        return units
    wanted: list[_Unit] = []
    for group in _connected([unit for unit in units if unit.text or unit.is_ruled], apart=2):
        if any(_overlaps(unit, area) for unit in group for area in areas):
            wanted += group
    return sorted(wanted, key=lambda unit: (unit.top, unit.left))


def _overlaps(unit: _Unit, area: Span) -> bool:
    top, left, bottom, right = area
    return unit.top < bottom and unit.bottom > top and unit.left < right and unit.right > left


def _tables(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """The units of each table, in reading order."""
    boxes = [_box(group) for group in _connected([unit for unit in units if unit.is_ruled], apart=1)]
    boxes = [box for box in _joined(boxes) if box[2] - box[0] > 1 or box[3] - box[1] > 1]
    inside = [[unit for unit in units if _overlaps(unit, box)] for box in boxes]
    found = [trimmed for group in inside if len(trimmed := _trimmed(group)) > 1]
    return sorted(found, key=lambda group: _box(group)) if found else _unruled(units)


def _trimmed(units: list[_Unit]) -> list[_Unit]:
    """Without the blank rows at the end, to which borders were once drawn in advance."""
    last = max((unit.bottom for unit in units if unit.text), default=0)
    return [unit for unit in units if unit.top < last]


def _unruled(units: Sequence[_Unit]) -> list[list[_Unit]]:
    """Without borders: from the first row that is neither one text nor labelled lines to a blank row."""
    rows: dict[int, list[_Unit]] = {}
    for unit in units:
        if unit.text:
            rows.setdefault(unit.top, []).append(unit)
    tables: list[list[_Unit]] = []
    end = -1
    for row, said in sorted(rows.items()):
        if tables and row <= end:
            tables[-1] += said
        elif len(said) > 1 and not (len(said) <= 3 and all(_LABELLED.search(unit.text) for unit in said)):
            tables.append(list(said))
        else:
            continue
        end = max(end, row + 1, *(unit.bottom for unit in said))
    return [table for table in tables if len(table) > 2]


def _connected(units: Sequence[_Unit], apart: int) -> Iterator[list[_Unit]]:
    """Groups of units that touch, or have fewer than ``apart`` rows and columns between them."""
    at = {(row, column): unit for unit in units for row in range(unit.top, unit.bottom)
          for column in range(unit.left, unit.right)}  # fmt: skip
    steps = [(row, column) for row in range(-apart, apart + 1) for column in range(-apart, apart + 1)
             if apart > 1 or abs(row) + abs(column) == 1]  # fmt: skip
    left = {id(unit): unit for unit in units}
    while left:
        _, first = left.popitem()
        group, edge = [first], [first]
        while edge:
            unit = edge.pop()
            for row in range(unit.top, unit.bottom):
                for column in range(unit.left, unit.right):
                    for down, aside in steps:
                        other = at.get((row + down, column + aside))
                        if other is not None and left.pop(id(other), None) is not None:
                            group.append(other)
                            edge.append(other)
        yield group


def _box(units: Sequence[_Unit]) -> Span:
    return (
        min(unit.top for unit in units), min(unit.left for unit in units),
        max(unit.bottom for unit in units), max(unit.right for unit in units),
    )  # fmt: skip


def _joined(boxes: Sequence[Span]) -> list[Span]:
    """Boxes that overlap are one."""
    out: list[Span] = []
    for box in sorted(boxes):
        while hit := next((each for each in out if _cross(each, box)), None):
            out.remove(hit)
            box = (min(hit[0], box[0]), min(hit[1], box[1]), max(hit[2], box[2]), max(hit[3], box[3]))
        out.append(box)
    return out


def _cross(one: Span, other: Span) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _bands(
    units: Sequence[_Unit], tables: Sequence[list[_Unit]]
) -> Iterator[tuple[Sequence[_Unit], Sequence[list[_Unit]]]]:
    """The sheet cut between tables that stand beside each other; whole where none do."""
    boxes = {id(table): _box(table) for table in tables}
    columns = _ranges((box[1], box[3]) for box in boxes.values())
    beside = any(
        one is not other and one[0] < other[2] and one[2] > other[0]
        for one in boxes.values()
        for other in boxes.values()
    )
    if len(columns) < 2 or not beside:
        yield units, tables
        return
    starts = [0, *(left for left, _ in columns[1:]), max(unit.right for unit in units)]
    for left, right in pairwise(starts):
        yield (
            [unit for unit in units if left <= unit.left < right],
            [table for table in tables if left <= boxes[id(table)][1] < right],
        )


def _ranges(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for left, right in sorted(pairs):
        if out and left < out[-1][1]:
            out[-1] = out[-1][0], max(out[-1][1], right)
        else:
            out.append((left, right))
    return out


def _in_order(units: Sequence[_Unit], tables: Sequence[list[_Unit]]) -> Iterator[TextLine | list[_Unit]]:
    """Lines and tables from top to bottom; what stands beside a table comes after it."""
    inside = {id(unit) for table in tables for unit in table}
    rows: dict[int, list[_Unit]] = {}
    for unit in units:
        if unit.text and id(unit) not in inside:
            rows.setdefault(unit.top, []).append(unit)
    waiting = sorted(tables, key=_box)
    for row, said in sorted(rows.items()):
        while waiting and _box(waiting[0])[0] <= row:
            yield waiting.pop(0)
        yield from _lines(said)
    yield from waiting


def _lines(said: Sequence[_Unit]) -> Iterator[TextLine]:
    """The texts of a row, each a line; what follows a label that ends with a colon is its value."""
    readings: list[tuple[str, bool]] = []
    for unit in said:
        lines = [line for each in unit.text.split("\n") if (line := each.strip())]
        if readings and readings[-1][0].endswith((":", "：")) and not _LABELLED.search(lines[0]):
            label, sure = readings.pop()
            readings.append((f"{label}\t{lines.pop(0)}", sure and unit.sure))
        readings += [(line, unit.sure) for line in lines]
    for text, sure in readings:
        yield TextLine((Reading(text, 1.0 if sure else UNSURE),))


def _grid(units: Sequence[_Unit], number: int) -> Grid:
    """The grid of a table: its rows and columns are those in which a cell begins or ends."""
    ys = sorted({y for unit in units for y in (unit.top, unit.bottom)})
    xs = sorted({x for unit in units for x in (unit.left, unit.right)})
    row, column = {y: at for at, y in enumerate(ys)}, {x: at for at, x in enumerate(xs)}
    cells = tuple(
        Cell(
            row[unit.top], column[unit.left],
            row[unit.bottom] - row[unit.top], column[unit.right] - column[unit.left],
            (Reading(unit.text, 1.0 if unit.sure else UNSURE),),
        )
        for unit in units
    )  # fmt: skip
    return Grid(number, len(ys) - 1, len(xs) - 1, cells)
