"""How points are shared out: by the cell of the level, by the template of the year, to a hundred."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


def shared(paper: Any, **levels: str) -> Any:
    for level, weights in levels.items():
        for weight in weights.split():
            paper.line("有效提升", "达成年度指标", weight, weight, level1=level, level2="社会效益指标")
    return paper


USUAL = {"产出指标": "5 10 5 5 10 5 2 3 2 3", "效益指标": "10 10 5 5", "满意度指标": "10"}


def test_the_usual_shares_are_silent(paper: Any) -> None:
    shared(paper, **USUAL).money("1020000", "1020000")
    for rule in ("level_weights", "template_weights", "weights_reach_100"):
        assert paper.findings(rule) == []


@pytest.mark.parametrize(
    ("levels", "execution"),
    [
        ({"产出指标": "40", "成本指标": "20", "效益指标": "20", "满意度指标": "10"}, "10"),
        ({"产出指标": "30 10", "效益指标": "40"}, "20"),
        ({"产出指标": "50", "效益指标": "30", "满意度指标": "10"}, ""),
    ],
)
def test_other_templates_fit_too(paper: Any, levels: dict[str, str], execution: str) -> None:
    shared(paper, **levels).money("100", "100", execution)
    assert paper.findings("template_weights") == []


def test_shares_of_no_template_are_worth_knowing(paper: Any) -> None:
    shared(paper, 产出指标="40 20", 效益指标="20", 满意度指标="10").money("100", "100")
    (finding,) = paper.findings("template_weights")
    assert (finding.severity, finding.found) == (
        "info", "产出指标 60, 效益指标 20, 满意度指标 10, 预算执行率 10",
    )  # fmt: skip
    assert paper.says(fiscal_year=2015).findings("template_weights") == []


def test_printed_shares_win_over_the_template(paper: Any) -> None:
    paper.line("a", "b", "60", "60", level1_raw="产出指标（60分）")
    paper.line("a", "b", "30", "30", level1="效益指标").money("100", "100")
    assert paper.findings("template_weights") == paper.findings("level_weights") == []


def test_the_cell_of_a_level_is_held_to_what_it_prints(paper: Any) -> None:
    for weight in ("15", "15", "10"):
        paper.line("a", "b", weight, weight, level1_raw="产出指标(50分)")
    paper.line("a", "b", "30", "30", level1="效益指标", level1_raw="效益指标 (30分)")
    (finding,) = paper.findings("level_weights")
    assert (finding.line_no, finding.expected, finding.found) == (1, "50", "40")


def test_a_level_may_begin_again_for_a_second_goal(paper: Any) -> None:
    for _ in range(2):
        paper.line("a", "b", "25", "25", level1_raw="产出指标(25分)")
        paper.line("a", "b", "15", "15", level1="效益指标", level1_raw="效益指标(15分)")
    assert paper.findings("level_weights") == []


def test_a_department_has_no_template(paper: Any) -> None:
    shared(paper, 产出指标="60", 效益指标="30").money("100", "100").says(
        form_type="department_self_evaluation"
    )
    assert paper.findings("template_weights") == []


def test_weights_that_do_not_reach_100(paper: Any) -> None:
    shared(paper, 产出指标="50", 效益指标="20", 满意度指标="10").money("100", "100")
    (finding,) = paper.findings("weights_reach_100")
    assert (finding.severity, finding.found) == ("warning", "90")
    assert paper.says(total_weight=Decimal(90)).severities("weights_reach_100") == ["warning"]
    assert paper.says(total_weight=Decimal(100)).findings("weights_reach_100") == []


def test_points_may_be_added_on_purpose(paper: Any) -> None:
    shared(paper, 产出指标="60", 效益指标="30", 满意度指标="10").money("100", "100")
    assert paper.severities("weights_reach_100") == []
    paper.line("a", "b", "20", "20").says(total_weight=Decimal(130))
    assert paper.severities("weights_reach_100") == ["info"]


def test_an_execution_that_prints_no_weight_leaves_90_or_80(paper: Any) -> None:
    shared(paper, 产出指标="50", 效益指标="30", 满意度指标="10")
    assert paper.findings("weights_reach_100") == []


def test_a_weight_that_the_scan_may_hold_accuses_nobody(paper: Any) -> None:
    paper.medium = "scan"
    shared(paper, 产出指标="50 3", 效益指标="20").line("a", "b", "", "").money("100", "100")
    assert paper.severities("weights_reach_100") == ["info"]
