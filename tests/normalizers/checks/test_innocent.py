"""Forms of other provinces that differ from the usual one, and accuse nobody."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

import pytest

from normalizers.checks import check
from normalizers.model import Form, FundingFacts, FundingKind, Printed, Spot


def money(kind: FundingKind, annual: str, executed: str | None = None, **values: Any) -> FundingFacts:
    amount = None if executed is None else Decimal(executed)
    blank: dict[str, Any] = dict.fromkeys(("weight", "execution_rate", "score"))
    given = {name: Decimal(value) for name, value in values.items() if name != "label"}
    label = values.get("label", kind)
    return FundingFacts(1, kind, label, None, Decimal(annual), amount, **{**blank, **given}, confidence=1.0)


def severities(paper: Any, form: Form, rule: str) -> list[tuple[int | None, str]]:
    return [(each.line_no, each.severity) for each in check(paper.facts, form) if each.rule == rule]


def standing_over(form: Form, column: str, text: str, *lines: int) -> Form:
    """The form, with one cell of a column that stands over these lines; they follow the line it began in."""
    shared = {column: Printed(text, (Spot(text, 1.0),))}
    indicators = (replace(line, shared=shared) if line.line_no in lines else line for line in form.indicators)
    return replace(form, indicators=tuple(indicators))


def test_a_reason_whose_cell_stands_over_a_line_is_its_reason(paper: Any) -> None:
    paper.line("≥100个", "90个", "10", "9", "资金不足").line("≥2次", "2次", "5", "5").line(
        "≥9台", "8台", "9", "8"
    )
    form = paper.form()
    assert severities(paper, form, "lost_without_reason") == [(3, "warning")]
    assert severities(paper, standing_over(form, "remark", "资金不足", 2, 3), "lost_without_reason") == []


def test_a_result_whose_cell_stands_over_a_line_is_its_result(paper: Any) -> None:
    paper.line("≥4次", "均已完成", "10", "10").line("≥9台", "", "10", "10")
    form = paper.form()
    assert severities(paper, form, "empty_actual") == [(2, "warning")]
    assert severities(paper, standing_over(form, "actual", "均已完成", 2), "empty_actual") == []


def test_a_weight_over_several_lines_is_held_against_none_of_them(paper: Any) -> None:
    paper.line("≥4次", "4次", "30", "20").line("≥100人", "达成年度指标", "", "10").line(
        "≥9台", "9台", "20", "18"
    )
    rules = {(each.line_no, each.rule) for each in check(paper.facts, paper.form())}
    assert {rule for line, rule in rules if line == 1} == set()
    assert (3, "met_but_points_lost") in rules


def test_weights_that_are_shares_of_one_hold_points(paper: Any) -> None:
    for share, score in (("0.5", "50"), ("0.3", "25.5"), ("0.1", "10"), ("0.1", "12")):
        paper.line("有效提升", "成效明显", share, score)
    paper.says(total_weight=Decimal(100))
    assert paper.findings("total_weight") == paper.findings("weights_reach_100") == []
    assert [each.line_no for each in paper.findings("score_above_weight")] == [4]
    assert paper.findings("score_above_weight")[0].expected == "10.0"


def test_the_official_score_of_a_share_keeps_its_places(paper: Any) -> None:
    paper.line("≥200个", "170个", "0.05", "4.25")
    assert str(paper.facts.indicators[0].recomputed_score) == "0.0425"


def test_marks_out_of_100_have_a_weighted_mean(paper: Any) -> None:
    for weight, score in (("50", "100"), ("40", "90"), ("10", "80")):
        paper.line("有效提升", "成效明显", weight, score)
    paper.says(total_score=Decimal(94))
    assert paper.findings("score_above_weight") == paper.findings("total_score") == []
    assert paper.says(total_score=Decimal(71)).severities("score_above_weight") == ["error"] * 3


@pytest.mark.parametrize(
    ("sum_of_lines", "printed", "severity"),
    [("90", "100", "info"), ("80", "100", "info"), ("82", "100", "warning"), ("100", "100", None)],
)
def test_an_execution_without_points_may_be_what_is_missing(
    paper: Any, sum_of_lines: str, printed: str, severity: str | None
) -> None:
    paper.line("有效提升", "成效明显", sum_of_lines, sum_of_lines).says(total_weight=Decimal(printed))
    assert paper.severities("total_weight") == [severity] * (severity is not None)


def test_an_execution_that_prints_its_points_is_not_missing(paper: Any) -> None:
    paper.line("有效提升", "成效明显", "80", "80").money("100", "100", "10", "10")
    assert paper.says(total_weight=Decimal(100)).severities("total_weight") == ["warning"]


def test_a_score_of_the_execution_that_is_left_blank_is_no_more_than_its_weight(paper: Any) -> None:
    paper.line("有效提升", "成效明显", "90", "85").money("100", "100", "10", "")
    assert paper.says(total_score=Decimal("94.7")).severities("total_score") == ["info"]
    assert paper.says(total_score=Decimal("98.7")).severities("total_score") == ["warning"]


@pytest.mark.parametrize(
    ("scores", "total", "severity"),
    [
        ("4.983 3.3333", "8.32", None),
        ("4.98 3.33", "8.32", "info"),
        ("5 3", "8.1", "warning"),
        ("4.98 3.33", "8.5", "warning"),
    ],
)
def test_rounding_explains_a_total(paper: Any, scores: str, total: str, severity: str | None) -> None:
    for score in scores.split():
        paper.line("有效提升", "成效明显", "5", score)
    paper.money("100", "100", "10", "10")
    assert paper.says(total_score=Decimal(total)).severities("total_score") == [severity] * (
        severity is not None
    )


def test_extra_points_stand_outside_the_hundred(paper: Any) -> None:
    paper.line("有效提升", "成效明显", "100", "100").line("1次", "", "5", "0", level1_raw="加分项")
    paper.says(total_weight=Decimal(100), total_score=Decimal(100))
    for rule in ("total_weight", "weights_reach_100", "lost_without_reason", "empty_actual"):
        assert paper.findings(rule) == []
    assert paper.says(total_weight=Decimal(105)).findings("total_weight") == []


def test_a_score_above_the_whole_form_cannot_be_right(paper: Any) -> None:
    """Weight and score that a page break ran together: 10 and 9 as 109."""
    assert paper.line("有效提升", "成效明显", "", "109").severities("score_above_weight") == ["error"]
    assert paper.line("有效提升", "成效明显", "", "12").severities("score_above_weight") == ["error"]


def test_costs_beside_the_outputs_may_be_counted_with_them(paper: Any) -> None:
    paper.line("a", "b", "40", "40", level1_raw="产出指标（50分）").line(
        "a", "b", "10", "10", level1="成本指标"
    )
    assert paper.severities("level_weights") == ["info"]
    paper.line("a", "b", "5", "5", level1="成本指标")
    assert paper.severities("level_weights") == ["warning"]


def test_points_of_a_cell_that_names_no_level_are_not_the_levels_own(paper: Any) -> None:
    paper.line("a", "b", "50", "50", level1_raw="年度绩效目标（90分）")
    assert paper.findings("level_weights") == []


@pytest.mark.parametrize(
    ("lines", "severity"),
    [
        ("fiscal 100, basic 60, project 40", None),
        ("fiscal 80, other 20, basic 60, project 40", None),
        ("basic 60, project 30, other 10", None),
        ("superior 60, superior 40, superior 20, local 40", None),
        ("superior 100, local 100", "warning"),
        ("fiscal 80", "info"),
        ("fiscal 100, carryover 20", "info"),
        ("fiscal 80, other 10", "warning"),
        ("basic 60, project 30", "warning"),
    ],
)
def test_a_total_may_be_split_in_several_ways(paper: Any, lines: str, severity: str | None) -> None:
    parts = [money(cast(FundingKind, kind), annual) for kind, annual in map(str.split, lines.split(", "))]
    paper.says(funding=(money("total", "100"), *parts))
    assert paper.severities("funding_parts") == [severity] * (severity is not None)


@pytest.mark.parametrize(
    ("unit", "budget", "executed", "rate", "severity"),
    [
        ("万元", "12300", "7800", "0.6321", None),
        ("万元", "12300", "7800", "0.6421", "warning"),
        ("元", "12300", "7800", "0.6321", "warning"),
        ("万元", "12300.45", "7800.11", "0.6321", "warning"),
        ("万元", "12300", "12300", "0.9970", "warning"),
        ("元", "2892244.20", "2850791.10", "0.99", "info"),
    ],
)
def test_small_amounts_in_wan_leave_the_rate_some_room(
    paper: Any, unit: str, budget: str, executed: str, rate: str, severity: str | None
) -> None:
    paper.says(money_unit=unit, funding=(money("total", budget, executed, execution_rate=rate),))
    assert paper.severities("execution_rate") == [severity] * (severity is not None)


@pytest.mark.parametrize(
    ("others", "score", "severity"),
    [("5", "10", "info"), ("4.5", "10", "warning"), ("5", "9.8", None), ("5", "9", "warning")],
)
def test_whole_points_explain_the_score_of_the_execution(
    paper: Any, others: str, score: str, severity: str | None
) -> None:
    total = money("total", "100", "98", execution_rate="0.98", weight="10", score=score)
    paper.line("有效提升", "成效明显", "5", others).says(funding=(total,))
    assert paper.severities("execution_score") == [severity] * (severity is not None)


def test_a_form_that_prints_how_it_scores_is_held_to_that(paper: Any) -> None:
    total = money("total", "100", "98", execution_rate="0.98", weight="10", score="9")
    paper.line("有效提升", "成效明显", "5", "5").says(funding=(total,))
    assert paper.severities("execution_score") == ["warning"]
    assert paper.note("执行率每低1%扣0.5分", "评分标准").findings("execution_score") == []


def test_a_column_of_plain_remarks_asks_for_no_reason(paper: Any) -> None:
    paper.line("≥200个", "≥180个", "5", "4.5")
    paper.headers["indicators.remark"] = Printed("备注")
    assert paper.findings("lost_without_reason") == []
    paper.headers["indicators.remark"] = Printed("偏差原因分析及改进措施")
    assert paper.severities("lost_without_reason") == ["warning"]


def test_a_count_without_a_sign_may_be_an_estimate(paper: Any) -> None:
    paper.line("100人", "90人", "10", "10").line("≥100人", "90人", "10", "10").line(
        "=100人", "90人", "10", "10"
    )
    assert paper.severities("missed_but_full_marks") == ["info", "warning", "warning"]


def test_a_dash_beside_a_target_of_nothing_is_a_result(paper: Any) -> None:
    paper.line("0起", "—", "5", "5").line("≤0起", "/", "5", "5").line("≥5起", "—", "5", "5").line(
        "1", "1", "5", "5"
    )
    assert [each.line_no for each in paper.findings("empty_actual")] == [3]


def test_a_date_from_which_something_holds_is_not_late(paper: Any) -> None:
    paper.line("≥2030年", "2035年", "5", "5", name="使用年限")
    assert paper.facts.indicators[0].recomputed_score is None
    assert paper.findings("missed_but_full_marks") == []


@pytest.mark.parametrize(
    ("target", "actual", "remark", "found"),
    [
        ("≥100人", "250人", None, True),
        ("≥100人", "250人", "新增任务", False),
        ("≥100人", "129人", None, False),
        ("≥1次", "2次", None, False),
        ("≤100元", "10元", None, False),
    ],
)
def test_a_result_far_beyond_its_target_is_worth_knowing(
    paper: Any, target: str, actual: str, remark: str | None, found: bool
) -> None:
    assert paper.line(target, actual, "5", "5", remark).severities("far_beyond_target") == ["info"] * found


WRITTEN = """
1次 已完成 | 1次 按时完成 | ≥1次 100% | 100% 已完成 | ≥90% 95 | ≥90% 0.95 | =100% 1 | 年底前 12月
2024年12月 2024年 | 2024年6月底前 按时完成 | ≤0起 0 | 0起 无
0 未发生 | ≥0 0 | -5% -3% | 下降5% 下降6% | ≤-5% -6% | 90-95% 97%
≥90%且≤95% 93% | 1次/年 12次 | ≥12次/年 1次/月 | 1次/月 12次 | ≥1万人 1.2 | ≥5年 长期 | ≥3家 3户 | ≥95分 96%
≤24小时 1天 | 3个工作日 5个工作日
"""


@pytest.mark.parametrize("written", [each.strip() for each in re.split(r"[|\n]", WRITTEN.strip())])
def test_full_points_for_what_people_write_accuse_nobody(paper: Any, written: str) -> None:
    paper.says(form_type="department_self_evaluation").line(*written.split(), "100", "100")
    assert check(paper.facts, paper.form()) == ()


def test_a_sum_of_doubtful_figures_accuses_nobody(paper: Any) -> None:
    paper.line("有效提升", "成效明显", "50", "50").says(total_score=Decimal(90))
    assert paper.severities("total_score") == ["warning"]
    paper.sure = 0.7
    (finding,) = paper.findings("total_score")
    assert (finding.severity, "0.70" in finding.message) == ("info", True)


def test_a_form_without_rulings_accuses_nobody(paper: Any) -> None:
    paper.line("≥100个", "100个", "10", "8").says(total_score=Decimal(90))
    bare = replace(paper.form(), is_ruled=False)
    found = {each.severity for each in check(paper.facts, bare)}
    assert found == {"info"}
    assert all("no rulings" in each.message for each in check(paper.facts, bare))
