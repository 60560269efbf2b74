"""Making a decision: what it names is looked up, what stands against it is said, and it is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from flows.accepting import accept
from flows.author import Author
from flows.decisions_as_data import PROVISIONAL, as_data, carried, check_together, said_already
from flows.details import Details
from flows.errors import TeachingError, UsageError
from flows.known_decisions import Book, book, matches_of, name_of
from normalizers.matching import Match, Name, match
from normalizers.text import squashed
from warehouse import Decision, record, standing
from warehouse.connect import open_existing, reading
from warehouse.names import NameLine, Spelling

__all__ = ["Author", "Book", "Details", "Verdict", "accept", "alias", "decide", "merge", "split", "undo"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Decisions that were written down, how many forms they change, and what stood already as asked."""

    decisions: tuple[Decision, ...]
    forms: int
    known: tuple[Decision, ...] = ()


def decide(url: str, make: Callable[[Book], Sequence[Decision]]) -> Verdict:
    """Make decisions with what a warehouse knows, and add them to its diary; nothing is read again by it.

    Raises TeachingError where they cannot stand beside the others.
    """
    engine = open_existing(url)
    try:
        with reading(engine) as connection:
            known = book(connection)
            asked = tuple(make(known))
            stood = tuple(found for item in asked if (found := said_already(item, known.stands)))
            made = tuple(item for item in asked if not said_already(item, known.stands))
            made += (*carried(known.stands, made), *_undone_with(known, made))
            after = standing((*known.made, *made))
            check_together(known.stands, after)
            forms = len(_changed(known, made, after))
        record(engine, made)
        return Verdict(made, forms, stood)
    finally:
        engine.dispose()


def merge(known: Book, source: str, into: str, author: Author) -> Decision:
    """One indicator becomes another; its forms show the other's code and name."""
    name, target_name = known.named(source), known.named(into)
    subject, target = known.current(source), known.current(into)
    if subject == target:
        raise TeachingError(f"{source} and {into} are one indicator already, {target} ({target_name})")
    return author.decides("merge", subject, target, target_name, subject_name=known.printed(source) or name)


def alias(known: Book, name: str, code: str, author: Author) -> Decision:
    """A name, however it is spelled, means an indicator."""
    if not squashed(name):
        raise UsageError("NAME: it is empty")
    target_name, target = known.named(code), known.current(code)
    stands = known.standing("alias", squashed(name))
    if stands and stands.target == target:
        raise TeachingError(f"{name} is an alias of {target} already (decision {stands.decision_id})")
    return author.decides("alias", squashed(name), target, target_name)


def split(known: Book, names: Sequence[str], source: str | None, author: Author) -> list[Decision]:
    """Names must not go to an indicator: the given one, or the one to which each goes now.

    Decisions that wait to be applied count: where a name goes is what the next reading would make of it.
    """
    return [_split(known, name, source, author) for name in names]


def _split(known: Book, name: str, source: str | None, author: Author) -> Decision:
    if not squashed(name):
        raise UsageError("NAME: it is empty")
    goes = known.goes(name)
    if source is None and len(goes) != 1:
        what = f"goes to {', '.join(sorted(goes))}" if goes else "is printed in no form of this warehouse"
        raise TeachingError(f"{name} {what}: say from which indicator, --from CODE")
    code = source or goes.pop()
    found = known.named(code)
    if source and goes and known.current(code) not in goes and code not in goes:
        raise TeachingError(f"{name} does not go to {code} ({found}), but to {', '.join(sorted(goes))}")
    if code.startswith(PROVISIONAL) and match([Name(name)])[0].code == code:
        raise TeachingError(
            f"{name} is the name of the provisional {code} itself, there is nothing to split it from; "
            "jixiao alias gives it another indicator, jixiao undo takes back a merge"
        )
    made = author.decides("split", squashed(name), known.current(code), found)
    if made.target in known.goes(name, made):
        raise TeachingError(
            f"{name} is one of the names that were accepted or merged as {made.target} ({found}): jixiao "
            "alias gives it another indicator, jixiao undo takes that decision back"
        )
    return made


def undo(known: Book, number: int, author: Author) -> Decision:
    """A decision does not stand any longer."""
    found = next((item for item in known.made if item.decision_id == number), None)
    if found is None:
        raise TeachingError(f"there is no decision {number}: jixiao vocab --decisions lists them")
    if found.verb != "undo" and found not in known.stands:
        raise TeachingError(f"decision {number} does not stand: a later one took its place or undid it")
    return author.decides("undo", found.subject, found.target, undoes=found.decision_id)


def _undone_with(known: Book, made: Sequence[Decision]) -> Iterator[Decision]:
    """Undo what was written down with a decision that is undone, and by it."""
    for item in made:
        undone = _undone(known, item)
        for each in _written_with(known, undone) if undone else ():
            yield replace(item, subject=each.subject, target=each.target, undoes=each.decision_id)


def _written_with(known: Book, item: Decision) -> list[Decision]:
    """What was written down with an accept for its former code and name; what was undone with an undo."""
    at_once = [each for each in known.made if each.decided_at == item.decided_at]
    if item.verb == "accept":
        accepts = [each for each in known.made if (each.verb, each.subject) == ("accept", item.subject)]
        former = {("merge", each.target) for each in accepts} | {("alias", each.name) for each in accepts}
        its_own = [each for each in at_once if each.target == item.target]
        return [each for each in its_own if (each.verb, each.subject) in former]
    undone = _undone(known, item)
    others = {each.decision_id for each in _written_with(known, undone)} if undone else set()
    return [each for each in at_once if each.verb == "undo" and each.undoes in others]


def _undone(known: Book, item: Decision) -> Decision | None:
    return next((each for each in known.made if each.decision_id == item.undoes), None)


def _changed(known: Book, made: Sequence[Decision], stands: Sequence[Decision]) -> set[str]:
    """The forms that decisions change: those that the next reading shows otherwise because of them."""
    lines = known.lines(item for each in made for item in _about(known, each))
    before, after = matches_of(lines, known.data), matches_of(lines, as_data(stands))
    told = {line.form_id for line in lines if _shows(line, before[name_of(line)], after[name_of(line)])}
    described = [item for item in made if "accept" in (item.verb, getattr(_undone(known, item), "verb", ""))]
    printed = (item for each in described for item in _about(known, each))
    return told | {line.form_id for line in known.lines(printed)}


def _shows(line: NameLine, before: Match, after: Match) -> bool:
    """Whether a line is shown otherwise than now, and by what was decided."""
    if before == after:
        return False
    is_other = (after.code, after.indicator) != (line.code, line.indicator)
    return is_other or (before.code == line.code and before.score != after.score)


def _about(known: Book, made: Decision) -> list[Spelling]:
    """The printed names that a decision may change the indicator, or what is said of it."""
    found = _undone(known, made) or made
    if found.verb in ("alias", "split"):
        return known.spelled(found.subject, found.target if found.verb == "alias" else None)
    codes = dict.fromkeys((found.subject, found.target))
    return [item for code in codes for item in known.of_code(code)]
