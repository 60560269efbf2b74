"""How the points of a form are meant: as shares, outside the hundred, or for several lines at once."""

from __future__ import annotations

from decimal import Decimal

from normalizers.lexicon import words
from normalizers.model import Form, FormFacts, IndicatorFacts
from normalizers.numbers import is_blank
from normalizers.text import core, squashed

_HUNDRED = Decimal(100)
_NEAR = Decimal("0.5")
"""Points by which a weighted mean may miss the printed total: its scores are rounded."""

_LONGEST_LABEL = 15
"""Characters: a longer text (a note that repeats the official rule) heads no column."""


def are_shares(facts: FormFacts) -> bool:
    """Whether the weights are shares of one (0.1 for ten points)."""
    weights = [line.weight for line in facts.indicators if line.weight is not None]
    return len(weights) > 1 and max(weights) <= 1 and Decimal("0.5") <= sum(weights) <= 1


def in_points(weight: Decimal, facts: FormFacts) -> Decimal:
    """An indicator's weight out of a hundred."""
    return weight * _HUNDRED if are_shares(facts) else weight


def are_marks_of_100(facts: FormFacts) -> bool:
    """Whether each score is out of 100 and the total their weighted mean (95 at a weight of 10 %)."""
    lines = [line for line in facts.indicators if line.weight and line.score is not None]
    whole = sum((line.weight for line in lines if line.weight), Decimal(0))
    if (
        facts.total_score is None
        or not whole
        or any(not 0 <= (line.score or 0) <= _HUNDRED for line in lines)
    ):
        return False
    mean = sum(((line.weight or 0) * (line.score or 0) for line in lines), Decimal(0)) / whole
    return sum(line.score or 0 for line in lines) > _HUNDRED and abs(mean - facts.total_score) <= _NEAR


def is_extra(line: IndicatorFacts) -> bool:
    """Whether a line adds or takes points outside the hundred (加分项)."""
    named = squashed((line.level1_raw or "") + (line.level2_raw or "") + (line.name_raw or ""))
    return any(word in named for word in words("checks")["extra"])


def of_several(facts: FormFacts, form: Form) -> frozenset[int]:
    """The lines whose weight counts for other lines too: its cell stands over them, or they print none."""
    over = {line.line_no for line in form.indicators if "weight" in line.shared}
    found: set[int] = set()
    group: list[IndicatorFacts] = []
    for line in facts.indicators:
        if line.weight is not None or not group:
            group = [line] if line.weight else []
        elif line.line_no in over or (line.score is not None and _fit([*group, line])):
            group.append(line)
            found |= {each.line_no for each in group}
        else:
            group = []
    return frozenset(found)


def reason_of(line: IndicatorFacts, form: Form) -> str | None:
    """The reason beside a line, or the one whose cell stands over it; None where it says nothing."""
    shared = next((each.shared for each in form.indicators if each.line_no == line.line_no), {})
    over = shared.get("remark")
    texts = (line.remark, over.text if over else None)
    return next((text for text in texts if text and not is_blank(text)), None)


def asks_for_reasons(form: Form) -> bool:
    """Whether the form has a column of remarks in which a reason has its place; 备注 asks for nothing."""
    header = form.headers.get("indicators.remark")
    return header is not None and core(header.text) not in words("checks")["plain_remark"]


def has_own_scoring(form: Form) -> bool:
    """Whether the form prints rules of its own (评分标准), which stand above the official formula."""
    texts = [*form.unread, *(label for label, _ in form.sections), *form.headers.values()]
    labels = [label for text in texts if len(label := squashed(text.text)) <= _LONGEST_LABEL]
    return any(word in label for label in labels for word in words("checks")["own_scoring"])


def _fit(group: list[IndicatorFacts]) -> bool:
    """Whether the scores of lines of one level may be parts of the first one's weight."""
    head = group[0]
    scores = sum((line.score for line in group if line.score is not None), Decimal(0))
    return head.level1 == group[-1].level1 and head.weight is not None and scores <= head.weight
