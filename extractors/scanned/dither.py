"""Dots that grey paper became when it was scanned or faxed in black and white.

They lie all over the page, in even rows that look like rulings, and in cells, where they look like dashes.
Dots beside print are left: a decimal point is no larger.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.scanned.raster import Image

_EVERY = 16  # of so many rows one is looked at
_BLACK_AND_WHITE = 0.8  # of the pixels, in a picture of two levels, even where it was scaled
_DARK = 128
_DOT = 2  # pixels: dots are no larger
_PRINT = 4  # pixels: print is larger, but for its points and dots
_LONGEST = 40.0  # points: what is longer is a ruling
_CELL = 12.0  # points: sides of the squares in which dots are counted
_DOTS = 2  # in such a square
_SPREAD = 0.5  # of the squares hold so many, at least
_AWAY = 2.5  # points from print, at least, of a dot that is taken out
_RULING = 60.0  # points
_RULINGS = 4  # in either direction, drawn through: the dots are not what the table is ruled with


def without_dither(picture: Image, dpi: float) -> Image:
    """The picture (BGR or grey) with its paper white again; the same where it has no such dots."""
    some = picture[::_EVERY]
    if float(((some == 0) | (some == 255)).mean()) < _BLACK_AND_WHITE:
        return picture
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    dark = (grey < _DARK).astype(np.uint8)
    labels, stats, centres = components(dark)
    areas = stats[:, cv2.CC_STAT_AREA]
    scale = dpi / 72
    if not _are_spread(centres[areas <= _DOT], dark.shape, scale) or not _is_ruled(dark, scale):
        return picture
    near = np.ones((2 * round(_AWAY * scale) + 1,) * 2, np.uint8)
    longest = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1)
    is_print = (areas > _PRINT) & (longest < _LONGEST * scale)
    beside = cv2.dilate(is_print[labels].astype(np.uint8) * dark, near)
    dots = (areas <= _DOT)[labels] & (dark > 0) & (beside == 0)
    out = picture.copy()
    out[cv2.dilate(dots.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return out


def _are_spread(places: npt.NDArray[np.float64], shape: tuple[int, ...], scale: float) -> bool:
    side = _CELL * scale
    rows, columns = (round(length // side) + 1 for length in shape[:2])
    squares = (places[:, 1] // side * columns + places[:, 0] // side).astype(np.intp)
    held = np.bincount(squares, minlength=rows * columns)
    return float((held >= _DOTS).mean()) >= _SPREAD


def _is_ruled(dark: Image, scale: float) -> bool:
    length = round(_RULING * scale)
    for kernel in (np.ones((1, length), np.uint8), np.ones((length, 1), np.uint8)):
        strokes = cv2.morphologyEx(dark, cv2.MORPH_OPEN, kernel)
        if cv2.connectedComponents(strokes, connectivity=8)[0] <= _RULINGS:
            return False
    return True
