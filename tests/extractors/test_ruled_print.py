"""Strokes of characters below each other, which together are as long as a ruling."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw

from extractors.scanned.raster import Sheet
from extractors.scanned.rulings import find_rulings

XS, YS = (100, 400, 700), (100, 131, 162, 193)


def table(*, crossed: bool) -> Sheet:
    """Rows of 31 pixels at 200 dots an inch, in each a stroke from ruling to ruling, at 280 pixels.

    ``crossed``: with others across it, as those of 出 are.
    """
    page = Image.new("L", (800, 300), 255)
    pen = ImageDraw.Draw(page)
    for x in XS:
        pen.line((x, YS[0], x, YS[-1]), fill=0, width=3)
    for y in YS:
        pen.line((XS[0], y, XS[-1], y), fill=0, width=3)
    for top in YS[:-1]:
        pen.line((280, top + 3, 280, top + 28), fill=0, width=3)
        for y in (top + 9, top + 17, top + 25) if crossed else ():
            pen.line((268, y, 292, y), fill=0, width=3)
    return Sheet(np.asarray(page), np.eye(3), 200.0)


def verticals(sheet: Sheet) -> list[int]:
    return sorted(round(ruling.position * sheet.dpi / 72) for ruling in find_rulings(sheet)[1])


def test_strokes_that_others_cross_in_every_row_are_print() -> None:
    assert len(verticals(table(crossed=True))) == len(XS)


def test_strokes_that_nothing_touches_are_a_ruling() -> None:
    assert len(verticals(table(crossed=False))) == len(XS) + 1
