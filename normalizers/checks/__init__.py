"""What the form's own arithmetic says of it.

A rule is a function from facts to findings, and a line in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from normalizers.checks.form import missing_money_unit, noisy_number, title_as_project_name, unread_cells
from normalizers.checks.funding import execution_rate, execution_score, funding_parts
from normalizers.checks.looks import second_look
from normalizers.checks.scores import score_above_weight, total_score, total_weight
from normalizers.model import Finding, Form, FormFacts

Rule = Callable[[FormFacts, Form], Iterator[Finding]]

SUMS: tuple[Rule, ...] = (
    funding_parts,
    execution_rate,
    execution_score,
    score_above_weight,
    total_weight,
    total_score,
)
"""The rules by which the figures of a form prove, or contradict, each other."""

RULES: tuple[Rule, ...] = (
    missing_money_unit,
    title_as_project_name,
    unread_cells,
    noisy_number,
    second_look,
    *SUMS,
)


def check(facts: FormFacts, form: Form) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of RULES. ``form`` is the same form in the paper's words."""
    return tuple(finding for rule in RULES for finding in rule(facts, form))


def contradictions(facts: FormFacts, form: Form) -> tuple[Finding, ...]:
    """The sums that do not hold; a rate that is only coarsely printed contradicts nothing."""
    return tuple(
        finding for rule in SUMS for finding in rule(facts, form) if finding.severity in ("warning", "error")
    )
