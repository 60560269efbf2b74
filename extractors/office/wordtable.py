"""Where the cells of a Word table stand: by their spans, or by their widths where spans do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractors.office.nesting import TableSpot
from extractors.office.numbering import VALUE, W, whole
from extractors.office.wordcells import CONTINUED, DELETED, MERGED, SPAN, TRACKED
from extractors.office.wordtags import ALTERNATE, CELL, ROW, on

_SAME = 0.01  # share of the table's width within which two edges of cells are one: drawn by hand, they wobble
_MORE = 2  # columns that widths may make beyond those that the table says it has; with more they are wrong
_MOST = 1000  # columns that a cell may cover: Word allows 63 in a table
_ABOUT = f"{W}tcPr"
_WRAPPERS = frozenset(f"{W}{tag}" for tag in ("sdt", "sdtContent", "ins", "customXml", "moveTo", "smartTag"))


@dataclass(frozen=True, slots=True)
class Placed:
    """The rows of a table, the edges of its columns from left to right, and its cells.

    The content of each cell is still its element.
    """

    rows: int
    edges: tuple[float, ...]
    spots: list[TableSpot]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of a row, where it begins in twips if it says so, and how many columns it covers.

    ``continuing`` are the places in ``spots`` of those that go on what stands above; ``merged`` the elements
    that a cell swallowed the old way, by its place.
    """

    spots: list[TableSpot]
    continuing: set[int]
    merged: dict[int, list[Any]]
    start: float | None
    total: int

    def ends(self) -> list[float] | None:
        """The edges of its cells in twips from the table's left; None where it does not say."""
        if self.start is None:
            return None
        out = [self.start]
        for at, spot in enumerate(self.spots):
            widths = [_cell_width(each) for each in (spot.content, *self.merged.get(at, ()))]
            if None in widths:
                return None
            out.append(out[-1] + sum(width or 0.0 for width in widths))
        return out


def placed(table: Any, merging: Mapping[Any, dict[str, Any]]) -> Placed:
    """The cells of a table as they stand once tracked changes are accepted; hidden rows are left out.

    ``merging`` is what cells say of being merged, as ``wordcells`` finds it.
    """
    grid = [_figure(each.get(f"{W}w")) or 0.0 for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
    rows: list[_Row] = []
    for row in children(table, ROW):
        about = _properties(row)
        if not _is_gone(about):
            rows.append(_row(len(rows), row, about, merging))
    edges = _by_widths(rows, grid) if len({row.total for row in rows}) > 1 else None
    if edges is None:
        ends = (spot.column + spot.column_span for row in rows for spot in row.spots)
        edges = _edges(grid, max(len(grid), max(ends, default=0)))
    return Placed(len(rows), edges, _grown(rows))


def _grown(rows: Sequence[_Row]) -> list[TableSpot]:
    """The cells, each with what goes on below it; what has nothing above to go on is a cell of its own."""
    spots: list[TableSpot] = []
    above: dict[int, TableSpot] = {}
    for row in rows:
        current: dict[int, TableSpot] = {}
        for at, spot in enumerate(row.spots):
            owner = above.get(spot.column) if at in row.continuing else None
            if owner is not None and owner.column_span == spot.column_span:
                owner.row_span += 1
                current[spot.column] = owner
            else:
                spots.append(spot)
                current[spot.column] = spot
        above = current
    return spots


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


def _row(number: int, row: Any, about: dict[str, Any], merging: Mapping[Any, dict[str, Any]]) -> _Row:
    column = _count(about, f"{W}gridBefore", 0)
    start = _width(about, "wBefore") if column else 0.0
    spots: list[TableSpot] = []
    continuing: set[int] = set()
    merged: dict[int, list[Any]] = {}
    for cell in children(row, CELL):
        own = merging.get(cell)
        if own is None:
            spots.append(TableSpot(number, column, 1, 1, cell))
            column += 1
            continue
        if DELETED in own:
            continue
        span = max(1, _count(own, SPAN, 1))
        if spots and MERGED in own and own[MERGED].get(VALUE) != "restart":
            spots[-1].column_span += span
            merged.setdefault(len(spots) - 1, []).append(cell)
        else:
            if _continues(own):
                continuing.add(len(spots))
            spots.append(TableSpot(number, column, 1, span, cell))
        column += span
    return _Row(spots, continuing, merged, start, column + _count(about, f"{W}gridAfter", 0))


def _cell_width(cell: Any) -> float | None:
    about = next(cell.iterchildren(_ABOUT), ())
    return _width({each.tag: each for each in about}, "tcW")


def _continues(properties: dict[str, Any]) -> bool:
    merge = properties.get(CONTINUED)
    if merge is not None:
        return bool(merge.get(VALUE, "continue") == "continue")
    tracked = properties.get(TRACKED)
    return tracked is not None and tracked.get(f"{W}vMerge") == "cont"


def _by_widths(rows: Sequence[_Row], grid: Sequence[float]) -> tuple[float, ...] | None:
    """Move the cells to where their widths put them; the edges of their columns.

    None, and nothing moved, where widths are missing or contradict each other.
    """
    ends: list[list[float]] = []
    for row in rows:
        reached = row.ends()
        if reached is None:
            return None
        ends.append(reached)
    widest = max(reached[-1] for reached in ends)
    edges = _clusters(sorted(x for reached in ends for x in (0.0, *reached)), _SAME * widest)
    if len(edges) - 1 > max(len(grid), *(row.total for row in rows)) + _MORE:
        return None
    at_edges = [[_nearest(x, edges) for x in reached] for reached in ends]
    if any(later <= earlier for at_edge in at_edges for earlier, later in pairwise(at_edge)):
        return None
    for row, at_edge in zip(rows, at_edges, strict=True):
        for spot, (left, right) in zip(row.spots, pairwise(at_edge), strict=True):
            spot.column, spot.column_span = left, right - left
    return tuple(edges)


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
