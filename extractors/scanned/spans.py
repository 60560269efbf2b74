"""Where ink lies on the picture of a page: spans of pixels, and marks in points."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.lattice import Slot
from extractors.scanned.inklines import Span
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image
from extractors.writing import Mark

_INSIDE = 0.8  # points from the middle of a ruling to the inside of its cell


def mark_of(span: Span, line: Recognised, dpi: float) -> Mark:
    """What was recognised in a span of pixels, as a mark in points."""
    x0, y0, x1, y1 = (value * 72 / dpi for value in (span.x0, span.y0, span.x1, span.y1))
    return Mark(line.text, x0, y0, x1, y1, line.confidence)


def moved(span: Span, inside: Span) -> Span:
    """A span in the pixels of a cell, in those of the page."""
    return Span(inside.x0 + span.x0, inside.y0 + span.y0, inside.x0 + span.x1, inside.y0 + span.y1)


def inside_of(slot: Slot, dpi: float) -> Span:
    """The inside of a cell, without its rulings, in pixels."""
    scale = dpi / 72
    return Span(
        round((slot.x0 + _INSIDE) * scale),
        round((slot.y0 + _INSIDE) * scale),
        max(round((slot.x1 - _INSIDE) * scale), round(slot.x0 * scale) + 1),
        max(round((slot.y1 - _INSIDE) * scale), round(slot.y0 * scale) + 1),
    )


def strips(rows: npt.NDArray[np.intp], gap: int) -> list[tuple[int, int]]:
    """Runs of rows, or columns, that hold ink; blanks of no more than ``gap`` are inside of one."""
    if not len(rows):
        return []
    breaks = np.flatnonzero(np.diff(rows) > gap)
    starts = [int(rows[0]), *(int(rows[i + 1]) for i in breaks)]
    ends = [*(int(rows[i]) + 1 for i in breaks), int(rows[-1]) + 1]
    return list(zip(starts, ends, strict=True))


def crop(grey: Image, span: Span) -> Image:
    """The part of a picture in a span, without a copy."""
    return grey[span.y0 : span.y1, span.x0 : span.x1]
