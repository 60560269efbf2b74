"""The arithmetic of weights and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.checks.doubt import as_info
from normalizers.checks.funding import places
from normalizers.checks.points import are_marks_of_100, are_shares, in_points, is_extra
from normalizers.model import Finding, FindingRecord, Form, FormFacts, IndicatorFacts

_ALL_POINTS = Decimal(100)
USUAL_EXECUTION = (Decimal(10), Decimal(20))
"""Points that the execution carries by the rule, and in some places, where the form prints none for it."""


def score_above_weight(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """No score exceeds its weight; one without a weight does not exceed the points of a whole form."""
    for funding in facts.funding:
        yield from _above("funding", funding.line_no, funding.score, funding.weight)
    if are_marks_of_100(facts):
        return
    for line in facts.indicators:
        weight = None if line.weight is None else in_points(line.weight, facts)
        yield from _above("indicator", line.line_no, line.score, weight)


def _above(
    record: FindingRecord, line_no: int, score: Decimal | None, weight: Decimal | None
) -> Iterator[Finding]:
    most = _ALL_POINTS if weight is None else weight
    if score is None or score <= most or most < 0:
        return
    whose = "the 100 points of a whole form" if weight is None else f"its weight {weight}"
    message = f"the score {score} is above {whose}"
    yield Finding(record, line_no, "score", "score_above_weight", "error", message, str(most), str(score))


def total_weight(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The weights sum to the printed total, with or without that of the execution rate.

    An info where the execution prints no weight and its usual one is what is missing.
    """
    yield from _total(facts, "weight", facts.total_weight)


def total_score(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The scores sum to the printed total, with or without that of the execution rate.

    Allowed is what rounding explains: of the total, and, as an info, of the scores. An info, too, where the
    execution prints no score and what is missing is no more than its weight.
    """
    if not are_marks_of_100(facts):
        yield from _total(facts, "score", facts.total_score)


def _total(facts: FormFacts, field: str, printed: Decimal | None) -> Iterator[Finding]:
    values = [value for line in facts.indicators if (value := getattr(line, field)) is not None]
    if printed is None or not values:
        return
    sums = _sums(facts, field)
    nearest = min((abs(printed - each) for each in sums), default=Decimal(0))
    last = Decimal(5).scaleb(-places(printed) - 1) if places(printed) else Decimal(0)
    if nearest <= last:
        return
    lines = _of_lines(facts, field, with_extra=True)
    said = f"{sums[0]}" if sums[0] == lines else f"{sums[0]}, without the execution to {lines}"
    message = f"the {field}s sum to {said}; 总分 is printed as {printed}"
    finding = Finding(
        "form", None, f"total_{field}", f"total_{field}", "warning", message, str(sums[0]), str(printed)
    )
    missing = printed - lines
    fractions = [value for value in values if places(value)]
    slack = last + sum((Decimal(5).scaleb(-places(value) - 1) for value in fractions), Decimal(0))
    if field == "score" and nearest <= slack:
        finding = as_info(finding, "rounding of the scores explains it")
    elif _is_execution(facts, field, missing):
        finding = as_info(finding, f"the execution of the budget, which prints no {field}, may be the rest")
    yield finding


def _sums(facts: FormFacts, field: str) -> list[Decimal]:
    """All sums that a total may be, the most usual first: execution and extra points counted or not."""
    execution = [value for line in facts.funding if (value := getattr(line, field)) is not None]
    added = [sum(execution, Decimal(0)), Decimal(0), *execution[:1]]
    lines = [_of_lines(facts, field, with_extra=extra) for extra in (True, False)]
    return list(dict.fromkeys(each + more for each in lines for more in added))


def _of_lines(facts: FormFacts, field: str, *, with_extra: bool) -> Decimal:
    lines: list[IndicatorFacts] = [line for line in facts.indicators if with_extra or not is_extra(line)]
    total = sum((value for line in lines if (value := getattr(line, field)) is not None), Decimal(0))
    scaled = are_shares(facts) and total <= 1 < (_printed(facts, field) or 0)
    return total * _ALL_POINTS if scaled else total


def _printed(facts: FormFacts, field: str) -> Decimal | None:
    return facts.total_weight if field == "weight" else facts.total_score


def _is_execution(facts: FormFacts, field: str, missing: Decimal) -> bool:
    """Whether what is missing to a total may be the points of an execution that prints none."""
    if any(getattr(line, field) is not None for line in facts.funding):
        return False
    if field == "weight":
        return missing in USUAL_EXECUTION
    weights = [line.weight for line in facts.funding if line.weight]
    most = max(weights or USUAL_EXECUTION)
    return 0 < missing <= most
