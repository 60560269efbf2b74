"""The characters of a page of a PDF, in bulk: text, boxes, and the way they are turned.

pdfium puts blanks and line ends of its own between words; they are left out, and blanks that it
took together are put back by the width they leave. Boxes are advance by font height, as displayed.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise, repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.calls import (
    Address,
    address_of,
    members_of,
    numbers_of,
    numbers_of_characters,
    numbers_written_of_characters,
    object_at,
    objects_in,
    objects_on,
    written_of_characters,
)
from extractors.exported.glyphs import UNREADABLE, Meaning, meaning_of
from extractors.exported.page import Matrix, Paper, after

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

_SAME_PLACE = 1.0  # points within which the same character drawn twice is bold, not twice there
_HUNDREDTHS = 100  # of a point: how finely places are sorted
_SLANT = 0.18  # of the length: a baseline that leans more is a watermark across the page
_SMALLEST = 0.5  # points: text no higher is not there to be read
_LOW = 0.5  # of the usual height, or of the size: the box of a character that is lower ends at its glyph
_ASCENT, _DESCENT = 0.88, -0.12  # of the size, where a font does not say
_BREAKS = frozenset("\r\n\x00\x02\ufffe\ufeff")  # line ends and hyphens of pdfium's own
_TO_BE_LOOKED_AT = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\ufeff]")
_NO_BLANK = frozenset("\x0b\x0c\x1c\x1d\x1e\x1f\x85")  # control characters that count as blank


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page, nearly in the order in which they are drawn: see ``as_drawn``.

    ``boxes``: x0, y0, x1, y1 in points as displayed. ``turns``: quarter turns clockwise by which each is
    turned away from upright. ``numbers``: those that pdfium gives them. ``meaning``: how sure the text is.
    """

    text: tuple[str, ...]
    boxes: Floats
    turns: Integers
    numbers: Integers
    meaning: Meaning

    def __len__(self) -> int:
        return len(self.text)

    def kept(self, which: npt.NDArray[np.bool_] | Integers) -> Characters:
        text = np.array(self.text, dtype=object)[which].tolist()
        return Characters(
            tuple(text), self.boxes[which], self.turns[which], self.numbers[which], self.meaning.kept(which)
        )


@contextmanager
def text_page_of(page: Any) -> Iterator[Any]:
    """The text of a page as pdfium reads it, for as long as it is asked."""
    import pypdfium2.raw as pdfium

    text_page = pdfium.FPDFText_LoadPage(page.raw)
    try:
        yield text_page
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def characters_of(text_page: Any, paper: Paper, plain: bool) -> Characters:
    """The characters that stand on a page, each once; ``plain``: all are upright and seen."""
    import pypdfium2.raw as pdfium

    count = max(0, pdfium.FPDFText_CountChars(text_page))
    text = _texts(text_page, count)
    if plain:
        boxes, turns = _upright_boxes(text_page, count, paper), np.zeros(count, dtype=np.int64)
        _raise_low(text_page, text, boxes, paper)
    else:
        boxes, turns = _turned_boxes(text_page, text, paper)
    there = _standing(text, boxes, turns, paper)
    numbers = there.tolist()
    written = tuple([text[number] for number in numbers])
    meaning = meaning_of(text_page, written, numbers)
    found = Characters(written, boxes[there], turns[there], there, meaning)
    again = _drawn_again(found)
    return found.kept(~again) if again.any() else found


def as_drawn(page: Any, text_page: Any, found: Characters) -> Characters:
    """The same in the true order: pdfium puts what follows each other on one line in the order of reading."""
    places = {address: place for place, address in enumerate(_texts_among(objects_on(page)))}
    order = [places.get(address, -1) for address in objects_of(text_page, found.numbers.tolist())]
    return found if -1 in order else found.kept(np.argsort(order, kind="stable"))


def _texts_among(items: Sequence[Address]) -> Iterator[Address]:
    """The text objects among those of a page in drawing order, those of forms inside it included."""
    import pypdfium2.raw as pdfium

    for item, kind in zip(items, numbers_of(items, pdfium.FPDFPageObj_GetType), strict=True):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield item
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            yield from _texts_among(objects_in(item))


def objects_of(text_page: Any, numbers: Iterable[int]) -> list[Address]:
    """The text object that each character belongs to, by the numbers that pdfium gives the characters."""
    import pypdfium2.raw as pdfium

    return members_of(repeat(address_of(text_page)), numbers, pdfium.FPDFText_GetTextObject)


