"""What is drawn on a page of a PDF: its rulings, its images, and how its text is drawn.

The objects of the page are walked once, forms inside forms included. All places are points of the page as
displayed, origin top left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from extractors.exported.calls import (
    Address,
    numbers_of,
    numbers_written_of,
    objects_in,
    objects_on,
    parts_of,
)
from extractors.exported.page import Corners, Matrix, Paper, after, hulls
from extractors.exported.paths import matrices_of, pieces_of, strokes_and_fills
from extractors.lattice import Ruling

_THIN = 3.0  # points: a shape no thicker is a ruling
_SQUARE = 2.0  # a thin shape not longer than so many times its thickness is a dot of a ruling, either way
_STRAIGHT = 0.3  # points by which the ends of an upright ruling may differ
_MANY_SEGMENTS = 8  # a path of more is an outline of something: a glyph, a drawing
_GLYPH = 40.0  # points: no glyph that is drawn as an outline is larger
_LEANING = 0.01  # of its length: a baseline that leans more is not level
_DEEPEST = 12  # forms inside forms
_BAR, _LONG_BAR = 6.0, 12.0  # points, and times its thickness: a filled shape of this form is a thick ruling


ClippedText = tuple[Address, Matrix]
"""A text object that is drawn through a clip path, and the way from its coordinates to the page."""


@dataclass(slots=True)
class Drawing:
    """What a page draws beside its characters."""

    horizontals: list[Ruling] = field(default_factory=list)
    verticals: list[Ruling] = field(default_factory=list)
    images: list[Corners] = field(default_factory=list)
    shades: list[Corners] = field(default_factory=list)
    """Filled areas that are darker than paper: where nothing is ruled, their edges are what one sees."""

    outlines: int = 0
    """Shapes of a glyph's size: many of them on a page without characters are text drawn as outlines."""

    clipped: list[ClippedText] = field(default_factory=list)

    plain_text: bool = True
    """Whether all text is upright in the page's own coordinates, and drawn to be seen."""


def drawing_of(page: Any, paper: Paper) -> Drawing:
    walker = _Walker(paper)
    walker.visit(objects_on(page), paper.shown)
    return walker.drawing


