"""Strokes of characters that were taken for rulings, where a row is no higher than its text.

In a row set as tight as its print, strokes of 用, 标 or 年 run from ruling to ruling, and cut their text in
two. What stands on both sides of such a stroke is close to it; read together, it says something else than the
two halves, with a character on the stroke, or it says the same with no wider gap there than elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np

from extractors.lattice import Frame, Slot, joined
from extractors.scanned.inklines import Span, ink_of, lines_in, usual_height
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import INK_LEVEL, Image
from extractors.scanned.spans import crop, inside_of, moved

_TOUCHED = 1.9  # points from the middle of a stroke to ink of its character: rulings were painted white
_NEAR = 4.0  # points from it to the character beside
_GIVEN_BACK = 2.2  # points on either side of it that were painted white
_TALL = 40.0  # points: no stroke of print is as long
_ABOVE, _BESIDE = 0.18, 0.35  # of the height of a line: white around it
_READ = 0.9  # confidence of each line, if it is read as one
_ON = 0.55  # of the height of a line: from a stroke to the middle of its character
_NO_WIDER = 1.25  # times the usual distance of characters, of those on both sides of a stroke
_FEWEST = 3  # distances of characters that show the usual one
_LIKE_RULINGS = frozenset("丨卜亅十")

Read = Callable[[Sequence[Image]], list[Recognised]]


def without_split_characters(
    page: Image, grey: Image, frames: Sequence[Frame], dpi: float, read: Read
) -> tuple[Image, tuple[Frame, ...]]:
    """The page without its rulings, and its frames, with such strokes given back to their characters.

    ``page``: as it was, with rulings; ``grey``: without them.
    """
    found: list[Frame] = []
    for frame in frames:
        cuts = [cut for cut in _cuts(grey, frame, dpi) if _is_print(cut, page, grey, dpi, read)]
        for cut in cuts:
            grey = cut.given_back(page, grey, dpi)
        found.append(joined(frame, [(cut.left, cut.right) for cut in cuts]) if cuts else frame)
    return grey, tuple(found)


@dataclass(frozen=True, slots=True)
class _Cut:
    """Neighbours in a row whose texts stand close to what parts them, at ``x`` points."""

    left: Slot
    right: Slot

    @property
    def x(self) -> float:
        return self.left.x1

    def given_back(self, page: Image, grey: Image, dpi: float) -> Image:
        """The page without rulings but with this stroke, as far as its row goes."""
        inside, scale = inside_of(self.left, dpi), dpi / 72
        strip = np.s_[
            inside.y0 : inside.y1,
            round((self.x - _GIVEN_BACK) * scale) : round((self.x + _GIVEN_BACK) * scale),
        ]
        whole = grey.copy()
        whole[strip] = page[strip]
        return whole


def _cuts(grey: Image, frame: Frame, dpi: float) -> Iterator[_Cut]:
    scale = dpi / 72
    reach = round(_NEAR * scale)
    starting = {(slot.row, slot.column, slot.row_span): slot for slot in frame.slots}
    for slot in frame.slots:
        other = starting.get((slot.row, slot.column + slot.column_span, slot.row_span))
        if other is None or slot.y1 - slot.y0 > _TALL:
            continue
        inside, middle = inside_of(slot, dpi), round(slot.x1 * scale)
        strip = crop(grey, Span(max(0, middle - reach), inside.y0, middle + reach, inside.y1)) < INK_LEVEL
        inked = np.flatnonzero(strip.any(axis=0)) - reach
        before, behind = inked[inked < 0], inked[inked >= 0]
        if len(before) and len(behind) and min(-1 - before[-1], behind[0]) <= _TOUCHED * scale:
            yield _Cut(slot, other)


def _is_print(cut: _Cut, page: Image, grey: Image, dpi: float, read: Read) -> bool:
    """Whether the two cells are read as one text in which the stroke is a part of a character."""
    left, right = inside_of(cut.left, dpi), inside_of(cut.right, dpi)
    both = Span(left.x0, left.y0, right.x1, right.y1)
    usual = usual_height([ink_of(crop(grey, both), dpi)], dpi)
    spans = _lines(grey, both, usual, dpi)
    whole = cut.given_back(page, grey, dpi)
    together = read([crop(whole, span) for span in spans])
    if not together or min(line.confidence for line in together) < _READ:
        return False
    halves = [span for half in (left, right) for span in _lines(grey, half, usual, dpi)]
    apart = "".join(line.text for line in read([crop(grey, span) for span in halves]))
    stroke = cut.x * dpi / 72
    return any(
        _goes_through(
            line, [(span.x0 + at * (span.x1 - span.x0) - stroke) / usual for at in line.places], apart
        )
        for line, span in zip(together, spans, strict=True)
        if len(line.places) == len(line.text)
    )


def _goes_through(line: Recognised, places: Sequence[float], apart: str) -> bool:
    """Whether a stroke is of a character of a line; ``places`` of its characters, in line heights from it.

    ``apart``: what the halves say.
    """
    nearest = min(range(len(places)), key=lambda i: abs(places[i]))
    if not _is_ideograph(line.text[nearest]):
        return False
    if line.text[max(0, nearest - 1) : nearest + 2] not in apart:
        return abs(places[nearest]) <= _ON
    pairs = [i for i, pair in enumerate(pairwise(line.text)) if all(map(_is_ideograph, pair))]
    gaps = {i: places[i + 1] - places[i] for i in pairs}
    around = [gap for i, gap in gaps.items() if places[i] < 0 <= places[i + 1]]
    return len(gaps) >= _FEWEST and bool(around) and around[0] <= _NO_WIDER * median(gaps.values())


def _is_ideograph(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff" and character not in _LIKE_RULINGS


def _lines(grey: Image, inside: Span, usual: float, dpi: float) -> list[Span]:
    """The lines of a cell with the white around them that a recogniser wants."""
    above, beside = round(_ABOVE * usual), round(_BESIDE * usual)
    lines = (moved(line, inside) for line in lines_in(ink_of(crop(grey, inside), dpi), usual))
    return [
        Span(
            max(inside.x0, line.x0 - beside), max(inside.y0, line.y0 - above),
            min(inside.x1, line.x1 + beside), min(inside.y1, line.y1 + above),
        )
        for line in lines
    ]  # fmt: skip
