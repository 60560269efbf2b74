"""Rows of a table without rulings whose rows were drawn one after the other, but its labels before or after.

Report writers draw what stands over several rows for itself. The rows are those texts that follow each other
to the right, the most that begin below each other; each label stands over the rows in whose middle it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from statistics import median

from extractors.unruled.bands import COLUMNS
from extractors.unruled.drawn import DrawnRows, boundaries, evened, table_of, text_rows
from extractors.unruled.rows import MARGIN
from extractors.unruled.spans import OVER
from extractors.unruled.standing import labels_over
from extractors.unruled.texts import BACK, Text, joined_lines, texts_of
from extractors.writing import Mark

_BESIDE = 0.3  # of the height by which texts of one row overlap at least
_LABEL = 0.4  # of the width: texts that end further left weigh less, since labels do
_LIGHT = 0.3  # what such a text weighs
_MIDDLE = 0.4  # of the height: how far off the middle of two rows of headers the others stand
_LEVEL = 0.25  # of the height: middles that differ by less are level
_PARTS = 2.0  # of the height: so far below the middle of two rows of headers parts stand at most
_OVERLEAF = 4.0  # points off the middle that a label costs which the page cuts
_EARLY = 0.7  # of the height: the same where much of the page is blank below the table
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
    rows = table_of(rows, height, least, goes_on)
    if not rows:
        return None
    taken = {id(text) for row in rows for text in row}
    top, bottom = rows[0][0].y0, max(text.y1 for text in rows[-1])
    loose = [text for text in texts if id(text) not in taken and top - height < text.middle < bottom + height]
    rows, loose = _with_headers(rows, loose, height)
    ys = boundaries(rows, height)
    if ys is None:
        return None
    for number, row in enumerate(rows):
        for text in row:
            text.row, text.end = number, number + text.end
    loose = [text for text in loose if ys[0] < text.middle < ys[-1]]
    cut = _OVERLEAF if goes_on else inf, _OVERLEAF if ys[-1] > foot else _EARLY * height
    placed = labels_over(loose, rows, ys, height, cut)
    if placed is None:
        return None
    # A label that the page cuts may reach beyond the rows that it stands over.
    ys[0] = min([ys[0], *(text.y0 - MARGIN for text in placed)])
    ys[-1] = max([ys[-1], *(text.y1 + MARGIN for text in placed)])
    for text in placed:
        rows[text.row] = sorted([*rows[text.row], text], key=lambda one: one.x0)
    return DrawnRows(text_rows(rows, ys), [text for row in rows for text in row])


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
    while len(run) > 2 and run[0].y1 > _bottom(run[1:]) + OVER * height:
        run = run[1:]
        yield run


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


def _with_headers(
    rows: Sequence[list[Text]], loose: Sequence[Text], height: float
) -> tuple[list[list[Text]], list[Text]]:
    """Headers over two rows, between a text above and its parts below them; ``end`` counts their rows."""
    found: list[list[Text]] = []
    left = list(loose)
    at = 0
    while at < len(rows):
        both = [text for row in rows[at : at + 2] for text in row]
        for row, taken in ((rows[at], 1), (both, 2)):
            if (heads := _heads(row, left, height)) is not None:
                found += heads
                left = [text for text in left if text not in heads[0] and text not in heads[1]]
                at += taken
                break
        else:
            found.append(rows[at])
            at += 1
    return found, left


def _start(text: Text) -> float:
    return text.x0


def _heads(row: Sequence[Text], loose: Sequence[Text], height: float) -> list[list[Text]] | None:
    """Two rows of headers: what stands in the middle of both with what is over parts; the parts."""
    lowest = max(text.middle for text in row)
    parts = [text for text in row if lowest - text.middle < _LEVEL * height]
    beside = [text for text in row if text not in parts]
    if len(parts) == len(row) >= COLUMNS and not any(map(_has_digit, row)):
        # Those that stand over two rows, if their parts were drawn apart.
        beside = parts
        parts = _parts_below(row, loose, height)
        loose = [text for text in loose if text not in parts]
        row = [*row, *parts]
    if len(parts) < 2 or not beside or len(row) < COLUMNS:
        return None
    middle = median(text.middle for text in beside)
    if any(abs(text.middle - middle) > _MIDDLE * height for text in beside):
        return None
    free = [text for text in loose if not any(_crosses(text, one) for one in beside)]
    beside += [text for text in free if abs(text.middle - middle) < _LEVEL * height]
    over = [
        text
        for text in free
        if middle - text.middle >= _LEVEL * height
        and abs((text.y0 + _bottom(parts)) / 2 - middle) < _MIDDLE * height
        and sum(_is_part(one, text, beside) for one in parts) > 1
    ]
    if not over:
        return None
    for text in beside:
        text.end = 2
    return [sorted([*beside, *over], key=_start), sorted(parts, key=_start)]


def _parts_below(row: Sequence[Text], loose: Sequence[Text], height: float) -> list[Text]:
    """Texts drawn apart that stand between those of a row, and level a little below their middle."""
    middle = median(text.middle for text in row)
    inside = [
        text
        for text in loose
        if _LEVEL * height <= text.middle - middle < _PARTS * height
        and not any(_crosses(text, one) for one in row)
    ]
    lowest = max((text.middle for text in inside), default=0.0)
    return [text for text in inside if lowest - text.middle < _LEVEL * height]


def _has_digit(text: Text) -> bool:
    return any(map(str.isdigit, text.words))


def _is_part(one: Text, text: Text, beside: Sequence[Text]) -> bool:
    """Whether a text stands under another, between what is beside both."""
    left = max((other.x1 for other in beside if other.x1 <= text.x0), default=-inf)
    right = min((other.x0 for other in beside if other.x0 >= text.x1), default=inf)
    return left <= one.x0 and one.x1 <= right


def _crosses(one: Text, other: Text) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)
