"""What a warehouse knows when a decision is made: its diary, what of it stands, the names that it met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sqlalchemy import Connection

from flows.decisions_as_data import as_data, keys_of, level_and_unit
from flows.errors import TeachingError
from normalizers.matching import Decisions, Indicator, Match, Name, indicators, match, normal_form
from normalizers.text import squashed
from warehouse import Decision, standing
from warehouse.decisions import read_diary
from warehouse.names import Met, NameLine, Spelling, lines_printing, met, spellings


@dataclass(frozen=True)
class Book:
    """``made`` is the whole diary, ``stands`` what of it stands, ``met`` the names by code.

    ``connection`` is open while the decision is made, and only reads.
    """

    made: tuple[Decision, ...]
    stands: tuple[Decision, ...]
    met: Mapping[str, Met]
    connection: Connection

    @cached_property
    def data(self) -> Decisions:
        """What stands, as matching wants it."""
        return as_data(self.stands)

    def named(self, code: str) -> str:
        """What an indicator is called; raises TeachingError for a code that nobody knows."""
        curated: dict[str, Indicator] = indicators()
        if code in curated:
            return curated[code].name
        for item in reversed(self.stands):
            if item.target == code and item.name:
                return item.name
        if code in self.met:
            return self.met[code].indicator
        for item in reversed(self.made):  # undone, and not applied to the forms yet
            if item.subject == code and item.subject_name:
                return item.subject_name
        raise TeachingError(f"no indicator has the code {code}: jixiao vocab lists those of the warehouse")

    def printed(self, code: str) -> str | None:
        """The commonest spelling of an indicator."""
        return self.met[code].spellings[0].name if code in self.met else None

    def accepted(self, code: str) -> Decision | None:
        """The decision that accepted an indicator, by its provisional or its accepted code."""
        made = (item for item in self.stands if item.verb == "accept")
        return next((item for item in made if code in (item.subject, item.target)), None)

    def standing(self, verb: str, subject: str) -> Decision | None:
        """The decision of this verb that stands for a subject."""
        return next((item for item in self.stands if (item.verb, item.subject) == (verb, subject)), None)

    def current(self, code: str) -> str:
        """The code by which an indicator is known now: accepted codes for provisional ones."""
        accepted = self.standing("accept", code)
        return accepted.target if accepted and accepted.target else code

    def spelled(self, name: str, code: str | None = None) -> list[Spelling]:
        """The printed names that a decision on ``name``, and on the indicator ``code``, is about."""
        keys = keys_of(name, *level_and_unit(code, self.stands))
        by_level = len(keys) > len(keys_of(name))
        printed = (item for found in self.met.values() for item in found.spellings)
        return [
            item
            for item in printed
            if squashed(item.name) in keys
            or normal_form(item.name) in keys
            or (by_level and normal_form(item.name, item.level2) in keys)
        ]

    def of_code(self, code: str | None) -> list[Spelling]:
        """The printed names that the forms show an indicator for."""
        found = self.met.get(code or "")
        return list(found.spellings) if found else []

    def lines(self, printed: Iterable[Spelling]) -> list[NameLine]:
        """The lines of forms that print these names."""
        return list(lines_printing(self.connection, sorted({(item.name, item.code) for item in printed})))

    def goes(self, name: str, *more: Decision) -> set[str]:
        """The codes that a name's lines get by all that stands and ``more``, applied to the forms or not."""
        data = as_data(standing((*self.made, *more))) if more else self.data
        return {found.code for found in matches_of(self.lines(self.spelled(name)), data).values()}


def book(connection: Connection) -> Book:
    """Look up what a warehouse knows."""
    made = read_diary(connection)
    return Book(made, standing(made), {item.code: item for item in met(spellings(connection))}, connection)


def matches_of(lines: Sequence[NameLine], data: Decisions) -> dict[Name, Match]:
    """What the names of lines mean by these decisions."""
    names = list(dict.fromkeys(name_of(line) for line in lines))
    return dict(zip(names, match(names, data), strict=True))


def name_of(line: NameLine) -> Name:
    """A line's name as matching is asked for it."""
    return Name(line.name, line.level2, line.unit)
