"""Over which rows the labels of a table stand that were drawn apart from them, column by column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import inf

from extractors.unruled.endings import ending_alike
from extractors.unruled.rows import Interval
from extractors.unruled.texts import Text
from extractors.unruled.wraps import goes_on as line_goes_on

_ASTRAY = 0.75  # of the height: so far off the middle of its rows no label stands
_SHARED = 2  # texts of a row at least that stand under one of the row above where the columns go on
_AMID = 0.3  # what it costs that a label of the first column begins or ends where the columns go on
_LOOSE = 1.35  # of the least pitch: lines further apart are not of one label
_ROOM = 2.0  # points by which a line of a label is shorter than the widest of its column
_BARE = 0.5  # what a row costs that no label of a column stands over, below a text of the column or above one
_AS_DRAWN, _JOINED = 0.3, 0.5  # what it costs that lines which are not full, or texts, are one label
_CLEAR = 0.5  # by how much another explanation costs more
_NEAR = 0.4  # of the height: a label so near the middle of its rows surely stands over them
_OPEN = 0.15  # the same where the column has no text up to the end of the page
_CLOSE = 1.9  # of the height: lines of one label may be as far apart
_ALIGNED = 1.5  # points


@dataclass(frozen=True)
class _Sheet:
    """The rows of a table, and the labels drawn apart from them."""

    rows: Sequence[Sequence[Text]]
    ys: Sequence[float]
    """Where rows begin and end, in points."""

    height: float
    """Of a line, in points."""

    cut: tuple[float, float]
    """Points off the middle that a label costs at most which the page cuts at its upper or its lower end."""

    columns: Sequence[Sequence[Text]]
    """The labels, column by column from the left."""

    @cached_property
    def loose(self) -> list[Text]:
        return [text for column in self.columns for text in column]

    @cached_property
    def amid(self) -> frozenset[int]:
        """The rows above which the columns go on."""
        return frozenset(
            number
            for number, (upper, lower) in enumerate(pairwise(self.rows), start=1)
            if sum(_is_one_column(a, b) for a in upper for b in lower) > _SHARED
            or _is_one_column(upper[0], lower[0])
        )

    @cached_property
    def heads(self) -> frozenset[int]:
        """Between the rows of a header of two: no label begins or ends there."""
        return frozenset(n for row in self.rows for text in row for n in range(text.row + 1, text.end))


@dataclass(frozen=True, slots=True)
class _Limits:
    """Where labels of a column may not begin, end or go on; places are counted from one row."""

    edges: frozenset[int]
    """Where labels on the left begin and end: none goes on there."""

    within: frozenset[int]
    """Where labels on the right, or headers on two rows, go on: none begins or ends there."""

    dear: frozenset[int]
    """Where columns go on: a label that begins or ends there costs more."""

    def from_row(self, first: int) -> _Limits:
        """The same, counted from a later row."""
        return _Limits(
            *(frozenset(row - first for row in rows) for rows in (self.edges, self.within, self.dear))
        )


@dataclass(frozen=True, slots=True)
class _Terms:
    """On what terms labels stand over a stretch of rows."""

    limits: _Limits
    """Counted from the first row of the stretch."""

    cut: tuple[float, float]
    """Points off the middle that a label costs at most which the page cuts at the upper or the lower end."""

    bare: tuple[float, float]
    """What a row without a label costs at the upper and the lower end."""


def labels_over(
    loose: Sequence[Text],
    rows: Sequence[Sequence[Text]],
    ys: Sequence[float],
    height: float,
    cut: tuple[float, float],
) -> list[Text] | None:
    """The labels with the rows that they stand over; None where one has none.

    Columns are explained from the left and from the right: what costs less, where labels differ none is sure.
    """
    for text in loose:
        text.row = next(n for n, bottom in enumerate(ys[1:]) if text.middle < bottom)
        text.end = text.row + 1
    columns = _columns(loose)
    sheet = _Sheet(rows, ys, height, cut, columns)
    ways = [
        way for order in (range(len(columns)), range(len(columns))[::-1]) if (way := _placed(sheet, order))
    ]
    if not ways:
        return None
    least, best = min(ways, key=lambda way: way[0])
    for cost, others in ways:
        if cost <= least + _CLEAR:
            same = {(text.lines[0], text.row, text.end) for text in others}
            for text in best:
                text.is_sure = text.is_sure and (text.lines[0], text.row, text.end) in same
    return best


def _placed(sheet: _Sheet, order: Sequence[int]) -> tuple[float, list[Text]] | None:
    """What it costs that all labels stand over rows, column by column in this order; and they."""
    total = 0.0
    placed: list[Text] = []
    beside: list[Text] = []  # the labels of the column before
    for at, number in enumerate(order):
        others = [text for other in order[at + 1 :] for text in sheet.columns[other]]
        stretches = _stretches(sheet.columns[number], [*sheet.rows, placed, others], sheet.ys)
        limits = _limits(sheet, number, beside, from_left=order[0] == 0)
        beside = []
        for first, end, texts in stretches:
            best = _in_stretch(sheet, limits, first, end, texts)
            if best is None:
                return None
            total += best[0]
            beside += best[1]
        placed += beside
    if sum(len(t.lines) for t in placed) < sum(len(t.lines) for t in sheet.loose):
        return None
    return total, placed


def _limits(sheet: _Sheet, number: int, beside: Sequence[Text], from_left: bool) -> _Limits:
    """What the labels of the column before, and where columns go on, say of those of a column."""
    if from_left:
        edges, inside = {row for text in beside for row in (text.row, text.end)}, set[int]()
    else:
        edges, inside = set(), {row for text in beside for row in range(text.row + 1, text.end)}
    return _Limits(frozenset(edges), sheet.heads | inside, sheet.amid if number == 0 else frozenset())


def _in_stretch(
    sheet: _Sheet, limits: _Limits, first: int, end: int, texts: Sequence[Text]
) -> tuple[float, list[Text]] | None:
    """What it costs that labels stand over the rows of a stretch, and they; None where one stands astray."""
    above, below = sheet.cut
    is_first, is_last = first == 0, end == len(sheet.rows)
    terms = _Terms(
        limits.from_row(first),
        cut=(above if is_first else inf, below if is_last else inf),
        bare=(_OPEN if is_first and above != inf else _BARE, _OPEN if is_last else _BARE),
    )
    best = _best(texts, sheet.loose, list(pairwise(sheet.ys))[first:end], terms, sheet.height)
    for text in best[1] if best else ():
        text.row, text.end = text.row + first, text.end + first
    return best


def _best(
    texts: Sequence[Text], loose: Sequence[Text], rows: Sequence[Interval], terms: _Terms, height: float
) -> tuple[float, list[Text]] | None:
    """What explains best which labels there are and over which rows they stand; sure where it is clear."""
    found = [
        (spanned[0] + extra, spanned[1])
        for extra, option in _options(texts, loose, height)
        if (spanned := _spanned(option, rows, terms, height))
    ]
    if not found:
        return None
    least, best = min(found, key=lambda one: one[0])
    is_clear = all(cost > least + _CLEAR for cost, other in found if other is not best)
    for text in best:
        off = abs(text.middle - (rows[text.row][0] + rows[text.end - 1][1]) / 2)
        text.is_sure = is_clear and off < _NEAR * height
    for upper, lower in pairwise(best):
        if upper.end < lower.row:
            # A row between two labels that neither stands over: one of them does.
            upper.is_sure = lower.is_sure = False
    return least, best


def _options(
    texts: Sequence[Text], loose: Sequence[Text], height: float
) -> Iterator[tuple[float, list[Text]]]:
    """Labels as they were drawn; those close to each other as one; each line that is not full as one;
    lines as far apart as those of one text; those of one kind apart.

    With what they cost beforehand.
    """
    parts = [part for text in texts for part in _parts(text, loose)]
    alike = [Text(part) for text in texts for part in ending_alike(text.lines)]
    several = max(len(parts), len(alike)) > len(texts)
    yield _AS_DRAWN * several, [Text(list(text.lines)) for text in texts]
    joined: list[Text] = []
    for text in texts:
        if joined and _may_be_one(joined[-1], text, height):
            joined[-1].lines.extend(text.lines)
        else:
            joined.append(Text(list(text.lines)))
    if len(joined) < len(texts):
        yield _JOINED, joined
    if len(parts) > len(texts):
        yield 0.0, parts
    even = [part for text in joined for part in _evenly_set(text)]
    if not _is_among(even, (texts, joined, parts)):
        yield _AS_DRAWN, even
    if not _is_among(alike, (texts, joined, parts, even)):
        yield 0.0, alike


def _is_among(option: Sequence[Text], others: Iterable[Sequence[Text]]) -> bool:
    return any([t.lines for t in option] == [t.lines for t in other] for other in others)


def _may_be_one(upper: Text, lower: Text, height: float) -> bool:
    """Whether texts are close to each other, and not two labels of one kind: 数量指标 and 质量指标."""
    near = lower.lines[0].centre[1] - upper.lines[-1].centre[1] < _CLOSE * height
    return near and len(ending_alike([*upper.lines, *lower.lines])) == 1


def _evenly_set(text: Text) -> Iterator[Text]:
    """Labels that stand under each other, one text each: the lines of one are less far apart than two."""
    pitches = [lower.centre[1] - upper.centre[1] for upper, lower in pairwise(text.lines)]
    part = [text.lines[0]]
    for line, pitch in zip(text.lines[1:], pitches, strict=True):
        if pitch > _LOOSE * min(pitches):
            yield Text(part)
            part = []
        part.append(line)
    yield Text(part)


def _spanned(
    texts: list[Text],
    rows: Sequence[Interval],
    terms: _Terms,
    height: float,
) -> tuple[float, list[Text]] | None:
    """What it costs that labels stand over rows, and they with their rows; None where one stands astray."""
    limits = terms.limits
    # By the end of a label's rows: the cost up to there, and the rows of all labels.
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    for text in texts:
        following: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for after, (cost, spans) in best.items():
            for start in (n for n in range(after, len(rows)) if n not in limits.within):
                for end in (n for n in range(start + 1, len(rows) + 1) if n not in limits.within):
                    if any(start < edge < end for edge in limits.edges):
                        break
                    off = _off(text, rows, start, end, terms.cut) / height
                    total = (
                        cost
                        + off
                        + (_BARE if after else terms.bare[0]) * (start - after)
                        + _AMID * ((start in limits.dear) + (end in limits.dear))
                    )
                    if off <= _ASTRAY and total < following.get(end, (total + 1,))[0]:
                        following[end] = total, [*spans, (start, end)]
        best = following
    ends = [(cost + terms.bare[1] * (len(rows) - end), spans) for end, (cost, spans) in best.items()]
    if not ends:
        return None
    least, spans = min(ends)
    for text, (start, end) in zip(texts, spans, strict=True):
        text.row, text.end = start, end
    return least, texts


def _off(text: Text, rows: Sequence[Interval], start: int, end: int, cut: tuple[float, float]) -> float:
    """Distance of a text from the middle of rows; at the page's edge no more than a cut cell may hide."""
    off = text.middle - (rows[start][0] + rows[end - 1][1]) / 2
    if off > 0 and end == len(rows):
        return min(off, cut[1])
    return min(-off, cut[0]) if off < 0 and start == 0 else abs(off)


