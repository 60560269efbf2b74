"""What a body is, its place set aside: the department, in full, and its kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers.lexicon import lexicon, words

SHORTEST_REPAIR = 7
"""Characters: the full name of a longer department differs by two or more from every other."""
SHORTEST_FRONT = 3
"""Characters of a department in front of its sub-unit: 教育局招生考试中心."""
_GOVERNMENT = ("人民政府", "政府")
_BRACKET = re.compile(r"^(.+?)\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Office:
    """A body's name without its place, in full. ``kind`` is its function, None where it is not known.

    ``department`` says that the whole name is one of the vocabulary.
    """

    name: str
    kind: str | None = None
    department: bool = False


@cache
def office(text: str) -> Office:
    """Spell a body's name out: 住建局 and 住房城乡建设局 are 住房和城乡建设局."""
    bare = without_own_level(text)
    return _department(bare) or _bracketed(bare) or _inside(bare) or _part_of(bare) or _other(bare)


def without_own_level(text: str) -> str:
    """Take off what says that the body itself is meant, and not what belongs to it: 本级, 机关."""
    phrases = words("bodies/phrases")
    bracketed = (*phrases["own_level_bracketed"], *phrases["own_level"])
    spellings = [f"({mark})" for mark in bracketed] + [f"[{mark}]" for mark in bracketed]
    spellings += [f"{dash}{mark}" for mark in phrases["own_level"] for dash in ("-", "—", "")]
    for spelling in spellings:
        if text.endswith(spelling) and len(text) > len(spelling) + 1:
            return without_own_level(text.removesuffix(spelling))
    head = text.removesuffix("机关")
    return head if head != text and _department(head) else text


def _department(text: str) -> Office | None:
    full = lexicon("bodies/offices").aliases.get(text)
    if full:
        of_stem = _of_stem(full)
        return Office(full, of_stem.kind if of_stem else _kind(full) or full, department=True)
    of_stem = _of_stem(text)
    if of_stem:
        full = lexicon("bodies/offices").aliases.get(of_stem.name)
        return of_stem if full in (None, text) else _department(full)
    government = next(
        (word for word in _GOVERNMENT if text.startswith(word) and len(text) > len(word) + 2), ""
    )
    if government:  # 人民政府国有资产监督管理委员会
        return _department(text.removeprefix(government))
    return _repaired(text)


def _of_stem(text: str) -> Office | None:
    """A department by what it is for and its last word: 住建 and 局."""
    for alias, head in _heads():
        stem = _stem(text.removesuffix(alias)) if text.endswith(alias) else None
        if stem:
            return Office(stem + head, stem, department=True)
    return None


def _stem(text: str) -> str | None:
    """What a department is for, in full; one with several duties has them joined: 住建水利, 商务和粮食."""
    known = lexicon("bodies/departments").aliases
    return known.get(text) or _joined(text, known)


def _joined(text: str, known: dict[str, str]) -> str | None:
    for size in range(len(text) - 2, 1, -1):
        first = known.get(text[:size])
        rest = text[size:].lstrip("和与及、")
        following = (known.get(rest) or _joined(rest, known)) if first and len(rest) > 1 else None
        if first and following:
            return f"{first}和{following}"
    return None


def _repaired(text: str) -> Office | None:
    """A full name in which one character is misread."""
    if len(text) < SHORTEST_REPAIR:
        return None
    near = process.extract(text, _full_names(), scorer=Levenshtein.distance, score_cutoff=1, limit=2)
    same_length = [name for name, _, _ in near if len(name) == len(text) and name[-1] == text[-1]]
    return _department(same_length[0]) if len(same_length) == 1 else None


def _bracketed(text: str) -> Office | None:
    """A department with a second name plate in brackets: 城市管理局(综合行政执法局)."""
    found = _BRACKET.match(text)
    return _department(found[1]) if found else None


def _inside(text: str) -> Office | None:
    """A department of a zone or a town: 高新区财政局, 青岩镇政府."""
    for mark in words("bodies/zones"):
        for alias in words("bodies/zones")[mark]:
            at = text.find(alias)
            if at < 0 or text[at:] == alias:
                continue
            inner = _department(text[at + len(alias) :])
            if inner:
                full = f"{text[:at]}{mark}{inner.name}"
                return Office(full, _kind(full) or inner.kind)
    return None


def _part_of(text: str) -> Office | None:
    """A sub-unit that names its department: 公安局交警支队 is 公安局交通警察支队."""
    for size in range(len(text) - 2, SHORTEST_FRONT - 1, -1):
        if text[size - 1] not in _last_characters():
            continue
        front = _department(text[:size])
        if front and front.department and len(front.name) >= SHORTEST_FRONT:
            rest = _other(text[size:])
            return Office(front.name + rest.name, rest.kind)
    return None


def _other(text: str) -> Office:
    full = _with_full_ending(text)
    return Office(full, _kind(full))


def _kind(full: str) -> str | None:
    """What a body is by the end of its name: 学校, 医院."""
    return next((kind for kind, endings in words("bodies/kinds").items() if full.endswith(endings)), None)


def _with_full_ending(text: str) -> str:
    for full, endings in words("bodies/endings").items():
        for alias in endings:
            if text.endswith(alias) and not text.endswith(full):
                return text.removesuffix(alias) + full
    return text


@cache
def _heads() -> tuple[tuple[str, str], ...]:
    aliases = lexicon("bodies/heads").aliases
    return tuple(sorted(aliases.items(), key=lambda item: -len(item[0])))


@cache
def _last_characters() -> frozenset[str]:
    names = [alias for alias, _ in _heads()] + list(lexicon("bodies/offices").aliases)
    return frozenset(name[-1] for name in names)


@cache
def _full_names() -> tuple[str, ...]:
    heads = {head for _, head in _heads()}
    return tuple(
        stem + head
        for stem in dict.fromkeys(lexicon("bodies/departments").aliases.values())
        for head in heads
        if len(stem + head) >= SHORTEST_REPAIR
    )
