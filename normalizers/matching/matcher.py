"""Names → matches: people's decisions first, then the vocabulary, else a provisional indicator."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass, replace
from functools import cache, lru_cache
from typing import Any

from rapidfuzz import fuzz

from normalizers.matching.curated import indicator_files, read_indicators
from normalizers.matching.forms import NormalForm, form_of
from normalizers.matching.likeness import Readings
from normalizers.matching.meaning import ACT, meanings
from normalizers.matching.model import NONE, Decisions, Direction, Indicator, Match, Name
from normalizers.matching.naming import as_typed
from normalizers.matching.vetoes import Neighbours
from normalizers.prepared import prepared
from normalizers.text import squashed

SAME_WORDS = 98.0
"""The score of a name that has the words of a curated name, but is not typed like it."""
PROVISIONAL = "P-"
DIGITS = 16
"""Hex digits of a provisional code: among ten million names two share one in three cases of a million."""


@dataclass(frozen=True, slots=True)
class Curated:
    """The vocabulary made ready: indicators by code, codes by normal form, by text and by reading."""

    by_code: Mapping[str, Indicator]
    by_form: Mapping[str, str]
    by_text: Mapping[str, str]
    by_bare: Mapping[str, str]
    """Codes by the forms of names without their units, where one indicator only has a form."""
    readings: Readings
    neighbours: Neighbours


@cache
def curated() -> Curated:
    """The curated indicators that ship with jixiao. Raises VocabularyError, with file and line."""
    plain = prepared("indicators", _read)
    by_code = {entry.code: entry for entry in _entries(plain["indicators"])}
    by_form = plain["by_form"]
    neighbours = Neighbours({form: by_code[code].name for form, code in by_form.items()})
    readings = Readings(plain["readings"])
    return Curated(by_code, by_form, plain["by_text"], plain["by_bare"], readings, neighbours)


def _read() -> dict[str, Any]:
    """Read the files into what JSON can hold; the normal forms of some ten thousand names take long."""
    entries, by_form, forms = read_indicators(indicator_files(), _form, lambda form: form.key)
    by_text: dict[str, str] = {}
    readings: dict[str, str] = {}
    for form, text, code in forms:
        by_text.setdefault(squashed(text), code)
        readings.setdefault(form.reading, form.key)
    return {
        "indicators": [astuple(entry) for entry in entries],
        "by_form": dict(by_form),
        "by_text": by_text,
        "by_bare": _without_units(forms, by_form),
        "readings": readings,
    }


def _without_units(forms: list[tuple[NormalForm, str, str]], by_form: Mapping[str, str]) -> dict[str, str]:
    """The codes of names that tell no measure, by their form without a unit: 税收收入 is no count."""
    roles = meanings().roles
    vague = frozenset().union(
        *(roles[role] for role in (ACT, "generic", "public", "person", "household", "vague"))
    )
    codes: dict[str, set[str]] = {}
    for form, text, code in forms:
        bare = form_of(text)
        if not bare.told and form.key != bare.key and not bare.content <= vague:
            codes.setdefault(bare.key, set()).add(code)
    return {form: min(known) for form, known in codes.items() if len(known) == 1 and form not in by_form}


def _entries(rows: Iterable[list[Any]]) -> Iterator[Indicator]:
    for code, name, level, direction, dimension, unit, aliases in rows:
        yield Indicator(code, name, level, direction, dimension, unit, tuple(aliases))


def indicators() -> dict[str, Indicator]:
    """The curated indicators by code."""
    return dict(curated().by_code)


def direction(code: str | None, decisions: Decisions = NONE) -> Direction | None:
    """Which way is better by what people decided, else by the vocabulary; None where neither says."""
    said = _Lookup.of(decisions).directions.get(code or "")
    if said:
        return said
    known = curated().by_code.get(code or "")
    return known.direction if known else None


def match(names: Iterable[Name], decisions: Decisions = NONE) -> list[Match]:
    """What each name means, in the order given; equal names are looked at once.

    A name of no letters (a dash, figures) is provisional like any other that nobody knows.
    """
    asked = list(names)
    distinct = dict.fromkeys(asked)
    known = curated()
    forms = {name: _best(name, known) for name in distinct}
    slips = curated().readings.slipped(
        form.reading for form in forms.values() if form.key not in known.by_form
    )
    lookup = _Lookup.of(decisions)
    found = {name: _decided(name, form, slips, lookup) for name, form in forms.items()}
    return [found[name] for name in asked]


def _best(name: Name, known: Curated) -> NormalForm:
    """The form of a name; without its level and unit where only so the vocabulary knows it."""
    form = _form(name)
    if form.key in known.by_form or not (name.level2 or name.unit):
        return form
    bare = form_of(name.text)
    return bare if bare.key in known.by_form else form


def provisional_code(form: str) -> str:
    """The code of a name that nobody has curated: a hash of its normal form alone."""
    return PROVISIONAL + hashlib.sha256(form.encode()).hexdigest()[:DIGITS]


def _form(name: Name) -> NormalForm:
    return form_of(name.text, name.level2, name.unit)


@dataclass(frozen=True, slots=True)
class _Lookup:
    """Decisions as mappings; names are keyed as typed, blanks and widths aside, or by normal form."""

    alias: Mapping[str, str]
    accept: Mapping[str, str]
    names: Mapping[str, str]
    merge: Mapping[str, str]
    split: Mapping[str, frozenset[str]]
    directions: Mapping[str, Direction]

    @classmethod
    @lru_cache(maxsize=8)
    def of(cls, decisions: Decisions) -> _Lookup:
        split: dict[str, set[str]] = {}
        for text, code in decisions.split:
            split.setdefault(squashed(text), set()).add(code)
        return cls(
            alias={squashed(text): code for text, code in decisions.alias},
            accept={code: new for code, new, _ in decisions.accept},
            names={**dict(decisions.names), **{new: text for _, new, text in decisions.accept}},
            merge={code: decisions.merged(code) for code, _ in decisions.merge},
            split={text: frozenset(codes) for text, codes in split.items()},
            directions=dict(decisions.directions),
        )


def _decided(name: Name, form: NormalForm, slips: Mapping[str, tuple[str, float]], lookup: _Lookup) -> Match:
    text = squashed(name.text)
    banned = lookup.split.get(text, frozenset()) | lookup.split.get(form.key, frozenset())
    code = lookup.alias.get(text) or lookup.alias.get(form.key)
    if code and code not in banned:
        found = Match(
            code, as_typed(form.reading, text), 100.0, "decision: alias", code.startswith(PROVISIONAL)
        )
    else:
        exact = None if name.unit else curated().by_text.get(text)
        found = _of_vocabulary(text, form, slips, banned, exact) or _provisional(text, form, banned)
    return _settled(found, lookup)


def _of_vocabulary(
    text: str,
    form: NormalForm,
    slips: Mapping[str, tuple[str, float]],
    banned: frozenset[str],
    exact: str | None,
) -> Match | None:
    """The curated indicator of a name; ``exact`` is that of its very text, where no unit is told."""
    known = curated()
    code, score, reason = exact or known.by_form.get(form.key), SAME_WORDS, "the same words"
    if code is None and not form.told:
        code = known.by_bare.get(form.key)
    if code is None and form.reading in slips:
        meant, score = slips[form.reading]
        code, reason = known.by_form[known.readings.keys[meant]], f"likeness {score:.0f} to {meant}"
    elif code and known.by_text.get(text) == code:
        score, reason = 100.0, "name" if text == squashed(known.by_code[code].name) else "alias"
    elif code and form.slip:
        typed, meant = form.slip.split(" → ")
        score = round(fuzz.ratio(typed, meant), 1)
        reason = f"likeness {score:.0f}: {form.slip}"
    elif code and form.reading in known.readings.keys:
        reason = f"alias {form.reading} without what stands around it"
    if code is None or code in banned:
        return None
    return Match(code, known.by_code[code].name, score, reason, False)


def _provisional(text: str, form: NormalForm, banned: frozenset[str]) -> Match:
    code = provisional_code(form.key)
    if code in banned:
        code = provisional_code(text)
    reason = curated().neighbours.veto(form) or "no indicator has these words"
    if not form.slip:
        return Match(code, as_typed(form.reading, text), 0.0, reason, True)
    typed = as_typed(
        form.slip.split(" → ")[0], text
    )  # no curated name vouches for the mending, so none is shown
    return Match(code, typed, 0.0, f"read as {form.slip}; {reason}", True)


def _settled(found: Match, lookup: _Lookup) -> Match:
    """Follow what people accepted and merged; the name is the accepted, else the curated, else its own."""
    code, reason = lookup.accept.get(found.code, found.code), found.reason
    if code != found.code:
        reason = "decision: accepted"
    merged = lookup.merge.get(found.code) or lookup.merge.get(code)
    if merged:
        code, reason = lookup.accept.get(merged, merged), f"decision: merged from {found.code}"
    entry = curated().by_code.get(code)
    name = lookup.names.get(code) or (entry.name if entry else found.indicator)
    if reason == found.reason and name == found.indicator and code == found.code:
        return found
    score = found.score if reason == found.reason else 100.0
    return replace(
        found, code=code, indicator=name, score=score, reason=reason, provisional=code.startswith(PROVISIONAL)
    )
