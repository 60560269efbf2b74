"""The arithmetic of the funding table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from normalizers.model import Finding, Form, FormFacts, FundingFacts, Severity

_AMOUNTS = ("initial_budget_yuan", "annual_budget_yuan", "executed_yuan")
_PARTS_OF_TOTAL = ("fiscal", "carryover", "other", "basic", "project")
_PARTS_OF_FISCAL = ("local", "superior")
RATE_STEP = Decimal("0.0001")
"""Rates are compared at the four places in which the contract states them."""


def places(value: Decimal) -> int:
    """How many decimal places a figure is printed with."""
    exponent = (
        value.normalize().as_tuple().exponent if value == value.to_integral() else value.as_tuple().exponent
    )
    return max(0, -int(exponent))


def rounded(value: Decimal, like: Decimal) -> Decimal:
    """A value at the decimal places that another is printed with."""
    return value.quantize(Decimal(1).scaleb(-places(like)), ROUND_HALF_UP)


def _total(facts: FormFacts) -> FundingFacts | None:
    return next((line for line in facts.funding if line.kind == "total"), None)


def execution_rate(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """Executed over annual budget is the rate. One that is right at fewer places than four is an info."""
    for line in facts.funding:
        rate, budget, executed = line.execution_rate, line.annual_budget_yuan, line.executed_yuan
        if rate is None or not budget or executed is None:
            continue
        expected = (executed / budget).quantize(RATE_STEP, ROUND_HALF_UP)
        if rate.quantize(RATE_STEP, ROUND_HALF_UP) != expected:
            coarse = any(
                (executed / budget).quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP) == rate for n in (2, 3)
            )
            message = f"执行率 is printed as {rate}, executed ÷ annual budget is {expected}"
            severity: Severity = "info" if coarse else "warning"
            yield Finding(
                "funding",
                line.line_no,
                "execution_rate",
                "execution_rate",
                severity,
                message,
                str(expected),
                str(rate),
            )


def execution_score(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """Rate × weight is the score, rounded as printed; no more than the weight."""
    for line in facts.funding:
        if line.score is None or line.weight is None or line.execution_rate is None:
            continue
        rates = [line.execution_rate]
        if line.annual_budget_yuan and line.executed_yuan is not None:
            rates.append(line.executed_yuan / line.annual_budget_yuan)
        expected = [min(rate, Decimal(1)) * line.weight for rate in rates]
        slack = Decimal(1).scaleb(-max(1, places(line.score)))
        if all(abs(value - line.score) >= slack for value in expected):
            best = expected[0].quantize(Decimal("0.01"), ROUND_HALF_UP)
            message = f"执行率 × 分值 is {best}, the score is printed as {line.score}"
            yield Finding(
                "funding",
                line.line_no,
                "score",
                "execution_score",
                "warning",
                message,
                str(best),
                str(line.score),
            )


def funding_parts(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The parts sum to the total, and 本级 and 上级 to the 财政拨款, in every column of amounts."""
    total = _total(facts)
    fiscal = next((line for line in facts.funding if line.kind == "fiscal"), None)
    top: tuple[str, ...] = _PARTS_OF_TOTAL if fiscal else (*_PARTS_OF_TOTAL, *_PARTS_OF_FISCAL)
    groups: tuple[tuple[FundingFacts | None, tuple[str, ...]], ...] = (
        (total, top),
        (fiscal, _PARTS_OF_FISCAL),
    )
    slack = Decimal(100) if facts.money_unit == "万元" else Decimal("0.01")
    for whole, kinds in groups:
        parts = [line for line in facts.funding if line.kind in kinds]
        for field in _AMOUNTS if whole else ():
            yield from _sum(whole, parts, field, slack)


def _sum(
    whole: FundingFacts | None, parts: list[FundingFacts], field: str, slack: Decimal
) -> Iterator[Finding]:
    printed = [amount for line in parts if (amount := getattr(line, field)) is not None]
    found = getattr(whole, field)
    if whole is None or found is None or not printed:
        return
    expected = sum(printed, Decimal(0))
    if abs(expected - found) > slack:
        message = f"the parts of {whole.label_raw} sum to {expected} 元, {found} 元 is printed"
        yield Finding(
            "funding", whole.line_no, field, "funding_parts", "warning", message, str(expected), str(found)
        )
