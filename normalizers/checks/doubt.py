"""How much a finding may claim of what was read: nobody is accused on a figure that may be misread."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from normalizers.model import Finding, Form, Printed
from normalizers.numbers import BEFORE, NOISE
from normalizers.text import squashed

SURE = 0.95
"""A value read with less confidence is worth a look at the page, not more (docs/accuracy.md)."""


def line_values(form: Form, line_no: int) -> dict[str, Printed]:
    """The texts of an indicator's line; empty where the form has no such line."""
    return next((line.values for line in form.indicators if line.line_no == line_no), {})


def cautious(finding: Finding, texts: Iterable[Printed | None]) -> Finding:
    """The finding as it is, or as an info where one of the texts it rests on was read with doubt."""
    read = [text for text in texts if text is not None]
    least = min((text.confidence for text in read), default=1.0)
    if least < SURE:
        return as_info(finding, f"one of the values was read with a confidence of {least:.2f}")
    if any(is_noisy(text) for text in read):
        return as_info(finding, "a mark in one of the values may be a decimal point, or the rest of a digit")
    return finding


def is_noisy(text: Printed) -> bool:
    """Whether a mark inside or in front of a number was taken for noise: the figure may be another."""
    return any(pattern.search(squashed(text.text)) for pattern in (NOISE, BEFORE))


def cautious_sum(finding: Finding, form: Form) -> Finding:
    """A finding of arithmetic, judged by all the figures that it rests on.

    What is missing to a sum of a scan may not have been read.
    """
    finding = cautious(finding, _summed(finding, form))
    field = finding.rule.removeprefix("total_")
    is_total = finding.record == "form" and finding.severity != "info"
    if is_total and any(field not in line.values and field not in line.shared for line in form.indicators):
        return if_read(finding, form)
    return finding


def _summed(finding: Finding, form: Form) -> Iterator[Printed | None]:
    """The figures of a line, of the amounts that sum to it, or of all points and their total."""
    if finding.record == "indicator":
        values = line_values(form, finding.line_no or 0)
        yield from (values.get(name) for name in ("weight", "score"))
        return
    field = finding.rule.removeprefix("total_")
    if finding.record == "form":
        yield form.fields.get(f"total_{field}")
        yield from (line.values.get(field) for line in form.indicators)
        yield from (line.values.get(field) for line in form.funding)
        return
    column = (finding.field or "").removesuffix("_yuan")
    for line in form.funding:
        if finding.rule == "funding_parts":
            yield line.values.get(column)
        elif line.line_no == finding.line_no:
            yield from line.values.values()


def if_read(finding: Finding, form: Form) -> Finding:
    """A finding that something is missing: on a scan it may be there, and not have been read."""
    return as_info(finding, "on a scan it may not have been read") if form.medium == "scan" else finding


def unless_guessed(finding: Finding, form: Form) -> Finding:
    """A warning of a form without rulings as an info: a value may stand in another column or row."""
    if form.is_ruled or finding.severity != "warning":
        return finding
    return as_info(finding, "the form has no rulings, its columns are told from gaps")


def as_info(finding: Finding, doubt: str) -> Finding:
    """The finding as something to look at, its doubt behind the sentence."""
    return replace(finding, severity="info", message=f"{finding.message}; {doubt}")
