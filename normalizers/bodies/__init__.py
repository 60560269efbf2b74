"""Bodies: every spelling of one body to one canonical name, with the division it belongs to.

>>> from normalizers.bodies import identify
>>> identify("[211]六盘水市住建局（本级）").canonical
'六盘水市住房和城乡建设局'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from normalizers.bodies.divisions import Division, Level, gazetteer
from normalizers.bodies.name import TOWNS, BodyName, above, gives, parse_name
from normalizers.bodies.place import anywhere
from normalizers.names import canonical_body

__all__ = ["Body", "Evidence", "check_bodies", "evidence", "identify", "is_told"]


_BETWEEN = re.compile(r"[、,;/]")


@dataclass(frozen=True, slots=True)
class Body:
    """A body: its canonical name, what it is for, and its division by code (six digits) and names.

    What is not known is None: the division of a county whose name two provinces have, for instance.
    """

    canonical: str
    department_kind: str | None = None
    level: Level | None = None
    division_code: str | None = None
    province: str | None = None
    prefecture: str | None = None
    county: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The divisions that a document names beside a body, the strongest evidence first.

    ``tiers`` are sets of divisions: those of the form's own bodies, those above them, those of the
    document's other bodies, those above these, those of headings and lines, those above these.
    """

    tiers: tuple[frozenset[Division], ...] = field(default=())

    def only(
        self, fits: Iterable[Division] | None = None, *, of: BodyName, word: str | None = None
    ) -> Division | None:
        """The one division of the first tier that names any that fits; None where it names two."""
        wanted = None if fits is None else set(fits)
        for tier in self.tiers:
            found = {
                division
                for division in tier
                if (wanted is None or division in wanted) and (word is None or gives(division, word, of))
            }
            if found:
                return found.pop() if len(found) == 1 else None
        return None


def identify(text: str | None, known: Evidence | None = None) -> Body | None:
    """The body that a text names; None where it names none."""
    bare = canonical_body(text)
    if bare is None:
        return None
    names = _several(bare)
    if not names:
        return _identified(parse_name(bare), known or Evidence())
    first = _identified(names[0], known or Evidence())
    own = evidence([first.canonical], [], [])
    bodies = [first, *(_identified(name, own) for name in names[1:])]
    same = all(body.division_code == first.division_code for body in bodies)
    one = first if same else Body(first.canonical)
    return replace(one, canonical="、".join(body.canonical for body in bodies), department_kind=None)


def _several(bare: str) -> list[BodyName]:
    """The bodies of a cell that names several departments; none where it names one."""
    parts = [part for part in _BETWEEN.split(bare) if part]
    names = [parse_name(part) for part in parts] if len(parts) > 1 else []
    return names if all(name.office.department for name in names) else []


def _identified(name: BodyName, known: Evidence) -> Body:
    return _body(name, name.division or _from_evidence(name, known))


def is_told(text: str) -> bool:
    """Whether a name alone tells its place, or nothing else can."""
    bare = canonical_body(text)
    name = parse_name(bare) if bare else None
    return name is None or not (len(name.candidates) > 1 or name.relative or name.is_bare)


def evidence(own: Sequence[str], others: Sequence[str], lines: Sequence[str]) -> Evidence:
    """Gather the divisions that a form's own bodies, its document's other bodies and its lines name."""
    tiers: list[frozenset[Division]] = []
    for bodies in (own, others):
        tiers += _with_holders(_divisions(bodies))
    tiers += _with_holders({division for line in lines for division in anywhere(line)})
    return Evidence(tuple(tiers))


def check_bodies() -> None:
    """Load the divisions, whose places must be known; raises VocabularyError with file and line."""
    gazetteer()


def _divisions(bodies: Sequence[str]) -> set[Division]:
    found = [bare for bare in map(canonical_body, bodies) if bare]
    names = [name for bare in found for name in _several(bare) or [parse_name(bare)]]
    return {name.division for name in names if name.division}


def _with_holders(divisions: set[Division]) -> tuple[frozenset[Division], frozenset[Division]]:
    return frozenset(divisions), frozenset(holder for division in divisions for holder in above(division))


def _from_evidence(name: BodyName, known: Evidence) -> Division | None:
    if len(name.candidates) > 1:
        return known.only(name.candidates, of=name) or _inside(name, known)
    if name.relative:
        return known.only(of=name, word=name.relative)
    if name.is_bare:
        return _of_bare(name, known)
    return None


def _inside(name: BodyName, known: Evidence) -> Division | None:
    """Of several counties of one name the one that lies in a division that the document names."""
    for tier in known.tiers:
        found = {item for item in name.candidates for outer in tier if outer.holds(item)}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _of_bare(name: BodyName, known: Evidence) -> Division | None:
    """The division of a department without place: the only one that the document names at all."""
    first = next((tier for tier in known.tiers if tier), frozenset())
    if len(first) != 1:
        return None
    (division,) = first
    if name.office.kind in TOWNS:
        return division if division.level == "county" else None
    is_provincial = name.office.name.endswith("厅")
    return division if is_provincial == (division.level == "province") else None


def _body(name: BodyName, division: Division | None) -> Body:
    listed = division if division and division.code else None
    holders = {holder.level: holder.name for holder in (listed, *above(listed))} if listed else {}
    return Body(
        canonical=name.spelled(division),
        department_kind=name.office.kind,
        level=listed.level if listed else None,
        division_code=listed.code if listed else None,
        province=holders.get("province"),
        prefecture=holders.get("prefecture"),
        county=holders.get("county"),
    )
