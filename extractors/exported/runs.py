"""Characters in drawing order become runs: pieces of one line, in one cell, without a gap."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from extractors.exported.text import Characters, Floats, Integers
from extractors.lattice import Frame
from extractors.writing import Mark

_GAP = 0.25  # of the height: blank between two characters of one run
_BACK = 0.5  # of the height: how far a character may begin before the end of the one before
_LEVEL = 0.12  # of the height: how far two characters of one run may differ in their upper or lower edge
_BLANK_LEVEL = 3.0  # points: upper edges of one line differ by less, since they hang on the glyph
_MOST_BLANKS = 60


def marks_of(found: Characters, frames: Sequence[Frame]) -> list[Mark]:
    """The runs of a page. None lies in two slots: each character belongs where its centre is."""
    if not len(found):
        return []
    u0, v0, u1, v1 = _as_written(found.boxes, found.turns)
    blank = np.fromiter(map(str.isspace, found.text), np.bool_, len(found))
    text = _with_lost_blanks(found.text, blank, u0, u1, v0)
    starts = np.flatnonzero(_breaks(found, slots_of(found.boxes, frames), blank, (u0, v0, u1, v1)))
    low = np.minimum.reduceat(found.boxes[:, :2], starts, axis=0).tolist()
    high = np.maximum.reduceat(found.boxes[:, 2:], starts, axis=0).tolist()
    turns = found.turns[starts].tolist()
    ends = [*starts[1:].tolist(), len(found)]
    marks = [
        Mark("".join(text[start:end]), x0, y0, x1, y1, turn=turn)
        for start, end, (x0, y0), (x1, y1), turn in zip(starts.tolist(), ends, low, high, turns, strict=True)
    ]
    if found.meaning.confidence is None:
        return marks
    sure = np.minimum.reduceat(found.meaning.confidence, starts).tolist()
    return [mark._replace(confidence=least) for mark, least in zip(marks, sure, strict=True)]


def slots_of(boxes: Floats, frames: Sequence[Frame]) -> Integers:
    """For each box the slot that holds its centre, counted over all frames; -1 outside them."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    slots = np.full(len(boxes), -1, dtype=np.int64)
    offset = 0
    for frame in frames:
        xs, ys = np.array(frame.xs), np.array(frame.ys)
        inside = (slots < 0) & (x >= xs[0]) & (x <= xs[-1]) & (y >= ys[0]) & (y <= ys[-1])
        columns = np.minimum(np.searchsorted(xs, x[inside], "right"), len(xs) - 1) - 1
        rows = np.minimum(np.searchsorted(ys, y[inside], "right"), len(ys) - 1) - 1
        slots[inside] = offset + np.array(frame.owners)[rows, columns]
        offset += len(frame.slots)
    return slots


def _as_written(boxes: Floats, turns: Integers) -> tuple[Floats, Floats, Floats, Floats]:
    """Boxes along and across the direction of writing, as if all text were upright."""
    x0, y0, x1, y1 = boxes.T
    if not turns.any():
        return x0, y0, x1, y1
    return (
        np.choose(turns, (x0, y0, -x1, -y1)),
        np.choose(turns, (y0, -x1, -y1, x0)),
        np.choose(turns, (x1, y1, -x0, -y0)),
        np.choose(turns, (y1, -x0, -y0, x1)),
    )


def _breaks(
    found: Characters,
    slots: Integers,
    blank: npt.NDArray[np.bool_],
    written: tuple[Floats, Floats, Floats, Floats],
) -> npt.NDArray[np.bool_]:
    """Where a run begins."""
    u0, v0, u1, v1 = written
    height = np.minimum((v1 - v0)[1:], (v1 - v0)[:-1])
    gap = u0[1:] - u1[:-1]
    begins = np.ones(len(found), dtype=np.bool_)
    begins[1:] = (
        (slots[1:] != slots[:-1])
        | (found.turns[1:] != found.turns[:-1])
        | (blank[1:] != blank[:-1])
        | (gap > _GAP * height)
        | (gap < -_BACK * height)
        | (np.abs(v0[1:] - v0[:-1]) > _LEVEL * height)
        | (np.abs(v1[1:] - v1[:-1]) > _LEVEL * height)
    )
    return begins


def _with_lost_blanks(
    text: Sequence[str], blank: npt.NDArray[np.bool_], u0: Floats, u1: Floats, v0: Floats
) -> list[str]:
    """pdfium leaves one of several blanks: the others are put back where they left their room."""
    whole = list(text)
    alone = blank[1:-1] & ~blank[:-2] & ~blank[2:]
    level = (np.abs(v0[1:] - v0[:-1]) < _BLANK_LEVEL) & (u0[1:] > u0[:-1])
    for index in (np.flatnonzero(alone & level[:-1] & level[1:]) + 1).tolist():
        width, room = u1[index] - u0[index], u0[index + 1] - u1[index - 1]
        if width > 0:
            whole[index] *= max(1, min(_MOST_BLANKS, round(room / width)))
    return whole
