"""Each rule fires on figures that contradict each other, and keeps silent on those that hold."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from normalizers.checks import check
from normalizers.model import Form, FormFacts, FundingFacts, FundingKind, IndicatorFacts, Measure, Printed

EMPTY = Measure(None, "empty")
FORM = Form(1, None, None, "word", Printed("项目支出绩效自评表"), {}, {}, (), (), (), (), 1.0)
FACTS = FormFacts(
    1, None, None, "word", "project_self_evaluation", 2024, "项目支出绩效自评表", None, None, None, None,
    "维修费",
    None, None, None, None, "元", None, None, None, None, None, None, None, 1.0, 1.0, "v",
)  # fmt: skip


def money(
    kind: FundingKind, annual: str, executed: str, *, rate: str = "", score: str = "", line: int = 1
) -> FundingFacts:
    weight = Decimal(10) if rate else None
    return FundingFacts(
        line, kind, kind, Decimal(annual), Decimal(annual), Decimal(executed), weight,
        Decimal(rate) if rate else None, Decimal(score) if score else None, 1.0,
    )  # fmt: skip


def indicator(weight: str, score: str, line: int = 1, level1: str = "产出指标") -> IndicatorFacts:
    return IndicatorFacts(
        line, level1, "数量指标", None, None, "次数", None, None, EMPTY, EMPTY,
        Decimal(weight), Decimal(score), None, None, 1.0,
    )  # fmt: skip


def rules(facts: FormFacts) -> list[tuple[str, str | None, str | None]]:
    return [(finding.rule, finding.expected, finding.found) for finding in check(facts, FORM)]


@pytest.mark.parametrize(
    ("annual", "executed", "rate", "score"),
    [
        ("21482000", "13970000", "0.6503", "6.5"),
        ("5286900", "3388000", "0.6408", "6.41"),
        ("700000", "575500", "0.8221", "8.22"),
        ("1020000", "1020000", "1", "10"),
        ("3785612.50", "3400000", "0.8981", "8.98"),
    ],
)
def test_a_rate_and_a_score_that_hold_are_silent(annual: str, executed: str, rate: str, score: str) -> None:
    assert rules(replace(FACTS, funding=(money("total", annual, executed, rate=rate, score=score),))) == []


def test_a_rate_rounded_too_far_is_a_mild_finding() -> None:
    facts = replace(FACTS, funding=(money("total", "2892244200", "2850791100", rate="0.99", score="9.90"),))
    (finding,) = check(facts, FORM)
    assert (finding.rule, finding.severity, finding.expected) == ("execution_rate", "info", "0.9857")


def test_a_wrong_rate_and_a_wrong_score_are_found() -> None:
    facts = replace(FACTS, funding=(money("total", "1000000", "500000", rate="0.8", score="9"),))
    assert rules(facts) == [("execution_rate", "0.5000", "0.8"), ("execution_score", "8.00", "9")]


def test_parts_must_sum_to_their_whole() -> None:
    parts = (
        money("total", "100", "90"),
        money("fiscal", "80", "70", line=2),
        money("other", "20", "20", line=3),
    )
    assert rules(replace(FACTS, funding=parts)) == []
    short = (*parts[:2], money("other", "10", "20", line=3))
    assert rules(replace(FACTS, funding=short)) == [
        ("funding_parts", "90", "100"),
        ("funding_parts", "90", "100"),
    ]


def test_totals_may_count_the_execution_or_leave_it_out() -> None:
    funding = (money("total", "100", "100", rate="1", score="10"),)
    lines = (indicator("50", "50"), indicator("40", "38", line=2, level1="效益指标"))
    good = replace(
        FACTS, funding=funding, indicators=lines, total_weight=Decimal(90), total_score=Decimal(98)
    )
    assert rules(good) == []
    assert rules(replace(good, total_score=Decimal(95))) == [("total_score", "98", "95")]
    assert rules(replace(good, total_weight=Decimal(99))) == [("total_weight", "100", "99")]


def test_a_score_above_its_weight_is_an_error() -> None:
    finding, *_ = check(replace(FACTS, indicators=(indicator("5", "6"),)), FORM)
    assert (finding.rule, finding.severity, finding.line_no) == ("score_above_weight", "error", 1)


def test_a_title_in_the_place_of_the_name_is_found() -> None:
    assert rules(replace(FACTS, project_name="项目支出绩效目标自评表")) == [
        ("title_as_project_name", None, "项目支出绩效目标自评表")
    ]
    assert rules(replace(FACTS, project_name="预算绩效管理工作经费")) == []
