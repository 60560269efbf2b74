"""Rulings in, cells with true spans out: the one solver for exported PDFs and scans.

Rulings are merged and snapped, those that touch make one frame, and its rulings cut the frame into
atomic squares. Two squares with no ruling between them belong to one cell. All lengths are points.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

from extractors.squares import Square, rectangles_of, regions_of


class Ruling(NamedTuple):
    """A line along one axis: where it stands on the other, and from where to where it runs."""

    position: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Tolerances:
    """How far the rulings of one table may stray."""

    snap: float = 2.6
    """Points between parallel rulings that are one: a doubled border, a drawn rectangle's two sides."""

    reach: float = 4.0
    """Points by which a ruling may miss the one it should meet, and the longest gap in a broken one."""

    cover: float = 0.55
    """Share of a square's side that rulings must cover to separate it from its neighbour."""

    shortest: float = 5.0
    """Points under which a ruling is a stroke of something else; no row or column is narrower."""


DRAWN = Tolerances(snap=4.2)
"""For rulings that a program drew: they do not stray, but doubled borders may lie as far apart."""


class Slot(NamedTuple):
    """A place of a frame that one cell takes up."""

    row: int
    column: int
    row_span: int
    column_span: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A table without its text: boundaries of columns and rows, and the slots between them."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    owners: tuple[tuple[int, ...], ...]
    is_ruled: bool = True
    """Whether rulings show it; no text runs over boundaries that were put between texts."""

    rooms: tuple[tuple[float, float], ...] = ()
    """Where nothing is ruled: between which places each boundary of columns may stand as well."""

    sure: tuple[float, ...] = ()
    """How sure it is that each slot is a cell, from 0 to 1; all are where it is empty."""

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] <= x <= self.xs[-1] and self.ys[0] <= y <= self.ys[-1]

    def slot_at(self, x: float, y: float) -> int:
        """The index of the slot at a point that the frame holds."""
        row = bisect_right(self.ys, y, 0, len(self.ys) - 1) - 1
        column = bisect_right(self.xs, x, 0, len(self.xs) - 1) - 1
        return self.owners[row][column]


def solve(
    horizontals: Iterable[Ruling], verticals: Iterable[Ruling], tolerances: Tolerances | None = None
) -> tuple[Frame, ...]:
    """Every frame that the rulings of a page make, from top to bottom."""
    within = tolerances or Tolerances()
    across = merged(horizontals, within)
    down = merged(verticals, within)
    frames = [_frame(*_close(*part, within), within) for part in _components(across, down, within)]
    found = [frame for frame in frames if frame is not None]
    kept = [frame for frame in found if not _is_mere_border(frame, found)]
    return tuple(sorted(kept, key=lambda frame: (frame.ys[0], frame.xs[0])))


def merged(rulings: Iterable[Ruling], within: Tolerances) -> list[Ruling]:
    """Near-parallel rulings take one position, and their pieces are joined over small gaps."""
    found: list[Ruling] = []
    for group in _clusters(sorted(rulings, key=lambda ruling: ruling.position), within.snap):
        weight = sum([end - start for _, start, end in group]) or 1.0
        position = sum([place * (end - start) for place, start, end in group]) / weight
        found += [
            Ruling(position, start, end)
            for start, end in _joined([(start, end) for _, start, end in group], within.reach)
            if end - start >= within.shortest
        ]
    return found


def _clusters(rulings: Sequence[Ruling], snap: float) -> list[list[Ruling]]:
    clusters: list[list[Ruling]] = []
    last = -inf
    for ruling in rulings:
        if ruling.position - last <= snap:
            clusters[-1].append(ruling)
        else:
            clusters.append([ruling])
            last = ruling.position
    return clusters


def _joined(intervals: list[tuple[float, float]], gap: float) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(intervals):
        if joined and start - joined[-1][1] <= gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _components(
    across: list[Ruling], down: list[Ruling], within: Tolerances
) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that touch, directly or through others."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, horizontal in enumerate(across):
        for j, vertical in enumerate(down):
            if _meet(horizontal, vertical, within.reach):
                parent[root(i)] = root(len(across) + j)
    parts: defaultdict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, horizontal in enumerate(across):
        parts[root(i)][0].append(horizontal)
    for j, vertical in enumerate(down):
        parts[root(len(across) + j)][1].append(vertical)
    return [part for part in parts.values() if len(part[0]) + len(part[1]) >= 3 and all(part)]


def _meet(horizontal: Ruling, vertical: Ruling, reach: float) -> bool:
    return (
        horizontal.start - reach <= vertical.position <= horizontal.end + reach
        and vertical.start - reach <= horizontal.position <= vertical.end + reach
    )


def _close(across: list[Ruling], down: list[Ruling], within: Tolerances) -> tuple[list[Ruling], list[Ruling]]:
    """The outer borders that are missing: tables open at a side, or cut off by the page."""
    return across + _missing_ends(down, across, within), down + _missing_ends(across, down, within)


