"""A page whose text is turned as a whole is read as if it stood upright."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from extractors.exported.drawing import Drawing
from extractors.exported.page import Corners, Paper
from extractors.exported.text import Characters
from extractors.lattice import Ruling


@dataclass(frozen=True, slots=True)
class UprightSheet:
    """Characters and rulings of a page turned so that most text is upright, its corners, the ways there
    and back."""

    paper: Corners
    characters: Characters
    horizontals: list[Ruling]
    verticals: list[Ruling]
    shades: list[Corners]
    turned: Callable[[Corners], Corners]
    displayed: Callable[[Corners], Corners]


def upright(paper: Paper, drawing: Drawing, found: Characters) -> UprightSheet:
    """Turned by the quarters by which most characters are turned."""
    quarters = int(np.bincount(found.turns, minlength=4).argmax()) if len(found) else 0
    if not quarters:
        corners = 0.0, 0.0, paper.width, paper.height
        return UprightSheet(
            corners, found, drawing.horizontals, drawing.verticals, drawing.shades, _as_it_is, _as_it_is
        )
    width, height = paper.width, paper.height
    corners = (0.0, 0.0, width, height) if quarters == 2 else (0.0, 0.0, height, width)
    turned = _forth(quarters, width, height)
    boxes = np.stack(turned(tuple(found.boxes.T)), axis=1)
    characters = replace(found, boxes=boxes, turns=(found.turns - quarters) % 4)
    across, down = drawing.horizontals, drawing.verticals
    if quarters == 2:
        horizontals, verticals = _mirrored(across, height, width), _mirrored(down, width, height)
    elif quarters == 1:
        horizontals = [Ruling(width - r.position, r.start, r.end) for r in down]
        verticals = [Ruling(r.position, width - r.end, width - r.start) for r in across]
    else:
        horizontals = [Ruling(r.position, height - r.end, height - r.start) for r in down]
        verticals = [Ruling(height - r.position, r.start, r.end) for r in across]
    # A page on its side that shades its cells and rules nothing is left to the alignment of its text.
    displayed = _back(quarters, width, height)
    return UprightSheet(corners, characters, horizontals, verticals, [], turned, displayed)


def _mirrored(rulings: Iterable[Ruling], across: float, along: float) -> list[Ruling]:
    return [Ruling(across - r.position, along - r.end, along - r.start) for r in rulings]


def _as_it_is(corners: Corners) -> Corners:
    return corners


def _forth(quarters: int, width: float, height: float) -> Callable[[Any], Any]:
    """From the page as displayed, ``width`` by ``height``, to the upright sheet: of numbers, or arrays."""

    def turned(corners: Any) -> Any:
        x0, y0, x1, y1 = corners
        if quarters == 1:
            return y0, width - x1, y1, width - x0
        if quarters == 2:
            return width - x1, height - y1, width - x0, height - y0
        return height - y1, x0, height - y0, x1

    return turned


def _back(quarters: int, width: float, height: float) -> Callable[[Corners], Corners]:
    """From the upright sheet to the page as displayed, ``width`` by ``height``."""

    def displayed(corners: Corners) -> Corners:
        x0, y0, x1, y1 = corners
        if quarters == 1:
            return width - y1, x0, width - y0, x1
        if quarters == 2:
            return width - x1, height - y1, width - x0, height - y0
        return y0, height - x1, y1, height - x0

    return displayed
