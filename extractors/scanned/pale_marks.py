"""Thin pale marks across dark print: the frame and the date of a stamp in a grey scan.

A stroke that is far paler than print all along is not of it, where hardly any print of the page is as pale.
Nor is it a ruling, where rulings are as dark as print, or where it does not run level or upright for long.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.scanned.marks import Mask, marks
from extractors.scanned.rulings import ruling_ink

Image = npt.NDArray[np.uint8]

_INK = 212  # levels: darker than this is ink
_WINDOW = 12  # levels: so wide a gap parts two inks
_GAP = 6e-3  # share of the ink that lies in it at most
_PEAK, _LEAST = 3.0, 3e-3
"""Times as much, and the share of the ink, that lies in a window above it at least."""

_SEEN_GAP, _SEEN_PEAK = 0.03, 2.0
"""As much at half the resolution, where ink has more edges; a page that shows it is looked at closely."""

_DARK, _BELOW = 75, 10.0
"""Per cent of the ink of rulings that is darker than the gap, and by how many levels, if they are print."""

_RULING, _DOTS, _EDGE = 24.0, 2.2, 0.6
"""Points: a stroke that is level or upright for so long is a ruling; the breaks in it; its edges."""

_BAR = 6.5  # points: no side of a point or of a bar of print is longer
_BLUR = 1.6  # points: the width of print with its edges, beside which a mark ends
_STROKE = 3.0  # points: within so much of a pixel in a stroke of print is the middle of the stroke


def without_pale_marks(grey: Image, before: Image, dpi: float) -> Image:
    """A clean, level grey page with such marks taken for paper.

    ``before``: the page before other stamps were taken off, under which print has become paler.
    """
    scale = dpi / 72
    side = round(_STROKE * scale) | 1
    if _is_of_one_ink(before, side, dpi):
        return grey
    middle = cv2.erode(before, np.ones((side, side), np.uint8))
    around = 2 * round(_EDGE * scale) + 1
    rulings = cv2.dilate(_rulings(grey, dpi), np.ones((around, around), np.uint8)) > 0
    ink = grey < _INK
    levels = middle[ink & ~rulings]
    limit = _between(levels) if len(levels) else None
    if limit is None:
        return grey
    pale = ink & (middle > limit)
    rulings_stay = rulings.any() and float(np.percentile(middle[rulings], _DARK)) > limit - _BELOW
    if rulings_stay:
        pale &= ~rulings
    done = grey.copy()
    edge = np.ones((round(_BLUR * scale) | 1,) * 2, np.uint8)
    for part in marks(pale, before < limit, dpi):
        off_print = ink[part] & (cv2.erode(before[part], edge) > limit)
        if rulings_stay:
            off_print &= ~rulings[part]
        done[part][_without_small(off_print, scale)] = 255
    return done


def _is_of_one_ink(grey: Image, side: int, dpi: float) -> bool:
    """Whether a page shows no second ink at half its resolution: most do not, and are done with."""
    small = np.ascontiguousarray(grey[::2, ::2])
    middle = cv2.erode(small, np.ones((side // 2 + 1,) * 2, np.uint8))
    rulings = cv2.dilate(_rulings(small, dpi / 2), np.ones((3, 3), np.uint8)) > 0
    levels = middle[(small < _INK) & ~rulings]
    return not len(levels) or _between(levels, _SEEN_GAP, _SEEN_PEAK) is None


def _without_small(inked: Mask, scale: float) -> Mask:
    """Without what may be a point, a dash or a bar of print as pale as the mark."""
    labels, stats, _ = components(inked.astype(np.uint8))
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _BAR * scale
    large[0] = False
    return np.asarray(large[labels])


def _between(levels: npt.NDArray[np.uint8], gap: float = _GAP, peak: float = _PEAK) -> float | None:
    """The level between that of print and that of a paler ink, of which there is hardly any ink.

    None where the ink gets paler without such a gap: then all of it may be print.
    """
    counts = np.bincount(levels, minlength=256) / len(levels)
    shares = np.convolve(counts, np.ones(_WINDOW), "valid")
    paler = np.maximum.accumulate(shares[::-1])[::-1]
    lows = np.arange(int(np.median(levels)), len(shares) - _WINDOW)
    above = paler[lows + _WINDOW]
    gaps = lows[(shares[lows] <= gap) & (above >= np.maximum(_LEAST, peak * shares[lows]))]
    if not len(gaps):
        return None
    emptiest = gaps[shares[gaps] <= shares[gaps].min() + gap / 10]
    return float(np.median(emptiest)) + _WINDOW / 2


def _rulings(grey: Image, dpi: float) -> Image:
    """Where long strokes run level or upright, over small breaks, without their edges."""
    scale = dpi / 72
    ink = ruling_ink(grey, dpi)
    gap, length = round(_DOTS * scale), round(_RULING * scale)
    found = np.zeros_like(ink)
    for along in ((1, 0), (0, 1)):
        closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, _bar(gap, along))
        found |= cv2.morphologyEx(closed, cv2.MORPH_OPEN, _bar(length, along))
    return found


def _bar(length: int, along: tuple[int, int]) -> Image:
    return np.ones((1 + along[1] * (length - 1), 1 + along[0] * (length - 1)), np.uint8)
