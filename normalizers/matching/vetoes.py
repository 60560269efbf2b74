"""Why a name is not the curated indicator that looks most like it: the word that tells them apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from normalizers.matching.forms import NormalForm, parts_of
from normalizers.matching.meaning import meanings
from normalizers.matching.measures import COUNT


@dataclass(frozen=True, slots=True)
class _Near:
    """A curated form: its measure, its other words, and the name of its indicator."""

    measure: str
    content: frozenset[str]
    name: str


class Neighbours:
    """Curated forms by their words, so that those one word away are found without comparing texts."""

    def __init__(self, curated: Mapping[str, str]) -> None:
        """``curated`` gives the name of each normal form."""
        self._curated = curated
        self._same: dict[frozenset[str], _Near] = {}
        self._more: dict[tuple[str, frozenset[str]], _Near] = {}
        self._all: dict[tuple[str, frozenset[str]], _Near] = {}

    def _ready(self) -> None:
        """Fill the tables when the first name asks: a run whose names are all curated needs none."""
        for key, name in self._curated.items():
            near = _Near(*parts_of(key), name)
            self._same.setdefault(near.content, near)
            self._all.setdefault((near.measure, near.content), near)
            for atom in near.content:
                self._more.setdefault((near.measure, near.content - {atom}), near)
        self._curated = {}

    def veto(self, form: NormalForm) -> str | None:
        """What keeps a form from the nearest curated one; None where none is one word away."""
        if self._curated:
            self._ready()
        other = self._same.get(form.content)
        if other and form.content:
            return f"veto: measure {form.measure or COUNT}, not {other.measure or COUNT} as in {other.name}"
        for atom in sorted(form.content):
            less = form.content - {atom}
            other = self._all.get((form.measure, less)) if less or form.measure else None
            if other:
                return f"veto: {_kind(atom)}, which {other.name} has not"
        other = self._more.get((form.measure, form.content)) if form.content else None
        if other:
            return f"veto: not {'+'.join(sorted(other.content - form.content))}, as in {other.name}"
        for atom in sorted(form.content):
            other = self._more.get((form.measure, form.content - {atom})) if len(form.content) > 1 else None
            if other:
                instead = "+".join(sorted(other.content - form.content))
                return f"veto: {_kind(atom)}, not {instead} as in {other.name}"
        return None


def _kind(atom: str) -> str:
    roles: Mapping[str, frozenset[str]] = meanings().roles
    kinds = (("polarity", "polarity"), ("act", "act"), ("person", "population"), ("household", "population"))
    kind = next((name for role, name in kinds if atom in roles[role]), "object")
    return f"{kind} {atom}"
