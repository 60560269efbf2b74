"""Which found table stands for which printed one, and the pages of a printed table put together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from gridbench.metrics import EMPTY
from gridbench.model import Cell, Table

Pair = tuple[Table, Table]


def paired(printed: Sequence[Table], found: Sequence[Table]) -> list[Pair]:
    """Each printed table with the found one that shares most texts with it on its pages, one to one.

    What is left over is paired with an empty table: missed, or invented.
    """
    likeness = {
        (i, j): _likeness(printed[i], found[j]) for i in range(len(printed)) for j in range(len(found))
    }
    partner: dict[int, int] = {}
    for i, j in sorted(likeness, key=lambda at: (-likeness[at], at)):
        if likeness[i, j] > 0 and i not in partner and j not in partner.values():
            partner[i] = j
    pairs = [(one, found[partner[i]] if i in partner else EMPTY) for i, one in enumerate(printed)]
    taken = set(partner.values())
    return pairs + [(EMPTY, other) for j, other in enumerate(found) if j not in taken]


def _likeness(printed: Table, found: Table) -> float:
    """0 on other pages; else the texts both have, and a little for being there at all."""
    if found.first > printed.last or found.last < printed.first:
        return 0.0
    texts = [Counter(cell.text for cell in each.cells if cell.text) for each in (printed, found)]
    return 1e-3 + (texts[0] & texts[1]).total()


def concatenated(printed: Sequence[Table], found: Sequence[Table]) -> list[Table]:
    """The tables of a reader that goes page by page, put under each other where the paper has one table.

    The truth says which belong together, so that only what they hold is measured: all found tables of a page
    that the printed table has for itself; else the last one where it begins, and the first one where it ends.
    """
    left = list(found)
    joined = []
    for table in (each for each in printed if each.first < each.last):
        parts = [
            part for page in range(table.first, table.last + 1) for part in _parts(page, table, printed, left)
        ]
        left = [each for each in left if all(each is not part for part in parts)]
        if parts:
            joined.append(_under_each_other(table, parts))
    return joined + left


def _parts(page: int, table: Table, printed: Sequence[Table], found: Sequence[Table]) -> list[Table]:
    here = [each for each in found if each.first == page]
    shared = any(each is not table and each.first <= page <= each.last for each in printed)
    if not shared:
        return here
    return here[-1:] if page == table.first else here[:1]


def _under_each_other(table: Table, parts: Sequence[Table]) -> Table:
    cells, above = [], 0
    for part in parts:
        cells += [
            Cell(each.row + above, each.column, each.rows, each.columns, each.text) for each in part.cells
        ]
        above += part.height
    return Table(table.first, table.last, tuple(cells))
