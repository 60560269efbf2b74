"""Pale ink in front of a figure, which no line is found in."""

from __future__ import annotations

from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractors.scanned.inklines import Span, ink_of
from extractors.scanned.leading_signs import front_of, with_fronts
from extractors.scanned.ocr import Recognised, recognise
from extractors.scanned.spans import crop

DPI = 200


def cell(figure: str, front: str = "", level: int = 200) -> np.ndarray:
    """A cell of 200 dots an inch: a figure, and a paler text in front of it that a scanner nearly lost."""
    page = Image.new("L", (300, 60), 255)
    pen = ImageDraw.Draw(page)
    font = ImageFont.load_default(size=28)
    pen.text((80, 30), figure, fill=60, font=font, anchor="lm")
    if front:
        pen.text((72, 30), front, fill=level, font=font, anchor="rm")
    soft = np.asarray(page.filter(ImageFilter.GaussianBlur(0.8))).astype(np.float64)
    noise = np.random.default_rng(7).normal(0, 3, soft.shape)
    return np.clip(soft + noise, 0, 255).astype(np.uint8)


def line_of(grey: np.ndarray) -> tuple[Span, Span]:
    rows, columns = np.nonzero(ink_of(grey, DPI))
    ink = Span(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    return ink, Span(ink.x0 - 7, ink.y0 - 4, ink.x1 + 7, ink.y1 + 4)


def read(grey: np.ndarray) -> Recognised:
    ink, around = line_of(grey)
    reader = partial(recognise, engine="openvino", threads=1)
    crops = [crop(grey, around)]
    (_,), (text,) = with_fronts(grey, [(ink, around, 0)], crops, reader(crops), reader)
    return text


def test_a_sign_that_is_hardly_darker_than_the_paper_is_read() -> None:
    assert [read(cell("2678", front)).text for front in ("=", ">", "<")] == ["=2678", ">2678", "<2678"]


def test_nothing_is_found_on_paper_nor_in_the_next_cell() -> None:
    plain, signed = cell("2678"), cell("2678", "=")
    ink, _ = line_of(plain)
    assert front_of(plain, ink, left=0) is None
    assert front_of(signed, ink, left=0) is not None
    assert front_of(signed, ink, left=ink.x0 - 3) is None
    assert read(plain).confidence > 0.95


def test_what_is_no_sign_sends_a_person_to_look() -> None:
    found = read(cell("2678", "o"))
    assert found.text == "2678"
    assert found.confidence < 0.95
