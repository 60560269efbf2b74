"""Outcomes that say nothing: the goal once more, or the outcome of another form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Postfix, Prefix

from normalizers.model import Finding, Form, FormFacts, Severity
from normalizers.text import squashed

_SHORTEST_GOAL = 8
"""Letters: a shorter goal may well be its own outcome."""
_SHORTEST_OUTCOME = 20
"""Letters: a shorter outcome (全部完成) is said of many projects."""
_NEARLY = 90.0
"""rapidfuzz ratio, 0 to 100, from which one text is the other with a few words changed."""
_OF_A_KIND = 80.0
"""rapidfuzz ratio of two goals from which two projects are of a kind, and may well end alike."""
_SHORTEST_NAME = 2
"""Letters in which two projects must differ for one of them to be told in a text."""
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
    texts = [_Texts.of(facts) for facts in forms]
    copied: set[int] = set()
    for at, one in enumerate(texts):
        for other in texts[at + 1 :]:
            likeness = _likeness(one, other)
            if likeness < _NEARLY:
                continue
            original, copy = _in_order(one, other)
            finding = _copy(original, copy, likeness)
            if finding and copy.facts.ordinal not in copied:
                copied.add(copy.facts.ordinal)
                yield copy.facts.ordinal, finding


@dataclass(frozen=True, slots=True)
class _Texts:
    """A form and the letters of what is compared, taken once: each form meets all others."""

    facts: FormFacts
    goal: str
    outcome: str
    project: str

    @classmethod
    def of(cls, facts: FormFacts) -> _Texts:
        texts = (facts.expected_goal, facts.actual_outcome, facts.project_canonical)
        return cls(facts, *map(_letters, texts))


def _likeness(one: _Texts, other: _Texts) -> float:
    short = min(len(one.outcome), len(other.outcome)) < _SHORTEST_OUTCOME
    if short or one.facts.form_type != other.facts.form_type:
        return 0.0
    return fuzz.ratio(one.outcome, other.outcome, score_cutoff=_NEARLY)


def _in_order(one: _Texts, other: _Texts) -> tuple[_Texts, _Texts]:
    """The form that the outcome belongs to, and the other."""
    if _stranger(one, other) or _stranger(other, one):
        return (other, one) if _stranger(other, one) else (one, other)
    fits = [fuzz.ratio(texts.goal, texts.outcome) for texts in (one, other)]
    return (other, one) if fits[1] > fits[0] else (one, other)


def _copy(original: _Texts, copy: _Texts, likeness: float) -> Finding | None:
    stranger = _stranger(original, copy)
    if fuzz.ratio(original.goal, copy.goal) >= _OF_A_KIND and not stranger:
        return None
    same = "is" if likeness == 100 else "is nearly"
    source = original.facts
    message = f"the actual outcome {same} that of form {source.ordinal} ({source.project_name})"
    message += f"; it speaks of {stranger}, not of this project" if stranger else ""
    severity: Severity = "warning" if stranger or likeness == 100 else "info"
    found = (copy.facts.actual_outcome or "")[:100]
    return Finding("form", None, "actual_outcome", "outcome_copied", severity, message, None, found)


def _stranger(original: _Texts, copy: _Texts) -> str | None:
    """What the outcome of ``copy`` names of the other project's name alone, and not of its own."""
    head = Prefix.similarity(copy.project, original.project)
    tail = Postfix.similarity(copy.project[head:], original.project[head:])
    mine = copy.project[head : len(copy.project) - tail]
    theirs = original.project[head : len(original.project) - tail]
    telling = min(len(mine), len(theirs)) >= _SHORTEST_NAME
    return theirs if telling and theirs in copy.outcome and mine not in copy.outcome else None


def _letters(text: str | None) -> str:
    """The letters and digits of a text, without its enumeration: what two copies share."""
    return re.sub(r"[\W_]", "", _ENUMERATOR.sub("", squashed(text or "")))
