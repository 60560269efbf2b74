"""Forms as other offices print them: their own words for a column, their own order, blocks within blocks."""

from __future__ import annotations

import pytest

from tests.normalizers.forms import HEAD, LEVELS, ROW, TARGET, Printed, grid, lines, one, read, sections


def test_two_departments_above_one_project_are_one_form() -> None:
    table: list[list[Printed]] = [
        ["项目名称", ("科技发展资金", 3)],
        ["中央主管部门", ("科技部", 3)],
        ["地方主管部门", "甲县科技局", "实施单位", "甲县科技所"],
        [*LEVELS, "指标值", "完成值"],
        [*ROW, "2次", "2次"],
    ]
    (form,) = read(*lines("绩效目标自评表", "2023年度"), grid(0, table))
    assert (form.implementing_unit, form.project_name) == ("甲县科技所", "科技发展资金")
    assert [line.name_raw for line in form.indicators] == ["检查次数"]


@pytest.mark.parametrize("nature", ["正向", "反向", "定量", "逆向指标"])
def test_the_sign_is_taken_from_the_column_that_has_it(nature: str) -> None:
    beside = one(
        TARGET, [*LEVELS, "指标性质", "指标方向", "目标值", "计量单位"], [*ROW, nature, "≥", "8", "次"]
    )
    alone = one(TARGET, [*LEVELS, "指标性质", "目标值", "计量单位"], [*ROW, nature, "8", "次"])
    assert (beside.indicators[0].target.raw, beside.indicators[0].target.operator) == ("≥8次", ">=")
    assert (alone.indicators[0].target.raw, alone.indicators[0].target.operator) == ("8次", None)


def test_a_target_that_nobody_adjusted_is_the_one_first_set() -> None:
    header: list[Printed] = [*LEVELS, "年初指标值", "调整指标值", "完成值"]
    form = one(
        "项目支出绩效自评表", header, [*ROW, "≥12次", "", "12次"], ["", "", "培训", "≥3次", "≥2次", "2次"]
    )
    assert [line.target.raw for line in form.indicators] == ["≥12次", "≥2次"]


def test_the_level_planned_for_the_year_is_the_target_and_last_years_is_kept() -> None:
    form = one(TARGET, [*LEVELS, "上年度实际水平", "本年度计划水平"], [*ROW, "6次", "８次"])
    assert form.indicators[0].target.value == 8
    assert sections(form)["上年度实际水平"] == "检查次数：6次"


def test_one_column_of_the_years_money_stands_beside_others() -> None:
    form = one(
        TARGET,
        [("资金情况", 1, 3), "资金来源", "上年度预算安排", "上年度实际执行", "本年度申请金额"],
        ["合计", "280", "262.8", "298.5"],
        ["财政拨款", "260", "242.8", "——"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 2_985_000),
        ("fiscal", None),
    ]


def test_the_one_amount_of_a_target_form_is_its_annual_budget_whatever_its_header() -> None:
    form = one(TARGET, ["资金来源", "年初安排金额"], ["资金总额", "3"], ["其他资金", "0"])
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 30_000),
        ("other", 0),
    ]


def test_of_two_amounts_without_a_header_none_is_taken() -> None:
    form = one(TARGET, ["资金总额", "280", "298.5"], [*LEVELS, "指标值"], [*ROW, "2次"])
    assert [line.annual_budget_yuan for line in form.funding] == []


def test_a_label_beside_the_whole_table_is_none_of_its_rows() -> None:
    form = one(
        TARGET,
        [("某某安排", 1, 3), "资金来源", "合计", "2022年", "2023年", "2024年"],
        ["资金总额", "96", "24", "42", "30"],
        ["财政拨款", "72", "18", "33", "21"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 420_000),
        ("fiscal", 330_000),
    ]


def test_the_labels_of_the_money_may_stand_under_any_heading() -> None:
    form = one(
        "2023年度部门整体支出绩效自评表",
        [("部门预算执行情况", 1, 3), "何种开支", "年初预算数", "全年预算数", "全年执行数"],
        ["年度资金总额", "15", "16", "14"],
        ["基本支出", "5", "6", "5"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 160_000),
        ("basic", 60_000),
    ]


@pytest.mark.parametrize("total", ["实施期资金总额：", "项目资金总额", "项目总投资"])
def test_money_of_more_years_than_one_is_kept_and_is_no_line_of_funding(total: str) -> None:
    table: list[list[Printed]] = [
        *HEAD,
        [("资金金额\n（万元）", 1, 2), total, "126", "年度资金总额：", "42"],
        ["其中：财政拨款", "120", "其中：财政拨款", "40"],
        [*LEVELS, "指标值"],
        [*ROW, "2次"],
    ]
    (form,) = read(*lines(TARGET), grid(0, table))
    assert form.money_unit == "万元"
    assert [(line.line_no, line.kind, line.annual_budget_yuan) for line in form.funding] == [
        (1, "total", 420_000),
        (2, "fiscal", 400_000),
    ]
    assert sections(form)[total.rstrip("：")] == "126；其中：财政拨款：120"


def test_a_column_of_another_year_is_not_the_years() -> None:
    form = one(
        TARGET,
        ["资金来源", "2022年执行数", "2023年预算数"],
        ["资金总额", "30", "31"],
        [*LEVELS, "2022年实际完成值", "2022年指标值", "2023年指标值"],
        [*ROW, "7次", "8次", "9次"],
    )
    (money,), (line,) = form.funding, form.indicators
    assert (money.annual_budget_yuan, money.executed_yuan) == (310_000, None)
    assert (line.target.raw, line.actual.raw) == ("9次", None)
    assert sections(form)["2022年指标值"] == "检查次数：8次"


def test_amounts_beside_notes_are_funding_and_no_tasks() -> None:
    form = one(TARGET, ["资金来源", "申请金额", "备注"], ["资金总额", "30", "含结转"], ["其他资金", "2", ""])
    assert [line.annual_budget_yuan for line in form.funding] == [300_000, 20_000]
    assert sections(form)["备注"] == "资金总额：含结转"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("部门预算专项业务经费绩效目标表", "project_target"),
        ("部门预算项目支出绩效目标申报表", "project_target"),
        ("2023年部门预算绩效目标表", "department_target"),
        ("部门整体支出绩效目标表", "department_target"),
    ],
)
def test_a_budget_for_one_thing_is_no_departments_whole(title: str, kind: str) -> None:
    assert one(title, [*LEVELS, "指标值"], [*ROW, "2次"]).form_type == kind


def test_a_bodys_own_score_may_stand_above_the_tables() -> None:
    form = one(
        "项目支出绩效自评表", ["自评总分（分）", "97.27"], [*LEVELS, "指标值", "得分"], [*ROW, "2次", "9"]
    )
    assert str(form.total_score) == "97.27"


@pytest.mark.parametrize("last", [["（自评等级）优"], ["自评等级", "优"], ["等级：优秀"]])
def test_a_note_ends_the_indicators_and_the_totals_below_it_count(last: list[Printed]) -> None:
    header: list[Printed] = [*LEVELS, "指标值", "完成值", "分值", "得分", "偏差原因", "备注"]
    form = one(
        "项目支出绩效自评表",
        header,
        [*ROW, "2次", "2次", "90", "89.62", "", ""],
        ["其余要交代的事", ("无", 8)],
        [("总分", 5), "100", "99.62", *last],
    )
    assert len(form.indicators) == 1
    assert sections(form)["其余要交代的事"] == "无"
    assert (form.total_weight, str(form.total_score), form.rating) == (100, "99.62", "优")
