"""What an auditor would ask of a form: its arithmetic, its points, its words.

A rule is a function from facts to findings, and a line in RULES; one that compares the forms of a document
is a line in ACROSS. Each has a page in ``docs/checks/``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from normalizers.checks.claims import empty_actual, lost_without_reason, outside_band
from normalizers.checks.doubt import cautious_sum, unless_guessed
from normalizers.checks.form import (
    misread_sign,
    misread_unit,
    noisy_number,
    several_figures,
    title_as_project_name,
    unread_cells,
)
from normalizers.checks.formula import (
    far_beyond_target,
    formula_score,
    met_but_points_lost,
    missed_but_full_marks,
)
from normalizers.checks.funding import execution_rate, execution_score, funding_parts
from normalizers.checks.looks import second_look
from normalizers.checks.missing import (
    missing_fiscal_year,
    missing_money_unit,
    missing_title,
    other_money_unit,
)
from normalizers.checks.money import impossible_amount, money_unit_mixed
from normalizers.checks.rating import rating_against_score
from normalizers.checks.scores import score_above_weight, total_score, total_weight
from normalizers.checks.signs import negative_amount, negative_points, overspent
from normalizers.checks.texts import goal_equals_outcome, outcome_copied
from normalizers.checks.weights import level_weights, template_weights, weights_reach_100
from normalizers.checks.years import filled_before_year, target_before_year, text_of_other_year
from normalizers.model import Finding, Form, FormFacts

Rule = Callable[[FormFacts, Form], Iterator[Finding]]
RuleAcross = Callable[[Sequence[FormFacts]], Iterator[tuple[int, Finding]]]
"""From the forms of a document to findings, each with the ordinal of its form."""

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
    other_money_unit,
    impossible_amount,
    missing_title,
    title_as_project_name,
    unread_cells,
    noisy_number,
    several_figures,
    misread_sign,
    misread_unit,
    second_look,
    *SUMS,
    overspent,
    negative_amount,
    negative_points,
    level_weights,
    template_weights,
    weights_reach_100,
    rating_against_score,
    met_but_points_lost,
    missed_but_full_marks,
    formula_score,
    far_beyond_target,
    outside_band,
    lost_without_reason,
    empty_actual,
    money_unit_mixed,
    target_before_year,
    text_of_other_year,
    filled_before_year,
    goal_equals_outcome,
)

ACROSS: tuple[RuleAcross, ...] = (missing_fiscal_year, outcome_copied)


def check(facts: FormFacts, form: Form) -> tuple[Finding, ...]:
    """All findings of all rules, in the order of RULES. ``form`` is the same form in the paper's words."""
    return tuple(
        unless_guessed(cautious_sum(finding, form) if rule in SUMS else finding, form)
        for rule in RULES
        for finding in rule(facts, form)
    )


def checked(forms: Iterable[tuple[FormFacts, Form]]) -> tuple[FormFacts, ...]:
    """The forms of a document with their findings, those of each by itself first."""
    single = [replace(facts, findings=check(facts, form)) for facts, form in forms]
    across = check_across(single)
    return tuple(replace(facts, findings=facts.findings + across.get(facts.ordinal, ())) for facts in single)


def check_across(forms: Sequence[FormFacts]) -> dict[int, tuple[Finding, ...]]:
    """The findings of ACROSS by the ordinal of their form."""
    found: dict[int, tuple[Finding, ...]] = {}
    for rule in ACROSS:
        for ordinal, finding in rule(forms):
            found[ordinal] = (*found.get(ordinal, ()), finding)
    return found


def contradictions(facts: FormFacts, form: Form) -> tuple[Finding, ...]:
    """The sums that do not hold, for an innocent reason or not: another reading may hold them.

    A rate that is only coarsely printed contradicts nothing.
    """
    return tuple(
        finding
        for rule in SUMS
        for finding in rule(facts, form)
        if finding.severity != "info" or rule is not execution_rate
    )