def _texts(text_page: Any, count: int) -> list[str]:
    """One string a character; empty for what pdfium put there itself."""
    import pypdfium2.raw as pdfium

    text = _in_bulk(text_page, count) or _one_by_one(text_page, count)
    errors = list(numbers_of_characters(text_page, count, pdfium.FPDFText_HasUnicodeMapError))
    if any(errors):
        for index, error in enumerate(errors):
            if error > 0 and text[index] not in _BREAKS and not text[index].isspace():
                text[index] = UNREADABLE if text[index] else ""
    written = "".join(text)
    if len(written) != count:  # an empty one stands where a character took two places
        written = "".join(character or " " for character in text)
    hyphen, generated = pdfium.FPDFText_IsHyphen, pdfium.FPDFText_IsGenerated
    for found in _TO_BE_LOOKED_AT.finditer(written):
        index = found.start()
        character = text[index]
        if character in _BREAKS:
            text[index] = "-" if character not in "\r\n" and hyphen(text_page, index) > 0 else ""
        elif not character.isspace() or character in _NO_BLANK:
            text[index] = UNREADABLE if character else ""
        elif generated(text_page, index) > 0:
            text[index] = ""
    return text


def _in_bulk(text_page: Any, count: int) -> list[str] | None:
    """All characters in one call; None where pdfium leaves some out, or one takes two code units."""
    import pypdfium2.raw as pdfium

    written = (ctypes.c_ushort * (count + 1))()
    units = pdfium.FPDFText_GetText(text_page, 0, count, written) - 1
    if units != count:
        return None
    text = list(bytes(written)[: 2 * units].decode("utf-16-le", "surrogatepass"))
    return text if len(text) == count else None


def _one_by_one(text_page: Any, count: int) -> list[str]:
    """The same where a character takes two code units: it stands at the first, nothing at the second."""
    import pypdfium2.raw as pdfium

    units = [pdfium.FPDFText_GetUnicode(text_page, index) for index in range(count)]
    text = [UNREADABLE if 0xD800 <= unit < 0xE000 else chr(unit) for unit in units]
    for index, (high, low) in enumerate(pairwise(units)):
        if 0xD800 <= high < 0xDC00 <= low < 0xE000:
            text[index : index + 2] = chr(0x10000 + ((high - 0xD800) << 10) + low - 0xDC00), ""
    return text


def _upright_boxes(text_page: Any, count: int, paper: Paper) -> Floats:
    import pypdfium2.raw as pdfium

    boxes = np.zeros((count, 4), np.float32)
    written_of_characters(text_page, pdfium.FPDFText_GetLooseCharBox, boxes)
    left, top = paper.shown[4], paper.shown[5]
    x0, y0, x1, y1 = boxes.T.astype(np.float64)
    x0, y0, x1, y1 = x0 + left, top - y0, x1 + left, top - y1
    sides = np.minimum(x0, x1), np.minimum(y0, y1), np.maximum(x0, x1), np.maximum(y0, y1)
    return np.stack(sides, axis=1)


def _raise_low(text_page: Any, text: Sequence[str], boxes: Floats, paper: Paper) -> None:
    """Give those the height of their line whose boxes end at their glyphs, as that of a comma does.

    So they do where a font does not say how high it is.
    """
    import pypdfium2.raw as pdfium

    heights = boxes[:, 3] - boxes[:, 1]
    lower = np.flatnonzero(heights < _LOW * heights.max(initial=0.0)).tolist()
    inked = [index for index in lower if text[index] and not text[index].isspace()]
    if not inked:
        return
    usual = np.median(heights[heights > 0])
    low = [index for index in inked if heights[index] < _LOW * usual]
    x, y = ctypes.c_double(), ctypes.c_double()
    for index, item in zip(low, objects_of(text_page, low), strict=True):
        hand = _hand(text_page, index, item, paper)
        if heights[index] < _LOW * hand.size * math.hypot(*hand.up):
            pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
            _, boxes[index, 1], _, boxes[index, 3] = _box(hand, (x.value, y.value), 0.0, paper.shown)


@dataclass(frozen=True, slots=True)
class _Hand:
    """How one text object is written: its font, and its two directions on the page as displayed."""

    font: Any
    size: float
    along: tuple[float, float]
    up: tuple[float, float]
    ascent: float
    descent: float
    turn: int
    """Quarter turns clockwise, or -1 where it leans or is not seen."""


def _turned_boxes(text_page: Any, text: Sequence[str], paper: Paper) -> tuple[Floats, Integers]:
    """Boxes from the origin of each glyph and its object's matrix: pdfium's own are for upright text."""
    import pypdfium2.raw as pdfium

    hands: dict[Address, _Hand] = {}
    widths: dict[tuple[Address, str, float], float] = {}
    boxes = np.zeros((len(text), 4))
    turns = np.full(len(text), -1, dtype=np.int64)
    origins = np.zeros((len(text), 2))
    numbers_written_of_characters(text_page, pdfium.FPDFText_GetCharOrigin, origins)
    width = ctypes.c_float()
    items = objects_of(text_page, range(len(text)))
    for index, (character, item, (x, y)) in enumerate(zip(text, items, origins.tolist(), strict=True)):
        if not character:
            continue
        if item not in hands:
            hands[item] = _hand(text_page, index, item, paper)
        hand = hands[item]
        key = (address_of(hand.font), character, hand.size)
        if key not in widths:
            pdfium.FPDFFont_GetGlyphWidth(hand.font, ord(character[0]), hand.size, width)
            widths[key] = width.value or hand.size * (1.0 if ord(character[0]) > 0x2000 else 0.5)
        boxes[index] = _box(hand, (x, y), widths[key], paper.shown)
        turns[index] = hand.turn
    return boxes, turns


