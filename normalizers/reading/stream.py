"""A layout as one stream of rows and lines, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from operator import attrgetter

from extractors.model import Cell, Grid, Layout, TextLine
from normalizers.model import Printed, Spot
from normalizers.reading.cuts import with_whole_labels
from normalizers.text import squashed, unbroken

TALLEST_HEAD = 3
"""Rows: beside a block's label, a cell that reaches over so many names a block too, and no column."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a grid: every cell that covers it, by column, those that began further up included."""

    grid: int
    index: int
    cells: tuple[Cell, ...]
    is_ruled: bool = True
    said: tuple[Cell, ...] = field(init=False, repr=False, compare=False)
    """The cells that say something."""
    own: tuple[Cell, ...] = field(init=False, repr=False, compare=False)
    """Those of them that begin in this row."""
    sides: tuple[Cell, ...] = field(init=False, repr=False, compare=False)
    """The labels at the left, the outermost first, that each name a block: 资金情况 | 资金来源 | 项目 | …"""

    def __post_init__(self) -> None:
        said = tuple(cell for cell in self.cells if squashed(cell.text))
        object.__setattr__(self, "said", said)
        object.__setattr__(self, "own", tuple(cell for cell in said if cell.row == self.index))
        object.__setattr__(self, "sides", _sides(said))


Item = TextLine | Row


def end_of(cell: Cell) -> int:
    """The row below a cell."""
    return cell.row + cell.row_span


def _sides(said: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells at the left that reach further down than any header beside them."""
    for size in (2, 1):
        sides, heads = said[:size], said[size:]
        if len(heads) < 2 or min(map(end_of, sides)) <= max(map(end_of, heads)):
            continue
        if all(cell.row_span >= TALLEST_HEAD for cell in sides[1:]):
            return sides
    return ()


def stream(layout: Layout) -> Iterator[Item]:
    """Every line and every grid row of a layout in reading order, labels that a page break cut made whole."""
    for block in layout.blocks:
        if isinstance(block, Grid):
            yield from _rows(with_whole_labels(block))
        else:
            yield block


def _rows(grid: Grid) -> Iterator[Row]:
    covering: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for cell in grid.cells:
        for row in range(cell.row, min(cell.row + cell.row_span, grid.rows)):
            covering[row].append(cell)
    for index, cells in enumerate(covering):
        yield Row(grid.number, index, tuple(sorted(cells, key=attrgetter("column"))), grid.is_ruled)


def page_of(item: Item) -> int | None:
    """The page an item stands on (the first, where it stands on two); None in Word."""
    if isinstance(item, Row):
        pages = [box.page for cell in item.cells if cell.row == item.index for box in cell.boxes]
        return min(pages, default=None)
    return item.box.page if item.box else None


def spots_of(source: Cell | TextLine, grid: int | None = None) -> tuple[Spot, ...]:
    """Where a cell or a line stands: a spot for each of its boxes, or its place in the grid."""
    boxes = source.boxes if isinstance(source, Cell) else tuple(filter(None, (source.box,)))
    row, column = (source.row, source.column) if isinstance(source, Cell) else (None, None)
    looks = source.readings if len(source.readings) > 1 else ()
    if not boxes:
        return (Spot(source.text, source.confidence, grid=grid, row=row, column=column, looks=looks),)
    return tuple(
        Spot(
            source.text, source.confidence, box.page, box.x0, box.y0, box.x1, box.y1, grid, row, column, looks
        )
        for box in boxes
    )


def printed(cells: Iterable[Cell], grid: int | None) -> Printed:
    """The text of one or more cells as one, with all their spots."""
    chosen = [cell for cell in cells if squashed(cell.text)]
    text = "".join([unbroken(cell.text) for cell in chosen])
    return Printed(text, tuple(chain.from_iterable([spots_of(cell, grid) for cell in chosen])))


def run_together(cells: Iterable[Cell]) -> bool:
    """Whether cells side by side under one header hold a figure each: 10 and 9 are never 109.

    They stay unread, and are reported.
    """
    return sum(any(char.isdigit() for char in squashed(cell.text)) for cell in cells) > 1


def printed_line(line: TextLine, text: str | None = None) -> Printed:
    """A line, or a part of its text, with the line's spot."""
    return Printed(unbroken(line.text if text is None else text), spots_of(line))
