"""Which reading of a cell is taken, where it was looked at again.

The recogniser proposes, the form's own arithmetic decides. What no look has read is never taken, so that
a sum which the paper itself gets wrong stays wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

from extractors.model import Place, Reading
from normalizers.checks import contradictions
from normalizers.facts import facts_of
from normalizers.model import Choice, Finding, Form, Printed, Spot
from normalizers.numbers import NOISE
from normalizers.text import squashed, unbroken

_MOST_CHANGED = 3  # cells of one form that are read differently at most for its sums to hold
_MOST_PROPOSED = 8  # other readings that are tried at most, the surest: each is one more round of the checks
_SURE = 0.95  # of two later looks together, if they agree against the first
_SUM = 0.9  # what a sum that holds is worth as a witness: as much as a look of this confidence

_RUNNING_TEXT = frozenset({"expected_goal", "actual_outcome", "conclusion", "remark"})
_COLUMNS = {"total_weight": "weight", "total_score": "score"}


@dataclass(frozen=True, slots=True)
class Taken:
    """What is taken of a cell's readings, how sure it is, and why."""

    text: str
    confidence: float
    choice: Choice


def settle(form: Form) -> Form:
    """The form with one reading taken of each cell that was looked at again; any other form as it is."""
    looks = {spot.place: spot.looks for printed in printed_of(form) for spot in printed.spots if spot.looks}
    voted = {place: _vote(readings) for place, readings in looks.items() if place}
    if not voted:
        return form
    voted = _trusted(voted, looks)
    voted.update(_mended(form, voted, looks))
    voted.update(_proven(form, voted))
    voted.update(_contradicted(form, voted, looks))
    return with_taken(form, voted)


def printed_of(form: Form) -> Iterator[Printed]:
    """The figures and names of a form; not its running texts, nor the labels that the reading went by."""
    for name, printed in form.fields.items():
        if name not in _RUNNING_TEXT:
            yield printed
    for funding in form.funding:
        yield from funding.values.values()
    for line in form.indicators:
        yield from (printed for name, printed in line.values.items() if name not in _RUNNING_TEXT)


def members(finding: Finding, form: Form) -> Iterator[Printed]:
    """The texts of the figures that take part in a sum."""
    column = _COLUMNS.get(finding.rule)
    if column:
        rows = [line.values for line in form.funding] + [line.values for line in form.indicators]
        yield from (values[column] for values in rows if column in values)
        yield form.fields[finding.rule]
    elif finding.rule == "funding_parts" and finding.field:
        column = finding.field.removesuffix("_yuan")
        yield from (line.values[column] for line in form.funding if column in line.values)
    elif finding.record == "funding":
        yield from next(line for line in form.funding if line.line_no == finding.line_no).values.values()
    else:
        values = next(line for line in form.indicators if line.line_no == finding.line_no).values
        yield from (values[field] for field in ("weight", "score") if field in values)


def _vote(looks: tuple[Reading, ...]) -> Taken:
    """Looks that read the same are witnesses of each other; one that reads otherwise is a witness against."""
    first, *later = (squashed(look.text) for look in looks)
    weights = {text: _together(looks, text) for text in dict.fromkeys((first, *later)) if text}
    others = {text: weight for text, weight in weights.items() if text != first}
    if not others:
        return Taken(looks[0].text, weights.get(first, looks[0].confidence), "agreed")
    if len(set(later)) == 1 and weights[later[0]] >= _SURE and weights[later[0]] > weights.get(first, 0.0):
        return Taken(looks[1].text, weights[later[0]] * (1 - weights.get(first, 0.0)), "surer")
    against = prod(1 - weight for weight in others.values())
    if (pointed := NOISE.sub(".", first)) in others:
        sure = others.pop(pointed)
        return Taken(pointed, sure * prod(1 - weight for weight in others.values()), "point")
    return Taken(looks[0].text, weights.get(first, looks[0].confidence) * against, "disputed")


def _trusted(
    voted: Mapping[Place, Taken], looks: Mapping[Place | None, tuple[Reading, ...]]
) -> dict[Place, Taken]:
    """Looks at a bad page err alike: where many differ, that others agree raises their confidence less."""
    agreed = sum(taken.choice == "agreed" for taken in voted.values())
    trust = (agreed + 1) / (len(voted) + 2)

    def damped(place: Place, taken: Taken) -> Taken:
        first = looks[place][0].confidence
        return replace(taken, confidence=first + trust * (taken.confidence - first))

    return {
        place: damped(place, taken) if taken.choice == "agreed" else taken for place, taken in voted.items()
    }


def _together(looks: Iterable[Reading], text: str) -> float:
    return 1 - prod(1 - look.confidence for look in looks if squashed(look.text) == text)


