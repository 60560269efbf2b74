"""The sheet on a photograph: its four corners, told from the desk around it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
Matrix = npt.NDArray[np.float64]
Corners = npt.NDArray[np.float32]
"""4 by 2 pixels: top left, top right, bottom right, bottom left."""

_LOOKED_AT = 800  # pixels of the longer side at which edges are looked for; a photograph has more
_PRINT = 13  # pixels of that size: print and rulings that are closed before
_LEAST = 0.3  # share of the picture that a sheet fills
_MOST = 0.985  # share above which the picture is the sheet
_ASLANT = 0.42  # cosine: corners of a sheet photographed by hand are between 65° and 115°
_BESIDE = (2.5, 5.5)  # pixels of that size to both sides of an edge that are compared
_CONTRAST = 14  # levels in one colour between sheet and desk; a shadow's edge is softer
_SEEN = 0.75  # share of a side along which there is that contrast
_AT_BORDER = 3.0  # pixels of that size: a side that runs along the picture's border
_A4 = 297 / 210
_NEAR_A4 = 0.12  # share by which the sides of a photographed A4 sheet may be out of proportion


def sheet_corners(picture: Image) -> Corners | None:
    """The corners of the sheet in pixels of the picture; None where it fills the picture, or is not seen."""
    if max(picture.shape[:2]) < _LOOKED_AT:
        return None
    scale = _LOOKED_AT / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    closed = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_PRINT, _PRINT), np.uint8))
    found = [quad for mask in _masks(closed) if (quad := _quad(mask)) is not None and _is_seen(closed, quad)]
    if not found:
        return None
    largest = max(found, key=lambda quad: abs(cv2.contourArea(quad)))
    return np.asarray(largest / scale, dtype=np.float32)


def flattening(corners: Corners) -> tuple[Matrix, tuple[int, int]]:
    """The way (3 by 3) from a picture to the sheet seen from above, and the sheet's width and height."""
    sides = np.linalg.norm(corners - np.roll(corners, -1, axis=0), axis=1)
    width, height = float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
    if abs(max(width, height) / min(width, height) / _A4 - 1) < _NEAR_A4:
        width, height = (width, width * _A4) if height > width else (height * _A4, height)
    size = round(width), round(height)
    target = np.array(
        [(0, 0), (size[0] - 1, 0), (size[0] - 1, size[1] - 1), (0, size[1] - 1)], dtype=np.float32
    )
    return cv2.getPerspectiveTransform(corners, target), size


def is_a4(size: Sequence[int]) -> bool:
    return abs(max(size) / min(size) / _A4 - 1) < 0.01


def _masks(closed: Image) -> list[Image]:
    """Where the sheet may be: what is bright, what has little colour, what edges enclose."""
    grey = cv2.cvtColor(closed, cv2.COLOR_BGR2GRAY) if closed.ndim == 3 else closed
    _, bright = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    masks = [bright]
    if closed.ndim == 3:
        saturation = cv2.cvtColor(closed, cv2.COLOR_BGR2HSV)[..., 1]
        _, pale = cv2.threshold(saturation, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
        masks.append(pale)
    edges = cv2.dilate(cv2.Canny(cv2.GaussianBlur(closed, (0, 0), 1.5), 12, 36), np.ones((3, 3), np.uint8))
    masks.append(edges)
    return masks


def _quad(mask: Image) -> Corners | None:
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return None
    hull = cv2.convexHull(max(contours, key=lambda contour: cv2.contourArea(cv2.convexHull(contour))))
    area = cv2.contourArea(hull)
    if not _LEAST * mask.size <= area <= _MOST * mask.size:
        return None
    length = cv2.arcLength(hull, closed=True)
    for share in (0.01, 0.02, 0.03, 0.05):
        corners = cv2.approxPolyDP(hull, share * length, closed=True)[:, 0, :]
        if len(corners) == 4:
            ordered = _ordered(corners.astype(np.float32))
            good = abs(cv2.contourArea(ordered)) >= 0.93 * area and _is_upright_enough(ordered)
            return ordered if good else None
    return None


def _ordered(corners: Corners) -> Corners:
    middle = corners.mean(axis=0)
    angles = np.arctan2(corners[:, 1] - middle[1], corners[:, 0] - middle[0])
    turning = corners[np.argsort(angles)]
    first = int(np.argmin(turning.sum(axis=1)))
    ordered: Corners = np.roll(turning, -first, axis=0)
    return ordered


def _is_upright_enough(corners: Corners) -> bool:
    before, after = np.roll(corners, 1, axis=0) - corners, np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    cosines = np.abs((before * after).sum(axis=1)) / np.maximum(lengths, 1)
    return bool((cosines < _ASLANT).all())


def _is_seen(closed: Image, corners: Corners) -> bool:
    """Whether each side is the picture's border or stands out from what lies beyond; one must do so."""
    middle = corners.mean(axis=0)
    height, width = closed.shape[:2]
    seen = 0
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        if _is_border((start, end), width, height):
            continue
        if not _stands_out(closed, start, end, middle):
            return False
        seen += 1
    return seen > 0


def _is_border(side: Sequence[Corners], width: int, height: int) -> bool:
    (x0, y0), (x1, y1) = side
    return bool(
        max(x0, x1) <= _AT_BORDER
        or max(y0, y1) <= _AT_BORDER
        or min(x0, x1) >= width - 1 - _AT_BORDER
        or min(y0, y1) >= height - 1 - _AT_BORDER
    )


def _stands_out(closed: Image, start: Corners, end: Corners, middle: Corners) -> bool:
    along = np.linspace(start, end, 62)[1:-1]
    normal = np.array([end[1] - start[1], start[0] - end[0]]) / max(1.0, float(np.linalg.norm(end - start)))
    outwards = normal if np.dot(normal, start - middle) > 0 else -normal
    inner, outer = (_levels(closed, along + sign * outwards * np.mean(_BESIDE)) for sign in (-1, 1))
    difference = np.abs(inner - outer).max(axis=1)
    return float((difference >= _CONTRAST).mean()) >= _SEEN


def _levels(closed: Image, points: npt.NDArray[np.floating[Any]]) -> Matrix:
    height, width = closed.shape[:2]
    x = np.clip(np.rint(points[:, 0]), 0, width - 1).astype(int)
    y = np.clip(np.rint(points[:, 1]), 0, height - 1).astype(int)
    return np.asarray(closed[y, x].reshape(len(points), -1), dtype=np.float64)
