"""Forms that are ruled between their rows alone; tables over pages of which rulings show no columns."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.crossings import with_crossings_doubted
from extractors.model import Box, Cell, Grid, Layout, Reading
from extractors.pages import Table
from tests.extractors.close_form import FORM, SPANS, XS

PITCH = 13.0
CELLS = {
    (r, c): (text, SPANS.get((r, c), 1)) for r, row in enumerate(FORM) for c, text in enumerate(row) if text
}


class Sheets:
    """Pages with texts in the middle of rectangles, and lines."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        self.canvas = Canvas(self._out, pagesize=A4)
        self.canvas.setFont("STSong-Light", 9)

    def put(self, x: float, y: float, text: str) -> None:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            self.canvas.drawCentredString(x, y + (len(lines) - 1) * 6 - number * 12 - 3, line)

    def turn(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont("STSong-Light", 9)

    def layout(self) -> Layout:
        self.canvas.save()
        return extract(self._out.getvalue(), "form.pdf")


def draw_form(sheets: Sheets, top: float, order: random.Random) -> None:
    """The cells in any order, each with the rulings above and below it."""
    ys = [top]
    for row in FORM:
        lines = max(cell.count("\n") + 1 for column, cell in enumerate(row) if column > 1)
        ys.append(ys[-1] - (lines - 1) * 12 - PITCH)
    cells = list(CELLS)
    order.shuffle(cells)
    for r, c in cells:
        text, rows = CELLS[r, c]
        for y in (ys[r], ys[r + rows]):
            sheets.canvas.line(XS[c], y, XS[c + 1], y)
        sheets.put((XS[c] + XS[c + 1]) / 2, (ys[r] + ys[r + rows]) / 2, text)


def grids(layout: Layout) -> list[Grid]:
    return [block for block in layout.blocks if isinstance(block, Grid)]


def told(grid: Grid) -> dict[tuple[int, int], tuple[str, int]]:
    return {(cell.row, cell.column): (cell.text, cell.row_span) for cell in grid.cells if cell.text}


@pytest.mark.parametrize(
    "top", [["资金来源", "预算数", "执行数", "执行率"], ["单位：水利局", "日期：5月", "页：1", "单位：元"]]
)
def test_a_row_above_the_first_ruling_is_of_the_table_and_a_line_of_the_heading_is_not(
    top: list[str],
) -> None:
    sheets = Sheets()
    table = [top, ["资金总额", "400.00", "300.00", "75%"], ["上级资金", "300.00", "225.00", "75%"]]
    table += [["县级资金", "100.00", "75.00", "75%"], ["其他资金", "0.00", "0.00", "—"]]
    for number, row in enumerate(table):
        y = 700 - 18 * number
        for x, text in zip((60, 140, 240, 340), row, strict=True):
            sheets.canvas.drawString(x, y, text)
        sheets.canvas.line(55, y - 5, 500, y - 5)
    (grid,) = grids(sheets.layout())
    rows = table if "：" not in top[0] else table[1:]
    assert [cell.text for cell in grid.cells] == [text for row in rows for text in row]


@pytest.mark.parametrize("seed", range(3))
def test_rulings_between_rows_tell_rows_and_labels_whatever_was_drawn_first(seed: int) -> None:
    sheets = Sheets()
    sheets.canvas.drawCentredString(265, 780, "项目支出绩效自评表")
    draw_form(sheets, 740, random.Random(seed))
    (grid,) = grids(sheets.layout())
    assert told(grid) == CELLS
    assert min(cell.confidence for cell in grid.cells) == 1


def test_two_forms_on_a_page_are_two_tables() -> None:
    sheets = Sheets()
    for top in (740, 540):
        sheets.canvas.setFont("STSong-Light", 14)
        sheets.canvas.drawCentredString(265, top + 25, "项目支出绩效自评表")
        sheets.canvas.setFont("STSong-Light", 9)
        draw_form(sheets, top, random.Random(top))
    assert [told(grid) for grid in grids(sheets.layout())] == [CELLS, CELLS]


HEADER = ["三级指标", "年初值", "完成值", "分值", "得分"]
BODY = [[f"新建泵站{n}座", f"{n}座", f"{n + 20}座", "10", "9"] for n in range(2, 8)]


def over_pages(
    first: Sequence[float], second: Sequence[float], more: str = ""
) -> tuple[list[Grid], dict[str, Cell]]:
    """A table whose header stands on the first of two pages only; where its columns stand.

    With longer names on the second page it has borders at its left and right.
    """
    sheets = Sheets()
    rest = [[name + more, *others] for name, *others in BODY[3:]]
    for places, body in ((first, [HEADER, *BODY[:3]]), (second, rest)):
        for number, row in enumerate(body):
            for x, text in zip(places, row, strict=True):
                sheets.put(x, 740 - 24 * number, text)
        for x in (40, 560) if more else ():
            sheets.canvas.line(x, 760, x, 760 - 24 * len(body) - 10)
        sheets.turn()
    found = grids(sheets.layout())
    return found, {cell.text: cell for grid in found for cell in grid.cells if cell.text}


def test_what_could_not_be_joined_to_the_page_before_is_doubted() -> None:
    found, cells = over_pages((120, 200, 300, 400, 500), (60, 105, 150, 195, 240))
    assert len(found) == 2
    assert cells["4座"].confidence == 1
    assert cells["5座"].confidence < 0.95


def test_tables_whose_texts_end_elsewhere_are_joined_within_the_same_borders() -> None:
    places = (150, 270, 340, 410, 470)
    found, cells = over_pages(places, places, more="及其配套的进水管道设施")
    assert len(found) == 1
    assert cells["5座"].column == cells["年初值"].column


def cell(row: int, column: int, span: int, text: str, page: int = 1, sure: float = 1.0) -> Cell:
    return Cell(row, column, 1, span, (Reading(text, sure),), (Box(page, 0, 0, 1, 1),))


def doubted(*rows: list[Cell]) -> set[str]:
    cells = [each for row in rows for each in row]
    table = Table(tuple(range(6)), tuple(range(len(rows) + 1)), tuple(cells), is_ruled=False)
    return {c.text for c in with_crossings_doubted(table).cells if c.confidence < 0.95}


def test_a_cell_that_stands_under_two_headers_in_part_is_doubted() -> None:
    header = [cell(0, 0, 1, "三级指标"), cell(0, 1, 1, "年初"), cell(0, 2, 2, "年终"), cell(0, 4, 1, "得分")]
    body = [cell(1, 0, 1, "巡查次数"), cell(1, 1, 2, "11次"), cell(1, 3, 1, "5次"), cell(1, 4, 1, "9")]
    assert doubted(header, body) == {"11次"}


def test_what_stands_under_a_header_in_doubt_is_doubted() -> None:
    header = [cell(0, column, 1, text) for column, text in enumerate(HEADER)]
    body = [cell(1, column, 1, text) for column, text in enumerate(BODY[0])]
    assert doubted(header, body) == set()
    header[1] = cell(0, 1, 1, "年初值", sure=0.9)
    assert doubted(header, body) == {"年初值", "2座"}


def test_what_stands_under_a_header_that_the_page_may_have_cut_is_doubted() -> None:
    header = [cell(0, column, 1, text) for column, text in enumerate(HEADER)]
    rest = [cell(1, column, 1, "指标", page=2) for column in range(5)]
    body = [cell(2, column, 1, text, page=2) for column, text in enumerate(BODY[0])]
    assert doubted(header, rest, body) == set(BODY[0])
