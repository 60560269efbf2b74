"""Forms with few rulings or none whose rows stand as close as lines: read in the order they were drawn in."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid, Layout
from tests.extractors.close_form import FORM, SPANS, XS
from tests.saving import saved

PITCH = 12.0


def drawn(
    rules: str, pitch: float = PITCH, scrambled: bool = False, form: Sequence[Sequence[str]] = FORM
) -> bytes:
    """The form, cell by cell, each text in the middle of its cell; ``rules``: which borders it has."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("STSong-Light", 9)
    canvas.drawCentredString(265, 780, "项目支出绩效自评表")
    ys = [740.0]
    for row in form:
        height = max(cell.count("\n") + 1 for number, cell in enumerate(row) if number > 1)
        ys.append(ys[-1] - (height - 1) * PITCH - pitch)
    texts: list[tuple[float, float, str]] = []
    for r, row in enumerate(form):
        for c, text in enumerate(row):
            if not text:
                continue
            lines = text.split("\n")
            middle = (ys[r] + ys[r + SPANS.get((r, c), 1)]) / 2
            top = middle + (len(lines) - 1) * PITCH / 2 - 3
            texts += [((XS[c] + XS[c + 1]) / 2, top - n * PITCH, line) for n, line in enumerate(lines)]
    for x, y, line in sorted(texts, key=lambda text: text[2]) if scrambled else texts:
        canvas.drawCentredString(x, y, line)
    for y in {"three": (ys[0], ys[1], ys[-1]), "across": ys, "framed": (ys[0], ys[-1])}.get(rules, ()):
        canvas.line(XS[0], y, XS[-1], y)
    for x in (XS[0], XS[-1]) if rules == "framed" else ():
        canvas.line(x, ys[0], x, ys[-1])
    canvas.save()
    return out.getvalue()


def grid_of(layout: Layout) -> Grid:
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return grid


def told(grid: Grid) -> dict[tuple[int, int], tuple[str, int]]:
    """By row and column: the text of each cell that has one, and how many rows it stands over."""
    return {(cell.row, cell.column): (cell.text, cell.row_span) for cell in grid.cells if cell.text}


EXPECTED = {
    (r, c): (text, SPANS.get((r, c), 1)) for r, row in enumerate(FORM) for c, text in enumerate(row) if text
}


@pytest.mark.parametrize("rules", ["none", "three", "framed"])
@pytest.mark.parametrize("pitch", [PITCH, PITCH + 8])
def test_rows_are_told_by_the_order_of_their_texts(rules: str, pitch: float) -> None:
    assert told(grid_of(extract(drawn(rules, pitch), "form.pdf"))) == EXPECTED


def test_rulings_between_rows_alone_hide_no_columns() -> None:
    assert told(grid_of(extract(drawn("across", PITCH + 8), "form.pdf"))) == EXPECTED


def test_texts_in_no_order_are_never_put_into_one_cell() -> None:
    layout = extract(drawn("none", scrambled=True), "form.pdf")
    names = [row[2].split("\n")[0] for row in FORM[1:]]
    for block in layout.blocks:
        for cell in block.cells if isinstance(block, Grid) else ():
            assert sum(name in cell.text for name in names) < 2


def test_a_scan_without_rulings_is_for_a_person_to_look_at() -> None:
    form = [[text.split("\n")[0] for text in row] for row in FORM]
    pages = pypdfium2.PdfDocument(drawn("none", PITCH + 12, form=form))
    picture: Image.Image = pages[0].render(scale=200 / 72).to_pil().crop((0, 0, 1500, 800))
    scan = saved(picture.convert("L"), "PNG", dpi=(200, 200))
    cells: Sequence[tuple[str, float]] = [
        (cell.readings[0].text, cell.readings[0].confidence)
        for block in extract(scan, "form.png").blocks
        for cell in (block.cells if isinstance(block, Grid) else ())
        if cell.text
    ]
    assert "公路质量达标率" in [text for text, _ in cells]
    assert all(confidence < 0.95 for _, confidence in cells)
