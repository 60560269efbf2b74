"""The rating that is printed, against the score."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from normalizers.checks.doubt import cautious
from normalizers.model import Finding, Form, FormFacts, Severity
from normalizers.text import squashed

BANDS = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
"""The least score of each rating: 财预〔2020〕10号."""

_BEST = 90
_OWN_BANDS = (
    re.compile(r"(\d{2,3})分?(?:\(含\))?(?:以上|[-—–~至](\d{2,3})分?(?:\(含\))?)[^\d优良中差]{0,4}优"),
    re.compile(r"优秀?[(:为是≥>=]{1,3}(\d{2,3})分?(?:\(含\))?(?:[-—–~至](\d{2,3}))?"),
)
"""85分（含）以上为优; 优（95—100分）."""


def rating_against_score(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """90 and more is 优, 80 良, 60 中, less 差. An info where whole points explain the difference.

    The total may or may not count the execution of the budget, and may be out of another sum than 100: a
    rating that fits one of these readings is no finding. A form that prints bands of its own is left alone.
    """
    scores = _scores(facts)
    if facts.rating is None or facts.total_score is None or not scores or _has_own_bands(form):
        return
    if facts.rating in {_rated(score) for score in scores}:
        return
    expected = _rated(scores[0])
    whole = scores[0].quantize(Decimal(1), ROUND_HALF_UP)
    severity: Severity = "info" if _rated(whole) == facts.rating else "warning"
    message = (
        f"{facts.total_score} points are {expected} by the official bands (优 ≥ 90, 良 ≥ 80, 中 ≥ 60), "
        f"{facts.rating} is printed"
    )
    finding = Finding(
        "form", None, "rating", "rating_against_score", severity, message, expected, facts.rating
    )
    fields = ("total_score", "rating" if "rating" in form.fields else "conclusion")
    yield cautious(finding, (form.fields.get(name) for name in fields))


def _rated(score: Decimal) -> str:
    return next(rating for rating, least in BANDS if score >= least)


def _scores(facts: FormFacts) -> list[Decimal]:
    """The total out of 100, by every way in which it may be meant."""
    total = facts.total_score
    if total is None or total < 0:
        return []
    points = sum((line.score for line in facts.indicators if line.score is not None), Decimal(0))
    execution = sum((line.score for line in facts.funding if line.score is not None), Decimal(0))
    full = sum((line.weight for line in facts.indicators if line.weight is not None), Decimal(0))
    extra = sum((line.weight for line in facts.funding if line.weight is not None), Decimal(0))
    counted = total != points or not execution
    whole = full + extra if counted else full
    scores = [total] if counted else [total, total + execution]
    out_of_100 = whole in (0, 100) or facts.total_weight == 100
    if not out_of_100 and total in (points, points + execution):
        scores.append(total / whole * 100)
    return [score for score in scores if score <= 100]


def _has_own_bands(form: Form) -> bool:
    texts = [text.text for _, text in form.sections] + [text.text for text in form.unread]
    found = [
        min(int(figure) for figure in match.groups() if figure)
        for text in texts
        for pattern in _OWN_BANDS
        for match in pattern.finditer(squashed(text))
    ]
    return any(least != _BEST for least in found)
