"""Rulings that end before those they should meet: where each cell is drawn alone, corners are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractors.lattice import Ruling

_NEAR = 4.0  # points around the end of a ruling within which it meets another
_OPEN = (
    1.0  # points before the middle of those they meet that a quarter of the ends lie, where corners are open
)
_MORE = 0.8  # points by which a short ruling may end earlier than nearly all of the long ones do
_FEWEST = 20  # ends of long rulings that meet others, to tell by


def open_corners(across: Sequence[Ruling], down: Sequence[Ruling], usual: float) -> float:
    """Points by which short rulings may end before the middle of those they meet; ``usual`` where the long
    ones of the page meet each other.
    """
    gaps = np.array([*_gaps(across, down), *_gaps(down, across)])
    if len(gaps) < _FEWEST or float(np.percentile(gaps, 75)) <= _OPEN:
        return usual
    return float(np.percentile(gaps, 90)) + _MORE


def _gaps(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> Iterator[float]:
    """Points by which each end stops short of the nearest crossing ruling; below 0 where it goes past it."""
    places = np.array([ruling.position for ruling in crossing])
    starts = np.array([ruling.start for ruling in crossing]) - _NEAR
    ends = np.array([ruling.end for ruling in crossing]) + _NEAR
    for ruling in rulings:
        met = places[(starts <= ruling.position) & (ruling.position <= ends)]
        for before in (ruling.start - met, met - ruling.end):
            near = before[np.abs(before) <= _NEAR]
            if len(near):
                yield float(near[np.abs(near).argmin()])
