"""Which ink of another colour or level is a mark across the print: a stamp, a signature.

Print has other colours and levels, too: figures filled in with blue, a pale prompt. A mark has strokes that
are higher than characters, it is smaller than a table, and it lies across print or rulings.
"""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components

Mask = npt.NDArray[np.bool_]
Part = tuple[slice, slice]

_TOGETHER = 6.0  # points within which strokes are of one mark, also over a ruling or print that hides it
_STROKE = (3.0, 13.0)  # points across and down of its largest stroke, at least: no character is so high
_UPRIGHT = 20.0  # points: as high as one that is straight is
_LARGEST = (260.0, 160.0)  # points across and down: a larger one is printed
_CROSSED = 0.01  # share of its box that is print or ruling, if it lies across them
_STEP = 4  # pixels of which one is made to see what lies together
_THIN = 24  # of 255: share of such a pixel that is inked, if it is of a stroke


def marks(inked: Mask, dark: Mask, dpi: float) -> Iterator[Part]:
    """Rows and columns of each mark of the ink ``inked`` on a page whose print and rulings are ``dark``."""
    scale = dpi / 72
    small = cv2.resize(
        inked.astype(np.uint8) * 255, None, fx=1 / _STEP, fy=1 / _STEP, interpolation=cv2.INTER_AREA
    )
    near = round(_TOGETHER * scale / _STEP) | 1
    joined = cv2.dilate((small > _THIN).astype(np.uint8), np.ones((near, near), np.uint8))
    stats = components(joined).stats
    wide, high = (side * scale for side in _LARGEST)
    for x, y, width, height, _ in (stats[1:] * _STEP).tolist():
        part = (slice(y, y + height), slice(x, x + width))
        is_crossing = width <= wide and height <= high and float(dark[part].mean()) >= _CROSSED
        if is_crossing and _has_large_stroke(inked[part], scale):
            yield part


def _has_large_stroke(inked: Mask, scale: float) -> bool:
    stats = components(inked.astype(np.uint8)).stats
    across, down = stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]
    curved = (across >= _STROKE[0] * scale) & (down >= _STROKE[1] * scale)
    return bool((curved | (down >= _UPRIGHT * scale)).any())
