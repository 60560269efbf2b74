"""Lines outside the tables that a detector sees in part: under a stamp it stops where the stamp begins.

Print goes on beside the part that was seen, as dark and as high as in it; a stamp's own strokes are paler.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.scanned.inklines import Span
from extractors.scanned.raster import INK_LEVEL, Image
from extractors.scanned.spans import crop, strips

_DARKEST = 10  # per cent of the ink of a line that is darker than its level
_PALER = 45  # levels by which other print of a line may be paler
_GAP = 0.7  # of the height of a line: blank between its characters, at most
_LEAST, _HIGH = 0.6, 0.5  # of it: how wide and how high what is left out is, at least
_PAPER = 0.15  # of it: paper left behind the last character


def whole(lines: Sequence[Span], grey: Image) -> list[Span]:
    """The lines of a grey page, each with the print beside it that is of none of them."""
    return [_whole(line, [other for other in lines if other is not line], grey) for line in lines]


def _whole(line: Span, others: Sequence[Span], grey: Image) -> Span:
    beside = [other for other in others if min(line.y1, other.y1) > max(line.y0, other.y0)]
    left = max((min(other.x1, line.x0) for other in beside if other.x0 < line.x0), default=0)
    right = min((max(other.x0, line.x1) for other in beside if other.x1 > line.x1), default=grey.shape[1])
    ink = crop(grey, line)
    ink = ink[ink < INK_LEVEL]
    if not ink.size:
        return line
    dark = float(np.percentile(ink, _DARKEST)) + _PALER
    before = crop(grey, replace(line, x0=left, x1=line.x0))[:, ::-1] <= dark
    behind = crop(grey, replace(line, x0=line.x1, x1=right)) <= dark
    return replace(line, x0=max(left, line.x0 - _goes_on(before)), x1=min(right, line.x1 + _goes_on(behind)))


def _goes_on(print_: npt.NDArray[np.bool_]) -> int:
    """How many columns beside a line are of it: characters, but no stroke that runs through its rows."""
    height = len(print_)
    reached = 0
    for start, end in strips(np.flatnonzero(print_.any(axis=0)), gap=1):
        inked = np.flatnonzero(print_[:, start:end].any(axis=1))
        if start - reached > _GAP * height or np.ptp(inked) + 1 == height:
            break
        reached = end
    rows = np.flatnonzero(print_[:, :reached].any(axis=1))
    if reached < _LEAST * height or not len(rows) or np.ptp(rows) + 1 < _HIGH * height:
        return 0
    return reached + round(_PAPER * height)
