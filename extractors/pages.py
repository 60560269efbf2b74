"""One page put together: frames and marks become tables and lines, in reading order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from extractors.lattice import Frame, Slot
from extractors.model import Box, Cell, Page, Reading, TextLine
from extractors.writing import (
    Mark,
    confidence_of,
    line_text,
    lines_of,
    mean_height,
    split_at_wide_gaps,
    text_of,
)

_SHORT_NUMBER = 3  # characters: a score or a weight in its narrow column
_PADDING = 12.0  # points left blank at both sides of a cell together, as Word does

Corners = tuple[float, float, float, float]
Place = Callable[[Corners], Box]
"""Where a rectangle of the frames' and marks' coordinates lies on the page as displayed."""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid on one page, before grids of following pages are joined to it."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    brimful: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of the cells whose text has no room for another character: it may go on overleaf."""


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
    placed: list[tuple[float, float, TextLine | Table]] = []
    for frame, inside in zip(frames, held, strict=True):
        placed.append((frame.ys[0], frame.xs[0], _table(frame, inside, place, dpi)))
    for line in lines_of(free):
        top = min(mark.y0 for mark in line)
        for piece in split_at_wide_gaps(line):
            if text := line_text(piece):
                reading = Reading(text, confidence_of(piece), dpi)
                placed.append((top, piece[0].x0, TextLine((reading,), place(_hull(piece)))))
    placed.sort(key=lambda item: item[:2])
    return PageReading(page, tuple(block for _, _, block in placed))


def _table(frame: Frame, marks: Sequence[Mark], place: Place, dpi: int | None) -> Table:
    by_slot: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_slot[frame.slot_at(*mark.centre)].append(mark)
    cells = tuple(_cell(slot, by_slot[index], place, dpi) for index, slot in enumerate(frame.slots))
    brimful = (slot for index, slot in enumerate(frame.slots) if _is_brimful(slot, by_slot[index]))
    return Table(frame.xs, frame.ys, cells, frozenset((slot.row, slot.column) for slot in brimful))


def _cell(slot: Slot, marks: Sequence[Mark], place: Place, dpi: int | None) -> Cell:
    reading = Reading(text_of(marks), confidence_of(marks), dpi)
    box = place((slot.x0, slot.y0, slot.x1, slot.y1))
    return Cell(slot.row, slot.column, slot.row_span, slot.column_span, (reading,), (box,))


def _is_brimful(slot: Slot, marks: Sequence[Mark]) -> bool:
    """Whether the text reaches the last corner of its cell; a short number may, without going on."""
    inked = [mark for mark in marks if mark.text.strip()]
    text = "".join(mark.text for mark in inked)
    if len(text) <= _SHORT_NUMBER and not any(character.isalpha() for character in text):
        return False
    last = lines_of(inked)[-1]
    height = mean_height(last)
    room_beside = (slot.x1 - slot.x0) - (last[-1].x1 - last[0].x0)
    room_below = slot.y1 - max(mark.y1 for mark in last)
    return room_beside < height + _PADDING and room_below < height


def _hull(marks: Sequence[Mark]) -> Corners:
    return (
        min(mark.x0 for mark in marks),
        min(mark.y0 for mark in marks),
        max(mark.x1 for mark in marks),
        max(mark.y1 for mark in marks),
    )
