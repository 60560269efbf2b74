"""Blue and violet ink: date stamps and signatures across what is printed.

Only marks across print are taken out: figures entered in blue stay, and so does a form printed in blue.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.marks import Mask, marks

Image = npt.NDArray[np.uint8]

_BLUE = 20  # levels by which blue outweighs the weaker of red and green in such ink
_TINGED = 12  # as much in a pixel that it may have coloured
_NOT_RED = 8  # levels by which blue outweighs red
_INK = 200  # levels: darker than this is ink
_MOST = 0.3  # of the page's ink that is blue: more is print, or the edge that a scanner gives to all print
_LEAST = 2e-5  # share of the page's pixels: less blue than this is noise
_DARK = 128  # levels: print and rulings
_SHADED = 0.5  # share of its box that is blue, if it is a shaded cell
_EVEN = 0.85  # of the level of its blue: the paler parts of a mark are paper
_OPAQUE = 172.0  # levels of blue below which ink covers what it crosses
_NEAR = 1.2  # points around print within which such ink stays


def without_blue(grey: Image, picture: Image, dpi: float) -> Image:
    """``grey`` without the blue marks of ``picture`` (BGR, paper white); print under them stays."""
    small = picture[::2, ::2]
    tint = cv2.subtract(small[..., 0], cv2.min(small[..., 1], small[..., 2]))
    if np.count_nonzero(tint > _BLUE) < _LEAST * tint.size:
        return grey
    blue, green, red = cv2.split(picture)
    excess = cv2.blur(cv2.subtract(blue, cv2.min(green, red)), (3, 3))
    inked = (excess > _BLUE) & (cv2.blur(cv2.subtract(blue, red), (3, 3)) > _NOT_RED)
    count = np.count_nonzero(inked)
    if count < _LEAST * inked.size or count > _MOST * np.count_nonzero(grey < _INK):
        return grey
    done = grey.copy()
    for part in marks(inked, (grey < _DARK) & (excess <= _TINGED), dpi):
        if inked[part].mean() > _SHADED:
            continue
        level = float(np.percentile(blue[part][inked[part]], 25))
        evened = cv2.divide(blue[part], max(1.0, _EVEN * level), scale=255)
        tinged = excess[part] > _TINGED
        lightened = np.where(tinged, cv2.max(done[part], evened), done[part]).astype(np.uint8)
        if level < _OPAQUE:
            lightened = np.where(_beside(tinged, done[part], dpi), 255, done[part]).astype(np.uint8)
        done[part] = lightened
    return done


def _beside(tinged: Mask, grey: Image, dpi: float) -> Mask:
    """Where ink that would cover print has none below it. Near print it stays: a digit that lost a stroke
    under it would be read as another, whereas one with a pen across it is read with doubt.
    """
    side = 2 * round(_NEAR * dpi / 72) + 1
    print_ = ((grey < _DARK) & ~tinged).astype(np.uint8)
    near = cv2.dilate(print_, np.ones((side, side), np.uint8)) > 0
    edges = cv2.dilate(tinged.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return np.asarray(edges & ~near)
