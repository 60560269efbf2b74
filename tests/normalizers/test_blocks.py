"""Blocks of forms as offices arrange them whose sheets were met after the others."""

from __future__ import annotations

import pytest

from tests.normalizers.forms import EVALUATION, HEAD, LEVELS, SCORED, TARGET, grid, lines, one, read, sections


def test_a_table_whose_heading_lacks_its_last_word_is_a_form() -> None:
    (form,) = read(
        grid(
            0,
            [
                [("部门整体绩效目标", 4)],
                [("基本信息", 4)],
                ["部门编码：", "316", "部门名称：", "东河县林业局"],
                ["*年度绩效总目标", ("抚育森林9000亩。", 3)],
                [*LEVELS, "目标值"],
                ["产出指标", "数量指标", "抚育面积", "≥9000亩"],
            ],
        )
    )
    assert (form.form_type, form.title) == ("department_target", "部门整体绩效目标")
    assert (form.organization, form.expected_goal) == ("东河县林业局", "抚育森林9000亩。")
    assert [line.name_raw for line in form.indicators] == ["抚育面积"]


def test_indicators_without_a_form_around_them_are_none() -> None:
    assert not read(grid(0, [[*LEVELS, "指标值"], ["产出指标", "数量指标", "抚育面积", "≥9000亩"]]))


def test_what_was_executed_of_the_total_may_stand_behind_the_sources() -> None:
    form = one(
        EVALUATION,
        [("项目资金来源", 1, 2), "中央（万元）", "本级（万元）", "合计（万元）", "执行数（万元）", "执行率"],
        ["286", "", "286", "143", "50%"],
    )
    assert [(each.kind, each.annual_budget_yuan, each.executed_yuan) for each in form.funding] == [
        ("superior", 2_860_000, None),
        ("local", None, None),
        ("total", 2_860_000, 1_430_000),
    ]


def test_a_source_may_be_divided_in_the_row_below_it() -> None:
    form = one(
        TARGET,
        [("资金情况", 1, 3), ("资金总额（万元）", 1, 2), ("财政资金（万元）", 2), ("其他", 1, 2)],
        ["省级", "本级"],
        ["26.5", "", "26.5", ""],
    )
    assert [(each.kind, each.annual_budget_yuan) for each in form.funding] == [
        ("total", 265_000),
        ("superior", None),
        ("local", 265_000),
        ("other", None),
    ]


def test_sources_with_room_for_their_amounts_are_no_header() -> None:
    form = one(
        TARGET,
        [("资金情况（万元）", 1, 3), "项目资金总额：", "90", "年度资金申请总额", "60"],
        ["其中：财政资金", "90", "其中：当年财政拨款", "60"],
        ["其他资金", "", "其他资金", ""],
    )
    assert [(each.line_no, each.kind, each.annual_budget_yuan) for each in form.funding] == [
        (1, "total", 600_000),
        (2, "fiscal", 600_000),
        (3, "other", None),
    ]


def test_lines_of_funding_count_the_row_of_all_the_money() -> None:
    form = one(
        TARGET,
        [("项目资金（万元）", 1, 3), "项目总预算", "68"],
        ["当年年度预算", "34"],
        ["其中：财政资金", "34"],
    )
    assert [(each.line_no, each.kind) for each in form.funding] == [(2, "total"), (3, "fiscal")]
    assert sections(form)["项目总预算"] == "68"


@pytest.mark.parametrize("printed", ["862万元（道路405万元，水渠457万元）", "862（其中道路405）", "862万"])
def test_brackets_behind_an_amount_divide_it(printed: str) -> None:
    form = one(TARGET, [("资金情况（万元）", 1, 2), "年度资金总额：", printed], ["其他资金", ""])
    assert form.funding[0].annual_budget_yuan == 8_620_000


