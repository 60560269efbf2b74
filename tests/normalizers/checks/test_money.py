"""元 for 万元 in an indicator."""

from __future__ import annotations

from typing import Any

import pytest

COST = {"level2": "成本指标"}


@pytest.mark.parametrize(
    ("target", "severity"),
    [
        ("≤102元", "warning"),
        ("≤1020000万元", "warning"),
        ("≤102万元", None),
        ("≤1020000元", None),
        ("≤21.5万元", None),
        ("≤499元", None),
    ],
)
def test_an_amount_is_the_budget_or_a_part_of_it(paper: Any, target: str, severity: str | None) -> None:
    paper.money("1020000", "1020000").line(target, "达成年度指标", "3", "3", name="服务费", **COST)
    assert paper.severities("money_unit_mixed") == ([severity] if severity else [])


def test_an_amount_of_one_digit_may_be_chance(paper: Any) -> None:
    paper.money("1000000", "1000000").line("≤100元", "100元", "3", "3", name="印刷费", **COST)
    assert paper.severities("money_unit_mixed") == ["info"]


def test_the_result_is_looked_at_too(paper: Any) -> None:
    paper.money("4990000", "4844500").line("≤499万元", "484.45元", "10", "10", name="装修", **COST)
    assert [f.field for f in paper.findings("money_unit_mixed")] == ["actual_value"]


@pytest.mark.parametrize("name", ["补助标准", "人均成本", "每户补助"])
def test_prices_are_no_part_of_the_budget(paper: Any, name: str) -> None:
    paper.money("1020000", "1020000").line("≤102元", "102元", "3", "3", name=name, **COST)
    assert paper.findings("money_unit_mixed") == []


def test_a_cost_may_stand_under_another_level(paper: Any) -> None:
    paper.money("1020000", "1020000").line("102元", "102元", "3", "3", name="项目资金投入")
    assert paper.severities("money_unit_mixed") == ["warning"]


def test_what_the_money_brings_in_is_no_cost(paper: Any) -> None:
    paper.money("1020000", "1020000").line(
        "≥102亿元", "102亿元", "3", "3", name="带动消费", level2="经济效益指标"
    )
    assert paper.findings("money_unit_mixed") == []
