"""Faint rulings that a scan tore to pieces: each is short and ends at no other, but they lie in one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import cv2
import numpy as np

from extractors.lattice import Ruling
from extractors.scanned.components import components
from extractors.scanned.raster import Image

_FEW, _LOOSE = 12, 0.4
"""Long strokes, at least, and the share of their ends that meet others, at most, where rulings are torn."""

_MEETS = 4.0  # points around the end of a ruling within which it meets another
_PIECE = 5.0  # points: a shorter piece may be of print
_DARKER = 18  # levels
_SURE = 12.0  # points: a longer one is not
_THICK = 2.5  # points: a thicker one is none
_CLOSE = 1.4  # points above and below a piece where it is blank
_ATTACHED = 0.2  # share of its length that is not, at most: other rulings cross it
_ASTRAY = 1.2  # points by which pieces of one ruling lie above or below each other
_BETWEEN = 13.0  # points between them at most
_LONG, _SHORT = 30.0, 8.0
"""Points: a ruling of pieces is no shorter; nor is one in line with a long one."""

_COVERED = 0.5  # of its length that they cover, at least
_ENDS = 8.0  # points before the ruling that it meets at which it may be torn off


def are_torn(across: Sequence[Ruling], down: Sequence[Ruling]) -> bool:
    """Whether most of the long strokes of a page end where they meet no other."""
    met = [*_met(across, down), *_met(down, across)]
    return len(met) >= 2 * _FEW and float(np.mean(met)) <= _LOOSE


def mended(grey: Image, ink: Image, dpi: float) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings, in points, of pieces that lie in one line.

    ``ink``: 255 where the level grey page is darker than around.
    """
    scale = dpi / 72
    across = _in_line(cv2.bitwise_or(ink, _thin(grey, scale)), scale)
    down = _in_line(np.ascontiguousarray(cv2.bitwise_or(ink, _thin(grey.T, scale).T).T), scale)
    return _reaching(across, down), _reaching(down, across)


def _thin(grey: Image, scale: float) -> Image:
    """255 where the page is darker than closely above and below: beside print no more of a ruling is ink."""
    high = np.ones((round(_THICK * scale) | 1, 1), np.uint8)
    darker = cv2.morphologyEx(np.ascontiguousarray(grey), cv2.MORPH_BLACKHAT, high)
    thin: Image = cv2.threshold(darker, _DARKER, 255, cv2.THRESH_BINARY)[1]
    return thin


def _met(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> Iterator[bool]:
    for ruling in rulings:
        places = [r.position for r in crossing if r.start - _MEETS <= ruling.position <= r.end + _MEETS]
        for end in (ruling.start, ruling.end):
            yield any(abs(place - end) <= _MEETS for place in places)


def _in_line(ink: Image, scale: float) -> list[Ruling]:
    lines: list[list[Ruling]] = []
    for piece in sorted(_pieces(ink, scale), key=lambda piece: piece.start):
        near = [
            line
            for line in lines
            if abs(line[-1].position - piece.position) <= _ASTRAY and piece.start - line[-1].end <= _BETWEEN
        ]
        if near:
            max(near, key=lambda line: line[-1].end).append(piece)
        else:
            lines.append([piece])
    whole = [ruling for line in lines if (ruling := _whole(line))]
    places = np.array([ruling.position for ruling in whole if ruling.end - ruling.start >= _LONG])
    return [
        ruling
        for ruling in whole
        if ruling.end - ruling.start >= _LONG or (np.abs(places - ruling.position) <= _ASTRAY).any()
    ]


def _whole(pieces: Sequence[Ruling]) -> Ruling | None:
    start, end = pieces[0].start, max(piece.end for piece in pieces)
    covered = sum(piece.end - piece.start for piece in pieces)
    if end - start < _SHORT or covered < _COVERED * (end - start):
        return None
    return Ruling(sum(p.position * (p.end - p.start) for p in pieces) / covered, start, end)


def _pieces(ink: Image, scale: float) -> Iterator[Ruling]:
    """Thin level strokes with blank paper above and below, or the other side of a doubled ruling."""
    thick = cv2.dilate(ink, np.ones((2, 1), np.uint8))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_PIECE * scale)), np.uint8))
    stats = components(found).stats
    sure = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, round(_SURE * scale)), np.uint8))
    rest = cv2.bitwise_and(ink, cv2.bitwise_not(cv2.dilate(sure, np.ones((3, 1), np.uint8))))
    near, far = 1, 1 + round(_CLOSE * scale)
    for x, y, width, height, _ in stats[1:].tolist():
        if height > _THICK * scale:
            continue
        above = rest[max(0, y - far) : max(0, y - near), x : x + width]
        below = rest[y + height + near : y + height + far, x : x + width]
        if any(float(side.any(axis=0).mean()) > _ATTACHED for side in (above, below) if side.size):
            continue
        if width > _SURE * scale or not _is_bent(ink, (x, y, width, height), scale):
            yield Ruling((y + (height - 1) / 2) / scale, x / scale, (x + width) / scale)


def _is_bent(ink: Image, place: tuple[int, int, int, int], scale: float) -> bool:
    """Whether a piece goes on aslant at both of its ends, towards one side: （ does."""
    x, y, width, height = place
    near, beyond = 1, max(2, round(_CLOSE * scale))
    left, right = max(0, x - beyond), x + width + beyond

    def both(side: Image) -> bool:
        ends = side[:, : 2 * beyond], side[:, -2 * beyond :]
        return bool(side.size and all(end.any() for end in ends))

    above = ink[max(0, y - near - beyond) : max(0, y - near), left:right]
    below = ink[y + height + near : y + height + near + beyond, left:right]
    return both(above) != both(below)


def _reaching(rulings: Sequence[Ruling], crossing: Sequence[Ruling]) -> list[Ruling]:
    """The rulings, on to those that they are torn off before."""

    def beyond(ruling: Ruling, end: float, step: int) -> float:
        places = [
            r.position
            for r in crossing
            if r.start - _ENDS <= ruling.position <= r.end + _ENDS and 0 <= step * (r.position - end) <= _ENDS
        ]
        return min(places, key=lambda place: abs(place - end), default=end)

    return [Ruling(r.position, beyond(r, r.start, -1), beyond(r, r.end, 1)) for r in rulings]
