"""Rows of a table without rulings by the order in which a program drew its texts.

Office programs and report writers draw a table cell by cell, each row from left to right. Where the order
and the places of the texts say the same, it shows what alignment cannot: which lines are one text, which
texts are one row however close the rows stand, and in which row a label over several rows begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from unicodedata import name

from extractors.unruled.bands import COLUMNS
from extractors.unruled.rows import MARGIN, TextRow, merged
from extractors.unruled.spans import (
    OVER,
    has_labels_in_the_middle,
    held_at,
    stand_in_their_rows,
    stretch_down,
)
from extractors.unruled.texts import BACK, UNEVEN, Text, joined_lines, texts_of
from extractors.writing import Mark

_FOREIGN = 0.6  # of the height: lines of other scripts differ by less: some boxes are as high as letters
_LEVEL = 1.0  # points between edges that are one
_STEP = 0.4  # of the height: a row begins at least so far below the one above
_PROMPT = re.compile(r".*[^\d\s][:：].*", re.S)  # a label with its value in one text
_PAGE_NUMBER = re.compile(r"(?=.*\d)[\W\d第共页]+", re.S)
_PROMPTS = 3  # such texts on one line above a table


@dataclass(frozen=True, slots=True)
class DrawnRows:
    rows: list[TextRow]
    texts: list[Text]
    """Those over several rows too, by the numbers of ``rows``."""


def drawn_rows(marks: Sequence[Mark], least: int, goes_on: bool, foot: float = 0.0) -> DrawnRows | None:
    """The rows of the table whose texts come in this order; None where order and places do not agree.

    ``goes_on``: whether it may begin on the page before. ``foot``: the place from which on a table at the end
    of the page may go on overleaf.
    """
    lines = joined_lines(marks)
    if len(lines) < 2:
        return None
    height = median(line.height for line in lines)
    lines = [evened(line, height) for line in lines]
    stretch, others = _stretches(_rows(texts_of(lines), height), height)
    rows = table_of(stretch, height, least, goes_on)
    ys = boundaries(rows, height) if rows else None
    if ys is None:
        return None
    if any(len(row) >= COLUMNS or any(ys[0] < text.middle < ys[-1] for text in row) for row in others):
        return None
    for row, texts in enumerate(rows):
        for text in texts:
            text.row = row
    held = held_at(rows, height)
    stretch_down(rows, ys, height, foot, held)
    if held != "top" and has_labels_in_the_middle(rows):
        return None
    if held == "middle" and not stand_in_their_rows(rows, ys, height, goes_on, foot):
        return None
    return DrawnRows(text_rows(rows, ys), [text for texts in rows for text in texts])


def evened(line: Mark, height: float) -> Mark:
    """With the usual height, if it is nearly as high: boxes hang on the font of the glyphs in them.

    Of other scripts than Chinese, and of digits, fonts differ more.
    """
    uneven = UNEVEN if any(map(_is_chinese, line.text)) else _FOREIGN
    if abs(line.height - height) > uneven * height:
        return line
    middle = line.centre[1]
    return line._replace(y0=middle - height / 2, y1=middle + height / 2)


def _is_chinese(character: str) -> bool:
    return name(character, "").startswith("CJK")


def _rows(texts: Sequence[Text], height: float) -> list[list[Text]]:
    """Texts that follow each other to the right; not two that stand under each other, and nothing beside."""
    runs: list[list[Text]] = []
    for text in texts:
        if runs and text.x0 >= runs[-1][-1].x1 - BACK * height:
            runs[-1].append(text)
        else:
            runs.append([text])
    rows: list[list[Text]] = []
    for run in runs:
        rows.append([run[0]])
        for number, text in enumerate(run[1:], 1):
            bottom = max(one.y1 for one in rows[-1])
            if any(other.y0 < bottom for other in run[number:]):
                rows[-1].append(text)
            else:
                rows.append([text])
    return rows


def _top(row: Sequence[Text]) -> float:
    return min(text.y0 for text in row)


def _stretches(rows: Sequence[list[Text]], height: float) -> tuple[list[list[Text]], list[list[Text]]]:
    """The longest stretch of rows that begin below each other, and all other rows."""
    stretches: list[list[list[Text]]] = []
    for row in rows:
        if stretches and _top(row) > _top(stretches[-1][-1]) + _STEP * height:
            stretches[-1].append(row)
        else:
            stretches.append([row])
    longest = max(stretches, key=lambda stretch: sum(map(len, stretch)))
    return longest, [row for stretch in stretches if stretch is not longest for row in stretch]


def table_of(
    rows: list[list[Text]], height: float, least: int, goes_on: bool, texts: Sequence[Text] = ()
) -> list[list[Text]]:
    """From the first to the last row of several texts, and rests of cut rows that directly stand by them.

    Prompts above a table are none of its rows. ``texts`` are those of the page: labels may stand in no row.
    """
    several = [index for index, row in enumerate(rows) if len(row) > 1 and not _has_prompts(row)]
    if len(several) < least:
        return []
    first, last = several[0], several[-1]
    top, bottom = _top(rows[first]), max(text.y1 for text in rows[last])
    inside = [text.x0 for text in texts if top - height < text.middle < bottom + height]
    left = min([*inside, *(row[0].x0 for row in rows[first : last + 1])])
    while last + 1 < len(rows) and _is_rest(rows[last + 1], rows[last], left, height):
        last += 1
    while goes_on and first > 0 and _is_rest(rows[first - 1], rows[first], left, height):
        first -= 1
    return rows[first : last + 1]


def _is_rest(row: Sequence[Text], by: Sequence[Text], left: float, height: float) -> bool:
    """Whether the only text of a row is what the page cut off from one beside the labels."""
    text = row[0]
    apart = max(text.y0 - max(one.y1 for one in by), min(one.y0 for one in by) - text.y1)
    over = sum(min(text.x1, one.x1) - max(text.x0, one.x0) > 0 for one in by)
    # Dots, and a name alone in its column, are a whole row: around them rows end.
    whole = not any(map(str.isalnum, text.words)) or any(_begin_or_centre_alike(text, one) for one in by)
    beside = text.x0 > left + height and apart < (1 + whole) * height and over < 2
    small = abs(text.lines[0].height - height) <= UNEVEN * height
    is_name = any(abs(text.x0 - one.x0) < _LEVEL for one in by)
    return len(row) == 1 and beside and small and (is_name or not _PAGE_NUMBER.fullmatch(text.words))


def _begin_or_centre_alike(one: Text, other: Text) -> bool:
    return abs(one.x0 - other.x0) < _LEVEL or abs(one.x0 + one.x1 - other.x0 - other.x1) < 2 * _LEVEL


def _has_prompts(row: Sequence[Text]) -> bool:
    return len(row) <= _PROMPTS and all(_PROMPT.fullmatch(text.words) for text in row)


def boundaries(rows: Sequence[Sequence[Text]], height: float) -> list[float] | None:
    """Where rows begin and end; None where no text of a row ends above the next row.

    A text that begins highest in its row fills its cell, and the last row that it stands over ends below it.
    """
    ys = [_top(rows[0]) - MARGIN]
    filling: list[float] = []
    for row, below in pairwise(rows):
        top = _top(below)
        ends = [text.y1 for text in row if text.y1 <= top + OVER * height]
        if not ends:
            return None
        ends += [y for y in filling if y <= top + OVER * height]
        ys.append((max(ends) + top) / 2)
        level = _top(row) + UNEVEN * height
        filling += [text.y1 for text in row if text.y0 <= level]
    return [*ys, max(text.y1 for row in rows for text in row) + MARGIN]


def text_rows(rows: Sequence[Sequence[Text]], ys: Sequence[float]) -> list[TextRow]:
    found = []
    for number, (top, bottom) in enumerate(pairwise(ys)):
        inside = [text for row in rows for text in row if text.row <= number < text.end]
        spaces = merged([(text.x0, text.x1) for text in inside], 0.0)
        pieces = [line for text in rows[number] for line in text.lines]
        found.append(TextRow(top, bottom, pieces, spaces))
    return found
