"""Glyphs of which a PDF does not say what characters they are, font by font.

A PDF draws glyphs by numbers of each font's own; a map beside the font says what they mean. Where the map
lacks a glyph, the number itself is taken for a character: some such characters nobody writes, others look
right. So one unreadable character makes all of its font doubtful, several make the font unreadable.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

UNREADABLE = "\ufffd"
"""Stands for a glyph of which the PDF does not say what character it is."""

MOST_UNREADABLE = 0.3
"""Share of the characters of a page, above which it is read as a picture, whatever fonts they are of."""

MOST_LOST = 0.02
"""The same for the characters of fonts that are unreadable as a whole."""

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")
_SYMBOLS = ("\uf000", "\uf0ff")  # where fonts of symbols put their bullets and ticks: no letters are meant
_FEW = 3  # unreadable characters, or
_FEW_OF = 0.02  # of the characters of a font: a sign that its map forgot, and the rest is right
_OF_THE_FONT = 0.94  # confidence of what stands beside such a sign in its font: a person is to look
_LOST = 0.5  # confidence of what cannot be read


@dataclass(frozen=True, slots=True)
class Meaning:
    """How many characters of a page have none, and how many are of fonts that have none as a whole.

    ``confidence``: of each character; None where all are sure.
    """

    unreadable: int = 0
    lost: int = 0
    confidence: npt.NDArray[np.float64] | None = None

    def kept(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Meaning:
        if self.confidence is None:
            return self
        return Meaning(self.unreadable, self.lost, self.confidence[which])


_ALL = Meaning()


def is_unreadable(text: str) -> bool:
    return bool(_UNREADABLE.match(text))


def meaning_of(text_page: Any, text: Sequence[str], numbers: Sequence[int]) -> Meaning:
    """What the characters of a page are worth; ``numbers`` are those that pdfium gives them."""
    found = [match.start() for match in _UNREADABLE.finditer("".join(text))]
    bad = [index for index in found if not _SYMBOLS[0] <= text[index] <= _SYMBOLS[1]]
    if not bad:
        return Meaning(len(found)) if found else _ALL
    fonts = _fonts_of(text_page, numbers)
    inked = Counter(font for font, character in zip(fonts, text, strict=True) if not character.isspace())
    without = Counter(fonts[index] for index in bad)
    lost = {font for font, count in without.items() if count > max(_FEW, _FEW_OF * inked[font])}
    lost |= {font for font, count in without.items() if 2 * count >= inked[font]}
    sure = {font: _LOST if font in lost else _OF_THE_FONT for font in without}
    confidence = np.array([sure.get(font, 1.0) for font in fonts])
    confidence[bad] = _LOST
    return Meaning(len(found), sum(inked[font] for font in lost), confidence)


def _fonts_of(text_page: Any, numbers: Sequence[int]) -> list[int]:
    """The addresses of the fonts of these characters."""
    import pypdfium2.raw as pdfium

    fonts: dict[int, int] = {}
    found = []
    for number in numbers:
        item = pdfium.FPDFText_GetTextObject(text_page, number)
        address = ctypes.cast(item, ctypes.c_void_p).value or 0
        if address not in fonts:
            font = pdfium.FPDFTextObj_GetFont(item)
            fonts[address] = ctypes.cast(font, ctypes.c_void_p).value or 0
        found.append(fonts[address])
    return found
