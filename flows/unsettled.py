"""What a person should look at: provisional and weak matches, look-alikes, the diary of decisions."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from normalizers.matching import Match, Proposal, proposals
from warehouse.connect import open_existing, reading
from warehouse.names import Example, Met, example, forms_of, met, spellings

WEAK = 98.0
"""Matches of a lower score than this, of 100, are shown to a person: those by likeness."""

EXAMPLES = 3
"""Names that are shown of an indicator, each with one place."""

COMPARED = 5000
"""Provisional indicators that are compared with each other, the most frequent: their pairs are the square."""


@dataclass(frozen=True, slots=True)
class Unsettled:
    """An indicator that is provisional or weakly matched: in how many lines and forms, and where."""

    code: str
    indicator: str
    lines: int
    forms: int
    provisional: bool
    score: float | None
    reason: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """The most frequent of them, and of how many."""

    shown: tuple[Unsettled, ...]
    provisional: int
    weak: int


def unsettled(url: str, limit: int) -> Listing:
    """List what is provisional or weakly matched, the most frequent first."""
    engine = open_existing(url)
    try:
        with reading(engine) as connection:
            doubtful = [item for item in spellings(connection) if item.provisional or _weak(item.score)]
            found = met(doubtful)
            forms = forms_of(connection, [item.code for item in found[:limit]])
            shown = tuple(_shown(connection, item, forms[item.code]) for item in found[:limit])
            provisional = sum(item.spellings[0].provisional for item in found)
            return Listing(shown, provisional, len(found) - provisional)
    finally:
        engine.dispose()


def alike(url: str, limit: int) -> list[tuple[Proposal, int, int]]:
    """Pairs of provisional indicators that look alike, the likest first, with the lines of each."""
    engine = open_existing(url)
    try:
        with reading(engine) as connection:
            found = met(item for item in spellings(connection) if item.provisional)[:COMPARED]
    finally:
        engine.dispose()
    lines = {item.code: item.times for item in found}
    pairs = proposals(_match(item) for item in found)[:limit]
    return [(pair, lines[pair.first.code], lines[pair.second.code]) for pair in pairs]


def _weak(score: float | None) -> bool:
    return score is not None and score < WEAK


def _match(item: Met) -> Match:
    return Match(item.code, item.indicator, item.score or 0.0, "; ".join(item.reasons), True)


def _shown(connection: Connection, item: Met, forms: int) -> Unsettled:
    return Unsettled(
        item.code,
        item.indicator,
        item.times,
        forms,
        item.spellings[0].provisional,
        item.score,
        "; ".join(item.reasons),
        tuple(example(connection, spelling) for spelling in item.spellings[:EXAMPLES]),
    )
