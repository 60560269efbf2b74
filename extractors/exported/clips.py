"""Text that is cut off: what nobody sees is left out, what is seen in part belongs whole to its cell.

A program that prints a sheet draws the text of a cell whole and clips it: at the next cell where the text is
too long, at the end of the page where the cell goes on overleaf. A text of which nothing is seen is printed
on another page, or nowhere. One of which something is seen is what the cell says: half of a figure is another
figure. It is set as narrow as its cell, so that all of it lies there.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.drawing import ClippedText
from extractors.exported.page import Corners, Matrix, hull
from extractors.exported.runs import slots_of
from extractors.exported.text import Characters, Floats, Integers, address_of, object_of
from extractors.lattice import Frame, Slot

_FEW = 64  # clipped texts of a page: of more, those in odd places are looked at first
_OVER = 0.35  # of its height: by how much a character sticks out of its cell that is in an odd place
_CUT = 1.0  # points by which a text reaches over its clip, if anything of it is cut off
_SEEN = 0.3  # of its width and height: how much of a character shows, if it is seen
_INSET = 2.0  # points by which the corners of a clip lie within the cell that it is the clip of
_EDGE = 0.5  # points from the edges of a cell that text set into it keeps
_SAME_LINE = 0.5  # of the height: how far the middles of two characters of one line may differ

Turn = Callable[[Corners], Corners]
Which = npt.NDArray[np.bool_]


def as_seen(
    text_page: Any, found: Characters, clipped: Sequence[ClippedText], frames: Sequence[Frame], turn: Turn
) -> Characters:
    """The characters of a page without those that clips hide, the others within their clips.

    ``turn`` brings a rectangle of the page as displayed to where ``found`` and ``frames`` lie.
    """
    if not clipped or not len(found):
        return found
    clips = _Clips(text_page)
    if len(clipped) > _FEW and not clips.any_cut(_odd(found, frames), found, clipped):
        return found
    areas = clips.areas(clipped)
    if not areas:
        return found
    owned: defaultdict[Corners, list[int]] = defaultdict(list)
    for index, number in enumerate(found.numbers.tolist()):
        if area := areas.get(address_of(object_of(text_page, number))):
            owned[turn(area)].append(index)
    return _Sheet(found, frames, owned).seen()


class _Clips:
    """Reads clip paths; holds what the calls into the library write to."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._text_page = text_page
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._x, self._y = ctypes.c_float(), ctypes.c_float()

    def any_cut(self, odd: Integers, found: Characters, clipped: Sequence[ClippedText]) -> bool:
        """Whether a clip cuts one of these characters' texts."""
        objects = [object_of(self._text_page, number) for number in found.numbers[odd].tolist()]
        looked_at = {address_of(item) for item in objects}
        return any(
            address_of(item) in looked_at and self._cutting(item, shown) is not None
            for item, shown in clipped
        )

    def areas(self, clipped: Sequence[ClippedText]) -> dict[int, Corners]:
        """By the address of a text object the area it shows in, as displayed, of those that are cut off."""
        found = ((address_of(item), self._cutting(item, shown)) for item, shown in clipped)
        return {address: area for address, area in found if area is not None}

    def _cutting(self, item: Any, shown: Matrix) -> Corners | None:
        """The area that a text shows in; None where it lies in it as a whole."""
        left, bottom, right, top = self._bounds
        if not self._pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        x0, y0, x1, y1 = left.value, bottom.value, right.value, top.value
        area: Corners | None = None
        for a0, b0, a1, b1 in self._paths(item):
            if area is None:
                area = a0, b0, a1, b1
            else:
                area = max(area[0], a0), max(area[1], b0), min(area[2], a1), min(area[3], b1)
        if area is None or (
            x0 >= area[0] - _CUT and y0 >= area[1] - _CUT and x1 <= area[2] + _CUT and y1 <= area[3] + _CUT
        ):
            return None
        return hull(shown, area)

    def _paths(self, item: Any) -> Iterator[Corners]:
        """The rectangles around the paths that clip an object, in its own coordinates."""
        pdfium, x, y = self._pdfium, self._x, self._y
        clip = pdfium.FPDFPageObj_GetClipPath(item)
        for path in range(pdfium.FPDFClipPath_CountPaths(clip)):
            xs, ys = [], []
            for number in range(pdfium.FPDFClipPath_CountPathSegments(clip, path)):
                segment = pdfium.FPDFClipPath_GetPathSegment(clip, path, number)
                pdfium.FPDFPathSegment_GetPoint(segment, x, y)
                xs.append(x.value)
                ys.append(y.value)
            if xs:
                yield min(xs), min(ys), max(xs), max(ys)


