"""Outcomes that repeat the goal, or that belong to another form."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from normalizers.checks import check_across
from normalizers.model import FormFacts

GOAL = "1、完善值班制度，全年值班365天。2、开展巡查48次，及时化解矛盾纠纷。"
BRIDGE = "东桥水厂全年供水稳定，水质合格，花费2147.20万元，用于水泵检修、管网更换和值守补贴。"
STEEL = "东桥水厂全年供水稳定，水质合格，花费1397万元，用于水泵检修、管网更换和值守补贴。"


@pytest.mark.parametrize(
    ("goal", "outcome", "found"),
    [
        (GOAL, GOAL, True),
        (GOAL, "完善值班制度,全年值班365天。 2.开展巡查48次,及时化解矛盾纠纷", True),
        (GOAL, GOAL.replace("48次", "40次"), False),
        (GOAL, "已" + GOAL, False),
        ("目标1：保障单位正常运转。", "保障单位正常运转。", True),
        ("保障运转", "保障运转", False),
        (None, None, False),
    ],
)
def test_an_outcome_is_more_than_the_goal(paper: Any, goal: str, outcome: str, found: bool) -> None:
    paper.says(expected_goal=goal, actual_outcome=outcome)
    assert paper.severities("goal_equals_outcome") == ["warning"] * found


def form(paper: Any, ordinal: int, project: str, goal: str, outcome: str) -> FormFacts:
    facts: FormFacts = paper.facts
    return replace(
        facts, ordinal=ordinal, project_name=project, project_canonical=project,
        expected_goal=goal, actual_outcome=outcome,
    )  # fmt: skip


def copies(*forms: FormFacts) -> dict[int, str]:
    return {ordinal: findings[0].severity for ordinal, findings in check_across(forms).items()}


def test_the_outcome_of_another_form_is_found_on_the_copy(paper: Any) -> None:
    one = form(paper, 1, "值守经费", GOAL, GOAL)
    two = form(paper, 2, "视频监控建设", "建设144个前端点位，接入平台。", GOAL)
    assert copies(one, two) == {2: "warning"}
    assert copies(replace(two, ordinal=1), replace(one, ordinal=2)) == {1: "warning"}


def test_an_outcome_that_names_the_other_project_is_a_copy_though_the_goals_are_alike(paper: Any) -> None:
    goal = "保障水厂正常运转，出水达标，设备完好。"
    one = form(paper, 1, "东桥水厂运行费用", goal, BRIDGE)
    two = form(paper, 2, "西钢水厂运行费用", goal, STEEL)
    found = check_across((two, one))[2][0]
    assert found.severity == "warning"
    assert "东桥" in found.message


def test_projects_of_a_kind_may_end_alike(paper: Any) -> None:
    one = form(paper, 1, "第一批补助", GOAL, BRIDGE)
    assert copies(one, form(paper, 2, "第二批补助", GOAL, BRIDGE)) == {}


def test_short_outcomes_are_nobodys(paper: Any) -> None:
    one = form(paper, 1, "值守经费", GOAL, "已按计划全部完成年度工作任务。")
    assert copies(one, form(paper, 2, "视频监控建设", BRIDGE, "已按计划全部完成年度工作任务。")) == {}


def test_a_department_may_report_what_its_project_does(paper: Any) -> None:
    one = form(paper, 1, "值守经费", GOAL, BRIDGE)
    whole = replace(form(paper, 2, "城管局", "履行职能。", BRIDGE), form_type="department_self_evaluation")
    assert copies(one, whole) == {}
