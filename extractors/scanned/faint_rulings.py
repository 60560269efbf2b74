"""Rulings so pale that noise breaks them: seen where the page is averaged along them, its print left out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling
from extractors.scanned.components import components
from extractors.scanned.raster import Image

Floats = npt.NDArray[np.float64]

PALE, PALEST = 150.0, 195.0
"""Levels: rulings as pale are told from print by their level; paler ones have breaks in any case."""

_PRINT = 45.0  # levels by which print is darker than such rulings, at least
_AROUND_PRINT = 0.8  # points around print that its blurred edges reach
_ALONG = 12.0  # points along a ruling that are averaged
_THICK = 2.5  # points: a thicker stroke is no ruling
_DARKER, _SHARE = 6.0, 0.25
"""Levels, and share of what rulings are darker than paper, by which one is darker than its sides."""

_PIECE = 20.0  # points: the least piece of a ruling
_BRIDGED = 8.0  # points of a break between two pieces
_LONG = 26.0  # points: the least ruling
_ASTRAY = 1.5  # points by which parts of one ruling lie above or below each other
_FAR, _INSET = 1.8, 2.0  # points beside a ruling where there is paper, and of its ends that are not looked at
_SEEN = 6.0  # points of it without print, at least, by which it is told
_FREE = 0.6  # of its length, at least, that is without print
_GHOST = 5.0  # levels by which each quarter of a ruling is darker that the rest of its line shows
_HALF = 0.5  # of what a whole one is darker by, at least, that either half of it is
_ENDS = 8.0  # points before and behind a ruling that it meets within which it ends there


def faint_rulings(
    grey: Image, level: float, dpi: float, known: tuple[Sequence[Ruling], Sequence[Ruling]]
) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, in points, of a level page whose rulings have this ``level``.

    ``known``: those seen already; the darkest of them would be taken for print here.
    """
    scale = dpi / 72
    around = 2 * round(_AROUND_PRINT * scale) + 1
    is_print = cv2.dilate((grey < level - _PRINT).astype(np.uint8), np.ones((around, around), np.uint8)) > 0
    paper = float(np.median(grey))
    bare = np.where(is_print, np.uint8(paper), grey)
    least = max(_DARKER, _SHARE * (paper - level))
    across, down = _strokes(bare, least, scale), _strokes(np.ascontiguousarray(bare.T), least, scale)
    across, down = _met(across, down), _met(down, across)
    page = np.where(is_print, np.nan, grey)
    rows = _between(across, [*down, *known[1]], page, least, scale)
    columns = _between(down, [*across, *known[0]], page.T, least, scale)
    return across + rows, down + columns


def _between(
    rulings: Sequence[Ruling], crossing: Sequence[Ruling], page: Floats, least: float, scale: float
) -> list[Ruling]:
    """Sides of cells in line with rulings, darker along their whole length than the paper beside them.

    ``page``: its levels, no number where there is print; ``rulings`` run along its rows.
    """
    found = []
    for place in _places(rulings):
        own = [r for r in rulings if abs(r.position - place) <= _ASTRAY]
        for start, end in pairwise(_places(crossing)):
            is_whole = any(r.start <= start + _ENDS and end - _ENDS <= r.end for r in own)
            if not is_whole and _is_ruled(page, place, start, end, least, scale):
                found.append(Ruling(place, start, end))
    return found


def _places(rulings: Sequence[Ruling]) -> list[float]:
    """Where rulings lie, those of one line told once."""
    places: list[float] = []
    for ruling in sorted(rulings, key=lambda ruling: ruling.position):
        if not places or ruling.position - places[-1] > _ASTRAY:
            places.append(ruling.position)
    return places


def _is_ruled(page: Floats, place: float, start: float, end: float, least: float, scale: float) -> bool:
    row, far = round(place * scale), round(_FAR * scale)
    inset = round(_INSET * scale)
    part = page[max(0, row - far) : row + far + 1, round(start * scale) + inset : round(end * scale) - inset]
    whole = part.shape[1]
    part = part[:, ~np.isnan(part).any(axis=0)]
    if part.shape[0] < 2 * far + 1 or part.shape[1] < max(_SEEN * scale, _FREE * whole):
        return False
    halves = (_darker(half, far) for half in np.array_split(part, 2, axis=1))
    if _darker(part, far) >= least and min(halves) >= _HALF * least:
        return True
    return min(_darker(quarter, far) for quarter in np.array_split(part, 4, axis=1)) >= _GHOST


def _darker(part: Floats, far: int) -> float:
    """Levels by which the middle rows of a strip are darker than those ``far`` above and below."""
    levels = part.mean(axis=1)
    return float(min(levels[:2].min(), levels[-2:].min()) - levels[far - 1 : far + 2].min())


def _strokes(grey: Image, least: float, scale: float) -> list[Ruling]:
    along = cv2.blur(grey, (round(_ALONG * scale), 1))
    darker = cv2.morphologyEx(along, cv2.MORPH_BLACKHAT, np.ones((round(_THICK * scale) | 1, 1), np.uint8))
    seen = cv2.threshold(darker, least, 255, cv2.THRESH_BINARY)[1]
    pieces = cv2.morphologyEx(seen, cv2.MORPH_OPEN, np.ones((1, round(_PIECE * scale)), np.uint8))
    thick = cv2.dilate(pieces, np.ones((3, 1), np.uint8))
    whole = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, round(_BRIDGED * scale)), np.uint8))
    _, stats, centres = components(whole)
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
