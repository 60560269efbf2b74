"""Outcomes that say nothing: the goal once more, or the outcome of another form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from normalizers.model import Finding, Form, FormFacts
from normalizers.text import squashed

_SHORTEST_GOAL = 8
"""Letters: a shorter goal may well be its own outcome."""
_SHORTEST_OUTCOME = 20
"""Letters: a shorter outcome (全部完成) is said of many projects."""
_NEARLY = 90.0
"""rapidfuzz ratio, 0 to 100, from which one text is the other with a few words changed."""
_OF_A_KIND = 80.0
"""rapidfuzz ratio of two goals from which two projects are of a kind, and may well end alike."""
_ENUMERATOR = re.compile(
    r"(?:目标)?\(?(?<!\d)\d{1,2}(?:[、.．)](?!\d)|(?<=目标\d)[:：,，])|目标[一二三四五六七八九十]+[:：、,，]?"
)


def goal_equals_outcome(facts: FormFacts, _: Form) -> Iterator[Finding]:
    """The outcome repeats the goal to the letter; enumeration, punctuation and blanks aside."""
    goal, outcome = _letters(facts.expected_goal), _letters(facts.actual_outcome)
    if len(goal) >= _SHORTEST_GOAL and goal == outcome:
        message = "the actual outcome repeats the expected goal to the letter, it reports no result"
        found = (facts.actual_outcome or "")[:100]
        yield Finding("form", None, "actual_outcome", "goal_equals_outcome", "warning", message, None, found)


def outcome_copied(forms: Sequence[FormFacts]) -> Iterator[tuple[int, Finding]]:
    """The outcome is that of another form in the document: (ordinal of the copy, finding).

    Of two, the form whose goal the outcome fits better keeps it. Projects of a kind may end alike: where the
    goals are alike as well, only an outcome that names the other project, and not its own, is a finding.
    """
    copied: set[int] = set()
    for at, one in enumerate(forms):
        for other in forms[at + 1 :]:
            likeness = _likeness(one.actual_outcome, other.actual_outcome)
            if likeness < _NEARLY:
                continue
            original, copy = (other, one) if _fit(other) > _fit(one) else (one, other)
            named = _named(copy, original) or _named(original, copy)
            if named and _named(original, copy):
                original, copy = copy, original
            finding = _copy(original, copy, likeness, named) if copy.ordinal not in copied else None
            if finding:
                copied.add(copy.ordinal)
                yield copy.ordinal, finding


def _copy(original: FormFacts, copy: FormFacts, likeness: float, named: str | None) -> Finding | None:
    of_a_kind = fuzz.ratio(_letters(original.expected_goal), _letters(copy.expected_goal)) >= _OF_A_KIND
    if of_a_kind and not named:
        return None
    same = "is" if likeness == 100 else "is nearly"
    message = f"the actual outcome {same} that of form {original.ordinal} ({original.project_name})"
    message += f"; it speaks of {named}, not of this project" if named else ""
    return Finding(
        "form", None, "actual_outcome", "outcome_copied",
        "warning" if named or likeness == 100 else "info",
        message, None, (copy.actual_outcome or "")[:100],
    )  # fmt: skip


def _likeness(one: str | None, other: str | None) -> float:
    first, second = _letters(one), _letters(other)
    if min(len(first), len(second)) < _SHORTEST_OUTCOME:
        return 0.0
    return fuzz.ratio(first, second, score_cutoff=_NEARLY)


def _fit(facts: FormFacts) -> float:
    return fuzz.ratio(_letters(facts.expected_goal), _letters(facts.actual_outcome))


def _named(copy: FormFacts, original: FormFacts) -> str | None:
    """What the outcome of ``copy`` names of the other project's name alone, and not of its own."""
    own, others = _letters(copy.project_canonical), _letters(original.project_canonical)
    head = Prefix.similarity(own, others)
    tail = Postfix.similarity(own[head:], others[head:])
    mine, theirs = own[head : len(own) - tail], others[head : len(others) - tail]
    outcome = _letters(copy.actual_outcome)
    telling = len(mine) >= 2 and len(theirs) >= 2
    return theirs if telling and theirs in outcome and mine not in outcome else None


def _letters(text: str | None) -> str:
    """The letters and digits of a text, without its enumeration: what two copies share."""
    return re.sub(r"[\W_]", "", _ENUMERATOR.sub("", squashed(text or "")))
