"""Forms are found and read by what their labels say, wherever they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.normalizers.forms import HEAD, Printed, grid, lines, read


def test_split_columns_are_joined_and_keep_their_unit() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
        ["产出指标", "数量指标", "维修教室数", "≥", "95", "间", "20"],
        ["产出指标", "质量指标", "验收情况", "定性", "全部合格", "", "30"],
    ]
    (form,) = read(*lines("项目支出绩效目标表", "(2024年度)"), grid(0, table))
    first, second = (line.target for line in form.indicators)
    assert (first.raw, first.operator, first.value, first.unit) == ("≥95间", ">=", Decimal(95), "间")
    assert (second.raw, second.kind) == ("全部合格", "qualitative")
    assert [line.weight for line in form.indicators] == [Decimal(20), Decimal(30)]
    assert form.form_type == "project_target"


def test_a_sign_that_was_misread_makes_no_figure_longer() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
        ["产出指标", "质量指标", "抽检合格率", "2", "33", "%", "20"],
    ]
    (form,) = read(*lines("项目支出绩效目标表", "(2024年度)"), grid(0, table))
    target = form.indicators[0].target
    assert (target.operator, target.value, target.unit) == (None, Decimal(33), "%")
    assert [found.field for found in form.findings if found.rule == "misread_sign"] == ["target_operator"]


@pytest.mark.parametrize("value", ["92", "100"])
def test_a_unit_that_was_misread_makes_no_figure_longer(value: str) -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位", "权重"],
        ["满意度指标", "服务对象满意度指标", "读者满意度", "≥", value, "0", "10"],
    ]
    (form,) = read(*lines("项目支出绩效目标表", "(2024年度)"), grid(0, table))
    target = form.indicators[0].target
    assert (target.operator, target.value, target.unit) == (">=", Decimal(value), None)
    assert target.raw == f"≥{value} 0"
    assert [found.field for found in form.findings if found.rule == "misread_unit"] == ["target_unit"]


def test_columns_are_found_by_their_header_not_their_place() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "权重", "年终完成值", "年初指标值", "自评得分"],
        ["产出指标", "数量指标", "维修教室数（间）", "20", "18", "≥20", "18"],
    ]
    (form,) = read(*lines("2024年度项目支出绩效自评表"), grid(0, table))
    line = form.indicators[0]
    assert (line.target.operator, line.target.value, line.target.unit) == (">=", Decimal(20), "间")
    assert (line.actual.value, line.actual.unit, line.weight, line.score) == (18, "间", 20, 18)
    assert form.fiscal_year == 2024


def test_printed_but_empty_rows_count_and_blank_ones_do_not() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分"],
        ["效益指标", "经济效益指标", "", "", "", "", ""],
        ["", "社会效益指标", "改善办学条件", "有效改善", "97%", "15", "15"],
        ["", "", "", "", "", "", ""],
        [("总分", 5), "100", "分"],
    ]
    (form,) = read(*lines("项目支出绩效自评表"), grid(0, table))
    first, second = form.indicators
    assert (first.line_no, first.name_raw, first.target.kind, first.actual.kind) == (
        1,
        None,
        "empty",
        "empty",
    )
    assert (second.line_no, second.level1, second.level2) == (2, "效益指标", "社会效益指标")
    assert (form.total_weight, form.total_score) == (Decimal(100), None)


def test_a_title_repeated_on_a_continuation_page_begins_no_form() -> None:
    header: list[Printed] = ["一级指标", "二级指标", "三级指标", "指标值", "说明", "分值", "得分"]
    first = grid(0, [*HEAD, header, ["产出", "数量", "检查次数", "≥2次", "", "", ""]])
    second = grid(1, [header, ["效益", "社会效益", "提升质量", "有所提升", "", "", ""]])
    third = grid(2, [*HEAD, header, ["产出", "数量", "培训次数", "≥4次", "", "", ""]])
    title = lines("项目支出绩效目标表")
    forms = read(*title, first, *title, second, *title, third)
    assert [[line.name_raw for line in form.indicators] for form in forms] == [
        ["检查次数", "提升质量"],
        ["培训次数"],
    ]


def test_a_blank_organization_is_taken_from_the_implementing_unit_and_the_code_from_the_department() -> None:
    (form,) = read(*lines("项目支出绩效自评表", "单位(盖章):", "填报日期：2023/12/25"), grid(0, HEAD))
    assert (form.organization, form.department_code) == ("东河县第一中学", "305")
    assert str(form.filled_on) == "2023-12-25"
    assert (form.project_name, form.project_canonical) == ("校舍维修（2025年）", "校舍维修")


def test_money_without_a_unit_is_left_out_and_said() -> None:
    funding: list[list[Printed]] = [
        *HEAD,
        [("资金来源", 2), "年初预算数", "全年预算数", "全年执行数", "分值", "得分"],
        [("年度资金总额", 2), "70", "70", "57.55", "10", "8.22分"],
    ]
    (without,) = read(*lines("项目支出绩效自评表", "（2024年度）"), grid(0, funding))
    assert without.funding[0].executed_yuan is None
    assert [finding.rule for finding in without.findings] == ["missing_money_unit"]
    (stated,) = read(*lines("项目支出绩效自评表", "单位：万元"), grid(0, funding))
    assert stated.funding[0].executed_yuan == Decimal("575500.00")
    assert (stated.funding[0].score, stated.money_unit) == (Decimal("8.22"), "万元")


@pytest.mark.parametrize(
    ("row", "rating"),
    [
        (["评价等级", "优秀"], "优"),
        (["自评等次", "良好"], "良"),
        (["自评等次", "较差"], "差"),
        (["自评等次", "较好"], None),
        (["自评等次", "合格"], None),
        (["自评结论", "得分92分，评价等级为“优”。"], "优"),
        (["自评结论", "总体运行良好，效果中上。"], None),
    ],
)
def test_a_rating_is_one_of_four_or_none(row: list[Printed], rating: str | None) -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", "年初指标值", "年终完成值", "权重", "自评得分"],
        ["产出指标", "数量指标", "维修教室数（间）", "≥20", "18", "20", "18"],
        [row[0], (str(row[1]), 6)],
    ]
    (form,) = read(*lines("2024年度项目支出绩效自评表"), grid(0, table))
    assert form.rating == rating


@pytest.mark.parametrize(
    ("title", "form_type"),
    [
        ("2024年度部门预算项目绩效自评表", "project_self_evaluation"),
        ("2024年度部门（单位）整体支出绩效自评表", "department_self_evaluation"),
        ("2024年部门整体绩效目标表", "department_target"),
    ],
)
def test_a_title_tells_whose_form_it_is(title: str, form_type: str) -> None:
    (form,) = read(*lines(title), grid(0, HEAD))
    assert form.form_type == form_type


def test_a_document_without_forms_has_none() -> None:
    assert read(*lines("关于召开会议的通知", "各科室："), grid(0, [["序号", "姓名"], ["1", "王明"]])) == ()


def test_a_reason_whose_cell_stands_over_several_rows_is_missing_in_none_of_them() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        [
            "一级指标",
            "二级指标",
            "三级指标",
            "年度指标值",
            "实际完成值",
            "分值",
            "得分",
            "偏差原因分析及改进措施",
        ],
        ["产出指标", "数量指标", "维修教室", "≥20间", "18间", "20", "18", ("资金到位较晚", 1, 2)],
        ["产出指标", "数量指标", "培训教师", "≥10人", "10人", "20", "20"],
        ["产出指标", "数量指标", "更换门窗", "≥40扇", "30扇", "20", "15", ""],
    ]
    (form,) = read(*lines("项目支出绩效自评表", "(2024年度)"), grid(0, table))
    assert [line.remark for line in form.indicators] == ["资金到位较晚", None, None]
    assert [f.line_no for f in form.findings if f.rule == "lost_without_reason"] == [3]
    table[3] = ["产出指标", "数量指标", "培训教师", "≥10人", "8人", "20", "16"]
    table[2][-1], table[4] = ("资金到位较晚", 1, 3), table[4][:-1]
    (form,) = read(*lines("项目支出绩效自评表", "(2024年度)"), grid(0, table))
    assert [f for f in form.findings if f.rule == "lost_without_reason"] == []


def test_levels_that_a_page_break_cuts_in_both_columns_are_whole() -> None:
    table: list[list[Printed]] = [
        *HEAD,
        ["一级指标", "二级指标", "三级指标", ("指标值", 4)],
        ["产出", "数量", "修缮文物点", ("≥20处", 4)],
        [("指标（50分）", 1, 2), ("指标", 1, 2), "新增藏书", ("≥36册", 4)],
        ["制作宣传片", ("≥4部", 4)],
    ]
    (form,) = read(*lines("2024年度项目支出绩效目标表"), grid(0, table))
    assert [(line.level1, line.level2_raw) for line in form.indicators] == [("产出指标", "数量指标")] * 3
