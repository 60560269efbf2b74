"""Pale ink in front of figures: many typefaces draw signs of comparison so thin that a scan leaves a shade.

It is no ink where lines are looked for, since stamps and the back of the sheet are as pale. In front of a
figure it may be its sign, without which the figure says something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from extractors.scanned.components import components
from extractors.scanned.inklines import Span
from extractors.scanned.ocr import Recognised
from extractors.scanned.raster import Image
from extractors.scanned.spans import crop

_REACH = 1.3  # of the height of a line: so far before its figure a sign begins
_SOFT = 3  # pixels over which the noise of the paper is levelled out
_SHADE = 0.16  # of the line's ink: darker than this is no paper
_PAPER = 16  # levels: nor is what is darker than the paper by as much
_DARKEST = 95  # per cent of the ink that is paler than its darkest
_PIECE = 0.25  # of the height: a stroke of a sign is as long
_WIDE, _HIGH = (0.35, 1.1), 0.12  # of the height: how wide signs are, and how high at least
_BESIDE = 0.35  # of the height: white left in front of it
_DOUBTED = 0.9  # confidence at most of a figure with ink in front that is not read
_SIGNED = re.compile(r"[<>=≤≥＜＞＝﹤﹥≦≧]")


def front_of(grey: Image, line: Span, left: int) -> int | None:
    """The column of ``grey`` in which pale ink before the ink of a line begins; None if there is only paper.

    ``left``: the first column of the cell.
    """
    height = line.y1 - line.y0
    start = max(left, line.x0 - round(_REACH * height))
    if line.x0 - start < _WIDE[0] * height:
        return None
    shade = cv2.blur(255 - crop(grey, Span(start, line.y0, line.x0, line.y1)), (_SOFT, _SOFT))
    darkest = float(np.percentile(255 - crop(grey, line), _DARKEST))
    inked = (shade > max(_PAPER, _SHADE * darkest)).astype(np.uint8)
    stats = components(inked).stats
    pieces = [
        (x, y, x + width, y + high)
        for x, y, width, high, _ in stats[1:].tolist()
        if max(width, high) >= _PIECE * height
    ]
    if not pieces:
        return None
    x0, y0 = (min(piece[side] for piece in pieces) for side in (0, 1))
    x1, y1 = (max(piece[side] for piece in pieces) for side in (2, 3))
    is_sign = _WIDE[0] * height <= x1 - x0 <= _WIDE[1] * height and y1 - y0 >= _HIGH * height
    return start + x0 if is_sign else None


def with_fronts(
    grey: Image,
    lines: Sequence[tuple[Span, Span, int]],
    crops: Sequence[Image],
    found: Sequence[Recognised],
    read: Callable[[Sequence[Image]], list[Recognised]],
) -> tuple[list[Image], list[Recognised]]:
    """The pictures and what they say, with the signs in front of figures that are so pale.

    ``lines``: for the first of them the hull of the ink, what was read of ``grey``, the cell's first column.
    """
    pictures, texts = list(crops), list(found)
    wider: dict[int, Image] = {}
    for i, ((ink, around, left), text) in enumerate(zip(lines, found, strict=False)):
        if text.text[:1].isdecimal() and (front := front_of(grey, ink, left)) is not None:
            x0 = max(left, front - round(_BESIDE * (ink.y1 - ink.y0)))
            wider[i] = crop(grey, replace(around, x0=min(x0, around.x0)))
    for (i, picture), again in zip(wider.items(), read(list(wider.values())), strict=True):
        if _SIGNED.match(again.text) and again.text.endswith(texts[i].text):
            pictures[i], texts[i] = picture, again
        else:
            texts[i] = replace(texts[i], confidence=min(texts[i].confidence, _DOUBTED))
    return pictures, texts
