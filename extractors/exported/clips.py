"""Text that is cut off: what nobody sees is left out, what is seen in part belongs whole to its cell.

A program that prints a sheet draws the text of a cell whole and clips it: at the next cell where the text is
too long, at the end of the page where the cell goes on overleaf. A text of which nothing is seen is printed
on another page, or nowhere. One of which something is seen is what the cell says: half of a figure is another
figure. It is set as narrow as its cell, so that all of it lies there.
"""

from __future__ import annotations

import ctypes
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.calls import Address, object_at
from extractors.exported.clip_areas import ClipAreas, common
from extractors.exported.drawing import ClippedText
from extractors.exported.page import Corners, hull
from extractors.exported.runs import slots_of
from extractors.exported.text import Characters, Floats, Integers, objects_of
from extractors.lattice import Frame, Slot

_FEW = 64  # clipped texts of a page: of more, those in odd places are looked at first
_OVER = 0.35  # of its height: by how much a character sticks out of its cell that is in an odd place
_CUT = 1.0  # points by which a text reaches over its clip, if anything of it is cut off
_SEEN = 0.3  # of its width and height: how much of a character shows, if it is seen
_INSET = 2.0  # points by which the corners of a clip lie within the cell that it is the clip of
_EDGE = 0.5  # points from the edges of a cell that text set into it keeps
_LEVEL, _GAP = 0.5, 0.25  # of the height: how far characters of one text in one line are up or down, or apart

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
    owned: defaultdict[Corners, list[int]] = defaultdict(list)
    for index, address in enumerate(objects_of(text_page, found.numbers.tolist()) if areas else ()):
        if area := areas.get(address):
            owned[turn(area)].append(index)
    return _Sheet(found, frames, owned).seen() if owned else found


class _Clips:
    """Tells what clips cut off of texts; holds what the calls into the library write to."""

    def __init__(self, text_page: Any) -> None:
        import pypdfium2.raw as pdfium

        self._pdfium = pdfium
        self._text_page = text_page
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._areas = ClipAreas()

    def any_cut(self, odd: Integers, found: Characters, clipped: Sequence[ClippedText]) -> bool:
        """Whether a clip cuts one of these characters' texts."""
        looked_at = set(objects_of(self._text_page, found.numbers[odd].tolist()))
        return any(
            address in looked_at and (area := self._areas.area(address)) and self._cuts(address, area)
            for address, _ in clipped
        )

    def areas(self, clipped: Sequence[ClippedText]) -> dict[Address, Corners]:
        """By the address of a text object the area it shows in, as displayed, if that cuts anything off."""
        areas = {
            address: (hull(shown, area), self._cuts(address, area))
            for address, shown in clipped
            if (area := self._areas.area(address))
        }
        cutting = {area for area, cuts in areas.values() if cuts}
        return {address: area for address, (area, _) in areas.items() if area in cutting}

    def _cuts(self, address: Address, area: Corners) -> bool:
        left, bottom, right, top = self._bounds
        if not self._pdfium.FPDFPageObj_GetBounds(object_at(address), left, bottom, right, top):
            return False
        return (
            left.value < area[0] - _CUT
            or bottom.value < area[1] - _CUT
            or right.value > area[2] + _CUT
            or top.value > area[3] + _CUT
        )


def _odd(found: Characters, frames: Sequence[Frame]) -> Integers:
    """Characters that stick out of their cells, begin a text outside all, or another text of a cell."""
    slots = slots_of(found.boxes, frames)
    begins = np.ones(len(found), dtype=np.bool_)
    begins[1:] = np.diff(slots) != 0
    times = np.bincount(slots[begins & (slots >= 0)], minlength=1)
    odd = (slots < 0) & (begins | ~_goes_on(found.boxes))
    odd |= begins & (slots >= 0) & (times[np.maximum(slots, 0)] > 1)
    if frames:
        cells = [(slot.x0, slot.y0, slot.x1, slot.y1) for frame in frames for slot in frame.slots]
        edges = np.array(cells)[np.maximum(slots, 0)]
        over = _OVER * (found.boxes[:, 3:] - found.boxes[:, 1:2])
        out = (found.boxes[:, :2] < edges[:, :2] - over) | (found.boxes[:, 2:] > edges[:, 2:] + over)
        odd |= (slots >= 0) & out.any(axis=1)
    return np.flatnonzero(odd)


