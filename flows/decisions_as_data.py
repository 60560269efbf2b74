"""What people decided, out of the warehouse's diary and into the form in which names are matched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import cast, get_args

from sqlalchemy import Engine

from flows.errors import TeachingError
from normalizers.matching import NONE, Decisions, Direction, Name, indicators, match, normal_form
from normalizers.text import squashed
from warehouse import Decision, diary, standing

EXACT = 100.0
"""The score of a name that stands in the vocabulary."""

PROVISIONAL = "P-"
"""How the code of an indicator begins that nobody has accepted."""


def taught(engine: Engine) -> Decisions:
    """The decisions that stand in a warehouse."""
    stands = standing(diary(engine))
    return as_data(stands) if stands else NONE


def as_data(stands: Sequence[Decision]) -> Decisions:
    """Decisions that stand as matching wants them; raises ValueError where merges run in a circle."""
    return Decisions(
        alias=(*_renamed(stands), *_outgrown(stands), *_names_and_forms(stands, "alias")),
        accept=tuple(
            (item.subject, item.target, item.name or item.subject)
            for item in stands
            if item.verb == "accept" and item.target
        ),
        merge=tuple((item.subject, item.target) for item in stands if item.verb == "merge" and item.target),
        split=tuple(_names_and_forms(stands, "split")),
        names=tuple(sorted(set(_names(stands)))),
        directions=tuple(
            (item.target, cast(Direction, item.direction))
            for item in stands
            if item.verb == "accept" and item.target and item.direction in get_args(Direction)
        ),
    )


def keys_of(name: str, level: str | None = None, unit: str | None = None) -> tuple[str, ...]:
    """What a decision on a name is about: the text and its normal forms, or the text alone.

    ``level`` and ``unit`` are those of the indicator that it is about: under that level, or in that unit, the
    name has another normal form. One that the vocabulary knows is left to it.
    """
    (found,) = match([Name(name)])
    if found.score >= EXACT:
        return (squashed(name),)
    (told,) = match([Name(name, level, unit)])
    more = (normal_form(name, level, unit),) if told.provisional else ()
    return tuple(dict.fromkeys((squashed(name), normal_form(name), *more)))


def _names_and_forms(stands: Sequence[Decision], verb: str) -> Iterator[tuple[str, str]]:
    """Names with the code they get, or must not get.

    With a name goes its normal form, so that its other spellings follow. Not so where the vocabulary itself
    knows the name: there one spelling is made an exception.
    """
    for item in stands:
        if item.verb == verb and item.target:
            for key in keys_of(item.subject, *level_and_unit(item.target, stands)):
                yield key, item.target


def level_and_unit(code: str | None, stands: Sequence[Decision]) -> tuple[str | None, str | None]:
    """What the vocabulary or the decision that accepted it says of an indicator; None where nothing does."""
    curated = indicators().get(code or "")
    if curated:
        return curated.level, curated.unit
    accepted = (item for item in stands if item.verb == "accept" and item.target == code)
    return next(((item.level, item.unit) for item in accepted), (None, None))


def _renamed(stands: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    """The better names that accepted indicators were given: a form that prints one means the indicator."""
    for item in stands:
        if item.verb != "accept" or not item.target or not item.name:
            continue
        (printed,) = match([Name(item.name, item.level, item.unit)])
        if printed.provisional and printed.code != item.subject:
            for key in keys_of(item.name, item.level, item.unit):
                yield key, item.target


def _names(stands: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    curated = indicators()
    for item in stands:
        if item.verb in ("alias", "merge") and item.target and item.name and item.target not in curated:
            yield item.target, item.name


def _outgrown(stands: Sequence[Decision]) -> Iterator[tuple[str, str]]:
    """Names whose provisional code is no longer that of the day on which it was decided.

    The code is made of the name's normal form, which a new vocabulary may change; the decision was about
    the name, and holds.
    """
    aliases = {item.subject for item in stands if item.verb == "alias"}
    for item in stands:
        name = item.subject_name
        if not item.subject.startswith(PROVISIONAL) or not item.target or not name or name in aliases:
            continue
        (now,) = match([Name(name)])
        if now.code not in (item.subject, item.target):
            yield name, item.target


def check_together(before: Sequence[Decision], after: Sequence[Decision]) -> None:
    """Raise TeachingError where decisions cannot stand together, or leave one on a code that nobody has."""
    try:
        as_data(after)
    except ValueError as error:
        raise TeachingError(str(error)) from error
    had = {item.decision_id for item in _baseless(before)}
    for item in _baseless(after):
        if item.decision_id is None:
            raise TeachingError(f"{item.target} is accepted by nobody any longer; accept it first")
        if item.decision_id not in had:
            raise TeachingError(
                f"decision {item.decision_id}, the {item.verb} of {item.subject_name or item.subject}, goes "
                f"to {item.target}, which nobody would accept any longer; undo that decision first"
            )


def _baseless(stands: Sequence[Decision]) -> Iterator[Decision]:
    """Decisions that give names a code which is neither curated nor accepted, provisional or merged away."""
    known = {item.target for item in stands if item.verb == "accept"}
    known |= {item.subject for item in stands if item.verb == "merge"} | set(indicators())
    for item in stands:
        is_known = item.target in known or (item.target or "").startswith(PROVISIONAL)
        if item.verb in ("alias", "merge") and not is_known:
            yield item


def said_already(item: Decision, stands: Sequence[Decision]) -> Decision | None:
    """The decision that stands and says the same, whoever made it; a comment that is new is something new."""
    told = _substance(item)
    same = (each for each in stands if item.verb != "undo" and _substance(each) == told)
    return next((each for each in same if item.comment in (None, each.comment)), None)


def _substance(item: Decision) -> tuple[str | None, ...]:
    details = (item.level, item.direction, item.dimension, item.unit)
    return (item.verb, item.subject, item.target, item.name, *details)


def carried(stands: Sequence[Decision], made: Sequence[Decision]) -> Iterator[Decision]:
    """What keeps an accepted indicator whole that takes another code or name.

    A merge of its former code, if a decision names that, and an alias of its former name, which forms may
    print. Both are of the same moment, so that an undo takes them back together.
    """
    accepted = {item.subject: item for item in stands if item.verb == "accept"}
    named = {item.target for item in stands if item.verb != "accept"}
    for item in made:
        former = accepted.get(item.subject)
        if item.verb != "accept" or former is None:
            continue
        plain = replace(item, level=None, direction=None, dimension=None, unit=None)
        if former.target != item.target and former.target in named:
            yield replace(plain, verb="merge", subject=str(former.target), subject_name=item.name)
        if former.name != item.name and list(_renamed([former])):
            yield replace(plain, verb="alias", subject=str(former.name), subject_name=None)
