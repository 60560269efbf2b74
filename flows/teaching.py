"""Making a decision: what it names is looked up, what stands against it is said, and it is written down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import get_args

from sqlalchemy import Connection

from flows.errors import TeachingError, UsageError
from flows.taught import EXACT, PROVISIONAL, as_data, keys_of, level_and_unit
from normalizers.dimensions import DIMENSIONS, dimension_of
from normalizers.lexicon import lexicon
from normalizers.matching import Direction, Indicator, Name, indicators, match, normal_form
from normalizers.text import squashed
from warehouse import Decision, record, standing
from warehouse.connect import open_existing, reading
from warehouse.decisions import read_diary
from warehouse.names import Met, Spelling, forms_printing, met, spellings, usual_lines

ACCEPTED = "A-"
"""How the code of an accepted indicator begins where nobody gives it another: the hash behind it stays."""

DIRECTIONS: tuple[str, ...] = get_args(Direction)


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    who: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of an indicator that is accepted, besides its code and name."""

    level: str | None = None
    direction: str | None = None
    dimension: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Book:
    """What a warehouse knows when a decision is made: its diary, what of it stands, the names it met.

    ``connection`` is open while the decision is made, and only reads.
    """

    made: tuple[Decision, ...]
    stands: tuple[Decision, ...]
    met: Mapping[str, Met]
    connection: Connection

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
        raise TeachingError(f"no indicator has the code {code}: jixiao vocab lists those of the warehouse")

    def printed(self, code: str) -> str | None:
        """The commonest spelling of an indicator."""
        return self.met[code].spellings[0].name if code in self.met else None

    def accepted(self, code: str) -> Decision | None:
        """The decision that accepted an indicator, by its provisional or its accepted code."""
        made = (item for item in self.stands if item.verb == "accept")
        return next((item for item in made if code in (item.subject, item.target)), None)

    def standing(self, verb: str, subject: str) -> Decision | None:
        return next((item for item in self.stands if (item.verb, item.subject) == (verb, subject)), None)

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


def now() -> datetime:
    """The moment of a decision."""
    return datetime.now(UTC)


def book(connection: Connection) -> Book:
    """Look up what a warehouse knows."""
    made = read_diary(connection)
    return Book(made, standing(made), {item.code: item for item in met(spellings(connection))}, connection)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Decisions that were written down, and how many forms print a name they are about."""

    decisions: tuple[Decision, ...]
    forms: int


def decide(url: str, make: Callable[[Book], Sequence[Decision]]) -> Verdict:
    """Make decisions with what a warehouse knows, and add them to its diary; nothing is read again by it.

    Raises TeachingError where they cannot stand beside the others.
    """
    engine = open_existing(url)
    try:
        with reading(engine) as connection:
            known = book(connection)
            made = tuple(make(known))
            try:
                as_data(standing((*known.made, *made)))
            except ValueError as error:
                raise TeachingError(str(error)) from error
            names = {(item.name, item.code) for each in made for item in _about(known, each)}
            forms = forms_printing(connection, sorted(names))
        record(engine, made)
        return Verdict(made, forms)
    finally:
        engine.dispose()


def accept(
    known: Book, code: str, name: str | None, new_code: str | None, details: Details, author: Author
) -> Decision:
    """A provisional indicator becomes an accepted one, or more is said of one that is accepted already."""
    _check_details(details)
    if new_code and (new_code.startswith(PROVISIONAL) or not new_code.isascii() or " " in new_code):
        raise UsageError(
            f"--code {new_code!r}: a code is plain letters and digits, and does not begin with P-"
        )
    before = known.accepted(code)
    code = before.subject if before else code
    found = before.name if before and before.name else known.named(code)
    if not code.startswith(PROVISIONAL):
        raise TeachingError(f"{code} ({found}) is no provisional indicator; it needs no accepting")
    if merged := known.standing("merge", code):
        raise TeachingError(
            f"{code} was merged into {merged.target} (decision {merged.decision_id}); undo that first"
        )
    given = squashed(name or found)
    target = new_code or (before.target if before else None) or ACCEPTED + code.removeprefix(PROVISIONAL)
    _check_free(known, code, target, given, details)
    said = _said(details, before)
    usual = _usual(known, code, target)
    if not (said.level or usual.level):
        raise UsageError(f"no form prints a level for {code}: say it with --level")
    return Decision(
        "accept",
        code,
        author.who,
        now(),
        target,
        given,
        known.printed(code) or (before.subject_name if before else found),
        said.level or usual.level,
        said.direction,
        said.dimension or usual.dimension,
        said.unit,
        author.comment,
    )


def _said(details: Details, before: Decision | None) -> Details:
    """What is said now, and what was said before and is not said otherwise now."""
    if before is None:
        return details
    return Details(
        details.level or before.level,
        details.direction or before.direction,
        details.dimension or before.dimension,
        details.unit or before.unit,
    )


def merge(known: Book, source: str, into: str, author: Author) -> Decision:
    """One indicator becomes another; its forms show the other's code and name."""
    name, target_name = known.named(source), known.named(into)
    subject, target = _current(known, source), _current(known, into)
    if subject == target:
        raise TeachingError(f"{source} and {into} are one indicator already, {target} ({target_name})")
    return Decision(
        "merge",
        subject,
        author.who,
        now(),
        target,
        target_name,
        known.printed(source) or name,
        comment=author.comment,
    )


