"""Tables without rulings: headers on two rows, rows of totals, and what goes on from page to page."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import pytest

from extractors import extract
from extractors.model import Cell, Grid
from extractors.unruled.endings import ending_alike
from extractors.unruled.tables import Aligned, after_unread, find_table
from extractors.writing import Mark
from tests.extractors.placed_print import Drawn, pdf, placed

PLACES = (80, 200, 290, 360, 430, 500)
HEADER = ["二级指标", "三级指标", "年初", "年终", "分值", "得分"]
BODY = [
    ["数量指标", "培训农民人数", "50", "45", "20", "18"],
    ["质量指标", "项目验收合格率", "95%", "96%", "30", "30"],
    ["时效指标", "任务完成及时率", "90%", "91%", "40", "38"],
]


rows = partial(placed, PLACES)


def cells(data: bytes) -> dict[str, Cell]:
    (grid,) = (block for block in extract(data, "form.pdf").blocks if isinstance(block, Grid))
    return {cell.text: cell for cell in grid.cells if cell.text}


def marks(texts: Sequence[Drawn]) -> list[Mark]:
    return [Mark(t, x - 4.5 * len(t), 800 - y, x + 4.5 * len(t), 809 - y) for x, y, t in texts]


BESIDE = [(PLACES[n], 694.0, HEADER[n]) for n in (0, 1, 4, 5)]
PARTS = [(PLACES[n], 688.0, HEADER[n]) for n in (2, 3)]
OVER = [(325.0, 700.0, "指标值")]


@pytest.mark.parametrize(
    "header",
    [
        [*BESIDE[:2], *OVER, *BESIDE[2:], *PARTS],
        [*BESIDE[:2], *PARTS, *BESIDE[2:], *OVER],
        [*OVER, *BESIDE, *PARTS],
        [*PARTS, *BESIDE[2:], *OVER, *BESIDE[:2]],
    ],
)
def test_a_header_over_its_parts_is_told_in_any_order(header: list[Drawn]) -> None:
    found = cells(pdf([*header, *rows(BODY, 660)]))
    over, first, second = found["指标值"], found["年初"], found["年终"]
    assert (over.column, over.column_span) == (first.column, 2)
    assert (first.row, second.column) == (over.row + 1, first.column + 1)
    assert found["50"].column == first.column
    assert all(found[HEADER[n]].row_span == 2 for n in (0, 1, 4, 5))


def test_a_row_of_totals_stands_in_the_columns_of_the_page_before() -> None:
    totals = [(140.0, 780.0, "总分"), (PLACES[4], 780.0, "100"), (PLACES[5], 780.0, "96")]
    pages = [*rows([HEADER], 140), *rows(BODY, 120)], totals
    found = cells(pdf(*pages))
    assert (found["100"].column, found["96"].column) == (found["分值"].column, found["得分"].column)
    assert found["100"].column_span == found["96"].column_span == 1


def test_columns_meet_where_the_texts_of_the_next_page_reach_further() -> None:
    close = [[*row[:2], "按合同约定拨付", "按合同约定支付", *row[4:]] for row in BODY]
    wide = [[*row[:5], row[5] + "（见说明）"] for row in close]
    pages = [*rows([HEADER], 140), *rows(close, 120)], rows(wide, 780)
    (grid,) = (block for block in extract(pdf(*pages), "form.pdf").blocks if isinstance(block, Grid))
    assert (grid.rows, grid.columns) == (7, len(HEADER))


def test_a_page_may_hold_labels_with_values_alone() -> None:
    pairs = [
        ["项目名称", "农村公路养护"],
        ["项目属性", "延续性项目", "", "项目期限", "", "三年"],
        ["主管部门", "区交通运输局", "", "实施单位", "", "公路养护中心"],
    ]
    found = cells(pdf([*rows(pairs, 700, 14)]))
    assert found["主管部门"].row == found["公路养护中心"].row == 2
    assert found["项目期限"].column == found["实施单位"].column


def test_what_follows_a_page_that_was_not_read_is_in_doubt() -> None:
    unread = after_unread(marks(rows([HEADER, *BODY], 700)), None)
    bodies = [BODY, [HEADER, *BODY], [["年度目标", "按计划完成"], HEADER, *BODY]]
    after, cut, headed = (find_table(marks(rows(body, 700)), unread) for body in bodies)
    assert isinstance(after, Aligned)
    assert isinstance(cut, Aligned)
    assert isinstance(headed, Aligned)
    assert max(after.frame.sure) < 0.95
    # What stands highest may be the rest of a header.
    assert max(cut.frame.sure) < 0.95
    assert not headed.frame.sure
    assert after_unread(marks([(300, 700, "填报说明"), (300, 680, "本表一式三份")]), None) is None


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (["社会效益指", "标", "生态效益指", "标"], ["社会效益指标", "生态效益指标"]),
        (
            ["效益指标", "（30", "分）", "满意度", "指标", "（10", "分）"],
            ["效益指标（30分）", "满意度指标（10分）"],
        ),
        (["年度绩", "效指标"], ["年度绩效指标"]),
        (["年", "度", "年", "度"], ["年度年度"]),
    ],
)
def test_labels_under_each_other_are_told_by_their_endings(lines: list[str], labels: list[str]) -> None:
    chain = [Mark(line, 0, 12 * n, 40, 12 * n + 9) for n, line in enumerate(lines)]
    assert ["".join(line.text for line in part) for part in ending_alike(chain)] == labels
