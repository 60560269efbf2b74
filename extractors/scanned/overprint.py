"""Lines in which characters of two inks stand together: a date stamp, a seal or a pen over a figure.

A recogniser reads both as one figure, and is sure of it: 2025.04 stamped over ≤1409 is 2025.041409. The ink
tells: of one print all characters are about as dark.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from extractors.scanned.raster import Image

_INK = 0.3  # of the way from paper to the darkest ink of the line
_DARK = 60  # levels from paper to the darkest ink, below which all of a line is pale
_HIGH = 0.5  # of the height of the line's ink: points and dashes are paler, being small
_BROAD = 0.15  # of it: a stroke that is slimmer is pale at its edges
_INSIDE = 80  # per cent of its ink that is paler than a character is inside its strokes
_PALER = 0.7  # of the darkest character: less dark ink is another
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