def alias(known: Book, name: str, code: str, author: Author) -> Decision:
    """A name, however it is spelled, means an indicator."""
    if not squashed(name):
        raise UsageError("NAME: it is empty")
    target_name, target = known.named(code), _current(known, code)
    stands = known.standing("alias", squashed(name))
    if stands and stands.target == target:
        raise TeachingError(f"{name} is an alias of {target} already (decision {stands.decision_id})")
    return Decision("alias", squashed(name), author.who, now(), target, target_name, comment=author.comment)


def split(known: Book, names: Sequence[str], source: str | None, author: Author) -> list[Decision]:
    """Names must not go to an indicator: the given one, or the one to which each goes now."""
    return [_split(known, name, source, author) for name in names]


def _split(known: Book, name: str, source: str | None, author: Author) -> Decision:
    goes = {item.code for item in known.spelled(name)}
    if source is None and len(goes) != 1:
        what = f"goes to {', '.join(sorted(goes))}" if goes else "is printed in no form of this warehouse"
        raise TeachingError(f"{name} {what}: say from which indicator, --from CODE")
    code = source or goes.pop()
    found = known.named(code)
    if source and goes and _current(known, code) not in goes and code not in goes:
        raise TeachingError(f"{name} does not go to {code} ({found}), but to {', '.join(sorted(goes))}")
    if code.startswith(PROVISIONAL) and match([Name(name)])[0].code == code:
        raise TeachingError(
            f"{name} is the name of the provisional {code} itself, there is nothing to split it from; "
            "jixiao alias gives it another indicator, jixiao undo takes back a merge"
        )
    target = _current(known, code)
    return Decision("split", squashed(name), author.who, now(), target, found, comment=author.comment)


def undo(known: Book, number: int, author: Author) -> Decision:
    """A decision does not stand any longer."""
    found = next((item for item in known.made if item.decision_id == number), None)
    if found is None:
        raise TeachingError(f"there is no decision {number}: jixiao vocab --decisions lists them")
    if found.verb != "undo" and found not in known.stands:
        raise TeachingError(f"decision {number} does not stand: a later one took its place or undid it")
    return Decision(
        "undo",
        found.subject,
        author.who,
        now(),
        found.target,
        comment=author.comment,
        undoes=number,
    )


def _current(known: Book, code: str) -> str:
    """The code by which an indicator is known now: accepted codes for provisional ones."""
    accepted = known.standing("accept", code)
    return accepted.target if accepted and accepted.target else code


def _about(known: Book, made: Decision) -> list[Spelling]:
    """The printed names that a decision changes the indicator of."""
    if made.verb == "alias":
        spelled = known.spelled(made.subject, made.target)
        return [item for item in spelled if item.code != made.target or (item.score or 0) < EXACT]
    if made.verb == "split":
        return [item for item in known.spelled(made.subject) if item.code == made.target]
    if made.verb == "undo":
        undone = next(item for item in known.made if item.decision_id == made.undoes)
        if undone.verb in ("alias", "split"):
            return known.spelled(undone.subject)
        spelled = _spellings(known, undone.target)
        return [
            item
            for item in spelled
            if undone.subject_name is None or undone.verb == "accept" or "merged" in (item.reason or "")
        ]
    again = _spellings(known, made.target) if made.verb == "accept" else []
    return [*_spellings(known, made.subject), *again]


def _spellings(known: Book, code: str | None) -> list[Spelling]:
    found = known.met.get(code or "")
    return list(found.spellings) if found else []


def _check_details(details: Details) -> None:
    allowed: tuple[tuple[str, str | None, Sequence[str]], ...] = (
        ("level", details.level, sorted(set(lexicon("level2").aliases.values()))),
        ("direction", details.direction, DIRECTIONS),
        ("dimension", details.dimension, DIMENSIONS),
    )
    for option, given, words in allowed:
        if given is not None and given not in words:
            raise UsageError(f"--{option} {given!r}: it is none of {', '.join(words)}")


def _check_free(known: Book, code: str, target: str, name: str, details: Details) -> None:
    """Raise where the new code or name is another indicator's."""
    others = {item.target: item for item in known.stands if item.verb == "accept" and item.subject != code}
    if target in indicators() or target in others:
        raise TeachingError(
            f"the code {target} is taken by {known.named(target)}; to make them one: "
            f"jixiao merge {code} {target}"
        )
    same = next((item for item in others.values() if item.name == name), None)
    (curated,) = match([Name(name, details.level)])
    taken = (
        same.target
        if same
        else curated.code
        if curated.code in indicators() and curated.score == EXACT
        else None
    )
    if taken:
        raise TeachingError(f"{name} is {taken} already; to make them one: jixiao merge {code} {taken}")


def _usual(known: Book, code: str, target: str) -> Details:
    """What the forms say of an indicator most often; one that is printed nowhere is of words only."""
    lines = usual_lines(known.connection, code) or usual_lines(known.connection, target)
    levels: Counter[str] = Counter()
    dimensions: Counter[str] = Counter()
    for level2, kind, unit, times in lines:
        if level2:
            levels[level2] += times
        if kind != "empty":
            dimensions[kind if kind in ("date", "qualitative") else dimension_of(unit)] += times
    level = levels.most_common(1)[0][0] if levels else None
    return Details(level, None, dimensions.most_common(1)[0][0] if dimensions else "qualitative")
