"""The rating against the score."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("score", "rating", "severity"),
    [
        ("95.51", "优", None),
        ("90", "优", None),
        ("89.42", "优", "warning"),
        ("89.6", "优", "info"),
        ("92.5", "良", "warning"),
        ("80", "良", None),
        ("79.9", "中", None),
        ("59", "中", "warning"),
        ("59", "差", None),
    ],
)
def test_a_rating_has_its_score(paper: Any, score: str, rating: str, severity: str | None) -> None:
    paper.says(total_score=Decimal(score), rating=rating)
    assert paper.severities("rating_against_score") == ([severity] if severity else [])


def test_a_total_may_leave_the_execution_out(paper: Any) -> None:
    paper.line("a", "b", "90", "85").money("100", "100", "10", "9").says(rating="优")
    assert paper.says(total_score=Decimal(85)).findings("rating_against_score") == []
    assert paper.says(total_score=Decimal(94)).findings("rating_against_score") == []


def test_a_total_that_counts_the_execution_is_out_of_100(paper: Any) -> None:
    """The form of a 总分 of 90 whose score of 89.42 counts the 9.16 of the execution."""
    paper.line("a", "b", "90", "80.26").money("364700", "334000", "10", "9.16")
    paper.says(rating="优", total_weight=Decimal(90), total_score=Decimal("89.42"))
    (finding,) = paper.findings("rating_against_score")
    assert (finding.severity, finding.expected, finding.found) == ("warning", "良", "优")


@pytest.mark.parametrize(
    ("note", "severities"),
    [
        ("85分（含）以上为优，75-85分为良。", []),
        ("等级：优（85—100分）、良（70—85分）。", []),
        ("90分（含）以上为优，80（含）-90分为良。", ["warning"]),
        ("90（含）-100分为优。", ["warning"]),
        ("满分为100分，优先安排。", ["warning"]),
    ],
)
def test_bands_of_the_form_itself_win(paper: Any, note: str, severities: list[str]) -> None:
    paper.says(total_score=Decimal(87), rating="优").note(note)
    assert paper.severities("rating_against_score") == severities


def test_a_score_that_may_be_misread_accuses_nobody(paper: Any) -> None:
    paper.sure = 0.7
    assert paper.says(total_score=Decimal(80), rating="优").severities("rating_against_score") == ["info"]
