"""Amounts that no budget has, and money in an indicator against the money of the form."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.checks.doubt import cautious, line_values
from normalizers.lexicon import words
from normalizers.model import Finding, Form, FormFacts, IndicatorFacts, Severity
from normalizers.money import AMOUNTS, factors
from normalizers.numbers import is_beyond_money, printed_yuan
from normalizers.text import squashed

_WAN = Decimal(10**4)
_SAME = Decimal("0.001")
"""Share by which two amounts may differ: one of them is rounded to 万元."""
_TELLING_DIGITS = 2
"""Digits of an amount that others do not share by chance: 100 has one, 102 three."""


def impossible_amount(_: FormFacts, form: Form) -> Iterator[Finding]:
    """A figure has more digits than any amount of money: it was misread or misprinted, and is left NULL."""
    for line in form.funding:
        yuan = factors(form, line)
        for field in AMOUNTS:
            printed, factor = line.values.get(field), yuan[field]
            value = printed_yuan(printed.text, factor) if printed and factor else None
            if printed and value is not None and is_beyond_money(value):
                raw = squashed(printed.text)
                message = f"{raw} is more than any amount of money can be; it is left NULL"
                yield Finding(
                    "funding", line.line_no, f"{field}_yuan", "impossible_amount", "error", message, None, raw
                )


def money_unit_mixed(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A cost is 10,000 times an amount of the funding table, or its ten-thousandth: 元 for 万元.

    Prices and standards (元/人, 补助标准) are no part of the budget; an amount of one digit may be the
    other's multiple by chance, and is an info.
    """
    amounts = _amounts(facts)
    for line in facts.indicators:
        if not _is_cost(line):
            continue
        for field, measure in (("target", line.target), ("actual", line.actual)):
            value = measure.value_base if measure.unit_base == "元" else None
            budget = _mixed_up_with(value, amounts) if value else None
            if value is None or budget is None:
                continue
            times = "ten-thousandth" if value < budget else "10,000-fold"
            message = (
                f"{squashed(measure.raw or '')} is the {times} of {_plain(budget)} 元 in the funding table: "
                "元 and 万元 may be mixed up"
            )
            severity: Severity = "warning" if _digits(value) >= _TELLING_DIGITS else "info"
            finding = Finding(
                "indicator", line.line_no, f"{field}_value", "money_unit_mixed", severity, message,
                _plain(budget), _plain(value),
            )  # fmt: skip
            yield cautious(finding, (line_values(form, line.line_no).get(field),))
            break


def _is_cost(line: IndicatorFacts) -> bool:
    name = squashed(line.name_raw or "")
    known = words("checks")
    priced = any(word in name for word in known["unit_price"])
    cost = "成本" in (line.level1 or "") + (line.level2 or "") or any(
        word in name for word in known["budget"]
    )
    return cost and not priced


def _amounts(facts: FormFacts) -> set[Decimal]:
    fields = ("initial_budget_yuan", "annual_budget_yuan", "executed_yuan")
    return {amount for line in facts.funding for field in fields if (amount := getattr(line, field))}


def _mixed_up_with(value: Decimal, amounts: set[Decimal]) -> Decimal | None:
    if any(_alike(value, amount) for amount in amounts):
        return None
    return next(
        (
            amount
            for amount in sorted(amounts)
            if _alike(value * _WAN, amount) or _alike(value, amount * _WAN)
        ),
        None,
    )


def _alike(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) <= _SAME * abs(other)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
