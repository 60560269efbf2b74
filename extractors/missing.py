"""Rulings that the paper left out in some rows or columns: put back where the texts show them.

The boundary must be one of the table's, ruled on both sides of the place; no text may cross it; and the texts
on its two sides must stand as texts of their own cells would, in the middle of them or as far from the edge
as their neighbours. Anything less stays one cell: a cell over several columns is the more usual thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.lattice import Frame, Slot
from extractors.writing import Mark, lines_of

SURE = 0.9
"""Confidence at most, of what stands in a cell whose ruling was put back: a person should look at it."""

_CLEAR = 1.0  # points at least between a text and a ruling that was left out
_MIDDLE = 2.0  # points between the middle of a text and that of its cell, if it is centred
_INSET = 1.5  # points by which texts that begin, or end, at one distance from their cell's edge may differ
_GAP = 1.0  # of the height: blank at least between texts on both sides of a boundary of columns
_PITCH = 1.7  # of the height: lines of one text are no further apart
_WIDEST = 6  # columns or rows, at most, of a cell that was several
_NEAR = 3  # rows, or columns, on either side of a cell in which a boundary shows that it is the table's
_FEWEST = 2  # texts that show that a cell was several
_WORDS = 2  # characters: less is no text of its own, but a letter of one that is written downwards

Interval = tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Way:
    """Along which axis boundaries are looked for: columns (0), or rows (1)."""

    axis: int

    def places(self, frame: Frame) -> tuple[float, ...]:
        return (frame.xs, frame.ys)[self.axis]

    def cells(self, slot: Slot) -> tuple[int, int]:
        """The first column (row) of a slot, and the one past its last."""
        start, span = ((slot.column, slot.column_span), (slot.row, slot.row_span))[self.axis]
        return start, start + span

    def extent(self, marks: Sequence[Mark]) -> Interval:
        if self.axis == 0:
            return min(mark.x0 for mark in marks), max(mark.x1 for mark in marks)
        return min(mark.y0 for mark in marks), max(mark.y1 for mark in marks)

    def part(self, slot: Slot, frame: Frame, start: int, end: int) -> Slot:
        """The part of a slot between two boundaries."""
        places = self.places(frame)
        if self.axis == 0:
            return slot._replace(column=start, column_span=end - start, x0=places[start], x1=places[end])
        return slot._replace(row=start, row_span=end - start, y0=places[start], y1=places[end])


_COLUMNS, _ROWS = _Way(0), _Way(1)


def with_missing_rulings(frame: Frame, marks: Sequence[Mark]) -> Frame:
    """The frame with cells divided that lack a ruling between them; the same frame where none does."""
    if not frame.is_ruled:
        return frame
    held: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.text.strip():
            held[frame.slot_at(*mark.centre)].append(mark)
    found = {
        index: cuts
        for index, inside in held.items()
        if len(inside) > 1 and (cuts := _cuts(frame, index, inside, held))
    }
    return _divided(frame, found) if found else frame


def _cuts(
    frame: Frame, index: int, inside: Sequence[Mark], held: Mapping[int, Sequence[Mark]]
) -> list[Slot] | None:
    """The cells that a slot is divided into; None where it stays one."""
    slot = frame.slots[index]
    if slot.row_span == slot.column_span == 1 or any(mark.turn for mark in inside):
        return None
    for way in (_COLUMNS, _ROWS):
        start, end = way.cells(slot)
        if not 1 < end - start <= _WIDEST:
            continue
        texts = [way.extent([mark]) for mark in inside]
        cuts = [
            place
            for place in range(start + 1, end)
            if _is_clear(texts, way.places(frame)[place]) and _is_ruled_beside(frame, slot, way, place)
        ]
        parts = [way.part(slot, frame, *ends) for ends in pairwise((start, *cuts, end))]
        if cuts and _stand_apart(frame, parts, inside, held, way):
            return parts
    return None


def _is_clear(texts: Sequence[Interval], at: float) -> bool:
    return all(end <= at - _CLEAR or start >= at + _CLEAR for start, end in texts)


def _is_ruled_beside(frame: Frame, slot: Slot, way: _Way, place: int) -> bool:
    """Whether the boundary is ruled near by on both sides of the slot, or on the one that there is.

    A header stands under cells with other boundaries: the rows near by below it must all have this one.
    """
    start, end = _ROWS.cells(slot) if way is _COLUMNS else _COLUMNS.cells(slot)
    last = len(frame.ys if way is _COLUMNS else frame.xs) - 1
    sides = (range(start - 1, max(start - 1 - _NEAR, -1), -1), range(end, min(end + _NEAR, last)))
    ruled = [[_is_ruled(frame, way, at, place) for at in side] for side in sides if side]
    if way is _COLUMNS and len(sides[1]) == _NEAR and all(ruled[-1]):
        return True
    return bool(ruled) and all(map(any, ruled))


def _is_ruled(frame: Frame, way: _Way, at: int, place: int) -> bool:
    """Whether a boundary parts two cells in a row (a column)."""
    if way is _COLUMNS:
        return frame.owners[at][place - 1] != frame.owners[at][place]
    return frame.owners[place - 1][at] != frame.owners[place][at]


def _stand_apart(
    frame: Frame,
    parts: Sequence[Slot],
    inside: Sequence[Mark],
    held: Mapping[int, Sequence[Mark]],
    way: _Way,
) -> bool:
    """Whether each part's text stands as that of a cell of its own, and no two look like one text."""
    texts = [[mark for mark in inside if _holds(part, mark)] for part in parts]
    said = [(part, marks) for part, marks in zip(parts, texts, strict=True) if marks]
    if len(said) < _FEWEST or sum(map(len, texts)) < len(inside):
        return False
    apart = _are_texts_of_columns if way is _COLUMNS else _are_texts_of_rows
    if not apart([marks for _, marks in said]):
        return False
    return all(_is_placed(frame, part, marks, held, way) for part, marks in said)


