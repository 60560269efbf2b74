"""Rulings of which a scanner or a fax left no more than specks, or a piece at one side of a cell.

A cell that has a thin row of ink from side to side, blank above and below, was two: no writing is as low as
that and as wide as its cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from extractors.lattice import Frame, Ruling, Slot
from extractors.scanned.raster import Image

_INK = 170  # levels: darker than this is ink
_THIN = 2.2  # points: specks of one ruling lie in a row no higher
_BLANK = 1.2  # points above and below it without ink
_INSIDE = 1.8  # points from the sides of a cell to where its rulings and their edges end
_ROW = 8.0  # points: no row is lower
_WIDE = 60.0  # points: in a narrower cell specks may be a dash, and count beside such in a wider one
_PIECES = 3  # specks in a row
_SPREAD = 0.2  # share of the width: as near to both sides the first and the last of them are
_COVERED = 0.25  # share of its width that a piece at one side of a cell covers
_AT_SIDE = 2.5  # points from the side at which such a piece begins
_PALE = 190  # levels: of a known boundary, as pale ink is enough
_HIGH = 14.0  # points: in a lower cell a vertical stroke may be of a character
_NEAR, _FAR = 1.2, 3.0  # points beside the place of a boundary where it is, and where its cells are blank
_BESIDE = 0.35  # of the ink on a boundary: more beside it is writing
_DOTTED, _PART = 0.4, 0.2  # share of its length that is inked, in all and in each quarter
_TOGETHER = 0.85  # share of a piece that is inked
_CLEAN = 0.05  # share of its length with ink beside it, if nothing is written there
_DASH, _STROKE = 40.0, 14.0  # points: the longest level stroke that stands alone, and the longest upright one
_LEVEL = 1.5  # points: by so much the specks of neighbours stray from one line


def specked(grey: Image, frames: Sequence[Frame], dpi: float) -> list[Ruling]:
    """Horizontal rulings, in points, inside the cells of these frames."""
    scale = dpi / 72
    return [ruling for frame in frames for ruling in _of_frame(grey, frame, scale)]


def known(grey: Image, frames: Sequence[Frame], dpi: float) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings where a boundary of a table goes through a cell, pale, dotted or torn.

    That there is a boundary, other cells show: here less of it is enough than where nothing is known.
    """
    scale = dpi / 72
    across: list[Ruling] = []
    down: list[Ruling] = []
    for frame in frames:
        for slot in frame.slots:
            for y in frame.ys[slot.row + 1 : slot.row + slot.row_span]:
                if slot.x1 - slot.x0 >= _WIDE and _is_there(grey, y, (slot.x0, slot.x1), scale, _DASH):
                    across.append(Ruling(y, slot.x0, slot.x1))
            for x in frame.xs[slot.column + 1 : slot.column + slot.column_span]:
                if slot.y1 - slot.y0 >= _HIGH and _is_there(grey.T, x, (slot.y0, slot.y1), scale, _STROKE):
                    down.append(Ruling(x, slot.y0, slot.y1))
    return across, down


def _is_there(grey: Image, place: float, span: tuple[float, float], scale: float, longest: float) -> bool:
    """Whether there is ink along a line through a cell, and little beside it, as there is beside writing.

    ``longest``: points that a stroke of a character which stands alone may have.
    """
    start, end = round((span[0] + _INSIDE) * scale), round((span[1] - _INSIDE) * scale)

    def inked(low: float, high: float) -> npt.NDArray[np.bool_]:
        rows = grey[max(0, round((place + low) * scale)) : max(0, round((place + high) * scale)), start:end]
        return np.asarray((rows < _PALE).any(axis=0))

    on = inked(-_NEAR, _NEAR)
    if not on.size:
        return False
    beside = max(float(inked(-_FAR, -_NEAR).mean()), float(inked(_NEAR, _FAR).mean()))
    if beside <= _CLEAN and on.mean() >= _COVERED and on.sum() >= longest * scale:
        return True
    if longest == _STROKE or beside > _BESIDE * float(on.mean()):  # an upright stroke of 目 is as long
        return False
    if on.mean() >= _DOTTED and min(part.mean() for part in np.array_split(on, 4)) >= _PART:
        return True
    side = round(_AT_SIDE * scale)
    return bool(on.mean() >= _COVERED and (on[:side].any() or on[-side:].any()) and _is_one_piece(on))


def _is_one_piece(on: npt.NDArray[np.bool_]) -> bool:
    """Whether nearly all of the ink along a line lies together."""
    inked = np.flatnonzero(on)
    return len(inked) >= _TOGETHER * int(inked[-1] + 1 - inked[0])


def _of_frame(grey: Image, frame: Frame, scale: float) -> Iterator[Ruling]:
    slots = [slot for slot in frame.slots if slot.y1 - slot.y0 >= 2 * _ROW]
    seen = [(slot, y, columns) for slot in slots for y, columns in _thin_rows(grey, slot, scale)]
    sure = [(slot, y) for slot, y, columns in seen if _is_ruling(slot, columns, scale)]
    for slot, y, _ in seen:
        if any(abs(y - other) <= _LEVEL for _, other in sure):
            yield Ruling(y, slot.x0, slot.x1)


def _thin_rows(grey: Image, slot: Slot, scale: float) -> Iterator[tuple[float, npt.NDArray[np.bool_]]]:
    """Where a cell has a row of ink that is thin and alone, and which of its columns have ink there."""
    x0, x1 = round((slot.x0 + _INSIDE) * scale), round((slot.x1 - _INSIDE) * scale)
    y0, y1 = round((slot.y0 + _INSIDE) * scale), round((slot.y1 - _INSIDE) * scale)
    ink = grey[y0:y1, x0:x1] < _INK
    if not ink.size:
        return
    rows = np.concatenate(([False], ink.any(axis=1), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(rows))
    starts, ends = edges[::2], edges[1::2]
    for at, (start, end) in enumerate(zip(starts.tolist(), ends.tolist(), strict=True)):
        above = start - (ends[at - 1] if at else -_ROW * scale)
        below = (starts[at + 1] if at + 1 < len(starts) else len(ink) + _ROW * scale) - end
        y = slot.y0 + _INSIDE + (start + end) / 2 / scale
        is_alone = end - start <= _THIN * scale and min(above, below) >= _BLANK * scale
        if is_alone and slot.y0 + _ROW <= y <= slot.y1 - _ROW:
            yield y, np.asarray(ink[start:end].any(axis=0))


def _is_ruling(slot: Slot, columns: npt.NDArray[np.bool_], scale: float) -> bool:
    """Whether ink in a thin row is spread from side to side of its cell, or a piece that begins at a side."""
    if slot.x1 - slot.x0 < _WIDE:
        return False
    inked = np.flatnonzero(columns)
    first, last = int(inked[0]), len(columns) - 1 - int(inked[-1])
    pieces = 1 + int((np.diff(inked) > 1).sum())
    near = _SPREAD * len(columns)
    if pieces >= _PIECES and first <= near and last <= near:
        return True
    return min(first, last) <= _AT_SIDE * scale and bool(columns.mean() >= _COVERED)
