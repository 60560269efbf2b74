"""Pages of which a recogniser is surer than it should be: scanned with few dots, or read badly as a whole.

It says of each character how likely it is beside all others, not whether the dots show enough of it: at 98
dots an inch ≥ looks like 2, and is read as 2 without a doubt. No figure of such a page is believed for its
own confidence. It needs a witness: later looks that read the same, or a sum that holds with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import cv2
import numpy as np

from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image
from extractors.writing import Mark

_FEWEST = 145.0  # dots an inch in the coarser direction; what is told as 150 may be a little less
_PART = 0.1  # share of a page that a picture on it covers at least, if it is what was scanned
_UNSURE = 0.9  # confidence below which a line is read badly
_BADLY = 0.12  # share of lines read badly, from which the whole page is
_LINES = 20  # on a page: fewer say nothing of it, stains among them are read badly
_ALONE = 0.9  # confidence at most of a figure without a witness: below what needs no second look
_BARRED = 0.3  # of one with a dash before it, which the two bars of = run into: no look sees them apart
_DASHED = re.compile(r"(?<!\d\d)[-–—一]\s*\d")
_SOFTENED = 0.005  # inches: dots as large as these are stairs, which recognisers take for strokes
_WIDER = 1.25  # times as wide as it is, a line is shown at a look
_LEANING = -0.12  # columns a row by which it leans at another
_FIGURES = frozenset("0123456789<>=≤≥＜＞＝零〇一二两三四五六七八九十百千万亿")


def scanned_at(page: Any) -> float | None:
    """Dots an inch in the coarser direction of the picture that a page of a PDF is, None if it has none.

    Of several that lie on each other, a pale ground and the print on it, the finest counts.
    """
    from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

    width, height = page.get_size()
    found = []
    for image in page.get_objects(filter=(FPDF_PAGEOBJ_IMAGE,)):
        matrix = image.get_matrix()
        across, down = np.hypot(matrix.a, matrix.b), np.hypot(matrix.c, matrix.d)
        if across * down > 0:
            dots = image.get_px_size()
            found.append((across * down, 72 * min(dots[0] / across, dots[1] / down)))
    large = [dpi for area, dpi in found if area >= _PART * width * height]
    return max(large, default=None) or max((dpi for _, dpi in found), default=None)


def is_coarse(dpi: float | None) -> bool:
    """Whether a page of so many dots an inch, in its coarser direction, is too coarse to trust confidence."""
    return dpi is not None and dpi < _FEWEST


def softened(line: Image, dpi: float) -> Image:
    """A line of a coarse page as it is best read."""
    soft: Image = cv2.GaussianBlur(line, (0, 0), _SOFTENED * dpi)
    return soft


def read_badly(lines: Sequence[Recognised]) -> bool:
    read = [line for line in lines if line.text.strip()]
    unsure = sum(line.confidence < _UNSURE for line in read)
    return len(read) >= _LINES and unsure >= _BADLY * len(read)


def doubted(marks: Iterable[Mark]) -> list[Mark]:
    """The marks with no figure and no sign surer than what a person is to look at."""
    return [mark._replace(confidence=min(mark.confidence, _most(mark.text))) for mark in marks]


def _most(text: str) -> float:
    if _DASHED.search(text):
        return _BARRED
    return _ALONE if _FIGURES & set(text) else 1.0


def are_doubted(texts: Iterable[tuple[str, float]]) -> bool:
    """Whether every figure among these texts is capped as on a coarse page; pairs of text and confidence."""
    figures = [sure for text, sure in texts if _FIGURES & set(text)]
    return bool(figures) and max(figures) <= _ALONE


def wider(line: Image) -> Image:
    """A line as it is shown for a witness: other pixels than at the first look, of the same characters."""
    wide: Image = cv2.resize(line, None, fx=_WIDER, fy=1, interpolation=cv2.INTER_CUBIC)
    return wide


def leaning(line: Image) -> Image:
    """A line as it is shown for another witness."""
    height, width = line.shape
    lean = np.array([(1, _LEANING, -_LEANING * height / 2), (0, 1, 0)], dtype=np.float64)
    leant: Image = cv2.warpAffine(line, lean, (width, height), borderValue=(255,))
    return leant
