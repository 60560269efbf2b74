"""Lines of writing inside a cell, found by where its ink lies; no detector misses a lone digit this way."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from extractors.raster import Image

_INK = 212  # levels: darker than this is ink on white paper, if it hangs together with
_SURE_INK = 190  # levels: ink that no noise of the paper is as dark as
_SPECK = 0.9  # points: ink no longer than this in either direction is dust
_USUAL = (5.0, 22.0)  # points of height that a line of a form may have
_ONE_LINE = 1.3  # of the usual height: bands that fit in it together are one line
_TWO_LINES = 1.65  # of the usual height: a band at least as high is more than one line
_PITCH = 1.3  # of the usual height: from line to line
_FLAT = 0.4  # of the usual height: a stroke no higher is a dash
_LONG_AS = 1.2  # of its own height: the least width of a dash
_EM = 0.7  # of the usual height: a dash at least as wide is a long one


@dataclass(frozen=True, slots=True)
class Span:
    """Pixels of a page: x1 and y1 are the first outside."""

    x0: int
    y0: int
    x1: int
    y1: int


def ink_of(grey: Image, dpi: float) -> npt.NDArray[np.bool_]:
    """Where the page is written on, without dust."""
    import cv2

    dark = (grey < _INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    speck = max(2.0, _SPECK * dpi / 72)
    kept = (stats[:, cv2.CC_STAT_WIDTH] > speck) | (stats[:, cv2.CC_STAT_HEIGHT] > speck)
    sure = np.zeros(count, dtype=np.bool_)
    sure[labels[grey < _SURE_INK]] = True
    kept &= sure
    kept[0] = False
    inked: npt.NDArray[np.bool_] = kept[labels]
    return inked


def bands(ink: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Runs of pixel rows with ink."""
    rows = np.concatenate(([False], ink.any(axis=1), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(rows))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]


def usual_height(cells: list[npt.NDArray[np.bool_]], dpi: float) -> float:
    """The median height in pixels of the lines in these cells."""
    low, high = (points * dpi / 72 for points in _USUAL)
    heights = [end - start for ink in cells for start, end in bands(ink) if low <= end - start <= high]
    return float(np.median(heights)) if heights else 9.0 * dpi / 72


def lines_in(ink: npt.NDArray[np.bool_], usual: float) -> list[Span]:
    """The lines of one cell from top to bottom, each the hull of its ink."""
    spans = []
    for start, end in _split(_joined(bands(ink), usual), ink, usual):
        columns = np.flatnonzero(ink[start:end].any(axis=0))
        if len(columns):
            spans.append(Span(int(columns[0]), start, int(columns[-1]) + 1, end))
    return spans


def lone_dash(line: Span, usual: float) -> str | None:
    """The dash that a flat stroke is, if nothing else stands in its cell: too little for a recogniser."""
    width, height = line.x1 - line.x0, line.y1 - line.y0
    if height > _FLAT * usual or width < _LONG_AS * height:
        return None
    return "-" if width < _EM * usual else "—"


def _joined(found: list[tuple[int, int]], usual: float) -> list[tuple[int, int]]:
    """Strokes of one line that lie apart: =, ≥, 三, a dash beside words."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and end - joined[-1][0] <= _ONE_LINE * usual:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _split(found: list[tuple[int, int]], ink: npt.NDArray[np.bool_], usual: float) -> list[tuple[int, int]]:
    """Lines that touch are cut where there is least ink around the place a line should end."""
    pieces: list[tuple[int, int]] = []
    for start, end in found:
        count = round((end - start) / (_PITCH * usual)) if end - start >= _TWO_LINES * usual else 1
        cuts = [start]
        for i in range(1, count):
            expected = start + (end - start) * i / count
            low, high = int(expected - usual * 0.4), int(expected + usual * 0.4) + 1
            cuts.append(low + int(ink[low:high].sum(axis=1).argmin()))
        pieces.extend(zip(cuts, [*cuts[1:], end], strict=True))
    return pieces
