"""% in the ink of a line: in black and white it loses its stroke, and what is left is read as °, g or 0.

Its rings show all the same: one above on the left, one below on the right. Those of 8 and g stand below
each other, and ° has but one.
"""

from __future__ import annotations

import re
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.scanned.ocr import Recognised
from extractors.scanned.permille import sign_at, with_sign
from extractors.scanned.raster import Image

_READ = re.compile(r"(?<=\d)[°º˚][%％0OoＯ○〇]?(?![\dCFc])")
"""What % is read as behind a figure; ° with a letter is a temperature."""

_ALONE = re.compile(r"[!-~°º˚]?")
"""What it is read as alone in its cell: no Chinese character."""

_SURE = 0.95  # confidence from which a character alone is what it was read as
_DOUBTED = 0.9  # confidence at most, where another sign was read than is taken: a person is to look
_INK = 0.4  # of the darkest: ink
_BELOW, _BESIDE = 0.3, 0.15  # of the sign's height: how far the second ring is from the first, at least
_ALIKE = 4.0  # times the paper in one ring that is in the other, at most
_HOLE = 0.004  # of the square of the sign's height: less paper is no inside of a ring
_WIDEST = 1.4  # of its height: a wider sign is more than one


def with_per_cent(line: Recognised, picture: Image) -> Recognised:
    """The line with the % that its ink shows where ° was read, or another sign alone in its cell."""
    if len(line.text) <= 1:
        if not _ALONE.fullmatch(line.text) or (line.text and line.confidence >= _SURE):
            return line
        dark = float(np.median(picture)) - picture.astype(np.float64)
        if not _has_rings_aslant(np.clip(dark, 0, None)):
            return line
        return replace(line, text="%", places=line.places or (0.5,), confidence=_DOUBTED)
    if len(line.places) != len(line.text):
        return line
    for match in reversed(list(_READ.finditer(line.text))):
        start, end = match.span()
        if _has_rings_aslant(sign_at(line, picture, start, end)):
            line = with_sign(line, start, end, "%")
    return line


def _has_rings_aslant(dark: npt.NDArray[np.float64]) -> bool:
    """Whether a sign (more for darker) has two rings, the second below on the right of the first."""
    ink = dark > _INK * max(1.0, float(dark.max(initial=0.0)))
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return False
    sign = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = sign.shape
    if width > _WIDEST * height:
        return False
    paper = cv2.copyMakeBorder((~sign).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=1)
    found = components(paper, connectivity=4)
    holes = [
        at for at in range(2, len(found.stats)) if found.stats[at, cv2.CC_STAT_AREA] >= _HOLE * height**2
    ]
    holes = sorted(holes, key=lambda at: -found.stats[at, cv2.CC_STAT_AREA])[:2]
    if len(holes) < 2:
        return False
    upper, lower = sorted(holes, key=lambda at: found.centres[at, 1])
    areas = found.stats[holes, cv2.CC_STAT_AREA]
    right, down = found.centres[lower] - found.centres[upper]
    return bool(down >= _BELOW * height and right >= _BESIDE * height and areas[0] <= _ALIKE * areas[1])