def _goes_on(boxes: Floats) -> Which:
    """Whether each character stands in one line with the one before, right beside it."""
    height = boxes[1:, 3] - boxes[1:, 1]
    goes_on = np.zeros(len(boxes), dtype=np.bool_)
    goes_on[1:] = (
        (np.abs(boxes[1:, 1] + boxes[1:, 3] - boxes[:-1, 1] - boxes[:-1, 3]) < 2 * _LEVEL * height)
        & (np.abs(boxes[1:, 0] - boxes[:-1, 2]) < _GAP * height)
    )  # fmt: skip
    return goes_on


class _Sheet:
    """The characters of a page, of which some are clipped; ``owned`` names them by the areas they show in."""

    def __init__(
        self, found: Characters, frames: Sequence[Frame], owned: Mapping[Corners, Sequence[int]]
    ) -> None:
        self._found, self._frames = found, frames
        self._boxes = found.boxes.copy()
        self._hidden = np.zeros(len(found), dtype=np.bool_)
        self._blank = np.fromiter(map(str.isspace, found.text), np.bool_, len(found))
        self._slots = slots_of(found.boxes, frames)
        self._runs = np.cumsum(~_goes_on(found.boxes))
        self._owner = np.full(len(found), -1, dtype=np.int64)
        self._areas = list(owned)
        for number, indices in enumerate(owned.values()):
            self._owner[list(indices)] = number

    def seen(self) -> Characters:
        for number, area in enumerate(self._areas):
            own = self._owner == number
            beside = self._with_runs(own) & (self._owner < 0)
            if home := self._slot_of(area):
                index, slot = home
                beside |= (self._slots == index) & (self._owner < 0)
                self._set_into(common(area, (slot.x0, slot.y0, slot.x1, slot.y1)), own, beside)
                continue
            for run in np.unique(self._runs[own]).tolist():
                one = self._runs == run
                self._set_into(area, own & one, beside & one)
        return replace(self._found, boxes=self._boxes).kept(~self._hidden)

    def _with_runs(self, which: Which) -> Which:
        return np.isin(self._runs, np.unique(self._runs[which]))

    def _slot_of(self, area: Corners) -> tuple[int, Slot] | None:
        """The one cell that an area is the clip of, and its number over all frames."""
        offset = 0
        x0, y0, x1, y1 = area
        x, y = min(_INSET, (x1 - x0) / 2), min(_INSET, (y1 - y0) / 2)
        for frame in self._frames:
            if frame.holds(x0 + x, y0 + y) and frame.holds(x1 - x, y1 - y):
                index = frame.slot_at(x0 + x, y0 + y)
                is_one = index == frame.slot_at(x1 - x, y1 - y)
                return (offset + index, frame.slots[index]) if is_one else None
            offset += len(frame.slots)
        return None

    def _set_into(self, area: Corners, clipped: Which, beside: Which) -> None:
        """Put a text, of which these characters are clipped, into an area; they are hidden if none shows."""
        whole = np.flatnonzero(clipped | beside)
        if not self._shows(area, whole):
            self._hidden |= clipped
            return
        for axis in (0, 1):
            low, high = area[axis] + _EDGE, area[axis + 2] - _EDGE
            sides = np.ix_(whole, np.array([axis, axis + 2]))
            ends = self._boxes[sides]
            start, end = ends.min(), ends.max()
            first, last = max(low, start), min(high, end)
            if (start < low or end > high) and first < last:
                scaled = first + (ends - start) * (last - first) / (end - start)
                self._boxes[sides] = scaled

    def _shows(self, area: Corners, which: Integers) -> bool:
        x0, y0, x1, y1 = self._found.boxes[which].T
        wide = np.minimum(x1, area[2]) - np.maximum(x0, area[0])
        high = np.minimum(y1, area[3]) - np.maximum(y0, area[1])
        seen = (wide > _SEEN * (x1 - x0)) & (high > _SEEN * (y1 - y0)) & ~self._blank[which]
        return bool(seen.any())
