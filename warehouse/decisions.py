"""What people decided on indicators: a diary that is only added to, and what of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, Engine, insert, select

from warehouse.connect import writing
from warehouse.tables import decision

Verb = Literal["accept", "alias", "merge", "split", "undo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One decision of one person.

    ``accept``: the provisional code ``subject`` becomes ``target``, called ``name``. ``alias``: the name
    ``subject`` means ``target``. ``merge``: the code ``subject`` becomes ``target``. ``split``: the name
    ``subject`` must not get ``target``. ``undo``: the decision ``undoes`` does not stand.
    ``subject_name`` and ``name`` are what the two were called when it was decided.
    """

    verb: Verb
    subject: str
    who: str
    decided_at: datetime
    target: str | None = None
    name: str | None = None
    subject_name: str | None = None
    level: str | None = None
    direction: str | None = None
    dimension: str | None = None
    unit: str | None = None
    comment: str | None = None
    undoes: int | None = None
    decision_id: int | None = None


def record(engine: Engine, made: Iterable[Decision]) -> None:
    """Add decisions to the diary, all or none; nothing that stands there is changed."""
    rows = [{key: value for key, value in asdict(item).items() if key != "decision_id"} for item in made]
    if rows:
        with writing(engine) as connection:
            connection.execute(insert(decision), rows)


def diary(engine: Engine) -> tuple[Decision, ...]:
    """Every decision that was ever made, in order."""
    with engine.connect() as connection:
        return read_diary(connection)


def read_diary(connection: Connection) -> tuple[Decision, ...]:
    """The diary, in a transaction of the caller's."""
    rows = connection.execute(select(decision).order_by(decision.c.decision_id)).mappings()
    return tuple(Decision(**row) for row in rows)


def standing(made: Sequence[Decision]) -> tuple[Decision, ...]:
    """What stands of a diary, in order.

    A later decision on the same subject replaces an earlier one; an alias and a split of the same name and
    code replace each other; what is undone counts as if it had never been made.
    """
    undone: set[int | None] = set()
    for item in reversed(made):
        if item.verb == "undo" and item.decision_id not in undone:
            undone.add(item.undoes)
    stands: dict[tuple[str | None, ...], Decision] = {}
    for item in made:
        if item.verb == "undo" or item.decision_id in undone:
            continue
        stands.pop(_key(item), None)
        opposite = stands.get(("alias", item.subject))
        if item.verb == "alias":
            stands.pop(("split", item.subject, item.target), None)
        elif item.verb == "split" and opposite and opposite.target == item.target:
            del stands["alias", item.subject]
        stands[_key(item)] = item
    return tuple(stands.values())


def _key(item: Decision) -> tuple[str | None, ...]:
    """What a decision is about: a name may be kept from several codes, and gets only one."""
    return (item.verb, item.subject, item.target) if item.verb == "split" else (item.verb, item.subject)