def _columns(texts: Sequence[Text]) -> list[list[Text]]:
    """Texts under each other, the leftmost first, each downwards."""
    columns: list[list[Text]] = []
    for text in sorted(texts, key=lambda text: text.x0):
        column = next((c for c in columns if any(_is_under(text, other) for other in c)), None)
        if column is None:
            columns.append([text])
        else:
            column.append(text)
    return [sorted(column, key=lambda text: text.y0) for column in columns]


def _is_one_column(one: Text, other: Text) -> bool:
    edges = (one.x0, other.x0), (one.x1, other.x1), ((one.x0 + one.x1) / 2, (other.x0 + other.x1) / 2)
    return any(abs(a - b) < _ALIGNED for a, b in edges)


def _is_under(one: Text, other: Text) -> bool:
    """Whether texts begin or stand in the middle of the same column."""
    narrow = min(one.x1 - one.x0, other.x1 - other.x0)
    return abs(one.x0 - other.x0) < _ALIGNED or abs(one.x0 + one.x1 - other.x0 - other.x1) < narrow


def _stretches(
    column: Sequence[Text], rows: Sequence[Sequence[Text]], ys: Sequence[float]
) -> Iterator[tuple[int, int, list[Text]]]:
    """Rows that have no text of their own in a column of labels, and the labels that stand there."""
    left, right = min(text.x0 for text in column), max(text.x1 for text in column)
    free = [True] * (len(ys) - 1)
    for text in (text for row in rows for text in row):
        if min(text.x1, right) > max(text.x0, left):
            for number in range(text.row, min(text.end, len(free))):
                free[number] = False
    at = 0
    while at < len(free):
        end = at
        while end < len(free) and free[end]:
            end += 1
        inside = [text for text in column if ys[at] <= text.middle < ys[end]] if end > at else []
        if inside:
            yield at, end, inside
        at = max(end, at + 1)


def _parts(text: Text, texts: Sequence[Text]) -> Iterator[Text]:
    """Labels that stand under each other, one text each: a line ends its label where it is not full."""
    room = max(
        line.x1 - line.x0
        for other in texts
        if min(other.x1, text.x1) > max(other.x0, text.x0)
        for line in other.lines
        if line.x1 - line.x0 < 2 * (text.x1 - text.x0)
    )
    part = [text.lines[0]]
    for upper, lower in pairwise(text.lines):
        if len(upper.text) > 1 and not line_goes_on(upper, lower, room + _ROOM):
            yield Text(part)
            part = []
        part.append(lower)
    yield Text(part)