def _mended(
    form: Form, voted: Mapping[Place, Taken], looks: Mapping[Place | None, tuple[Reading, ...]]
) -> dict[Place, Taken]:
    """The other readings with which broken sums hold: as few as do it, and none if there are two ways."""
    broken = _broken(with_taken(form, voted))
    if not broken:
        return {}
    in_doubt = {spot.place for each in broken.values() for text in members(each, form) for spot in text.spots}
    proposals = [
        (place, Taken(unread, 1 - (1 - _together(looks[place], squashed(unread))) * (1 - _SUM), "sums"))
        for place in voted
        if place in in_doubt
        for unread in _not_taken(voted[place], looks[place])
    ]
    proposals = sorted(proposals, key=lambda each: -each[1].confidence)[:_MOST_PROPOSED]
    for size in range(1, _MOST_CHANGED + 1):
        left: dict[tuple[tuple[Place, Taken], ...], int] = {}
        for chosen in combinations(proposals, size):
            if len({place for place, _ in chosen}) < size:
                continue
            still = _broken(with_taken(form, {**voted, **dict(chosen)}))
            if still.keys() < broken.keys():
                left[chosen] = len(still)
        best = [chosen for chosen, count in left.items() if count == min(left.values())]
        if best:
            return dict(best[0]) if len(best) == 1 else {}
    return {}


def _not_taken(taken: Taken, looks: Iterable[Reading]) -> list[str]:
    texts = {squashed(look.text): look.text for look in looks if look.text.strip()}
    return [text for key, text in texts.items() if key != squashed(taken.text)]


def _proven(form: Form, voted: Mapping[Place, Taken]) -> dict[Place, Taken]:
    """Cells whose figure a sum proves: it holds, and would not with another figure in the cell."""
    broken = _broken(with_taken(form, voted))
    proven: dict[Place, Taken] = {}
    for place, taken in voted.items():
        if not taken.text[:1].isdigit():
            continue
        other = {**voted, place: replace(taken, text=f"1{taken.text}")}
        added = _broken(with_taken(form, other)).keys() - broken.keys()
        if any(rule != "score_above_weight" for rule, *_ in added):
            confidence = 1 - (1 - taken.confidence) * (1 - _SUM)
            choice: Choice = "sums" if taken.choice != "agreed" else "agreed"
            proven[place] = replace(taken, confidence=confidence, choice=choice)
    return proven


def _contradicted(
    form: Form, voted: Mapping[Place, Taken], looks: Mapping[Place | None, tuple[Reading, ...]]
) -> dict[Place, Taken]:
    """Cells of a sum that does not hold: that the looks agree is then no reason to trust them more."""
    broken = _broken(with_taken(form, voted)).values()
    places = {spot.place for each in broken for text in members(each, form) for spot in text.spots}
    return {
        place: replace(taken, confidence=min(taken.confidence, looks[place][0].confidence))
        for place, taken in voted.items()
        if place in places and taken.choice == "agreed"
    }


Key = tuple[str, str, int | None, str | None]


def _broken(form: Form) -> dict[Key, Finding]:
    found = contradictions(facts_of(form), form)
    return {(each.rule, each.record, each.line_no, each.field): each for each in found}


def with_taken(form: Form, taken: Mapping[Place, Taken]) -> Form:
    """The form with these texts in these cells."""

    def put(printed: Printed) -> Printed:
        return _put(printed, taken)

    return replace(
        form,
        fields=_each(put, form.fields),
        funding=tuple(replace(line, values=_each(put, line.values)) for line in form.funding),
        indicators=tuple(replace(line, values=_each(put, line.values)) for line in form.indicators),
    )


def _each(put: Callable[[Printed], Printed], values: Mapping[str, Printed]) -> dict[str, Printed]:
    return {name: put(printed) for name, printed in values.items()}


def _put(printed: Printed, taken: Mapping[Place, Taken]) -> Printed:
    """A text that is not the whole of its cells keeps its words, and only gets their confidence."""
    if not any(spot.place in taken for spot in printed.spots):
        return printed
    whole = _text(printed.spots) == printed.text
    spots = tuple(_spot(spot, taken, whole) for spot in printed.spots)
    return Printed(_text(spots) if whole else printed.text, spots)


def _spot(spot: Spot, taken: Mapping[Place, Taken], whole: bool) -> Spot:
    now = taken.get(spot.place) if spot.place else None
    if now is None:
        return spot
    text = now.text if whole else spot.text
    return replace(spot, text=text, confidence=now.confidence, choice=now.choice)


def _text(spots: Iterable[Spot]) -> str:
    return "".join(unbroken(text) for text in {spot.place: spot.text for spot in spots}.values())
