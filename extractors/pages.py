"""One page put together: frames and marks become tables and lines, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.lattice import Frame, Slot
from extractors.model import Box, Cell, Page, Reading, TextLine
from extractors.overflow import runs_out_below, slots_held
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

Corners = tuple[float, float, float, float]
Place = Callable[[Corners], Box]
"""Where a rectangle of the frames' and marks' coordinates lies on the page as displayed."""


@dataclass(frozen=True, slots=True)
class Ending:
    """Where the text of a cell ends: the height of its last line, the room beside and below it. Points."""

    height: float
    beside: float
    below: float


@dataclass(frozen=True, slots=True)
class Table:
    """A grid on one page, before grids of following pages are joined to it."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    endings: dict[tuple[int, int], Ending] = field(default_factory=dict)
    """By (row, column) of the lowest cells, those with text: whether it may go on overleaf."""


@dataclass(frozen=True, slots=True)
class PageReading:
    """What one page holds, from top to bottom."""

    page: Page
    blocks: tuple[TextLine | Table, ...]


def put_together(
    page: Page, frames: Sequence[Frame], marks: Sequence[Mark], place: Place, dpi: int | None
) -> PageReading:
    """Marks go to the cell that holds their centre; the rest are lines between the tables."""
    held: list[list[Mark]] = [[] for _ in frames]
    free: list[Mark] = []
    for mark in marks:
        index = next((i for i, frame in enumerate(frames) if frame.holds(*mark.centre)), None)
        (free if index is None else held[index]).append(mark)
    for frame, inside in zip(frames, held, strict=True):
        for mark in runs_out_below(frame, inside, free):
            inside.append(mark)
            free.remove(mark)
    placed: list[tuple[float, float, TextLine | Table]] = []
    for frame, inside in zip(frames, held, strict=True):
        placed.append((frame.ys[0], frame.xs[0], _table(frame, inside, place, dpi)))
    for top, left, line in _free_lines(free, place, dpi):
        placed.append((top, left, line))
    placed.sort(key=lambda item: item[:2])
    return PageReading(page, tuple(block for _, _, block in placed))


def _free_lines(
    marks: Sequence[Mark], place: Place, dpi: int | None
) -> Iterator[tuple[float, float, TextLine]]:
    """Lines outside the tables, each with its top and left."""
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
                    x0, y0, x1, y1 = _hull([turned(mark, turn) for mark in piece])
                    reading = Reading(text, confidence_of(piece), dpi)
                    yield top, x0, TextLine((reading,), place((x0, y0, x1, y1)))


def _table(frame: Frame, marks: Sequence[Mark], place: Place, dpi: int | None) -> Table:
    by_slot: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark, slot_held in zip(marks, slots_held(frame, marks), strict=True):
        by_slot[slot_held].append(mark)
    cells: list[Cell] = []
    endings: dict[tuple[int, int], Ending] = {}
    for index, slot in enumerate(frame.slots):
        inside = by_slot.get(index, [])
        lines = written_lines(inside)
        reading = Reading(text_of(lines), confidence_of(inside), dpi)
        box = place((slot.x0, slot.y0, slot.x1, slot.y1))
        cells.append(Cell(slot.row, slot.column, slot.row_span, slot.column_span, (reading,), (box,)))
        if slot.row + slot.row_span == len(frame.ys) - 1 and lines and not any(m.turn for m in inside):
            endings[slot.row, slot.column] = _ending(slot, lines[-1])
    return Table(frame.xs, frame.ys, tuple(cells), endings)


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
