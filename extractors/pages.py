"""One page put together: frames and marks become tables and lines, in reading order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from extractors.lattice import Frame, Slot
from extractors.missing import with_missing_rulings
from extractors.model import Box, Cell, Page, Reading, TextLine
from extractors.overflow import runs_out_below, runs_out_beside, slots_held
from extractors.writing import (
    Mark,
    confidence_of,
    line_text,
    lines_of,
    mean_height,
    split_at_wide_gaps,
    text_of,
    turned,
    written_lines,
)

_FIGURE = re.compile(r"[<>≤≥=]?[\d.,，]+[%％]?|[<>≤≥=][\d.,，]+[^\W\d]{1,3}")
_FULL = 0.7  # of the width of its cell: a figure that goes on below fills as much of its line
RUN_TOGETHER = 0.5
"""Confidence at most, of figures that stand one above the other: so low that looks which see the same do not
make it sure, since a larger picture has no ruling either.
"""

Corners = tuple[float, float, float, float]
Place = Callable[[Corners], Box]
"""Where a rectangle of the frames' and marks' coordinates lies on the page as displayed."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the text of a cell ends: the height of its last line, the room beside and below it. Points."""

    height: float
    beside: float
    below: float


class Cut(NamedTuple):
    """The columns in which cells at the upper and the lower edge of a table are seen to be open there."""

    above: frozenset[int] = frozenset()
    below: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Table:
    """A grid on one page, before grids of following pages are joined to it.

    ``xs`` and ``ys`` are points of the page set upright and level, from its top left.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    endings: dict[tuple[int, int], Ending] = field(default_factory=dict)
    """By (row, column) of the lowest cells, those with text: whether it may go on overleaf."""

    rooms: tuple[tuple[float, float], ...] = ()
    """Where nothing is ruled: between which places each of ``xs`` may stand as well."""
    is_ruled: bool = True
    cut: Cut = field(default_factory=Cut)
    """Which cells go on on another page, as their missing rulings tell; none where that is not known."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line outside the tables; ``y0`` and ``y1`` are points of the page set upright and level."""

    text_line: TextLine
    y0: float
    y1: float

    @property
    def text(self) -> str:
        return self.text_line.text


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page holds, from top to bottom; ``width`` and ``height`` are those of the page set upright.

    A page is displayed as it was scanned, aslant or on its side; how its tables and lines lie on the paper
    is to be compared with other pages.
    """

    page: Page
    blocks: tuple[Line | Table, ...]
    width: float
    height: float


def put_together(
    page: Page,
    paper: Corners,
    frames: Sequence[Frame],
    marks: Sequence[Mark],
    place: Place,
    dpi: int | None,
    cuts: Sequence[Cut] = (),
) -> PageReading:
    """Marks go to the cell that holds their centre; the rest are lines between the tables.

    ``paper`` is the page in the coordinates of frames and marks, upright and level; ``cuts``: of each frame,
    where they are known.
    """
    left, top, right, bottom = paper
    held: list[list[Mark]] = [[] for _ in frames]
    free: list[Mark] = []
    for mark in marks:
        x, y = mark.centre
        for frame, inside in zip(frames, held, strict=True):
            if frame.holds(x, y):
                inside.append(mark)
                break
        else:
            free.append(mark)
    for frame, inside in zip(frames, held, strict=True):
        for mark in (*runs_out_below(frame, inside, free), *runs_out_beside(frame, inside, free)):
            inside.append(mark)
            free.remove(mark)
    placed: list[tuple[float, float, Line | Table]] = []
    for frame, inside, cut in zip(frames, held, cuts or [Cut()] * len(frames), strict=True):
        table = replace(_table(with_missing_rulings(frame, inside), inside, place, dpi), cut=cut)
        placed.append((frame.ys[0], frame.xs[0], _moved(table, left, top)))
    for highest, (x0, y0, _, y1), line in _free_lines(free, place, dpi):
        placed.append((highest, x0, Line(line, y0 - top, y1 - top)))
    placed.sort(key=lambda item: item[:2])
    return PageReading(page, tuple(block for _, _, block in placed), right - left, bottom - top)


def _free_lines(
    marks: Sequence[Mark], place: Place, dpi: int | None
) -> Iterator[tuple[float, Corners, TextLine]]:
    """Lines outside the tables: the top of the whole line, the hull of this piece of it, and its text."""
    turns = sorted({mark.turn for mark in marks})
    for turn in turns:
        upright = (
            [turned(mark, -turn) for mark in marks if mark.turn == turn]
            if turn
            else ([mark for mark in marks if not mark.turn])
        )
        for line in lines_of(upright):
            top = _hull([turned(mark, turn) for mark in line])[1]
            for piece in split_at_wide_gaps(line):
                if text := line_text(piece):
                    hull = _hull([turned(mark, turn) for mark in piece])
                    reading = Reading(text, confidence_of(piece), dpi)
                    yield top, hull, TextLine((reading,), place(hull))


def _table(frame: Frame, marks: Sequence[Mark], place: Place, dpi: int | None) -> Table:
    by_slot: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark, slot_held in zip(marks, slots_held(frame, marks), strict=True):
        by_slot[slot_held].append(mark)
    cells: list[Cell] = []
    endings: dict[tuple[int, int], Ending] = {}
    for index, slot in enumerate(frame.slots):
        inside = by_slot.get(index, [])
        lines = written_lines(inside)
        sure = min(confidence_of(inside), frame.sure[index] if frame.sure else 1.0)
        if _are_figures_apart(slot, lines):
            sure = min(sure, RUN_TOGETHER)
        reading = Reading(text_of(lines), sure, dpi)
        box = place((slot.x0, slot.y0, slot.x1, slot.y1))
        cells.append(Cell(slot.row, slot.column, slot.row_span, slot.column_span, (reading,), (box,)))
        if slot.row + slot.row_span == len(frame.ys) - 1 and lines and not any(m.turn for m in inside):
            endings[slot.row, slot.column] = _ending(slot, lines[-1])
    return Table(frame.xs, frame.ys, tuple(cells), endings, frame.rooms, frame.is_ruled)


def are_figures(lines: Sequence[str]) -> bool:
    """Whether there are several lines, and each is a figure."""
    return len(lines) > 1 and all(_FIGURE.fullmatch(line.strip()) for line in lines)


def _are_figures_apart(slot: Slot, lines: Sequence[Sequence[Mark]]) -> bool:
    """Whether each line of a cell is a figure, and none had to be broken: a ruling may be lost."""
    return (
        len(lines) > 1
        and are_figures([line_text(line) for line in lines])
        and all(line[-1].x1 - line[0].x0 < _FULL * (slot.x1 - slot.x0) for line in lines[:-1])
    )


def _moved(table: Table, left: float, top: float) -> Table:
    xs, ys = (x - left for x in table.xs), (y - top for y in table.ys)
    rooms = ((start - left, end - left) for start, end in table.rooms)
    return replace(table, xs=tuple(xs), ys=tuple(ys), rooms=tuple(rooms))


def _ending(slot: Slot, line: Sequence[Mark]) -> Ending:
    inked = [mark for mark in line if not mark.text.isspace()]
    # Blanks before the text are an indent, blanks behind it are nothing.
    beside = (slot.x1 - slot.x0) - (inked[-1].x1 - line[0].x0)
    return Ending(mean_height(inked), beside, slot.y1 - max(mark.y1 for mark in inked))


def _hull(marks: Sequence[Mark]) -> Corners:
    return (
        min(mark.x0 for mark in marks),
        min(mark.y0 for mark in marks),
        max(mark.x1 for mark in marks),
        max(mark.y1 for mark in marks),
    )
