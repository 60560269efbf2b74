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

from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image

_INK = 0.3  # of the way from paper to the darkest ink of the line
_DARK = 60  # levels from paper to the darkest ink, below which all of a line is pale
_HIGH = 0.5  # of the height of the line's ink: points and dashes are paler, being small
_BROAD = 0.15  # of it: a stroke that is slimmer is pale at its edges
_INSIDE = 80  # per cent of its ink that is paler than a character is inside its strokes
_PALER = 0.7  # of the darkest character: less dark ink is another
_READ_BADLY, _READ_WELL = 0.95, 0.97  # confidence of a line with both inks, and of one without the paler
_BETTER = 0.04  # by which it is more, where it is not plain that there are two
_DOUBTED = 0.9  # confidence at most, of a figure that is read so
_GONE = 0.4  # of the height of the line's ink: lower ink that is paler is a thin stroke
_EDGE = 0.05  # of the height of a line: so far from its darkest ink a stroke ends
_SHARE = 0.15  # of the width of all characters that those of the other ink take


def is_overprinted(line: Image) -> bool:
    """Whether a line (grey, dark on light) holds characters of two inks."""
    dark = np.clip(float(np.median(line)) - line.astype(np.float64), 0, None)
    if dark.max(initial=0) < _DARK:
        return False
    ink = dark > _INK * dark.max()
    rows = np.flatnonzero(ink.any(axis=1))
    height = int(rows[-1] + 1 - rows[0])
    inside, widths = _characters(dark, ink, height)
    if len(inside) < 2:
        return False
    return bool(widths[inside < _PALER * inside.max()].sum() > _SHARE * widths.sum())


def apart(
    lines: Sequence[Image], found: Sequence[Recognised], read: Callable[[Sequence[Image]], list[Recognised]]
) -> tuple[list[Image], list[Recognised]]:
    """The lines and what was read in them, each without the paler of two inks where it is read better so.

    What is read so is what the darker ink says. A figure of it is for a person to look at.
    """
    over = [is_overprinted(line) for line in lines]
    tried = [i for i, line in enumerate(found) if line.text and (over[i] or line.confidence < _READ_BADLY)]
    shown = {i: dark for i in tried if (dark := without_paler(lines[i])) is not None}
    pictures, texts = list(lines), list(found)
    for (i, line), again in zip(shown.items(), read(list(shown.values())), strict=True):
        better = 0.0 if over[i] else _BETTER
        if again.confidence >= _READ_WELL and again.confidence > found[i].confidence + better:
            pictures[i], texts[i] = line, _doubted(again, found[i])
    return pictures, texts


def _doubted(again: Recognised, first: Recognised) -> Recognised:
    if again.text == first.text:
        return first
    has_figure = any(map(str.isdecimal, first.text + again.text))
    return replace(again, confidence=min(again.confidence, _DOUBTED)) if has_figure else again


def without_paler(line: Image) -> Image | None:
    """The line (grey, dark on light) white but around what is as dark as its darkest characters; None if no
    more than flat strokes are gone then, which are of the same ink.
    """
    dark = np.clip(float(np.median(line)) - line.astype(np.float64), 0, None)
    if dark.max(initial=0) < _DARK:
        return None
    ink = dark > _INK * dark.max()
    rows = np.flatnonzero(ink.any(axis=1))
    height = int(rows[-1] + 1 - rows[0])
    inside, _ = _characters(dark, ink, height)
    around = np.ones((1 + 2 * max(1, round(_EDGE * len(line))),) * 2, np.uint8)
    kept = cv2.dilate((dark > inside.max() * (1 + _PALER) / 2).astype(np.uint8), around) > 0
    gone = np.flatnonzero((ink & ~kept).any(axis=1))
    if not len(gone) or gone[-1] + 1 - gone[0] < _GONE * height:
        return None
    return np.where(kept, line, 255).astype(np.uint8)


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
