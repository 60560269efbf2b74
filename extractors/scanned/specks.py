"""Specks of dust that stand alone: no smaller mark of print is so far from any other.

A point or a comma stands beside its characters, and the dots of …… beside each other.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import Components

_SMALL = 2.0  # points: a speck, or a point, is no longer in either direction
_MIDDLE = 2.5  # points from the middle of its cell, across and down, within which a hyphen stands
_BESIDE, _ABOVE = 12.0, 3.0  # points within which a point has print beside, above or below it
_DOTS = 3  # that stand beside each other in one row
_LEVEL = 1.5  # points: by so much the places of these differ


def lone_specks(
    ink: Components,
    kept: npt.NDArray[np.bool_],
    scale: float,
    middles: npt.NDArray[np.float64] | None = None,
) -> npt.NDArray[np.bool_]:
    """Which of these components of a page's ink are such; ``scale``: pixels a point.

    ``middles`` of cells (n by 2, x and y): what stands there may be a hyphen, though it is as small.
    """
    labels, stats, _ = ink
    sides = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    is_small = np.asarray(kept & (sides.max(axis=1) <= _SMALL * scale))
    if not is_small.any():
        return is_small
    is_print = (kept & ~is_small).astype(np.uint8)
    around = cv2.dilate(is_print[labels], _reach(_BESIDE, _ABOVE, scale))
    x, y = (stats[:, [cv2.CC_STAT_LEFT, cv2.CC_STAT_TOP]] + sides // 2).T
    alone = is_small & (around[y, x] == 0)
    if middles is not None and len(middles):
        numbers = np.flatnonzero(alone)
        off = np.abs(np.stack((x, y), axis=1)[numbers, None] - middles[None]).max(axis=2)
        alone[numbers] = off.min(axis=1) > _MIDDLE * scale
    centres = np.zeros(labels.shape, np.uint8)
    centres[y[alone], x[alone]] = 1
    _, rows = cv2.connectedComponents(cv2.dilate(centres, _reach(_BESIDE / 2, _LEVEL / 2, scale)))
    row_of = rows[y, x]
    members = np.bincount(row_of[alone], minlength=int(rows.max()) + 1)
    return np.asarray(alone & (members[row_of] < _DOTS))


def _reach(across: float, down: float, scale: float) -> npt.NDArray[np.uint8]:
    return np.ones((2 * round(down * scale) + 1, 2 * round(across * scale) + 1), np.uint8)
