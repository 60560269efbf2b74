"""Tables without rulings: labels drawn apart from their rows, or at the top of their cells."""

from __future__ import annotations

import io

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid, Layout
from extractors.unruled.drawn import drawn_rows
from extractors.unruled.texts import joined_lines
from extractors.writing import Mark

HEAD = ["一级指标", "二级指标", "三级指标", "分值", "得分"]
BODY = [
    ["", "", "培训农民人数", "5", "4"],
    ["", "", "巡查河道次数", "6", "6"],
    ["", "", "项目验收合格率", "7", "7"],
    ["", "", "任务完成及时率", "8", "8"],
    ["", "", "带动农户增收", "9", "8"],
]
LABELS = [("产出指标", 0, 0, 3), ("效益指标", 0, 3, 5), ("数量指标", 1, 0, 2), ("质量指标", 1, 2, 3)]
LABELS += [("时效指标", 1, 3, 4), ("经济效益指标", 1, 4, 5)]
PLACES, TOP, PITCH = (80, 170, 290, 400, 470), 700, 24


def form(labels_first: bool, double: bool = False) -> bytes:
    """A form of five lines; its labels are drawn before or after them, in the middle of their rows."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("STSong-Light", 9)

    def put(column: int, row: float, text: str) -> None:
        canvas.drawCentredString(PLACES[column], TOP - PITCH * row, text)

    def labels() -> None:
        for text, column, first, end in LABELS:
            put(column, 1 + (first + end - 1) / 2, text)

    canvas.drawCentredString(300, TOP + 60, "项目支出绩效自评表")
    for column, text in enumerate(HEAD):
        if double and column > 2:
            put(column, 0.25, text)
        else:
            put(column, 0, text)
    if double:
        canvas.drawCentredString(435, TOP + 0.25 * PITCH, "评分")
    if labels_first:
        labels()
    for number, row in enumerate(BODY, 1):
        for column, text in enumerate(row):
            put(column, number, text)
    if not labels_first:
        labels()
    canvas.save()
    return out.getvalue()


def spans(data: bytes) -> dict[str, tuple[int, int]]:
    """Of each text the first row and the row past the last, counted from the first line."""
    (grid,) = (block for block in extract(data, "form.pdf").blocks if isinstance(block, Grid))
    first = next(cell.row for cell in grid.cells if cell.text == BODY[0][2])
    return {cell.text: (cell.row - first, cell.row + cell.row_span - first) for cell in grid.cells}


@pytest.mark.parametrize("labels_first", [True, False])
def test_labels_drawn_apart_stand_over_the_rows_in_whose_middle_they_are(labels_first: bool) -> None:
    found = spans(form(labels_first))
    assert {text: found[text] for text, _, _, _ in LABELS} == {text: (a, b) for text, _, a, b in LABELS}


def test_a_header_over_parts_is_one_cell_over_both() -> None:
    (grid,) = (
        block for block in extract(form(True, double=True), "form.pdf").blocks if isinstance(block, Grid)
    )
    cells = {cell.text: cell for cell in grid.cells}
    assert cells["评分"].column_span == 2
    assert cells["分值"].row == cells["评分"].row + 1
    assert cells["一级指标"].row_span == 2


def at_the_top() -> bytes:
    """A form drawn cell by cell as office programs do, each text at the top of its cell."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    canvas.setFont("STSong-Light", 9)
    y = TOP
    for number, row in enumerate([HEAD, *BODY]):
        cells = list(row)
        for text, column, first, _ in LABELS:
            if first == number - 1:
                cells[column] = text
        for column, text in enumerate(cells):
            canvas.drawCentredString(PLACES[column], y, text)
        canvas.drawString(510, y, "原因说明")
        if number:
            canvas.drawString(510, y - 12, "见附件表")
        y -= 28 if number else 16
    canvas.save()
    return out.getvalue()


def test_labels_at_the_top_of_their_cells_stand_over_the_rows_down_to_the_next() -> None:
    found = spans(at_the_top())
    assert {text: found[text] for text, _, _, _ in LABELS} == {text: (a, b) for text, _, a, b in LABELS}


def two_pages(first: list[list[str]], second: list[list[str]], places: tuple[int, ...]) -> Layout:
    """Tables of centred texts at the foot of one page and at the top of the next."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    for top, rows in ((60 + PITCH * len(first), first), (TOP + 60, second)):
        canvas.setFont("STSong-Light", 9)
        for number, row in enumerate(rows):
            for x, text in zip(places, row, strict=True):
                canvas.drawCentredString(x, top - PITCH * number, text)
        canvas.showPage()
    canvas.save()
    return extract(out.getvalue(), "pages.pdf")


@pytest.mark.parametrize("lone", ["……", "指标2"])
def test_a_name_alone_at_the_top_of_a_page_that_goes_on_is_a_row(lone: str) -> None:
    marks = [Mark(lone, 190, 30, 190 + 9 * len(lone), 39)]
    for top in (46, 62, 78):
        marks += [Mark("数量指标", 80, top, 116, top + 9), Mark("培训农民人数", 190, top, 244, top + 9)]
        marks += [Mark(text, x, top, x + 9, top + 9) for text, x in (("50", 290), ("5", 400), ("4", 470))]
    drawn = drawn_rows(marks, 1, True)
    assert drawn is not None
    assert [row.pieces[0].text for row in drawn.rows] == [lone, "数量指标", "数量指标", "数量指标"]


def test_words_that_run_from_right_to_left_are_one_text() -> None:
    letters = "قامرات"
    marks = [Mark(letter, 100 - 6 * n, 50, 106 - 6 * n, 60) for n, letter in enumerate(letters)]
    assert [line.text for line in joined_lines(marks)] == [letters]
    assert [line.text for line in joined_lines([m._replace(text="中") for m in marks])] == ["中"] * 6


def test_the_value_of_the_only_label_of_a_row_reaches_to_the_right_edge() -> None:
    rows = [
        ["主管部门", "和阳区农业局", "实施单位", "和阳区农机站"],
        ["资金性质", "财政拨款", "", ""],
        ["项目属性", "新增项目", "项目周期", "一年"],
    ]
    layout = two_pages(rows, [["", "", "", ""]], (80, 220, 340, 460))
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    spans_of = {cell.text: cell.column_span for cell in grid.cells}
    assert spans_of["财政拨款"] > spans_of["新增项目"]
    assert "" not in spans_of
