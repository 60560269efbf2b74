"""Facts as rows: one form becomes a header row, the rows under it, and its lineage as one compact value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, Any

from normalizers.model import FormFacts, IndicatorFacts, Measure, Quantity
from warehouse.lineage import lineage_entries

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Row = dict[str, Any]

APART = {"funding", "indicators", "sections", "findings", "lineage", "ordinal", "bodies", "unread_cells"}
"""What of a form stands in tables of its own, and the ordinal, which identifies the reading."""


@dataclass(frozen=True, slots=True)
class FormRows:
    """The rows of one reading, without its keys; children are named as their tables."""

    ordinal: int
    header: Row
    children: dict[str, list[Row]]
    lineage: list[Any]


def rows(facts: FormFacts) -> FormRows:
    """Lay a form's facts out as the tables hold them."""
    header = {item.name: getattr(facts, item.name) for item in fields(facts) if item.name not in APART}
    children = {
        "funding": [_row(line) for line in facts.funding],
        "indicator": [_indicator(line) for line in facts.indicators],
        "quantity": [row for line in facts.indicators for row in _quantities(line)],
        "section": [_row(line) for line in facts.sections],
        "finding": [_row(found) for found in facts.findings],
        "body": [_row(body) for body in facts.bodies],
    }
    return FormRows(facts.ordinal, header, children, lineage_entries(facts.lineage))


def _row(record: DataclassInstance) -> Row:
    return {item.name: getattr(record, item.name) for item in fields(record)}


def _indicator(line: IndicatorFacts) -> Row:
    row = _row(line)
    del row["direction"]  # what is known of the indicator, which is not said of this line
    return {**row, **_measure("target", row.pop("target")), **_measure("actual", row.pop("actual"))}


def _measure(side: str, measure: Measure) -> Row:
    return {f"{side}_{name}": value for name, value in _row(measure).items() if name != "quantities"}


def _quantities(line: IndicatorFacts) -> Iterator[Row]:
    sides: tuple[tuple[str, tuple[Quantity, ...]], ...] = (
        ("target", line.target.quantities),
        ("actual", line.actual.quantities),
    )
    for side, quantities in sides:
        for ordinal, quantity in enumerate(quantities, 1):
            yield {"line_no": line.line_no, "side": side, "ordinal": ordinal, **_row(quantity)}
