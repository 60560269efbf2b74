"""Short rulings of dots or dashes: short as print, but more even than any."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling
from extractors.scanned.raster import Image

_GAP = 2.2  # points between the dots of a ruling, at most
_DOT = 6.0  # points: a longer piece is a stroke
_THICK = 2.5  # points across, at most
_DOTS = 5  # at least
_EVEN = 0.35  # of the usual step from dot to dot: by which steps stray from it
_STRAY = 0.2  # of the steps, at most, that stray further: where other rulings cross
_CLOSE = 0.8  # points beside the dots where it is blank
_ATTACHED = 0.1  # share of its length that is not


def dotted(ink: Image, dpi: float, shortest: float) -> list[Ruling]:
    """Rows of dots along the pixel rows of ``ink`` (255 where it is dark), in points; none is lower than
    ``shortest``.
    """
    scale = dpi / 72
    gap, length = max(3, round(_GAP * scale)), round(shortest * scale)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    rows = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(rows, connectivity=8)
    return [
        Ruling(float(centre[1]) / scale, float(x) / scale, float(x + width) / scale)
        for (x, y, width, height, _), centre in zip(stats[1:], centres[1:], strict=True)
        if height <= _THICK * scale and _is_dotted(ink, (int(x), int(y), int(width), int(height)), scale)
    ]


def _is_dotted(ink: Image, box: tuple[int, int, int, int], scale: float) -> bool:
    x, y, width, height = box
    runs = _runs(np.asarray(ink[y : y + height, x : x + width].any(axis=0)))
    lengths, steps = np.diff(runs, axis=1)[:, 0], np.diff(runs[:, 0])
    if len(runs) < _DOTS or lengths.max() > _DOT * scale:
        return False
    if float((np.abs(steps - np.median(steps)) > _EVEN * np.median(steps) + 1).mean()) > _STRAY:
        return False
    near, far = 1, 1 + max(2, round(_CLOSE * scale))  # the edge of a dot is no print beside it
    above = ink[max(0, y - far) : max(0, y - near), x : x + width]
    below = ink[y + height + near : y + height + far, x : x + width]
    return all(float(side.any(axis=0).mean()) <= _ATTACHED for side in (above, below) if side.size)


def _runs(inked: npt.NDArray[np.bool_]) -> npt.NDArray[np.intp]:
    """First column and the one behind the last of each run of ink, n by 2."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    return edges.reshape(-1, 2)
