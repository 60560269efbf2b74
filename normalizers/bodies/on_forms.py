"""The bodies that the forms of a document name, told by all that the document says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace

from extractors.model import Layout, TextLine
from normalizers.bodies import Evidence, evidence, identify, is_told
from normalizers.model import BodyFacts, BodyRole, FormFacts
from normalizers.names import project_edition
from normalizers.text import squashed

ROLES: tuple[BodyRole, ...] = ("organization", "implementing_unit", "competent_department")
LONGEST_LINE = 60
"""Characters: a longer line outside the tables is prose, which names places of all kinds."""


def with_bodies(forms: Sequence[FormFacts], layout: Layout) -> tuple[FormFacts, ...]:
    """The forms with their bodies, organization and unit in canonical spelling, and the project's years.

    What one form leaves out (市住建局 of which city) is taken from its other bodies, then from the bodies
    of the document's other forms, then from headings and lines; never from prose or an address.
    """
    named = [_named(facts) for facts in forms]
    if all(is_told(text) for bodies in named for text in bodies.values()):
        return tuple(_with(facts, bodies, None) for facts, bodies in zip(forms, named, strict=True))
    everyone = [text for bodies in named for text in bodies.values()]
    lines = [facts.title for facts in forms if facts.title] + _lines(layout)
    return tuple(
        _with(facts, bodies, evidence(list(bodies.values()), everyone, lines))
        for facts, bodies in zip(forms, named, strict=True)
    )


def _named(facts: FormFacts) -> dict[BodyRole, str]:
    printed = {role: getattr(facts, role) for role in ROLES}
    return {role: text for role, text in printed.items() if text}


def _lines(layout: Layout) -> list[str]:
    lines = (squashed(block.text) for block in layout.blocks if isinstance(block, TextLine))
    return [line for line in lines if len(line) <= LONGEST_LINE]


def _with(facts: FormFacts, named: dict[BodyRole, str], known: Evidence | None) -> FormFacts:
    found = {role: body for role, text in named.items() if (body := identify(text, known))}
    bodies = tuple(BodyFacts(role=role, spelling=named[role], **asdict(body)) for role, body in found.items())
    canonical = {role: body.canonical for role, body in found.items()}
    return replace(
        facts,
        bodies=bodies,
        organization_canonical=canonical.get("organization"),
        unit_canonical=canonical.get("implementing_unit"),
        project_edition=project_edition(facts.project_name),
    )
