"""The arithmetic of weights and scores."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from normalizers.model import Finding, Form, FormFacts


def score_above_weight(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """No score exceeds its weight."""
    for record, lines in (("funding", facts.funding), ("indicator", facts.indicators)):
        for line in lines:
            if line.score is not None and line.weight is not None and line.score > line.weight:
                message = f"the score {line.score} is above its weight {line.weight}"
                yield Finding(
                    record, line.line_no, "score", "score_above_weight", "error", message,  # type: ignore[arg-type]
                    str(line.weight), str(line.score),
                )  # fmt: skip


def total_weight(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The weights sum to the printed total, with or without that of the execution rate."""
    yield from _total(facts, "weight", facts.total_weight)


def total_score(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The scores sum to the printed total, with or without that of the execution rate."""
    yield from _total(facts, "score", facts.total_score)


def _total(facts: FormFacts, field: str, printed: Decimal | None) -> Iterator[Finding]:
    values = [value for line in facts.indicators if (value := getattr(line, field)) is not None]
    if printed is None or not values:
        return
    indicators = sum(values, Decimal(0))
    execution = sum((v for line in facts.funding if (v := getattr(line, field)) is not None), Decimal(0))
    if printed not in (indicators, indicators + execution):
        expected = indicators + execution
        message = f"the {field}s sum to {expected}, 总分 is printed as {printed}"
        yield Finding(
            "form", None, f"total_{field}", f"total_{field}", "warning", message, str(expected), str(printed)
        )
