"""Whether the rulings of a page show its columns: forms are printed with some of their rulings too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from extractors.lattice import Frame, Ruling
from extractors.unruled.rows import Interval
from extractors.unruled.texts import joined_lines
from extractors.writing import Mark

_HIDDEN = 0.25  # share of the cells with text that hold texts beside each other
_MANY = 5  # cells of one column that do
_OVERLAP = 0.5  # of the height: what texts beside each other share at least


Slots = set[tuple[int, int]]
"""Number of the frame, index of the slot."""


def with_texts_beside(frames: Sequence[Frame], marks: Sequence[Mark]) -> tuple[Slots, Slots]:
    """The cells that hold text, and those of them that hold texts that stand beside each other.

    ``marks`` are in the order in which they were drawn.
    """
    held: defaultdict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        for number, frame in enumerate(frames):
            if not mark.turn and frame.holds(*mark.centre):
                held[number, frame.slot_at(*mark.centre)].append(mark)
                break
    filled = {slot for slot, inside in held.items() if not all(mark.text.isspace() for mark in inside)}
    return filled, {slot for slot in filled if len(held[slot]) > 1 and _stand_beside(held[slot])}


def hides_columns(frames: Sequence[Frame], filled: Slots, beside: Slots) -> bool:
    """Whether many cells, or many of one column, hold texts beside each other: no ruling is between."""
    columns = Counter((number, frames[number].slots[index].column) for number, index in beside)
    return bool(beside) and (len(beside) >= _HIDDEN * len(filled) or max(columns.values()) >= _MANY)


def outer_edges(horizontals: Iterable[Ruling], verticals: Iterable[Ruling]) -> Interval | None:
    """From where to where the rulings of a page reach."""
    places = [place for ruling in horizontals for place in (ruling.start, ruling.end)]
    places += [ruling.position for ruling in verticals]
    return (min(places), max(places)) if places else None


def _stand_beside(marks: Sequence[Mark]) -> bool:
    """Whether texts stand side by side, or a blank runs down through all that share some height."""
    if max(mark.x0 for mark in marks) <= min(mark.x1 for mark in marks):
        return False
    lines = sorted(joined_lines(marks), key=lambda line: line.x0)
    if not lines or lines[-1].x0 <= min(line.x1 for line in lines):
        return False
    return any(_is_beside(one, other) for one, other in combinations(lines, 2)) or any(
        _share_height(lines[:at], lines[at:]) for at in range(1, len(lines))
    )


def _is_beside(one: Mark, other: Mark) -> bool:
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    return other.x0 > one.x1 and overlap > _OVERLAP * min(one.height, other.height)


def _share_height(left: Sequence[Mark], right: Sequence[Mark]) -> bool:
    if max(line.x1 for line in left) >= right[0].x0:
        return False
    top, bottom = min(line.y0 for line in left), max(line.y1 for line in left)
    common = min(bottom, max(line.y1 for line in right)) - max(top, min(line.y0 for line in right))
    return common > _OVERLAP * min(left[0].height, right[0].height)
