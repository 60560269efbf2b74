"""Rows of a table without rulings whose rows were drawn one after the other, but its labels before or after.

Report writers draw what stands over several rows for itself. The rows are those texts that follow each other
to the right, the most that begin below each other; each label stands over the rows in whose middle it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from statistics import median

from extractors.unruled.bands import COLUMNS
from extractors.unruled.drawn import DrawnRows, boundaries, evened, table_of, text_rows
from extractors.unruled.rows import MARGIN
from extractors.unruled.spans import OVER
from extractors.unruled.standing import labels_over
from extractors.unruled.texts import BACK, Text, is_label, joined_lines, texts_of
from extractors.unruled.twofold import with_headers
from extractors.writing import Mark

_BESIDE = 0.3  # of the height by which texts of one row overlap at least
_LABEL = 0.4  # of the width: texts that end further left weigh less, since labels do
_LIGHT = 0.3  # what such a text weighs
_OVERLEAF = 4.0  # points off the middle that a label costs which the page cuts
_EARLY = 0.7  # of the height: the same where much of the page is blank below the table
_CUT_OFF = 2.0  # of the height: so far above the first row a label may end that the page cuts
_MOST = 600  # texts of a page: no form has as many


def placed_rows(marks: Sequence[Mark], least: int, goes_on: bool, foot: float = 0.0) -> DrawnRows | None:
    """The rows of the table, and its labels over them; None where a text has no place.

    See ``drawn_rows``. Any table may go on overleaf: labels that only that explains are not sure.
    """
    lines = joined_lines(marks)
    if not COLUMNS < len(lines) < _MOST:
        return None
    height = median(line.height for line in lines)
    texts = texts_of([evened(line, height) for line in lines])
    rows = _below_each_other(_runs(texts, height), height)
    rows = table_of(rows, height, least, goes_on, texts)
    if not rows:
        return None
    taken = {id(text) for row in rows for text in row}
    top, bottom = rows[0][0].y0, max(text.y1 for text in rows[-1])
    others = [text for text in texts if id(text) not in taken and text.middle < bottom + height]
    loose = [
        text
        for text in others
        if text.middle > top - height
        or (goes_on and text.middle > top - _CUT_OFF * height and _is_cut_off(text, rows, [], height))
    ]
    rows, loose = with_headers(rows, loose, height)
    cut = _OVERLEAF if goes_on else inf, _OVERLEAF, foot
    found = _with_labels(rows, loose, height, cut)
    if found is None and (lone := _between_rows(rows, loose, height)):
        rows = sorted([*rows, *([text] for text in lone)], key=_top)
        found = _with_labels(rows, [text for text in loose if text not in lone], height, cut)
    return found if found and _holds_all(found, texts) else None


def _holds_all(found: DrawnRows, texts: Sequence[Text]) -> bool:
    """Whether each text between the first and the last row is one of these rows.

    What is left of a label that the page cuts goes to the first label, which is in doubt.
    """
    held = {id(line) for text in found.texts for line in text.lines}
    top, bottom = found.rows[0].top, found.rows[-1].bottom
    lines = [line for text in texts for line in text.lines]
    left = [line for line in lines if id(line) not in held and top < line.centre[1] < bottom]
    first = min((text for text in found.texts if text.row == 0), key=lambda text: text.x0)
    first.is_sure = first.is_sure and not left
    return all(
        is_label(line.text) and line.x0 < first.x1 and line.centre[1] < found.rows[0].bottom for line in left
    )


def _with_labels(
    rows: Sequence[list[Text]], loose: Sequence[Text], height: float, cut: tuple[float, float, float]
) -> DrawnRows | None:
    """The rows with the labels over them; None where one has no place.

    ``cut``: points off the middle that a label costs at most which the page cuts at its upper or its lower
    end; the latter where the rows reach further down than the third.
    """
    ys = boundaries(rows, height)
    if ys is None:
        return None
    for number, row in enumerate(rows):
        for text in row:
            text.row, text.end = number, number + text.end - text.row
    above, below, foot = cut
    cut_off = [text for text in loose if above != inf and _is_cut_off(text, rows, loose, height)]
    loose = [text for text in loose if ys[0] < text.middle < ys[-1] and text not in cut_off]
    placed = labels_over(loose, rows, ys, height, (above, below if ys[-1] > foot else _EARLY * height))
    if placed is None:
        return None
    for text in cut_off:
        text.row, text.end, text.is_sure = 0, _free_below(text, [*rows, placed]), False
    placed += cut_off
    # A label that the page cuts may reach beyond the rows that it stands over.
    ys[0] = min([ys[0], *(text.y0 - MARGIN for text in placed)])
    ys[-1] = max([ys[-1], *(text.y1 + MARGIN for text in placed)])
    whole = [list(row) for row in rows]
    for text in placed:
        whole[text.row] = sorted([*whole[text.row], text], key=lambda one: one.x0)
    return DrawnRows(text_rows(whole, ys), [text for row in whole for text in row])


def _is_cut_off(text: Text, rows: Sequence[Sequence[Text]], loose: Sequence[Text], height: float) -> bool:
    """Whether a text right above the first row is a label in a column of its own at the left: a cut one."""
    rest = (one for part in (*rows, loose) for one in part if one is not text)
    return (
        is_label(text.words)
        and text.middle < _top(rows[0]) < text.y1 + height
        and all(text.x1 < one.x0 for one in rest if one.middle > text.y1)
    )


def _free_below(text: Text, rows: Sequence[Sequence[Text]]) -> int:
    """The first row that has a text in the columns of this one."""
    below = (one.row for row in rows for one in row if min(one.x1, text.x1) > max(one.x0, text.x0))
    return min(below, default=max(one.end for row in rows for one in row))


def _between_rows(rows: Sequence[Sequence[Text]], loose: Sequence[Text], height: float) -> list[Text]:
    """Labels that stand between two rows, beside none: kinds of indicators of which the form has none.

    Those of the column nearest to the rows: in others labels stand over rows of that. There is room for a
    row; between rows of one label is none.
    """
    gaps = [(_bottom(upper), _top(lower)) for upper, lower in pairwise(rows)]
    usual = median(bottom - top for top, bottom in gaps) if gaps else 0.0
    between = [
        text
        for text in loose
        if any(
            top <= text.y0 + OVER * height
            and text.y1 <= bottom + OVER * height
            and bottom - top > text.y1 - text.y0 + usual
            for top, bottom in gaps
        )
    ]
    last = max((text.x0 for text in between), default=0.0)
    return [text for text in between if text.x1 > last]


def _runs(texts: Sequence[Text], height: float) -> list[list[Text]]:
    """Texts that follow each other to the right beside each other."""
    runs: list[list[Text]] = []
    for text in texts:
        if runs and text.x0 >= runs[-1][-1].x1 - BACK * height and _are_beside(runs[-1], text, height):
            runs[-1].append(text)
        else:
            runs.append([text])
    return [part for run in runs for part in _without_labels(run, height)]


def _without_labels(run: list[Text], height: float) -> Iterator[list[Text]]:
    """A run, and what is left of it without the labels at its left that may stand over the next rows too."""
    yield run
    for number in range(1, len(run) - 1):
        labels, rest = run[:number], run[number:]
        if max(text.y1 for text in labels) > min(text.y1 for text in rest) + OVER * height:
            yield rest


def _are_beside(run: Sequence[Text], text: Text, height: float) -> bool:
    return min(_bottom(run), text.y1) - max(_top(run), text.y0) > _BESIDE * height


def _top(row: Sequence[Text]) -> float:
    return min(text.y0 for text in row)


def _bottom(row: Sequence[Text]) -> float:
    return max(text.y1 for text in row)


def _below_each_other(runs: Sequence[list[Text]], height: float) -> list[list[Text]]:
    """The most texts in runs of which each begins below the one before."""
    left = min(run[0].x0 for run in runs)
    limit = left + _LABEL * (max(run[-1].x1 for run in runs) - left)
    best: list[tuple[float, int]] = []
    for number, run in enumerate(runs):
        weight = sum(1.0 if text.x1 > limit else _LIGHT for text in run)
        before = [
            (best[other][0], other)
            for other in range(number)
            if _top(run) >= _bottom(runs[other]) - OVER * height
        ]
        most, origin = max(before, default=(0.0, -1))
        best.append((most + weight, origin))
    at = max(range(len(runs)), key=lambda number: best[number][0])
    chosen: list[list[Text]] = []
    while at >= 0:
        chosen.append(runs[at])
        at = best[at][1]
    return chosen[::-1]
