"""Lines of writing inside a cell, found by where its ink lies; no detector misses a lone digit this way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from extractors.scanned.components import components
from extractors.scanned.raster import Image
from extractors.scanned.specks import lone_specks

_INK = 212  # levels: darker than this is ink on white paper, if it hangs together with
_SURE_INK = 190  # levels: ink that no noise of the paper is as dark as
_SPECK = 0.9  # points: ink no longer than this in either direction is dust
_USUAL = (5.0, 22.0)  # points of height that a line of a form may have
_ONE_LINE = 1.3  # of the usual height: bands that fit in it together are one line
_TWO_LINES = 1.65  # of the usual height: a band at least as high is more than one line
_PITCH = 1.3  # of the usual height: from line to line
_LARGE = 1.65  # of the usual height: ink that hangs together over as much is no character
_CHARACTER = 0.35  # of the usual height: ink that a row of characters has more than a mere stroke
_WIDE = 0.5  # of the usual height: ink beside a line that is as wide may be a character
_FLAT = 0.4  # of the usual height: a stroke no higher is a dash
_THICK = 0.3  # of the usual height: a short stroke as high may be the two of =, run into one
_LONG_AS = 1.2  # of its own height: the least width of a dash
_EQUALS = 0.7  # of the usual height: two bars that stand as close are an equals sign
_BAR = 0.35  # of its width: the most height of one of them
_ASTRAY = 0.1  # of its width: by which one of them may begin or end beside the other
_WHOLE = 0.85  # of its width: inked, where one of them is no row of dots
_ELLIPSIS = 3  # dots; the one that fills two places has twice as many
_DOT = 1.5  # of its height: a dot is no wider
_EM = 0.7  # of the usual height: a dash at least as wide is a long one


@dataclass(frozen=True, slots=True)
class Span:
    """Pixels of a page: x1 and y1 are the first outside."""

    x0: int
    y0: int
    x1: int
    y1: int


def ink_of(grey: Image, dpi: float, middles: npt.NDArray[np.float64] | None = None) -> npt.NDArray[np.bool_]:
    """Where the page is written on, without dust; ``middles`` of its cells (n by 2, x and y, in pixels)."""
    dark = (grey < _INK).astype(np.uint8)
    found = components(dark)
    labels, stats, _ = found
    speck = max(2.0, _SPECK * dpi / 72)
    kept = (stats[:, cv2.CC_STAT_WIDTH] > speck) | (stats[:, cv2.CC_STAT_HEIGHT] > speck)
    sure = np.zeros(len(stats), dtype=np.bool_)
    sure[labels[grey < _SURE_INK]] = True
    kept &= sure
    kept[0] = False
    if kept.any():
        kept &= ~lone_specks(found, kept, dpi / 72, middles)
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
    """The lines of one cell from top to bottom, each the hull of its ink.

    What is larger than characters, a stamp's ring or a stroke of a pen, does not say where lines are; where
    characters hang together with it, the rows with most of its ink do.
    """
    characters = _without_large(ink, usual)
    if characters is ink:
        return [span for start, end in _line_bands(ink, usual) if (span := _hull(ink, start, end))]
    found = [(start, end) for start, end in _line_bands(characters, usual) if end - start > _FLAT * usual]
    found += [
        (start, end)
        for start, end in _dense_bands(ink & ~characters, usual)
        if not any(start < other_end and other_start < end for other_start, other_end in found)
    ]
    spans = []
    for start, end in sorted(found):
        span = _hull(characters, start, end) or _hull(ink, start, end)
        if span is not None:
            x0, x1 = _widened(ink[start:end], span.x0, span.x1, usual)
            spans.append(Span(x0, start, x1, end))
    return spans


def _line_bands(ink: npt.NDArray[np.bool_], usual: float) -> list[tuple[int, int]]:
    return _split(_joined(bands(ink), usual), ink, usual)


def _hull(ink: npt.NDArray[np.bool_], start: int, end: int) -> Span | None:
    columns = np.flatnonzero(ink[start:end].any(axis=0))
    return Span(int(columns[0]), start, int(columns[-1]) + 1, end) if len(columns) else None


def _dense_bands(ink: npt.NDArray[np.bool_], usual: float) -> list[tuple[int, int]]:
    """The rows of large ink where there is more than a stroke of it: characters that touch the stroke."""
    amounts = ink.sum(axis=1)
    inked = amounts[amounts > 0]
    if not len(inked):
        return []
    stroke = float(np.percentile(inked, 25))
    dense = (amounts > stroke + _CHARACTER * usual)[:, None]
    return [(start, end) for start, end in _joined(bands(dense), usual) if end - start >= _FLAT * usual]


def _without_large(ink: npt.NDArray[np.bool_], usual: float) -> npt.NDArray[np.bool_]:
    """Without the ink that hangs together over more than a line and a half, if any does."""
    if ink.shape[0] < _LARGE * usual or not any(end - start >= _LARGE * usual for start, end in bands(ink)):
        return ink
    labels, stats, _ = components(ink.astype(np.uint8))
    large = stats[:, cv2.CC_STAT_HEIGHT] >= _LARGE * usual
    large[0] = True
    return np.asarray(~large[labels]) if len(stats) > 1 else ink


def _widened(line: npt.NDArray[np.bool_], x0: int, x1: int, usual: float) -> tuple[int, int]:
    """The ends of a line, with the ink beside them that is as wide as a character."""
    inked = np.concatenate(([False], line.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(inked))
    runs = [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
    for start, end in reversed(runs):
        if end <= x0 and end - start >= _WIDE * usual and x0 - end <= usual:
            x0 = start
    for start, end in runs:
        if start < x0 < end:
            x0 = start
        if start < x1 < end:
            x1 = end
        if start >= x1 and end - start >= _WIDE * usual and start - x1 <= usual:
            x1 = end
    return x0, x1


def lone_dash(line: Span, ink: npt.NDArray[np.bool_], usual: float) -> str | None:
    """The dash that a flat stroke is, the = that two are, or the … that dots in a row are, if it is all the
    ink of its cell: too little for a recogniser.
    """
    width, height = line.x1 - line.x0, line.y1 - line.y0
    if np.count_nonzero(ink) > np.count_nonzero(ink[line.y0 : line.y1]):
        return None
    strokes = bands(ink[line.y0 : line.y1])
    if are_bars(ink[line.y0 : line.y1], strokes):
        return "=" if height <= _EQUALS * usual else None
    if height > _FLAT * usual or width < _LONG_AS * height:
        return None
    if height > max(_THICK * usual, _BAR * width):
        return None
    dots = _dots(ink[line.y0 : line.y1, line.x0 : line.x1])
    if dots >= _ELLIPSIS:
        return "…" if dots == _ELLIPSIS else "……"
    return "-" if width < _EM * usual else "—"


def _dots(row: npt.NDArray[np.bool_]) -> int:
    """How many dots stand in a row; 0, if any of its ink is no dot."""
    columns = np.concatenate(([False], row.any(axis=0), [False])).astype(np.int8)
    widths = np.diff(np.flatnonzero(np.diff(columns)))[::2]
    return len(widths) if len(widths) and max(widths) <= _DOT * len(row) + 1 else 0


def are_bars(ink: npt.NDArray[np.bool_], strokes: Sequence[tuple[int, int]]) -> bool:
    """Whether strokes are two level bars that begin and end alike, as those of = do and of 二 do not."""
    if len(strokes) != 2:
        return False
    hulls = [hull for start, end in strokes if (hull := _hull(ink, start, end))]
    width = max(hull.x1 - hull.x0 for hull in hulls)
    astray = max(np.ptp([hull.x0 for hull in hulls]), np.ptp([hull.x1 for hull in hulls]))
    flat = all(hull.y1 - hull.y0 <= _BAR * width for hull in hulls)
    solid = all(np.count_nonzero(ink[start:end].any(axis=0)) >= _WHOLE * width for start, end in strokes)
    return flat and solid and bool(astray <= _ASTRAY * width + 1)


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
