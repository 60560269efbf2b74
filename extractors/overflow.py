"""Text that does not fit its cell and runs over a ruling: given back to the cell it began in.

A mark belongs where its middle is, unless it is seen to be part of a text of the cell beside, above or below:
a line that goes on through a vertical ruling, or lines at one pitch of which one is struck by a ruling.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence

from extractors.lattice import Frame
from extractors.writing import Mark

_NO_GAP = 0.12  # of the height: blank between two marks of one line that a ruling goes through
_LEVEL = 0.12  # of the height: how far the edges of marks in one line may differ
_AT_EDGE = 0.5  # of the height: blank at most between a line that fills its cell and the edge of the table
_LEVEL_INK = 0.25  # of the height: how far the middles of the ink of two parts of a line may differ
_ALIKE = 0.7  # of the height of the one: the least height of the other
_STRUCK = 0.15  # of its height: how much of a line lies on either side of the ruling that strikes it
_MOST_STRUCK = 2  # rulings of a frame that strike lines: more are rows too low for their text
_PITCH = 0.1  # of the pitch: how far the lines of one text may stray from it
_A_PITCH = 2  # lines that show the pitch of a text
_TIGHT = 1.7  # of the height: the widest pitch of lines in one cell
_CLEAR = 0.3  # of the height: blank at least between a line that runs over a ruling and the text behind it
_MIDDLE = 2.0  # points between the middle of a text and that of its cell, if it is centred


def slots_held(frame: Frame, marks: Sequence[Mark]) -> list[int]:
    """The slot of each mark of a frame."""
    slots = [frame.slot_at(*mark.centre) for mark in marks]
    if not frame.is_ruled:
        return slots
    struck = [i for i, mark in enumerate(marks) if not mark.turn and _is_struck(frame, mark)]
    if struck and len({_ruling_through(frame, marks[i]) for i in struck}) <= _MOST_STRUCK:
        _give_back_lines(frame, marks, slots, struck)
    beside = _going_on(marks, slots)
    if beside:
        _give_back_ends(frame, marks, slots, beside)
    return slots


def runs_out_below(frame: Frame, inside: Sequence[Mark], free: Sequence[Mark]) -> list[Mark]:
    """Lines that touch the lower edge of a table and go on with the text of a cell at its pitch."""
    bottom = frame.ys[-1]
    found = []
    for mark in free:
        if not (mark.y0 < bottom < mark.y1 and frame.xs[0] <= mark.centre[0] <= frame.xs[-1]):
            continue
        slot = frame.slot_at(mark.centre[0], bottom)
        lines = [m for m in inside if frame.slot_at(*m.centre) == slot and _is_under(m, mark)]
        if len(lines) < _A_PITCH:
            continue
        *_, above, last = sorted(m.centre[1] for m in lines)
        pitch = last - above
        if abs(mark.centre[1] - last - pitch) <= _PITCH * pitch and pitch <= _TIGHT * mark.height:
            found.append(mark)
    return found


def runs_out_beside(frame: Frame, inside: Sequence[Mark], free: Sequence[Mark]) -> list[Mark]:
    """Ends of lines that run over the right edge of a table."""
    edge = frame.xs[-1]
    found: list[Mark] = []
    for mark in sorted(free, key=lambda mark: mark.x0):
        near = mark.x0 - edge <= mark.height and frame.ys[0] <= mark.centre[1] <= frame.ys[-1]
        if near and any(_goes_on(before, mark) or _meet(before, mark, edge) for before in (*inside, *found)):
            found.append(mark)
    return found


def _meet(before: Mark, mark: Mark, edge: float) -> bool:
    """Whether a line fills its cell up to an edge, and another goes on behind it; hulls of ink differ."""
    fills = abs(before.x1 - edge) <= _AT_EDGE * before.height and edge - _AT_EDGE * mark.height <= mark.x0
    level = abs(before.centre[1] - mark.centre[1]) <= _LEVEL_INK * before.height
    alike = _ALIKE * before.height <= mark.height <= before.height / _ALIKE
    return fills and level and alike and not before.turn and not mark.turn


def _is_struck(frame: Frame, mark: Mark) -> bool:
    """Whether a ruling goes through the middle part of a line, from left to right."""
    x = mark.centre[0]
    inset = _STRUCK * mark.height
    high, low = mark.y0 + inset, mark.y1 - inset
    # Most lines touch no boundary of rows at all.
    if bisect_right(frame.ys, high) == bisect_right(frame.ys, low) or not mark.text.strip():
        return False
    inside = frame.holds(x, high) and frame.holds(x, low)
    return inside and frame.slot_at(x, high) != frame.slot_at(x, low)


def _ruling_through(frame: Frame, mark: Mark) -> float:
    return min(frame.ys, key=lambda y: abs(y - mark.centre[1]))


def _give_back_lines(frame: Frame, marks: Sequence[Mark], slots: list[int], struck: Sequence[int]) -> None:
    """Lines at one pitch through a ruling go to the cell below, if all its text is theirs; else above."""
    for index in struck:
        mark = marks[index]
        x, inset = mark.centre[0], _STRUCK * mark.height
        above, below = frame.slot_at(x, mark.y0 + inset), frame.slot_at(x, mark.y1 - inset)
        text = _lines_through(marks, slots, index, above, below)
        others = {slots[i] for i, m in enumerate(marks) if i not in text and m.text.strip()}
        # A cell that a page break cut prints its text in the middle of the whole: over its upper edge.
        owner = below if below not in others else above if above not in others else None
        if owner is not None:
            for i in text:
                slots[i] = owner


def _lines_through(
    marks: Sequence[Mark], slots: Sequence[int], index: int, above: int, below: int
) -> set[int]:
    """The lines above and below a struck one that stand at the pitch of its text, in the same middle."""
    struck = marks[index]
    near = [
        i
        for i, mark in enumerate(marks)
        if slots[i] in (above, below) and mark.text.strip() and _is_under(mark, struck)
    ]
    text = {index}
    pitches = sorted(
        abs(marks[i].centre[1] - struck.centre[1])
        for i in near
        if slots[i] == below and marks[i].centre[1] > struck.centre[1]
    )
    pitch = pitches[0] if pitches else None
    if pitch is not None and not 0.5 * struck.height < pitch <= _TIGHT * struck.height:
        return text
    for way in (-1, 1):
        last = struck
        while pitch is not None and (found := _next(marks, near, last, way * pitch)) is not None:
            text.add(found)
            last = marks[found]
    return text


def _next(marks: Sequence[Mark], near: Sequence[int], last: Mark, step: float) -> int | None:
    expected = last.centre[1] + step
    return next((i for i in near if abs(marks[i].centre[1] - expected) <= _PITCH * abs(step)), None)


def _is_under(one: Mark, other: Mark) -> bool:
    return abs(one.centre[0] - other.centre[0]) <= _MIDDLE or abs(one.x0 - other.x0) <= _MIDDLE


def _going_on(marks: Sequence[Mark], slots: Sequence[int]) -> list[tuple[int, int]]:
    """Pairs of marks in two slots, the second going on where the first ends."""
    ending: defaultdict[int, list[int]] = defaultdict(list)
    for i, mark in enumerate(marks):
        ending[round(mark.x1)].append(i)
    pairs = []
    for j, mark in enumerate(marks):
        start = round(mark.x0)
        for x in (start - 1, start, start + 1):
            for i in ending.get(x, ()):
                if slots[i] != slots[j] and _goes_on(marks[i], mark):
                    pairs.append((i, j))
    return pairs


def _goes_on(one: Mark, other: Mark) -> bool:
    height = min(one.height, other.height)
    return (
        abs(other.x0 - one.x1) <= _NO_GAP * height
        and abs(other.y0 - one.y0) <= _LEVEL * height
        and abs(other.y1 - one.y1) <= _LEVEL * height
        and not one.turn
        and not other.turn
    )


def _give_back_ends(
    frame: Frame, marks: Sequence[Mark], slots: list[int], pairs: Sequence[tuple[int, int]]
) -> None:
    """A line goes to the cell in whose middle it stands, else to that it begins in.

    Its neighbours are empty, or the less of it lies in them, clear of their own text.
    """
    for line in _chains(pairs):
        others = {
            slots[i]
            for i, m in enumerate(marks)
            if i not in line and m.text.strip() and not _is_clear_of(m, marks[line[-1]], marks[line[0]])
        }
        if all(_is_in_the_middle(frame, slots[i], marks[i].x0, marks[i].x1) for i in line):
            continue  # texts that each fill their own cell from one edge to the other
        first, own = slots[line[0]], {slots[i] for i in line}
        centred = [s for s in own if _is_in_the_middle(frame, s, marks[line[0]].x0, marks[line[-1]].x1)]
        owner = centred[0] if centred else first
        if not (own - {owner}) & others:
            for i in line:
                slots[i] = owner


def _is_in_the_middle(frame: Frame, slot: int, x0: float, x1: float) -> bool:
    return abs(frame.slots[slot].x0 + frame.slots[slot].x1 - x0 - x1) / 2 <= _MIDDLE


def _is_clear_of(mark: Mark, last: Mark, first: Mark) -> bool:
    """Whether a text stands behind the end of a line that began in another cell, with a gap between."""
    whole, over = last.x1 - first.x0, last.x1 - last.x0
    return mark.x0 - last.x1 >= _CLEAR * last.height and over < whole / 2


def _chains(pairs: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    following = dict(pairs)
    for start in following.keys() - set(following.values()):
        chain = [start]
        while chain[-1] in following:
            chain.append(following[chain[-1]])
        yield chain
