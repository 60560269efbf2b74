"""Names → matches: people's decisions first, then the vocabulary, else a provisional indicator."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache

from normalizers.matching.curated import indicator_files, parse_indicators
from normalizers.matching.forms import normal_form
from normalizers.matching.model import NONE, Decisions, Indicator, Match, Name
from normalizers.text import squashed


@cache
def _curated() -> tuple[dict[str, Indicator], Mapping[str, str]]:
    found, forms = parse_indicators(
        indicator_files(), lambda name: normal_form(name.text, name.level2, name.unit)
    )
    return {entry.code: entry for entry in found}, forms


def indicators() -> dict[str, Indicator]:
    """The curated indicators by code."""
    return dict(_curated()[0])


def match(names: Iterable[Name], decisions: Decisions = NONE) -> list[Match]:
    """What each name means, in the order given; equal names are looked at once.

    A code that the decisions name and nobody knows keeps the name's own text as its name.
    """
    known: dict[Name, Match] = {}
    found = []
    for name in names:
        if name not in known:
            known[name] = _decided(name, decisions)
        found.append(known[name])
    return found


def _decided(name: Name, decisions: Decisions) -> Match:
    form = normal_form(name.text, name.level2, name.unit)
    keys = {name.text, squashed(name.text), form}
    banned = {code for text, code in decisions.split if text in keys or squashed(text) in keys}
    alias = next((code for text, code in decisions.alias if text in keys or squashed(text) in keys), None)
    if alias:
        return _settled(Match(alias, form, 100.0, "decision: alias", alias.startswith("P-")), decisions)
    by_code, forms = _curated()
    code = forms.get(form)
    if code and code not in banned:
        return _settled(Match(code, by_code[code].name, 100.0, "alias", False), decisions)
    provisional = provisional_code(form)
    if provisional in banned:
        provisional = provisional_code(squashed(name.text))
    return _settled(Match(provisional, form, 0.0, "no indicator is like it", True), decisions)


def provisional_code(form: str) -> str:
    """The code of a name that nobody has curated: a hash of its normal form alone."""
    return "P-" + hashlib.sha256(form.encode()).hexdigest()[:10]


def _settled(found: Match, decisions: Decisions) -> Match:
    accepted = {code: (new, name) for code, new, name in decisions.accept}
    reason = found.reason
    code, name = accepted.get(found.code, (found.code, found.indicator))
    if found.code in accepted:
        reason = "decision: accepted"
    merged = decisions.merged(code)
    if merged != code:
        code, name = accepted.get(merged, (merged, name))
        reason = f"decision: merged from {found.code}"
    curated = _curated()[0].get(code)
    names = {**dict(decisions.names), **{new: text for _, new, text in decisions.accept}}
    name = names.get(code) or (curated.name if curated else name)
    score = found.score if reason == found.reason else 100.0
    return Match(code, name, score, reason, code.startswith("P-"))
