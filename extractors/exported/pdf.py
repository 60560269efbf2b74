"""Exported PDFs: exact characters and drawn rulings, a page at a time.

pypdfium2 opens a document (and says why not), reads what stands on its pages and renders those that are
images. pdfplumber is the reference reader: slower, and another pair of eyes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import cache
from typing import Any

from extractors.errors import DamagedDocument, DocumentError, EmptyDocument, EncryptedDocument
from extractors.exported.clips import as_seen
from extractors.exported.drawing import drawing_of
from extractors.exported.fonts import checksums_of_fonts
from extractors.exported.images import is_picture
from extractors.exported.page import paper_of
from extractors.exported.runs import marks_of
from extractors.exported.streams import EXACT, FONTS, SEEN, Streams, streams_of
from extractors.exported.text import as_drawn, characters_of, text_page_of
from extractors.exported.turns import UprightSheet, upright
from extractors.lattice import DRAWN, Frame, Ruling, solve
from extractors.model import Box, Page
from extractors.openings import cut_cells, solved
from extractors.options import ExtractionOptions
from extractors.pages import Corners, PageReading, put_together
from extractors.unruled.partly import hides_columns, outer_edges, with_texts_beside
from extractors.unruled.tables import Aligned, after_unread, doubted, find_table, ruled_tables

_TILED = 0.8  # share of a table without rulings that shaded cells must cover to make it one


def read_pdf(data: bytes, name: str, options: ExtractionOptions) -> Iterator[PageReading]:
    """The pages of a PDF, one at a time, so that memory does not grow with their number."""
    import pypdfium2

    _refuse_cut_off(data, name)
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise _reason(error, name) from error
    with closing(document):
        if len(document) == 0:
            raise EmptyDocument(name, None, "the PDF has no pages", "fetch it again from where it came from")
        streams = streams_of(data, document, name)
        if options.pdf_reader == "pdfplumber":
            from extractors.exported.reference import read_pages

            streams.refuse_damaged(SEEN)
            yield from read_pages(data, document, name, options)
        else:
            yield from _read_pages(document, streams, options)


def _read_pages(document: Any, streams: Streams, options: ExtractionOptions) -> Iterator[PageReading]:
    streams.refuse_damaged(EXACT)
    before: Aligned | None = None
    sound: set[bytes] = set()
    pictures = False
    for number in range(1, len(document) + 1):
        with closing(_page(document, number, streams.name)) as page, text_page_of(page) as text_page:
            exact = _exact(page, text_page, number, before)
            sound |= checksums_of_fonts(page) if number == 1 else set()
        if exact:
            reading, before = exact
            yield reading
            continue
        if not pictures:
            streams.refuse_damaged(SEEN)
        pictures, before = True, None
        yield _read_picture(document, number, options)
    # Last, since the fonts that pdfium was seen to unpack need not be unpacked again.
    streams.refuse_damaged(FONTS, sound)


def _page(document: Any, number: int, name: str) -> Any:
    import pypdfium2

    try:
        return document[number - 1]
    except pypdfium2.PdfiumError as error:
        raise damaged(name, number) from error


def _read_picture(document: Any, number: int, options: ExtractionOptions) -> PageReading:
    from extractors.scanned.scan import read_pdf_page

    return read_pdf_page(document, number, options)


def _exact(
    page: Any, text_page: Any, number: int, before: Aligned | None
) -> tuple[PageReading, Aligned | None] | None:
    """What stands on a page, None where it is a picture."""
    paper = paper_of(page)
    drawing = drawing_of(page, paper)
    characters = characters_of(text_page, paper, drawing.plain_text)
    if is_picture(page, paper, drawing, characters):
        return None
    sheet = upright(paper, drawing, characters)
    frames = solved(sheet.horizontals, sheet.verticals, DRAWN) or _shaded(sheet)
    seen = as_seen(text_page, sheet.characters, drawing.clipped, frames, sheet.turned)
    marks = marks_of(seen, frames)
    tables: list[Aligned] = []
    left: Aligned | None = None
    filled, beside = with_texts_beside(frames, marks)
    hidden = hides_columns(frames, filled, beside)
    if not frames or hidden:
        drawn = marks_of(as_drawn(page, text_page, seen), ())
        outer = outer_edges(sheet.horizontals, sheet.verticals)
        tables = ruled_tables(drawn, sheet.horizontals, before, outer)
        if not tables and (found := find_table(drawn, before, sheet.paper[3], outer=outer)):
            tables = [found]
        left = tables[-1] if tables else after_unread(drawn, before)
    cuts = [cut_cells(frame, sheet.horizontals, DRAWN) for frame in frames]
    if tables:
        frames, cuts = tuple(table.frame for table in tables), []
        marks = marks_of(seen, frames)
    elif hidden:
        frames = tuple(
            doubted(frame, {index for at, index in beside if at == number})
            for number, frame in enumerate(frames)
        )

    rounded = cache(round)  # cells share their edges

    def place(corners: Corners) -> Box:
        x0, y0, x1, y1 = sheet.displayed(corners)
        return Box(number, rounded(x0, 2), rounded(y0, 2), rounded(x1, 2), rounded(y1, 2))

    shown = Page(number, round(paper.width, 2), round(paper.height, 2), "pdf")
    return put_together(shown, sheet.paper, frames, marks, place, None, cuts), left


def _shaded(sheet: UprightSheet) -> tuple[Frame, ...]:
    """The tables of a page that has no rulings but shades its cells."""
    horizontals = [Ruling(y, x0, x1) for x0, y0, x1, y1 in sheet.shades for y in (y0, y1)]
    verticals = [Ruling(x, y0, y1) for x0, y0, x1, y1 in sheet.shades for x in (x0, x1)]
    frames = solve(horizontals, verticals, DRAWN)
    return tuple(f for f in frames if min(len(f.xs), len(f.ys)) > 2 and _is_tiled(f, sheet.shades))


def _is_tiled(frame: Frame, shades: Sequence[Corners]) -> bool:
    """Whether nearly all of a frame is shaded: a shaded head or side alone shows no cells of the rest."""
    inside = [s for s in shades if frame.holds((s[0] + s[2]) / 2, (s[1] + s[3]) / 2)]
    area = (frame.xs[-1] - frame.xs[0]) * (frame.ys[-1] - frame.ys[0])
    return sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in inside) >= _TILED * area


def _refuse_cut_off(data: bytes, name: str) -> None:
    """A PDF ends with %%EOF; readers repair one that was cut off by leaving out what they cannot find."""
    end = data.rfind(b"%%EOF")
    if end < 0 or b" obj" in data[end:]:
        raise damaged(name, None)


def damaged(name: str, page: int | None) -> DamagedDocument:
    return DamagedDocument(
        name, page, "the PDF is cut off or damaged", "fetch it again from where it came from"
    )


def _reason(error: Exception, name: str) -> DocumentError:
    if "password" in str(error).lower():
        return EncryptedDocument(
            name, None, "the PDF is locked with a password", "remove the password and add it again"
        )
    return damaged(name, None)
