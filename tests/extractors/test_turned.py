"""Texts that are turned by 90° in tall narrow cells of a scan."""

from __future__ import annotations

import io
from functools import partial
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractors import extract
from extractors.lattice import Ruling, solve
from extractors.model import Grid
from extractors.options import ExtractionOptions
from extractors.scanned.inklines import Span
from extractors.scanned.ocr import Recognised, recognise
from extractors.scanned.turned_text import turned_texts

DPI = 200
SIGNS = Path(__file__).with_name("signs")


def test_characters_below_each_other_that_are_a_turned_text() -> None:
    """The picture shows 产出指标 turned to the left; each of its characters alone is one on its side."""
    picture = Path(__file__).with_name("signs") / "turned.png"
    grey = np.asarray(Image.open(picture).convert("L"))
    ink = np.flatnonzero((grey[210:490, 160:220] < 128).any(axis=1)) + 210
    cuts = [0, *(np.flatnonzero(np.diff(ink) > 4) + 1), len(ink)]
    inks = [Span(170, int(ink[a]), 210, int(ink[b - 1]) + 1) for a, b in pairwise(cuts)]
    frames = solve([Ruling(y, 54, 540) for y in (72, 180)], [Ruling(x, 72, 180) for x in (54, 83, 540)])
    options = ExtractionOptions()
    read = partial(recognise, engine=options.ocr_engine, threads=options.ocr_threads)

    def turned(stacked: str) -> list[str]:
        texts = [Recognised(character, 0.99) for character in stacked]
        return [found.text for _, _, found in turned_texts(inks, texts, frames, grey, DPI, read)]

    assert turned("标指出产") == ["产出指标"]
    assert turned("产出指标") == []  # as it would stand upright, one character a line


@pytest.mark.parametrize("turned", ["to the left", "to the right"])
def test_a_turned_text_of_two_lines(turned: str) -> None:
    """The picture shows 项目资金 above （万元）, as it would stand upright."""
    page = Image.new("L", (1654, 900), 255)
    pen = ImageDraw.Draw(page)
    ys = (200, 270, 340, 410, 480)
    for y in ys:
        pen.line((100 if y in (200, 480) else 200, y, 1500, y), fill=0, width=2)
    for x in (100, 200, 800, 1500):
        pen.line((x, 200, x, 480), fill=0, width=2)
    label = (
        Image.open(SIGNS / "two_lines.png")
        .convert("L")
        .rotate(90 if turned == "to the left" else -90, expand=True)
    )
    page.paste(label, (150 - label.width // 2, 340 - label.height // 2))
    font = ImageFont.load_default(size=28)
    for number, (top, bottom) in enumerate(pairwise(ys)):
        pen.text((500, (top + bottom) / 2), f"Source {number + 1}", fill=0, font=font, anchor="mm")
        pen.text((1150, (top + bottom) / 2), f"{1286 + number}.05", fill=0, font=font, anchor="mm")
    out = io.BytesIO()
    page.save(out, "PNG", dpi=(DPI, DPI))
    (grid,) = (block for block in extract(out.getvalue(), "turned.png").blocks if isinstance(block, Grid))
    rows = [[cell.text for cell in row] for row in grid.by_row()]
    assert "".join(rows[0][0].split()).replace("(", "（").replace(")", "）") == "项目资金（万元）"
    assert [row[-1] for row in rows] == ["1286.05", "1287.05", "1288.05", "1289.05"]
