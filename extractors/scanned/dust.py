"""Dust before, behind or instead of a text: a recogniser reads it as a point, a rest of a ruling as !."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.scanned.inklines import bands
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image

_POINTS = frozenset(".·•")
_STROKES = frozenset("!！|｜")
"""What a rest of a ruling behind a quantity is read as; behind a digit it may be a 1."""

_SHORT = 12  # characters: a text no longer that holds a figure is a quantity
_INK = 0.5  # of the way from paper to the darkest ink of the line
_SMALL = 0.2  # of the line's height: dust is no wider and no higher; a bullet is
_FAR = 0.8  # of the line's height: blank between dust and a figure behind it, where a point is closer
_DOUBTED = 0.9  # confidence at most, of a figure that begins with a point: .9 may be 9
_APART = 0.35  # of the line's height: blank between a text and dust behind it, where a full stop is closer


def without_dust(line: Recognised, picture: Image) -> Recognised:
    """The line without a point at its ends that is dust: no words begin with one, or end far before it.

    Nor does a stroke behind a quantity belong to it.
    """
    text = line.text
    if text in _POINTS:
        return replace(line, text="", places=()) if _is_dust(*_ends(picture, first=True)[:2]) else line
    if len(text) <= 1 or len(line.places) != len(text):
        return line
    if text[0] in _POINTS and (text[1].isalpha() or text[1].isdecimal()):
        size, height, gap = _ends(picture, first=True)
        if _is_dust(size, height) and (text[1].isalpha() or gap >= _FAR * height):
            line = replace(line, text=text[1:], places=line.places[1:])
    if text[-1] in _POINTS and (text[-2].isdecimal() or not text.isascii()):
        size, height, gap = _ends(picture, first=False)
        if _is_dust(size, height) and gap >= _APART * height:
            line = replace(line, text=line.text[:-1], places=line.places[:-1])
    if line.text[-1] in _STROKES and _is_quantity(line.text[:-1]):
        line = replace(line, text=line.text[:-1], places=line.places[:-1])
    if line.text[0] in _POINTS and line.text[1:2].isdecimal():
        return replace(line, confidence=min(line.confidence, _DOUBTED))
    return line


def _is_quantity(text: str) -> bool:
    """Whether a text is a figure with a unit behind it."""
    return len(text) < _SHORT and any(map(str.isdecimal, text)) and not text[-1].isdecimal()


def _is_dust(size: int, height: int) -> bool:
    return 0 < size <= _SMALL * height


def _ends(picture: Image, first: bool) -> tuple[int, int, int]:
    """The larger side of the first, or last, ink of a line, the height of all its ink, the blank beside it.

    All are in pixels. The height of a line that is nothing but dust is that of its picture.
    """
    dark = np.clip(float(np.median(picture)) - picture.astype(np.float64), 0, None)
    ink: npt.NDArray[np.bool_] = dark > _INK * max(1.0, float(dark.max()))
    runs = bands(ink.T)
    if not runs:
        return 0, 0, 0
    start, end = runs[0] if first else runs[-1]
    rows = np.flatnonzero(ink[:, start:end].any(axis=1))
    size = max(end - start, int(rows[-1]) + 1 - int(rows[0]))
    if len(runs) == 1:
        return size, picture.shape[0], 0
    every = np.flatnonzero(ink.any(axis=1))
    gap = runs[1][0] - end if first else start - runs[-2][1]
    return size, int(every[-1]) + 1 - int(every[0]), gap
