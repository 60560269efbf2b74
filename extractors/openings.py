"""Cells that a page break cuts and a program leaves open there: nothing rules them off.

A cell over many rows that began on the page before and ends on the one after shows its sides only, so that
no ruling holds them to the rest of their table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from extractors.lattice import Frame, Ruling, Slot, Tolerances, merged, solve
from extractors.pages import Cut


def solved(
    horizontals: Sequence[Ruling], verticals: Sequence[Ruling], within: Tolerances | None = None
) -> tuple[Frame, ...]:
    """The frames that the rulings of a page make, such columns included."""
    within = within or Tolerances()
    frames = solve(horizontals, verticals, within)
    closing = [ruling for frame in frames for ruling in _closing(frame, verticals, within)]
    return solve([*horizontals, *closing], verticals, within) if closing else frames


def cut_cells(frame: Frame, horizontals: Iterable[Ruling], within: Tolerances) -> Cut:
    """Which cells at the upper and at the lower edge of a frame are open there, while others are closed."""
    edges = [(0, frame.ys[0]), (len(frame.ys) - 1, frame.ys[-1])]
    lines = list(horizontals)
    above, below = (_open_at(frame, row, y, lines, within) for row, y in edges)
    return Cut(above, below)


def _open_at(frame: Frame, row: int, y: float, lines: Sequence[Ruling], within: Tolerances) -> frozenset[int]:
    edge = [line for line in lines if abs(line.position - y) <= within.snap]
    cells = {slot.column: slot for slot in frame.slots if row in (slot.row, slot.row + slot.row_span)}
    is_open = {column for column, slot in cells.items() if _ruled(slot, edge) < within.cover}
    return frozenset(is_open) if len(is_open) < len(cells) else frozenset()


def _ruled(slot: Slot, lines: Sequence[Ruling]) -> float:
    """The share of a cell's width that lines cover, the one that covers most."""
    covered = (min(line.end, slot.x1) - max(line.start, slot.x0) for line in lines)
    return max(covered, default=0.0) / (slot.x1 - slot.x0)


def _closing(frame: Frame, verticals: Sequence[Ruling], within: Tolerances) -> Iterator[Ruling]:
    """The rulings that are missing above and below such columns beside a frame."""
    left, top, right, bottom = frame.xs[0], frame.ys[0], frame.xs[-1], frame.ys[-1]
    beside = [ruling for ruling in verticals if not left <= ruling.position <= right]
    if not beside:
        return
    as_high = [
        ruling.position
        for ruling in merged(beside, within)
        if abs(ruling.start - top) <= within.reach and abs(ruling.end - bottom) <= within.reach
    ]
    start, end = min([left, *as_high]), max([right, *as_high])
    for y in (top, bottom):
        if start < left - within.reach and left - start < right - left:
            yield Ruling(y, start, left)
        if end > right + within.reach and end - right < right - left:
            yield Ruling(y, right, end)
