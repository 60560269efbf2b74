"""A picture of a page made clean and level: paper white, red stamps out, lines level.

Two systems of pixels occur, those of the *picture* (the page as displayed) and those of the *sheet* (upright,
flat and level); ``Sheet.on_picture`` leads back from the second to the first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.blue_ink import without_blue
from extractors.scanned.dewarping import Warp

Image = npt.NDArray[np.uint8]
Levels = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

INK_LEVEL = 200
"""Levels: what is darker on a clean sheet is ink."""

_RED = 25  # levels by which red outweighs green and blue in a pixel that a stamp may have coloured
_STAMP_RED, _STAMP_LIGHT = 60, 140  # excess and level of red in the stamp itself, beside the print
_RED_SHARE = 0.7
"""Of red in the levels under a stamp, the rest is of green: red tells grey print, green dark print apart."""

_PRINTED = 0.78
"""Of red in the levels under a stamp: less than this is print, as dark as its green, or two stamps."""

_LEAST_STAMP = 2e-5  # share of the page's pixels: less red than this is noise
_MOST_SKEW = 6.0  # degrees that are dewarped; more is a page that was photographed aslant
_SKEW_STEPS = ((0.5, 400), (0.1, 700), (0.02, 1200))
"""(degrees, pixels of page width): each round looks closer around the best of the one before."""

_STRIPS = 150  # of a page's width, in which its skew is looked for: in one, a line hardly rises
_SOFT = 1.0  # pixels by which a page is softened before its skew is looked for
_BEYOND = 0.5  # of the paper's level: darker areas at the border of the picture are not the sheet
_LEAST_BEYOND = 0.02  # share of the border that is so dark, if anything beside the sheet is seen
_PAPER_BLOCK = 40  # the paper's shade is measured over blocks of a fortieth of the page


@dataclass(frozen=True, slots=True)
class Sheet:
    """An upright, level page in grey, paper 255.

    ``turn`` (3 by 3) leads from its pixels to those before the page was set upright, ``warp`` from there to
    those before it was unbent, ``back`` (3 by 3) to the picture's. ``dpi`` is of the sheet's pixels;
    ``margin`` is how many of them were added left and above, and as many right and below, so that nothing
    was lost in levelling.
    """

    grey: Image
    back: Matrix
    dpi: float
    margin: tuple[float, float] = (0.0, 0.0)
    warp: Warp | None = None
    turn: Matrix = field(default_factory=lambda: np.eye(3))

    def on_picture(self, points: Matrix) -> Matrix:
        """Where points (n by 2, x and y) of the sheet lie on the picture."""
        points = _mapped(self.turn, points)
        if self.warp is not None:
            points = self.warp.unbent(points)
        return _mapped(self.back, points)

    def turned(self, quarters: int) -> Sheet:
        """The sheet turned counterclockwise by so many right angles."""
        height, width = self.grey.shape
        unturned = {
            0: ((1, 0, 0), (0, 1, 0)),
            1: ((0, -1, width - 1), (1, 0, 0)),
            2: ((-1, 0, width - 1), (0, -1, height - 1)),
            3: ((0, 1, 0), (-1, 0, height - 1)),
        }[quarters % 4]
        grey = np.ascontiguousarray(np.rot90(self.grey, quarters))
        margin = self.margin if quarters % 2 == 0 else self.margin[::-1]
        turn = self.turn @ np.array([*unturned, (0, 0, 1)], dtype=np.float64)
        return replace(self, grey=grey, margin=margin, turn=turn)


def _mapped(way: Matrix, points: Matrix) -> Matrix:
    mapped = np.column_stack((points, np.ones(len(points)))) @ way.T
    there: Matrix = mapped[:, :2] / mapped[:, 2:]
    return there


def in_one_channel(picture: Image) -> Image:
    """A picture (BGR or grey) without colour in grey: a third of the work, and nothing is lost."""
    if picture.ndim == 2:
        return picture
    blue, green, red = cv2.split(picture)
    return blue if np.array_equal(blue, green) and np.array_equal(green, red) else picture


def cleaned(picture: Image, dpi: float) -> Image:
    """A page (BGR or grey) in grey, its shading, its coloured stamps and what is beside the sheet removed."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(1, width // 4), max(1, height // 4)), interpolation=cv2.INTER_AREA)
    beyond = _beyond(small, picture.shape)
    white = _white_paper(picture, small)
    clean = _without_red(white)
    if white.ndim == 3:
        clean = without_blue(clean, white, dpi)
    if beyond is not None:
        clean[beyond] = 255
    return clean


