"""Which pages of a PDF are pictures of paper, to be read as scans.

Decided by what a reader of the page sees. Text that is hidden (invisible, transparent, white, of no size, or
under the picture) is what a scanning program believed to read there: it is never taken, good or bad. A page
that prints its text stays text, whatever picture lies behind it, unless the picture holds writing too.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.pdf_drawing import Drawing
from extractors.pdf_page import Corners, Matrix, Paper, after, hull
from extractors.pdf_text import Characters

_FEW_CHARACTERS = 12  # a page number or a scanner app's footer, no text of its own
_SOME_IMAGE = 0.1  # share of the page that images cover at least, if it has no text of its own
_IMAGE_PAGE = 0.5  # share of the page that images cover on a scanned page
_UNREADABLE = 0.3  # share of characters without a meaning, above which a page is read as an image
_DRAWN_GLYPHS = 150  # shapes of a glyph's size on a page without characters: text drawn as outlines
_SMALLEST = 0.5  # points: text no higher is not seen
_FAINT, _WHITE = 12, 245  # of 255: less opaque, or lighter on all channels, is not seen on paper
_LOOKED_AT = 60.0  # dots an inch at which a picture is looked at for writing
_CONTRAST = 60  # levels by which writing is darker than the paper around it
_BLOCK = 9  # pixels: the lightest so near is the paper around a stroke
_BANDS = 40  # the page is cut into so many strips
_INKED_STRIP = 0.004  # share of a strip's pixels that writing in it darkens
_WRITTEN_STRIPS = 0.25  # share of the strips that hold writing, on a page of writing
_MOST_INK = 0.3  # share of the page: more is a photograph


def is_picture(page: Any, paper: Paper, drawing: Drawing, found: Characters) -> bool:
    readable = sum(not text.isspace() for text in found.text) - found.unreadable
    if found.unreadable > _UNREADABLE * (readable + found.unreadable):
        return True
    covered = _share(drawing.images, paper)
    if readable <= _FEW_CHARACTERS:
        return covered > _SOME_IMAGE or drawing.outlines >= _DRAWN_GLYPHS
    if covered < _IMAGE_PAGE:
        return False
    return _is_hidden(page, paper) or (not _is_ruled(drawing) and _shows_writing(page))


def _share(images: Sequence[Corners], paper: Paper) -> float:
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in images)
    return area / (paper.width * paper.height)


def _is_ruled(drawing: Drawing) -> bool:
    return bool(drawing.horizontals) and bool(drawing.verticals)


def _is_hidden(page: Any, paper: Paper) -> bool:
    """Whether most text of the page, by its area, is not to be seen."""
    import pypdfium2.raw as pdfium

    seen, hidden = 0.0, 0.0
    texts: list[tuple[Corners, bool]] = []
    for item, kind, corners in _objects(page, paper):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append((corners, _is_drawn(item)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            texts = [(text, drawn and not _covers(corners, text)) for text, drawn in texts]
    for (x0, y0, x1, y1), drawn in texts:
        area = max(x1 - x0, 0.1) * max(y1 - y0, 0.1)
        seen, hidden = seen + area * drawn, hidden + area * (not drawn)
    return hidden > seen


def _objects(page: Any, paper: Paper) -> Iterator[tuple[Any, int, Corners]]:
    """Every object with its kind and its place as displayed, in the order of drawing."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    bounds = [ctypes.c_float() for _ in range(4)]

    def inside(items: Iterator[Any], shown: Matrix) -> Iterator[tuple[Any, int, Corners]]:
        for item in items:
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM:
                pdfium.FPDFPageObj_GetMatrix(item, matrix)
                m = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
                count = pdfium.FPDFFormObj_CountObjects(item)
                parts = (pdfium.FPDFFormObj_GetObject(item, i) for i in range(count))
                yield from inside(parts, after(m, shown))
            else:
                pdfium.FPDFPageObj_GetBounds(item, *bounds)
                left, bottom, right, top = (number.value for number in bounds)
                yield item, kind, hull(shown, (left, bottom, right, top))

    count = pdfium.FPDFPage_CountObjects(page.raw)
    return inside((pdfium.FPDFPage_GetObject(page.raw, i) for i in range(count)), paper.shown)


def _is_drawn(text: Any) -> bool:
    """Whether a text object puts anything on white paper."""
    import pypdfium2.raw as pdfium

    mode = pdfium.FPDFTextObj_GetTextRenderMode(text)
    if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP):
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    strokes = mode == pdfium.FPDF_TEXTRENDERMODE_STROKE
    colour_of = pdfium.FPDFPageObj_GetStrokeColor if strokes else pdfium.FPDFPageObj_GetFillColor
    if not colour_of(text, *colour):
        return True
    *levels, opaque = (number.value for number in colour)
    return opaque > _FAINT and min(levels) < _WHITE


def _covers(image: Corners, text: Corners) -> bool:
    x, y = (text[0] + text[2]) / 2, (text[1] + text[3]) / 2
    return image[0] <= x <= image[2] and image[1] <= y <= image[3]


def _shows_writing(page: Any) -> bool:
    """Whether the images of a page, drawn alone, show lines of writing and not a pattern or a photograph."""
    import cv2
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
            pdfium.FPDFPageObj_SetIsActive(item, False)
    grey = page.render(scale=_LOOKED_AT / 72, grayscale=True).to_numpy()
    grey = grey.reshape(grey.shape[0], grey.shape[1])
    around = cv2.dilate(grey, np.ones((_BLOCK, _BLOCK), np.uint8)).astype(np.int16)
    ink: npt.NDArray[np.bool_] = around - grey > _CONTRAST
    strips = [float(strip.mean()) for strip in np.array_split(ink, _BANDS)]
    written = sum(share >= _INKED_STRIP for share in strips) >= _WRITTEN_STRIPS * _BANDS
    return written and float(ink.mean()) <= _MOST_INK