def _hand(text_page: Any, index: int, address: Address, paper: Paper) -> _Hand:
    import pypdfium2.raw as pdfium

    item, matrix, number = object_at(address), pdfium.FS_MATRIX(), ctypes.c_float()
    pdfium.FPDFText_GetMatrix(text_page, index, matrix)
    a, b, c, d, _, _ = after((matrix.a, matrix.b, matrix.c, matrix.d, 0.0, 0.0), paper.shown)
    size = pdfium.FPDFText_GetFontSize(text_page, index)
    font = pdfium.FPDFTextObj_GetFont(item)
    ascent, descent = (
        number.value / size if size and of(font, size, number) else 0.0
        for of in (pdfium.FPDFFont_GetAscent, pdfium.FPDFFont_GetDescent)
    )
    if descent > 0 or ascent - descent < _LOW:  # a guess of pdfium's, where the font does not say
        ascent, descent = _ASCENT, _DESCENT
    total = ascent - descent
    hidden = pdfium.FPDFTextObj_GetTextRenderMode(item) in (
        pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
        pdfium.FPDF_TEXTRENDERMODE_CLIP,
    )
    turn = -1 if hidden else _quarters(a, b)
    return _Hand(font, size, (a, b), (c, d), ascent / total, descent / total, turn)


def _quarters(a: float, b: float) -> int:
    """Quarter turns clockwise of a direction on the page, where y grows downwards; -1 where it leans."""
    length = math.hypot(a, b)
    if length == 0 or min(abs(a), abs(b)) > _SLANT * length:
        return -1
    return (0 if a > 0 else 2) if abs(a) > abs(b) else (1 if b > 0 else 3)


def _box(
    hand: _Hand, origin: tuple[float, float], advance: float, shown: Matrix
) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = shown
    x, y = a * origin[0] + c * origin[1] + e, b * origin[0] + d * origin[1] + f
    xs, ys = [], []
    for along, up in ((0.0, hand.descent), (advance, hand.ascent)):
        xs.append(x + along * hand.along[0] + up * hand.size * hand.up[0])
        ys.append(y + along * hand.along[1] + up * hand.size * hand.up[1])
    return min(xs), min(ys), max(xs), max(ys)


def _standing(text: Sequence[str], boxes: Floats, turns: Integers, paper: Paper) -> Integers:
    """The indices of the characters that stand on the page, upright or turned by quarters."""
    x, y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    size = np.maximum(boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])
    there = (
        (turns >= 0)
        & (x >= 0) & (x <= paper.width)
        & (y >= 0) & (y <= paper.height)
        & (size >= _SMALLEST)
    )  # fmt: skip
    return np.flatnonzero(there & np.fromiter(map(bool, text), np.bool_, len(text)))


def _drawn_again(found: Characters) -> npt.NDArray[np.bool_]:
    """Which characters were drawn in the same place before: some programs make bold that way."""
    codes = np.fromiter(map(ord, found.text), np.int64, len(found))
    x = (found.boxes[:, 0] + found.boxes[:, 2]) / 2
    y = (found.boxes[:, 1] + found.boxes[:, 3]) / 2
    drawn_again = np.zeros(len(codes), dtype=np.bool_)
    # Two that are near each other share at least one of two bands that overlap by half.
    for shift in (0.0, _SAME_PLACE):
        band = np.floor((y + shift) / (2 * _SAME_PLACE)).astype(np.int64)
        # One whole number to sort by: character, band, hundredths of a point along it.
        places = (codes << 42) | (band << 21) | (x * _HUNDREDTHS).astype(np.int64)
        ordered = np.sort(places)
        if not (ordered[1:] - ordered[:-1] <= _SAME_PLACE * _HUNDREDTHS + 1).any():
            continue  # as on most pages, which saves the dearer sort
        order = np.argsort(places, kind="stable")
        one, other = order[:-1], order[1:]
        same = (
            (codes[one] == codes[other])
            & (band[one] == band[other])
            & (x[other] - x[one] <= _SAME_PLACE)
            & (np.abs(y[other] - y[one]) <= _SAME_PLACE)
        )
        drawn_again[np.maximum(one, other)[same]] = True
    return drawn_again
