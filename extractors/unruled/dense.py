"""Rows of a table whose texts have no blank above and below: each is as high as its longest text.

What makes lines a row: no text is cut, each text stands in the middle of the row or begins at its top, and
one of them fills it; no line goes on in the next row, and in few columns does a text end and another begin.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf
from statistics import fmean

from extractors.unruled.rows import Interval, TextRow, between, merged
from extractors.unruled.wraps import goes_on
from extractors.writing import Mark

_LABELS = 0.3  # of the width: what ends further left may be a label over several rows
_CLOSE = (0.7, 1.9)  # of the height: pitches of lines
_LOOSE = 1.35  # of the pitch: lines further apart are not of one text
_SAME = 1.5  # points between edges that are one
_CUT = 0.35  # of the pitch: a boundary so near the middle of a line cuts it
_ALIGNED = 1.0  # points
_INDENT = 3.0  # of the height
_WIDE = 0.3  # of the width: a text that has paragraphs
_UNEVEN = 0.25  # of the height: lines of one text differ by less
_MOST = 600  # texts of a page: the time goes with their square, and no form has as many
_MOST_LINES = 30  # of a row
_DEAR = 1.0  # the most that rows may cost on the average

# What speaks against rows, compared with each other only.
_CUT_TEXT = 2.0  # a line goes on in the next row; a text hangs in its row; two lines are not of one text
_BESIDE = 3.0  # two texts stand beside each other under or above a third
_ANEW = 1.0  # a text ends and another begins
_LOOSE_ROW = 1.0  # no text fills the row
_LONE = 1.5  # one short text is alone in its row
_ROW, _LABEL_ROW = 0.1, 0.5  # any row, one of labels alone
_TOP = 0.1  # texts begin at the top


@dataclass(frozen=True, slots=True)
class _Sheet:
    texts: list[Mark]
    labels: list[Mark]
    pitch: float
    width: float
    room: dict[int, float]
    """How wide the column of each text is, by the id of the mark."""


def dense_rows(pieces: Sequence[Mark]) -> list[TextRow]:
    """Pieces cut into the rows that explain them best; none where nothing does."""
    pitch = _pitch(pieces) if len(pieces) <= _MOST else None
    if pitch is None:
        return []
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    texts = sorted((p for p in pieces if p.x1 > left + _LABELS * (right - left)), key=lambda p: p.centre[1])
    if not texts:
        return []
    labels = sorted((p for p in pieces if p not in texts), key=lambda p: p.centre[1])
    sheet = _Sheet(texts, labels, pitch, right - left, {**_rooms(texts, pitch), **_rooms(labels, pitch)})
    cuts = _best_cuts(sheet)
    return between(pieces, cuts, 0.0) if cuts else []


def _pitch(pieces: Sequence[Mark]) -> float | None:
    """The commonest distance between two lines under each other."""
    pitches: Counter[float] = Counter()
    for upper in pieces:
        for lower in pieces:
            pitch = lower.centre[1] - upper.centre[1]
            if _CLOSE[0] * upper.height < pitch < _CLOSE[1] * upper.height and _is_aligned(upper, lower):
                pitches[round(pitch * 2) / 2] += 1
    return pitches.most_common(1)[0][0] if pitches else None


def _is_aligned(one: Mark, other: Mark) -> bool:
    return (
        abs(one.centre[0] - other.centre[0]) < _ALIGNED
        or abs(one.x0 - other.x0) < _ALIGNED
        or abs(one.x1 - other.x1) < _ALIGNED
    )


def _rooms(texts: Sequence[Mark], pitch: float) -> dict[int, float]:
    """The width of the widest text of each text's column."""
    own = [text for text in texts if not _spans(text, texts, pitch)]
    return {
        id(text): max((o.x1 - o.x0 for o in own if _is_aligned(text, o)), default=text.x1 - text.x0)
        for text in texts
    }


def _spans(text: Mark, texts: Sequence[Mark], pitch: float) -> bool:
    """Whether a text stands over or under two that stand beside each other."""
    near = [
        other
        for other in texts
        if 0.5 * pitch < abs(other.centre[1] - text.centre[1]) < 3 * pitch
        and min(other.x1, text.x1) - max(other.x0, text.x0) > 0
    ]
    return any(
        abs(one.centre[1] - other.centre[1]) < 0.5 * pitch and (one.x1 < other.x0 or other.x1 < one.x0)
        for number, one in enumerate(near)
        for other in near[:number]
    )


def _best_cuts(sheet: _Sheet) -> list[float]:
    ys = _places(sheet)
    # By the last boundary: what the rows above cost at least, and the boundary before.
    best: list[tuple[float, int]] = [(0.0, -1)]
    for end in range(1, len(ys)):
        near = (start for start in range(end) if ys[end] - ys[start] <= _MOST_LINES * sheet.pitch)
        options = ((best[start][0] + _cost(sheet, ys[start], ys[end]), start) for start in near)
        best.append(min(options, default=(inf, -1)))
    cuts, at = [], len(ys) - 1
    while at >= 0:
        cuts.append(ys[at])
        at = best[at][1]
    return cuts[::-1] if best[-1][0] <= _DEAR * len(cuts) else []


