"""Marks in figures that may be dust, or may be what dust looks like."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from normalizers.checks import check
from normalizers.model import IndicatorLine, Printed, Spot


@pytest.mark.parametrize(
    ("medium", "actual", "severities"),
    [
        ("scan", "1。234", ["warning"]),
        ("scan", ".842.19", ["warning"]),
        ("pdf", "*9.45分", ["warning"]),
        ("scan", ".9", ["warning"]),
        ("pdf", ".9", []),
        ("scan", "0.9", []),
        ("scan", "95%√", []),
    ],
)
def test_figures_with_a_mark_that_may_be_dust(
    paper: Any, medium: str, actual: str, severities: list[str]
) -> None:
    facts = paper.line("≥1", actual, "10", "10").facts
    line = IndicatorLine(1, {"actual": Printed(actual, (Spot(actual, 1.0),))})
    form = replace(paper.form(), medium=medium, indicators=(line,))
    found = [finding for finding in check(facts, form) if finding.rule == "noisy_number"]
    assert [finding.severity for finding in found] == severities
