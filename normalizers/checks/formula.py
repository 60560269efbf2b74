"""Points against the official formula: 财预〔2020〕10号.

A line breaks one of the three rules at most.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from normalizers.checks.doubt import cautious, line_values
from normalizers.checks.funding import places
from normalizers.checks.points import asks_for_reasons, has_own_scoring, is_extra, of_several, reason_of
from normalizers.model import Finding, Form, FormFacts, IndicatorFacts, Severity
from normalizers.scoring import is_counted_only, is_met
from normalizers.text import squashed

_LEAST_SLACK = Decimal("0.05")
"""Points: forms round to one place or two."""
_IF_MORE = ", if more of it is better, which the form does not say"
_FEW = Decimal(5)
"""Of a target of less than this, one piece more is already far beyond it."""
_FAR = Decimal("1.3")
"""A result this many times its target may cost points: the target was set too low."""


@dataclass(frozen=True, slots=True)
class _Judged:
    """A line with all that it takes: weight, score, and the score by the formula.

    ``unit`` is one of the last place in which the form gives points: 1 where all are whole.
    """

    line: IndicatorFacts
    weight: Decimal
    score: Decimal
    formula: Decimal
    unit: Decimal
    reason: str | None

    @property
    def values(self) -> str:
        return f"target {squashed(self.line.target.raw or '')}, actual {squashed(self.line.actual.raw or '')}"


def met_but_points_lost(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A target that is met earns the full weight. An info with a reason, or far beyond the target."""
    for each in _judged(facts, form):
        if not is_met(each.line) or each.score >= each.weight:
            continue
        far = _exceeds_by_far(each.line)
        severity: Severity = "info" if far or each.reason else "warning"
        why = ", a reason is printed" if each.reason else ""
        why += "; the result is far beyond the target, which may cost points" if far else ""
        message = f"the target is met ({each.values}), {each.score} of {each.weight} points are given{why}"
        yield _finding(each, "met_but_points_lost", severity, message, form)


def missed_but_full_marks(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A target that is missed does not earn the full weight. An info where whole points explain it."""
    for each in _judged(facts, form):
        if each.formula >= each.weight or each.score != each.weight:
            continue
        rounded = each.weight - each.formula <= each.unit / 2
        guessed = is_counted_only(each.line)
        severity: Severity = "info" if rounded or guessed else "warning"
        why = ", which rounds to it" if rounded else ""
        why += _IF_MORE if guessed else ""
        message = (
            f"the target is missed ({each.values}), the full {each.weight} points are given; "
            f"the official formula gives {each.formula}{why}"
        )
        yield _finding(each, "missed_but_full_marks", severity, message, form)


def formula_score(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A target that is missed earns its share of the weight. An info where less than that was given."""
    for each in _judged(facts, form):
        if is_met(each.line) or each.score >= each.weight or each.line.target.kind == "date":
            continue
        if abs(each.score - each.formula) > max(_LEAST_SLACK, each.unit):
            guessed = is_counted_only(each.line)
            severity: Severity = "warning" if each.score > each.formula and not guessed else "info"
            message = f"the official formula gives {each.formula} ({each.values}), {each.score} is printed"
            message += _IF_MORE if guessed else ""
            yield _finding(each, "formula_score", severity, message, form)


def far_beyond_target(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A result far above its target wants a reason: it may have been set too low. An info."""
    for each in _judged(facts, form) if asks_for_reasons(form) else ():
        target = each.line.target
        floor = target.operator not in ("<=", "<") and (target.value or 0) >= _FEW
        if (
            floor
            and each.score >= each.weight == each.formula
            and not each.reason
            and _exceeds_by_far(each.line)
        ):
            message = f"the result is far beyond the target ({each.values}), no reason is printed"
            finding = Finding(
                "indicator", each.line.line_no, "actual_value", "far_beyond_target", "info", message,
                target.raw, each.line.actual.raw,
            )  # fmt: skip
            values = line_values(form, each.line.line_no)
            yield cautious(finding, (values.get(name) for name in ("target", "actual")))


def _judged(facts: FormFacts, form: Form) -> Iterator[_Judged]:
    if has_own_scoring(form):
        return
    grouped = of_several(facts, form)
    scores = [line.score for line in facts.indicators if line.score is not None]
    unit = Decimal(1).scaleb(-max(map(places, scores), default=0))
    for line in facts.indicators:
        if line.line_no in grouped or is_extra(line):
            continue
        if line.weight and line.score is not None and line.recomputed_score is not None:
            reason = reason_of(line, form)
            yield _Judged(line, line.weight, line.score, line.recomputed_score, unit, reason)


def _exceeds_by_far(line: IndicatorFacts) -> bool:
    target, actual = line.target.value, line.actual.value
    if not target or actual is None or target < 0 or line.target.unit != line.actual.unit:
        return False
    falling = line.target.operator in ("<=", "<")
    return actual * _FAR <= target if falling else actual >= target * _FAR


def _finding(each: _Judged, rule: str, severity: Severity, message: str, form: Form) -> Finding:
    values = line_values(form, each.line.line_no)
    finding = Finding(
        "indicator", each.line.line_no, "score", rule, severity, message, str(each.formula), str(each.score)
    )
    return cautious(finding, (values.get(name) for name in ("target", "actual", "weight", "score")))