def _missing_ends(rulings: list[Ruling], crossing: list[Ruling], within: Tolerances) -> list[Ruling]:
    first = min(ruling.start for ruling in rulings)
    last = max(ruling.end for ruling in rulings)
    low = min(ruling.position for ruling in rulings)
    high = max(ruling.position for ruling in rulings)
    closing = []
    beginning = [ruling for ruling in rulings if ruling.start <= first + within.reach]
    if len(beginning) > 1 and min(ruling.position for ruling in crossing) - first > within.reach:
        closing.append(Ruling(first, low, high))
    ending = [ruling for ruling in rulings if ruling.end >= last - within.reach]
    if len(ending) > 1 and last - max(ruling.position for ruling in crossing) > within.reach:
        closing.append(Ruling(last, low, high))
    return closing


def _frame(across: list[Ruling], down: list[Ruling], within: Tolerances) -> Frame | None:
    xs = sorted({ruling.position for ruling in down})
    ys = sorted({ruling.position for ruling in across})
    if len(xs) < 2 or len(ys) < 2:
        return None
    above = _walls(across, ys, xs, within)
    left = _walls(down, xs, ys, within)
    rectangles = [
        rectangle
        for region in regions_of(len(ys) - 1, len(xs) - 1, above, left)
        for rectangle in rectangles_of(region)
    ]
    return _compressed(rectangles, xs, ys)


def _walls(rulings: list[Ruling], places: list[float], marks: list[float], within: Tolerances) -> set[Square]:
    """(i, k) where the stretch between marks k and k+1 is ruled at place i."""
    index = {place: i for i, place in enumerate(places)}
    walls: set[Square] = set()
    covered: defaultdict[Square, float] = defaultdict(float)
    for ruling in rulings:
        i, start, end = index[ruling.position], ruling.start, ruling.end
        first, last = bisect_left(marks, start), bisect_right(marks, end) - 1
        walls.update([(i, k) for k in range(first, last)])
        for k in {first - 1, last} & set(range(len(marks) - 1)):  # in part
            covered[i, k] += max(0.0, min(end, marks[k + 1]) - max(start, marks[k]))
    walls |= {(i, k) for (i, k), part in covered.items() if part >= within.cover * (marks[k + 1] - marks[k])}
    return walls


def _compressed(rectangles: list[tuple[int, int, int, int]], xs: list[float], ys: list[float]) -> Frame:
    """Boundaries at which no cell begins or ends are left out."""
    rows = sorted({row for top, _, bottom, _ in rectangles for row in (top, bottom)})
    columns = sorted({column for _, start, _, end in rectangles for column in (start, end)})
    row_of = {row: index for index, row in enumerate(rows)}
    column_of = {column: index for index, column in enumerate(columns)}
    slots = sorted(
        (
            Slot(
                row_of[top],
                column_of[start],
                row_of[bottom] - row_of[top],
                column_of[end] - column_of[start],
                xs[start],
                ys[top],
                xs[end],
                ys[bottom],
            )
            for top, start, bottom, end in rectangles
        ),
        key=lambda slot: (slot.row, slot.column),
    )
    owners = [[0] * (len(columns) - 1) for _ in range(len(rows) - 1)]
    for index, slot in enumerate(slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                owners[row][column] = index
    return Frame(
        tuple(xs[column] for column in columns),
        tuple(ys[row] for row in rows),
        tuple(slots),
        tuple(tuple(row) for row in owners),
    )


def joined(frame: Frame, neighbours: Iterable[tuple[Slot, Slot]]) -> Frame:
    """The frame with what parts these slots left out; each second begins in the column behind the first."""
    behind = dict(neighbours)
    known = dict(zip(frame.slots, frame.sure, strict=True)) if frame.sure else {}
    sure: dict[tuple[float, float], float] = {}
    rectangles: list[tuple[int, int, int, int]] = []
    for slot in frame.slots:
        if slot in behind.values():
            continue
        parts = [slot]
        while parts[-1] in behind:
            parts.append(behind[parts[-1]])
        end = parts[-1].column + parts[-1].column_span
        rectangles.append((slot.row, slot.column, slot.row + slot.row_span, end))
        sure[slot.x0, slot.y0] = min(known.get(part, 1.0) for part in parts)
    whole = _compressed(rectangles, list(frame.xs), list(frame.ys))
    return replace(whole, sure=tuple(sure[slot.x0, slot.y0] for slot in whole.slots)) if known else whole


def _is_mere_border(frame: Frame, frames: list[Frame]) -> bool:
    """A single cell drawn around other frames is decoration of the page."""
    return len(frame.slots) == 1 and any(
        other is not frame
        and frame.holds(other.xs[0], other.ys[0])
        and frame.holds(other.xs[-1], other.ys[-1])
        for other in frames
    )
