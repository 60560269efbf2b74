"""What is drawn on a page of a PDF: its rulings, its images, and how its text is drawn.

The objects of the page are walked once, forms inside forms included. All places are points of the page as
displayed, origin top left.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from extractors.exported.page import Corners, Matrix, Paper, after, hull, moved
from extractors.lattice import Ruling

_THIN = 3.0  # points: a shape no thicker is a ruling
_SQUARE = 2.0  # a thin shape not longer than so many times its thickness is a dot of a ruling, either way
_STRAIGHT = 0.3  # points by which the ends of an upright ruling may differ
_PALE = 245  # levels: a colour no darker on any channel is white on paper
_FAINT = 12  # of 255: less opaque is not seen
_MANY_SEGMENTS = 8  # a path of more is an outline of something: a glyph, a drawing
_RECTANGLE, _LINE = 5, 2  # segments of a path that is a rectangle, or a line
_GLYPH = 40.0  # points: no glyph that is drawn as an outline is larger
_LEANING = 0.01  # of its length: a baseline that leans more is not level
_DEEPEST = 12  # forms inside forms
_BAR, _LONG_BAR = 6.0, 12.0  # points, and times its thickness: a filled shape of this form is a thick ruling


ClippedText = tuple[Any, Matrix]
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
    for item in _objects(page.raw):
        walker.visit(item, paper.shown)
    return walker.drawing


def _objects(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    get = pdfium.FPDFPage_GetObject
    return (get(page, index) for index in range(pdfium.FPDFPage_CountObjects(page)))


class _Walker:
    """Holds what the calls into the library write to, made once a page."""

    def __init__(self, paper: Paper) -> None:
        import pypdfium2.raw as pdfium

        self.drawing = Drawing()
        self._pdfium = pdfium
        self._paper = paper
        self._depth = 0
        self._bounds = [ctypes.c_float() for _ in range(4)]
        self._colour = [ctypes.c_uint() for _ in range(4)]
        self._x, self._y = ctypes.c_float(), ctypes.c_float()
        self._fill, self._stroke = ctypes.c_int(), ctypes.c_int()
        self._matrix = pdfium.FS_MATRIX()
        self._clip_of, self._count_paths = pdfium.FPDFPageObj_GetClipPath, pdfium.FPDFClipPath_CountPaths
        self._visits = {
            pdfium.FPDF_PAGEOBJ_TEXT: self._text,
            pdfium.FPDF_PAGEOBJ_PATH: self._path,
            pdfium.FPDF_PAGEOBJ_IMAGE: self._image,
            pdfium.FPDF_PAGEOBJ_FORM: self._form,
        }

    def visit(self, item: Any, shown: Matrix) -> None:
        visit = self._visits.get(self._pdfium.FPDFPageObj_GetType(item))
        if visit:
            visit(item, shown)

    def _form(self, item: Any, shown: Matrix) -> None:
        if self._depth >= _DEEPEST:
            return
        self._depth += 1
        inner = after(self._matrix_of(item), shown)
        for index in range(self._pdfium.FPDFFormObj_CountObjects(item)):
            self.visit(self._pdfium.FPDFFormObj_GetObject(item, index), inner)
        self._depth -= 1

    def _text(self, item: Any, shown: Matrix) -> None:
        drawing, pdfium = self.drawing, self._pdfium
        if self._count_paths(self._clip_of(item)) > 0:
            drawing.clipped.append((item, shown))
        if not drawing.plain_text:
            return
        if (
            not shown[0] > 0 > shown[3]
            or shown[1]
            or shown[2]
            or pdfium.FPDFTextObj_GetTextRenderMode(item)
            in (
                pdfium.FPDF_TEXTRENDERMODE_INVISIBLE,
                pdfium.FPDF_TEXTRENDERMODE_CLIP,
            )
        ):
            drawing.plain_text = False
            return
        a, b, _, d, _, _ = self._matrix_of(item)
        drawing.plain_text = a > 0 < d and abs(b) < _LEANING * a

    def _image(self, item: Any, shown: Matrix) -> None:
        corners = self._corners(item, shown)
        if corners is None:
            return
        if min(corners[2] - corners[0], corners[3] - corners[1]) <= _THIN:
            self._thin(corners)
        else:
            self.drawing.images.append(corners)

    def _path(self, item: Any, shown: Matrix) -> None:
        pdfium, fill, stroke = self._pdfium, self._fill, self._stroke
        corners = self._corners(item, shown)
        if corners is None:
            return
        pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
        stroked = bool(stroke.value) and self._is_seen(item, pdfium.FPDFPageObj_GetStrokeColor)
        filled = bool(fill.value) and self._is_seen(item, pdfium.FPDFPageObj_GetFillColor)
        if not stroked and not filled:
            return
        x0, y0, x1, y1 = corners
        if min(x1 - x0, y1 - y0) <= _THIN:
            self._thin(corners)
            return
        count = pdfium.FPDFPath_CountSegments(item)
        if count > _MANY_SEGMENTS and max(x1 - x0, y1 - y0) <= _GLYPH:
            self.drawing.outlines += 1
            return
        for piece in self._pieces(item, after(self._matrix_of(item), shown), count):
            if stroked:
                self._sides(piece)
            elif filled:
                self._area(piece)

    def _pieces(self, item: Any, shown: Matrix, count: int) -> Iterator[list[tuple[float, float]]]:
        """The corners of each part of a path; curves count as nothing, the straight lines between them do."""
        pdfium, x, y = self._pdfium, self._x, self._y
        if count in (_RECTANGLE, _LINE):
            whole = self._polygon(item, shown, count)
            if whole:
                yield whole
                return
        get, point, kind = (
            pdfium.FPDFPath_GetPathSegment,
            pdfium.FPDFPathSegment_GetPoint,
            pdfium.FPDFPathSegment_GetType,
        )
        piece: list[tuple[float, float]] = []
        for index in range(count):
            segment = get(item, index)
            point(segment, x, y)
            what = kind(segment)
            if what != pdfium.FPDF_SEGMENT_LINETO and piece:
                yield piece
                piece = []
            piece.append(moved(shown, x.value, y.value))
            if pdfium.FPDFPathSegment_GetClose(segment) and what == pdfium.FPDF_SEGMENT_LINETO:
                if piece[-1] != piece[0]:
                    piece.append(piece[0])
                yield piece
                piece = []
        if piece:
            yield piece

    def _polygon(self, item: Any, shown: Matrix, count: int) -> list[tuple[float, float]] | None:
        """The corners of a path of one part without curves: most paths are, and calls are what costs."""
        pdfium, x, y = self._pdfium, self._x, self._y
        get, point = pdfium.FPDFPath_GetPathSegment, pdfium.FPDFPathSegment_GetPoint
        corners = []
        for index in range(count):
            segment = get(item, index)
            if index and pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
                return None
            point(segment, x, y)
            corners.append(moved(shown, x.value, y.value))
        return corners

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

    def _corners(self, item: Any, shown: Matrix) -> Corners | None:
        """Where an object lies on the page, None where it does not."""
        left, bottom, right, top = self._bounds
        if not self._pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            return None
        return self._paper.clipped(hull(shown, (left.value, bottom.value, right.value, top.value)))

    def _matrix_of(self, item: Any) -> Matrix:
        matrix = self._matrix
        if not self._pdfium.FPDFPageObj_GetMatrix(item, matrix):
            return (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
        return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f

    def _is_seen(self, item: Any, colour_of: Any) -> bool:
        """Whether it is drawn in a colour that shows on paper; a pattern does."""
        red, green, blue, opaque = self._colour
        if not colour_of(item, red, green, blue, opaque):
            return True
        return opaque.value > _FAINT and min(red.value, green.value, blue.value) < _PALE
