"""Rulings of a scanned page: long thin strokes of ink, found by morphology."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Frame, Ruling
from extractors.raster import Image, Sheet

Strokes = list[Ruling]

_ACROSS = 16.0  # points: no shorter stroke is looked at as a horizontal ruling
_DOWN = 8.0  # points: the least height of a row
_FREE_ACROSS = 40.0  # points above which a horizontal stroke need not end at a vertical one
_FREE_DOWN = 30.0  # points above which a vertical stroke need not end at a horizontal one
_GAP = 1.6  # points of a break in a faint ruling that are closed
_THICKEST = 4.5  # points: a thicker stroke is a filled area or part of a stamp
_END = 3.0  # points within which a stroke ends at another
_BLOCK = 14.0  # points: side of the neighbourhood that ink is darker than
_DARKER = 18  # levels by which it is
_ERASED = 1.2  # points around a ruling that are painted white with it


def find_rulings(sheet: Sheet) -> tuple[Strokes, Strokes]:
    """Horizontal and vertical rulings in points."""
    ink = _ink(sheet)
    horizontals = _strokes(ink, sheet.dpi, _ACROSS)
    verticals = _strokes(np.ascontiguousarray(ink.T), sheet.dpi, _DOWN)
    for _ in range(2):
        horizontals = _held(horizontals, verticals, _FREE_ACROSS)
        verticals = _held(verticals, horizontals, _FREE_DOWN)
    return horizontals, verticals


def without_rulings(sheet: Sheet, frames: Sequence[Frame], rulings: tuple[Strokes, Strokes]) -> Image:
    """The page with the rulings of its frames painted white, so that none is read as 1, | or -."""
    horizontals, verticals = rulings
    scale = sheet.dpi / 72
    grey = sheet.grey.copy()
    turned = grey.T
    for frame in frames:
        for y in frame.ys:
            _paint(grey, [r for r in horizontals if _lies_on(r, y, frame.xs)], scale)
        for x in frame.xs:
            _paint(turned, [r for r in verticals if _lies_on(r, x, frame.ys)], scale)
    return grey


def _ink(sheet: Sheet) -> Image:
    block = int(_BLOCK * sheet.dpi / 72) | 1
    ink: Image = cv2.adaptiveThreshold(
        sheet.grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _DARKER
    )
    return ink


def _strokes(ink: Image, dpi: float, shortest: float) -> Strokes:
    scale = dpi / 72
    gap = max(3, round(_GAP * scale))
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    # A stroke that is not quite level steps from row to row: thickened, it stays in one piece.
    closed = cv2.dilate(closed, np.ones((2, 1), np.uint8))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, round(shortest * scale)), np.uint8))
    joined = cv2.dilate(opened, np.ones((1, gap), np.uint8))
    _, _, stats, centres = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [
        Ruling(float(centre[1] + 0.5) / scale, float(x + gap / 2) / scale, float(x + width - gap / 2) / scale)
        for (x, _, width, height, area), centre in zip(stats[1:], centres[1:], strict=True)
        if width > 2 * height and area / width <= _THICKEST * scale
    ]


def _held(strokes: Strokes, crossing: Strokes, free: float) -> Strokes:
    """Short strokes only where they run from a crossing ruling to another: the others are parts of characters."""
    if not strokes or not crossing:
        return [stroke for stroke in strokes if stroke.end - stroke.start >= free]
    positions = np.array([ruling.position for ruling in crossing])
    starts = np.array([ruling.start for ruling in crossing])
    ends = np.array([ruling.end for ruling in crossing])

    def touches(stroke: Ruling, end: float) -> bool:
        near = np.abs(positions - end) <= _END
        spans = (starts - _END <= stroke.position) & (stroke.position <= ends + _END)
        return bool((near & spans).any())

    return [
        stroke
        for stroke in strokes
        if stroke.end - stroke.start >= free
        or (touches(stroke, stroke.start) and touches(stroke, stroke.end))
    ]


def _lies_on(ruling: Ruling, place: float, span: Sequence[float]) -> bool:
    return (
        abs(ruling.position - place) <= _END
        and ruling.end >= span[0] - _END
        and ruling.start <= span[-1] + _END
    )


def _paint(grey: npt.NDArray[np.uint8], rulings: Strokes, scale: float) -> None:
    for ruling in rulings:
        top = max(0, int((ruling.position - _ERASED) * scale))
        bottom = int(np.ceil((ruling.position + _ERASED) * scale)) + 1
        left, right = max(0, int((ruling.start - 1) * scale)), int(np.ceil((ruling.end + 1) * scale))
        grey[top:bottom, left:right] = 255
