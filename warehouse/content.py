"""What of a form is printed, and so decides whether two readings say the same.

Page numbers, confidence, spots and findings are not printed; canonical names and converted figures
are made by the vocabulary, and a new vocabulary is no new version of the paper. The levels are the
exception: their raw text is what a cell clipped, which differs from medium to medium.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from warehouse.rows import Row
from warehouse.types import FEN, plain

PRINTED: dict[str, tuple[str, ...]] = {
    "form": (
        "fiscal_year",
        "title",
        "organization",
        "department_code",
        "competent_department",
        "implementing_unit",
        "project_name",
        "filled_on",
        "money_unit",
        "expected_goal",
        "actual_outcome",
        "total_weight",
        "total_score",
        "rating",
        "conclusion",
        "contact",
    ),
    "funding": (
        "label_raw",
        "initial_budget_yuan",
        "annual_budget_yuan",
        "executed_yuan",
        "weight",
        "execution_rate",
        "score",
    ),
    "indicator": (
        "level1",
        "level2",
        "name_raw",
        "target_raw",
        "target_unit",
        "actual_raw",
        "actual_unit",
        "weight",
        "score",
        "remark",
    ),
    "section": ("label_raw", "text"),
}


class PrintedPlace(NamedTuple):
    """Where a printed value stands: ``position`` counts the rows of a record, None for the form."""

    record: str
    position: int | None
    field: str


def printed(header: Row, children: Mapping[str, Sequence[Row]]) -> dict[PrintedPlace, str]:
    """Return every printed value by its place, spelled so that equal print compares equal."""
    return dict(_printed(header, children))


def content_hash(header: Row, children: Mapping[str, Sequence[Row]]) -> str:
    """Digest what is printed, whatever the medium, the page and the version of the reader."""
    digest = hashlib.sha256()
    for place, value in sorted(_printed(header, children), key=lambda item: (item[0].record, str(item))):
        digest.update("\x1f".join((*map(str, place), value)).encode() + b"\x1e")
    return digest.hexdigest()


def spelled(value: object) -> str:
    """Fold what print does not distinguish: full and half width, blanks, trailing zeros."""
    if isinstance(value, Decimal):
        return format(plain(value), "f")
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))


def _printed(header: Row, children: Mapping[str, Sequence[Row]]) -> Iterator[tuple[PrintedPlace, str]]:
    yield from _values("form", None, header)
    for record in ("funding", "indicator", "section"):
        for position, row in enumerate(children.get(record, ()), 1):
            yield from _values(record, position, row)


def _values(record: str, position: int | None, row: Row) -> Iterator[tuple[PrintedPlace, str]]:
    for field in PRINTED[record]:
        value = row[field]
        if isinstance(value, Decimal) and field.endswith("_yuan"):
            value = value.quantize(FEN)
        if value is not None and (text := spelled(value)):
            yield PrintedPlace(record, position, field), text
