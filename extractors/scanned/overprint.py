"""Lines in which characters of two inks stand together: a date stamp, a seal or a pen over a figure.

A recogniser reads both as one figure, and is sure of it: 2025.04 stamped over ≤1409 is 2025.041409. The ink
tells: of one print all characters are about as dark.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image

_INK = 0.3  # of the way from paper to the darkest ink of the line
_DARK = 60  # levels from paper to the darkest ink, below which all of a line is pale
_HIGH = 0.5  # of the height of the line's ink: points and dashes are paler, being small
_BROAD = 0.15  # of it: a stroke that is slimmer is pale at its edges
_INSIDE = 80  # per cent of its ink that is paler than a character is inside its strokes
_PALER = 0.7  # of the darkest character: less dark ink is another
_READ_BADLY, _CROSSED, _READ_WELL = 0.95, 0.85, 0.98
"""Confidence of a line with both inks, of one with strokes across it, and of one without them."""

_BETTER = 0.04  # by which it is more, where it is not plain that there are two
_FLAT_STROKES = str.maketrans("", "", "一-—–_~～. ")
_SIGNS = frozenset("<>=≤≥＜＞＝﹤﹥≦≧")
_DOUBTED = 0.9  # confidence at most, of a figure that is read so
_GONE = 0.4  # of the height of the line's ink: lower ink that is paler is a thin stroke
_POINT = 0.35  # of it: no side of a point or a comma is longer, whose ink is paler, being small
_CROSSING = 0.4  # of the height of the picture: a stroke that runs out of it is as high
_EDGE = 0.05  # of the height of a line: so far from its darkest ink a stroke ends
_SHARE = 0.15  # of the width of all characters that those of the other ink take


def is_overprinted(line: Image) -> bool:
    """Whether a line (grey, dark on light) holds characters of two inks."""
    dark, ink, height = _inked(line)
    if not height:
        return False
    inside, widths = _characters(dark, ink, height)
    if len(inside) < 2:
        return False
    return bool(widths[inside < _PALER * inside.max()].sum() > _SHARE * widths.sum())


def apart(
    lines: Sequence[Image], found: Sequence[Recognised], read: Callable[[Sequence[Image]], list[Recognised]]
) -> tuple[list[Image], list[Recognised]]:
    """The lines and what was read in them, each without the paler of two inks, or without what only crosses
    it, where it is read better so. A figure that is read so is for a person to look at.
    """
    pictures, texts = list(lines), list(found)
    for without, sure in ((without_paler, _READ_BADLY), (without_crossing, _CROSSED)):
        unsure = [i for i, line in enumerate(texts) if line.text and line.confidence < _READ_WELL]
        over = {i for i in unsure if texts[i].confidence >= sure and is_overprinted(pictures[i])}
        tried = [i for i in unsure if i in over or texts[i].confidence < sure]
        shown = {i: rest for i in tried if (rest := without(pictures[i])) is not None}
        for (i, rest), again in zip(shown.items(), read(list(shown.values())), strict=True):
            better = 0.0 if i in over else _BETTER
            surer = again.confidence >= _READ_WELL and again.confidence > texts[i].confidence + better
            if surer and (taken := _taken(again, texts[i])):
                pictures[i], texts[i] = rest, taken
    return pictures, texts


def _taken(again: Recognised, first: Recognised) -> Recognised | None:
    """What is read without a part of the ink, in place of what was; None if its figure only differs, or if
    only thin strokes are lost, or a sign: many typefaces draw it paler than their figures.
    """
    if again.text.translate(_FLAT_STROKES) == first.text.translate(_FLAT_STROKES):
        return None
    if not any(map(str.isdecimal, first.text + again.text)):
        return again
    if len(again.text) >= len(first.text) or _signs_in(again.text) < _signs_in(first.text):
        return None
    return replace(again, confidence=min(again.confidence, _DOUBTED))


def _signs_in(text: str) -> int:
    return sum(character in _SIGNS for character in text)


def without_paler(line: Image) -> Image | None:
    """The line (grey, dark on light) white but around what is as dark as its darkest characters, and points;
    None if no more than flat strokes are gone then, which are of the same ink.
    """
    dark, ink, height = _inked(line)
    if not height:
        return None
    inside, _ = _characters(dark, ink, height)
    around = np.ones((1 + 2 * max(1, round(_EDGE * len(line))),) * 2, np.uint8)
    kept = cv2.dilate((dark > inside.max() * (1 + _PALER) / 2).astype(np.uint8), around) > 0
    labels, stats, _ = components(ink.astype(np.uint8))
    small = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) <= _POINT * height
    kept |= small[labels]
    gone = np.flatnonzero((ink & ~kept).any(axis=1))
    if not len(gone) or gone[-1] + 1 - gone[0] < _GONE * height:
        return None
    return np.where(kept, line, 255).astype(np.uint8)


def without_crossing(line: Image) -> Image | None:
    """The line without strokes that run out of the picture above or below: of a pen, and of no character of
    the line, which has white around. None if there are none, or no others.
    """
    _, ink, height = _inked(line)
    if not height:
        return None
    labels, stats, _ = components(ink.astype(np.uint8))
    top, high = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    crossing = ((top == 0) | (top + high == len(line))) & (high >= _CROSSING * len(line))
    crossing[0] = False
    gone = crossing[labels]
    if not gone.any() or not (ink & ~gone).any():
        return None
    return np.where(cv2.dilate(gone.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0, 255, line).astype(
        np.uint8
    )


def _inked(line: Image) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.bool_], int]:
    """How much darker than paper each pixel is, where ink is, and its height; 0 if all is pale."""
    dark = np.clip(float(np.median(line)) - line.astype(np.float64), 0, None)
    ink = dark > _INK * dark.max(initial=0)
    if dark.max(initial=0) < _DARK:
        return dark, ink, 0
    return dark, ink, int(np.ptp(np.flatnonzero(ink.any(axis=1)))) + 1


def _characters(
    dark: npt.NDArray[np.float64], ink: npt.NDArray[np.bool_], height: int
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """How dark each run of columns with ink is inside, and how wide, without points, dashes and slim ones."""
    columns = np.concatenate(([False], ink.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(columns))
    found = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        part = ink[:, start:end]
        high = int(np.ptp(np.flatnonzero(part.any(axis=1)))) + 1
        if high >= _HIGH * height and end - start >= _BROAD * height:
            found.append((float(np.percentile(dark[:, start:end][part], _INSIDE)), float(end - start)))
    inside, widths = np.array(found or [(0.0, 0.0)]).T
    return inside, widths
