"""What is drawn on a page of a PDF: its rulings, its images, and how its text is drawn.

The objects of the page are walked once, forms inside forms included. All places are points of the page as
displayed, origin top left.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.calls import (
    Address,
    numbers_of,
    numbers_written_of,
    objects_in,
    objects_on,
    parts_of,
)
from extractors.exported.clip_areas import ClipAreas
from extractors.exported.page import Corners, Matrix, Paper, after, hull, hulls
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
_CLIP = 1.0  # points beyond its clip that a path is let stand: half of a ruling along the edge of one

Floats = npt.NDArray[np.float64]
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
        self._visits = {
            pdfium.FPDF_PAGEOBJ_TEXT: self._texts,
            pdfium.FPDF_PAGEOBJ_PATH: self._paths,
            pdfium.FPDF_PAGEOBJ_IMAGE: self._images,
            pdfium.FPDF_PAGEOBJ_FORM: self._forms,
        }

    def visit(self, items: Sequence[Address], shown: Matrix) -> None:
        pdfium = self._pdfium
        by_kind: defaultdict[int, list[Address]] = defaultdict(list)
        for item, kind in zip(items, numbers_of(items, pdfium.FPDFPageObj_GetType), strict=True):
            by_kind[kind].append(item)
        for kind, found in by_kind.items():
            if visit := self._visits.get(kind):
                visit(found, shown)

    def _forms(self, forms: Sequence[Address], shown: Matrix) -> None:
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        for form, matrix in zip(forms, matrices_of(forms).tolist(), strict=True):
            self.visit(objects_in(form), after(matrix, shown))
        self._depth -= 1

    def _texts(self, texts: Sequence[Address], shown: Matrix) -> None:
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
        _, corners = self._on_page(images, shown)
        thin = _are_thin(corners)
        self._thin(corners[thin])
        self.drawing.images += map(tuple, corners[~thin].tolist())

    def _paths(self, paths: Sequence[Address], shown: Matrix) -> None:
        paths, corners = self._as_clipped(*self._on_page(paths, shown), shown)
        stroked, filled = strokes_and_fills(paths)
        seen, thin = stroked | filled, _are_thin(corners)
        self._thin(corners[seen & thin])
        large = np.flatnonzero(seen & ~thin).tolist()
        if large:
            sizes = (corners[large, 2:] - corners[large, :2]).max(axis=1).tolist()
            strokes = [
                area if is_stroke else None
                for area, is_stroke in zip(corners[large].tolist(), stroked[large].tolist(), strict=True)
            ]
            self._shapes([paths[index] for index in large], sizes, strokes, shown)

    def _shapes(
        self,
        paths: Sequence[Address],
        sizes: Sequence[float],
        strokes: Sequence[Sequence[float] | None],
        shown: Matrix,
    ) -> None:
        """Paths with their greater measure and the area that shows their stroke, None where only filled."""
        counts = numbers_of(paths, self._pdfium.FPDFPath_CountSegments)
        shapes = [
            (path, count, area)
            for path, size, count, area in zip(paths, sizes, counts, strokes, strict=True)
            if not (count > _MANY_SEGMENTS and size <= _GLYPH)
        ]
        self.drawing.outlines += len(paths) - len(shapes)
        of_shapes = pieces_of([path for path, _, _ in shapes], [count for _, count, _ in shapes], shown)
        for pieces, (_, _, area) in zip(of_shapes, shapes, strict=True):
            for piece in pieces:
                if area is not None:
                    self._sides(piece, area)
                else:
                    self._area(piece)

    def _sides(self, piece: list[tuple[float, float]], area: Sequence[float]) -> None:
        """The upright and level sides of a shape, as far as they show in an area."""
        left, top, right, bottom = area
        for (x0, y0), (x1, y1) in pairwise(piece):
            if abs(y1 - y0) <= _STRAIGHT < abs(x1 - x0):
                start, end = max(left, min(x0, x1)), min(right, max(x0, x1))
                if start < end and top - _STRAIGHT <= y0 <= bottom + _STRAIGHT:
                    self.drawing.horizontals.append(Ruling((y0 + y1) / 2, start, end))
            elif abs(x1 - x0) <= _STRAIGHT < abs(y1 - y0):
                start, end = max(top, min(y0, y1)), min(bottom, max(y0, y1))
                if start < end and left - _STRAIGHT <= x0 <= right + _STRAIGHT:
                    self.drawing.verticals.append(Ruling((x0 + x1) / 2, start, end))

    def _area(self, piece: list[tuple[float, float]]) -> None:
        xs, ys = [x for x, _ in piece], [y for _, y in piece]
        corners = self._paper.clipped((min(xs), min(ys), max(xs), max(ys)))
        if corners is None:
            return
        thickness, length = sorted((corners[2] - corners[0], corners[3] - corners[1]))
        if thickness <= _THIN or (thickness <= _BAR and length >= _LONG_BAR * thickness):
            self._thin(np.array([corners]))
        elif len(piece) in (4, 5):
            self.drawing.shades.append(corners)

    def _thin(self, corners: Floats) -> None:
        """Thin shapes are rulings; one of the form of a dot goes either way."""
        x0, y0, x1, y1 = corners.T
        width, height = x1 - x0, y1 - y0
        lying = (width >= height) | (width * _SQUARE > height)
        standing = (height > width) | (height * _SQUARE > width)
        self.drawing.horizontals += _rulings((y0 + y1) / 2, x0, x1, lying)
        self.drawing.verticals += _rulings((x0 + x1) / 2, y0, y1, standing)

    def _on_page(self, items: Sequence[Address], shown: Matrix) -> tuple[Sequence[Address], Floats]:
        """The objects that lie on the page, and the part of it that each takes up."""
        bounds = np.zeros((len(items), 4), np.float32)
        known = numbers_written_of(items, self._pdfium.FPDFPageObj_GetBounds, bounds)
        corners = hulls(shown, bounds.astype(np.float64))
        np.maximum(corners[:, :2], 0.0, out=corners[:, :2])
        np.minimum(corners[:, 2:], (self._paper.width, self._paper.height), out=corners[:, 2:])
        x0, y0, x1, y1 = corners.T
        there = (x0 <= x1) & (y0 <= y1) & np.array(known, np.bool_)
        if there.all():
            return items, corners
        return [items[index] for index in np.flatnonzero(there).tolist()], corners[there]

    def _as_clipped(
        self, paths: Sequence[Address], corners: Floats, shown: Matrix
    ) -> tuple[Sequence[Address], Floats]:
        """The paths of which something shows, and the part of the page that shows of each.

        A program that cuts a row at the end of a page draws its borders whole, beyond the page's text too.
        """
        pdfium = self._pdfium
        counts = numbers_of(parts_of(paths, pdfium.FPDFPageObj_GetClipPath), pdfium.FPDFClipPath_CountPaths)
        clips = ClipAreas()
        for index in np.flatnonzero(np.array(counts) > 0).tolist():
            if area := clips.area(paths[index]):
                x0, y0, x1, y1 = hull(shown, area)
                np.maximum(corners[index, :2], (x0 - _CLIP, y0 - _CLIP), out=corners[index, :2])
                np.minimum(corners[index, 2:], (x1 + _CLIP, y1 + _CLIP), out=corners[index, 2:])
        there = (corners[:, :2] <= corners[:, 2:]).all(axis=1)
        return [paths[index] for index in np.flatnonzero(there).tolist()], corners[there]


def _are_thin(corners: Floats) -> npt.NDArray[np.bool_]:
    x0, y0, x1, y1 = corners.T
    thin: npt.NDArray[np.bool_] = np.minimum(x1 - x0, y1 - y0) <= _THIN
    return thin


def _rulings(
    positions: Floats, starts: Floats, ends: Floats, which: npt.NDArray[np.bool_]
) -> Iterator[Ruling]:
    return map(Ruling, positions[which].tolist(), starts[which].tolist(), ends[which].tolist())
