"""The name of a body taken apart: what stands in front, its place, what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from normalizers.bodies.divisions import Division, gazetteer
from normalizers.bodies.offices import Office, office, without_own_level
from normalizers.bodies.place import PlaceChain, leading, short_leading, spelled
from normalizers.bodies.simplified import simplified
from normalizers.lexicon import lexicon, words

CACHED = 20_000
"""Names: a nightly run meets the same bodies over and over."""
TOWNS = ("乡镇", "街道")
"""Kinds of bodies that belong to a county."""
PARTY = "中共"
CONSULTATIVE = "政协"
LEAGUE = "共青团"
_PLACE = re.compile(r"(?<=.)(?:省|市|州|盟|地区|县|区|旗)(?=..)")
_UNLISTED = re.compile(r"[^、,;/()局厅委办院校]{2,12}")
_COMMITTEE = re.compile(r"^(?:党委|委(?:员会)?)")
_LEAGUE = re.compile(r"^团(省|市|州|县|区|旗|盟)委(?:员会|机关)?$")
_CONSULTATIVE = re.compile(r"^政协(?:办公?[室厅]?|机关|委员会(?:办公[室厅])?)?$")


@dataclass(frozen=True, slots=True)
class BodyName:
    """A body's name in parts.

    ``front`` stands before the place (中共), ``candidates`` are the divisions that its place may be,
    ``place`` is that place as printed. ``relative`` is the word of a place that only the rest of the
    paper tells (市 of 市住建局). ``office`` is the rest in full.
    """

    front: str
    place: str
    candidates: tuple[Division, ...]
    relative: str | None
    office: Office

    @property
    def division(self) -> Division | None:
        """The division, where the name alone tells it."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    @property
    def is_bare(self) -> bool:
        """Whether the name is that of a department or a town without any place: 财政局, 青岩镇人民政府."""
        known = self.office.department or self.office.kind in TOWNS
        return known and not self.place and self.relative is None

    def spelled(self, division: Division | None) -> str:
        """The canonical spelling in a division; as far as the name tells it, where that is not known."""
        place = spelled(division) if division else self.place or self.relative or ""
        return f"{self.front}{place}{self.office.name}"


@lru_cache(maxsize=CACHED)
def parse_name(text: str) -> BodyName:
    """Take a body's name apart. The text is squashed and has no code any more."""
    bare = without_own_level(simplified(text, kept=gazetteer().characters))
    front, rest = _front(bare)
    dropped = next((word for word in words("bodies/phrases")["dropped_front"] if rest.startswith(word)), "")
    rest = rest.removeprefix(dropped) or rest
    found = leading(rest)
    if found is not None:
        return _with_place(front, rest, found)
    league = _LEAGUE.match(rest)
    if league:
        return BodyName(LEAGUE, "", (), league[1], Office("委员会", LEAGUE, department=True))
    whole = _body(front, rest)
    if whole[1].department and not front:
        return BodyName(whole[0], "", (), None, whole[1])
    short = short_leading(rest)
    if short is not None and _is_of(short, rest):
        return _with_place(front, rest, short)
    return _relative(front, rest) or _unlisted(front, rest) or BodyName(whole[0], "", (), None, whole[1])


def _front(text: str) -> tuple[str, str]:
    for short, spellings in words("bodies/fronts").items():
        for spelling in spellings:
            if text.startswith(spelling) and len(text) > len(spelling) + 1:
                if short == CONSULTATIVE and _CONSULTATIVE.match(text):
                    continue
                return short, text.removeprefix(spelling)
    return "", text


