"""Rows of a table that is ruled between its rows, but not between all of its columns.

A ruling that leaves out a label says that the label stands over the rows on both sides of it. What stands
between two rulings is a row only if each cell holds lines drawn one after another: else rulings are missing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, pairwise
from statistics import median

from extractors.lattice import DRAWN, Ruling, merged
from extractors.unruled.bands import ROWS
from extractors.unruled.drawn import DrawnRows, evened, text_rows
from extractors.unruled.rows import Interval
from extractors.unruled.texts import Text, joined_lines
from extractors.writing import Mark

_PADDING = (
    1.0  # points by which a ruling reaches further than the words above it; a stroke under words does not
)
_STROKE = 0.5  # of the height: so far below words a stroke may be
_COVERS = 0.5  # of the width of a line: so much of it a ruling is above or below
_STRUCK = 0.3  # of its height: a ruling so far inside a line goes through it
_PITCH = 2.05  # of the height: the widest pitch of the lines of one text
_TITLE = 1.25  # of the height: higher lines are no text of a table
_LEVELS = 3  # heights at least at which there are rulings
_BESIDE = 0.5  # of the height: lines that overlap by more stand beside each other
_SEVERAL = 2  # lines of a cell that stand beside others: it is not one
_ABOVE = 0.8  # of the height: a row without a ruling over it stands as close above the first one, at most
_APART = 0.3  # of the height: blank, at least, between such a row and the lines above it
_ALIGNED = 1.5  # points by which texts of one column begin, end or have their middle elsewhere
_FIGURE = re.compile(r"[\d,.]+%?")


@dataclass(frozen=True, slots=True)
class _Level:
    """Rulings at one height."""

    y: float
    parts: tuple[Interval, ...]

    def covers(self, start: float, end: float) -> bool:
        inside = sum(max(0.0, min(end, b) - max(start, a)) for a, b in self.parts)
        return inside >= _COVERS * (end - start)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Lines between the same two levels, and their places in the order of drawing."""

    above: int
    below: int
    lines: list[Mark]
    numbers: list[int]

    def touches(self, other: _Cell) -> bool:
        """Whether some lines of both stand under each other, between the same levels."""
        return (self.above, self.below) == (other.above, other.below) and any(
            min(one.x1, two.x1) > max(one.x0, two.x0) for one in self.lines for two in other.lines
        )


def ruled_rows(marks: Sequence[Mark], horizontals: Sequence[Ruling], least: int) -> list[DrawnRows]:
    """The rows of each table of a page, from top to bottom; none where rulings do not show them."""
    lines = joined_lines(marks)
    if len(horizontals) < _LEVELS or not lines:
        return []
    height = median(line.height for line in lines)
    lines = [evened(line, height) for line in lines]
    levels = _with_first_row(_levels(horizontals, lines), lines, height)
    cells = _cells(lines, levels) if len(levels) >= _LEVELS else []
    titles = [cell for cell in cells if any(line.height > _TITLE * height for line in cell.lines)]
    if not cells or not all(_is_one(cell, height) for cell in cells if cell not in titles):
        return []
    stretches = _stretches(titles, len(levels) - 1)
    found = [table for first, end in stretches if (table := _table(cells, levels, first, end))]
    tables = [table for n, table in enumerate(found) if len(table.rows) >= (ROWS if n else least)]
    return [] if any(map(_hides_labels, tables)) else tables


def _levels(horizontals: Sequence[Ruling], lines: Sequence[Mark]) -> list[_Level]:
    rulings = [ruling for ruling in merged(horizontals, DRAWN) if not _is_stroke(ruling, lines)]
    return [
        _Level(y, tuple((r.start, r.end) for r in group))
        for y, group in groupby(sorted(rulings), key=lambda ruling: ruling.position)
    ]


def _with_first_row(levels: list[_Level], lines: Sequence[Mark], height: float) -> list[_Level]:
    """The levels with one more above a row that stands over the first ruling: rows have theirs below them.

    Texts beside each other, each in a column of texts below, are such a row; what has a colon is a line of
    the form's heading.
    """
    above = [line for line in lines if levels and line.centre[1] < levels[0].y]
    if not above:
        return levels
    last = max(above, key=lambda line: line.centre[1])
    row = [line for line in above if line.y1 > last.centre[1]]
    top, blank = min(line.y0 for line in row), levels[0].y - max(line.y1 for line in row)
    if len(row) < 2 or not 0 <= blank <= _ABOVE * height:
        return levels
    rest = [line for line in above if line not in row]
    if any(line.y1 > top - _APART * height for line in rest) or any(
        c in line.text for line in row for c in ":："
    ):
        return levels
    below = [line for line in lines if line not in above]
    if not all(any(map(partial(_is_above, line), below)) for line in row):
        return levels
    return [_Level(top - min(blank, _APART * height), levels[0].parts), *levels]


