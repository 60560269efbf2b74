"""Where each value of a form stands on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from normalizers.model import Form, Lineage, Printed, Record
from normalizers.money import AMOUNTS, unit_confidence
from normalizers.prompts import without_prompt

_FUNDING_VALUES = {
    "initial_budget": "initial_budget_yuan",
    "annual_budget": "annual_budget_yuan",
    "executed": "executed_yuan",
    "weight": "weight",
    "execution_rate": "execution_rate",
    "score": "score",
}
_FORM_FIELDS = (
    "organization", "competent_department", "implementing_unit", "project_name", "filled_on", "expected_goal",
    "actual_outcome", "total_weight", "total_score", "rating", "conclusion", "contact",
)  # fmt: skip


def said_sections(form: Form) -> list[tuple[Printed, Printed]]:
    """The sections that say something: the form's own prompt alone says nothing."""
    return [(label, value) for label, value in form.sections if without_prompt(value.text)]


def lineage_of(form: Form) -> Iterator[Lineage]:
    """Every spot of every value, under the names of the views' columns."""
    yield from _spots("form", None, "title", form.title)
    for field in _FORM_FIELDS:
        if field in form.fields:
            yield from _spots("form", None, field, form.fields[field])
    if "year" in form.fields:
        yield from _spots("form", None, "fiscal_year", form.fields["year"])
    sure = unit_confidence(form)
    for funding in form.funding:
        yield from _spots("funding", funding.line_no, "label_raw", funding.label)
        for field, column in _FUNDING_VALUES.items():
            if field in funding.values:
                printed = funding.values[field]
                printed = _no_surer(printed, sure) if field in AMOUNTS else printed
                yield from _spots("funding", funding.line_no, column, printed)
    for line in form.indicators:
        for field, printed in line.values.items():
            for column in _indicator_columns(field):
                yield from _spots("indicator", line.line_no, column, printed)
    for line_no, (_, value) in enumerate(said_sections(form), start=1):
        yield from _spots("section", line_no, "text", value)


def _indicator_columns(field: str) -> tuple[str, ...]:
    if field in ("level1", "level2"):
        return (field, f"{field}_raw")
    if field == "name":
        return ("name_raw",)
    if field in ("target", "actual"):
        return (f"{field}_raw", f"{field}_value")
    return {"operator": ("target_operator",), "unit": ("target_unit",)}.get(field, (field,))


def _no_surer(printed: Printed, sure: float) -> Printed:
    """An amount that is no surer than its unit: a 万 that was lost makes it wrong by a factor of 10,000."""
    if sure >= printed.confidence:
        return printed
    return replace(
        printed, spots=tuple(replace(spot, confidence=min(spot.confidence, sure)) for spot in printed.spots)
    )


def _spots(record: Record, line_no: int | None, field: str, printed: Printed) -> Iterator[Lineage]:
    for spot in printed.spots:
        yield Lineage(record, line_no, field, spot)
