"""A form printed without rulings: its cells from the order in which its texts were drawn, else by alignment.

texts as drawn  →  rows and labels, where order and places agree
text lines  →  rows, cut where paper is blank all across  →  bands of rows that share their columns
            →  cells; labels that stand over several rows get them back by where their middle is

Only what is clearly tabular becomes a frame, and only where its rows can be told: where they are no further
apart than lines of one text, the page stays lines. Works on marks alone, whatever medium they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.lattice import Frame, Slot
from extractors.unruled.bands import COLUMNS, LABELS, ROWS, Band, band_from, bands_of
from extractors.unruled.dense import dense_rows
from extractors.unruled.drawn import drawn_rows
from extractors.unruled.heads import are_double, heads
from extractors.unruled.labels import labels_across, labels_in
from extractors.unruled.placed import placed_rows
from extractors.unruled.rows import (
    MARGIN,
    Interval,
    TextRow,
    evened,
    least_blank,
    pieces_of,
    rows_of,
    with_wide_words,
)
from extractors.unruled.texts import Text
from extractors.unruled.totals import totals
from extractors.unruled.wraps import run_together
from extractors.writing import Mark

GUESSED = 0.9
"""Confidence at most of what alignment alone tells: rows may be lines, labels may stand over other rows."""

_FOOT = 0.7  # of the page's height: a table that ends further up is not cut by its end
_IN_COMMON = 0.5  # share of the narrower of two gaps that is in both, if one boundary stands there
_TABULAR = 0.6  # share of the rows of a table that have more than one text


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without rulings: its frame, and the columns that may go on overleaf."""

    frame: Frame
    columns: tuple[Interval, ...]


def find_table(
    marks: Sequence[Mark], before: Aligned | None = None, height: float = 0.0, ordered: bool = True
) -> Aligned | None:
    """The table that the texts of a page without rulings are set in, or None.

    ``before`` is the one that the page before ended with: where this page goes on with its columns, few rows
    are enough. ``height`` is that of the page; ``ordered``: whether marks come as a program drew them.
    """
    upright = [mark for mark in marks if not mark.turn]
    least = ROWS if before is None else 1
    drawn = drawn_rows(upright, least, before is not None, _FOOT * height) if ordered else None
    if drawn and (found := _aligned(drawn.rows, 0.0, before, drawn.texts)):
        return found
    placed = placed_rows(upright, least, before is not None, _FOOT * height) if ordered else None
    if placed and (found := _aligned(placed.rows, 0.0, before, placed.texts)):
        return found
    pieces = pieces_of(upright)
    if len(pieces) < (COLUMNS * ROWS if before is None else 2):
        return None
    usual = median(piece.height for piece in pieces)
    pieces = [evened(piece, usual) for piece in pieces]
    apart = least_blank(pieces, usual)
    pieces = with_wide_words(pieces, apart)
    found = _aligned(_table_rows(rows_of(pieces, apart), least), apart, before)
    found = found or _aligned(_table_rows(dense_rows(pieces), least), 0.0, before)
    return replace(found, frame=doubted(found.frame)) if found else None


def doubted(frame: Frame, which: Collection[int] | None = None) -> Frame:
    """The frame with these slots so little sure that a person is to look at them; all where none is named."""
    count = range(len(frame.slots))
    return replace(frame, sure=tuple(GUESSED if which is None or i in which else 1.0 for i in count))


