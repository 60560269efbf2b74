"""Where the cells of a Word table stand: by their spans, or by their widths where spans do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extractors.office.numbering import VALUE, W, whole
from extractors.office.wordcells import CONTINUED, DELETED, MERGED, SPAN, TRACKED
from extractors.office.wordtags import ALTERNATE, CELL, ROW, on

_SAME = 0.01  # share of the table's width within which two edges of cells are one: drawn by hand, they wobble
_MORE = 2  # columns that widths may make beyond those that the table says it has; with more they are wrong
_MOST = 1000  # columns that a cell may cover: Word allows 63 in a table
_ABOUT = f"{W}tcPr"
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"))


@dataclass(slots=True)
class Slot:
    """A cell: its first column, how many it covers, its element, whether the cell above goes on in it.

    ``merged`` holds the elements behind its own that are merged into it the old way.
    """

    column: int
    span: int
    element: Any
    continues: bool = False
    merged: tuple[Any, ...] = ()

    def width(self) -> float | None:
        """How wide the cell says it is, in twips; None where it does not say."""
        found = [_cell_width(each) for each in (self.element, *self.merged)]
        return None if None in found else sum(width or 0.0 for width in found)


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of a table, each with its slots, and the edges of its columns from left to right."""

    rows: tuple[tuple[Slot, ...], ...]
    edges: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, where it begins in twips if it says so, and how many columns it covers."""

    slots: tuple[Slot, ...]
    start: float | None
    total: int


def placed(table: Any, merging: Mapping[Any, dict[str, Any]]) -> Placed:
    """The cells of a table as they stand once tracked changes are accepted; hidden rows are left out.

    ``merging`` is what cells say of being merged, as ``wordcells`` finds it.
    """
    grid = [_figure(each.get(f"{W}w")) or 0.0 for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    about = ((row, _properties(row)) for row in children(table, ROW))
    rows = [_row(row, properties, merging) for row, properties in about if not _is_gone(properties)]
    if len({row.total for row in rows}) > 1:
        by_widths = _by_widths(rows, grid)
        if by_widths is not None:
            return by_widths
    columns = max([len(grid), *(slot.column + slot.span for row in rows for slot in row.slots)])
    return Placed(tuple(row.slots for row in rows), _edges(grid, columns))


def children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from children(child, tag)
        elif child.tag == ALTERNATE and len(child):
            yield from children(child[0], tag)


def _properties(row: Any) -> dict[str, Any]:
    """What a row says of itself, by tag."""
    return {each.tag: each for each in next(row.iterchildren(f"{W}trPr"), ())}


def _is_gone(about: dict[str, Any]) -> bool:
    return bool(about) and (f"{W}del" in about or on(about.get(f"{W}hidden")))


def _row(row: Any, about: dict[str, Any], merging: Mapping[Any, dict[str, Any]]) -> _Row:
    column = _count(about, f"{W}gridBefore", 0)
    start = _width(about, "wBefore") if column else 0.0
    slots: list[Slot] = []
    for cell in children(row, CELL):
        own = merging.get(cell)
        if own is None:
            slots.append(Slot(column, 1, cell))
            column += 1
            continue
        if DELETED in own:
            continue
        span = max(1, _count(own, SPAN, 1))
        merged = own.get(MERGED)
        if slots and merged is not None and merged.get(VALUE) != "restart":
            slots[-1].span += span
            slots[-1].merged += (cell,)
        else:
            slots.append(Slot(column, span, cell, _continues(own)))
        column += span
    return _Row(tuple(slots), start, column + _count(about, f"{W}gridAfter", 0))


def _cell_width(cell: Any) -> float | None:
    about = next(cell.iterchildren(_ABOUT), ())
    return _width({each.tag: each for each in about}, "tcW")


def _continues(properties: dict[str, Any]) -> bool:
    merge = properties.get(CONTINUED)
    if merge is not None:
        return bool(merge.get(VALUE, "continue") == "continue")
    tracked = properties.get(TRACKED)
    return tracked is not None and tracked.get(f"{W}vMerge") == "cont"


def _by_widths(rows: Sequence[_Row], grid: Sequence[float]) -> Placed | None:
    """The table by the widths of its cells; None where they are missing or contradict each other."""
    ends: list[list[float]] = []
    for row in rows:
        at = row.start
        if at is None:
            return None
        reached = [at]
        for slot in row.slots:
            width = slot.width()
            if width is None:
                return None
            at += width
            reached.append(at)
        ends.append(reached)
    widest = max(reached[-1] for reached in ends)
    edges = _clusters(sorted(x for reached in ends for x in (0.0, *reached)), _SAME * widest)
    if len(edges) - 1 > max(len(grid), *(row.total for row in rows)) + _MORE:
        return None
    out = []
    for row, reached in zip(rows, ends, strict=True):
        at_edge = [_nearest(x, edges) for x in reached]
        if any(later <= earlier for earlier, later in pairwise(at_edge)):
            return None
        pairs = zip(row.slots, at_edge, at_edge[1:], strict=False)
        out.append(tuple(replace(slot, column=left, span=right - left) for slot, left, right in pairs))
    return Placed(tuple(out), tuple(edges))


def _clusters(positions: Sequence[float], within: float) -> list[float]:
    """The distinct positions; those that are nearer to each other than ``within`` are one, at their mean."""
    groups: list[list[float]] = []
    for x in positions:
        if groups and x - groups[-1][0] <= within:
            groups[-1].append(x)
        else:
            groups.append([x])
    return [sum(group) / len(group) for group in groups]


def _nearest(x: float, edges: Sequence[float]) -> int:
    return min(range(len(edges)), key=lambda at: abs(edges[at] - x))


def _edges(grid: Sequence[float], columns: int) -> tuple[float, ...]:
    """Left edges of columns by the table's own widths; equal ones where it does not say all."""
    widths = list(grid) if len(grid) == columns and all(grid) else [1.0] * columns
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    return tuple(edges)


def _count(properties: dict[str, Any], name: str, otherwise: int) -> int:
    found = properties.get(name)
    return otherwise if found is None else min(whole(found.get(VALUE), otherwise), _MOST)


def _width(properties: dict[str, Any], name: str) -> float | None:
    found = properties.get(f"{W}{name}")
    if found is None or found.get(f"{W}type", "dxa") != "dxa":
        return None
    return _figure(found.get(f"{W}w"))


def _figure(text: str | None) -> float | None:
    """A width in twips, None where it is no positive figure."""
    try:
        value = float(text or 0)
    except ValueError:
        return None
    return value if value > 0 else None
