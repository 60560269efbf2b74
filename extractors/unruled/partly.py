"""Whether the rulings of a page show its columns: forms are printed with some of their rulings too."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from extractors.lattice import Frame
from extractors.unruled.texts import joined_lines
from extractors.writing import Mark

_HIDDEN = 0.25  # share of the cells with text that hold texts beside each other


def hides_columns(frames: Sequence[Frame], marks: Sequence[Mark]) -> bool:
    """Whether many cells hold texts that stand beside each other: columns with no ruling between.

    ``marks`` are in the order in which they were drawn.
    """
    held: defaultdict[tuple[int, int], list[Mark]] = defaultdict(list)
    for mark in marks:
        for number, frame in enumerate(frames):
            if not mark.turn and frame.holds(*mark.centre):
                held[number, frame.slot_at(*mark.centre)].append(mark)
                break
    filled = [inside for inside in held.values() if not all(mark.text.isspace() for mark in inside)]
    hidden = sum(len(inside) > 1 and _stand_beside(inside) for inside in filled)
    return hidden > 0 and hidden >= _HIDDEN * len(filled)


def _stand_beside(marks: Sequence[Mark]) -> bool:
    return any(
        other.x0 > one.x1
        and min(one.y1, other.y1) - max(one.y0, other.y0) > 0.5 * min(one.height, other.height)
        for one, other in pairwise(joined_lines(marks))
    )
