"""Rulings taken off a page, so that none is read as 1, | or -."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Frame, Ruling
from extractors.scanned.raster import INK_LEVEL, Image, Sheet

_END = 3.0  # points within which a stroke ends at another
_HALF = 1.0  # points: half a ruling's thickness
_LONG = 16.0  # points: no stroke of print is as long
_BESIDE = 3.2  # points beside the place of a ruling within which a long stroke is a part of it
_PRINT_BEYOND = 6.0  # points: print before or behind the end of a ruling, over a break, is no longer
_ERASED = 1.2  # points around a ruling that are painted white with it


def without_rulings(
    sheet: Sheet, frames: Sequence[Frame], rulings: tuple[list[Ruling], list[Ruling]]
) -> Image:
    """The page with the horizontal and vertical ``rulings`` of its frames painted white; all in points."""
    horizontals, verticals = rulings
    scale = sheet.dpi / 72
    grey = sheet.grey.copy()
    turned = grey.T
    for frame in frames:
        for y in frame.ys:
            across = [_cut(r, frame.xs, grey, scale) for r in horizontals if _lies_on(r, y, frame.xs)]
            _paint(grey, across, scale)
            _paint_rests(grey, y, frame.xs, scale)
        for x in frame.xs:
            down = [_cut(r, frame.ys, turned, scale) for r in verticals if _lies_on(r, x, frame.ys)]
            _paint(turned, down, scale)
            _paint_rests(turned, x, frame.ys, scale)
    return grey


def _lies_on(ruling: Ruling, place: float, span: Sequence[float]) -> bool:
    return (
        abs(ruling.position - place) <= _END
        and ruling.end >= span[0] - _END
        and ruling.start <= span[-1] + _END
    )


def _cut(ruling: Ruling, crossed: Sequence[float], grey: Image, scale: float) -> Ruling:
    """A ruling without what stands close before its first or behind its last crossing: a comma."""
    row, half = round(ruling.position * scale), max(1, round(_HALF * scale))

    def is_apart(low: float, high: float) -> bool:
        part = grey[max(0, row - half) : row + half + 1, max(0, round(low * scale)) : round(high * scale)]
        return bool(part.size and not (part < INK_LEVEL).any(axis=0).all())

    start, end = ruling.start, ruling.end
    for place in crossed:
        if 0 < place - ruling.start <= _PRINT_BEYOND and is_apart(ruling.start, place):
            start = place
        if 0 < ruling.end - place <= _PRINT_BEYOND and is_apart(place, ruling.end):
            end = place
    return Ruling(ruling.position, start, end)


def _paint(grey: npt.NDArray[np.uint8], rulings: Sequence[Ruling], scale: float) -> None:
    for ruling in rulings:
        top = max(0, int((ruling.position - _ERASED) * scale))
        bottom = int(np.ceil((ruling.position + _ERASED) * scale)) + 1
        left, right = max(0, int((ruling.start - 1) * scale)), int(np.ceil((ruling.end + 1) * scale))
        grey[top:bottom, left:right] = 255


def _paint_rests(grey: npt.NDArray[np.uint8], place: float, span: Sequence[float], scale: float) -> None:
    """Long thin strokes beside the place of a ruling: of it, where it is not straight or drawn twice."""
    top, bottom = max(0, round((place - _BESIDE) * scale)), round((place + _BESIDE) * scale)
    left, right = max(0, round((span[0] - _BESIDE) * scale)), round((span[-1] + _BESIDE) * scale)
    strip = grey[top:bottom, left:right]
    if not strip.size:
        return
    ink = (strip < INK_LEVEL).astype(np.uint8)
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(_LONG * scale)), np.uint8))
    if long.any():
        strip[cv2.dilate(long, np.ones((3, 5), np.uint8)) > 0] = 255
