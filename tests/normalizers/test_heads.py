"""Heads, goals, totals and money as offices print them whose forms were met later."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractors.model import Grid, Reading, TextLine
from tests.normalizers.forms import (
    EVALUATION,
    HEAD,
    LEVELS,
    ROW,
    SCORED,
    TARGET,
    Printed,
    grid,
    lines,
    one,
    read,
    sections,
)


@pytest.mark.parametrize(
    ("printed", "rating"),
    [
        ("☑优（90分以上） □良 □中 □差", "优"),
        ("□优 ☑良（80-90分）", "良"),
        ("☑优 ☑良", None),
        ("优", "优"),
        ("优☑ 良□ 中□", "优"),
        ("优（90分以上）□ 良（80-90分）√", "良"),
    ],
)
def test_the_ticked_rating_is_the_one_given(printed: str, rating: str | None) -> None:
    form = one(EVALUATION, SCORED, [*ROW, "2次", "2次", "9", "9"], ["自评等级", (printed, 6)])
    assert form.rating == rating


def test_a_rating_may_stand_alone_behind_the_totals() -> None:
    header: list[Printed] = [*SCORED, "备注"]
    form = one(EVALUATION, header, [*ROW, "2次", "2次", "9", "9", ""], [("总分", 5), "100", "97", "（优）"])
    assert (form.total_weight, form.total_score, form.rating) == (100, 97, "优")


def test_the_bodys_own_score_and_rating_end_the_indicators() -> None:
    tail: list[Printed] = ["自评得分", ("96.5", 3), ("自评等级", 1), ("良", 2)]
    form = one(EVALUATION, SCORED, [*ROW, "2次", "2次", "9", "9"], tail)
    assert (form.total_weight, str(form.total_score), form.rating) == (None, "96.5", "良")
    assert len(form.indicators) == 1


def test_the_place_of_the_stamp_is_no_part_of_the_body() -> None:
    (form,) = read(
        *lines(TARGET, "填报单位：（盖章）甲县农业局"), grid(0, [*HEAD, [*LEVELS, "指标值"], [*ROW, "2次"]])
    )
    assert form.organization == "甲县农业局"


def test_a_second_form_may_begin_with_the_unit_or_with_a_code() -> None:
    def table(number: int, first: list[Printed]) -> Grid:
        return grid(number, [first, [*LEVELS, "指标值"], [*ROW, "2次"]])

    for head in (["预算单位", "甲县兽医站", "项目名称"], ["项目编码", "2023001", "项目名称"]):
        items: list[TextLine | Grid] = []
        for number, name in enumerate(("防疫", "检疫")):
            items += [*lines(TARGET), table(number, [*head, name])]
        assert [form.project_name for form in read(*items)] == ["防疫", "检疫"]


def test_the_summary_of_what_came_of_the_goals_heads_their_second_column() -> None:
    form = one(
        EVALUATION,
        [("年度总体目标", 1, 2), "年初设定目标", "年度总体目标完成情况综述"],
        ["修路12公里。", "修了13公里。"],
    )
    assert (form.expected_goal, form.actual_outcome) == ("修路12公里。", "修了13公里。")


def test_of_goals_by_year_those_of_the_forms_year_are_its_own() -> None:
    form = one(
        "2023年度部门整体支出绩效自评表",
        [("一、部门年度目标", 3)],
        ["财年", "目标", "实际完成情况"],
        ["2022", "修路9公里。", "修了9公里。"],
        ["2023", "修路12公里。", "修了13公里。"],
        [("二、部门年度重点工作任务", 3)],
    )
    assert (form.expected_goal, form.actual_outcome) == ("修路12公里。", "修了13公里。")
    assert ("2022", "修路9公里。") in {(each.label_raw, each.text) for each in form.sections}


def test_budget_and_execution_may_stand_each_behind_its_label() -> None:
    form = one(
        EVALUATION,
        [("预算执行情况（万元）", 1, 3), "预算数：", "49.00", "执行数：", "48.72"],
        ["其中：财政拨款", "45", "其中：财政拨款", "44.72"],
        ["其他资金", "4", "其他资金", ""],
    )
    assert [(line.kind, line.annual_budget_yuan, line.executed_yuan) for line in form.funding] == [
        ("total", 490_000, 487_200),
        ("fiscal", 450_000, 447_200),
        ("other", 40_000, None),
    ]


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        (
            "年初预算60万元，全年预算1,056万元，全年执行538.42万元，执行率50.99%。",
            (600_000, 10_560_000, 5_384_200),
        ),
        (
            "全年预算数：1056万元；执行数：538.42万元；执行率：50.99%；得分：5.1分",
            (None, 10_560_000, 5_384_200),
        ),
    ],
)
def test_a_sentence_may_say_all_the_money(said: str, amounts: tuple[int | None, ...]) -> None:
    form = one(EVALUATION, ["预算执行情况", said])
    (line,) = form.funding
    assert line.kind == "total"
    assert (line.initial_budget_yuan, line.annual_budget_yuan, line.executed_yuan) == amounts
    assert line.execution_rate == Decimal("0.5099")


@pytest.mark.parametrize(
    "said",
    [
        "全年预算56万元，执行数53万元，节约3万元。",
        "全年预算56万元，执行数53万元，执行数50万元。",
        "年初预算60万元。",
    ],
)
def test_a_sentence_that_is_not_understood_whole_is_left_unread(said: str) -> None:
    form = one(EVALUATION, ["预算执行情况", said])
    assert not form.funding
    kept = {each.text for each in form.sections}
    assert said in kept or form.unread_cells


def test_two_tables_of_money_may_stand_side_by_side() -> None:
    form = one(
        "2023年部门整体支出绩效目标表",
        [("预算整体情况", 1, 3), "按支出类型分", "预算金额（万元）", "按来源类型分", "预算金额（万元）"],
        ["基本支出", "3", "财政拨款", "5"],
        ["项目支出", "4", "其他资金", "2"],
    )
    assert {line.kind: line.annual_budget_yuan for line in form.funding} == {
        "basic": 30_000,
        "project": 40_000,
        "fiscal": 50_000,
        "other": 20_000,
    }


def test_an_amount_that_is_divided_in_its_row_is_the_total() -> None:
    form = one(TARGET, ["预算数", "62.5", "其中：财政资金", "60", "其他资金", "2.5"], [*LEVELS, "指标值"])
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 625_000),
        ("fiscal", 600_000),
        ("other", 25_000),
    ]


def test_a_label_may_say_first_by_what_the_money_is_divided() -> None:
    form = one(
        TARGET,
        ["资金总额", "9"],
        ["1、资金来源：（1）财政拨款", "8"],
        ["（2）单位资金", "1"],
        ["2、资金结构：（1）基本支出", "9"],
        [*LEVELS, "指标值"],
    )
    assert [line.kind for line in form.funding] == ["total", "fiscal", "other", "basic"]


def test_tasks_with_their_money_are_no_funding() -> None:
    form = one(
        "2023年度部门整体支出绩效自评表",
        ["年度资金总额", "9"],
        [("年度主要任务完成情况", 1, 3), "任务名称", "主要内容及完成情况", "预算数", "执行数"],
        ["道路维修", "维修通组路", "96", "95"],
        ["合计", "", "96", "95"],
        [*LEVELS, "指标值"],
        [*ROW, "2次"],
    )
    assert [line.kind for line in form.funding] == ["total"]
    assert any("道路维修" in section.text for section in form.sections)


def test_a_total_behind_a_table_of_tasks_is_funding_where_it_stands_in_columns_of_its_own() -> None:
    form = one(
        "2023年度部门整体支出绩效目标表",
        [("任务名称", 2), ("主要内容", 2), ("预算金额（万元）", 2)],
        [("道路维修", 2), ("维修通组路", 2), ("96", 2)],
        [("合计", 4), ("96", 2)],
        [("合计（万元）", 3), ("120", 3)],
        [("基本支出", 3), ("24", 3)],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 1_200_000),
        ("basic", 240_000),
    ]


def test_names_may_stand_under_the_name_of_the_whole_table() -> None:
    form = one(
        TARGET, ["一级指标", "二级指标", "绩效指标", "绩效指标描述", "指标值"], [*ROW, "查了几次", "2次"]
    )
    assert [line.name_raw for line in form.indicators] == ["检查次数"]


def test_dots_in_the_column_of_the_levels_name_none() -> None:
    last: list[Printed] = ["", "质量指标", "合格率", "98%"]
    form = one(TARGET, [*LEVELS, "指标值"], [*ROW, "2次"], ["", "……", "", ""], last)
    assert [(line.line_no, line.level2_raw) for line in form.indicators] == [(1, "数量指标"), (3, "质量指标")]


def test_a_heading_of_two_lines_is_one() -> None:
    table = grid(0, [*HEAD, [*LEVELS, "指标值"], [*ROW, "2次"]])
    (form,) = read(*lines("农业发展专项（粪污利用项目）2022年", "中央预算内投资计划绩效目标表"), table)
    assert form.title == "农业发展专项（粪污利用项目）2022年中央预算内投资计划绩效目标表"
    assert form.fiscal_year == 2022


def test_a_label_of_the_goals_that_is_like_a_heading_is_none() -> None:
    form = one(
        "项目支出绩效目标表", [("年度绩效目标", 4)], [("修路12公里。", 4)], [*LEVELS, "指标值"], [*ROW, "2次"]
    )
    assert form.expected_goal == "修路12公里。"


@pytest.mark.parametrize("head", ["绩效指标", "指标名称", "评价指标", "指标"])
def test_one_head_may_stand_over_levels_and_names(head: str) -> None:
    last: list[Printed] = ["", "质量指标", "合格率", "98%", "99%"]
    form = one(EVALUATION, [(head, 3), "指标值", "完成值"], [*ROW, "2次", "2次"], last)
    assert [(line.level1, line.level2, line.name_raw) for line in form.indicators] == [
        ("产出指标", "数量指标", "检查次数"),
        ("产出指标", "质量指标", "合格率"),
    ]


def test_no_amount_is_surer_than_the_unit_it_is_printed_in() -> None:
    table = grid(0, [*HEAD, ["年度资金总额", ("68", 6)], [*LEVELS, "指标值"], [*ROW, "2次"]])
    title, corner = lines(TARGET, "单位：万元")
    unsure = replace(corner, readings=(Reading("单位：万元", 0.7),))
    (form,), (doubted,) = read(title, corner, table), read(title, unsure, table)
    assert (form.funding[0].annual_budget_yuan, form.funding[0].confidence) == (680_000, 1.0)
    assert (doubted.funding[0].annual_budget_yuan, doubted.funding[0].confidence) == (680_000, 0.7)
    spots = [each.spot for each in doubted.lineage if each.field == "annual_budget_yuan"]
    assert [(spot.text, spot.confidence) for spot in spots] == [("68", 0.7)]


def test_a_row_that_sounds_like_a_header_is_none() -> None:
    first: list[Printed] = [
        "效益指标",
        "社会效益指标",
        "行业标准化水平",
        "持续提升",
        "达成预期目标",
        "9",
        "9",
    ]
    last: list[Printed] = ["", "可持续影响指标", "标准实施应用", "长期", "达成预期目标", "9", "9"]
    form = one(EVALUATION, SCORED, [*ROW, "2次", "2次", "9", "9"], first, last)
    assert [line.name_raw for line in form.indicators] == ["检查次数", "行业标准化水平", "标准实施应用"]


def test_the_goal_of_the_year_is_taken_and_that_of_all_years_kept() -> None:
    goals: list[list[Printed]] = [
        ["总体绩效目标", ("修路20公里。", 6)],
        ["年度绩效目标", ("修路12公里。", 6)],
    ]
    for order in (goals, goals[::-1]):
        form = one(TARGET, *order, [*LEVELS, "指标值"], [*ROW, "2次"])
        assert form.expected_goal == "修路12公里。"
        assert sections(form)["总体绩效目标"] == "修路20公里。"


def test_an_adjustment_beside_the_budget_of_the_year_is_none() -> None:
    header: list[Printed] = ["资金构成", "年初预算", "调整数", "全年预算", "实际支出"]
    form = one(EVALUATION, header, ["年度资金总额", "400", "20.5", "420.5", "416.3"])
    assert (form.funding[0].initial_budget_yuan, form.funding[0].annual_budget_yuan) == (4_000_000, 4_205_000)
    adjusted = one(
        EVALUATION, ["资金构成", "年初预算", "调整数", "实际支出"], ["年度资金总额", "400", "420.5", "416"]
    )
    assert adjusted.funding[0].annual_budget_yuan == 4_205_000


def test_a_standard_is_the_target_where_no_other_column_is() -> None:
    alone = one(TARGET, [*LEVELS, "绩效标准"], [*ROW, "≥2次"])
    beside = one(TARGET, [*LEVELS, "绩效标准", "指标值"], [*ROW, "按规定", "≥2次"])
    assert alone.indicators[0].target.raw == beside.indicators[0].target.raw == "≥2次"


def test_money_may_stand_beside_a_table_of_what_it_is_spent_on() -> None:
    form = one(
        TARGET,
        [("收入预算", 1, 3), "资金总额", "268", ("支出预算", 1, 3), "支出明细", "半年计划", "全年计划"],
        ["财政拨款", "260", "资金总额", "118", "268"],
        ["其他资金", "8", "设备购置费", "70", "220"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 2_680_000),
        ("fiscal", 2_600_000),
        ("other", 80_000),
    ]


def test_the_year_may_be_said_in_two_languages() -> None:
    table = grid(0, [*HEAD, [*LEVELS, "指标值"], [*ROW, "2次"]])
    (form,) = read(*lines("项目支出绩效目标表", "（2023年度）(2023-يىللىق)"), table)
    assert form.fiscal_year == 2023


def test_a_header_of_two_languages_may_be_parted_by_a_page_break() -> None:
    form = one(
        TARGET,
        [("一级指标", 1, 2), ("二级指标", 1, 2), "三级指标名称", ("指标值", 2), ("备注", 1, 2)],
        ["Level III Indicator", "年初设定", "全年调整"],
        [*ROW, "≥3次", "≥2次", ""],
    )
    assert [(line.name_raw, line.target.raw) for line in form.indicators] == [("检查次数", "≥2次")]
