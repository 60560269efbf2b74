"""Counts of one medium: rows found, missed and invented, fields exact, and every mismatch."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Mismatch:
    """Where the warehouse differs from the paper."""

    document: str
    family: int
    ordinal: int
    record: str = ""
    line: int | None = None
    name: str = ""
    wanted: Any = None
    got: Any = None

    def at(
        self, record: str, line: int | None, name: str = "", wanted: Any = None, got: Any = None
    ) -> Mismatch:
        return replace(self, record=record, line=line, name=name, wanted=wanted, got=got)


@dataclass(slots=True)
class Rows:
    found: int = 0
    missed: int = 0
    invented: int = 0

    def add(self, found: int, missed: int, invented: int) -> None:
        self.found += found
        self.missed += missed
        self.invented += invented


@dataclass(slots=True)
class Fields:
    """``printed`` counts a field where the paper or the reading has a value; ``all`` counts blanks too."""

    printed: int = 0
    printed_exact: int = 0
    all: int = 0
    all_exact: int = 0

    def add(self, good: bool, printed: bool) -> None:
        self.all += 1
        self.all_exact += good
        if printed:
            self.printed += 1
            self.printed_exact += good

    @property
    def share(self) -> float | None:
        return self.printed_exact / self.printed if self.printed else None

    def plus(self, other: Fields) -> Fields:
        return Fields(
            self.printed + other.printed,
            self.printed_exact + other.printed_exact,
            self.all + other.all,
            self.all_exact + other.all_exact,
        )


@dataclass(slots=True)
class Tally:
    """Everything counted in one medium."""

    row_counts: dict[str, Rows] = field(default_factory=lambda: defaultdict(Rows))
    fields: dict[tuple[str, str], Fields] = field(default_factory=lambda: defaultdict(Fields))
    mismatches: list[Mismatch] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    documents: int = 0

    def rows(self, record: str, found: int, missed: int, invented: int) -> None:
        self.row_counts[record].add(found, missed, invented)

    def field(self, record: str, name: str, good: bool, printed: bool) -> None:
        self.fields[record, name].add(good, printed)

    def note(self, mismatch: Mismatch) -> None:
        self.mismatches.append(mismatch)
        self.wrong[mismatch.document] += 1

    def share(self, *chosen: tuple[str, str]) -> Fields:
        """The fields named, or all of them, in one count."""
        total = Fields()
        for key, each in self.fields.items():
            if not chosen or key in chosen:
                total = total.plus(each)
        return total


MONEY = tuple(("funding", name) for name in ("initial_budget_yuan", "annual_budget_yuan", "executed_yuan"))
GROUPS: dict[str, tuple[tuple[str, str], ...]] = {
    "funding cells": (*MONEY, *(("funding", name) for name in ("weight", "execution_rate", "score"))),
    "scores": (
        ("form", "total_score"),
        ("form", "total_weight"),
        ("indicators", "weight"),
        ("indicators", "score"),
    ),
    "quantities": tuple(
        ("indicators", f"{side}_{name}")
        for side in ("target", "actual")
        for name in ("kind", "operator", "value", "unit", "date")
    ),
    "quantity rows": tuple(("quantities", name) for name in ("operator", "value", "unit")),
}
"""Fields that are watched as one figure, above all in scans."""


def merged(tallies: list[Tally]) -> Tally:
    out = Tally()
    for tally in tallies:
        for record, rows in tally.row_counts.items():
            out.rows(record, rows.found, rows.missed, rows.invented)
        for key, fields in tally.fields.items():
            out.fields[key] = out.fields[key].plus(fields)
        out.mismatches.extend(tally.mismatches)
        out.wrong.update(tally.wrong)
        out.seconds += tally.seconds
        out.documents += tally.documents
    return out
