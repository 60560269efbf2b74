"""Stamps without a colour of their own: grey in a grey scan, black or blue; paler than print, and flat.

Print is made of thin dark strokes, whose edges have every level between black and white. A stamp, or a shaded
cell, has one pale level over areas wider than a stroke's edge. Where there is one it is taken for paper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.writing import Mark, usual_width

Image = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

_FLAT = 22  # levels within which the pixels of a flat place lie
_PALE = (70, 205)  # levels that a flat place of a stamp or a shading may have
_ABOVE_PRINT = 45  # levels by which a stamp is paler than print at least
_DARKEST = 2.0  # per cent of the ink that is as dark as print is in the middle of its strokes
_INK = 200  # levels: darker than this is ink
_WIDE = 0.014  # inches across and down that a flat place measures: thicker than the strokes of print
_LEAST = 5e-3  # square inches of flat places close together, below which they are nothing
_TOGETHER = 0.12  # inches within which flat places belong to one stamp
_BETWEEN = 0.045  # inches: paper between two rulings that are drawn as close together looks as flat
_DARKER_SIDES, _NOT_PRINT = 20, 10
"""Levels by which such paper is paler than both, and by which they may be darker than a stamp."""

_AROUND = 0.05  # inches around flat places that belong to the same stroke
_RING = 2.2  # of the usual height: a line outside the tables so high is no heading
_NARROW = 0.75  # of the width that its characters would have at that height
_PLAIN, _WORDS = 0.9, 6
"""Confidence and characters of a line, at least, that is none of a ring, though a ring lies across it."""

_UNSURE = 0.6  # confidence below which a lone character outside the tables is none
_STRAY = 30  # levels by which a stamp's pixels are darker than its flat places


def without_stamps(grey: Image, dpi: float) -> Image:
    """A clean grey page with the level of each pale stamp, and of shaded cells, taken for paper."""
    ink = grey[grey < _INK]
    if not len(ink):
        return grey
    print_level = float(np.percentile(ink, _DARKEST))
    flat = _flat_places(grey, print_level + _ABOVE_PRINT, dpi)
    if np.count_nonzero(flat) < _LEAST * dpi**2:
        return grey
    done = grey.copy()
    for place in _regions(flat, dpi):
        _lighten(done, grey, flat, place, print_level, dpi)
    return done


@dataclass(frozen=True, slots=True)
class _Place:
    x0: int
    y0: int
    x1: int
    y1: int


def _flat_places(grey: Image, palest_print: float, dpi: float) -> Mask:
    smooth = cv2.blur(grey, (3, 3))
    square = np.ones((3, 3), np.uint8)
    spread = cv2.subtract(cv2.dilate(smooth, square), cv2.erode(smooth, square))
    low, high = max(_PALE[0], palest_print), _PALE[1]
    flat = ((spread < _FLAT) & (smooth > low) & (smooth < high)).astype(np.uint8)
    wide = max(3, round(_WIDE * dpi))
    flat = cv2.morphologyEx(flat, cv2.MORPH_OPEN, np.ones((wide, wide), np.uint8))
    if np.count_nonzero(flat) < _LEAST * dpi**2:
        return np.asarray(flat > 0)
    near = round(_BETWEEN * dpi) | 1
    closed = cv2.morphologyEx((grey < low).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((near, near), np.uint8))
    return np.asarray((flat > 0) & (closed == 0) & ~_between_pale(grey, low - _NOT_PRINT, near // 2 + 1))


def _between_pale(grey: Image, darkest: float, reach: int) -> Mask:
    """Between two fine rulings, and on them: darker on both sides within ``reach`` pixels, and no print."""
    found = np.zeros(grey.shape, np.uint8)
    for high, wide in ((1, reach), (reach, 1)):
        bar = np.ones((high, wide), np.uint8)
        before = cv2.erode(grey, bar, anchor=(wide - 1, high - 1))
        behind = cv2.erode(grey, bar, anchor=(0, 0))
        darker = cv2.subtract(grey, np.maximum(before, behind)) >= _DARKER_SIDES
        found |= (darker & (np.minimum(before, behind) >= darkest)).astype(np.uint8)
    return np.asarray(cv2.dilate(found, np.ones((5, 5), np.uint8)) > 0)


def _regions(flat: Mask, dpi: float) -> list[_Place]:
    """The boxes of flat places that lie close together; looked for at a quarter of the resolution."""
    small = cv2.resize(flat.astype(np.uint8) * 255, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    near = max(3, round(_TOGETHER * dpi / 4) | 1)
    joined = cv2.dilate((small > 0).astype(np.uint8), np.ones((near, near), np.uint8))
    labels, stats, _ = components(joined)
    weights = np.bincount(labels.ravel(), small.ravel() / 255 * 16)
    return [
        _Place(4 * int(x), 4 * int(y), 4 * int(x + width), 4 * int(y + height))
        for (x, y, width, height, _), weight in zip(stats[1:], weights[1:], strict=True)
        if weight >= _LEAST * dpi**2
    ]


def _lighten(done: Image, grey: Image, flat: Mask, place: _Place, print_level: float, dpi: float) -> None:
    """Stretch the levels between print and stamp over those to white, near the flat places."""
    part = (slice(place.y0, place.y1), slice(place.x0, place.x1))
    levels, places = grey[part], flat[part]
    if not places.any():
        return
    level = float(np.median(levels[places]))
    around = max(3, round(_AROUND * dpi) | 1)
    stroke = cv2.dilate(places.astype(np.uint8), np.ones((around, around), np.uint8)) > 0
    floor = min(print_level, level - _ABOVE_PRINT)
    stretched = np.clip((levels - floor) * (255.0 / (0.95 * level - floor)), 0, 255).astype(np.uint8)
    part_done = np.where(stroke, np.maximum(levels, stretched), levels)
    far_from_print = cv2.erode(levels, np.ones((5, 5), np.uint8)) > level - _STRAY
    part_done[far_from_print & stroke] = 255
    done[part] = part_done


def not_of_seals(lines: Sequence[Mark]) -> list[Mark]:
    """The lines outside the tables without what is written on the ring of a seal.

    Words on a ring make a box that is far higher than a line, and too narrow for so high a print; they are
    hardly read, whereas a heading is that has a ring across it. A lone character of which the recogniser is
    not sure is one of them, too.
    """
    usual = median(line.height for line in lines) if lines else 0.0
    return [line for line in lines if not (_is_bent(line, usual) or _is_stray(line))]


def _is_bent(line: Mark, usual: float) -> bool:
    text = line.text.strip()
    if len(text) >= _WORDS and line.confidence >= _PLAIN:
        return False
    width = usual_width(text)
    return line.height >= _RING * usual and line.x1 - line.x0 < _NARROW * width * line.height


def _is_stray(line: Mark) -> bool:
    return len(line.text.strip()) == 1 and line.confidence < _UNSURE
