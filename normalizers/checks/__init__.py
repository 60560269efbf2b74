"""What the form's own arithmetic says of it.

A rule is a function from facts to findings, and a line in RULES.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from normalizers.checks.form import missing_money_unit, noisy_number, title_as_project_name, unread_cells
from normalizers.checks.funding import execution_rate, execution_score, funding_parts
from normalizers.checks.scores import score_above_weight, total_score, total_weight
from normalizers.model import Finding, Form, FormFacts

Rule = Callable[[FormFacts, Form], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    missing_money_unit,
    title_as_project_name,
    unread_cells,
    noisy_number,
    funding_parts,
    execution_rate,
    execution_score,
    score_above_weight,
    total_weight,
    total_score,
)


def check(facts: FormFacts, form: Form) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of RULES. ``form`` is the same form in the paper's words."""
    return tuple(finding for rule in RULES for finding in rule(facts, form))
