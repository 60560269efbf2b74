"""Tables without rulings: what is left of figures and labels, labels alone in their rows, totals."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.crossings import CROSSING, with_crossings_doubted
from extractors.model import Cell, Grid, Reading
from extractors.pages import Table
from tests.extractors.conftest import Form, MakePdf, ReadGrids

Drawn = tuple[float, float, str]
"""A text with the middle of its cell and its height above the foot of the page. Points."""

PLACES = (80, 150, 250, 350, 430, 500)
HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "分值", "得分"]
BODY = [
    ["", "", "培训农民人数", "50", "20", "18"],
    ["", "", "项目验收合格率", "95%", "30", "30"],
    ["", "", "任务完成及时率", "90%", "20", "18"],
    ["", "", "带动农户增收", "稳步提升", "10", "8"],
]


def rows(texts: Sequence[Sequence[str]], top: float, pitch: float = 24) -> list[Drawn]:
    return [
        (PLACES[column], top - number * pitch, text)
        for number, row in enumerate(texts)
        for column, text in enumerate(row)
        if text
    ]


def pdf(*pages: Sequence[Drawn]) -> bytes:
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    for page in pages:
        canvas.setFont("STSong-Light", 9)
        for x, y, text in page:
            canvas.drawCentredString(x, y, text)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def grid_of(data: bytes) -> Grid:
    (grid,) = (block for block in extract(data, "form.pdf").blocks if isinstance(block, Grid))
    return grid


def cells(grid: Grid) -> dict[str, Cell]:
    return {"".join(cell.text.split()): cell for cell in grid.cells if cell.text}


def test_totals_beside_a_label_of_the_whole_table_have_its_columns() -> None:
    total = [(200.0, 580.0, "总分"), (PLACES[4], 580.0, "100"), (PLACES[5], 580.0, "96")]
    group = [(30.0, 640.0, "绩效")]
    labels = [["产出指标", "数量指标", *row[2:]] for row in BODY]
    found = cells(grid_of(pdf([*group, *rows([HEADER], 700), *rows(labels, 676), *total])))
    assert found["绩效"].row_span == 6
    assert (found["100"].column, found["96"].column) == (found["分值"].column, found["得分"].column)


@pytest.mark.parametrize(("numbered", "whole"), [(False, "93.72"), (True, "93.7")])
def test_the_rest_of_a_figure_overleaf_is_not_lost(numbered: bool, whole: str) -> None:
    total = ["", "", "总分", "", "100", "93.7"]
    first = rows([HEADER, *([["产出指标", "数量指标", *row[2:]] for row in BODY]), total], 190)
    second = [(PLACES[5] + 5, 790.0, "2"), (80.0, 700.0, "填报人：李明")]
    above = [(PLACES[5] + 5, 790.0, "1")] if numbered else []
    figure = cells(grid_of(pdf([*above, *first], second)))[whole]
    assert (figure.confidence <= 0.9) != numbered


def test_a_figure_right_below_its_table_belongs_to_it() -> None:
    total = ["", "", "总分", "", "10", "93"]
    texts = rows([HEADER, *([["产出指标", "数量指标", *row[2:]] for row in BODY]), total], 700)
    rest = [(PLACES[4], 700.0 - 24 * 5 - 17, "0")]
    figure = cells(grid_of(pdf([*texts, *rest])))["100"]
    assert figure.confidence <= 0.9


def labelled(labels: Sequence[tuple[str, int, float]], gap: float = 0.0) -> Grid:
    """A form of four lines, ``gap`` points before the last, whose labels were drawn first."""
    header, top = rows([HEADER], 700), rows(BODY[:3], 676)
    last = rows(BODY[3:], 676 - 3 * 24 - gap)
    apart = [(float(PLACES[column]), y, text) for text, column, y in labels]
    return grid_of(pdf([*header, *apart, *top, *last]))


LABELS = [("产出指标", 0, 652.0), ("效益指标", 0, 604.0), ("数量指标", 1, 664.0), ("质量指标", 1, 628.0)]


def test_a_kind_of_indicators_that_the_form_has_none_of_is_a_row() -> None:
    labels = [("产出指标", 0, 652.0), ("效益指标", 0, 592.0), ("数量指标", 1, 664.0), ("质量指标", 1, 628.0)]
    found = cells(labelled([*labels, ("经济效益", 1, 604.0), ("社会效益", 1, 580.0)], gap=24))
    assert found["经济效益"].row + 1 == found["社会效益"].row == found["稳步提升"].row
    assert (found["效益指标"].row, found["效益指标"].row_span) == (found["经济效益"].row, 2)
    assert (found["数量指标"].row_span, found["质量指标"].row_span) == (2, 1)


def test_a_label_in_the_middle_of_two_rows_is_no_row() -> None:
    grid = labelled([*LABELS, ("社会效益", 1, 604.0)])
    assert grid.rows == 5
    assert cells(grid)["数量指标"].row_span == 2


def test_labels_of_one_kind_that_follow_each_other_are_not_one() -> None:
    labels = [("产出指标", 0, 652.0), ("效益指标", 0, 604.0)]
    kinds = ["数量指标", "质量指标", "时效指标", "效益指标"]
    close = [(kind, 1, 676 - 13.0 * number) for number, kind in enumerate(kinds)]
    body = rows([["", "", *row[2:]] for row in BODY], 676, 13)
    apart = [(float(PLACES[column]), y - 19.5 * (y < 652) + 11, text) for text, column, y in labels]
    drawn = [(float(PLACES[column]), y, text) for text, column, y in close]
    grid = grid_of(pdf([*rows([HEADER], 700), *apart, *drawn, *body]))
    said = [cell.text for cell in grid.cells if cell.column == 1]
    assert said == ["二级指标", *kinds]


def test_rows_of_words_beside_labels_of_two_lines_are_no_header() -> None:
    body = [
        ["", "", "水质检测频次", "三次", "10", "10"],
        ["", "", "提升服务水平", "稳步提升", "达成", "达成"],
        ["", "", "改善生态环境", "有效改善", "达成", "达成"],
        ["", "", "服务对象满意度", "90%", "10", "10"],
    ]
    labels = [(80.0, 676.0, "产出指标"), (80.0, 640.0, "效益指标"), (80.0, 604.0, "满意指标")]
    labels += [(150.0, 676.0, "数量指标")]
    for y, text in ((652.0, "社会效益指"), (628.0, "生态效益指")):
        labels += [(150.0, y + 6, text), (150.0, y - 6, "标")]
    labels += [(150.0, 604.0, "满意指标")]
    grid = grid_of(pdf([*rows([HEADER], 700), *labels, *rows(body, 676)]))
    found = cells(grid)
    assert grid.rows == 5
    assert found["社会效益指标"].row == found["稳步提升"].row
    assert found["生态效益指标"].row == found["有效改善"].row


def test_a_label_over_several_rows_is_as_wide_in_all_of_them() -> None:
    texts = [(80.0, 724.0, "项目名称"), (300.0, 724.0, "农村公路养护")]
    texts += [(80.0, 700.0, "主管部门及代码"), (220.0, 700.0, "交通运输局")]
    texts += [(330.0, 700.0, "实施单位"), (450.0, 700.0, "公路中心")]
    texts += [(60.0, 676.0, "资金"), (60.0, 660.0, "投入"), (60.0, 644.0, "情况")]
    texts += [(180.0, 676.0, "合计"), (400.0, 676.0, "225"), (180.0, 660.0, "其中：财政拨款")]
    texts += [(400.0, 660.0, "225"), (190.0, 644.0, "其他")]
    texts += rows([HEADER, *([["产出指标", "数量指标", *row[2:]] for row in BODY])], 604)
    grid = grid_of(pdf(texts))
    label = next(cell for cell in grid.cells if cell.text.startswith("资金"))
    assert ("".join(label.text.split()), label.row_span) == ("资金投入情况", 3)
    amounts = [cell for cell in grid.cells if cell.text == "225"]
    before = {(c.row, c.column + c.column_span) for c in grid.cells if c.text in ("合计", "其中：财政拨款")}
    assert {(cell.row, cell.column) for cell in amounts} == before


def test_a_total_overleaf_is_no_rest_of_the_last_row(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    name = ["项目名称", "道路养护", "", "", ""]
    body = [["产出指标", f"第{i}个指标", f"≥{i}%", "10", "10"] for i in range(1, 5)]
    last = ["满意度指标", "投诉办结满意率", "≥90%", "10", "10"]
    pages: list[Form] = [("", [name, *body, last], []), ("", [["", "总分", "", "100", "87.96"]], [])]
    (grid,) = read_grids(make_pdf(pages))
    assert grid.rows == 7


def test_a_cell_under_several_headers_is_in_doubt() -> None:
    def cell(row: int, column: int, width: int, text: str) -> Cell:
        return Cell(row, column, 1, width, (Reading(text, 1.0),), ())

    header = [cell(0, n, 1, text) for n, text in enumerate(HEADER)]
    body = [cell(1, 0, 1, "产出指标"), cell(1, 1, 1, "数量指标"), cell(1, 2, 1, "培训"), cell(1, 3, 2, "50")]
    table = Table(tuple(map(float, range(7))), (0.0, 1.0, 2.0), (*header, *body), is_ruled=False)
    doubts = [one.text for one in with_crossings_doubted(table).cells if one.confidence <= CROSSING]
    assert doubts == ["50"]
