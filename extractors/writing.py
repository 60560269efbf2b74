"""Marks on a page put into lines: the order of reading inside a cell and outside all cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

_SAME_LINE = 0.5  # share of the smaller height by which marks of one line overlap
_WORD_GAP = 0.3  # of the height: a gap between Latin letters or digits that is a space though none is written
_LATIN = 0.5  # of the height: the width of a Latin letter or a digit
_COLUMN_GAP = 3.0  # of the height: blank this wide outside a table separates two texts of one line


class Mark(NamedTuple):
    """A run of characters of an exported PDF, or a piece of a line recognised in a scan; in points."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    confidence: float = 1.0
    turn: int = 0
    """Quarter turns clockwise by which the writing is turned away from upright."""

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def centre(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


def usual_width(text: str) -> float:
    """How wide a text is as fonts set it, in heights: a Chinese character is as wide as high."""
    return sum(_LATIN if character.isascii() else 1.0 for character in text)


def lines_of(marks: Iterable[Mark]) -> list[list[Mark]]:
    """Marks by line from top to bottom, each line by x. A raised or lowered mark stays in its line."""
    lines: list[list[Mark]] = []
    top, bottom = 0.0, 0.0
    for mark in sorted(marks, key=lambda mark: (mark.y0 + mark.y1, mark.x0)):
        overlap = min(bottom, mark.y1) - max(top, mark.y0)
        if lines and overlap >= _SAME_LINE * min(bottom - top, mark.y1 - mark.y0):
            lines[-1].append(mark)
            if mark.y1 - mark.y0 > bottom - top:
                top, bottom = mark.y0, mark.y1
        else:
            lines.append([mark])
            top, bottom = mark.y0, mark.y1
    for line in lines:
        line.sort(key=lambda mark: mark.x0)
    return lines


def written_lines(marks: Sequence[Mark]) -> list[list[Mark]]:
    """The lines of one cell in the order of reading, without blank ones; turned writing as if upright."""
    if len(marks) == 1 and not marks[0].turn:
        return [] if marks[0].text.isspace() else [list(marks)]
    return [
        line for part in by_turn(marks) for line in lines_of(part) if not all(m.text.isspace() for m in line)
    ]


def text_of(lines: Iterable[Sequence[Mark]]) -> str:
    """The text of one cell, a line break between its lines."""
    return "\n".join(map(line_text, lines))


def by_turn(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Marks of one direction of writing together, the upmost first, each as if it were upright."""
    if not any(mark.turn for mark in marks):
        return [list(marks)]
    parts: dict[int, list[Mark]] = {}
    for mark in sorted(marks, key=lambda mark: (mark.y0, mark.x0)):
        parts.setdefault(mark.turn, []).append(mark)
    return [[turned(mark, -mark.turn) for mark in part] for part in parts.values()]


def turned(mark: Mark, quarters: int) -> Mark:
    """The mark on a page that is turned clockwise by so many quarters around its corner."""
    x0, y0, x1, y1 = mark.x0, mark.y0, mark.x1, mark.y1
    corners = ((x0, y0, x1, y1), (-y1, x0, -y0, x1), (-x1, -y1, -x0, -y0), (y0, -x1, y1, -x0))[quarters % 4]
    return Mark(mark.text, *corners, mark.confidence, (mark.turn + quarters) % 4)


def line_text(line: Sequence[Mark]) -> str:
    """The text of one line."""
    if len(line) == 1:
        return line[0].text.strip()
    written = [line[0].text]
    for before, mark in pairwise(line):
        if _needs_space(before, mark):
            written.append(" ")
        written.append(mark.text)
    return "".join(written).strip()


def split_at_wide_gaps(line: Sequence[Mark]) -> list[list[Mark]]:
    """A line outside the tables, cut where it is blank for some characters' width."""
    pieces: list[list[Mark]] = []
    for mark in line:
        if mark.text.isspace():
            continue
        if pieces and mark.x0 - pieces[-1][-1].x1 <= _COLUMN_GAP * mark.height:
            pieces[-1].append(mark)
        else:
            pieces.append([mark])
    return [_with_spaces(piece, line) for piece in pieces]


def confidence_of(marks: Sequence[Mark]) -> float:
    """The least of the marks: a text is as sure as its worst line; a blank is certain."""
    return min((mark.confidence for mark in marks if mark.confidence < 1 and mark.text.strip()), default=1.0)


def mean_height(marks: Sequence[Mark]) -> float:
    return sum(mark.height for mark in marks) / len(marks) if marks else 0.0


def _needs_space(before: Mark, after: Mark) -> bool:
    gap = after.x0 - before.x1
    return (
        gap > _WORD_GAP * min(before.height, after.height)
        and _is_latin(before.text[-1:])
        and _is_latin(after.text[:1])
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _with_spaces(piece: list[Mark], line: Sequence[Mark]) -> list[Mark]:
    first, last = piece[0].x0, piece[-1].x1
    inside = {id(mark) for mark in piece}
    return [m for m in line if id(m) in inside or (m.text.isspace() and first <= m.centre[0] <= last)]
