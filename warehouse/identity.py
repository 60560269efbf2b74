"""Which form a reading is a reading of: the identity of the contract, and its stable id."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from normalizers.model import FormFacts
from warehouse.content import spelled


def identities(sha256: str, forms: Sequence[FormFacts]) -> Iterator[tuple[FormFacts, str]]:
    """Yield each form of a document with its identity, in the order of the paper.

    Forms of one document that share an identity are told apart by their order in it. A form whose
    print does not say whose it is, of which year, or of which project, is one with no other: it is
    known by its document and ordinal, so that it can never hide another form as its version.
    """
    seen: Counter[str] = Counter()
    for facts in sorted(forms, key=lambda facts: facts.ordinal):
        parts = (facts.organization_canonical, facts.unit_canonical, facts.fiscal_year, facts.form_type)
        key = json.dumps([*map(_part, parts), _project(facts)], ensure_ascii=False)
        if not _identifies(facts):
            key = json.dumps([sha256, facts.ordinal])
        seen[key] += 1
        yield facts, key if seen[key] == 1 else json.dumps([*json.loads(key), seen[key]], ensure_ascii=False)


def form_id(identity: str) -> str:
    """Return the id of a form: the same in every warehouse, whatever was loaded before."""
    return hashlib.sha256(identity.encode()).hexdigest()[:16]


def _identifies(facts: FormFacts) -> bool:
    whose = facts.organization_canonical or facts.unit_canonical
    what = facts.project_canonical or facts.form_type.startswith("department") or _indicators(facts)
    return bool(whose and what and facts.fiscal_year is not None)


def _project(facts: FormFacts) -> str | None:
    """The project's part: with the years in its name, where they are not the form's.

    A body reports the projects 2022年… and 2023年… of one name in one year; as one form, the later
    one loaded would stand for a version of the other.
    """
    if facts.project_canonical is None:
        return _indicators(facts)
    edition = facts.project_edition
    other = edition if edition not in (None, str(facts.fiscal_year)) else ""
    return spelled(facts.project_canonical) + (other or "")


def _indicators(facts: FormFacts) -> str | None:
    """What a project is known by whose name's place holds the form's title: the names of its indicators.

    So it stays one form in two media, and hides no other project of its body.
    """
    if facts.project_name is None or facts.project_canonical is not None:
        return None
    names = sorted({spelled(each.name_raw) for each in facts.indicators if each.name_raw})
    return f"= {'; '.join(names)}" if names else None


def _part(part: object) -> str | None:
    return None if part is None else spelled(part)
