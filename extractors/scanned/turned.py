"""Text that is turned by 90° in a cell of a scan: its characters, one below the other, say it backwards."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from rapidfuzz import fuzz

from extractors.lattice import Frame
from extractors.scanned.inklines import Span
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image
from extractors.scanned.spans import crop

_FEWEST = 3  # characters below each other
_SHORT = 3  # of such a line, at most
_READ = 0.9  # mean confidence of the turned text at least: a figure in it is as sure as its weakest digit
_LIKE = 60.0  # rapidfuzz ratio of the turned text, backwards, to what was read from top to bottom
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
        stacked = "".join(texts[number].text.strip() for number in numbers)
        hull = _hull([inks[number] for number in numbers])
        around = Span(
            max(0, hull.x0 - _AROUND), max(0, hull.y0 - _AROUND), hull.x1 + _AROUND, hull.y1 + _AROUND
        )
        picture = crop(grey, around)
        ways = read([np.ascontiguousarray(np.rot90(picture, quarters)) for quarters in (1, 3)])
        best = max(ways, key=lambda found: fuzz.ratio(found.text[::-1], stacked))
        likeness = fuzz.ratio(best.text[::-1], stacked)
        if best.mean >= _READ and likeness >= _LIKE and likeness > fuzz.ratio(best.text, stacked):
            yield numbers, hull, best


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
        short = all(len(text.text.strip()) <= _SHORT for text in said)
        if len(said) >= _FEWEST and short:
            yield numbers


def _hull(spans: Sequence[Span]) -> Span:
    return Span(
        min(span.x0 for span in spans), min(span.y0 for span in spans),
        max(span.x1 for span in spans), max(span.y1 for span in spans),
    )  # fmt: skip
