"""Accepting an indicator: what is said of it, what its forms tell, and whether its code and name are free."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from flows.author import Author
from flows.decisions_as_data import EXACT, PROVISIONAL
from flows.details import Details, check_details, dimension_in
from flows.errors import TeachingError, UsageError
from flows.known_decisions import Book
from normalizers.dimensions import dimension_of
from normalizers.matching import Name, indicators, match
from normalizers.text import squashed
from warehouse import Decision
from warehouse.names import usual_lines

ACCEPTED = "A-"
"""How the code of an accepted indicator begins where nobody gives it another: the hash behind it stays."""


def accept(
    known: Book, code: str, name: str | None, new_code: str | None, details: Details, author: Author
) -> Decision:
    """A provisional indicator becomes an accepted one, or more is said of one that is accepted already."""
    check_details(details)
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
    check_details(said)
    usual = _usual(known, code, target)
    if not (said.level or usual.level):
        raise UsageError(f"no form prints a level for {code}: say it with --level")
    return author.decides(
        "accept",
        code,
        target,
        given,
        subject_name=known.printed(code) or (before.subject_name if before else found),
        level=said.level or usual.level,
        direction=said.direction,
        dimension=said.dimension or usual.dimension,
        unit=said.unit,
    )


def _said(details: Details, before: Decision | None) -> Details:
    """What is said now, and what was said before and is not said otherwise; a unit tells its dimension."""
    of_unit = dimension_in(details.unit) if details.unit else None
    if before is None:
        return replace(details, dimension=details.dimension or of_unit)
    return Details(
        level=details.level or before.level,
        direction=details.direction or before.direction,
        dimension=details.dimension or of_unit or before.dimension,
        unit=details.unit or before.unit,
    )


def _check_free(known: Book, code: str, target: str, name: str, details: Details) -> None:
    """Raise where the new code or name is another indicator's."""
    others = [item for item in known.stands if item.verb == "accept" and item.subject != code]
    if target in indicators() or target in [item.target for item in others]:
        raise TeachingError(
            f"the code {target} is taken by {known.named(target)}; to make them one: "
            f"jixiao merge {code} {target}"
        )
    taken = next((item.target for item in others if item.name == name), None) or _curated(name, details)
    if taken:
        raise TeachingError(f"{name} is {taken} already; to make them one: jixiao merge {code} {taken}")


def _curated(name: str, details: Details) -> str | None:
    """The code of the curated indicator that is called so."""
    (found,) = match([Name(name, details.level)])
    return found.code if found.code in indicators() and found.score == EXACT else None


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
    return Details(level, dimension=dimensions.most_common(1)[0][0] if dimensions else "qualitative")
