"""Seals as dark as print: the sides of a ring are upright for the height of a row, and pass for rulings.

A seal is round, some centimetres wide, and has a star in its middle. One side that looks like a stroke gives
away where its ring is.
"""

from __future__ import annotations

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling

Mask = npt.NDArray[np.uint8]

_SIDE = (14.0, 70.0)  # points: the length of a ring's side that looks upright
_RADII = np.arange(30.0, 85.0, 0.5)  # points: seals are 2 to 6 centimetres wide
_AMISS = np.arange(-8.0, 8.5, 1.0)  # points from the middle of such a side to the height of the centre
_ANGLES = np.linspace(0, 2 * np.pi, 120, endpoint=False)
_BESIDE = 5.0  # points inside and outside of the ring, where there is less ink
_COVERED = 0.8  # share of these angles, at least, at which a ring is inked
_PLAIN = 0.5  # share of them, at most, at which there is ink beside it
_FEW = 5  # of which one is looked at first
_HALF = 2.2  # points: half of the thickness of a ring
_SOLID = 5.0  # points: the thickness of a star, where it is thicker than rulings and print
_ACROSS = 9.0  # points within which a stroke that goes through a ring is seen on both sides of it


def without_rings(ink: Mask, uprights: Iterable[Ruling], scale: float) -> Mask | None:
    """The ink (255) without the rings, and their stars, of which these strokes are sides; None where there
    are none.

    ``scale``: pixels a point. Strokes that go on straight behind a ring go through it.
    """
    thick = cv2.dilate(ink, np.ones((round(scale) | 1,) * 2, np.uint8))
    rings, discs = np.zeros_like(ink), []
    for stroke in uprights:
        if _SIDE[0] <= stroke.end - stroke.start <= _SIDE[1] and (ring := _ring_at(stroke, thick, scale)):
            x, y, radius = (round(value * scale) for value in ring)
            cv2.circle(rings, (x, y), radius, (255,), round(2 * _HALF * scale))
            discs.append((x, y, radius))
    if not rings.any():
        return None
    rest: Mask = np.where(rings, 0, ink).astype(np.uint8)
    for x, y, radius in discs:
        box = np.s_[max(0, y - radius) : y + radius, max(0, x - radius) : x + radius]
        rest[box] = _without_solid(rest[box], scale)
    across = round(_ACROSS * scale)
    through = [
        cv2.morphologyEx(rest, cv2.MORPH_CLOSE, np.ones(size, np.uint8))
        for size in ((across, 1), (1, across))
    ]
    return np.where((through[0] | through[1]) & rings & ink, 255, rest).astype(np.uint8)


def _without_solid(ink: Mask, scale: float) -> Mask:
    """Without what is thicker than any stroke."""
    solid = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((round(_SOLID * scale),) * 2, np.uint8))
    grown = cv2.dilate(solid, np.ones((round(_SOLID * scale) | 1,) * 2, np.uint8))
    return np.where(grown, 0, ink).astype(np.uint8)


def _ring_at(side: Ruling, ink: Mask, scale: float) -> tuple[float, float, float] | None:
    """Centre and radius, in points, of the ring that has this side, to the left or to the right."""
    radii, amiss, directions = (each.ravel() for each in np.meshgrid(_RADII, _AMISS, (-1.0, 1.0)))
    x, y = side.position + directions * radii, (side.start + side.end) / 2 + amiss
    some = np.flatnonzero(_inked(ink, x, y, radii, scale, _ANGLES[::_FEW]) >= _COVERED)
    if not len(some):
        return None
    inked = _inked(ink, x[some], y[some], radii[some], scale, _ANGLES)
    at = some[[int(inked.argmax())]]
    beside = [_inked(ink, x[at], y[at], radii[at] + by, scale, _ANGLES)[0] for by in (-_BESIDE, _BESIDE)]
    if inked.max() < _COVERED or max(beside) > _PLAIN:
        return None
    return float(x[at[0]]), float(y[at[0]]), float(radii[at[0]])


def _inked(
    ink: Mask,
    x: npt.NDArray[np.float64],
    y: npt.NDArray[np.float64],
    radii: npt.NDArray[np.float64],
    scale: float,
    angles: npt.NDArray[np.float64],
) -> npt.NDArray[np.float64]:
    """The share of the angles at which each of these circles is inked; outside the page nothing is."""
    columns = np.rint((x[:, None] + radii[:, None] * np.cos(angles)) * scale).astype(np.intp)
    rows = np.rint((y[:, None] + radii[:, None] * np.sin(angles)) * scale).astype(np.intp)
    height, width = ink.shape
    on_page = (columns >= 0) & (columns < width) & (rows >= 0) & (rows < height)
    hit = ink[rows.clip(0, height - 1), columns.clip(0, width - 1)] > 0
    return np.asarray((hit & on_page).mean(axis=1))