def test_a_choice_between_kinds_is_no_name() -> None:
    (form,) = read(
        *lines(EVALUATION),
        grid(0, [["专项名称", "□基础研究 ☑基地建设"], ["项目名称", "苗圃改造"], ["实施单位", "东河林场"]]),
    )
    assert form.project_name == "苗圃改造"
    assert sections(form)["专项名称"] == "□基础研究 ☑基地建设"


def test_a_label_nobody_knows_ends_the_value_before_it() -> None:
    (form,) = read(
        *lines(
            EVALUATION, "填报单位（盖章）：东河中学          主要领导签字：", "自评总分：94      审签人：陈安"
        ),
        grid(0, HEAD),
    )
    assert (form.organization, form.total_score) == ("东河中学", 94)
    assert sections(form)["审签人"] == "陈安"


def test_a_level_may_say_its_weight_without_brackets() -> None:
    form = one(
        EVALUATION,
        SCORED,
        [("产出指标\n40分", 1, 2), "数量指标\n25分", "修路里程", "9公里", "9公里", "25", "25"],
        ["时效指标15分", "完工时间", "12月底前", "12月", "15", "15"],
    )
    assert [(line.level1, line.level2) for line in form.indicators] == [
        ("产出指标", "数量指标"),
        ("产出指标", "时效指标"),
    ]
    assert form.indicators[0].level1_raw == "产出指标40分"


def test_goals_gone_through_one_by_one_are_no_part_of_the_goal() -> None:
    form = one(
        "2023年部门整体支出绩效目标表",
        ["总体目标", ("长期目标", 3), ("年度目标", 3)],
        ["", ("建成路网。", 3), ("修路9公里。", 3)],
        ["年度目标1：", ("修路9公里，验收合格", 6)],
        [*LEVELS, ("指标值", 4)],
        ["产出指标", "数量指标", "修路里程", ("9公里", 4)],
    )
    assert form.expected_goal == "修路9公里。"
    assert sections(form)["年度目标1："] == "修路9公里，验收合格"


def test_a_heading_right_above_the_indicators_is_no_goal() -> None:
    form = one(
        TARGET,
        [("总体目标", 1, 2), ("中期目标", 3), ("年度目标", 3)],
        [("建成路网。", 3), ("修路9公里。", 3)],
        [("绩效项目指标表", 7)],
        [*LEVELS, ("指标值", 4)],
        ["产出指标", "数量指标", "修路里程", ("9公里", 4)],
    )
    assert form.expected_goal == "修路9公里。"


def test_where_somebody_is_to_sign_the_indicators_end() -> None:
    form = one(
        TARGET,
        [*LEVELS, "指标值"],
        ["产出指标", "数量指标", "修路里程", "9公里"],
        [("项目单位意见：\n（盖章） 年 月 日", 2), ("主管部门审批意见：\n（盖章） 年 月 日", 2)],
    )
    assert [line.name_raw for line in form.indicators] == ["修路里程"]


def test_a_label_with_its_value_is_not_the_value_of_another() -> None:
    form = one(
        TARGET,
        [*LEVELS, "指标值"],
        ["产出指标", "数量指标", "修路里程", "9公里"],
        ["填报人：林夏", "单位负责人：", ("填报日期：2023.1.12", 2)],
    )
    assert (form.contact, str(form.filled_on)) == ("林夏", "2023-01-12")


@pytest.mark.parametrize("title", ["部门整体支出绩效目标表", "2023年部门整体支出绩效目标表"])
def test_beside_columns_of_single_years_the_forms_own_is_the_target(title: str) -> None:
    form = one(
        title,
        [("一级指标", 1, 2), ("二级指标", 1, 2), ("三级指标", 1, 2), ("指标值", 3)],
        ["2021年", "2022年", "预期当年实现值"],
        ["产出指标", "数量指标", "新增学位", "240个", "360个", "≥300个"],
    )
    assert [line.target.raw for line in form.indicators] == ["≥300个"]
    assert sections(form)["指标值·2021年"] == "新增学位：240个"
