"""The frame of a table without rulings: boundaries in the gaps between its texts, and its slots."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import inf

from extractors.lattice import Frame, Slot
from extractors.unruled.bands import LABELS, Band
from extractors.unruled.labels import labels_across, labels_in
from extractors.unruled.rows import MARGIN, Interval, TextRow
from extractors.unruled.texts import Text

Place = tuple[float, Interval]
"""Where a boundary of columns stands on the page before, and between which places it may."""

_IN_COMMON = 0.5  # share of the narrower of two gaps that is in both, if one boundary stands there


def frame_of(
    rows: Sequence[TextRow],
    bands: Sequence[Band],
    layout: Sequence[Sequence[Interval]],
    apart: float,
    known: Sequence[Place],
    texts: Sequence[Text],
    outer: Interval | None,
) -> Frame:
    large = sorted(bands, key=lambda band: band.first - band.last)
    gaps = [*(_gaps(band.columns) for band in large), [gap for texts in layout for gap in _gaps(texts)]]
    before = [place for place, _ in known]
    first, last = _ends(rows, before, outer)
    rooms = {first: (first, first), **_boundaries(gaps, known[1:-1]), last: (last, last)}
    xs = sorted(rooms)
    ys = [rows[0].top, *(row.bottom for row in rows)]
    going_on = max((band.last for band in bands if band.goes_on), default=-1)
    edges: list[list[int]] = []
    for row, columns in enumerate(layout):
        sides = _sides_above(texts, row, edges, xs)
        edges.append(_edges(columns, xs, before if row <= going_on else (), sides))
    cells = {(row, column) for row in range(len(rows)) for column in range(len(edges[row]) - 1)}
    slots = []
    labels = [*labels_in(rows, bands, apart), *labels_across(rows, edges)] if not texts else None
    for row, column, end in labels or _labels_drawn(texts, bands, edges, xs):
        left, right = edges[row][column : column + 2]
        places = _places(edges[row:end], left, right)
        taken = {(row + number, place) for number, place in enumerate(places)}
        if taken <= cells:
            cells -= taken
            slots.append((row, left, row + len(places), right))
    slots += [(row, edges[row][column], row + 1, edges[row][column + 1]) for row, column in cells]
    return _assembled(sorted(slots), xs, ys, [rooms[x] for x in xs])


def _places(edges: Sequence[Sequence[int]], left: int, right: int) -> list[int]:
    """Which cell of each row stands between these boundaries, down to the first row that has none."""
    places: list[int] = []
    for row in edges:
        place = next((i for i, side in enumerate(pairwise(row)) if side == (left, right)), None)
        if place is None:
            break
        places.append(place)
    return places


def _labels_drawn(
    texts: Sequence[Text], bands: Sequence[Band], edges: Sequence[Sequence[int]], xs: Sequence[float]
) -> list[tuple[int, int, int]]:
    """(first row, column, row past the last) of the texts whose rows are known and more than one."""
    found = []
    for text in texts:
        if text.end > text.row + 1:
            middle = (text.x0 + text.x1) / 2
            column = next(i for i, edge in enumerate(edges[text.row][1:]) if middle < xs[edge])
            found.append((text.row, column, text.end))
    for band in bands:
        if band.first == 0:
            found += list(_blank_above(texts, band))
        if band.last == len(edges) - 1:
            found += list(_blank_below(texts, band))
    return found


def _blank_above(texts: Sequence[Text], band: Band) -> Iterator[tuple[int, int, int]]:
    """Rows whose label is printed on the page before have one blank cell, as ruled ones do."""
    for column, (start, end) in enumerate(band.columns[:LABELS]):
        rows = [t.row for t in texts if t.row <= band.last and min(end, t.x1) - max(start, t.x0) > 0]
        first = min(rows, default=band.last + 1)
        if first > 1:
            yield 0, column, first


def _blank_below(texts: Sequence[Text], band: Band) -> Iterator[tuple[int, int, int]]:
    """The same of rows whose label is printed on the next page."""
    for column, (start, end) in enumerate(band.columns[:LABELS]):
        ends = [t.end for t in texts if t.row > band.first and min(end, t.x1) - max(start, t.x0) > 0]
        last = max(ends, default=band.last + 1)
        if last < band.last:
            yield last, column, band.last + 1


def _gaps(texts: Sequence[Interval]) -> list[Interval]:
    return [(one[1], max(one[1], other[0])) for one, other in pairwise(texts)]


def _ends(rows: Sequence[TextRow], known: Sequence[float], outer: Interval | None) -> Interval:
    """Where the table ends at its left and right: at least around its texts, and as far out as is ruled."""
    left = min(row.texts[0][0] for row in rows) - MARGIN
    right = max(row.texts[-1][1] for row in rows) + MARGIN
    start, end = outer or (left, right)
    return min([left, start, *known[:1]]), max([right, end, *known[-1:]])


def _boundaries(groups: Sequence[Sequence[Interval]], known: Sequence[Place]) -> dict[float, Interval]:
    """The fewest places such that each gap between two texts has one, and where each may stand as well.

    Those known from the page before are kept where they are in a gap; one that may stand elsewhere in it is
    moved. The columns of many rows come first: what few rows show moves none of them far.
    """
    found: list[Place] = []
    for gap in (gap for gaps in groups for gap in sorted(gaps, key=lambda gap: gap[1])):
        at = next((n for n, (_, room) in enumerate(found) if _is_one(room, gap)), None)
        if at is None:
            found.append(_as_before(gap, known))
        else:
            place, room = found[at]
            found[at] = place, _common(room, gap)
    return dict(_placed(place, room) for place, room in found)


def _as_before(gap: Interval, known: Sequence[Place]) -> Place:
    """A boundary in a gap, where it is known to stand if it is."""
    for place, _ in known:
        if gap[0] <= place <= gap[1]:
            return place, gap
    room = next((room for _, room in known if _is_one(room, gap)), gap)
    return -inf, _common(room, gap)


def _placed(place: float, room: Interval) -> Place:
    # In the middle: the texts of the next page may reach further.
    return (place if room[0] <= place <= room[1] else sum(room) / 2), room


def _common(one: Interval, other: Interval) -> Interval:
    return max(one[0], other[0]), min(one[1], other[1])


def _is_one(room: Interval, gap: Interval) -> bool:
    """Whether one boundary stands in both gaps: they have much of the narrower one in common."""
    narrow = min(room[1] - room[0], gap[1] - gap[0])
    common = min(room[1], gap[1]) - max(room[0], gap[0])
    return common >= 0 and common >= _IN_COMMON * narrow


def _sides_above(
    texts: Sequence[Text], row: int, edges: Sequence[Sequence[int]], xs: Sequence[float]
) -> set[int]:
    """The boundaries at the sides of the texts that began above a row and stand over it."""
    sides: set[int] = set()
    for text in texts:
        if text.row < row < text.end:
            middle = (text.x0 + text.x1) / 2
            at = next(n for n, edge in enumerate(edges[text.row][1:], 1) if middle < xs[edge])
            sides |= {edges[text.row][at - 1], edges[text.row][at]}
    return sides


def _edges(
    texts: Sequence[Interval], xs: Sequence[float], before: Sequence[float], sides: Collection[int]
) -> list[int]:
    """Which boundaries are those of a row's cells: of those in a gap one of ``sides``, the first, or the
    nearest to one before."""
    inner = []
    for start, end in _gaps(texts):
        inside = [i for i in range(1, len(xs) - 1) if start <= xs[i] <= end]
        inside = [i for i in inside if i in sides] or inside
        inner.append(min(inside, key=lambda i: min((abs(xs[i] - x) for x in before), default=0.0)))
    return [0, *inner, len(xs) - 1]


def _assembled(
    rectangles: Sequence[tuple[int, int, int, int]],
    xs: Sequence[float],
    ys: Sequence[float],
    rooms: Sequence[Interval],
) -> Frame:
    slots = [
        Slot(row, left, end - row, right - left, xs[left], ys[row], xs[right], ys[end])
        for row, left, end, right in rectangles
    ]
    owners = [[0] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for index, slot in enumerate(slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                owners[row][column] = index
    return Frame(tuple(xs), tuple(ys), tuple(slots), tuple(map(tuple, owners)), False, tuple(rooms))