def _odd(found: Characters, frames: Sequence[Frame]) -> Integers:
    """Characters that stick out of their cells, begin a line outside all, or a second text of a cell."""
    slots = slots_of(found.boxes, frames)
    begins = np.ones(len(found), dtype=np.bool_)
    begins[1:] = np.diff(slots) != 0
    times = np.bincount(slots[begins & (slots >= 0)], minlength=1)
    odd = (slots < 0) & (begins | ~_follows(found.boxes))
    odd |= begins & (slots >= 0) & (times[np.maximum(slots, 0)] > 1)
    all_slots = [slot for frame in frames for slot in frame.slots]
    if all_slots:
        edges = np.array([(s.x0, s.y0, s.x1, s.y1) for s in all_slots])[np.maximum(slots, 0)]
        over = _OVER * (found.boxes[:, 3] - found.boxes[:, 1])[:, None]
        out = (found.boxes[:, :2] < edges[:, :2] - over) | (found.boxes[:, 2:] > edges[:, 2:] + over)
        odd |= (slots >= 0) & out.any(axis=1)
    return np.flatnonzero(odd)


def _follows(boxes: Floats) -> Which:
    """Whether each character stands in one line with the one before, and near it."""
    height = boxes[1:, 3] - boxes[1:, 1]
    follows = np.zeros(len(boxes), dtype=np.bool_)
    follows[1:] = (
        (np.abs(boxes[1:, 1] + boxes[1:, 3] - boxes[:-1, 1] - boxes[:-1, 3]) < 2 * _SAME_LINE * height)
        & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < height)
    )  # fmt: skip
    return follows


class _Sheet:
    """The characters of a page, of which some are clipped; ``owned`` names them by the areas they show in."""

    def __init__(
        self, found: Characters, frames: Sequence[Frame], owned: dict[Corners, list[int]]
    ) -> None:
        self._found = found
        self._owned = owned
        self._boxes = found.boxes.copy()
        self._hidden = np.zeros(len(found), dtype=np.bool_)
        self._blank = np.fromiter((text.isspace() for text in found.text), np.bool_, len(found))
        self._frames = frames
        self._slots = slots_of(found.boxes, frames)
        self._clipped = np.zeros(len(found), dtype=np.bool_)
        for indices in owned.values():
            self._clipped[indices] = True

    def seen(self) -> Characters:
        for area, indices in self._owned.items():
            home = self._slot_of(area)
            if home is None:
                for line in self._lines(indices):
                    self._set_into(area, line, line)
            else:
                number, slot = home
                beside = np.flatnonzero((self._slots == number) & ~self._clipped)
                whole = np.sort(np.concatenate((np.array(indices, dtype=np.int64), beside)))
                within = _common(area, (slot.x0, slot.y0, slot.x1, slot.y1))
                self._set_into(within, np.array(indices, dtype=np.int64), whole)
        return replace(self._found, boxes=self._boxes).kept(~self._hidden)

    def _slot_of(self, area: Corners) -> tuple[int, Slot] | None:
        """The one cell that an area is the clip of, and its number over all frames."""
        offset = 0
        x0, y0, x1, y1 = area
        x, y = min(_INSET, (x1 - x0) / 2), min(_INSET, (y1 - y0) / 2)
        for frame in self._frames:
            if frame.holds(x0 + x, y0 + y) and frame.holds(x1 - x, y1 - y):
                index = frame.slot_at(x0 + x, y0 + y)
                return (offset + index, frame.slots[index]) if index == frame.slot_at(x1 - x, y1 - y) else None
            offset += len(frame.slots)
        return None

    def _lines(self, indices: Sequence[int]) -> list[Integers]:
        which = np.array(indices, dtype=np.int64)
        begins = ~_follows(self._found.boxes[which])
        return np.split(which, np.flatnonzero(begins)[1:])

    def _set_into(self, area: Corners, clipped: Integers, whole: Integers) -> None:
        """Put a text into an area: all of it is hidden if nothing shows there."""
        if not self._shows(area, whole):
            self._hidden[clipped] = True
            return
        for axis in (0, 1):
            low, high = area[axis] + _EDGE, area[axis + 2] - _EDGE
            ends = self._boxes[np.ix_(whole, (axis, axis + 2))]
            start, end = ends.min(), ends.max()
            first, last = max(low, start), min(high, end)
            if (start < low or end > high) and first < last:
                scaled = first + (ends - start) * (last - first) / (end - start)
                self._boxes[np.ix_(whole, (axis, axis + 2))] = scaled

    def _shows(self, area: Corners, which: Integers) -> bool:
        x0, y0, x1, y1 = self._found.boxes[which].T
        wide, high = np.minimum(x1, area[2]) - np.maximum(x0, area[0]), np.minimum(y1, area[3]) - np.maximum(y0, area[1])
        seen = (wide > _SEEN * (x1 - x0)) & (high > _SEEN * (y1 - y0)) & ~self._blank[which]
        return bool(seen.any())


def _common(one: Corners, other: Corners) -> Corners:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
