"""Labels of a table without rulings that stand over several rows: which rows, by where their middle is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractors.unruled.bands import BRIDGE, LABELS, Band
from extractors.unruled.rows import CROSSES, Interval, TextRow, merged
from extractors.writing import Mark

_OFF_MIDDLE = 0.5  # of a row's height: how far a label may stand from the middle of its rows
_OVERLEAF = 4.0  # points off the middle that cost as much as a group that the page cuts


def labels_in(rows: Sequence[TextRow], bands: Sequence[Band], apart: float) -> list[tuple[int, int, int]]:
    """(first row, column, row past the last) of the labels that stand over several rows of a band."""
    found = []
    for band in bands:
        inside = rows[band.first : band.last + 1]
        outer: frozenset[int] = frozenset()
        for number, column in enumerate(band.columns[:LABELS]):
            lines = _lines(inside, column)
            if any(is_figure(line.text) for line in lines):
                break
            texts = merged([(line.y0, line.y1) for line in lines], apart)
            header = not band.goes_on and bool(texts) and texts[0][1] <= inside[0].bottom
            open_above, open_below = not header and band.first == 0, band.last == len(rows) - 1
            nested = frozenset(row - header for row in outer)
            spans = spans_of(inside[header:], texts[header:], open_above, open_below, nested)
            outer = frozenset(header + row for span in spans for row in span)
            if len(spans) >= len(inside) - header:
                break
            first = band.first + header
            if open_above and spans and spans[0][0] > 1:
                # Rows whose label is printed on the page before have one blank cell, as ruled ones do.
                found.append((first, number, first + spans[0][0]))
            found += [(first + start, number, first + end) for start, end in spans if end > start + 1]
    return found


def _lines(rows: Sequence[TextRow], column: Interval) -> list[Mark]:
    return [
        piece
        for row in rows
        for piece in row.pieces
        if column[0] - BRIDGE <= piece.x0 and piece.x1 <= column[1] + BRIDGE
    ]


def is_figure(text: str) -> bool:
    """Whether a text is one that a row has for itself: 7881.25, 98%, a dash."""
    return not any(c.isalpha() or c in "()（）[]【】" for c in text)


def labels_across(rows: Sequence[TextRow], edges: Sequence[Sequence[int]]) -> list[tuple[int, int, int]]:
    """The same of labels at the left edge whose text runs from row to row."""
    found = []
    start = 0
    for index in range(1, len(rows) + 1):
        if (
            index < len(rows)
            and _runs_on(rows[index - 1], rows[index])
            and edges[index][1] == edges[start][1]
        ):
            continue
        if index > start + 1:
            found.append((start, 0, index))
        start = index
    return found


def _runs_on(upper: TextRow, lower: TextRow) -> bool:
    """Whether one text at the left edge stands in both rows: a block that the cut goes through."""
    return bool(upper.crossed & lower.crossed)


def spans_of(
    rows: Sequence[TextRow],
    texts: Sequence[Interval],
    open_above: bool,
    open_below: bool,
    outer: frozenset[int],
) -> list[tuple[int, int]]:
    """The rows of each label: those whose middle it stands in, else those from it to the next.

    No label stands over rows of two labels on its left; ``outer`` is where the rows of those begin and end.

    Only where the page cuts the band, above or below, may rows have no label: theirs is printed overleaf.
    """
    if not rows or not texts:
        return []
    ys = [rows[0].top, *(row.bottom for row in rows)]
    # By the end of a label's rows: how far all labels up to it are from the middle, and their spans.
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    if open_above:
        best.update({start: (_OVERLEAF, []) for start in range(1, len(rows))})
    for text in texts:
        following: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (error, spans) in best.items():
            for end in range(start + 1, len(ys)):
                if any(start < row < end for row in outer):
                    break
                off = _off_middle(text, ys[start], ys[end])
                middle = (text[0] + text[1]) / 2 - (ys[start] + ys[end]) / 2
                if (middle > 0 and open_below and end == len(rows)) or (
                    middle < 0 and open_above and start == 0
                ):
                    off = min(off, _OVERLEAF)
                cost = error + off
                if off <= _OFF_MIDDLE * (ys[end] - ys[end - 1]) and cost < following.get(end, (cost + 1,))[0]:
                    following[end] = (cost, [*spans, (start, end)])
        best = following
    ends = {end: (cost + _OVERLEAF * (end < len(rows)), spans) for end, (cost, spans) in best.items()}
    if found := [ends[end] for end in ends if open_below or end == len(rows)]:
        return min(found)[1]
    if outer:
        return spans_of(rows, texts, open_above, open_below, frozenset())
    begins = sorted({_row_at(ys, top) for top, _ in texts})
    return list(pairwise([*begins, len(rows)]))


def _off_middle(text: Interval, top: float, bottom: float) -> float:
    return abs((text[0] + text[1]) / 2 - (top + bottom) / 2)


def _row_at(ys: Sequence[float], top: float) -> int:
    return next((i for i in range(len(ys) - 1) if top + CROSSES < ys[i + 1]), len(ys) - 2)
