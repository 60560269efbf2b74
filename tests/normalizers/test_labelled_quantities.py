"""Quantities as clerks type them, labelled by hand: every column of every line is read as labelled."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from normalizers import measure
from normalizers.text import folded

LISTS = sorted((Path(__file__).parent / "quantities").glob("*.tsv"))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def listed(text: str) -> list[tuple[str, str, str]]:
    """``>= 3 个; 5 %``: operator, value and unit of each figure, the operator where one is stated."""
    figures = []
    for part in filter(None, (part.split() for part in text.split(";"))):
        operator = part.pop(0) if part[0][0] in "<>=" else ""
        figures.append((operator, str(Decimal(part[0])), folded(part[1]) if len(part) > 1 else ""))
    return figures


def labelled(row: dict[str, str]) -> tuple[object, ...]:
    value = str(Decimal(row["value"])) if row["value"] else ""
    figures = listed(row["quantities"])
    if row["kind"] == "numeric":
        figures = [(row["operator"], value, folded(row["unit"]))]
    return (row["kind"], row["operator"], value, folded(row["unit"]), row["date"], figures)


def read(row: dict[str, str]) -> tuple[object, ...]:
    found = measure(row["text"], name=row["name"] or None, year=int(row["year"]))
    value = "" if found.value is None else str(found.value)
    figures = [(each.operator or "", str(each.value), each.unit or "") for each in found.quantities]
    return (found.kind, found.operator or "", value, found.unit or "", found.date or "", figures)


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_line_of_the_list_is_read_as_labelled(path: Path) -> None:
    wrong = [(row["text"], labelled(row), read(row)) for row in rows(path) if labelled(row) != read(row)]
    assert wrong == []


def test_the_lists_are_long_and_hold_every_kind() -> None:
    all_rows = [row for path in LISTS for row in rows(path)]
    kinds = [row["kind"] for row in all_rows]
    assert len(all_rows) >= 500
    assert {kind: kinds.count(kind) >= 10 for kind in kinds} == dict.fromkeys(
        ("numeric", "date", "qualitative", "empty"), True
    )