class _Walker:
    """Puts together what the objects of a page draw, all of one kind at once."""

    def __init__(self, paper: Paper) -> None:
        import pypdfium2.raw as pdfium

        self.drawing = Drawing()
        self._pdfium = pdfium
        self._paper = paper
        self._depth = 0

    def visit(self, items: Sequence[Address], shown: Matrix) -> None:
        pdfium = self._pdfium
        by_kind: defaultdict[int, list[Address]] = defaultdict(list)
        for item, kind in zip(items, numbers_of(items, pdfium.FPDFPageObj_GetType), strict=True):
            by_kind[kind].append(item)
        self._texts(by_kind[pdfium.FPDF_PAGEOBJ_TEXT], shown)
        self._paths(by_kind[pdfium.FPDF_PAGEOBJ_PATH], shown)
        self._images(by_kind[pdfium.FPDF_PAGEOBJ_IMAGE], shown)
        self._forms(by_kind[pdfium.FPDF_PAGEOBJ_FORM], shown)

    def _forms(self, forms: Sequence[Address], shown: Matrix) -> None:
        if self._depth >= _DEEPEST or not forms:
            return
        self._depth += 1
        for form, matrix in zip(forms, matrices_of(forms).tolist(), strict=True):
            self.visit(objects_in(form), after(matrix, shown))
        self._depth -= 1

    def _texts(self, texts: Sequence[Address], shown: Matrix) -> None:
        if not texts:
            return
        drawing, pdfium = self.drawing, self._pdfium
        clips = parts_of(texts, pdfium.FPDFPageObj_GetClipPath)
        counts = numbers_of(clips, pdfium.FPDFClipPath_CountPaths)
        drawing.clipped += [(text, shown) for text, count in zip(texts, counts, strict=True) if count > 0]
        drawing.plain_text = drawing.plain_text and self._are_plain(texts, shown)

    def _are_plain(self, texts: Sequence[Address], shown: Matrix) -> bool:
        pdfium = self._pdfium
        if not shown[0] > 0 > shown[3] or shown[1] or shown[2]:
            return False
        modes = numbers_of(texts, pdfium.FPDFTextObj_GetTextRenderMode)
        if pdfium.FPDF_TEXTRENDERMODE_INVISIBLE in modes or pdfium.FPDF_TEXTRENDERMODE_CLIP in modes:
            return False
        a, b, _, d, _, _ = matrices_of(texts).T
        return bool(((a > 0) & (d > 0) & (np.abs(b) < _LEANING * a)).all())

    def _images(self, images: Sequence[Address], shown: Matrix) -> None:
        for corners in self._on_page(images, shown).values():
            if _is_thin(corners):
                self._thin(corners)
            else:
                self.drawing.images.append(corners)

    def _paths(self, paths: Sequence[Address], shown: Matrix) -> None:
        found = self._on_page(paths, shown)
        larger: list[tuple[Address, Corners, bool]] = []
        strokes, fills = strokes_and_fills(list(found))
        for (path, corners), stroked, filled in zip(found.items(), strokes, fills, strict=True):
            if _is_thin(corners) and (stroked or filled):
                self._thin(corners)
            elif stroked or filled:
                larger.append((path, corners, stroked))
        counts = numbers_of((path for path, _, _ in larger), self._pdfium.FPDFPath_CountSegments)
        shapes: list[tuple[Address, int, bool]] = []
        for (path, (x0, y0, x1, y1), stroked), count in zip(larger, counts, strict=True):
            if count > _MANY_SEGMENTS and max(x1 - x0, y1 - y0) <= _GLYPH:
                self.drawing.outlines += 1
            else:
                shapes.append((path, count, stroked))
        self._shapes(shapes, shown)

    def _shapes(self, shapes: Sequence[tuple[Address, int, bool]], shown: Matrix) -> None:
        """Paths of so many segments, each with stroke or without, but filled."""
        if not shapes:
            return
        paths, counts, strokes = zip(*shapes, strict=True)
        for pieces, stroked in zip(pieces_of(paths, counts, shown), strokes, strict=True):
            for piece in pieces:
                if stroked:
                    self._sides(piece)
                else:
                    self._area(piece)

    def _sides(self, piece: list[tuple[float, float]]) -> None:
        width, height, drawing = self._paper.width, self._paper.height, self.drawing
        for (x0, y0), (x1, y1) in pairwise(piece):
            if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
                start, end = max(0.0, min(x0, x1)), min(width, max(x0, x1))
                if start < end and 0 <= y0 <= height:
                    drawing.horizontals.append(Ruling((y0 + y1) / 2, start, end))
            elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
                start, end = max(0.0, min(y0, y1)), min(height, max(y0, y1))
                if start < end and 0 <= x0 <= width:
                    drawing.verticals.append(Ruling((x0 + x1) / 2, start, end))

    def _area(self, piece: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in piece], [y for _, y in piece]
        corners = self._paper.clipped((min(xs), min(ys), max(xs), max(ys)))
        if corners is None:
            return
        thickness, length = sorted((corners[2] - corners[0], corners[3] - corners[1]))
        if thickness <= _THIN or (thickness <= _BAR and length >= _LONG_BAR * thickness):
            self._thin(corners)
        elif len(piece) in (4, 5):
            self.drawing.shades.append(corners)

    def _thin(self, corners: Corners) -> None:
        x0, y0, x1, y1 = corners
        width, height = x1 - x0, y1 - y0
        if width >= height or width * _SQUARE > height:
            self.drawing.horizontals.append(Ruling((y0 + y1) / 2, x0, x1))
        if height > width or height * _SQUARE > width:
            self.drawing.verticals.append(Ruling((x0 + x1) / 2, y0, y1))

    def _on_page(self, items: Sequence[Address], shown: Matrix) -> dict[Address, Corners]:
        """Where objects lie, those that lie on the page."""
        if not items:
            return {}
        bounds = np.zeros((len(items), 4), np.float32)
        known = numbers_written_of(items, self._pdfium.FPDFPageObj_GetBounds, bounds)
        x0, y0, x1, y1 = hulls(shown, *bounds.T.astype(np.float64))
        x0, y0 = np.maximum(x0, 0.0), np.maximum(y0, 0.0)
        x1, y1 = np.minimum(x1, self._paper.width), np.minimum(y1, self._paper.height)
        there = np.flatnonzero((x0 <= x1) & (y0 <= y1) & np.array(known, np.bool_)).tolist()
        corners = list(zip(x0.tolist(), y0.tolist(), x1.tolist(), y1.tolist(), strict=True))
        return {items[index]: corners[index] for index in there}


def _is_thin(corners: Corners) -> bool:
    x0, y0, x1, y1 = corners
    return min(x1 - x0, y1 - y0) <= _THIN
