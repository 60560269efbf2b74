"""Headers with numbers and formulas, beside other columns, run together, or below the goals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.normalizers.forms import EVALUATION, HEAD, LEVELS, ROW, Printed, grid, lines, one, read, sections

GOALS: list[Printed] = [("年度目标", 1, 2), ("预期目标", 2), ("具体完成情况", 3)]
TEXTS: list[Printed] = [("开放三百天。", 2), ("开放了三百天。", 3)]
AMOUNTS: list[Printed] = ["", ("年初预算数", 2), "全年执行数", "分值", "执行率", "得分"]
MONEY: list[Printed] = ["年度资金总额", ("42", 2), "42", "10", "100%", "10"]


def test_the_funding_may_stand_below_the_goals() -> None:
    form = one(EVALUATION, [*GOALS, ""], [*TEXTS, ""], AMOUNTS, MONEY)
    (line,) = form.funding
    assert (line.kind, line.initial_budget_yuan, line.executed_yuan) == ("total", 420000, 420000)
    assert (form.expected_goal, form.actual_outcome) == ("开放三百天。", "开放了三百天。")


def test_a_column_beside_the_goals_is_kept_and_moves_neither() -> None:
    form = one(EVALUATION, [*GOALS, "总体完成率（%）"], [*TEXTS, "100.00"])
    assert (form.expected_goal, form.actual_outcome) == ("开放三百天。", "开放了三百天。")
    assert sections(form)["总体完成率（%）"] == "100.00"


def test_a_figure_at_the_end_of_the_goals_header_is_no_goal() -> None:
    form = one(EVALUATION, [*GOALS, "20"], [*TEXTS, ""])
    assert (form.expected_goal, form.actual_outcome) == ("开放三百天。", "开放了三百天。")


def test_the_sum_of_the_budget_is_the_annual_budget_and_its_adjustment_is_not() -> None:
    over: list[Printed] = [("资金情况", 1, 3), ("资金结构", 1, 2), ("预算安排", 4), ("拨付情况", 2)]
    under: list[Printed] = [
        "年初部门预算安排金额①",
        "历年结余结转②",
        "年中调整金额③",
        "小计④=①+②+③",
        "年度拨付金额⑤",
        "支出实现率（%）⑥=⑤/④",
    ]
    form = one(EVALUATION, over, under, ["①财政资金小计", "250", "20", "0", "270", "216", "80%"])
    (line,) = form.funding
    assert (line.initial_budget_yuan, line.annual_budget_yuan) == (2500000, 2700000)
    assert (line.executed_yuan, line.execution_rate) == (2160000, Decimal("0.8"))
    assert line.label_raw == "①财政资金小计"


def test_two_headers_in_one_cell_give_no_figures() -> None:
    """A cell with the headers of two columns stands over one of them: which, nobody can tell."""
    form = one(
        EVALUATION,
        ["", "年初预算数", "全年预算数（A）全年执行数（B）", "", "分值", "执行率", "得分"],
        ["年度资金总额", "50", "42", "40", "10", "95.24%", "9.52"],
        [*LEVELS, "年度指标值（A）实际完成值（B）", "", "分值", "得分"],
        [*ROW, "≥9次", "8次", "10", "8.9"],
    )
    (line,) = form.funding
    assert (line.initial_budget_yuan, line.annual_budget_yuan, line.executed_yuan) == (500000, None, None)
    (indicator,) = form.indicators
    assert (indicator.target.value, indicator.actual.value) == (None, None)
    assert (indicator.weight, indicator.score) == (10, Decimal("8.9"))


def test_levels_by_the_word_for_value() -> None:
    form = one(
        EVALUATION,
        ["一级", "二级", "三级", "年度数值", "", "", ""],
        ["产出值", "时效值", "完工", "7月", "", "", ""],
    )
    (line,) = form.indicators
    assert (line.level1, line.level2) == ("产出指标", "时效指标")


@pytest.mark.parametrize("text", ["林夏，158****3688", "林夏 0851-2233445", "林夏13800001111"])
def test_the_contact_is_told_without_the_telephone(text: str) -> None:
    assert one(EVALUATION, ["联系人及电话", (text, 6)]).contact == "林夏"


def test_of_money_planned_arrived_and_spent_what_arrived_is_kept() -> None:
    rows: list[list[Printed]] = [
        ["项目名称", "高龄津贴", "金额单位：", ("万元", 3)],
        ["预算数", "7.56", "到位数", "7", "执行数", "6.5"],
        ["其中：财政资金", "7.56", "其中：财政资金", "7", "其中：财政资金", "6.5"],
    ]
    (form,) = read(*lines(EVALUATION), grid(0, rows))
    found = [(line.kind, line.annual_budget_yuan, line.executed_yuan) for line in form.funding]
    assert found == [("total", 75600, 65000), ("fiscal", 75600, 65000)]
    assert (form.money_unit, sections(form)["到位数"]) == ("万元", "7")


def test_a_row_with_an_amount_is_no_header_and_loses_nothing() -> None:
    rows: list[list[Printed]] = [
        [
            ("预算执行情况（万元）", 2, 2),
            "转移支付预算数（A）",
            "6.35万",
            ("预算执行率", 1, 2),
            ("100%", 2, 2),
        ],
        ["转移支付执行数（B）", "6.35万"],
    ]
    kept = sections(one(EVALUATION, *rows))
    assert (kept["转移支付预算数（A）"], kept["转移支付执行数（B）"]) == ("6.35万", "6.35万")


@pytest.mark.parametrize("head", ["级指标", "—级指标", "级", "口级指标"])
@pytest.mark.parametrize("second", ["二级指标", "二级"])
def test_a_first_level_that_lost_its_stroke_is_known_by_the_second_beside_it(head: str, second: str) -> None:
    header: list[Printed] = [head, second, "三级指标", "指标值"]
    form = one(
        "项目支出绩效目标表", header, ["成本指标", "成本指标", "单价", "≤9元"], ["", "", "总价", "≤99元"]
    )
    assert [(line.level1, line.level1_raw) for line in form.indicators] == [("成本指标", "成本指标")] * 2


@pytest.mark.parametrize("head", ["所属领域", "指标分组"])
def test_another_header_left_of_the_second_level_is_not_the_first(head: str) -> None:
    header: list[Printed] = [head, "二级指标", "三级指标", "指标值"]
    form = one("项目支出绩效目标表", header, ["农业", "数量指标", "检查次数", "≥9次"])
    assert [line.level1_raw for line in form.indicators] == [None]


TOTALS: list[tuple[list[Printed], str | None]] = [
    ([("总分", 5), "100", "96.75", ""], None),
    ([("合计", 5), "100", "", ""], None),
    ([("总分", 5), ("96.75", 3)], "96.75"),
    ([("自评得分", 5), "96.75", "自评等级", "优"], "96.75"),
]


@pytest.mark.parametrize(("total", "score"), TOTALS)
def test_a_row_of_totals_without_its_columns_tells_no_weight_from_a_score(
    total: list[Printed], score: str | None
) -> None:
    header: list[Printed] = [*LEVELS, "指标值", "完成值", "分值", "得分", "偏差原因", "备注"]
    table = [*HEAD, header, [*ROW, "2次", "2次", "90", "89.62", "", ""]]
    (form,) = read(*lines(EVALUATION, "单位：万元"), grid(0, table), grid(1, [total]))
    assert (form.total_weight, str(form.total_score or "")) == (None, score or "")
    if score is None:
        unread = next(finding for finding in form.findings if finding.rule == "unread_cells")
        assert unread.found is not None
        assert unread.found.startswith(str(total[0][0]))
