"""Whether a line of text goes on in the next one, or two texts stand under each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.unruled.bands import BRIDGE
from extractors.unruled.rows import Interval
from extractors.writing import Mark, lines_of, usual_width

_UNBROKEN = re.compile(r"[!-~]+")  # what a line is not broken in
_CLOSING = re.compile(r"[，。、；：！？）》〉】」』”’％%]+")  # what no line begins with
_FIGURE = re.compile(r"\W*[\d,]+(\.\d*)?\W*")
_BESIDES = 2  # lines of a column with several texts: they are of several columns
_BESIDE = 0.5  # of the height: lines less far apart are one
_ROOM = 1.0  # points by which a line is shorter than one that its next word still had room in
_HEADER, _BODY = 3, 2  # columns of a row whose texts end and begin anew: more than have paragraphs or breaks


def run_together(pieces: Sequence[Mark], columns: Iterable[Interval], body: bool) -> bool:
    """Whether what was taken for one row is several: texts end, and others begin under them, in many columns.

    A line ends its text where the first word of the next one would still have had room in the column. Rows of
    a body are told from headers and rows of their own, whose texts may have lines of their own.
    """
    columns = list(columns)
    ends = sum(_has_ends(pieces, column) for column in columns)
    beside = max((_lines_of_several(pieces, column) for column in columns), default=0)
    figures = body and any(_has_ends(_figures(pieces), column) for column in columns)
    return figures or ends >= (_BODY if body else _HEADER) or beside >= _BESIDES


def _figures(pieces: Sequence[Mark]) -> list[Mark]:
    """Texts that are numbers: no cell has two of them under each other."""
    return [p for p in pieces if any(map(str.isdigit, p.text)) and not any(map(str.isalpha, p.text))]


def _lines_of_several(pieces: Sequence[Mark], column: Interval) -> int:
    """How many lines of a column have texts that stand beside each other."""
    start, end = column
    inside = [p for p in pieces if start - BRIDGE <= p.x0 and p.x1 <= end + BRIDGE]
    return sum(len(line) > 1 for line in lines_of(inside))


def _has_ends(pieces: Sequence[Mark], column: Interval) -> bool:
    start, end = column
    inside = [p for p in pieces if start - BRIDGE <= p.x0 and p.x1 <= end + BRIDGE]
    downwards = sorted(inside, key=lambda piece: piece.y0)
    return any(
        lower.y0 - upper.y0 >= _BESIDE * upper.height and not goes_on(upper, lower, end - start)
        for upper, lower in pairwise(downwards)
    )


def goes_on(upper: Mark, lower: Mark, width: float) -> bool:
    """Whether the first word of the lower line had no room in the upper one, in a column of such width."""
    if not any(character.isalpha() for character in upper.text + lower.text):
        # A figure is broken only where it is wider than its column; two of them have no blank between.
        one = len(lower.text) < len(upper.text) and _FIGURE.fullmatch(upper.text + lower.text)
        return bool(one) and upper.x1 - upper.x0 + _first(lower, True) >= width - _ROOM
    end, begin = upper.text[-1], lower.text[0]
    cut = (end + begin).isascii() and not (end + begin).isalpha()
    return upper.x1 - upper.x0 + _first(lower, cut) >= width - _ROOM


def _first(line: Mark, cut: bool) -> float:
    """The width of what stands on a line at least: its first word, or character where words are cut."""
    word = None if cut else _UNBROKEN.match(line.text)
    first = word.group() if word else line.text[0]
    closing = _CLOSING.match(line.text, len(first))
    first += closing.group() if closing else ""
    return (line.x1 - line.x0) * usual_width(first) / usual_width(line.text)
