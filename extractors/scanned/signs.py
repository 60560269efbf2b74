"""Signs that recognisers mix up, told apart by their ink: > and ≥, < and ≤, 1 and /.

Recognisers shrink and enlarge lines, and lose the bar under a small sign. In the ink it is plain: the arms
of > are alike, whereas ≥ has more ink below than above, be its bar level or slanting.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from extractors.scanned.dust import without_dust
from extractors.scanned.inklines import are_bars, bands
from extractors.scanned.ocr import Recognised
from extractors.scanned.overprint import is_overprinted
from extractors.scanned.per_cent import with_per_cent
from extractors.scanned.permille import peaks, with_permille
from extractors.scanned.points import with_points
from extractors.scanned.raster import Image
from extractors.scanned.shapes import sign_of

_BARRED = {">": "≥", "<": "≤", "＞": "≥", "＜": "≤"}
_NOUGHTS = frozenset("OoＯ〇")
"""A round letter alone on its line: forms print noughts there, and no letters."""

_DAY_READ_OLD = "/旧"
"""日 behind a stroke, which is lent to it as well (吨/日); nothing is measured in 旧."""

_TO = re.compile(r"(?<=[\d%年月日])一(?=\d)|(?<=\d[年月日])一$")
"""A dash between two figures (1月—12月), the second perhaps in the next line; it looks like the numeral."""

_RING = re.compile(r"(?<=[*＊])[0OoＯ](?=[%％])")
"""The upper ring of % behind stars that stand for digits (≥**%), read as a nought of its own."""

_OPENED_TWICE, _CLOSED_TWICE = re.compile(r"（\(|\(（"), re.compile(r"）\)|\)）")

_FIGURE = re.compile(r"\d[\s.,·•]*\d")
"""Two digits with nothing but a point between them, read or not."""

_SIGNED = re.compile(r"[^\d.,，]?(?<![\d.,，])\d")
"""The first digit of a figure, and what stands before it."""

_HYPHENS = re.compile(r"[-.]{2,}(?=[^-.\d])|\.(?=[^-.\d])")
"""What a row of hyphens in front of words is read as; before a figure a hyphen is a sign."""

_SIGN_CONFIDENCE = 0.95  # of a sign alone on its line, told by its shape; nothing else looks like it
_DOUBTED = 0.9  # confidence at most, where shape and recogniser differ before a figure: a person is to look
_OVERPRINTED = 0.3  # confidence at most, of a figure with something else over it: no look parts them
_FLAT_READ = "-—一二"
"""What = is read as, before digits."""

_UNREAD = 0.25  # of the picture's height: ink as high in front of a figure says something, if nobody read it
_SLIM = 0.4  # of its height: narrower ink is a rest of a ruling
_NEAR = 0.6  # of the picture's height: a sign stands as near before its figure
_MISREAD = frozenset("€ZzSVvNMWXKＺ乏之く八ミ>≥<≤＞＜﹥﹤")
"""What is read where a sign stands, beside digits."""

_INK = 0.5  # of the way from paper to the darkest ink of the line
_PALE = 0.4  # of the way from paper to the darkest ink of a sign
_AROUND = 0.35  # of the picture's height: so far from its middle a sign reaches
_HEAVIER = 1.4  # times the ink of the upper arm that the lower one has, if there is a bar
_OPEN = 0.4  # of its width: the open side of a sign
_FEWEST = 12  # pixels: less ink has no direction
_LEAN = 0.2  # columns a row: 11°, where the stroke of a 1 leans by less than 3°
_FLAT = 0.25  # of the line's height: ink that is flatter is a dash
_ALIKE = (0.6, 1.6)  # times the width, or the ink, of the median hyphen that each of them has
_EVEN = (0.8, 1.25)  # times the median distance from hyphen to hyphen that each of them is
_DIP = 0.15  # of the darkest: by which the ink between two hyphens that run together is paler
_EDGE = 0.25  # of the darkest: where a letter begins, and thin hyphens are seen
_BLUR = 2  # pixels by which a hyphen may be higher at one place than at another
_LOOSE = 1.5  # of its height: ink that is wider is not one sign


def settled(line: Recognised, picture: Image) -> Recognised:
    """The line with > and < that stand on a bar read as ≥ and ≤, a lone 1 that leans as a stroke, a lone O as
    nought, and as many hyphens in front as there are; a figure with other ink in it as unsure.
    """
    if any(map(str.isdecimal, line.text)) and is_overprinted(picture):
        line = replace(line, confidence=min(line.confidence, _OVERPRINTED))
    if _HYPHENS.match(line.text):
        line = _with_every_hyphen(line, picture)
    if line.text in _NOUGHTS:
        return replace(line, text="0")
    if len(line.text) <= 1:
        line = _lone_sign(line, picture)
    line = replace(line, text=_TO.sub("—", line.text.replace(_DAY_READ_OLD, "/日")))
    line = without_dust(with_per_cent(line, picture), picture)
    line = with_permille(_with_brackets_once(_without_ring(line)), picture)
    if _FIGURE.search(line.text):
        line = with_points(line, picture)
    if _SIGNED.search(line.text):
        line = _with_signs(line, picture)
    if line.text == "1" and _leans(picture):
        return replace(line, text="/")
    for at, character in enumerate(line.text):
        if character in _BARRED and line.text[at + 1 : at + 2] != "=" and at < len(line.places):
            line = _on_bar(line, at, picture)
    return line


def _without_ring(line: Recognised) -> Recognised:
    found = _RING.search(line.text)
    return line if found is None else _without(line, found.start())


def _with_brackets_once(line: Recognised) -> Recognised:
    """One bracket is read as two, one of each width, where that leaves a bracket without its other half."""
    open_ones = sum(line.text.count(bracket) for bracket in "(（")
    closed = sum(line.text.count(bracket) for bracket in ")）")
    twice = {1: _OPENED_TWICE, -1: _CLOSED_TWICE}.get(open_ones - closed)
    found = None if twice is None else twice.search(line.text)
    return line if found is None else _without(line, found.start())


def _without(line: Recognised, at: int) -> Recognised:
    """The line without one of its characters."""
    if len(line.places) != len(line.text):
        return line
    places = (*line.places[:at], *line.places[at + 1 :])
    return replace(line, text=line.text[:at] + line.text[at + 1 :], places=places)


def _lone_sign(line: Recognised, picture: Image) -> Recognised:
    """> alone in its cell is read as V or 7, ≤ as M; a digit is left, which its cell may well hold."""
    sign = None if line.text.isdecimal() and line.confidence >= _SIGN_CONFIDENCE else sign_of(_dark(picture))
    if sign is None:
        return line
    return replace(line, text=sign, confidence=_SIGN_CONFIDENCE, places=line.places or (0.5,))


def _with_signs(line: Recognised, picture: Image) -> Recognised:
    """With the signs before figures that their ink shows, where something else was read or nothing."""
    if len(line.places) != len(line.text):
        return line
    dark, width = _dark(picture), picture.shape[1]
    runs = _runs(dark > _INK * max(1.0, float(dark.max())))
    if not runs:
        return line
    held = [_nearest(runs, round(place * width)) for place in line.places]
    for match in reversed(list(_SIGNED.finditer(line.text))):
        digit = match.end() - 1
        before = held[digit - 1][1] if digit else 0
        unread = [run for run in runs if run not in held and before <= run[0] and run[1] <= held[digit][0]]
        if len(unread) == 1 and (sign := sign_of(dark[:, slice(*unread[0])])):
            place = (unread[0][0] + unread[0][1]) / 2 / width
            line = _put(line, digit, digit, sign, place)
            continue
        near = [run for run in unread if held[digit][0] - run[1] <= _NEAR * picture.shape[0]]
        if digit == 0 and any(_looks_written(dark, run) for run in near):
            line = replace(line, confidence=min(line.confidence, _DOUBTED))
        if digit and line.text[digit - 1] in _FLAT_READ and _is_equals(dark[:, slice(*held[digit - 1])]):
            line = _put(line, digit - 1, digit, "=", line.places[digit - 1])
            continue
        for at in (digit - 1, digit):
            if at < 0 or not _may_be_sign(line.text, at) or held.count(held[at]) > 1:
                continue
            sign = sign_of(dark[:, slice(*held[at])])
            if sign is not None and sign != _plain(line.text[at]):
                line = _put(line, at, at + 1, sign, line.places[at])
                break
    return line


def _looks_written(dark: npt.NDArray[np.float64], run: tuple[int, int]) -> bool:
    """Whether a run of ink is as high as a sign, and no rest of a ruling."""
    ink = dark > _INK * max(1.0, float(dark.max()))
    height = int(np.ptp(np.flatnonzero(ink[:, slice(*run)].any(axis=1)))) + 1
    return height >= _UNREAD * len(dark) and run[1] - run[0] >= _SLIM * height


def _is_equals(dark: npt.NDArray[np.float64]) -> bool:
    ink = dark > _INK * max(1.0, float(dark.max()))
    return are_bars(ink, bands(ink))


def _may_be_sign(text: str, at: int) -> bool:
    """Whether what stands there may be a sign that was misread: a digit only where a figure is left."""
    if text[at].isdecimal():
        return text[at] in "23" and text[at + 1 : at + 2].isdecimal()
    return text[at] in _MISREAD and text[at + 1 : at + 2] != "="


def _plain(character: str) -> str:
    return {"＞": ">", "＜": "<", "﹥": ">", "﹤": "<", "≧": "≥", "≦": "≤"}.get(character, character)


def _put(line: Recognised, start: int, end: int, sign: str, place: float) -> Recognised:
    return replace(
        line,
        text=line.text[:start] + sign + line.text[end:],
        places=(*line.places[:start], place, *line.places[end:]),
        confidence=min(line.confidence, _DOUBTED),
    )


def _dark(picture: Image) -> npt.NDArray[np.float64]:
    return np.clip(float(np.median(picture)) - picture.astype(np.float64), 0, None)


def _with_every_hyphen(line: Recognised, picture: Image) -> Recognised:
    """A recogniser takes equal signs that stand close for one, or for points; in the ink each can be told."""
    front = _HYPHENS.match(line.text)
    seen = max(_leading_dashes(picture), _even_peaks(picture))
    if front is None or seen <= 1:
        return line
    length, hyphens = front.end(), max(seen, front[0].count("-"))
    places = (*line.places[:1] * hyphens, *line.places[length:])
    return replace(line, text="-" * hyphens + line.text[length:], places=places)


def _leading_dashes(picture: Image) -> int:
    """How many flat runs of ink stand in front of the first that is not flat: those of one width and height,
    since a fax breaks hyphens, and 一 or dust may stand beside them.
    """
    dark = _dark(picture)
    ink = dark > _INK * dark.max() if dark.max() else np.zeros_like(dark, dtype=np.bool_)
    rows = np.flatnonzero(ink.any(axis=1))
    if not len(rows):
        return 0
    flat = _FLAT * (rows[-1] + 1 - rows[0])
    hyphens: list[tuple[int, float]] = []
    for start, end in _runs(ink):
        inked = np.flatnonzero(ink[:, start:end].any(axis=1))
        if inked[-1] + 1 - inked[0] > flat:
            break
        hyphens.append((end - start, float(inked[0] + inked[-1]) / 2))
    if not hyphens:
        return 0
    width, middle = (float(np.median(values)) for values in zip(*hyphens, strict=True))
    return sum(
        _ALIKE[0] <= across / width <= _ALIKE[1] and abs(at - middle) <= flat / 2 for across, at in hyphens
    )


def _even_peaks(picture: Image) -> int:
    """How many hyphens stand in front where few dots run them together: as much ink each, at even distances,
    in the rows of the first of them, before any ink that stands higher or lower.
    """
    dark = _dark(picture)
    ink = dark > _EDGE * dark.max() if dark.max() else np.zeros_like(dark, dtype=np.bool_)
    runs = _runs(ink)
    if not runs:
        return 0
    rows = np.flatnonzero(ink[:, slice(*runs[0])].any(axis=1))
    band = slice(max(0, rows[0] - _BLUR), rows[-1] + 1 + _BLUR)
    ink[band] = False
    ends = np.flatnonzero(ink.any(axis=0))
    profile = dark[band, : ends[0] if len(ends) else None].sum(axis=0)
    most = float(profile.max(initial=1.0))
    tops = [at for at in peaks(profile, _DIP * most) if profile[at] > _INK * most]
    if len(tops) <= 1:
        return 0
    dips = [at + int(profile[at:after].argmin()) for at, after in pairwise(tops)]
    masses = np.array([piece.sum() for piece in np.split(profile, dips)])
    usual = np.median(masses)
    gaps = np.diff(np.array(tops)[(masses >= _ALIKE[0] * usual) & (masses <= _ALIKE[1] * usual)])
    if not len(gaps) or gaps.min() < _EVEN[0] * np.median(gaps) or gaps.max() > _EVEN[1] * np.median(gaps):
        return 0
    return len(gaps) + 1


def _leans(picture: Image) -> bool:
    """Whether the ink of a picture is one stroke that leans to the right, as / does and 1 does not."""
    dark = _dark(picture)
    rows, columns = np.nonzero(dark > _INK * dark.max()) if dark.max() else (np.array([]), np.array([]))
    if len(rows) < _FEWEST or np.ptp(rows) == 0:
        return False
    slope = float(np.polyfit(rows, columns, 1)[0])
    return slope < -_LEAN


def _on_bar(line: Recognised, at: int, picture: Image) -> Recognised:
    """The line with the sign of it that stands on a bar, in its own ink: signs are paler than figures."""
    dark, column = _dark(picture), round(line.places[at] * picture.shape[1])
    near = dark[:, max(0, column - round(_AROUND * len(dark))) : column + round(_AROUND * len(dark))]
    least = _PALE * float(near.max(initial=1.0))
    start, end = _run_around(dark > least, column)
    sign = dark[:, start:end] if line.text[at] in ">＞" else dark[:, start:end][:, ::-1]
    rows = np.flatnonzero((sign > least).any(axis=1))
    if not len(rows) or end - start > _LOOSE * (rows[-1] + 1 - rows[0]):
        return line
    if _below_to_above(sign, (int(rows[0]) + int(rows[-1]) + 1) / 2) <= _HEAVIER:
        return line
    if sign_of(dark[:, start:end]) is None:
        return replace(line, confidence=min(line.confidence, _DOUBTED))
    return replace(line, text=line.text[:at] + _BARRED[line.text[at]] + line.text[at + 1 :])


def _below_to_above(sign: npt.NDArray[np.float64], middle: float) -> float:
    """The ink of the lower arm to that of the upper one, where they stand apart: at the open side."""
    weight = sign[:, : max(1, round(_OPEN * sign.shape[1]))].sum(axis=1)
    share = np.clip(middle - np.arange(len(weight)), 0, 1)
    above = float((weight * share).sum())
    return float((weight * (1 - share)).sum()) / max(above, 1.0)


def _run_around(ink: npt.NDArray[np.bool_], column: int) -> tuple[int, int]:
    """The columns of the run of ink that is nearest to a column."""
    return _nearest(_runs(ink) or [(0, 1)], column)


def _nearest(runs: Sequence[tuple[int, int]], column: int) -> tuple[int, int]:
    return min(runs, key=lambda run: max(run[0] - column, column - run[1], 0))


def _runs(ink: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The runs of columns with ink."""
    columns = np.concatenate(([False], ink.any(axis=0), [False])).astype(np.int8)
    edges = np.flatnonzero(np.diff(columns))
    return [(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True)]
