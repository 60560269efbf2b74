"""What the words of a line claim, against the points it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, cast

from normalizers.checks.doubt import as_info, cautious, if_read, line_values
from normalizers.checks.funding import places
from normalizers.checks.points import asks_for_reasons, is_extra, of_several, reason_of
from normalizers.lexicon import lexicon, words
from normalizers.model import Finding, Form, FormFacts, IndicatorFacts, Severity
from normalizers.numbers import is_blank
from normalizers.text import squashed

Claim = Literal["achieved", "partly", "missed"]

_PRINTED_BANDS = re.compile(
    r"100%?[-—–~至]+(\d{2})%?(?:\(含\))?[、,，;；及和]+(\d{2})%?[-—–~至]+(\d{2})%?(?:\(含\))?[、,，;；及和]+(\d{2})%?[-—–~至]+0"
)
_PUNCTUATION = "。.,,;；:：!、"


@dataclass(frozen=True, slots=True)
class _Bands:
    """The bounds of the three bands, in percent of the weight, and who set them."""

    high: Decimal = Decimal(80)
    low: Decimal = Decimal(60)

    def of(self, claim: Claim) -> tuple[Decimal, Decimal]:
        hundred = Decimal(100)
        return {
            "achieved": (self.high, hundred),
            "partly": (self.low, self.high),
            "missed": (Decimal(0), self.low),
        }[claim]


def outside_band(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """Words earn points in three bands: 100–80, 80–60 and 60–0 % of the weight (财预〔2020〕10号).

    A form that prints other bounds is held to those. Bounds belong to both bands, and half a unit of the
    last printed place is allowed.
    """
    bands, grouped = _bands(form), of_several(facts, form)
    for line in facts.indicators:
        claim = None if line.line_no in grouped or is_extra(line) else _claim(line)
        if claim is None or not line.weight or line.score is None or line.score > line.weight:
            continue
        low, high = (line.weight * bound / 100 for bound in bands.of(claim))
        half = Decimal(5).scaleb(-places(line.score) - 1)
        if low - half <= line.score <= high + half:
            continue
        expected = f"{low.normalize():f}–{high.normalize():f}"
        said = f"“{squashed(line.actual.raw or '')}” claims a band of {expected} points out of {line.weight}"
        message = f"{said}, {line.score} are given"
        finding = Finding(
            "indicator", line.line_no, "score", "outside_band", "warning", message, expected, str(line.score)
        )
        values = line_values(form, line.line_no)
        yield cautious(finding, (values.get(name) for name in ("actual", "weight", "score")))


def _claim(line: IndicatorFacts) -> Claim | None:
    """What an actual of words claims; of a target in figures or a date only that it is reached."""
    said = squashed(line.actual.raw or "").strip(_PUNCTUATION)
    found = lexicon("checks").aliases.get(said)
    if found == "achieved":
        return "achieved"
    worded = line.target.kind in ("qualitative", "empty")
    return cast(Claim, found) if worded and found in ("partly", "missed") else None


def _bands(form: Form) -> _Bands:
    for _, text in form.sections:
        found = _PRINTED_BANDS.search(squashed(text.text))
        if found and found[1] == found[2] and found[3] == found[4]:
            return _Bands(Decimal(found[1]), Decimal(found[3]))
    return _Bands()


def lost_without_reason(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """Lost points want a reason (财预〔2020〕10号, and the column of the form in its annex).

    Silent where the form has no column for it, where a reason's cell stands over the line, and where the line
    above lost points and gives one: it may be meant for both. An info where the outcome, the conclusion or a
    section may give it.
    """
    if not asks_for_reasons(form):
        return
    elsewhere = "the outcome, the conclusion or a section may give it" if _explained(facts) else None
    above, grouped = False, of_several(facts, form)
    for line in facts.indicators:
        lost = line.weight is not None and line.score is not None and line.score < line.weight
        lost = lost and line.line_no not in grouped and not is_extra(line)
        reason = reason_of(line, form)
        if lost and not reason and not above:
            said = f"the reason is “{line.remark}”" if line.remark else "no reason is printed"
            message = f"{line.score} of {line.weight} points are given, {said}"
            finding = Finding(
                "indicator", line.line_no, "remark", "lost_without_reason", "warning", message, None,
                line.remark,
            )  # fmt: skip
            values = line_values(form, line.line_no)
            finding = as_info(finding, elsewhere) if elsewhere else if_read(finding, form)
            yield cautious(finding, (values.get(name) for name in ("weight", "score")))
        above = lost and (bool(reason) or (above and line.remark is None))


def _explained(facts: FormFacts) -> bool:
    texts = squashed((facts.actual_outcome or "") + (facts.conclusion or ""))
    known = words("checks")
    return any(word in texts for word in known["reason"]) or any(
        word in squashed(section.label_raw or "") and not is_blank(section.text)
        for section in facts.sections
        for word in known["reason_section"]
    )


def empty_actual(facts: FormFacts, form: Form) -> Iterator[Finding]:
    """A self-evaluation states a result for each target. 无 is one (no accident); a blank form has none.

    A result whose cell stands over several lines is that of each.
    """
    evaluates = facts.form_type.endswith("self_evaluation") and "indicators.actual" in form.headers
    if not evaluates or all(line.actual.kind == "empty" for line in facts.indicators):
        return
    over = {line.line_no for line in form.indicators if "actual" in line.shared}
    for line in facts.indicators:
        if line.actual.kind != "empty" or line.target.kind == "empty" or not line.weight:
            continue
        if line.line_no in over or is_extra(line) or _says_none(line):
            continue
        severity: Severity = "warning" if line.score is not None else "info"
        given = f"{line.score} points are given" if line.score is not None else "nor are points given"
        message = f"no result is printed for the target {squashed(line.target.raw or '')}, {given}"
        finding = Finding(
            "indicator", line.line_no, "actual_raw", "empty_actual", severity, message, None, line.actual.raw
        )
        yield if_read(finding, form)


def _says_none(line: IndicatorFacts) -> bool:
    """Whether an empty result is one: 无 (nothing happened), or a dash beside a target of 0."""
    said = squashed(line.actual.raw or "")
    return bool(re.search(r"\w", said)) or (bool(said) and line.target.value == 0)
