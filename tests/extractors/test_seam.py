"""Rows and cells that the page break cut."""

from __future__ import annotations

import pytest

from extractors.model import Grid
from tests.extractors.conftest import Form, Grids, MakePdf, ReadGrids

HEAD = ["项目名称", "", "", "", ""]
FULL = [["数量指标", "", "道路养护里程", "≥12公里", "5"], ["质量指标", "", "路面完好率", "≥95%", "5"]]


def texts(grid: Grid, row: int) -> list[str]:
    return ["".join(cell.text.split()) for cell in list(grid.by_row())[row]]


def joined(make_pdf: MakePdf, read_grids: ReadGrids, above: list[str], below: list[str]) -> Grid:
    """The grid of a table whose page ends with one row and whose next page begins with the other."""
    forms: list[Form] = [("", [HEAD, *FULL, *FULL, above], []), ("", [below, *FULL], [])]
    (grid,) = read_grids(make_pdf(forms))
    return grid


@pytest.mark.parametrize(
    ("above", "below", "whole"),
    [
        (
            ["时效指标", "", "完成时限", "2023年12月", "5"],
            ["", "", "", "底前", ""],
            ["时效指标", "", "完成时限", "2023年12月底前", "5"],
        ),
        (
            ["成本指标", "", "项目总成本控制", "≤120.5", "5"],
            ["", "", "数", "6万元", ""],
            ["成本指标", "", "项目总成本控制数", "≤120.56万元", "5"],
        ),
        (["总分", "", "", "", "95."], ["", "", "", "", "8"], ["总分", "", "", "", "95.8"]),
        (
            ["", "", "", "", ""],
            ["时效指标", "", "完成时限", "12月", "5"],
            ["时效指标", "", "完成时限", "12月", "5"],
        ),
    ],
)
def test_what_lacks_a_rows_texts_is_the_rest_of_the_row_above(
    make_pdf: MakePdf, read_grids: ReadGrids, above: list[str], below: list[str], whole: list[str]
) -> None:
    grid = joined(make_pdf, read_grids, above, below)
    assert grid.rows == 8
    assert texts(grid, 5) == whole


