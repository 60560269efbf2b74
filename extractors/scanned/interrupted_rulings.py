"""Rulings that a mark interrupts: they break off where they meet no other, and go on in line behind it.

A ruling of a table ends at another. Where two ends that meet none face each other, the same ruling lies
between: under a seal, or as far as it was left when the seal was taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from extractors.lattice import Ruling
from extractors.scanned.raster import Image

_ASTRAY = 0.6  # points by which the parts of one ruling lie beside each other
_PIECE = 14.0  # points: a piece that lies between two ends is longer than the strokes of print
_MEETS = 4.0  # points around the end of a ruling within which it meets another
_GAP = 13.0  # points between two parts, at most, of which nothing needs to be seen
_GAP_OF_DOTS = 30.0  # points, if one part is of dots and none ends at a ruling
_HIDDEN, _INKED = 60.0, 0.75
"""Points between two ends, at most, and the share of them along which there must be ink."""

_STROKE, _DOTTED, _RULING = range(3)


class _Part(NamedTuple):
    """Of a line: from where to where it is inked, and what is surest of that."""

    start: float
    end: float
    kind: int


def resumed(
    rulings: Sequence[Ruling],
    strokes: Sequence[Ruling],
    dotted: Sequence[Ruling],
    crossing: Sequence[Ruling],
    ink: Image,
    scale: float,
) -> Iterator[Ruling]:
    """Of ``rulings``, with what they go on in behind an end that meets none of ``crossing``.

    ``strokes``: short ones, which may be parts of them or print; ``dotted``: those of the usual dots of the
    page, which are no print. ``ink``: 255 where the page is darker than around, with the rulings along its
    pixel rows, ``scale`` pixels a point. All rulings are in points.
    """
    ruled = [ruling for ruling in rulings if _is_crossed(ruling, crossing)]
    parts = [
        (part.position, _Part(part.start, part.end, kind))
        for kind, known in ((_STROKE, strokes), (_DOTTED, dotted), (_RULING, ruled))
        for part in known
        if part.end - part.start >= _PIECE
    ]
    for place in sorted({position for position, part in parts if part.kind == _RULING}):
        line = _joined(sorted(part for position, part in parts if abs(position - place) <= _ASTRAY))
        for before, after in pairwise(line):
            between = Ruling(place, before.end, after.start)
            if max(before.kind, after.kind) < _RULING or between.end - between.start > _HIDDEN:
                continue
            is_torn = not (_meets(place, before.end, crossing) or _meets(place, after.start, crossing))
            if _is_near(before, after, is_torn) or (is_torn and _is_inked(between, ink, scale)):
                yield Ruling(place, before.start, after.end)


def _joined(parts: Sequence[_Part]) -> Iterator[_Part]:
    whole = parts[0]
    for part in parts[1:]:
        if part.start <= whole.end:
            whole = _Part(whole.start, max(whole.end, part.end), max(whole.kind, part.kind))
        else:
            yield whole
            whole = part
    yield whole


def _is_near(before: _Part, after: _Part, is_torn: bool) -> bool:
    """Whether parts are so close that nothing needs to be seen of what is between them."""
    gap = after.start - before.end
    if _DOTTED in (before.kind, after.kind):
        return gap <= (_GAP_OF_DOTS if is_torn else _GAP)
    return is_torn and gap <= _GAP


def _is_crossed(ruling: Ruling, crossing: Sequence[Ruling]) -> bool:
    """Whether it meets another anywhere, as an underline does not."""
    place, start, end = ruling
    return any(
        start - _MEETS <= r.position <= end + _MEETS and r.start - _MEETS <= place <= r.end + _MEETS
        for r in crossing
    )


def _meets(place: float, end: float, crossing: Sequence[Ruling]) -> bool:
    return _is_crossed(Ruling(place, end, end), crossing)


def _is_inked(between: Ruling, ink: Image, scale: float) -> bool:
    row, start, end = (round(value * scale) for value in between)
    part = ink[max(0, row - 1) : row + 2, start:end]
    return bool(part.size and np.mean((part > 0).any(axis=0)) >= _INKED)
