"""Over which rows each text of a drawn table stands, by where its cell holds it: middle, top or bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import takewhile
from math import inf
from typing import Literal

from extractors.unruled.bands import COLUMNS
from extractors.unruled.rows import Interval
from extractors.unruled.texts import Text, is_label

OVER = 0.35  # of the height by which a text may hang over the end of its row
_OFF = 0.45  # of the height by which a text may be off the middle of its rows
_EXACT = 0.15  # of the height: so near the middle of several rows a text is theirs, not at the top of one
_ASTRAY = 0.75  # of the height: so far off the middle of its rows no text stands
_SHORTER = 0.5  # of the height by which a text is less high than its row
_LABELS = 2  # texts that a row may have less than another of the same columns: labels of more rows
_ALIGNED = 1.0  # points
_WIDER = 3.0  # times a text's width: another of its column is no wider
_EVEN = 0.25  # of the height: edges that differ by less are level

Held = Literal["middle", "top", "bottom"]
"""Where in their cells the texts of a table stand."""


def held_at(rows: Sequence[Sequence[Text]], height: float) -> Held:
    """By the texts that are less high than the highest of their row; in the middle where none tells."""
    votes: Counter[Held] = Counter()
    for row in rows:
        top, bottom = _highest(row)
        for text in row:
            above, below = text.y0 - top, bottom - text.y1
            if above + below < _SHORTER * height or text.y0 > bottom or text.y1 < top:
                continue
            if abs(above - below) < _EVEN * height:
                votes["middle"] += 1
            elif abs(above) < _EVEN * height:
                votes["top"] += 1
            elif abs(below) < _EVEN * height:
                votes["bottom"] += 1
    return votes.most_common(1)[0][0] if votes else "middle"


def _highest(row: Sequence[Text]) -> tuple[float, float]:
    text = max(row, key=lambda text: text.y1 - text.y0)
    return text.y0, text.y1


def has_labels_in_the_middle(rows: Sequence[Sequence[Text]]) -> bool:
    """Whether a label was drawn with the row in its middle: rows under a header begin beside, under none."""
    for number, row in enumerate(rows[1:], 1):
        header = rows[number - 1]
        if not _is_header(header) or row[0].x0 < header[0].x1:
            continue
        covered = any(t.end > number and t.x1 <= row[0].x0 for r in rows[:number] for t in r)
        body = list(takewhile(lambda r: not _is_header(r), rows[number:]))
        label = next((r for r in body if r[0].x0 < row[0].x0 and r[0].x1 <= row[0].x0), None)
        if not covered and label and _begins_beside(row, label):
            return True
    return False


def _is_header(row: Sequence[Text]) -> bool:
    return len(row) >= COLUMNS and all(is_label(text.words) for text in row)


def stand_in_their_rows(
    rows: Sequence[Sequence[Text]], ys: Sequence[float], height: float, goes_on: bool, foot: float
) -> bool:
    """Whether each text over several rows is in their middle or at their top, but for those a page cuts.

    Of a table whose cells hold their texts in the middle.
    """
    for text in (text for row in rows for text in row if text.end > text.row + 1):
        off = text.middle - (ys[text.row] + ys[text.end]) / 2
        at_top = text.y0 - ys[text.row] < height
        cut = (text.row == 0 and goes_on and off < 0) or (text.end == len(rows) and ys[-1] > foot)
        if abs(off) > _ASTRAY * height and not at_top and not cut:
            return False
    return True


def _begins_beside(row: Sequence[Text], label: Sequence[Text]) -> bool:
    return len(label) > 1 and min(row[0].x1, label[1].x1) - max(row[0].x0, label[1].x0) > 0


def stretch_down(
    rows: Sequence[Sequence[Text]], ys: Sequence[float], height: float, foot: float, held: Held
) -> None:
    """Over which rows each text stands."""
    for number, row in enumerate(rows):
        over = _over_parts(row, rows[number + 1]) if number + 1 < len(rows) else []
        for text in row:
            if text in over:
                text.end = number + 1
                continue
            free = _free_below(rows, number, text)
            label = _label_below(rows, number, text, free)
            if held != "middle":
                # Of the upper of two rows of headers, what has nothing below stands over both.
                least = number + 1 + (bool(over) and free > number + 1)
                text.end = min(free, max(label, least, _reach(text, ys, height)))
                continue
            cut = label == len(rows) and ys[-1] > foot
            text.end = _end(text, ys, free, label, cut, height)


def _over_parts(row: Sequence[Text], below: Sequence[Text]) -> list[Text]:
    """Those texts of the upper of two rows of headers that stand over several of the lower; else none."""
    if not _is_header(row) or not all(is_label(text.words) for text in below):
        return []
    edges = [-inf, *(edge for text in row for edge in (text.x0, text.x1)), inf]
    over = []
    for at, one in enumerate(row):
        parts = [text for text in below if edges[2 * at] < text.x0 and text.x1 < edges[2 * at + 3]]
        if len(parts) > 1:
            off = abs(parts[0].x0 + parts[-1].x1 - one.x0 - one.x1) / 2
            if off < max(text.x1 - text.x0 for text in parts):
                over.append(one)
    return over


def _free_below(rows: Sequence[Sequence[Text]], number: int, text: Text) -> int:
    """The first row below that has a text of the same columns, or a header over one."""
    below = range(number + 1, len(rows))
    start, end = _column(rows, text)
    free = next((n for n in below if any(t.x0 < end and start < t.x1 for t in rows[n])), len(rows))
    above = free - 1
    is_header = number < above < len(rows) - 1 and _over_parts(rows[above], rows[free])
    return above if is_header else free


def _column(rows: Sequence[Sequence[Text]], text: Text) -> Interval:
    """From where to where the texts of a column stand: those of rows as full that begin where a text does."""
    least = max(COLUMNS, len(rows[text.row]) - _LABELS)
    alike = [
        other
        for row in rows
        if len(row) >= least
        for other in row
        if abs(other.x0 - text.x0) < _ALIGNED and other.x1 - other.x0 < _WIDER * (text.x1 - text.x0)
    ]
    return text.x0, max([text.x1, *(other.x1 for other in alike)])


def _label_below(rows: Sequence[Sequence[Text]], number: int, text: Text, free: int) -> int:
    """The first row below that has a text further left."""
    return next((n for n in range(number + 1, free) if rows[n][0].x0 < text.x1), free)


def _end(text: Text, ys: Sequence[float], free: int, label: int, cut: bool, height: float) -> int:
    """The row past the last of a text: by where its middle is, within what is free below it.

    ``label``: up to where nothing stands further left. ``cut``: whether the page may cut the cell there.
    """
    first = text.row

    def off(end: int) -> float:
        return abs(text.middle - (ys[first] + ys[end]) / 2)

    fits = text.y1 <= ys[first + 1] + OVER * height
    if label > first + 1:
        ends = range(max(first + 2, label - 1), label + 1) if cut else range(first + 1, label + 1)
        best = min(ends, key=lambda end: (off(end), -end))
        text.is_sure = off(best) <= _OFF * height
        return best if text.is_sure else label
    if fits:
        best = min(range(first + 1, free + 1), key=off)
        at_top = text.y0 - ys[first] < height and off(best) > _EXACT * height
        return first + 1 if off(first + 1) <= _OFF * height or at_top else best
    reach = _reach(text, ys, height)
    return min(range(min(reach, free), free + 1), key=off)


def _reach(text: Text, ys: Sequence[float], height: float) -> int:
    """The row past the last that a text reaches into."""
    ends = range(text.row + 1, len(ys))
    return next((end for end in ends if text.y1 <= ys[end] + OVER * height), len(ys) - 1)
