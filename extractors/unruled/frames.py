"""The frame of a table without rulings: boundaries in the gaps between its texts, and its slots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractors.lattice import Frame, Slot
from extractors.unruled.bands import LABELS, Band
from extractors.unruled.labels import labels_across, labels_in
from extractors.unruled.rows import MARGIN, Interval, TextRow
from extractors.unruled.texts import Text

_IN_COMMON = 0.5  # share of the narrower of two gaps that is in both, if one boundary stands there


def frame_of(
    rows: Sequence[TextRow],
    bands: Sequence[Band],
    layout: Sequence[Sequence[Interval]],
    apart: float,
    known: Sequence[float],
    texts: Sequence[Text],
) -> Frame:
    large = sorted(bands, key=lambda band: band.first - band.last)
    gaps = [*(_gaps(band.columns) for band in large), [gap for texts in layout for gap in _gaps(texts)]]
    xs, rooms = _boundaries(gaps, rows, known)
    ys = [rows[0].top, *(row.bottom for row in rows)]
    edges = [_edges(texts, xs) for texts in layout]
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
    return _assembled(sorted(slots), xs, ys, rooms)


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


def _boundaries(
    groups: Sequence[Sequence[Interval]], rows: Sequence[TextRow], known: Sequence[float]
) -> tuple[list[float], list[Interval]]:
    """The fewest places, the table's edges besides, such that each gap between two texts has one.

    Those known from the page before are kept where they are in a gap. The columns of many rows come first:
    what few rows show moves none of them far. Second: where each may stand as well.
    """
    rooms: dict[float, Interval] = {}
    shared: list[Interval] = []
    for start, end in (gap for gaps in groups for gap in sorted(gaps, key=lambda gap: gap[1])):
        inside = [place for place in known[1:-1] if start <= place <= end]
        for place in inside:
            low, high = rooms.get(place, (start, end))
            rooms[place] = max(low, start), min(high, end)
        if not inside:
            one = next((room for room in shared if _is_one(room, (start, end))), None)
            if one is None:
                shared.append((start, end))
            else:
                shared[shared.index(one)] = max(one[0], start), min(one[1], end)
    # In the middle: the texts of the next page may reach further.
    rooms |= {(start + end) / 2: (start, end) for start, end in shared}
    left = min(row.texts[0][0] for row in rows) - MARGIN
    right = max(row.texts[-1][1] for row in rows) + MARGIN
    left, right = min([left, *known[:1]]), max([right, *known[-1:]])
    places = sorted(rooms)
    return [left, *places, right], [(left, left), *(rooms[place] for place in places), (right, right)]


def _is_one(room: Interval, gap: Interval) -> bool:
    """Whether one boundary stands in both gaps: they have much of the narrower one in common."""
    narrow = min(room[1] - room[0], gap[1] - gap[0])
    common = min(room[1], gap[1]) - max(room[0], gap[0])
    return common >= 0 and common >= _IN_COMMON * narrow


def _edges(texts: Sequence[Interval], xs: Sequence[float]) -> list[int]:
    """Which boundaries are those of a row's cells."""
    inner = []
    for start, end in _gaps(texts):
        inner.append(next(i for i in range(1, len(xs) - 1) if start <= xs[i] <= end))
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
