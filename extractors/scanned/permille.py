"""‰ in the ink of a line: recognisers read it as %, at full confidence, or as % and a nought.

‰ has a second ring at the foot of its stroke. A row through the rings crosses their sides four times,
and that of % only twice.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image

_READ = re.compile(r"[%％](?:[0OoＯ○〇](?![\d.,，％%]))?")
"""What ‰ is read as. No nought follows a per cent sign."""

_DOUBTED = 0.9  # confidence at most, where another sign was read than is taken: a person is to look
_INK = 0.4  # of the darkest: ink
_FOOT = (0.62, 0.92)  # of the height of the sign: from where to where rows run through its rings
_SIDES = 4  # of two rings, or more with the stroke between them and the upper ring
_RISE = 0.22  # of the darkest: by which a side of a ring is darker than the paper on both sides of it
_ROWS = 0.12  # of the height: so many rows must cross as many sides
_LOW = 0.25  # of the same: a ring begins below
_WIDE = 1.15  # of its height: ‰ is at least as wide; asked where the sign touches the figure before it
_GAP = 0.7  # of the height of the line's ink: a ring stands no farther behind the rest of its sign


def with_permille(line: Recognised, picture: Image) -> Recognised:
    """The line with the ‰ that its ink shows where % was read, and for %0, which nobody writes."""
    if len(line.places) != len(line.text):
        return line
    for match in reversed(list(_READ.finditer(line.text))):
        start, end = match.span()
        if end - start == 1 and not _has_two_rings(sign_at(line, picture, start, end)):
            continue
        line = with_sign(line, start, end, "‰")
    return line


def with_sign(line: Recognised, start: int, end: int, sign: str) -> Recognised:
    """The line with another sign in a place than was read there, and for a person to look at."""
    return replace(
        line,
        text=f"{line.text[:start]}{sign}{line.text[end:]}",
        places=(*line.places[: start + 1], *line.places[end:]),
        confidence=min(line.confidence, _DOUBTED),
    )


def sign_at(line: Recognised, picture: Image, start: int, end: int) -> npt.NDArray[np.float64]:
    """The ink between the characters before and behind a sign (more for darker)."""
    dark = np.clip(float(np.median(picture)) - picture.astype(np.float64), 0, None)
    ink = dark > _INK * max(1.0, float(dark.max()))
    columns = np.concatenate(([False], ink.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(columns))
    runs = list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))
    if not runs:
        return dark[:, :0]

    def held(at: int) -> tuple[int, int]:
        middle = line.places[at] * picture.shape[1]
        return min(runs, key=lambda run: max(run[0] - middle, middle - run[1], 0))

    first = held(start)
    touches = start > 0 and held(start - 1) == first
    if touches:
        cut = round((line.places[start - 1] + line.places[start]) / 2 * picture.shape[1])
        first = (min(max(cut, first[0]), first[1] - 1), first[1])
        runs = [run if run[1] != first[1] else first for run in runs]
    low = held(start - 1)[1] if start and not touches else first[0]
    high = held(end)[0] if end < len(line.text) else picture.shape[1]
    inside = [run for run in runs if low <= run[0] and run[1] <= high]
    kept = [first] if first in inside else []
    rows = np.flatnonzero(ink.any(axis=1))
    height = int(rows[-1] + 1 - rows[0])
    for run in inside:
        top = int(ink[:, slice(*run)].any(axis=1).argmax())
        near = kept and 0 <= run[0] - kept[-1][1] <= _GAP * height
        if near and top >= rows[0] + _LOW * height:
            kept.append(run)
    sign = dark[:, first[0] : kept[-1][1]] if kept else dark[:, :0]
    return sign[:, :0] if touches and sign.shape[1] < _WIDE * height else sign


def _has_two_rings(dark: npt.NDArray[np.float64]) -> bool:
    if not dark.size:
        return False
    most = float(dark.max())
    rows = np.flatnonzero((dark > _INK * max(1.0, most)).any(axis=1))
    if not len(rows):
        return False
    height = int(rows[-1] + 1 - rows[0])
    low, high = (round(rows[0] + share * height) for share in _FOOT)
    sides = [peaks(row, _RISE * most) for row in dark[low:high]]
    return sum(len(found) >= _SIDES for found in sides) >= max(2.0, _ROWS * height)


def peaks(row: npt.NDArray[np.float64], rise: float) -> list[int]:
    """Where the ink of a row is darkest each time that it rises and falls again by ``rise``."""
    found: list[int] = []
    rising, low, high, top = True, 0.0, 0.0, 0
    for at, value in enumerate((*row.tolist(), 0.0)):
        if rising:
            if value > high:
                high, top = value, at
            low = min(low, value) if high - low < rise else low
            if high - low >= rise and high - value >= rise:
                found.append(top)
                rising, low = False, value
            elif high - low < rise:
                high, top = max(low, value), at
        else:
            low = min(low, value)
            if value - low >= rise:
                rising, high, top = True, value, at
    return found