def _are_texts_of_columns(texts: Sequence[Sequence[Mark]]) -> bool:
    """Whether the texts of parts, from left to right, are further apart than their own letters are."""
    if not all(_says_something(marks) for marks in texts) and all(map(_is_word, texts)):
        return False
    lines = [line for marks in texts for line in lines_of(marks)]
    inner = [after.x0 - before.x1 for line in lines for before, after in pairwise(line)]
    gaps = (min(m.x0 for m in after) - max(m.x1 for m in before) for before, after in pairwise(texts))
    height = min(mark.height for marks in texts for mark in marks)
    return min(gaps) >= max(_GAP * height, 2 * max(inner, default=0.0))


def _is_word(marks: Sequence[Mark]) -> bool:
    """Whether a text is of letters: one alone may be of a word that is spread over its cell, a unit may not
    where the other text is a figure.
    """
    return "".join(mark.text.strip() for mark in marks).isalpha()


def _says_something(marks: Sequence[Mark]) -> bool:
    """Whether a text is a word, a figure or a dash, and no single letter of a word."""
    text = "".join(mark.text.strip() for mark in marks)
    return len(text) >= _WORDS or not text.isalpha()


def _are_texts_of_rows(texts: Sequence[Sequence[Mark]]) -> bool:
    """Whether the texts of parts, from top to bottom, are figures, or words too far apart for one text."""
    if all(mark.text.strip().strip("%").replace(".", "", 1).isdigit() for marks in texts for mark in marks):
        return True
    height = max(mark.height for marks in texts for mark in marks)
    pitches = (after[0].centre[1] - before[-1].centre[1] for before, after in pairwise(texts))
    return all(map(_says_something, texts)) and min(pitches) > _PITCH * height


def _is_placed(
    frame: Frame, part: Slot, marks: Sequence[Mark], held: Mapping[int, Sequence[Mark]], way: _Way
) -> bool:
    """Whether a text is in the middle of its part, or as far from an edge as its neighbours are."""
    low, high = _edges(part, way)
    start, end = way.extent(marks)
    if abs((start + end) / 2 - (low + high) / 2) <= _MIDDLE:
        return True
    for index, others in held.items():
        slot = frame.slots[index]
        if way is _COLUMNS and way.cells(slot) == way.cells(part) and not _touches(slot, part):
            first, last = way.extent(others)
            if abs(first - start) <= _INSET or abs(last - end) <= _INSET:
                return True
    return False


def _edges(part: Slot, way: _Way) -> Interval:
    return (part.x0, part.x1) if way is _COLUMNS else (part.y0, part.y1)


def _holds(part: Slot, mark: Mark) -> bool:
    x, y = mark.centre
    return part.x0 <= x <= part.x1 and part.y0 <= y <= part.y1


def _touches(slot: Slot, part: Slot) -> bool:
    """Whether a slot lies in the rows of a part: it is no neighbour above or below."""
    return slot.row < part.row + part.row_span and part.row < slot.row + slot.row_span


def _divided(frame: Frame, found: Mapping[int, Sequence[Slot]]) -> Frame:
    sure = frame.sure or (1.0,) * len(frame.slots)
    slots = [(slot, sure[index]) for index, slot in enumerate(frame.slots) if index not in found]
    slots += [(part, min(sure[index], SURE)) for index, parts in found.items() for part in parts]
    slots.sort(key=lambda item: (item[0].row, item[0].column))
    owners = [[0] * (len(frame.xs) - 1) for _ in frame.ys[1:]]
    for index, (slot, _) in enumerate(slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                owners[row][column] = index
    return replace(
        frame,
        slots=tuple(slot for slot, _ in slots),
        owners=tuple(map(tuple, owners)),
        sure=tuple(each for _, each in slots),
    )
