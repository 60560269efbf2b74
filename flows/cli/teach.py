"""``jixiao accept``, ``merge``, ``alias``, ``split``, ``undo``: decisions, told back to who made them."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Sequence

from flows import deciding
from flows.deciding import Author, Book, Details
from flows.settings import Settings
from flows.summary import counted
from warehouse import Decision

TOLD = {
    "accept": "{subject} is accepted as {target} {name}",
    "alias": "{subject} is {target} {name}",
    "merge": "{subject} {subject_name} is merged into {target} {name}",
    "split": "{subject} no longer goes to {target} {name}",
    "undo": "decision {undoes} is undone",
}


def author(who: str | None, comment: str | None) -> Author:
    """Who decides: as given, else the login name."""
    return Author(who or _login(), comment)


def accept(code: str, name: str | None, new_code: str | None, details: Details, by: Author) -> None:
    """Accept a provisional indicator."""
    _decide(lambda known: [deciding.accept(known, code, name, new_code, details, by)])


def merge(source: str, into: str, by: Author) -> None:
    """Make one indicator of two."""
    _decide(lambda known: [deciding.merge(known, source, into, by)])


def alias(name: str, code: str, by: Author) -> None:
    """Say what a name means."""
    _decide(lambda known: [deciding.alias(known, name, code, by)])


def split(names: Sequence[str], source: str | None, by: Author) -> None:
    """Say what names do not mean."""
    _decide(lambda known: deciding.split(known, names, source, by))


def undo(decision: int, by: Author) -> None:
    """Take a decision back."""
    _decide(lambda known: [deciding.undo(known, decision, by)])


def _decide(make: Callable[[Book], Sequence[Decision]]) -> None:
    verdict = deciding.decide(Settings().warehouse, make)
    for made in verdict.decisions:
        fields = {name: getattr(made, name) or "" for name in Decision.__slots__}
        print(TOLD[made.verb].format(**fields).strip())
    for stood in verdict.known:
        print(f"decision {stood.decision_id} of {stood.who} says the same already; nothing was added")
    if not verdict.decisions:
        return
    print(f"{counted(verdict.forms, 'form')} may change; apply it with: jixiao renormalize")


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "unknown"
