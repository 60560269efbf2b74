"""Figures below zero, and more spent than there was."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from normalizers.model import FundingFacts, FundingKind

Row = tuple[FundingKind, str, str]


def rows(*amounts: Row) -> tuple[FundingFacts, ...]:
    """Rows of funding: kind, annual budget and execution in yuan, '' where nothing is printed."""
    return tuple(
        FundingFacts(at, kind, kind, None, yuan(annual), yuan(executed), None, None, None, 1.0)
        for at, (kind, annual, executed) in enumerate(amounts, start=1)
    )


def yuan(text: str) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize(
    ("funding", "found"),
    [
        ([("total", "1000000", "1500000")], [(1, "warning")]),
        ([("total", "1000000", "1500000"), ("fiscal", "1000000", "1500000")], [(1, "warning")]),
        ([("fiscal", "3021500", "3118500"), ("basic", "3021500", "3118500")], [(1, "warning")]),
        ([("total", "1000000", "1500000"), ("carryover", "500000", "")], [(1, "info")]),
        ([("total", "1000000", "1500000"), ("other", "", "500000")], [(1, "info")]),
        ([("total", "1000000", "1500000"), ("other", "", "100000")], [(1, "warning")]),
        ([("total", "1000000", "900000"), ("fiscal", "500000", "600000")], [(2, "info")]),
        ([("total", "1000000", "900000"), ("other", "0", "600000")], []),
    ],
)
def test_more_than_the_budget_is_spent(paper: Any, funding: list[Row], found: list[tuple[int, str]]) -> None:
    paper.says(funding=rows(*funding))
    assert [(each.line_no, each.severity) for each in paper.findings("overspent")] == found


@pytest.mark.parametrize(
    ("annual", "executed"),
    [
        ("21482000", "13970000"),
        ("5286900", "3388000"),
        ("700000", "575500"),
        ("1020000", "1020000"),
        ("2892244200", "2850791100"),
        ("", "50000"),
    ],
)
def test_what_published_forms_print_is_within_the_budget(paper: Any, annual: str, executed: str) -> None:
    paper.says(funding=rows(("total", annual, executed), ("fiscal", annual, executed)))
    assert [paper.findings(rule) for rule in ("overspent", "negative_amount")] == [[], []]


def test_amounts_in_ten_thousands_are_rounded(paper: Any) -> None:
    paper.says(money_unit="万元", funding=rows(("total", "3785600", "3785700")))
    assert paper.findings("overspent") == []


def test_amounts_below_zero(paper: Any) -> None:
    paper.says(funding=rows(("total", "-120000", "-500000"), ("other", "0", "0")))
    found = [(each.line_no, each.field, each.severity) for each in paper.findings("negative_amount")]
    assert found == [(1, "annual_budget_yuan", "error"), (1, "executed_yuan", "warning")]


def test_points_below_zero(paper: Any) -> None:
    paper.money("100", "100", "-10", "10").line("≥5次", "5次", "-5", "5").line("≥5次", "5次", "5", "-5")
    found = [(each.record, each.line_no, each.field) for each in paper.findings("negative_points")]
    assert found == [("funding", 1, "weight"), ("indicator", 1, "weight"), ("indicator", 2, "score")]
    assert paper.severities("negative_points") == ["error"] * 3
    assert paper.findings("score_above_weight") == []


def test_a_total_below_zero(paper: Any) -> None:
    assert [f.field for f in paper.says(total_score=Decimal(-3)).findings("negative_points")] == [
        "total_score"
    ]


def test_points_may_be_taken_off_and_may_be_none(paper: Any) -> None:
    paper.line("无", "1次", "0", "-2", name="扣分项：通报批评").line("≥5次", "0次", "5", "0", "经费不足")
    assert paper.findings("negative_points") == []


def test_a_figure_that_was_read_with_doubt_accuses_nobody(paper: Any) -> None:
    paper.sure = 0.8
    paper.line("≥5次", "5次", "5", "-5")
    assert paper.severities("negative_points") == ["info"]