def _beyond(small: Image, shape: Sequence[int]) -> npt.NDArray[np.bool_] | None:
    """Dark areas at the border of a picture of ``shape``, seen ``small``: the scanner's lid, not print and
    not a ruling that is cut off.
    """
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if small.ndim == 3 else small
    dark = (grey < _BEYOND * float(np.median(grey))).astype(np.uint8)
    border = np.concatenate((dark[0], dark[-1], dark[:, 0], dark[:, -1]))
    if border.mean() < _LEAST_BEYOND:
        return None
    framed = cv2.copyMakeBorder(dark, 2, 2, 2, 2, cv2.BORDER_REPLICATE)
    solid = cv2.morphologyEx(framed, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))[2:-2, 2:-2]
    _, labels = cv2.connectedComponents(solid, connectivity=4)
    at_border = np.unique(np.concatenate((labels[0], labels[-1], labels[:, 0], labels[:, -1])))
    beyond = np.isin(labels, at_border[at_border > 0]).astype(np.uint8)
    beyond = cv2.dilate(beyond, np.ones((3, 3), np.uint8))
    return np.asarray(cv2.resize(beyond, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST) > 0)


def level(even: Image, dpi: float) -> Sheet:
    """A clean page with its lines level; ``back`` leads to the pixels of ``even``."""
    angle = skew(even)
    if abs(angle) < _SKEW_STEPS[-1][0]:
        return Sheet(even, np.eye(3), dpi)
    height, width = even.shape
    turn = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), angle, 1.0)
    cosine, sine = abs(turn[0, 0]), abs(turn[0, 1])
    size = math.ceil(width * cosine + height * sine), math.ceil(width * sine + height * cosine)
    margin = (size[0] - width) / 2, (size[1] - height) / 2
    turn[:, 2] += margin
    level = cv2.warpAffine(even, turn, size, flags=cv2.INTER_CUBIC, borderValue=(255,))
    back = np.vstack((cv2.invertAffineTransform(turn), (0.0, 0.0, 1.0)))
    return Sheet(level, back, dpi, margin)


def skew(grey: Image) -> float:
    """Degrees by which the lines of the page rise to the left: turning by it makes them level."""
    best = 0.0
    reach = _MOST_SKEW
    strips = _strips(grey)
    for step, width in _SKEW_STEPS:
        scale = min(1.0, width / grey.shape[1])
        small = _low(strips, round(grey.shape[0] * scale))
        angles = np.arange(best - reach, best + reach + step / 2, step)
        slant = scale * grey.shape[1] / strips.shape[1]
        best = float(max(angles, key=lambda angle: _sharpness(small, slant * math.tan(math.radians(angle)))))
        reach = step
    return best


def _white_paper(picture: Image, small: Image) -> Image:
    """Divided by the shade and the tint of the paper: shadows, grey and yellow paper become white."""
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY) if picture.ndim == 3 else small
    block = max(3, min(grey.shape) // _PAPER_BLOCK) | 1
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((block, block), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), block)
    if picture.ndim == 3:
        tint = np.median(small.reshape(-1, 3), axis=0) / max(1.0, float(np.median(grey)))
        paper = cv2.merge([cv2.convertScaleAbs(paper, alpha=share) for share in tint])
    paper = cv2.resize(paper, (picture.shape[1], picture.shape[0]), interpolation=cv2.INTER_LINEAR)
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
    of_red = cv2.divide(red, float(np.median(red[stamp])), scale=255)
    of_green = cv2.divide(green, max(1.0, float(np.median(green[stamp]))), scale=255)
    evened = cv2.addWeighted(of_red, _RED_SHARE, of_green, 1 - _RED_SHARE, 0)
    evened = np.where(of_red < _PRINTED * 255, cv2.min(evened, of_green), evened)
    return np.where(excess > _RED, cv2.max(grey, evened), grey).astype(np.uint8)


def _strips(grey: Image) -> Levels:
    """The ink of a page in upright strips of its width, each a pixel wide."""
    height, width = grey.shape
    high = round(height * min(1.0, _SKEW_STEPS[-1][1] / width))
    ink = cv2.subtract(255, grey).astype(np.float32)
    return np.asarray(cv2.resize(ink, (min(width, _STRIPS), max(1, high)), interpolation=cv2.INTER_AREA))


def _low(strips: Levels, height: int) -> Levels:
    small = cv2.resize(strips, (strips.shape[1], max(1, height)), interpolation=cv2.INTER_AREA)
    # Pixel rows are sharpest as they are: softened, a page in black and white is no better unturned.
    return np.asarray(cv2.GaussianBlur(small, (1, 0), sigmaX=0, sigmaY=_SOFT))


def _sharpness(ink: Levels, slant: float) -> float:
    """How sharply the sums of the pixel rows change from row to row, each strip raised by ``slant`` pixels
    above the one before: most when lines are level.
    """
    height, width = ink.shape
    raised = np.array(((1, 0, 0), (0, 1, 0)), dtype=np.float64)
    raised[1, 0], raised[1, 2] = -slant, slant * (width - 1) / 2
    turned = cv2.warpAffine(ink, raised, (width, height), flags=cv2.INTER_LINEAR)
    sums = cv2.reduce(turned, 1, cv2.REDUCE_SUM, dtype=cv2.CV_64F)
    return float(np.square(np.diff(sums[:, 0])).sum())
