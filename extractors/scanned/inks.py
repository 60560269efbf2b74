"""Blue and violet ink: date stamps and signatures across what is printed.

Only marks that are larger than a written figure and smaller than a table are taken out: figures entered with
a pen stay, and so does a form that is printed in blue.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
Part = tuple[slice, slice]

_BLUE = 20  # levels by which blue outweighs the weaker of red and green in such ink
_TINGED = 12  # as much in a pixel that it may have coloured
_NOT_RED = 8  # levels by which blue outweighs red
_INK = 200  # levels: darker than this is ink
_MOST = 0.3  # of the page's ink that is blue: more is print, or the edge that a scanner gives to all print
_LEAST = 2e-5  # share of the page's pixels: less blue than this is noise
_TOGETHER = 5.0  # points within which strokes are of one mark
_HIGH = 16.0  # points: a lower mark is a word or a figure
_LARGEST = (260.0, 160.0)  # points across and down: a larger one is printed
_THIN = 32  # of 255: share of a coarse pixel that is blue, if it is of a stroke
_DENSE = 0.5  # share of its box that is blue, if it is shaded
_AROUND = 1.5  # points around a mark that its colour runs into
_EVEN = 0.85  # of the level of its blue: the paler parts of a mark are paper
_OPAQUE = 172.0  # levels of blue below which ink covers what it crosses
_COVERED = 0.5  # of its level: darker is print
_CROSSED = 1.4  # points: the width of a pen, print on both sides of which goes on under it


def without_blue(grey: Image, picture: Image, dpi: float) -> Image:
    """``grey`` without the blue marks of ``picture`` (BGR, paper white); print under them stays."""
    blue, green, red = cv2.split(picture)
    excess = cv2.blur(cv2.subtract(blue, cv2.min(green, red)), (3, 3))
    inked = (excess > _BLUE) & (cv2.blur(cv2.subtract(blue, red), (3, 3)) > _NOT_RED)
    count = np.count_nonzero(inked)
    if count < _LEAST * inked.size or count > _MOST * np.count_nonzero(grey < _INK):
        return grey
    done = grey.copy()
    for part in _marks(inked, dpi):
        level = float(np.percentile(blue[part][inked[part]], 25))
        evened = cv2.divide(blue[part], max(1.0, _EVEN * level), scale=255)
        tinged = excess[part] > _TINGED
        lightened = np.where(tinged, cv2.max(done[part], evened), done[part]).astype(np.uint8)
        if level < _OPAQUE:
            near = cv2.dilate(tinged.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
            lightened = _uncovered(lightened, near & (blue[part] > _COVERED * level), dpi)
        done[part] = lightened
    return done


def _uncovered(grey: Image, covered: Mask, dpi: float) -> Image:
    """Paper where ``covered``, but print where it is between print on both sides."""
    blank = np.where(covered, 255, grey).astype(np.uint8)
    side = max(3, round(_CROSSED * dpi / 72))
    closed = cv2.morphologyEx(blank, cv2.MORPH_OPEN, np.ones((side, side), np.uint8))
    return np.where(covered, closed, grey).astype(np.uint8)


def _marks(inked: Mask, dpi: float) -> Iterator[Part]:
    """Rows and columns of each mark that is too large for a figure, and too small for a table."""
    scale, step = dpi / 72, 4
    small = cv2.resize(
        inked.astype(np.uint8) * 255, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA
    )
    near = max(3, round(_TOGETHER * scale / step) | 1)
    joined = cv2.dilate((small > _THIN).astype(np.uint8), np.ones((near, near), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    wide, high = (side * scale for side in _LARGEST)
    for x, y, width, height, _ in (stats[1:] * step).tolist():
        if height - near * step < _HIGH * scale or width > wide or height > high:
            continue
        around = round(_AROUND * scale)
        part = (slice(max(0, y - around), y + height + around), slice(max(0, x - around), x + width + around))
        if inked[part].mean() <= _DENSE:
            yield part
