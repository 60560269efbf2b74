"""The reference reader of exported PDFs: pdfplumber reads the characters and the drawing.

Slower than the reader on pypdfium2, and independent of it: tests hold the two against each other.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from extractors.exported.glyphs import MOST_UNREADABLE, is_unreadable
from extractors.exported.pdf import damaged
from extractors.lattice import Ruling, solve
from extractors.model import Box, Page
from extractors.options import ExtractionOptions
from extractors.pages import Corners, PageReading, put_together
from extractors.writing import Mark

_THIN = 3.0  # points: a rectangle no thicker is a ruling, a thicker one has four sides
_IMAGE_PAGE = 0.5  # share of the page that images cover on a scanned page
_FEW_CHARACTERS = 12  # a page number or a scanner app's footer, no text of its own
_DRAWN_GLYPHS = 150  # closed curves on a page without characters: text drawn as outlines
_SAME_PLACE = 1.0  # points within which the same character drawn twice is bold, not twice there


def read_pages(data: bytes, rendered: Any, name: str, options: ExtractionOptions) -> Iterator[PageReading]:
    """The pages of a PDF that pypdfium2 has opened as ``rendered``, read by pdfplumber."""
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        document = pdfplumber.open(io.BytesIO(data))
        count = len(document.pages)
    except Exception as error:  # pdfminer raises whatever a broken file leads it to
        raise damaged(name, None) from error
    with document:
        if count != len(rendered):
            raise damaged(name, None)
        for number in range(1, count + 1):
            yield _read_page(document, rendered, number, name, options)


def _read_page(
    document: Any, rendered: Any, number: int, name: str, options: ExtractionOptions
) -> PageReading:
    drawing = document.pages[number - 1]
    try:
        characters = drawing.chars
    except Exception as error:  # pdfminer raises whatever a broken page leads it to
        raise damaged(name, number) from error
    if _is_scan(drawing, characters, rendered, number):
        from extractors.scanned.scan import read_pdf_page

        reading = read_pdf_page(rendered, number, options)
    else:
        reading = _exact(drawing, number)
    drawing.close()
    return reading


def _exact(drawing: Any, number: int) -> PageReading:
    left, top, right, bottom = map(float, drawing.cropbox)
    page = Page(number, round(right - left, 2), round(bottom - top, 2), "pdf")

    def place(corners: Corners) -> Box:
        x0, y0, x1, y1 = corners
        return Box(number, round(x0 - left, 2), round(y0 - top, 2), round(x1 - left, 2), round(y1 - top, 2))

    horizontals, verticals = _rulings(drawing)
    frames = solve(horizontals, verticals)
    return put_together(page, (left, top, right, bottom), frames, _marks(drawing), place, None)


def _marks(drawing: Any) -> list[Mark]:
    """The characters inside the page, each once: some programs draw bold by drawing twice."""
    x0, y0, x1, y1 = drawing.cropbox
    seen: dict[tuple[str, int, int], Mark] = {}
    for char in drawing.chars:
        text = char["text"]
        mark = Mark(text, char["x0"], char["top"], char["x1"], char["bottom"])
        x, y = mark.centre
        if not (x0 <= x <= x1 and y0 <= y <= y1) or text == "\x00":
            continue
        column, row = int(x // _SAME_PLACE), int(y // _SAME_PLACE)
        near = (seen.get((text, column + dx, row + dy)) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
        if any(other is not None and _same_place(other, mark) for other in near):
            continue
        seen[text, column, row] = mark
    return list(seen.values())


def _same_place(one: Mark, other: Mark) -> bool:
    return (
        abs(one.centre[0] - other.centre[0]) <= _SAME_PLACE
        and abs(one.centre[1] - other.centre[1]) <= _SAME_PLACE
    )


def _rulings(drawing: Any) -> tuple[list[Ruling], list[Ruling]]:
    """Horizontal and vertical rulings: lines, thin rectangles and outlines, sides of stroked rectangles."""
    horizontals: list[Ruling] = []
    verticals: list[Ruling] = []
    for shape in (*drawing.lines, *drawing.rects, *drawing.curves):
        x0, x1, top, bottom = shape["x0"], shape["x1"], shape["top"], shape["bottom"]
        if bottom - top <= _THIN and bottom - top <= x1 - x0:
            horizontals.append(Ruling((top + bottom) / 2, x0, x1))
        elif x1 - x0 <= _THIN:
            verticals.append(Ruling((x0 + x1) / 2, top, bottom))
        elif shape["object_type"] == "rect" and shape["stroke"]:
            horizontals += [Ruling(top, x0, x1), Ruling(bottom, x0, x1)]
            verticals += [Ruling(x0, top, bottom), Ruling(x1, top, bottom)]
    return horizontals, verticals


def _is_scan(drawing: Any, characters: list[Any], rendered: Any, number: int) -> bool:
    readable = sum(
        1 for char in characters if not char["text"].isspace() and not _is_unreadable(char["text"])
    )
    unreadable = sum(1 for char in characters if _is_unreadable(char["text"]))
    if unreadable > MOST_UNREADABLE * (readable + unreadable):
        return True
    covered = _image_share(drawing)
    if readable <= _FEW_CHARACTERS:
        return covered > 0.1 or len(drawing.curves) >= _DRAWN_GLYPHS
    return covered >= _IMAGE_PAGE and (
        _is_hidden_text(rendered, number) or not any(map(len, _rulings(drawing)))
    )


def _is_unreadable(text: str) -> bool:
    return text.startswith("(cid:") or is_unreadable(text)


def _image_share(drawing: Any) -> float:
    x0, y0, x1, y1 = drawing.cropbox
    covered = sum(
        max(0.0, min(x1, image["x1"]) - max(x0, image["x0"]))
        * max(0.0, min(y1, image["bottom"]) - max(y0, image["top"]))
        for image in drawing.images
    )
    return float(covered / ((x1 - x0) * (y1 - y0)))


def _is_hidden_text(rendered: Any, number: int) -> bool:
    """Whether most text of the page is drawn in the invisible mode, as scanner programs do."""
    import pypdfium2.raw as pdfium

    with closing(rendered[number - 1]) as page:
        modes = [
            int(pdfium.FPDFTextObj_GetTextRenderMode(text.raw))
            for text in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        ]
    hidden = sum(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)
    return bool(hidden * 2 > len(modes))
