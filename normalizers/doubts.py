"""Which cells of a layout are worth a second look."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.model import Layout, Place
from normalizers.checks import contradictions
from normalizers.facts import facts_of
from normalizers.model import Form
from normalizers.reading import read_forms
from normalizers.settle import members, printed_of

DOUBTFUL = 0.95
"""A value read with less confidence is looked at again; docs/accuracy.md shows how often one is wrong."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A cell that may have been misread, and why: ``unsure``, or the rule whose sum does not hold."""

    place: Place
    reason: str


def doubts(layout: Layout) -> tuple[Doubt, ...]:
    """The cells of scanned pages that hold a value of a form and are in doubt, each once."""
    scanned = {page.number for page in layout.pages if page.medium == "scan"}
    if not scanned:
        return ()
    found: dict[Place, Doubt] = {}
    for form in read_forms(layout):
        for doubt, page in _of_form(form):
            if page in scanned:
                found.setdefault(doubt.place, doubt)
    return tuple(found.values())


def _of_form(form: Form) -> Iterator[tuple[Doubt, int | None]]:
    for printed in printed_of(form):
        for spot in printed.spots:
            if spot.place and spot.confidence < DOUBTFUL:
                yield Doubt(spot.place, "unsure"), spot.page
    for finding in contradictions(facts_of(form), form):
        for printed in members(finding, form):
            for spot in printed.spots:
                if spot.place:
                    yield Doubt(spot.place, finding.rule), spot.page
