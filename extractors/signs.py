"""Signs that differ by a stroke of a pixel or two: > and ≥, < and ≤ are told apart by their ink.

Recognisers shrink and enlarge lines, and lose the bar under a small sign. In the ink it is plain: the foot of
> is the end of one arm, the foot of ≥ is as wide as the sign.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt

from extractors.ocr import Recognised
from extractors.raster import Image

_BARRED = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}
_INK = 0.5  # of the way from paper to the darkest ink of the line
_FOOT = 0.2  # share of the sign's height that its foot takes up
_AS_WIDE = 0.75  # share of the sign's width that a bar covers, and no arm does
_LOOSE = 1.5  # of its height: ink that is wider is not one sign


def settled(line: Recognised, picture: Image) -> Recognised:
    """The line with > and < that stand on a bar read as ≥ and ≤."""
    if not _BARRED.keys() & set(line.text):
        return line
    text = list(line.text)
    for i, (character, place) in enumerate(zip(line.text, line.places, strict=True)):
        followed = line.text[i + 1 : i + 2]
        if character in _BARRED and followed != "=" and _stands_on_bar(picture, place):
            text[i] = _BARRED[character]
    return replace(line, text="".join(text))


def _stands_on_bar(picture: Image, place: float) -> bool:
    paper, darkest = float(np.median(picture)), float(picture.min())
    ink = picture < paper - _INK * (paper - darkest)
    sign = _ink_around(ink, round(place * picture.shape[1]))
    rows = np.flatnonzero(sign.any(axis=1))
    if not len(rows):
        return False
    sign = sign[rows[0] : rows[-1] + 1]
    height, width = sign.shape
    if width > _LOOSE * height:
        return False
    foot = sign[height - max(1, round(_FOOT * height)) :].any(axis=0)
    return float(foot.mean()) >= _AS_WIDE


def _ink_around(ink: npt.NDArray[np.bool_], column: int) -> npt.NDArray[np.bool_]:
    """The columns of the run of ink that is nearest to a column."""
    columns = np.concatenate(([False], ink.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(columns))
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    if not runs:
        return ink[:, :0]
    start, end = min(runs, key=lambda run: max(run[0] - column, column - run[1], 0))
    return ink[:, start:end]
