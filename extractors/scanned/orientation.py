"""Which way up a page is: some of its lines are read, and where they make no sense, turned, until they do.

Whether the writing runs across or down shows in the ink of the cells. Which way up it stands is for the
recogniser to judge: upright print is read with confidence, print upside down is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from extractors.scanned.inklines import bands
from extractors.scanned.ocr import Image, Recognised

Candidate = TypeVar("Candidate")

_LINES = 8  # lines of a page that are read to judge it by
_SHAPE = (2.5, 14.0)  # times its height that a line is wide: some characters, and not too many
_SURE = 0.9  # of the sense that lines can make: upside down they make half of it
_CERTAIN = 0.98  # of it, where the ink does not say how lines run: lying on their side they may make 0.95
_FEWEST = 8.0
"""Characters: fewer make no page upright without doubt. On its side, a label in a column has four."""

_SINGLE = 0.5  # of the sense of lines that are characters alone: many are read as well on their side
_VOTES = 8  # cells that have to say how the writing runs
_PLAIN = 1.6  # times as many cells as say otherwise
_BLANK = 1.0  # of its height that a line is blank at its ends together


def upright(
    first: Candidate,
    turned: Callable[[int], Candidate],
    lines: Callable[[Candidate], Sequence[Image]],
    read: Callable[[Sequence[Image]], Sequence[Recognised]],
    runs_across: bool | None,
) -> Candidate:
    """The page as it lies, or turned by the right angles with which its lines read best.

    ``turned`` gives the page after so many quarter turns, ``lines`` pictures of its lines. ``runs_across``
    says whether the writing runs from side to side, where that can be seen: it halves what is to be tried,
    and one way up that makes sense is then enough; else one in which lines of several characters leave no
    doubt. A page with too little print to tell stays as it is.
    """
    best, most = first, 0.0
    for quarters in {True: (0,), False: (1,), None: (0, 1)}[runs_across]:
        candidate = turned(quarters) if quarters else first
        some = _some(lines(candidate))
        for half_turns in (0, 1):
            # Upside down the lines are the same, and the page need not be solved for them.
            found = _sense(read([np.rot90(line, 2 * half_turns) for line in some]), some)
            if found > most:
                best, most = turned(quarters + 2) if half_turns else candidate, found
            if found >= _enough(some, runs_across):
                return best
    return best


def _enough(lines: Sequence[Image], runs_across: bool | None) -> float:
    """The sense from which no other way up is tried. Single characters may be read on their side as well."""
    if runs_across is not None:
        return _SURE
    return _CERTAIN if all(_shape(line) >= _SHAPE[0] for line in lines) else math.inf


def runs_across(cells: Iterable[npt.NDArray[np.bool_]]) -> bool | None:
    """Whether the writing in cells runs from side to side, by their ink; None where that is not plain.

    A short text is one run of ink from top to bottom and several from left to right, one a character.
    """
    across = down = 0
    for cell in cells:
        rows, columns = len(bands(cell)), len(bands(cell.T))
        across += columns > rows
        down += rows > columns
    if across + down < _VOTES or max(across, down) < _PLAIN * min(across, down):
        return None
    return across > down


def _some(lines: Sequence[Image]) -> list[Image]:
    """Lines of a good shape from all over the page; where they hold little, beginnings of longer ones,
    which may be rulings, and the others only where there are none.
    """
    low, high = _SHAPE
    good = [line for line in lines if low <= _shape(line) <= high]
    if sum(_shape(line) - _BLANK for line in good) < _FEWEST:
        longer = [line for line in lines if line.shape[1] > high * max(1, line.shape[0])]
        good += [line[:, : int(high * line.shape[0])] for line in longer]
    chosen = good or list(lines)
    step = max(1, len(chosen) // _LINES)
    return chosen[::step][:_LINES]


def _sense(read: Sequence[Recognised], lines: Sequence[Image]) -> float:
    """The confidence of the characters as a share of those that such wide lines would hold;

    Turned by a right angle, single characters may be read well, but across the lines they stand apart.
    """
    if not read:
        return 0.0
    shapes = [_shape(line) for line in lines]
    expected = sum(max(len(line.text), shape - _BLANK) for line, shape in zip(read, shapes, strict=True))
    sense = sum(line.mean * len(line.text) for line in read) / max(_FEWEST, expected)
    return sense if max(shapes) >= _SHAPE[0] else _SINGLE * sense


def _shape(line: Image) -> float:
    """Times its height that a line is wide."""
    height, width = line.shape
    return float(width / max(1, height))
