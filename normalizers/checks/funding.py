"""The arithmetic of the funding table."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import takewhile

from normalizers.checks.doubt import as_info
from normalizers.checks.points import has_own_scoring
from normalizers.model import Finding, Form, FormFacts, FundingFacts, FundingKind, Severity
from normalizers.money import step

_AMOUNTS = ("initial_budget_yuan", "annual_budget_yuan", "executed_yuan")
_SOURCES = ("fiscal", "carryover", "other")
_NATURES = ("basic", "project")
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


def execution_rate(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """Executed over annual budget is the rate. One that is right at fewer places than four is an info.

    Amounts in 万元 are rounded, so that a small one leaves the rate some room.
    """
    for line in facts.funding:
        rate, budget, executed = line.execution_rate, line.annual_budget_yuan, line.executed_yuan
        if rate is None or not budget or executed is None:
            continue
        expected = (executed / budget).quantize(RATE_STEP, ROUND_HALF_UP)
        printed = rate.quantize(RATE_STEP, ROUND_HALF_UP)
        if printed == expected or _is_in_rounding(printed, executed, budget, step(facts, form)):
            continue
        coarse = any(
            (executed / budget).quantize(Decimal(1).scaleb(-n), ROUND_HALF_UP) == rate for n in (2, 3)
        )
        severity: Severity = "info" if coarse else "warning"
        message = f"执行率 is printed as {rate}, {executed} 元 executed of {budget} 元 make {expected}"
        message += ": rounded too far" if coarse else ""
        yield Finding(
            "funding", line.line_no, "execution_rate", "execution_rate", severity, message,
            str(expected), str(rate),
        )  # fmt: skip


def _is_in_rounding(rate: Decimal, executed: Decimal, budget: Decimal, least_amount: Decimal) -> bool:
    """Whether amounts that are rounded to a step may have this rate; those that are finer are exact."""
    half = least_amount / 2
    if executed % least_amount or budget % least_amount or executed == budget or budget <= half:
        return False
    least, most = (executed - half) / (budget + half), (executed + half) / (budget - half)
    return least - RATE_STEP / 2 <= rate <= most + RATE_STEP / 2


def execution_score(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """Rate × weight is the score, rounded as printed; no more than the weight.

    An info where whole points explain it. A form that prints how it scores is left alone.
    """
    for line in () if has_own_scoring(form) else facts.funding:
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
            finding = Finding(
                "funding", line.line_no, "score", "execution_score", "warning", message,
                str(best), str(line.score),
            )  # fmt: skip
            rounds = _gives_whole_points(facts) and line.score in {
                rounded(each, line.score) for each in expected
            }
            yield as_info(finding, "which rounds to it") if rounds else finding


def _gives_whole_points(facts: FormFacts) -> bool:
    scores = [line.score for line in facts.funding] + [line.score for line in facts.indicators]
    return all(score is None or not places(score) for score in scores)


def funding_parts(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """The parts sum to the total, and 本级 and 上级 to the 财政拨款, in every column of amounts.

    A total may be split twice, by source and into 基本支出 and 项目支出: each split may stand for it. An info
    where a single part leaves something over (其中), or where the 结转 may be counted within another part.
    """
    total = _total(facts)
    fiscal = next((line for line in facts.funding if line.kind == "fiscal"), None)
    sources = _SOURCES if fiscal else (*_SOURCES, *_PARTS_OF_FISCAL)
    splits: tuple[tuple[FundingFacts | None, tuple[tuple[str, ...], ...]], ...] = (
        (total, ((*sources, *_NATURES), sources, _NATURES)),
        (fiscal, (_PARTS_OF_FISCAL,)),
    )
    for whole, ways in splits:
        for field in _AMOUNTS if whole else ():
            yield from _sum(facts, whole, ways, field, step(facts, form) / 2)


def _sum(
    facts: FormFacts, whole: FundingFacts | None, ways: tuple[tuple[str, ...], ...], field: str, half: Decimal
) -> Iterator[Finding]:
    found = getattr(whole, field)
    splits = [_printed(facts, kinds, field) for kinds in ways]
    if whole is None or found is None or not splits[0]:
        return
    if any(
        abs(each - found) <= half * (len(parts) + 1) for parts in splits if parts for each in _sums(parts)
    ):
        return
    parts = splits[0]
    expected = sum((amount for _, amount in parts), Decimal(0))
    message = f"the parts of {whole.label_raw} sum to {expected} 元, {found} 元 is printed"
    finding = Finding(
        "funding", whole.line_no, field, "funding_parts", "warning", message, str(expected), str(found)
    )
    within = [amount for line, amount in parts if line.kind != "carryover"]
    if len(parts) == 1 and expected < found:
        finding = as_info(finding, "the form prints one part only, the rest may not be listed")
    elif len(within) < len(parts) and sum(within, Decimal(0)) == found:
        finding = as_info(finding, "the 结转 may be counted within another part")
    yield finding


def _printed(facts: FormFacts, kinds: tuple[str, ...], field: str) -> list[tuple[FundingFacts, Decimal]]:
    return [
        (line, amount)
        for line in facts.funding
        if line.kind in kinds and (amount := getattr(line, field)) is not None
    ]


def _sums(parts: list[tuple[FundingFacts, Decimal]]) -> Iterator[Decimal]:
    """The sum of the parts; and without those that are parts of the one before them (上级: 中央, 省)."""
    whole = sum((amount for _, amount in parts), Decimal(0))
    yield whole
    for at, (line, amount) in enumerate(parts):
        inner = _amounts_of(line.kind, parts[at + 1 :])
        if inner and amount and sum(inner, Decimal(0)) == amount:
            yield whole - amount


def _amounts_of(kind: FundingKind, parts: list[tuple[FundingFacts, Decimal]]) -> list[Decimal]:
    """The amounts of the parts of this kind that come first."""
    return [amount for _, amount in takewhile(lambda part: part[0].kind == kind, parts)]
