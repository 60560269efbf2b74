"""Points against the official formula, on figures of real forms."""

from __future__ import annotations

from typing import Any

import pytest

from normalizers.model import Printed

RULES = ("met_but_points_lost", "missed_but_full_marks", "formula_score")


def rules(paper: Any) -> list[tuple[str, str]]:
    return [(rule, severity) for rule in RULES for severity in paper.severities(rule)]


@pytest.mark.parametrize(
    ("target", "actual", "weight", "score"),
    [
        ("≥107000m3/日", "≥95237.62m3/日", "9", "8.01"),
        ("≥350万吨", "≥18.41万吨", "5", "0.26"),
        ("≥200个", "≥180个", "5", "4.5"),
        ("≥200个", "≥180个", "5", "4"),
        ("≥85%", "≥98.11%", "10", "10"),
        ("≥2570个", "≥2600个", "5", "5"),
        ("=100%", "=100%", "5", "5"),
        ("有效提升", "达成年度指标", "10", "8"),
        ("≥95%", "基本达到", "10", "8"),
        ("≥10个", "9公里", "10", "10"),
        ("≤102万元", "≤102万元", "3", "3"),
        ("≥95%", "94.99%", "10", "9.99"),
    ],
)
def test_scores_that_follow_the_formula_are_silent(
    paper: Any, target: str, actual: str, weight: str, score: str
) -> None:
    assert rules(paper.line(target, actual, weight, score)) == []


@pytest.mark.parametrize(
    ("target", "actual", "weight", "score", "rule", "severity"),
    [
        ("≥98%", "98%", "3", "2", "met_but_points_lost", "warning"),
        ("8月13日", "8月13日", "5", "4", "met_but_points_lost", "warning"),
        ("≥100人", "200人", "5", "4", "met_but_points_lost", "info"),
        ("≥500个", "≥360个", "5", "5", "missed_but_full_marks", "warning"),
        ("≥95%", "94.5%", "5", "5", "missed_but_full_marks", "info"),
        ("2024年6月30日", "2024年9月27日", "4", "4", "missed_but_full_marks", "warning"),
        ("≥500个", "≥360个", "5", "4.5", "formula_score", "warning"),
        ("≤3500平方米", "≤3692.46平方米", "5", "0", "formula_score", "info"),
    ],
)
def test_scores_that_do_not_are_found_once(
    paper: Any, target: str, actual: str, weight: str, score: str, rule: str, severity: str
) -> None:
    assert rules(paper.line(target, actual, weight, score)) == [(rule, severity)]


def test_whole_points_explain_nothing_on_a_form_that_gives_hundredths(paper: Any) -> None:
    paper.line("≥95%", "94.5%", "5", "5").line("≥10000m3/日", "≥6090.81m3/日", "10", "6.09")
    assert rules(paper) == [("missed_but_full_marks", "warning")]


def test_a_finding_says_what_the_formula_gives(paper: Any) -> None:
    (finding,) = paper.line("≤3500平方米", "≤3692.46平方米", "5", "0").findings("formula_score")
    assert (finding.expected, finding.found) == ("4.74", "0")
    assert "≤3692.46平方米" in finding.message


def test_a_reason_makes_lost_points_something_to_know_only(paper: Any) -> None:
    paper.line("<=21.50万元", "15.05万元", "2", "0.84", "任务减少，结余上缴")
    assert rules(paper) == [("met_but_points_lost", "info")]


def test_a_late_date_has_no_share_to_compare(paper: Any) -> None:
    assert rules(paper.line("2024年6月30日", "2024年9月27日", "4", "3")) == []


def test_a_figure_that_may_be_misread_accuses_nobody(paper: Any) -> None:
    paper.sure = 0.8
    paper.line("≥500个", "≥360个", "5", "5")
    assert rules(paper) == [("missed_but_full_marks", "info")]
    assert "0.80" in paper.findings("missed_but_full_marks")[0].message


def test_scoring_rules_that_the_form_prints_stand_above_the_formula(paper: Any) -> None:
    paper.headers["indicators.remark"] = Printed("评分标准")
    assert rules(paper.line("≥500个", "≥360个", "5", "5")) == []
