"""Texts of two cells that stand in one line, since the ruling between them was lost or left out."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.lattice import Frame
from extractors.pages import RUN_TOGETHER
from extractors.scanned.inklines import Span, ink_of, lines_in, usual_height
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import INK_LEVEL, Image
from extractors.scanned.spans import crop, inside_of, mark_of, moved, strips
from extractors.writing import Mark

_FLAT = 0.3  # of the height of its line: lower ink is a dash
_NARROW = 0.9  # of its height: narrower ink is a digit
_WIDER = 1.15  # of its height: no letter is as wide
_THIN, _ON_RULING = 1.6, 1.0  # points: the width of what is left of a ruling, and from its place
_LETTER = "字"  # what stands for a letter that is not read yet
_TOGETHER = 1.2  # of the height: so wide a gap is in no figure
_FIGURE = re.compile(r"[\d.,，%％]{2,}")


def pieces(grey: Image, frame: Frame, dpi: float) -> list[Mark]:
    """Where ink stands in cells over several columns: a line is recognised whole only in one cell."""
    wide = [inside_of(slot, dpi) for slot in frame.slots if slot.column_span > 1]
    cells = [(inside, ink_of(crop(grey, inside), dpi)) for inside in wide]
    usual = usual_height([cell for _, cell in cells], dpi)
    gap = round(usual / 2)
    found = [
        _unread(cell, Span(left + x0, line.y0, left + x1, line.y1), inside, dpi)
        for inside, cell in cells
        for left, right in strips(np.flatnonzero(cell.any(axis=0)), gap)  # columns differ in their lines
        for line in lines_in(cell[:, left:right], usual)
        for x0, x1 in strips(np.flatnonzero(cell[line.y0 : line.y1, left:right].any(axis=0)), gap)
    ]
    return [mark for mark in found if not _is_left_of_ruling(mark, frame)]


def _is_left_of_ruling(mark: Mark, frame: Frame) -> bool:
    """Whether ink is what is left of a ruling: thin, and where one stands in other rows."""
    return mark.x1 - mark.x0 <= _THIN and any(abs(mark.centre[0] - x) <= _ON_RULING for x in frame.xs)


def _unread(cell: npt.NDArray[np.bool_], piece: Span, inside: Span, dpi: float) -> Mark:
    """Ink that stands for as many letters as it is wide; flat it is a dash, and a figure where it is narrower
    than one, or wider without being two.
    """
    rows = np.flatnonzero(cell[piece.y0 : piece.y1, piece.x0 : piece.x1].any(axis=1))
    span = moved(piece, inside)
    letters = (span.x1 - span.x0) / max(span.y1 - span.y0, 1)
    is_flat = rows[-1] - rows[0] < _FLAT * (piece.y1 - piece.y0)
    is_figure = letters < _NARROW or _WIDER < letters < _NARROW + 1
    text = "-" if is_flat else "0" * round(letters + 0.5) if is_figure else _LETTER * round(letters)
    return mark_of(span, Recognised(text, 1.0), dpi)


def alone(found: Recognised, grey: Image, ink: Span) -> Recognised:
    """A figure with a gap inside is in doubt: those of two cells, whose ruling was lost, read as one."""
    if not _FIGURE.fullmatch(found.text):
        return found
    inked = np.flatnonzero((crop(grey, ink) < INK_LEVEL).any(axis=0))
    widest = int(np.diff(inked).max()) if len(inked) > 1 else 0
    if widest < _TOGETHER * (ink.y1 - ink.y0):
        return found
    return replace(found, confidence=min(found.confidence, RUN_TOGETHER))
