"""Why a name is not the curated indicator that looks most like it: the word that tells them apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from normalizers.matching.forms import COUNT, Form
from normalizers.matching.meaning import meanings


class Neighbours:
    """Curated forms by their words, so that those one word away are found without comparing texts."""

    def __init__(self, curated: Iterable[tuple[Form, str]]) -> None:
        self._curated = list(curated)
        self._same: dict[frozenset[str], tuple[Form, str]] = {}
        self._more: dict[tuple[str, frozenset[str]], tuple[Form, str]] = {}
        self._all: dict[tuple[str, frozenset[str]], tuple[Form, str]] = {}

    def _ready(self) -> None:
        """Fill the tables when the first name asks: a run whose names are all curated needs none."""
        for form, name in self._curated:
            self._same.setdefault(form.content, (form, name))
            self._all.setdefault((form.measure, form.content), (form, name))
            for atom in form.content:
                self._more.setdefault((form.measure, form.content - {atom}), (form, name))
        self._curated = []

    def veto(self, form: Form) -> str | None:
        """What keeps a form from the nearest curated one; None where none is one word away."""
        if self._curated:
            self._ready()
        other = self._same.get(form.content)
        if other and form.content:
            return f"veto: measure {form.measure or COUNT}, not {other[0].measure or COUNT} as in {other[1]}"
        for atom in sorted(form.content):
            less = form.content - {atom}
            other = self._all.get((form.measure, less)) if less or form.measure else None
            if other:
                return f"veto: {_kind(atom)}, which {other[1]} has not"
        other = self._more.get((form.measure, form.content)) if form.content else None
        if other:
            return f"veto: not {'+'.join(sorted(other[0].content - form.content))}, as in {other[1]}"
        for atom in sorted(form.content):
            other = self._more.get((form.measure, form.content - {atom})) if len(form.content) > 1 else None
            if other:
                instead = "+".join(sorted(other[0].content - form.content))
                return f"veto: {_kind(atom)}, not {instead} as in {other[1]}"
        return None


def _kind(atom: str) -> str:
    roles: Mapping[str, frozenset[str]] = meanings().roles
    kinds = (("polarity", "polarity"), ("act", "act"), ("person", "population"), ("household", "population"))
    kind = next((name for role, name in kinds if atom in roles[role]), "object")
    return f"{kind} {atom}"
