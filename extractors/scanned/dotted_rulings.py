"""Short rulings of dots or dashes: short as print, but more even than any."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling
from extractors.scanned.components import components
from extractors.scanned.raster import Image

Place = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

Runs = npt.NDArray[np.intp]
"""First column and the one behind the last of each run of ink, n by 2."""

_GAP = 3.0  # points between the dots of a ruling, at most
_DOT = 6.0  # points: a longer piece is a stroke
_THICK = 2.5  # points across, at most
_DOTS = 5  # at least
_APART = 1.0  # points between usual dots, at least: a shading in black and white has them closer
_DASH = 1.5  # points: nor has it any as long
_SEVERAL = 2  # rulings of dots, of which the page's usual dots are told
_FEW = 3  # at least, where the page has longer rulings of such dots
_PIECES = 2  # at least, of a ruling whose dots run together
_INKED = 0.25  # of the usual step: dots are as long, but those of a shading in black and white
_EVEN = 0.35  # of the usual step from dot to dot: by which steps stray from it
_STRAY = 0.2  # of the steps, at most, that stray further: where other rulings cross
_CLOSE = 0.8  # points beside the dots where it is blank
_ENDS = 1.5  # points at both ends of a row where other rulings are
_ATTACHED = 0.1  # share of its length that is not


class Dots(NamedTuple):
    """How long the dots of a ruling usually are, and how far it is from one to the next, in pixels."""

    length: float
    step: float


def dotted(
    ink: Image, dpi: float, shortest: float, usual: Dots | None = None
) -> tuple[list[Ruling], list[Ruling]]:
    """Rows of dots along the pixel rows of ``ink`` (255 where it is dark), in points; none is shorter than
    ``shortest``, and but those of ``usual`` dots none has few.

    The second list: rows of such dots that run together. By their look they may be strokes of print.
    """
    scale = dpi / 72
    even, blurred = [], []
    for (x, y, width, height), runs in _rows(ink, scale, shortest):
        row = Ruling((y + height / 2 - 0.5) / scale, x / scale, (x + width) / scale)
        if _is_even(runs, scale) or (usual is not None and len(runs) >= _FEW and _are_alike(runs, usual)):
            even.append(row)
        elif usual is not None and _are_as_close(runs, usual):
            blurred.append(row)
    return even, blurred


def usual_dots(ink: Image, dpi: float, shortest: float) -> Dots | None:
    """Those of the rulings of dots of at least ``shortest`` points, where there are several of dots that are
    so long, or so far apart, that nothing else has them.
    """
    scale = dpi / 72
    rows = [runs for _, runs in _rows(ink, scale, shortest) if _is_even(runs, scale)]
    if len(rows) < _SEVERAL:
        return None
    lengths = np.concatenate([np.diff(runs, axis=1)[:, 0] for runs in rows])
    steps = np.concatenate([np.diff(runs[:, 0]) for runs in rows])
    usual = Dots(float(np.median(lengths)), float(np.median(steps)))
    is_plain = usual.step - usual.length >= _APART * scale or usual.length >= _DASH * scale
    return usual if is_plain else None


def _rows(ink: Image, scale: float, shortest: float) -> Iterator[tuple[Place, Runs]]:
    """Thin rows of dots that are blank above and below: where they are, and the runs of ink in them."""
    gap, length = max(3, round(_GAP * scale)), round(shortest * scale)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    rows = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    stats = components(rows).stats
    for x, y, width, height, _ in stats[1:].tolist():
        if height <= _THICK * scale:
            runs = _runs(np.asarray(ink[y : y + height, x : x + width].any(axis=0)))
            if len(runs) >= _PIECES and _is_alone(ink, (x, y, width, height), scale):
                yield (x, y, width, height), runs


def _is_even(runs: Runs, scale: float) -> bool:
    lengths, steps = np.diff(runs, axis=1)[:, 0], np.diff(runs[:, 0])
    if len(runs) < _DOTS or np.percentile(lengths, 90) > _DOT * scale:
        return False
    if np.median(lengths) < _INKED * np.median(steps):
        return False
    return float((np.abs(steps - np.median(steps)) > _EVEN * np.median(steps) + 1).mean()) <= _STRAY


def _are_alike(runs: Runs, usual: Dots) -> bool:
    """Whether dots are the usual ones, but for the first and the last, which other rulings may touch."""
    lengths, steps = np.diff(runs, axis=1)[1:-1, 0], np.diff(runs[1:, 0])
    return bool(
        (np.abs(lengths - usual.length) <= _EVEN * usual.length + 1).all()
        and (np.abs(steps - usual.step) <= _EVEN * usual.step + 1).all()
    )


def _are_as_close(runs: Runs, usual: Dots) -> bool:
    """Whether nearly all breaks between them are no longer than those between the usual dots."""
    breaks = runs[1:, 0] - runs[:-1, 1]
    return float((breaks > usual.step - usual.length + 1).mean()) <= _STRAY


def _is_alone(ink: Image, place: Place, scale: float) -> bool:
    x, y, width, height = place
    ends = min(round(_ENDS * scale), width // 4)
    x, width = x + ends, width - 2 * ends
    near, far = 1, 1 + max(2, round(_CLOSE * scale))  # the edge of a dot is no print beside it
    above = ink[max(0, y - far) : max(0, y - near), x : x + width]
    below = ink[y + height + near : y + height + far, x : x + width]
    return all(float(side.any(axis=0).mean()) <= _ATTACHED for side in (above, below) if side.size)


def _runs(inked: npt.NDArray[np.bool_]) -> Runs:
    edges = np.flatnonzero(np.diff(np.concatenate(([False], inked, [False])).astype(np.int8)))
    return edges.reshape(-1, 2)
