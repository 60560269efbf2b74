from __future__ import annotations

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import DamagedDocument, EncryptedDocument, extract
from extractors.model import Grid, TextLine
from tests.extractors.conftest import DrawnPdf, Lines, MakePdf, Places, ReadGrids
from tests.saving import saved


def two_cells(canvas: Canvas) -> None:
    canvas.rect(20, 300, 100, 40)
    canvas.rect(120, 300, 150, 40)
    canvas.drawString(30, 315, "weight")
    canvas.drawString(130, 315, "97.08")


def test_merged_cells_and_the_order_of_blocks(make_pdf: MakePdf, places: Places) -> None:
    rows = [["项目名称", "", "警务技能训练中心"], ["分值", "10", "≥95%"]]
    layout = extract(make_pdf([("项目支出绩效自评表", rows, [("SPAN", (0, 0), (1, 0))])]), "form.pdf")
    title, grid = layout.blocks
    assert isinstance(title, TextLine)
    assert isinstance(grid, Grid)
    assert title.text == "项目支出绩效自评表"
    assert places(grid) == {
        (0, 0, 1, 2, "项目名称"),
        (0, 2, 1, 1, "警务技能训练中心"),
        (1, 0, 1, 1, "分值"),
        (1, 1, 1, 1, "10"),
        (1, 2, 1, 1, "≥95%"),
    }
    assert (layout.medium, [page.medium for page in layout.pages]) == ("pdf", ["pdf"])


def test_one_character_a_line_is_read_downwards(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    rows = [["年\n度\n总\n体\n目\n标", "完成"]]
    (grid,) = read_grids(make_pdf([("", rows, [])]))
    assert grid.cells[0].text == "年\n度\n总\n体\n目\n标"


def test_a_page_that_is_turned_is_read_as_displayed(drawn: DrawnPdf) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(400, 0)
        canvas.rotate(90)
        two_cells(canvas)

    assert extract(drawn(turned), "x").blocks == extract(drawn(two_cells), "x").blocks


def test_boxes_are_measured_from_the_corner_that_is_shown(drawn: DrawnPdf) -> None:
    with pypdfium2.PdfDocument(drawn(two_cells)) as document:
        document[0].set_cropbox(10, 100, 290, 380)
        layout = extract(saved(document), "x")
    (grid,) = layout.blocks
    assert isinstance(grid, Grid)
    (box,) = grid.cells[0].boxes
    assert (layout.pages[0].width, layout.pages[0].height) == (280, 280)
    assert (box.page, box.x0, box.y0, box.x1, box.y1) == pytest.approx((1, 10, 40, 110, 80), abs=0.6)


def test_bold_drawn_twice_is_read_once(drawn: DrawnPdf, read_grids: ReadGrids) -> None:
    def bold(canvas: Canvas) -> None:
        two_cells(canvas)
        canvas.drawString(130.3, 315, "97.08")

    assert [cell.text for cell in read_grids(drawn(bold))[0].cells] == ["weight", "97.08"]


def test_text_outside_the_page_is_not_on_it(drawn: DrawnPdf, read_grids: ReadGrids) -> None:
    def beyond(canvas: Canvas) -> None:
        two_cells(canvas)
        canvas.drawString(130, 900, "cropped")

    assert "cropped" not in [getattr(block, "text", "") for block in extract(drawn(beyond), "x").blocks]


def test_a_grey_label_cell_adds_no_cells(drawn: DrawnPdf, read_grids: ReadGrids) -> None:
    def shaded(canvas: Canvas) -> None:
        canvas.setFillGray(0.9)
        canvas.rect(22, 302, 96, 36, stroke=0, fill=1)
        canvas.setFillGray(0)
        two_cells(canvas)

    assert len(read_grids(drawn(shaded))[0].cells) == 2


def test_borders_drawn_as_thin_rectangles(drawn: DrawnPdf, read_grids: ReadGrids) -> None:
    def thin(canvas: Canvas) -> None:
        for x in (20, 120, 270):
            canvas.rect(x, 300, 0.6, 40, stroke=0, fill=1)
        for y in (300, 340):
            canvas.rect(20, y, 250, 0.6, stroke=0, fill=1)
        canvas.drawString(130, 315, "97.08")

    assert [cell.text for cell in read_grids(drawn(thin))[0].cells] == ["", "97.08"]


def test_a_locked_pdf_says_so(drawn: DrawnPdf) -> None:
    with pytest.raises(EncryptedDocument, match=r"locked\.pdf: .*password"):
        extract(drawn(two_cells, encrypt="secret"), "locked.pdf")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_pdf_that_is_cut_off_says_so(drawn: DrawnPdf, share: float) -> None:
    whole = drawn(two_cells)
    with pytest.raises(DamagedDocument, match="cut off"):
        extract(whole[: int(len(whole) * share)], "half.pdf")


def test_a_page_of_an_image_is_a_scan_and_its_hidden_text_is_not_believed(
    drawn: DrawnPdf, lines: Lines
) -> None:
    with pypdfium2.PdfDocument(drawn(two_cells)) as document:
        page = document[0].render(scale=200 / 72).to_pil()

    def scanned(canvas: Canvas) -> None:
        canvas.drawInlineImage(page, 0, 0, 300, 400)
        hidden = canvas.beginText(30, 315)
        hidden.setTextRenderMode(3)
        hidden.textLine("misread by the app, and hidden under the picture")
        canvas.drawText(hidden)

    layout = extract(drawn(scanned), "scan.pdf")
    (grid,) = layout.blocks
    assert isinstance(grid, Grid)
    assert [cell.text for cell in grid.cells] == ["weight", "97.08"]
    assert layout.medium == "scan"
    assert all(0 < cell.confidence <= 1 and cell.readings[0].dpi == 200 for cell in grid.cells)