def test_a_figure_cut_between_two_digits_is_whole_and_for_a_person_to_look_at(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    figure = "1234567890123456789"  # all but its last digit fill the line
    grid = joined(make_pdf, read_grids, ["总分", "", "", "", figure[:-1]], ["", "", "", "", figure[-1]])
    (cell,) = [cell for cell in grid.cells if cell.row == 5 and cell.column == 4]
    assert "".join(cell.text.split()) == figure
    assert cell.confidence < 0.95


def test_a_label_overleaf_that_the_row_above_lacks_is_of_that_row_and_in_doubt(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    above, below = ["", "", "水质优良比例", "≥95%", "5"], ["生态效益指标", "", "", "", ""]
    grid = joined(make_pdf, read_grids, above, below)
    assert grid.rows == 8
    assert texts(grid, 5) == ["生态效益指标", "", "水质优良比例", "≥95%", "5"]
    (label,) = [cell for cell in grid.cells if cell.row == 5 and cell.column == 0]
    assert label.confidence < 0.95


@pytest.mark.parametrize(
    "below",
    [
        ["", "", "桥梁检测数量", "≥3座", "5"],  # the level's cell goes on
        ["社会效益指标", "", "", "", ""],  # printed, and left blank
        ["时效指标", "", "完成时限", "≤12月", ""],  # a weight was forgotten
    ],
)
def test_a_row_of_its_own_stays_one(make_pdf: MakePdf, read_grids: ReadGrids, below: list[str]) -> None:
    grid = joined(make_pdf, read_grids, ["成本指标", "", "项目总成本", "≤120万元", "5"], below)
    assert grid.rows == 9
    assert texts(grid, 5) == ["成本指标", "", "项目总成本", "≤120万元", "5"]
    assert texts(grid, 6) == below


def test_a_sign_below_begins_a_figure_of_its_own(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    above, below = ["时效指标", "", "设施完成时间", "2020年3月", ""], ["", "", "故障响应时间", "≤26小时", ""]
    grid = joined(make_pdf, read_grids, above, below)
    assert (texts(grid, 5), texts(grid, 6)) == (above, below)


def test_a_label_does_not_go_on_where_the_level_further_out_begins_anew(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    first = [HEAD, ["效益指标", "社会效益指标", "就业", "≥9人", "5"], ["", "可持续影响", "机制", "健全", "5"]]
    first += [["", "", "使用年限", "≥9年", "5"]]
    second = [["满意度指标", "服务对象满意度指标", "投诉", "≥9%", "5"], ["", "", "知晓率", "≥9%", "5"]]
    over = [("SPAN", (0, 1), (0, 3)), ("SPAN", (1, 2), (1, 3))]
    under = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (1, 1))]
    (grid,) = read_grids(make_pdf([("", first, over), ("", second, under)]))
    assert texts(grid, 4)[:2] == ["满意度指标", "服务对象满意度指标"]


def test_points_in_brackets_belong_to_the_level_above(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    first = [HEAD, ["效益指标", "", "新增就业", "≥9人", "5"], ["", "", "带动产值", "≥9万元", "5"]]
    second = [["（30分）", "", "水质达标率", "≥9%", "5"], ["", "", "知晓率", "≥9%", "5"]]
    forms = [("", first, [("SPAN", (0, 1), (0, 2))]), ("", second, [("SPAN", (0, 0), (0, 1))])]
    (grid,) = read_grids(make_pdf(forms))
    level = next(cell for cell in grid.cells if cell.text.startswith("效益"))
    assert ("".join(level.text.split()), level.row, level.row_span) == ("效益指标（30分）", 1, 4)


def test_a_line_that_every_page_prints_is_marked_and_joins_the_tables_around_it(
    make_pdf: MakePdf, grids: Grids
) -> None:
    from extractors import extract
    from extractors.model import TextLine

    parts: list[Form] = [("预算绩效管理材料汇编", [HEAD, *FULL], []), ("预算绩效管理材料汇编", FULL, [])]
    layout = extract(make_pdf(parts), "document")
    assert len(grids(layout)) == 1
    assert all(block.is_running for block in layout.blocks if isinstance(block, TextLine))


def test_a_text_that_is_cut_between_two_paragraphs_is_one_text(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    above = ["目标", "一是修路。\n二是修桥。\n三是修渠。\n四是种树。", "", "", ""]
    below = ["", "五是按时完成全部年度建设任务。", "", "", ""]
    wide = ("SPAN", (1, -1), (-1, -1)), ("SPAN", (1, 0), (-1, 0))
    forms = [("", [HEAD, *FULL, above], [wide[0]]), ("", [below, *FULL], [wide[1]])]
    (grid,) = read_grids(make_pdf(forms))
    assert grid.rows == 6
    assert texts(grid, 3) == [
        "目标",
        "一是修路。二是修桥。三是修渠。四是种树。五是按时完成全部年度建设任务。",
    ]


UPPER, LOWER = ["一级指标", "三级指标", "指标值", "", "分值"], ["", "", "年初", "全年", ""]
UNDER = [["产出指标", "道路养护里程", "≥12公里", "≥15公里", "5"], ["", "路面完好率", "≥95%", "≥96%", "5"]]


def headed(make_pdf: MakePdf, read_grids: ReadGrids, above: list[str], below: list[str]) -> Grid:
    over = ("SPAN", (2, 2), (3, 2))
    forms: list[Form] = [
        ("", [HEAD, ["年度资金总额", "", "12", "12", "10"], above], [over]),
        ("", [below, *UNDER], []),
    ]
    (grid,) = read_grids(make_pdf(forms))
    return grid


@pytest.mark.parametrize("below", [LOWER, ["一级指标", "三级指标", "年初", "全年", "分值"]])
@pytest.mark.parametrize("above", [UPPER, ["", "三级指标", "指标值", "", "分值"]])
def test_a_header_that_is_cut_between_its_rows_is_whole(
    make_pdf: MakePdf, read_grids: ReadGrids, above: list[str], below: list[str]
) -> None:
    grid = headed(make_pdf, read_grids, above, below)
    heads = {cell.text: (cell.row, cell.row_span) for cell in grid.cells if cell.row in (2, 3) and cell.text}
    assert heads["指标值"] == (2, 1)
    assert heads["年初"] == heads["全年"] == (3, 1)
    assert heads["三级指标"] == heads["分值"] == (2, 2)


@pytest.mark.parametrize(
    "below",
    [
        ["产出指标", "道路养护里程", "持续改善", "有所改善", "5"],
        ["", "", "12", "15", ""],
        ["", "", "年初", "", ""],
        ["二级指标", "", "年初", "全年", ""],
    ],
)
def test_what_stands_under_a_header_of_one_row_is_none_of_it(
    make_pdf: MakePdf, read_grids: ReadGrids, below: list[str]
) -> None:
    grid = headed(make_pdf, read_grids, UPPER, below)
    assert {cell.row_span for cell in grid.cells if cell.row == 2} == {1}
