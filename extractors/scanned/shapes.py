"""Signs of comparison by their shape: >, <, ≥, ≤ as they are drawn, beside what is taken for them.

A recogniser knows few of them alone in a cell, and reads the ≥ of a fax as 2 or not at all. Their strokes are
simple enough to be drawn: ink is a sign where it is more like one of them than like any digit or letter.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

Ink = npt.NDArray[np.float64]
Way = list[tuple[float, float]]

_RIGHT: Way = [(0, 0), (1, 0.5), (0, 1)]
_ABOVE: Way = [(0, 0), (1, 0.36), (0, 0.72)]
_HIGH: Way = [(0, 0), (1, 0.3), (0, 0.6)]
_LEVEL: Way = [(0, 1), (1, 1)]
_SLANTING: Way = [(0, 1), (1, 0.62)]
_SIGNS: tuple[tuple[str, str, tuple[Way, ...]], ...] = (
    (">", "<", (_RIGHT,)),
    ("≥", "≤", (_ABOVE, _LEVEL)),
    ("≥", "≤", (_ABOVE, _SLANTING)),
    ("≥", "≤", (_HIGH, [(0, 0.8), (1, 0.8)], _LEVEL)),
)
"""What points to the right, what its mirror image is, and its strokes in a square; ≧ is another ≥."""

_OTHERS: tuple[tuple[Way, ...], ...] = (
    ([(0, 0), (0.5, 1), (1, 0)],),
    ([(0, 1), (0.5, 0), (1, 1)],),
    ([(0, 0), (1, 0), (0.3, 1)],),
    ([(0, 0), (1, 0), (0, 1), (1, 1)],),
    ([(0, 0), (1, 1)], [(1, 0), (0, 1)]),
    ([(0, 1), (0, 0), (1, 1), (1, 0)],),
    ([(0.4, 0), (0, 1)], [(0.55, 0), (1, 1)]),
    ([(0, 0), (0, 1)], [(1, 0), (0, 0.5), (1, 1)]),
)
"""V, A, 7, Z, X, N, 八, K."""

_PRINTED = "0123456789BSaegz"
_SIDE = 24  # pixels of the square in which shapes are compared
_SOFT = 1.5  # pixels by which they are softened: strokes are of any thickness
_LARGE, _PEN = 96, 10  # pixels of the square in which they are drawn, and of its pen
_LIKE = 0.8  # correlation of ink with a sign: no letter or digit of a fax has it
_CLEAR = 0.03  # by which it is more like it than like anything else
_INK = 0.4  # of the darkest: ink
_WIDE = (0.6, 2.0)  # times its height that a sign is wide


class _Shape(NamedTuple):
    sign: str | None
    drawn: Ink


def sign_of(dark: npt.NDArray[np.floating]) -> str | None:
    """The sign that the ink of a picture is (more for darker), or None where it is none."""
    rows, columns = np.nonzero(dark > _INK * max(1.0, float(dark.max())))
    if not len(rows):
        return None
    height, width = np.ptp(rows) + 1, np.ptp(columns) + 1
    if not _WIDE[0] <= width / height <= _WIDE[1]:
        return None
    hull = dark[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    ink = _compared(hull.astype(np.float64))
    likeness = [(float((ink * shape.drawn).sum()), shape.sign) for shape in _shapes()]
    most, sign = max(likeness, key=lambda like: like[0])
    next_best = max(like for like, other in likeness if other is None or other != sign)
    return sign if most >= _LIKE and most - next_best >= _CLEAR else None


@cache
def _shapes() -> tuple[_Shape, ...]:
    signs = [
        shape
        for sign, mirrored, ways in _SIGNS
        for shape in (_Shape(sign, _drawn(ways)), _Shape(mirrored, _drawn(ways)[:, ::-1]))
    ]
    others = [_Shape(None, _drawn(ways)) for ways in _OTHERS]
    fonts = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_COMPLEX)
    return (*signs, *others, *(_Shape(None, _printed(c, font)) for c in _PRINTED for font in fonts))


def _drawn(ways: tuple[Way, ...]) -> Ink:
    square = np.zeros((_LARGE, _LARGE), np.uint8)
    for way in ways:
        points = np.array(way) * (_LARGE - 2 * _PEN) + _PEN
        cv2.polylines(square, [np.round(points).astype(np.int32)], False, (255,), _PEN)
    return _compared(_hull(square))


def _printed(character: str, font: int) -> Ink:
    square = np.zeros((_LARGE, _LARGE), np.uint8)
    cv2.putText(square, character, (20, 75), font, 2.0, (255,), _PEN // 2)
    return _compared(_hull(square))


def _hull(picture: npt.NDArray[np.uint8]) -> Ink:
    rows, columns = np.nonzero(picture)
    inked = picture[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    return inked.astype(np.float64)


def _compared(ink: Ink) -> Ink:
    """In a square of one size, softened, with a mean of 0 and a length of 1."""
    small = cv2.resize(ink, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), _SOFT)
    soft -= soft.mean()
    found: Ink = soft / max(1e-6, float(np.linalg.norm(soft)))
    return found