def _places(sheet: _Sheet) -> list[float]:
    """Where rows may begin and end: above and below lines, and through none."""
    half = sheet.pitch / 2
    edges = sorted(t.centre[1] + side for t in (*sheet.texts, *sheet.labels) for side in (-half, half))
    places = [edges[:1]]
    for edge in edges[1:]:
        if edge - places[-1][0] <= _SAME:
            places[-1].append(edge)
        else:
            places.append([edge])
    ys = [fmean(place) for place in places]
    return [y for y in ys if not any(abs(t.centre[1] - y) < _CUT * sheet.pitch for t in sheet.texts)]


def _cost(sheet: _Sheet, top: float, bottom: float) -> float:
    """What speaks against all between two heights being one row."""
    inside = [t for t in sheet.texts if top < t.centre[1] < bottom]
    beside = [t for t in sheet.labels if top < t.centre[1] < bottom]
    labels, blocks = _blocks(beside), _blocks(inside)
    if not inside:
        return _LABEL_ROW + sum(_within(sheet, lines) for lines in labels) if beside else 0.0
    cost = _ROW + sum(_within(sheet, lines) + _hanging(sheet, lines, top, bottom) for lines in blocks)
    if not any(_fills(sheet, lines, top, bottom) for lines in (*labels, *blocks)):
        cost += _LOOSE_ROW
    labelled = any(abs(t.centre[1] - b.centre[1]) < _CUT * sheet.pitch for t in inside for b in beside)
    if len(blocks) == 1 and not labelled and _width(blocks[0]) < _WIDE * sheet.width:
        cost += _LONE
    last = [t for t in inside if bottom - t.centre[1] <= sheet.pitch]
    under = [t for t in sheet.texts if bottom < t.centre[1] < bottom + sheet.pitch]
    return cost + _CUT_TEXT * sum(_is_one(sheet, upper, lower) for upper in last for lower in under)


def _blocks(texts: Sequence[Mark]) -> list[list[Mark]]:
    """Texts under each other, downwards."""
    return [
        [t for t in texts if start <= t.x0 and t.x1 <= end]
        for start, end in merged([(t.x0, t.x1) for t in texts], 0.0)
    ]


def _width(lines: Sequence[Mark]) -> float:
    return max(t.x1 for t in lines) - min(t.x0 for t in lines)


def _height(sheet: _Sheet, lines: Sequence[Mark]) -> Interval:
    return lines[0].centre[1] - sheet.pitch / 2, lines[-1].centre[1] + sheet.pitch / 2


def _fills(sheet: _Sheet, lines: Sequence[Mark], top: float, bottom: float) -> bool:
    above, below = _height(sheet, lines)
    return abs(above - top) <= _SAME and abs(below - bottom) <= _SAME


def _hanging(sheet: _Sheet, lines: Sequence[Mark], top: float, bottom: float) -> float:
    """What it costs that lines neither stand in the middle of a row nor begin at its top."""
    above, below = _height(sheet, lines)
    off = min(abs(above + below - top - bottom) / 2, abs(above - top) + _TOP)
    return 0.0 if off <= _SAME else _CUT_TEXT


def _within(sheet: _Sheet, lines: Sequence[Mark]) -> float:
    """The penalty of taking these lines for one text: the sum over neighbours."""
    return sum(_inside(sheet, upper, lower, _width(lines)) for upper, lower in pairwise(lines))


def _is_one(sheet: _Sheet, upper: Mark, lower: Mark) -> bool:
    over = min(upper.x1, lower.x1) - max(upper.x0, lower.x0) > 0
    close = lower.centre[1] - upper.centre[1] < _LOOSE * sheet.pitch
    return over and close and _is_aligned(upper, lower) and goes_on(upper, lower, sheet.room[id(upper)])


def _inside(sheet: _Sheet, upper: Mark, lower: Mark, width: float) -> float:
    """The penalty of taking two lines for parts of one text."""
    apart = lower.centre[1] - upper.centre[1]
    if apart < 0.5 * sheet.pitch or apart > _LOOSE * sheet.pitch:
        return _BESIDE
    if abs(upper.height - lower.height) > _UNEVEN * lower.height:
        return _CUT_TEXT
    wide = width > _WIDE * sheet.width
    indented = wide and 0 <= upper.x0 - lower.x0 < _INDENT * upper.height
    if not (indented or _is_aligned(upper, lower)):
        return _CUT_TEXT
    if wide:
        return 0.0
    return 0.0 if goes_on(upper, lower, sheet.room[id(upper)]) else 1.0
