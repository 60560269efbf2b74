"""Figures that are below zero, or above what there was to spend."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.checks.doubt import as_info, cautious, line_values
from normalizers.checks.points import is_extra
from normalizers.model import Finding, FindingRecord, Form, FormFacts, FundingFacts, Printed, Severity
from normalizers.money import AMOUNTS, step

_BESIDE = ("carryover", "other")
"""Money that may come to a budget without being counted in it."""


def overspent(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """More is executed than the year's budget of the same row.

    Where the total is, its parts are not looked at; 结转 and other money only where no total is printed; the
    same amounts in two rows are one finding. An info where the 结转 or other money may have paid for it, and
    of a part whose total stays within its budget. The last printed place is allowed.
    """
    least = step(facts, form)
    total = next((line for line in facts.funding if line.kind == "total"), None)
    asked = [line for line in facts.funding if total is None or line.kind not in _BESIDE]
    over = [line for line in asked if _excess(line) > least]
    amounts = {(line.annual_budget_yuan, line.executed_yuan): line for line in reversed(over)}
    for line in [total] if total in over and total else reversed(amounts.values()):
        message = f"{line.executed_yuan} 元 are executed of a budget of {line.annual_budget_yuan} 元"
        finding = Finding(
            "funding", line.line_no, "executed_yuan", "overspent", "warning", message,
            str(line.annual_budget_yuan), str(line.executed_yuan),
        )  # fmt: skip
        if line.kind in _BESIDE or _excess(line) <= _money_beside(facts):
            finding = as_info(finding, "结转 or other money may have come to the budget")
        elif total is not None and line is not total and total.executed_yuan is not None:
            finding = as_info(finding, "the total stays within its budget")
        values = _funding_values(form, line.line_no)
        yield cautious(finding, (values.get(name) for name in ("annual_budget", "executed")))


def _excess(line: FundingFacts) -> Decimal:
    if line.annual_budget_yuan is None or line.executed_yuan is None:
        return Decimal(0)
    return line.executed_yuan - line.annual_budget_yuan


def _money_beside(facts: FormFacts) -> Decimal:
    """What the rows of 结转 and other money print, of which a budget may know nothing."""
    beside = [line for line in facts.funding if line.kind in _BESIDE]
    amounts = [max(line.annual_budget_yuan or 0, line.executed_yuan or 0) for line in beside]
    return Decimal(sum(amounts))


def negative_amount(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A budget below zero cannot be; an execution below zero may be money that came back: a warning."""
    for line in facts.funding:
        values = _funding_values(form, line.line_no)
        for name in AMOUNTS:
            amount: Decimal | None = getattr(line, f"{name}_yuan")
            if amount is None or amount >= 0:
                continue
            severity: Severity = "warning" if name == "executed" else "error"
            message = f"{amount} 元 is printed, less than nothing"
            finding = Finding(
                "funding",
                line.line_no,
                f"{name}_yuan",
                "negative_amount",
                severity,
                message,
                None,
                str(amount),
            )
            yield cautious(finding, (values.get(name),))


def negative_points(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """No weight and no score is below zero, but on a line that takes points off (减分, 扣分项)."""
    for funding in facts.funding:
        values = _funding_values(form, funding.line_no)
        yield from _below_zero("funding", funding.line_no, funding.weight, funding.score, values)
    for line in facts.indicators:
        if not is_extra(line):
            values = line_values(form, line.line_no)
            yield from _below_zero("indicator", line.line_no, line.weight, line.score, values)
    fields = {name.removeprefix("total_"): text for name, text in form.fields.items()}
    yield from _below_zero("form", None, facts.total_weight, facts.total_score, fields)


def _below_zero(
    record: FindingRecord,
    line_no: int | None,
    weight: Decimal | None,
    score: Decimal | None,
    texts: dict[str, Printed],
) -> Iterator[Finding]:
    for field, value in (("weight", weight), ("score", score)):
        if value is not None and value < 0:
            name = f"total_{field}" if record == "form" else field
            message = f"the {field} is printed as {value}, less than nothing"
            finding = Finding(record, line_no, name, "negative_points", "error", message, None, str(value))
            yield cautious(finding, (texts.get(field),))


def _funding_values(form: Form, line_no: int) -> dict[str, Printed]:
    return next((line.values for line in form.funding if line.line_no == line_no), {})
