"""% that lost its stroke in black and white is told by its two rings."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.scanned.ocr import Recognised
from extractors.scanned.signs import settled


def page_of(printed: str, size: int, strokes: bool) -> tuple[Image.Image, ImageFont.FreeTypeFont]:
    """``printed`` in a line; of each % only the rings, where ``strokes`` is False."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)
    page = Image.new("L", (round(font.getlength(printed)) + size, 2 * size), 255)
    draw = ImageDraw.Draw(page)
    draw.text((size / 2, size), printed, fill=0, font=font, anchor="lm")
    for at, character in enumerate(printed):
        if character == "%" and not strokes:
            left, right = (size / 2 + font.getlength(printed[:end]) for end in (at, at + 1))
            draw.rectangle((left, 0, right, 2 * size), fill=255)
            left, ring, top = left + 3, (right - left) * 0.4, size * 0.66
            draw.ellipse((left, top, left + ring, top + ring), outline=0, width=2)
            low = size * 1.36 - ring
            draw.ellipse((right - ring - 1, low, right - 1, low + ring), outline=0, width=2)
    return page.filter(ImageFilter.GaussianBlur(0.5)), font


def settled_over(
    printed: str, read: str, confidence: float, size: int = 36, strokes: bool = False
) -> Recognised:
    """What a picture of ``printed`` says, where a recogniser has read ``read`` from it."""
    page, font = page_of(printed, size, strokes)
    places = [
        font.getlength(printed[:at]) + font.getlength(printed[at : at + 1]) / 2 for at in range(len(read))
    ]
    shares = tuple((size / 2 + place) / page.width for place in places)
    return settled(Recognised(read, confidence, shares), np.asarray(page))


@pytest.mark.parametrize("size", [30, 36, 48])
@pytest.mark.parametrize(("printed", "read"), [("84%", "84°"), ("92.7%", "92.7°"), ("≥85%", "≥85°")])
def test_two_rings_behind_a_figure_are_per_cent(printed: str, read: str, size: int) -> None:
    found = settled_over(printed, read, 0.98, size)
    assert found.text == printed
    assert found.confidence < 0.95
    assert len(found.places) == len(found.text)


@pytest.mark.parametrize("read", ["g", "0", "°", "S"])
@pytest.mark.parametrize("strokes", [False, True])
def test_per_cent_alone_in_its_cell_is_told_from_what_it_is_read_as(read: str, strokes: bool) -> None:
    found = settled_over("%", read, 0.6, strokes=strokes)
    assert found.text == "%"
    assert found.confidence < 0.95


@pytest.mark.parametrize("printed", ["8", "g", "0", "6", "B", "&", "°"])
def test_what_stands_alone_with_other_rings_stays(printed: str) -> None:
    assert settled_over(printed, printed, 0.6).text == printed


@pytest.mark.parametrize("printed", ["36°", "37.2°", "36°C"])
def test_degrees_stay(printed: str) -> None:
    assert settled_over(printed, printed, 0.98).text == printed