def _aligned(
    rows: list[TextRow], apart: float, before: Aligned | None, texts: Sequence[Text] = ()
) -> Aligned | None:
    """The table of such rows, if it is one and they can be told; ``texts`` where their rows are known."""
    if not rows:
        return None
    width = max(row.texts[-1][1] for row in rows) - min(row.texts[0][0] for row in rows)
    heads = frozenset(number for number in range(len(rows) - 1) if are_double(texts, number))
    going_on = band_from(rows, -1, width, before.columns, heads) if before and before.columns else None
    bands = bands_of(rows, width, going_on, heads)
    # Two rows are enough where the order of the texts says that they are rows.
    least = ROWS - 1 if texts else ROWS
    large = any(len(b.columns) >= COLUMNS and b.last - b.first + 1 >= least for b in bands)
    follows = before is not None and bool(texts or (going_on and going_on in bands))
    if not large and not follows and not (texts and _are_pairs(rows)):
        return None
    known = before.frame.xs if follows and before else ()
    body = {i for band in bands for i in range(band.first + (not band.goes_on), band.last + 1)}
    layout = _layout(rows, bands, texts, before.columns if before else ())
    if not texts and any(run_together(row.pieces, layout[i], i in body) for i, row in enumerate(rows)):
        return None
    ends_in_band = bool(bands) and bands[-1].last == len(rows) - 1
    columns = bands[-1].columns if ends_in_band else rows[-1].texts if texts else ()
    going = columns if len(columns) >= COLUMNS else ()
    frame = _frame(rows, bands, layout, apart, known, texts)
    doubts = {_slot_of(frame, text) for text in texts if not text.is_sure}
    return Aligned(doubted(frame, doubts) if doubts else frame, tuple(going))


def _are_pairs(rows: Sequence[TextRow]) -> bool:
    """Whether rows are labels with their values, some of them two: a page may hold no more of a form."""
    counts = [len(row.texts) for row in rows]
    return len(rows) >= ROWS and min(counts) > 1 and max(counts) >= COLUMNS


def _slot_of(frame: Frame, text: Text) -> int:
    line = text.lines[0]
    return frame.slot_at(*line.centre)


def _table_rows(rows: list[TextRow], least: int) -> list[TextRow]:
    """From the first to the last row of several texts, if most rows between have several."""
    several = [index for index, row in enumerate(rows) if len(row.texts) > 1]
    if len(several) < least:
        return []
    inside = rows[several[0] : several[-1] + 1]
    if len(several) < _TABULAR * len(inside):
        return []
    _trim(inside[0], inside[-1])
    return inside


def _trim(first: TextRow, last: TextRow) -> None:
    """The outer edges as far from the text as the inner ones: what stands above or below may be far off."""
    above, below = min(p.y0 for p in first.pieces), max(p.y1 for p in first.pieces)
    first.top = max(first.top, above - max(MARGIN, first.bottom - below))
    above, below = min(p.y0 for p in last.pieces), max(p.y1 for p in last.pieces)
    last.bottom = min(last.bottom, below + max(MARGIN, above - last.top))


def _frame(
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


def _layout(
    rows: Sequence[TextRow], bands: Sequence[Band], texts: Sequence[Text], known: Sequence[Interval]
) -> list[list[Interval]]:
    """The columns of each row: those of its band, else its own texts; ``texts``: those of known rows.

    ``known`` are the columns that the page before ends with.
    """
    columns_of = {i: band.columns for band in bands for i in range(band.first, band.last + 1)}
    for band in bands:
        if _holds_pairs(band, texts):
            # The value of the only label of a row reaches to the right edge.
            rest = band.columns[2][0]
            inside = range(band.first, band.last + 1)
            columns_of |= {i: rows[i].texts for i in inside if rows[i].texts[-1][1] <= rest}
        over = band.first - 1
        if over >= 0 and are_double(texts, over):
            columns_of[over] = heads(rows[over].texts, rows[band.first].texts, band.columns)
    columns = list(known)
    for index, row in enumerate(rows):
        columns = columns_of.get(index, columns)
        if index not in columns_of and len(columns) >= COLUMNS and (cells := totals(row, columns)):
            columns_of[index] = cells
    return [columns_of.get(index, row.texts) for index, row in enumerate(rows)]


def _holds_pairs(band: Band, texts: Sequence[Text]) -> bool:
    """Whether rows hold two labels with their values: 主管部门 X 实施单位 Y."""
    if len(band.columns) != COLUMNS:
        return False
    labels = [band.columns[0], band.columns[2]]
    inside = [t for t in texts if band.first <= t.row <= band.last]
    inside = [t for t in inside if any(min(end, t.x1) > max(start, t.x0) for start, end in labels)]
    return bool(inside) and not any(character.isdigit() for t in inside for character in t.words)


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
