"""Which pages of a PDF are pictures of paper, to be read as scans.

Decided by what a reader of the page sees. Text that is hidden (invisible, transparent, white, of no size, or
under the picture) is what a scanning program believed to read there: it is never taken, good or bad. A page
that prints its text stays text, whatever picture lies behind it, unless the picture holds writing too.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import closing
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.exported.drawing import Drawing
from extractors.exported.glyphs import MOST_LOST, MOST_UNREADABLE
from extractors.exported.page import Corners, Matrix, Paper, after, hull
from extractors.exported.text import Characters

_FEW_CHARACTERS = 12  # a page number or a scanner app's footer, no text of its own
_SOME_IMAGE = 0.1  # share of the page that images cover at least, if it has no text of its own
_IMAGE_PAGE = 0.5  # share of the page that images cover on a scanned page
_DRAWN_GLYPHS = 150  # shapes of a glyph's size on a page without characters: text drawn as outlines
_SMALLEST = 0.5  # points: text no higher is not seen
_FAINT, _WHITE = 12, 245  # of 255: less opaque, or lighter on all channels, is not seen on paper
_WITH_ALPHA = 4  # channels
_OPAQUE = 200  # of 255: an image whose pixels are so opaque on the average hides what is under it
_LOOKED_AT = 60.0  # dots an inch at which a picture is looked at for writing
_CONTRAST = 40  # levels by which writing is darker than the paper around it
_COLOURED = 70  # levels between the colours of a pixel that belongs to a stamp
_BLOCK = 9  # pixels: the lightest so near is the paper around a stroke
_STRIPS = 40  # the page is cut into so many strips
_INKED_STRIP = 0.015  # share of a strip's pixels that writing in it darkens
_LEAST_STRIPS = 2  # with writing: less is a logo
_MOST_INK = 0.3  # share of the page: more is a photograph


def is_picture(page: Any, paper: Paper, drawing: Drawing, found: Characters) -> bool:
    written = len(found) - sum(map(str.isspace, found.text))
    meaning = found.meaning
    if meaning.unreadable > MOST_UNREADABLE * written or meaning.lost > MOST_LOST * written:
        return True
    readable = written - meaning.unreadable
    covered = _share(drawing.images, paper)
    ruled = bool(drawing.horizontals) and bool(drawing.verticals)
    if readable <= _FEW_CHARACTERS:
        if drawing.outlines >= _DRAWN_GLYPHS:
            return True
        return covered > _SOME_IMAGE and not (readable and ruled and not _shows_more(page, paper, found))
    if covered < _IMAGE_PAGE:
        return False
    return _is_hidden(page, paper) or (not ruled and _shows_more(page, paper, found))


def _share(images: Sequence[Corners], paper: Paper) -> float:
    area = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in images)
    return area / (paper.width * paper.height)


def _is_hidden(page: Any, paper: Paper) -> bool:
    """Whether most text of the page, by its area, is not to be seen."""
    import pypdfium2.raw as pdfium

    seen, hidden = 0.0, 0.0
    texts: list[tuple[Corners, bool]] = []
    for item, kind, corners in _objects(page, paper):
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append((corners, _is_drawn(item)))
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            under = [_covers(corners, text) for text, _ in texts]
            if any(under) and _is_opaque(page, item):
                texts = [(t, drawn and not u) for (t, drawn), u in zip(texts, under, strict=True)]
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


def _is_opaque(page: Any, image: Any) -> bool:
    """Whether most of an image hides what lies under it."""
    import pypdfium2
    import pypdfium2.raw as pdfium

    rendered = pdfium.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, image)
    if not rendered:
        return True
    with closing(pypdfium2.PdfBitmap.from_raw(rendered)) as bitmap:
        pixels = bitmap.to_numpy()
        return pixels.ndim < 3 or pixels.shape[2] < _WITH_ALPHA or float(pixels[..., 3].mean()) > _OPAQUE


def _covers(image: Corners, text: Corners) -> bool:
    x, y = (text[0] + text[2]) / 2, (text[1] + text[3]) / 2
    return image[0] <= x <= image[2] and image[1] <= y <= image[3]


def _shows_more(page: Any, paper: Paper, found: Characters) -> bool:
    """Whether the images of a page, drawn alone, show writing in more places than the text of the page."""
    ink = _ink_of_images(page)
    strips = [float(strip.mean()) for strip in np.array_split(ink, _STRIPS)]
    shown = sum(share >= _INKED_STRIP for share in strips)
    middles = (found.boxes[:, 1] + found.boxes[:, 3]) / 2
    written = len(np.unique(np.floor(middles / paper.height * _STRIPS)))
    return shown >= _LEAST_STRIPS and shown > written and float(ink.mean()) <= _MOST_INK


def _ink_of_images(page: Any) -> npt.NDArray[np.bool_]:
    """Where the images are darker than around them, stamps left out: they are coloured."""
    import cv2
    import pypdfium2.raw as pdfium

    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) in (pdfium.FPDF_PAGEOBJ_TEXT, pdfium.FPDF_PAGEOBJ_PATH):
            pdfium.FPDFPageObj_SetIsActive(item, False)
    picture = page.render(scale=_LOOKED_AT / 72).to_numpy()[..., :3]
    light, dark = picture.max(axis=2), picture.min(axis=2)
    block = np.ones((_BLOCK, _BLOCK), np.uint8)
    around = cv2.dilate(light, block).astype(np.int16)
    stamped = cv2.dilate((light - dark > _COLOURED).astype(np.uint8), block[:3, :3])
    darker: npt.NDArray[np.bool_] = (around - light > _CONTRAST) & (stamped == 0)
    return darker