def _is_above(line: Mark, other: Mark) -> bool:
    """Whether two lines begin, end or have their middle at one place."""
    apart = line.x0 - other.x0, line.x1 - other.x1, line.centre[0] - other.centre[0]
    return min(map(abs, apart)) <= _ALIGNED


def _is_stroke(ruling: Ruling, lines: Sequence[Mark]) -> bool:
    """Whether a ruling is one under words, no further to the left and right than they are."""
    return any(
        line.centre[1] < ruling.position < line.y1 + _STROKE * line.height
        and line.x0 - _PADDING <= ruling.start
        and ruling.end <= line.x1 + _PADDING
        for line in lines
    )


def _cells(lines: Sequence[Mark], levels: Sequence[_Level]) -> list[_Cell]:
    """The lines between the first and the last level in their cells; none where a ruling goes through one."""
    cells: list[_Cell] = []
    for number, line in enumerate(lines):
        y, inset = line.centre[1], _STRUCK * line.height
        if not levels[0].y < y < levels[-1].y:
            continue
        over = [n for n, level in enumerate(levels) if level.covers(line.x0, line.x1)]
        if any(line.y0 + inset < levels[n].y < line.y1 - inset for n in over):
            return []
        above = max((n for n in over if levels[n].y < y), default=0)
        below = min((n for n in over if levels[n].y > y), default=len(levels) - 1)
        cell = _Cell(above, below, [line], [number])
        for other in [other for other in cells if cell.touches(other)]:
            cells.remove(other)
            cell.lines.extend(other.lines)
            cell.numbers.extend(other.numbers)
        cells.append(cell)
    return cells


def _stretches(titles: Sequence[_Cell], rows: int) -> Iterator[tuple[int, int]]:
    """The first row of each table, and the row past its last: no title stands between them."""
    parted = {row for title in titles for row in range(title.above, title.below)}
    first = 0
    for row in range(rows + 1):
        if row == rows or row in parted:
            if row > first:
                yield first, row
            first = row + 1


def _is_one(cell: _Cell, height: float) -> bool:
    """Whether lines are one text: drawn one after the other, no further apart than the lines of one."""
    if max(cell.numbers) - min(cell.numbers) >= len(cell.lines):
        return False
    lines = sorted(cell.lines, key=lambda line: line.centre[1])
    beside = sum(one.y1 - below.y0 > _BESIDE * height for one, below in pairwise(lines))
    return beside < _SEVERAL and all(
        below.centre[1] - line.centre[1] < _PITCH * height and not _are_two_figures(line, below)
        for line, below in pairwise(lines)
    )


def _are_two_figures(upper: Mark, lower: Mark) -> bool:
    """Whether two lines are figures, and not one that was broken."""
    are_figures = all(_FIGURE.fullmatch(line.text) for line in (upper, lower))
    is_one = _FIGURE.fullmatch(upper.text + lower.text) and lower.x1 - lower.x0 <= upper.x1 - upper.x0
    return are_figures and not is_one


def _table(cells: Sequence[_Cell], levels: Sequence[_Level], first: int, end: int) -> DrawnRows | None:
    """The table between two levels; a row without any text is put to the one above it."""
    inside = []
    for cell in cells:
        start, stop = max(first, cell.above), min(end, cell.below)
        if start < stop and levels[first].y < cell.lines[0].centre[1] < levels[end].y:
            inside.append((start, stop, cell))
    used = sorted({row for start, stop, _ in inside for row in range(start, stop)})
    if not used:
        return None
    texts = []
    for start, stop, cell in inside:
        lines = sorted(cell.lines, key=lambda line: (line.centre[1], line.x0))
        texts.append(Text(lines, bisect_left(used, start), bisect_left(used, stop)))
    rows = [sorted((t for t in texts if t.row == n), key=lambda t: t.x0) for n in range(len(used))]
    ys = [*(levels[row].y for row in used), levels[used[-1] + 1].y]
    return DrawnRows(text_rows(rows, ys), [text for row in rows for text in row])


def _hides_labels(table: DrawnRows) -> bool:
    """Whether rows lack labels, and none stands over several rows: the rulings go through them all."""
    if any(text.end > text.row + 1 for text in table.texts):
        return False
    return any(
        len(row.texts) > 1 and row.texts[0][0] >= above.texts[0][1] for above, row in pairwise(table.rows)
    )
