"""How a page of a PDF lies: from its own coordinates to points of the page as displayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Matrix = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a·x + c·y + e and y' = b·x + d·y + f, as PDF writes them."""

Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Paper:
    """The shown part of a page: its size in points as displayed, and the way there from user space."""

    width: float
    height: float
    shown: Matrix

    def clipped(self, corners: Corners) -> Corners | None:
        """The part of a displayed rectangle that lies on the page."""
        x0, y0, x1, y1 = corners
        x0, y0, x1, y1 = max(0.0, x0), max(0.0, y0), min(self.width, x1), min(self.height, y1)
        return (x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None


def paper_of(page: Any) -> Paper:
    """The crop box and /Rotate of a page of pypdfium2."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page.raw, box)
    left, top, right, bottom = box.left, box.top, box.right, box.bottom
    quarters = pdfium.FPDFPage_GetRotation(page.raw)
    shown: Matrix = (
        (1.0, 0.0, 0.0, -1.0, -left, top),
        (0.0, 1.0, 1.0, 0.0, -bottom, -left),
        (-1.0, 0.0, 0.0, 1.0, right, -bottom),
        (0.0, -1.0, -1.0, 0.0, top, right),
    )[quarters]
    width, height = right - left, top - bottom
    return Paper(width, height, shown) if quarters % 2 == 0 else Paper(height, width, shown)


def after(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that applies ``first``, then ``then``."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def hull(matrix: Matrix, corners: Corners) -> Corners:
    """The upright rectangle around a rectangle that was moved."""
    x0, y0, x1, y1 = corners
    a, b, c, d, e, f = matrix
    if b == 0 == c:
        left, right, top, bottom = a * x0 + e, a * x1 + e, d * y0 + f, d * y1 + f
        return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
    points = [moved(matrix, x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def hulls(matrix: Matrix, corners: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The same of many rectangles, a row each."""
    x0, y0, x1, y1 = corners.T
    a, b, c, d, e, f = matrix
    points = [(x0, y0), (x1, y1), (x0, y1), (x1, y0)]
    if b == 0 == c:  # turned by none, two corners tell all
        points = points[:2]
    xs, ys = [a * x + c * y + e for x, y in points], [b * x + d * y + f for x, y in points]
    least, most = np.minimum.reduce, np.maximum.reduce
    return np.stack([least(xs), least(ys), most(xs), most(ys)], axis=1)
