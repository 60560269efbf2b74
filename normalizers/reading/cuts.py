"""Labels and headers cut by a page: only who knows them can tell that 年度 and 总体目标 are one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

from extractors.model import Cell, Grid, Reading
from normalizers.lexicon import lexicon

FEWEST_HEADERS = 2
"""Cut headers that show that their row was cut: one alone may be chance."""


def with_whole_labels(grid: Grid) -> Grid:
    """The grid with each cell that ends a page joined to the one below where both make a known label.

    Where a row of headers is cut, all its cells are joined, those whose lower half is blank too.
    """
    if len({box.page for cell in grid.cells for box in cell.boxes}) < 2:
        return grid
    columns: dict[tuple[int, int], list[Cell]] = {}
    for cell in grid.cells:
        columns.setdefault((cell.column, cell.column_span), []).append(cell)
    pairs = [
        pair for column in columns.values() for pair in pairwise(sorted(column, key=lambda cell: cell.row))
    ]
    headers = _cut_headers(pairs)
    whole: dict[int, Cell] = {}
    gone: set[int] = set()
    for above, below in pairs:
        upper = whole.get(id(above), above)
        header = (above.row + above.row_span, below.row) in headers
        if _is_cut(upper, below) and (header or _make(upper, below, ("labels",))):
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


def _cut_headers(pairs: list[tuple[Cell, Cell]]) -> set[tuple[int, int]]:
    """Where a row of headers goes on: the rows at which upper halves end and lower ones begin."""
    found = Counter(
        (above.row + above.row_span, below.row)
        for above, below in pairs
        if _is_cut(above, below) and _make(above, below, ("indicator_columns", "funding_columns"))
    )
    return {cut for cut, known in found.items() if known >= FEWEST_HEADERS}


def _make(above: Cell, below: Cell, lexicons: tuple[str, ...]) -> bool:
    """Whether two halves, neither of them blank, make a word of a lexicon that the upper one is not."""
    if not above.text or not below.text:
        return False
    for known in (lexicon(name).exact for name in lexicons):
        whole = known(above.text + below.text)
        if whole is not None and (known(above.text) is None or known(below.text) == whole):
            return True
    return False


def _joined(above: Cell, below: Cell) -> Cell:
    one, other = above.readings[0], below.readings[0]
    reading = Reading(
        f"{one.text}\n{other.text}".strip(), min(one.confidence, other.confidence), one.dpi or other.dpi
    )
    return replace(
        above,
        row_span=above.row_span + below.row_span,
        readings=(reading,),
        boxes=above.boxes + below.boxes,
    )