def _with_place(front: str, text: str, found: PlaceChain) -> BodyName:
    place, rest = text[: found.end], text[found.end :]
    if not rest:
        return BodyName(front, place, found.candidates, None, Office(""))
    rest = rest.replace(place, "") or rest  # 中共通化县纪律检查委员会通化县监察委员会
    own, whole = _body(front, rest)
    doubled = rest[1:] if rest[0] == place[-1] and not whole.department else ""
    if doubled and _body(front, doubled)[1].department:  # 花溪区区委宣传部
        own, whole = _body(front, doubled)
    beyond = None if whole.department else _unlisted(own, rest)
    if beyond and not any(item.level == "county" for item in found.candidates):
        outer = spelled(found.candidates[0]) if len(found.candidates) == 1 else place
        return replace(beyond, place=outer + beyond.place, candidates=(Division("", outer + beyond.place),))
    return BodyName(own, place, found.candidates, None, whole)


def _unlisted(front: str, text: str) -> BodyName | None:
    """A department of a place that is on no list: 清源市教育局. Zones belong to their city."""
    for end in (place.end() for place in _PLACE.finditer(text) if _UNLISTED.fullmatch(text[: place.end()])):
        own, whole = _body(front, text[end:])
        if whole.department and not text[:end].endswith(tuple(lexicon("bodies/zones").aliases)):
            return BodyName(own, text[:end], (Division("", text[:end]),), None, whole)
    return None


def _body(front: str, rest: str) -> tuple[str, Office]:
    """What stands before the place, and the office, of what stands behind it."""
    if front in ("", PARTY):
        organ = _organ(rest, front)
        if organ:
            return PARTY, organ
        if front == "" and rest in ("团委", "团委会"):
            return LEAGUE, Office("委员会", LEAGUE, department=True)
        if front == "" and _CONSULTATIVE.match(rest):
            return CONSULTATIVE, Office("委员会", CONSULTATIVE, department=True)
        return front, office(rest)
    if _COMMITTEE.match(rest):
        return front, Office("委员会", front, department=True)
    return front, office(rest)


def _organ(rest: str, front: str) -> Office | None:
    """An organ of a committee of the party: 委宣传部, 委员会政法委员会, 纪委监委."""
    organs = lexicon("bodies/party").aliases
    committee = _COMMITTEE.match(rest)
    own = without_own_level(rest[committee.end() :] if committee else rest)
    if committee and not own:
        return Office("委员会", "党委", department=True) if front else None
    if own in ("办", "办公室", "办公厅"):
        return Office(f"委{organs.get(own, '办公室')}", "党委办公室", department=True) if committee else None
    full = organs.get(own)
    if full is None:
        return None
    return Office(full if full == "纪律检查委员会" else f"委{full}", full, department=True)


def _is_of(short: PlaceChain, text: str) -> bool:
    """Whether a short name in front is that of the body's place: 贵州财政厅, 贵州大学, 成都高新区管委会."""
    rest = text[short.end :]
    found = office(rest)
    if found.department:
        return True
    if short.candidates[0].level == "province":
        return found.kind == "高等学校"
    return rest.startswith(tuple(lexicon("bodies/zones").aliases)) and not rest.startswith(
        words("bodies/phrases")["not_of_a_city"]
    )


def _relative(front: str, text: str) -> BodyName | None:
    phrases = words("bodies/phrases")
    if text.startswith(phrases["not_relative"]):
        return None
    for word in phrases["relative"]:
        rest = text.removeprefix(word)
        if rest == text or (len(rest) < 2 and not front):
            continue
        rest = rest.removeprefix("级") if len(rest) > 3 else rest
        own, whole = _body(front, rest)
        if whole.department or whole.kind or whole.name.endswith(phrases["body_word"]):
            return BodyName(own, "", (), word, whole)
    return None


def gives(division: Division, word: str, name: BodyName) -> bool:
    """Whether a division can be the place that a word like 市 or 县 stands for."""
    if word == "区" and name.office.name.endswith("厅"):
        word = "自治区"
    return division.name.endswith(word) and not (word == "区" and division.level == "province")


def above(division: Division) -> tuple[Division, ...]:
    return tuple(gazetteer().above(division))
