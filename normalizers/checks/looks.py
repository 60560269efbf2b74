"""Figures that were looked at again, and were not read the same."""

from __future__ import annotations

from collections.abc import Iterator

from normalizers.model import Choice, Finding, FindingRecord, Form, FormFacts, Printed
from normalizers.text import squashed, unbroken

_REASONS: dict[Choice, str] = {
    "disputed": "the first reading stays, nothing decides between them",
    "point": "another look has a decimal point where the first has a mark that is none",
    "surer": "the later looks agree, and are surer",
    "sums": "the form's sums hold with it, and not with the first reading",
}
_FORM_FIGURES = ("total_weight", "total_score")
_INDICATOR_FIGURES = {
    "target": "target_value",
    "actual": "actual_value",
    "weight": "weight",
    "score": "score",
}
_FUNDING_FIGURES = {
    "initial_budget": "initial_budget_yuan",
    "annual_budget": "annual_budget_yuan",
    "executed": "executed_yuan",
    "weight": "weight",
    "execution_rate": "execution_rate",
    "score": "score",
}


def second_look(_: FormFacts, form: Form) -> Iterator[Finding]:
    """A second look read a figure differently, and either nothing decides or the first reading was left."""
    for record, line_no, column, printed in _figures(form):
        if any(spot.looks for spot in printed.spots):
            yield from _differing(printed, Finding(record, line_no, column, "second_look", "info", ""))


def _figures(form: Form) -> Iterator[tuple[FindingRecord, int | None, str, Printed]]:
    for name in _FORM_FIGURES:
        if name in form.fields:
            yield "form", None, name, form.fields[name]
    for funding in form.funding:
        for name, column in _FUNDING_FIGURES.items():
            if name in funding.values:
                yield "funding", funding.line_no, column, funding.values[name]
    for line in form.indicators:
        for name, column in _INDICATOR_FIGURES.items():
            if name in line.values:
                yield "indicator", line.line_no, column, line.values[name]


def _differing(printed: Printed, at: Finding) -> Iterator[Finding]:
    for cell in {spot.place: spot for spot in printed.spots if spot.looks}.values():
        texts = dict.fromkeys(unbroken(look.text) for look in cell.looks if look.text)
        moved = squashed(cell.text) != squashed(cell.looks[0].text)
        reason = _REASONS.get(cell.choice) if cell.choice else None
        if reason and (moved or cell.choice == "disputed") and _holds_figure(texts):
            read = ", ".join(f"“{text}”" for text in texts)
            taken = unbroken(cell.text)
            message = f"read as {read}; “{taken}” is taken: {reason}"
            others = " | ".join(text for text in texts if text != taken)
            yield Finding(at.record, at.line_no, at.field, at.rule, at.severity, message, others, taken)


def _holds_figure(texts: dict[str, None]) -> bool:
    return any(character.isdigit() for text in texts for character in text)
