"""Text that is turned by 90° in a cell of a scan: its characters, one below the other, say it backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz

from extractors.lattice import Frame
from extractors.scanned.inklines import Span, ink_of, lines_in, usual_height
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image
from extractors.scanned.spans import crop

_FEWEST = 3  # lines below each other
_SHORT = 3  # characters of such a line, at most
_TALL = 2.0  # times its width: turned text is as high, however few lines were seen in it
_READ = 0.9  # mean confidence of the turned text at least: a figure in it is as sure as its weakest digit
_LIKE = 60.0  # rapidfuzz ratio of the turned text, backwards, to what was read from top to bottom
_WEAK, _SURE = 0.8, 0.95
"""A turned text of several lines, or one unlike what was read from top to bottom, is as sure as the second,
and what was read is less sure than the first: a recogniser knows most characters on their side, too."""

_AROUND = 8  # pixels of paper

Read = Callable[[Sequence[Image]], list[Recognised]]


def turned_texts(
    inks: Sequence[Span],
    texts: Sequence[Recognised],
    frames: Sequence[Frame],
    grey: Image,
    dpi: float,
    read: Read,
) -> Iterator[tuple[list[int], Span, Recognised]]:
    """The numbers of lines that are one turned text, where it stands and what it says."""
    for numbers in _stacks(inks, texts, frames, dpi):
        stacked = [texts[number] for number in numbers]
        hull = _hull([inks[number] for number in numbers])
        around = Span(
            max(0, hull.x0 - _AROUND), max(0, hull.y0 - _AROUND), hull.x1 + _AROUND, hull.y1 + _AROUND
        )
        picture = crop(grey, around)
        # What was read well is only out of order: in that of text turned to the left, from below.
        turns = (1, 3) if _least(stacked) < _WEAK else (3,)
        ways = [_lines(np.ascontiguousarray(np.rot90(picture, quarters)), dpi) for quarters in turns]
        if turns == (3,) and len(ways[0]) > 1:
            continue
        found = iter(read([line for lines in ways for line in lines]))
        said = [[next(found) for _ in lines] for lines in ways]
        best = max(filter(None, said), key=lambda lines: _likeness(lines, stacked), default=[])
        if best and _is_it(best, stacked):
            yield numbers, hull, replace(best[0], text=_joined(best), confidence=_least(best), places=())


def _lines(picture: Image, dpi: float) -> list[Image]:
    """The lines of a picture; the whole of it where it has one."""
    ink = ink_of(picture, dpi)
    lines = lines_in(ink, usual_height([ink], dpi))
    if len(lines) <= 1:
        return [picture]
    tops = [max(0, (above.y1 + below.y0) // 2) for above, below in pairwise(lines)]
    return [np.ascontiguousarray(part) for part in np.split(picture, tops)]


def _likeness(turned: Sequence[Recognised], stacked: Sequence[Recognised]) -> tuple[float, float]:
    """How like a line is, backwards, to what was read from top to bottom, and, among equals, how sure."""
    likeness = fuzz.ratio(turned[0].text[::-1], _joined(stacked)) if len(turned) == 1 else 0.0
    return likeness, _least(turned)


def _is_it(turned: Sequence[Recognised], stacked: Sequence[Recognised]) -> bool:
    first = _joined(stacked)
    if len(_joined(turned)) < max(_FEWEST, len(first)) or min(line.mean for line in turned) < _READ:
        return False
    likeness, sure = _likeness(turned, stacked)
    if len(turned) == 1 and likeness >= _LIKE:
        return likeness > fuzz.ratio(turned[0].text, first)
    return _least(stacked) < _WEAK and sure >= _SURE


def _joined(texts: Sequence[Recognised]) -> str:
    return "".join(text.text.strip() for text in texts)


def _least(texts: Sequence[Recognised]) -> float:
    return min(text.confidence if text.text.strip() else 0.0 for text in texts)


def _stacks(
    inks: Sequence[Span], texts: Sequence[Recognised], frames: Sequence[Frame], dpi: float
) -> Iterator[list[int]]:
    """The lines of each cell that holds characters one below the other."""
    cells: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for number, ink in enumerate(inks):
        middle = (ink.x0 + ink.x1) * 36 / dpi, (ink.y0 + ink.y1) * 36 / dpi
        at = next((at for at, frame in enumerate(frames) if frame.holds(*middle)), None)
        if at is not None:
            cells[(at, frames[at].slot_at(*middle))].append(number)
    for numbers in cells.values():
        said = [texts[number] for number in numbers if texts[number].text.strip()]
        if any(len(text.text.strip()) > _SHORT for text in said):
            continue
        if len(said) >= _FEWEST or _is_tall([inks[number] for number in numbers], said):
            yield numbers


def _is_tall(spans: Sequence[Span], said: Sequence[Recognised]) -> bool:
    """Whether a few lines, of which one is unread or hardly read, stand as high as turned text does."""
    hull = _hull(spans)
    hardly = len(said) < len(spans) or _least(said) < _WEAK
    return len(spans) > 1 and hardly and hull.y1 - hull.y0 >= _TALL * (hull.x1 - hull.x0)


def _hull(spans: Sequence[Span]) -> Span:
    return Span(
        min(span.x0 for span in spans), min(span.y0 for span in spans),
        max(span.x1 for span in spans), max(span.y1 for span in spans),
    )  # fmt: skip
