"""Layouts of other provinces: what a column, a row or a block is called decides what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model import Box
from normalizers.lexicon import lexicon
from tests.normalizers.forms import HEAD, LEVELS, Printed, grid, lines, one, read, sections


def test_a_second_header_row_parts_self_given_scores_from_reviewed_ones() -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        [
            ("绩效指标", 1, 3),
            ("一级指标", 1, 2),
            ("二级指标", 1, 2),
            ("三级指标", 1, 2),
            ("指标值", 2),
            ("得分", 2),
        ],
        ["年初", "年终完成", "自评", "复核"],
        ["产出指标", "数量指标", "检查次数", "≥12次", "11次", "9", "8"],
    )
    (line,) = form.indicators
    assert (line.target.value, line.actual.value, line.score) == (12, 11, 9)
    assert sections(form)["得分·复核"] == "检查次数：8"


def test_of_targets_side_by_side_the_years_own_counts_and_the_others_are_kept() -> None:
    header: list[Printed] = [*LEVELS, "实施期指标值", "年度指标值", "上年完成值"]
    form = one(
        "2023年度项目支出绩效目标表", header, ["产出指标", "数量指标", "检查次数", "≥36次", "≥12次", "10"]
    )
    assert form.indicators[0].target.raw == "≥12次"
    assert form.indicators[0].actual.kind == "empty"
    assert sections(form) == {"实施期指标值": "检查次数：≥36次", "上年完成值": "检查次数：10"}


def test_a_column_of_notes_is_the_remark_only_where_no_column_gives_reasons() -> None:
    row: list[Printed] = ["产出指标", "数量指标", "检查次数", "≥12次", "按季", "因疫情"]
    both = one("项目支出绩效目标表", [*LEVELS, "指标值", "备注", "偏差原因"], row)
    alone = one("项目支出绩效目标表", [*LEVELS, "指标值", "备注"], row[:5])
    assert (both.indicators[0].remark, sections(both)["备注"]) == ("因疫情", "检查次数：按季")
    assert alone.indicators[0].remark == "按季"


def test_levels_of_government_may_be_the_columns_of_the_funding_table() -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        [("项目资金", 1, 3), "资金来源", "合计", "中央", "省级", "市县"],
        ["全年预算数", "100", "60", "30", "10"],
        ["全年执行数", "90", "60", "20", "10"],
    )
    assert [(line.kind, line.annual_budget_yuan, line.executed_yuan) for line in form.funding] == [
        ("total", 1_000_000, 900_000),
        ("superior", 600_000, 600_000),
        ("superior", 300_000, 200_000),
        ("local", 100_000, 100_000),
    ]


def test_of_years_side_by_side_the_fiscal_year_is_the_annual_budget() -> None:
    form = one(
        "2023年度项目支出绩效目标表",
        ["资金来源", "合计", "2022年", "2023年", "2024年"],
        ["年度资金总额", "60", "10", "20", "30"],
    )
    assert [line.annual_budget_yuan for line in form.funding] == [200_000]
    assert sections(form)["2024年"] == "年度资金总额：30"


def test_a_table_of_tasks_is_no_funding() -> None:
    form = one(
        "2023年度部门整体支出绩效目标表",
        [("年度主要任务", 1, 4), ("任务名称", 1, 2), ("主要内容", 1, 2), ("预算金额（万元）", 3)],
        ["总额", "财政拨款", "其他资金"],
        ["保障运转", "发放工资", "50", "50", "0"],
        [("金额合计", 2), "50", "50", "0"],
        [("资金总额", 3), ("80", 3)],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [("total", 800_000)]
    assert form.sections[0].text.startswith("保障运转；主要内容：发放工资")
    assert form.total_score is None


def test_goals_of_several_years_stand_beside_the_years_own() -> None:
    form = one(
        "2023年度项目支出绩效目标表",
        [("总体目标", 1, 2), ("中期目标（2023年—2025年）", 3), ("年度总体目标", 3)],
        [("三年建成", 3), ("完成一期", 3)],
    )
    assert form.expected_goal == "完成一期"
    assert sections(form)["中期目标（2023年—2025年）"] == "三年建成"


def test_numbered_goals_in_rows_of_their_own_are_one_goal() -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        [("年度绩效目标", 1, 3), ("年初设定目标", 3), ("目标完成情况", 3)],
        [("目标1：建成", 3), ("完成情况1：已建成", 3)],
        [("目标2：投用", 3), ("完成情况2：已投用", 3)],
    )
    assert form.expected_goal == "目标1：建成目标2：投用"
    assert form.actual_outcome == "完成情况1：已建成完成情况2：已投用"


def test_indicators_of_a_longer_term_are_kept_and_are_no_indicators() -> None:
    header: list[Printed] = ["一级指标", "二级指标", "指标内容", "指标值", "备注"]
    form = one(
        "2023年度项目绩效目标表",
        [("长期绩效指标", 1, 2), *header],
        ["产出指标", "数量指标", "里程", "88公里", ""],
        [("年度绩效指标", 1, 2), *header],
        ["产出指标", "数量指标", "里程", "20公里", ""],
    )
    assert [line.target.value for line in form.indicators] == [20]
    assert "88公里" in sections(form)["长期绩效指标"]


def test_each_project_of_a_list_is_a_form() -> None:
    header: list[Printed] = [
        "单位名称",
        "项目名称",
        "预算数",
        "年度目标",
        *LEVELS,
        "指标性质",
        "指标值",
        "度量单位",
    ]
    table: list[list[Printed]] = [
        header,
        [
            ("101-甲镇", 1, 3),
            ("村组干部报酬", 1, 2),
            ("3,309.50", 1, 2),
            ("按时发放", 1, 2),
            "效益指标",
            "社会效益指标",
            "维护稳定",
            "≥",
            "95",
            "%",
        ],
        ["产出指标", "时效指标", "发放时效", "≥", "1", "年"],
        ["办公经费", "66", "保障运转", "产出指标", "数量指标", "村数", "=", "11", "个"],
    ]
    forms = read(*lines("项目绩效目标申报表(2023年度)", "金额单位：元"), grid(0, table))
    assert [(f.project_name, f.organization, f.expected_goal) for f in forms] == [
        ("村组干部报酬", "101-甲镇", "按时发放"),
        ("办公经费", "101-甲镇", "保障运转"),
    ]
    assert [line.name_raw for line in forms[0].indicators] == ["维护稳定", "发放时效"]
    assert [f.funding[0].annual_budget_yuan for f in forms] == [Decimal("3309.50"), Decimal("66.00")]
    assert len({f.title for f in forms}) == 1


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("項目名稱", "project_name"),
        ("项目名称\nProject Name", "project_name"),
        ("རྣམ་གྲངས་མིང་།\n主管部门", "competent_department"),
        ("تۈر نامى\n实施单位", "implementing_unit"),
    ],
)
def test_labels_are_known_in_traditional_characters_and_in_two_languages(text: str, field: str) -> None:
    assert lexicon("labels").exact(text) == field


def test_a_form_in_traditional_characters_keeps_them() -> None:
    table: list[list[Printed]] = [
        ["項目名稱", ("校舍維修", 6)],
        ["一級指標", "二級指標", "三級指標", "年度指標值", "實際完成值", "分值", "得分"],
        ["產出指標", "數量指標", "維修教室數", "≥20個", "18個", "50", "45"],
        [("總分", 5), "100", "90"],
    ]
    (form,) = read(*lines("2023年度項目支出績效自評表"), grid(0, table))
    (line,) = form.indicators
    assert (form.form_type, form.project_name, form.total_score) == (
        "project_self_evaluation",
        "校舍維修",
        90,
    )
    assert (line.level2, line.level2_raw, line.name_raw) == ("数量指标", "數量指標", "維修教室數")
    assert (line.target.operator, line.target.value, line.target.unit) == (">=", 20, "個")


@pytest.mark.parametrize("name", ["指标2", "……", "指标3：", "2.", "三级指标1"])
def test_the_forms_own_placeholders_are_no_rows(name: str) -> None:
    header: list[Printed] = [*LEVELS, "指标值", "分值"]
    form = one("项目支出绩效目标表", header, ["产出", "数量", "次数", "2次", "9"], ["", "质量", name, "", ""])
    assert [line.name_raw for line in form.indicators] == ["次数"]


@pytest.mark.parametrize("blank", [["", "", "", "", ""], ["", "", "指标2", "", ""]])
def test_line_numbers_follow_the_paper_over_a_blank_row(blank: list[Printed]) -> None:
    header: list[Printed] = [*LEVELS, "指标值", "分值"]
    first: list[Printed] = ["产出", "数量", "次数", "2次", "9"]
    form = one("项目支出绩效目标表", header, first, blank, ["", "质量", "合格率", "98%", "9"])
    assert [(line.line_no, line.name_raw) for line in form.indicators] == [(1, "次数"), (3, "合格率")]


def test_a_placeholder_in_the_same_cell_is_no_part_of_the_name() -> None:
    form = one(
        "项目支出绩效目标表", [*LEVELS, "指标值", "分值"], ["产出", "数量", "检查次数\n指标2", "2次", "9"]
    )
    assert form.indicators[0].name_raw == "检查次数"


def test_what_no_column_takes_is_kept_whole_and_lowers_the_read_share() -> None:
    everything = ["不知何处", "另有一句没有去处的话", "再有一句", "四", "五五", "六六六", "末尾也在"]
    form = one("2023年度项目支出绩效自评表", list(everything))
    finding = next(each for each in form.findings if each.rule == "unread_cells")
    kept = (finding.found or "") + "".join(f"{each.label_raw}{each.text}" for each in form.sections)
    assert all(each in kept for each in everything)
    assert form.unread_cells > 0
    assert form.read_share < 1


def test_a_label_that_no_vocabulary_has_is_kept_with_its_value() -> None:
    form = one("2023年度项目支出绩效自评表", ["库区移民安置点", ("甲村和乙村", 6)])
    assert sections(form) == {"库区移民安置点": "甲村和乙村"}


def test_a_word_that_makes_another_thing_of_a_header_forbids_the_likeness() -> None:
    columns = lexicon("indicator_columns")
    assert (found := columns.modified("项目单位自评得分")) is not None
    assert found.name == "score"
    assert columns.modified("第三方复核得分数") is None
    assert (columns.match("上年指标值") or found).name != "target"


@pytest.mark.parametrize("label", ["小计", "指标得分小计", "产出指标小计（90分）"])
def test_subtotals_and_headings_between_indicators_are_no_rows(label: str) -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        [*LEVELS, "指标值", "实际完成值", "分值", "得分"],
        ["产出指标", "数量指标", "里程", "2公里", "2公里", "9", "9"],
        [(label, 5), "9", "9"],
        [("二、其他说明性的内容，不是指标", 7)],
        ["效益指标", "社会效益指标", "稳定", "提升", "提升", "1", "1"],
    )
    assert [(line.level1, line.name_raw) for line in form.indicators] == [
        ("产出指标", "里程"),
        ("效益指标", "稳定"),
    ]


def test_kinds_of_funding_may_stand_with_their_amount_in_one_cell() -> None:
    form = one(
        "2023年度部门整体支出绩效自评表",
        [("按收入性质分：", 4), ("按支出性质分：", 3)],
        [("其中：一般公共预算：1300", 4), ("基本支出：800", 3)],
        [("政府性基金拨款：", 4), ("项目支出：500", 3)],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("fiscal", 13_000_000),
        ("basic", 8_000_000),
        ("fiscal", None),
        ("project", 5_000_000),
    ]


def test_an_indicator_that_is_called_like_a_label_does_not_end_a_table_without_levels() -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        ["指标名称", "指标值", "实际完成值", "分值", "得分"],
        ["项目完成时间", "2023年12月", "2023年11月", "9", "9"],
        ["验收合格率", "100%", "100%", "1", "1"],
        ["存在问题", ("进度偏慢", 4)],
    )
    assert [line.name_raw for line in form.indicators] == ["项目完成时间", "验收合格率"]
    assert sections(form)["存在问题"] == "进度偏慢"


def test_two_figures_beside_each_other_under_one_header_are_never_one() -> None:
    form = one(
        "2023年度项目支出绩效自评表",
        [*LEVELS, "指标值", "完成值", ("得分", 2)],
        ["产出指标", "数量指标", "检查次数", "≥12次", "11次", "10", "9"],
    )
    assert form.indicators[0].score is None
    assert "10" in next(each.found or "" for each in form.findings if each.rule == "unread_cells")


def test_headers_of_two_rows_that_a_page_cuts_are_whole() -> None:
    rows: list[list[Printed]] = [
        *HEAD,
        ["一级指", "二级指", "三级指标", "指标", "完成值", ("得分", 2)],
        ["标", "标", "", "值", "", "自评", "复核"],
        ["产出指标", "数量指标", "检查次数", "≥12次", "11次", "10", "9"],
    ]
    whole = grid(0, rows)
    paged = (
        replace(cell, boxes=(Box(1 if cell.row <= len(HEAD) else 2, 0, cell.row, 1, cell.row + 1),))
        for cell in whole.cells
    )
    (form,) = read(*lines("2023年度项目支出绩效自评表", "单位：万元"), replace(whole, cells=tuple(paged)))
    (line,) = form.indicators
    assert (line.name_raw, line.target.raw, line.actual.raw, line.score) == ("检查次数", "≥12次", "11次", 10)
