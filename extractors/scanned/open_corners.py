"""Rulings that end before those they should meet: where each cell is drawn alone, corners are open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from extractors.lattice import Ruling

_NEAR = 4.0  # points around the end of a ruling within which it meets another
_OPEN = 1.0  # points before the middle of those they meet: a quarter of the ends, where corners are open
_MORE = 0.8  # points by which a short ruling may end earlier than nearly all of the long ones do
_ASTRAY = 0.7  # points by which the pieces of one ruling lie beside each other
_BETWEEN = 3.0  # points between them: each ends before the ruling that it meets, on either side of it
_PIECES = 2  # at least
_LONG = 30.0  # points that they are together, at least
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


def pieced_together(pieces: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """Rulings of pieces a cell long that lie in one line, broken only where another ruling crosses them."""
    found: list[Ruling] = []
    waiting = sorted(pieces, key=lambda piece: (piece.position, piece.start))
    while waiting:
        first = waiting[0].position
        line = sorted((p for p in waiting if p.position - first <= _ASTRAY), key=lambda piece: piece.start)
        waiting = waiting[len(line) :]
        chain = line[:1]
        for piece in line[1:]:
            if not _is_crossed(chain[-1], piece, crossing):
                found += _whole(chain)
                chain = []
            chain.append(piece)
        found += _whole(chain)
    return found


def _is_crossed(before: Ruling, after: Ruling, crossing: Sequence[Ruling]) -> bool:
    if not 0 < after.start - before.end <= _BETWEEN:
        return False
    return any(
        before.end <= ruling.position <= after.start
        and ruling.start - _NEAR <= after.position <= ruling.end + _NEAR
        for ruling in crossing
    )


def _whole(chain: Sequence[Ruling]) -> list[Ruling]:
    """The ruling that pieces are, up to those that the first and the last of them meet; none of a few."""
    if len(chain) < _PIECES or chain[-1].end - chain[0].start < _LONG:
        return []
    place = float(np.mean([piece.position for piece in chain]))
    return [Ruling(place, chain[0].start - _BETWEEN / 2, chain[-1].end + _BETWEEN / 2)]
