"""Whether a line of text goes on in the next one, or two texts stand under each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.text_bands import BRIDGE
from extractors.text_rows import Interval
from extractors.writing import Mark

_UNBROKEN = re.compile(r"[!-~]+")  # what a line is not broken in
_NARROW = 0.5  # of the width of another character: one of ASCII
_BESIDE = 0.5  # of the height: lines less far apart are one
_ROOM = 1.0  # points by which a line is shorter than one that its next word still had room in
_RUN_TOGETHER = 3  # columns of a row whose texts end and begin anew: more than one has paragraphs of its own


def run_together(pieces: Sequence[Mark], columns: Iterable[Interval]) -> bool:
    """Whether what was taken for one row is several: texts end, and others begin under them, in many columns.

    A line ends its text where the first word of the next one would still have had room in the column.
    """
    return sum(_has_ends(pieces, column) for column in columns) >= _RUN_TOGETHER


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
    return upper.x1 - upper.x0 + _first_word(lower) >= width - _ROOM


def _first_word(line: Mark) -> float:
    """The width of what stands on a line at least."""
    word = _UNBROKEN.match(line.text)
    return (line.x1 - line.x0) * _weight(word.group() if word else line.text[0]) / _weight(line.text)


def _weight(text: str) -> float:
    return sum(_NARROW if character.isascii() else 1.0 for character in text)
