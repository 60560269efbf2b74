"""Decimal points in the ink of a line: raised ones, ones that were not read, commas that were read as points.

A point is the difference between 171.2 and 1712. Set at full width it stands alone in a gap, and some faces
raise it; in the ink it is a small mark between two digits, and a comma reaches below their feet.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image

_RAISED = "·•"
_THOUSANDS = re.compile(r"\.(?=\d{3}(?!\d))")
"""A point with three digits behind it may be a comma between thousands."""

_CENTS = re.compile(r"[\d\s.,，]*\d\s*([,，])\s*\d\s*\d\s*")
"""An amount with two digits behind its last comma, which is a point then: thousands have three."""

_DATE = re.compile(r"(?:19|20)\d\d[-/年]\d{1,2}[-/月]\d{1,2}(?!\d)")
"""A date in which no figure has a decimal point: a speck may look like one."""

_DOUBTED = 0.9  # confidence at most, of a figure in which a point is told by its ink: a person is to look
_INK = 0.4  # of the way from paper to the darkest ink of the line
_SMALL = 0.32  # of the height of digits: no side of a point is longer
_LONG = 0.5  # of it: no side of a comma is longer
_LEAST = 0.06  # of it: a smaller mark is dust
_TALL = 0.7  # of the height of the line's ink: a run as high may be a digit
_LOW = 0.6  # of the height of digits: a point that stands on their feet begins below
_FOOT = 0.12  # of it: by which a point may miss the feet of the digits
_TAIL = 0.1  # of it: by which a comma reaches below them


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of columns with ink, in pixels, and the rows of it."""

    x0: int
    x1: int
    y0: int
    y1: int


def with_points(line: Recognised, picture: Image) -> Recognised:
    """The line with the points between its digits as the ink has them, less sure where it was read otherwise.

    A raised point is a decimal point; a point that was not read is put in; a point before three digits that
    hangs below their feet is a comma.
    """
    line = _with_cents(line)
    runs = _runs(picture)
    digits = [run for run in runs if run.y1 - run.y0 >= _TALL * max(r.y1 - r.y0 for r in runs)]
    if len(digits) < 2 or len(line.places) != len(line.text):
        return line
    top, foot = (float(np.median([getattr(run, side) for run in digits])) for side in ("y0", "y1"))
    height = foot - top
    marks = [run for run in runs if _is_mark(run, height, _LONG)]
    line = _lowered(line, marks, picture.shape[1])
    line = _hanging(line, marks, picture.shape[1], foot, height)
    points = [run for run in marks if _is_mark(run, height, _SMALL) and _stands(run, top, foot)]
    return _put_in(line, points, picture.shape[1])


def _with_cents(line: Recognised) -> Recognised:
    found = _CENTS.fullmatch(line.text)
    if not found:
        return line
    at = found.start(1)
    text = f"{line.text[:at]}.{line.text[at + 1 :]}"
    return replace(line, text=text, confidence=min(line.confidence, _DOUBTED))


def _is_mark(run: _Run, height: float, longest: float) -> bool:
    across, down = run.x1 - run.x0, run.y1 - run.y0
    return _LEAST * height <= min(across, down) and max(across, down) <= max(longest * height, 2)


def _stands(run: _Run, top: float, foot: float) -> bool:
    height = foot - top
    return run.y0 >= top + _LOW * height and abs(run.y1 - foot) <= _FOOT * height + 1


def _lowered(line: Recognised, marks: list[_Run], width: int) -> Recognised:
    """A raised point between digits is a decimal point; where the ink shows none, that is in doubt."""
    for i in _between_digits(line.text, _RAISED):
        seen = _mark_at(marks, line.places[i - 1] * width, line.places[i + 1] * width)
        sure = line.confidence if seen else min(line.confidence, _DOUBTED)
        line = replace(line, text=f"{line.text[:i]}.{line.text[i + 1 :]}", confidence=sure)
    return line


def _hanging(line: Recognised, marks: list[_Run], width: int, foot: float, height: float) -> Recognised:
    for match in _THOUSANDS.finditer(line.text):
        i = match.start()
        if i == 0 or not line.text[i - 1].isdecimal():
            continue
        mark = _mark_at(marks, line.places[i - 1] * width, line.places[i + 1] * width)
        if mark is None or mark.y1 > foot + _TAIL * height:
            text = line.text if mark is None else f"{line.text[:i]},{line.text[i + 1 :]}"
            line = replace(line, text=text, confidence=min(line.confidence, _DOUBTED))
    return line


def _put_in(line: Recognised, low: list[_Run], width: int) -> Recognised:
    """Points that stand between two digits which were read as neighbours."""
    read = [i for i, character in enumerate(line.text) if not character.isspace()]
    for before, after in reversed(list(pairwise(read))):
        if not (line.text[before].isdecimal() and line.text[after].isdecimal()):
            continue
        mark = _mark_at(low, line.places[before] * width, line.places[after] * width)
        if mark is None:
            continue
        if any(date.start() < after < date.end() for date in _DATE.finditer(line.text)):
            line = replace(line, confidence=min(line.confidence, _DOUBTED))
            continue
        place = (mark.x0 + mark.x1) / 2 / width
        line = replace(
            line,
            text=f"{line.text[: before + 1]}.{line.text[after:]}",
            places=(*line.places[: before + 1], place, *line.places[after:]),
            confidence=min(line.confidence, _DOUBTED),
        )
    return line


def _between_digits(text: str, marks: str) -> list[int]:
    return [
        i
        for i in range(1, len(text) - 1)
        if text[i] in marks and text[i - 1].isdecimal() and text[i + 1].isdecimal()
    ]


def _mark_at(marks: list[_Run], x0: float, x1: float) -> _Run | None:
    """The only mark between the middles of two characters."""
    inside = [mark for mark in marks if x0 < (mark.x0 + mark.x1) / 2 < x1]
    return inside[0] if len(inside) == 1 else None


def _runs(picture: Image) -> list[_Run]:
    dark = np.clip(float(np.median(picture)) - picture.astype(np.float32), 0, None)
    ink: npt.NDArray[np.bool_] = dark > _INK * max(1.0, float(dark.max()))
    columns = np.concatenate(([False], ink.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(columns))
    runs = []
    for start, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
        rows = np.flatnonzero(ink[:, start:end].any(axis=1))
        runs.append(_Run(start, end, int(rows[0]), int(rows[-1]) + 1))
    return runs
