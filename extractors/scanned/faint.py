"""Rulings so pale that noise breaks them: seen where the page is averaged along them, its print left out."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from extractors.lattice import Ruling
from extractors.scanned.raster import Image

PALE, PALEST = 150.0, 195.0
"""Levels: rulings as pale are told from print by their level; paler ones have breaks in any case."""

_PRINT = 45.0  # levels by which print is darker than such rulings, at least
_AROUND_PRINT = 0.8  # points around print that its blurred edges reach
_ALONG = 12.0  # points along a ruling that are averaged
_THICK = 2.5  # points: a thicker stroke is no ruling
_DARKER, _SHARE = 6.0, 0.25
"""Levels, and share of what rulings are darker than paper, by which one is darker than its sides."""

_PIECE = 20.0  # points: the least piece of a ruling
_BRIDGED = 16.0  # points of a break between two pieces
_LONG = 26.0  # points: the least ruling
_ENDS = 8.0  # points before and behind a ruling that it meets within which it ends there


def faint_rulings(grey: Image, level: float, dpi: float) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, in points, of a level page whose rulings have this ``level``."""
    scale = dpi / 72
    around = 2 * round(_AROUND_PRINT * scale) + 1
    is_print = cv2.dilate((grey < level - _PRINT).astype(np.uint8), np.ones((around, around), np.uint8))
    paper = float(np.median(grey))
    bare = np.where(is_print > 0, np.uint8(paper), grey)
    least = max(_DARKER, _SHARE * (paper - level))
    across, down = _strokes(bare, least, scale), _strokes(np.ascontiguousarray(bare.T), least, scale)
    return _met(across, down), _met(down, across)


def _strokes(grey: Image, least: float, scale: float) -> list[Ruling]:
    along = cv2.blur(grey, (round(_ALONG * scale), 1))
    darker = cv2.morphologyEx(along, cv2.MORPH_BLACKHAT, np.ones((round(_THICK * scale) | 1, 1), np.uint8))
    seen = cv2.threshold(darker, least, 255, cv2.THRESH_BINARY)[1]
    pieces = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((1, round(_PIECE * scale)), np.uint8))
    thick = cv2.dilate(pieces, np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, round(_BRIDGED * scale)), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(whole, connectivity=8)
    return [
        Ruling(float(centre[1]) / scale, x / scale, (x + width) / scale)
        for (x, _, width, height, _), centre in zip(stats[1:].tolist(), centres[1:], strict=True)
        if width >= _LONG * scale and height <= _THICK * scale + 2
    ]


def _met(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """The rulings, their ends at those that they meet: an average reaches too far, or not so far."""

    def met(ruling: Ruling, end: float) -> float:
        places = [
            r.position
            for r in crossing
            if r.start - _ENDS <= ruling.position <= r.end + _ENDS and abs(r.position - end) <= _ENDS
        ]
        return min(places, key=lambda place: abs(place - end), default=end)

    return [Ruling(r.position, met(r, r.start), met(r, r.end)) for r in rulings]
