"""Defects of the form as a whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from normalizers.checks.doubt import is_noisy
from normalizers.model import Finding, FindingRecord, Form, FormFacts, Printed
from normalizers.names import is_title
from normalizers.numbers import POINT_FIRST, is_stack
from normalizers.operators import is_misread_sign
from normalizers.text import squashed
from normalizers.units import is_misread_unit

_SHOWN = 30
"""Characters of an unread text that its message shows."""


def title_as_project_name(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The form's title stands where the project's name belongs."""
    if is_title(facts.project_name):
        name = facts.project_name
        message = f"a form's title, {name}, is printed in the place of the project's name"
        yield Finding("form", None, "project_name", "title_as_project_name", "warning", message, None, name)


def unread_cells(_: FormFacts, form: Form) -> Iterator[Finding]:
    """Printed text found no place in any column: all of it is kept here, parted by bars."""
    if form.unread:
        texts = " | ".join(text.text for text in form.unread)
        first = form.unread[0].text
        shown = first if len(first) <= _SHOWN else f"{first[:_SHOWN]}…"
        message = f"{len(form.unread)} printed texts found no place in any column: “{shown}”"
        message += " and others" if len(form.unread) > 1 else ""
        yield Finding("form", None, "read_share", "unread_cells", "info", message, None, texts)


def noisy_number(_: FormFacts, form: Form) -> Iterator[Finding]:
    """A mark in a number, or before it, was taken for noise: it might be a point, or the rest of a digit.

    On a scan what was taken for a point before a number might be noise.
    """
    scanned = form.medium == "scan"
    for funding in form.funding:
        yield from _noisy("funding", funding.line_no, funding.values, scanned)
    for line in form.indicators:
        values = {k: v for k, v in line.values.items() if k in ("target", "actual", "weight", "score")}
        yield from _noisy("indicator", line.line_no, values, scanned)


def several_figures(_: FormFacts, form: Form) -> Iterator[Finding]:
    """A cell holds the weights, or the scores, of several rows one above the other: none is taken."""
    for line in form.indicators:
        for field in ("weight", "score"):
            printed = line.values.get(field)
            for spot in printed.spots if printed else ():
                if is_stack(spot.text):
                    read = "; ".join(spot.text.splitlines())
                    said = f"{read} stand in one cell, those of several rows: none of them is taken"
                    rule = "several_figures"
                    yield Finding("indicator", line.line_no, field, rule, "warning", said, None, read)


def misread_sign(_: FormFacts, form: Form) -> Iterator[Finding]:
    """The column of signs says a digit or a letter: the target's figure has no operator."""
    yield from _misread(form, "operator", "misread_sign", is_misread_sign, "a sign of comparison")


def misread_unit(_: FormFacts, form: Form) -> Iterator[Finding]:
    """The column of units says a figure: the target's figure has no unit."""
    yield from _misread(form, "unit", "misread_unit", is_misread_unit, "a unit")


def _misread(
    form: Form, field: str, rule: str, is_misread: Callable[[str], bool], belongs: str
) -> Iterator[Finding]:
    for line in form.indicators:
        said = line.values[field].text if field in line.values else ""
        if is_misread(said):
            message = f"“{said}” stands where {belongs} belongs: the target has no {field}"
            yield Finding("indicator", line.line_no, f"target_{field}", rule, "warning", message, None, said)


def _noisy(
    record: FindingRecord, line_no: int, values: dict[str, Printed], scanned: bool
) -> Iterator[Finding]:
    for field, printed in values.items():
        message = None
        if is_noisy(printed):
            message = (
                f"a mark in “{printed.text}” was taken for noise; it may be a point, or the rest of a digit"
            )
        elif scanned and POINT_FIRST.match(squashed(printed.text)):
            message = f"“{printed.text}” begins with a point, which may be dust"
        if message:
            yield Finding(record, line_no, field, "noisy_number", "warning", message, None, printed.text)
