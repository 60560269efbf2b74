"""Seals as dark as the print, over the corner of a table."""

from __future__ import annotations

from math import cos, pi, sin

import numpy as np
from PIL import Image, ImageDraw

from extractors.scanned.raster import Sheet
from extractors.scanned.rulings import find_rulings

DPI = 200
XS, YS = (100, 340, 900), (300, 346, 392, 438, 484)


def table() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("L", (1000, 600), 255)
    pen = ImageDraw.Draw(page)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=0, width=2)
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill=0, width=2)
    return page, pen


def seal(pen: ImageDraw.ImageDraw, x: int, y: int, radius: int) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=0, width=8)
    star = [
        (x + r * sin(i * pi / 5), y - r * cos(i * pi / 5))
        for i in range(10)
        for r in [radius * (0.35 if i % 2 == 0 else 0.14)]
    ]
    pen.polygon(star, fill=0)


def rulings(page: Image.Image) -> tuple[list[int], list[int]]:
    """Where the vertical and the horizontal ones stand, in pixels."""
    across, down = find_rulings(Sheet(np.asarray(page), np.eye(3), DPI))
    xs = sorted({round(r.position * DPI / 72) for r in down if r.end - r.start > 20})
    return xs, sorted({round(r.position * DPI / 72) for r in across})


def test_the_sides_of_a_ring_are_no_rulings() -> None:
    page, pen = table()
    plain = rulings(page)
    seal(pen, 330, 250, 110)
    assert rulings(page) == plain


def test_a_ring_alone_has_no_rulings() -> None:
    page = Image.new("L", (1000, 600), 255)
    seal(ImageDraw.Draw(page), 330, 250, 110)
    assert find_rulings(Sheet(np.asarray(page), np.eye(3), DPI)) == ([], [])
