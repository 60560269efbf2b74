"""A scanned page made even: red stamps out, paper white, lines level."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]

_RED = 25  # levels by which red outweighs green and blue in a pixel that a stamp may have coloured
_STAMP_RED, _STAMP_LIGHT = 60, 140  # excess and level of red in the stamp itself, beside the print
_RED_SHARE = 0.7
"""Of red in the levels under a stamp, the rest is of green: red tells grey print, green dark print apart."""

_LEAST_STAMP = 2e-5  # share of the page's pixels: less red than this is noise
_MOST_SKEW = 5.0  # degrees that are straightened; more is a page that was photographed aslant
_SKEW_STEPS = ((0.5, 600), (0.1, 900), (0.02, 1400))
"""(degrees, pixels of page width): each round looks closer around the best of the one before."""

_PAPER_BLOCK = 40  # the paper's shade is measured over blocks of a fortieth of the page


@dataclass(frozen=True, slots=True)
class Sheet:
    """A levelled page in grey, paper 255, and the way back to the pixels it came from."""

    grey: Image
    back: Matrix
    dpi: float


def level(picture: Image, dpi: float) -> Sheet:
    """The page (BGR or grey) with its stamps and shading removed and its lines level."""
    even = _without_red(_white_paper(picture))
    angle = skew(even)
    height, width = even.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    if abs(angle) >= _SKEW_STEPS[-1][0]:
        even = cv2.warpAffine(even, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    return Sheet(even, cv2.invertAffineTransform(turn), dpi)


def skew(grey: Image) -> float:
    """Degrees by which the lines of the page rise to the left: turning by it makes them level."""
    best = 0.0
    reach = _MOST_SKEW
    for step, width in _SKEW_STEPS:
        small = _ink_of_width(grey, width)
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(small, angle)))
        reach = step
    return best


def _white_paper(picture: Image) -> Image:
    """Divided by the shade of the paper around: shadows and grey paper become white."""
    height, width = picture.shape[:2]
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else picture
    small = cv2.resize(grey, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    block = max(3, min(small.shape) // _PAPER_BLOCK) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((block, block), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), block)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    if picture.ndim == 3:
        paper = cv2.merge([paper] * 3)
    white: Image = cv2.divide(picture, paper, scale=255)
    return white


def _without_red(picture: Image) -> Image:
    """Grey, with the colour of stamps taken for white: print under them is darker, and stays."""
    if picture.ndim == 2:
        return picture
    grey: Image = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    blue, green, red = cv2.split(picture)
    excess = cv2.subtract(red, cv2.max(blue, green))
    stamp = (excess > _STAMP_RED) & (red > _STAMP_LIGHT)
    if np.count_nonzero(stamp) < _LEAST_STAMP * stamp.size:
        return grey
    evened = cv2.addWeighted(
        cv2.divide(red, float(np.median(red[stamp])), scale=255),
        _RED_SHARE,
        cv2.divide(green, max(1.0, float(np.median(green[stamp]))), scale=255),
        1 - _RED_SHARE,
        0,
    )
    return np.where(excess > _RED, cv2.max(grey, evened), grey).astype(np.uint8)


def _ink_of_width(grey: Image, width: int) -> Image:
    scale = min(1.0, width / grey.shape[1])
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink: Image = 255 - small
    return ink


def _sharpness(ink: Image, angle: float) -> float:
    """How sharply the sums of the pixel rows change from row to row: most when lines are level."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR)
    sums = turned.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(sums)).sum())
