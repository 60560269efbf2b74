"""Columns whose cell reaches over a whole page: nothing rules them off at its top and bottom.

A cell over many rows that began on the page before and ends on the one after shows its sides only, so that
no ruling holds them to the rest of their table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.lattice import Frame, Ruling, Tolerances, merged, solve


def solved(
    horizontals: Sequence[Ruling], verticals: Sequence[Ruling], within: Tolerances | None = None
) -> tuple[Frame, ...]:
    """The frames that the rulings of a page make, such columns included."""
    within = within or Tolerances()
    frames = solve(horizontals, verticals, within)
    closing = [ruling for frame in frames for ruling in _closing(frame, verticals, within)]
    return solve([*horizontals, *closing], verticals, within) if closing else frames


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
