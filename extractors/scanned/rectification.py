"""From a picture to a flat, level sheet at the resolution that is worked at.

corners of the sheet on a photograph  →  scale  →  clean  →  level  →  unbend
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.scanned.dewarping import dewarped, warp_of
from extractors.scanned.dither import without_dither
from extractors.scanned.pale_marks import without_pale_marks
from extractors.scanned.perspective import flattening, is_a4, sheet_corners
from extractors.scanned.raster import Image, Matrix, Sheet, cleaned, in_one_channel, level
from extractors.scanned.rulings import ruling_ink
from extractors.scanned.stamps import without_stamps

A4_WIDTH = 8.27  # inches
_SIDE = (2.5, 13.0)  # inches that the shorter side of a sheet may have; the picture of any other says nothing
_LEAST = 0.8  # of the resolution that is worked at: pictures with less are enlarged
_ENLARGED = 2.5  # times at most: there is no more to see, and a strip of paper must not fill the memory
_MOST = 1.1  # of it: pictures with more are shrunk


def believable(dpi: float, size: Sequence[int]) -> float:
    """The resolution of a sheet: as told where it then has a size of paper, else as if it were A4."""
    side = min(size)
    return dpi if _SIDE[0] <= side / dpi <= _SIDE[1] else side / A4_WIDTH


def rectified(picture: Image, dpi: float, work: float) -> Sheet:
    """A picture (BGR or grey) of a page of ``dpi``, flat and level at about ``work`` dots an inch."""
    even, back, dpi = _seen_from_above(without_dither(in_one_channel(picture), dpi), dpi, work)
    clean = cleaned(even, dpi)
    sheet = level(without_stamps(clean, dpi), dpi)
    grey = without_pale_marks(sheet.grey, _as_level(clean, sheet), dpi)
    sheet = replace(sheet, grey=grey, back=back @ sheet.back)
    warp = warp_of(ruling_ink(sheet.grey, dpi), dpi)
    return sheet if warp is None else replace(sheet, grey=dewarped(sheet.grey, warp), warp=warp)


def _as_level(clean: Image, sheet: Sheet) -> Image:
    """The page before its stamps were taken off, level as ``sheet`` is, whose ``back`` leads to it."""
    if not sheet.margin[0] and not sheet.margin[1]:
        return clean
    size = sheet.grey.shape[1], sheet.grey.shape[0]
    way = np.linalg.inv(sheet.back)[:2]
    level_page: Image = cv2.warpAffine(clean, way, size, flags=cv2.INTER_LINEAR, borderValue=(255,))
    return level_page


def _seen_from_above(picture: Image, dpi: float, work: float) -> tuple[Image, Matrix, float]:
    """The sheet alone, its resolution, and the way (3 by 3) back to the picture."""
    corners = sheet_corners(picture)
    if corners is None:
        dpi = believable(dpi, picture.shape[:2])
        scale = _towards(work, dpi)
        return _scaled(picture, scale), _scaling(1 / scale), dpi * scale
    way, size = flattening(corners)
    dpi = min(size) / A4_WIDTH if is_a4(size) else believable(dpi, size)
    scale = _towards(work, dpi)
    shrunk = min(1.0, scale)
    way = _scaling(scale) @ way @ _scaling(1 / shrunk)
    width, height = round(size[0] * scale), round(size[1] * scale)
    above = cv2.warpPerspective(
        _scaled(picture, shrunk), way, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return above, _scaling(1 / shrunk) @ np.linalg.inv(way), dpi * scale


def _towards(work: float, dpi: float) -> float:
    """How much larger a picture is made to have the resolution that is worked at, or near it."""
    return 1.0 if _LEAST <= dpi / work <= _MOST else min(_ENLARGED, work / dpi)


def _scaled(picture: Image, scale: float) -> Image:
    if scale == 1.0:
        return picture
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    scaled: Image = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=method)
    return scaled


def _scaling(factor: float) -> Matrix:
    return np.diag((factor, factor, 1.0))
