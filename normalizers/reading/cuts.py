"""Labels that a page break cut in two: only who knows the labels can tell that 年度 and 总体目标 are one."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.model import Cell, Grid, Reading
from normalizers.lexicon import lexicon


def with_whole_labels(grid: Grid) -> Grid:
    """The grid with each cell that ends a page joined to the one below where both make a known label."""
    columns: dict[tuple[int, int], list[Cell]] = {}
    for cell in grid.cells:
        columns.setdefault((cell.column, cell.column_span), []).append(cell)
    whole: dict[int, Cell] = {}
    gone: set[int] = set()
    for column in columns.values():
        for above, below in pairwise(sorted(column, key=lambda cell: cell.row)):
            upper = whole.get(id(above), above)
            if _is_cut(upper, below) and _make_a_label(upper, below):
                whole[id(above)] = _joined(upper, below)
                gone.add(id(below))
    if not whole:
        return grid
    cells = tuple(whole.get(id(cell), cell) for cell in grid.cells if id(cell) not in gone)
    return replace(grid, cells=cells)


def _is_cut(above: Cell, below: Cell) -> bool:
    """Whether one cell follows the other over a page break."""
    if not above.boxes or not below.boxes or above.row + above.row_span != below.row:
        return False
    return above.boxes[-1].page < below.boxes[0].page


def _make_a_label(above: Cell, below: Cell) -> bool:
    known = lexicon("labels").exact
    if not above.text or not below.text:
        return False
    whole = known(above.text + below.text)
    return whole is not None and (known(above.text) is None or known(below.text) == whole)


def _joined(above: Cell, below: Cell) -> Cell:
    one, other = above.readings[0], below.readings[0]
    reading = Reading(
        f"{one.text}\n{other.text}", min(one.confidence, other.confidence), one.dpi or other.dpi
    )
    return replace(
        above,
        row_span=above.row_span + below.row_span,
        readings=(reading,),
        boxes=above.boxes + below.boxes,
    )
