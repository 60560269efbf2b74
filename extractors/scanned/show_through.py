"""Rulings that shine through from the back of the sheet: they cut cells of the front, or make tables."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling
from extractors.scanned.raster import Image

Strokes = list[Ruling]

_DARK_SHARE = 0.25  # of the length of all strokes that is of the darker ones, at least: less is a stamp's
_PALE, _PALER = 200.0, 80.0
"""Levels: no stroke of the page is paler than that, if the darker ones are darker by so much."""

_RULING = 30.0  # points: print has no stroke as long
_HALF = 1.0  # points: half a ruling's thickness


def without_show_through(
    across: Strokes, down: Strokes, grey: Image, scale: float
) -> tuple[Strokes, Strokes]:
    """Horizontal and vertical strokes, in points, without those far paler than the page's darker ones."""
    strokes = (*across, *down)
    if not strokes:
        return across, down
    levels = np.array([_level(r, grey, scale) for r in across] + [_level(r, grey.T, scale) for r in down])
    lengths = np.array([stroke.end - stroke.start for stroke in strokes])
    rulings = lengths >= _RULING  # print is darker than a fine ruling, and there is more of it
    if rulings.any():
        lengths = np.where(rulings, lengths, 0.0)
    order = np.argsort(levels)
    dark = levels[order[np.searchsorted(lengths[order].cumsum(), _DARK_SHARE * lengths.sum())]]
    kept = levels < max(_PALE, dark + _PALER)
    return (
        [stroke for stroke, is_kept in zip(across, kept[: len(across)], strict=True) if is_kept],
        [stroke for stroke, is_kept in zip(down, kept[len(across) :], strict=True) if is_kept],
    )


def usual_level(across: Strokes, down: Strokes, grey: Image, scale: float) -> float:
    """The level of grey of most of these rulings; 0 of none."""
    levels = [_level(r, grey, scale) for r in across] + [_level(r, grey.T, scale) for r in down]
    return float(np.median(levels)) if levels else 0.0


def _level(stroke: Ruling, grey: npt.NDArray[np.uint8], scale: float) -> float:
    """How dark a stroke is in the middle, where it has ink: a broken one has some along a quarter of it."""
    row, half = round(stroke.position * scale), max(1, round(_HALF * scale))
    start, end = max(0, round(stroke.start * scale)), round(stroke.end * scale)
    part = grey[max(0, row - half) : row + half + 1, start:end]
    if not part.size:
        return 255.0
    quarter = part.shape[1] // 4
    return float(np.partition(part.min(axis=0), quarter)[quarter])
