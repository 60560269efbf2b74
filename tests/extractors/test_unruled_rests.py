"""Tables without rulings: what is left of figures and labels, labels alone in their rows, totals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from extractors import extract
from extractors.crossings import CROSSING, with_crossings_doubted
from extractors.model import Cell, Grid, Reading
from extractors.pages import Table
from extractors.unruled.texts import Text
from extractors.unruled.twofold import with_headers
from extractors.writing import Mark
from tests.extractors.conftest import Form, MakePdf, ReadGrids
from tests.extractors.placed_print import pdf, placed

PLACES = (80, 150, 250, 350, 430, 500)
HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "分值", "得分"]
BODY = [
    ["", "", "培训农民人数", "50", "20", "18"],
    ["", "", "项目验收合格率", "95%", "30", "30"],
    ["", "", "任务完成及时率", "90%", "20", "18"],
    ["", "", "带动农户增收", "稳步提升", "10", "8"],
]


rows = partial(placed, PLACES)


def grid_of(data: bytes) -> Grid:
    (grid,) = (block for block in extract(data, "form.pdf").blocks if isinstance(block, Grid))
    return grid


def cells(grid: Grid) -> dict[str, Cell]:
    return {"".join(cell.text.split()): cell for cell in grid.cells if cell.text}


def test_totals_beside_a_label_of_the_whole_table_have_its_columns() -> None:
    places = (90, 150, 220, 280, 330, 380, 430, 470, 510)
    header = ["一级指标", "二级指标", "三级指标", "年初", "年终", "单位", "得分", "分值", "说明"]
    lines = [["产出", f"第{n}类", f"培训{n}", "50", "48", "人", "9", "10", "无"] for n in range(1, 5)]
    body = [
        (float(x), 700.0 - 24 * number, text)
        for number, line in enumerate([header, *lines])
        for x, text in zip(places, line, strict=True)
    ]
    group, total = (
        [(50.0, 640.0, "绩效")],
        [(270.0, 580.0, "总分"), (430.0, 580.0, "90"), (470.0, 580.0, "100")],
    )
    found = cells(grid_of(pdf([*group, *body, *total])))
    assert found["绩效"].row_span > 5
    assert (found["90"].column, found["100"].column) == (found["得分"].column, found["分值"].column)


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
    assert found["稳步提升"].confidence == 1.0
    assert found["经济效益"].row + 1 == found["社会效益"].row == found["稳步提升"].row
    assert (found["效益指标"].row, found["效益指标"].row_span) == (found["经济效益"].row, 2)
    assert (found["数量指标"].row_span, found["质量指标"].row_span) == (2, 1)


def test_a_label_in_the_middle_of_two_rows_is_no_row() -> None:
    grid = labelled([*LABELS, ("社会效益", 1, 604.0)])
    assert grid.rows == 5
    assert cells(grid)["数量指标"].row_span == 2


def test_labels_of_one_kind_that_follow_each_other_are_not_one() -> None:
    places = (80, 260, 330, 400, 470)
    kinds = ["数量指标", "质量指标", "时效指标"]
    body = [["培训农民人数", "50", "20"], ["项目验收合格率", "95%", "30"], ["任务完成及时率", "90%", "20"]]
    header = [(float(x), 700.0, text) for x, text in zip(places, HEADER, strict=False)]
    labels = [(80.0, 660.0, "产出指标"), *((260.0, 676.0 - 16 * n, kind) for n, kind in enumerate(kinds))]
    lines = [
        (float(x), 676.0 - 16 * n, t) for n, r in enumerate(body) for x, t in zip(places[2:], r, strict=True)
    ]
    found = cells(grid_of(pdf([*header, *lines, *labels])))
    assert [found[kind].row for kind in kinds] == [found[row[0]].row for row in body]
    assert all(found[row[0]].confidence == 1.0 for row in body)


def text(words: str, x0: float, x1: float, middle: float) -> Text:
    return Text([Mark(words, x0, middle - 5.6, x1, middle + 5.6)])


@pytest.mark.parametrize(
    "loose",
    [
        [("标", 170, 180, 583.0)],
        [("社会效益指", 148, 202, 569.6), ("标", 170, 180, 583.0), ("效益指标", 89, 132, 580.4)],
    ],
)
def test_a_row_of_words_beside_labels_is_no_header_of_two_rows(
    loose: list[tuple[str, float, float, float]],
) -> None:
    row = [
        text("提升服务水平", 211, 296, 576.3),
        text("稳步提升", 341, 383, 576.3),
        text("达成", 407, 471, 576.3),
    ]
    found, left = with_headers([row], [text(*one) for one in loose], 11.2)
    assert found == [row]
    assert len(left) == len(loose)


def test_a_label_over_several_rows_is_as_wide_in_all_of_them() -> None:
    texts = [(60.0, 708.0, "主管部门及代码"), (200.0, 708.0, "交通运输局")]
    texts += [(300.0, 708.0, "实施单位"), (450.0, 708.0, "公路养护中心")]
    texts += [(40.0, 692.0, "资金"), (40.0, 676.0, "投入"), (40.0, 660.0, "情况")]
    texts += [(150.0, 692.0, "合计"), (450.0, 692.0, "225"), (128.0, 676.0, "其中：财政拨款")]
    texts += [(450.0, 676.0, "225"), (150.0, 660.0, "其他"), (60.0, 644.0, "年度总体目标")]
    texts += [(300.0, 644.0, "修好辖区公路，方便居民出行，保障道路安全畅通，不留隐患，按期完成各项任务")]
    texts += [(40.0, 572.0, "绩效"), *rows([HEADER], 620)]
    texts += rows([["产出指标", "数量指标", *row[2:]] for row in BODY], 596)
    grid = grid_of(pdf(texts))
    label = next(cell for cell in grid.cells if cell.text.startswith("资金"))
    assert ("".join(label.text.split()), label.row_span) == ("资金投入情况", 3)
    amounts = [(cell.row, cell.column) for cell in grid.cells if cell.text == "225"]
    names = [c for c in grid.cells if c.text in ("合计", "其中：财政拨款")]
    assert amounts == [(cell.row, cell.column + cell.column_span) for cell in names]


def test_a_total_overleaf_is_no_rest_of_the_last_row(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    name = ["项目名称", "道路养护", "", "", "", "", "", ""]
    body = [["产出指标", "数量指标", f"第{i}个指标", "≥", "90", "%", "10", "10"] for i in range(1, 5)]
    last = ["满意度指标", "服务对象", "投诉办结率", "≥", "90", "%", "10", "10"]
    total = ["", "", "总分", "", "", "", "100", "87.96"]
    pages: list[Form] = [("", [name, *body, last], []), ("", [total], [])]
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
