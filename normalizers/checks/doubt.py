"""How much a finding may claim of what was read: nobody is accused on a figure that may be misread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from normalizers.model import Finding, Form, Printed

SURE = 0.95
"""A value read with less confidence is worth a look at the page, not more (docs/accuracy.md)."""


def line_values(form: Form, line_no: int) -> dict[str, Printed]:
    """The texts of an indicator's line; empty where the form has no such line."""
    return next((line.values for line in form.indicators if line.line_no == line_no), {})


def cautious(finding: Finding, texts: Iterable[Printed | None]) -> Finding:
    """The finding as it is, or as an info where one of the texts it rests on was read with doubt."""
    least = min((text.confidence for text in texts if text is not None), default=1.0)
    if least >= SURE:
        return finding
    return as_info(finding, f"one of the values was read with a confidence of {least:.2f}")


def if_read(finding: Finding, form: Form) -> Finding:
    """A finding that something is missing: on a scan it may be there, and not have been read."""
    return as_info(finding, "on a scan it may not have been read") if form.medium == "scan" else finding


def as_info(finding: Finding, doubt: str) -> Finding:
    """The finding as something to look at, its doubt behind the sentence."""
    return replace(finding, severity="info", message=f"{finding.message}; {doubt}")
