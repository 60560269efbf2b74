"""Documents made on the spot, in memory."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

from extractors import extract
from extractors.model import Grid, Layout, TextLine
from extractors.office.libreoffice import program

needs_office = pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")

Rows = Sequence[Sequence[str]]
Form = tuple[str, Rows, Sequence[tuple[object, ...]]]
MakePdf = Callable[[Sequence[Form]], bytes]
Draw = Callable[[Canvas], None]
DrawnPdf = Callable[..., bytes]
Grids = Callable[[Layout], list[Grid]]
Lines = Callable[[Layout], list[str]]
Places = Callable[[Grid], set[tuple[int, int, int, int, str]]]
ReadGrids = Callable[[bytes], list[Grid]]


@pytest.fixture(scope="session")
def make_pdf() -> MakePdf:
    """A PDF of forms: (title, rows, table styles beside the borders), each on a page of its own."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def make(forms: Sequence[Form]) -> bytes:
        out = io.BytesIO()
        style = ParagraphStyle("title", fontName="STSong-Light", fontSize=14, leading=20)
        story: list[object] = []
        for title, rows, styles in forms:
            borders = [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
                ("FONT", (0, 0), (-1, -1), "STSong-Light", 9),
            ]
            table = Table(
                [list(row) for row in rows],
                colWidths=[450 / len(rows[0])] * len(rows[0]),
                style=[*borders, *styles],
            )
            story += [*([Paragraph(title, style)] if title else []), table, PageBreak()]
        SimpleDocTemplate(out, pagesize=A4, topMargin=60).build(story)
        return out.getvalue()

    return make


@pytest.fixture(scope="session")
def drawn() -> DrawnPdf:
    """A PDF of one page, drawn step by step; each step begins with the state of a fresh page."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))

    def draw(*steps: Draw, size: tuple[int, int] = (300, 400), **settings: object) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=size, **settings)
        for step in steps:
            canvas.saveState()
            step(canvas)
            canvas.restoreState()
        canvas.save()
        return out.getvalue()

    return draw


@pytest.fixture(scope="session")
def grids() -> Grids:
    return lambda layout: [block for block in layout.blocks if isinstance(block, Grid)]


@pytest.fixture(scope="session")
def lines() -> Lines:
    return lambda layout: [block.text for block in layout.blocks if isinstance(block, TextLine)]


@pytest.fixture(scope="session")
def places() -> Places:
    """Every cell as (row, column, rows, columns, text)."""
    return lambda grid: {(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells}


@pytest.fixture(scope="session")
def read_grids(grids: Grids) -> ReadGrids:
    return lambda data: grids(extract(data, "document"))


@pytest.fixture(scope="session")
def fixtures() -> Callable[[str], bytes]:
    """The bytes of a committed fixture, by its name."""
    folder = Path(__file__).parents[2] / "fixtures"
    return lambda name: (folder / name).read_bytes()
