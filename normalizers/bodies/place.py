"""Places in a text: the chain of divisions it begins with, and those it names anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from normalizers.bodies.divisions import Division, gazetteer
from normalizers.lexicon import words

SHORTEST_IN_TEXT = 3
"""Characters: inside a text a name of two (和县, 应县) is found where nothing of the kind is meant."""
LEVEL_WORDS = ("特别行政区", "自治区", "地区", "省", "市", "盟", "州")


@dataclass(frozen=True, slots=True)
class PlaceChain:
    """A chain of divisions in a text: what its last name may stand for, and where the chain ends."""

    candidates: tuple[Division, ...]
    end: int


def leading(text: str, start: int = 0) -> PlaceChain | None:
    """The chain of divisions that the text begins with: 贵州省六盘水市… is 六盘水市."""
    chain = _step(text, start, ()) or _short_then_full(text, start)
    while chain:
        longer = _step(text, chain.end, chain.candidates)
        if longer is None:
            return chain
        chain = longer
    return None


def anywhere(text: str) -> Iterator[Division]:
    """The divisions that a text names in full and without doubt, the last of each chain."""
    position = 0
    while position < len(text):
        found = leading(text, position)
        if found is None or (position and found.end - position < SHORTEST_IN_TEXT):
            position += 1
            continue
        if len(found.candidates) == 1:
            yield found.candidates[0]
        position = found.end


def short_leading(text: str) -> PlaceChain | None:
    """The province or prefecture that the text begins with, without its level: 贵州, 贵阳.

    Not where the name is that of a street or a hill: 北京路.
    """
    for size in range(min(len(text), 4), 1, -1):
        found = _shorts().get(text[:size])
        if found and not text[size:].startswith(words("bodies/phrases")["street"]):
            return PlaceChain(found, size)
    return None


def spelled(division: Division) -> str:
    """The shortest full name that is clear in the whole country: a district has its city in front."""
    if not division.is_district and len(gazetteer().named(division.name)) <= 1:
        return division.name
    holder = next(gazetteer().above(division), None)
    return f"{holder.name if holder else ''}{division.name}"


def _step(text: str, start: int, inside: tuple[Division, ...]) -> PlaceChain | None:
    places = gazetteer()
    for size in range(min(places.longest, len(text) - start), 1, -1):
        candidates = places.named(text[start : start + size])
        if inside:
            candidates = tuple(item for item in candidates if any(outer.holds(item) for outer in inside))
        if candidates:
            return PlaceChain(candidates, start + size)
    return None


def _short_then_full(text: str, start: int) -> PlaceChain | None:
    """新疆昌吉州…, 贵阳花溪区…: a short name counts where one inside it follows in full."""
    for size in (4, 3, 2):
        outer = _shorts().get(text[start : start + size])
        found = _step(text, start + size, outer) if outer else None
        if found:
            return found
    return None


@cache
def _shorts() -> dict[str, tuple[Division, ...]]:
    """Provinces and prefectures without the word of their level; the province, where both are called so."""
    shorts: dict[str, tuple[Division, ...]] = {}
    for division in sorted(gazetteer().by_code.values(), key=lambda item: item.level != "province"):
        if division.level == "county" or division.until is not None:
            continue
        short = division.short or division.name
        for ending in LEVEL_WORDS:
            short = short.removesuffix(ending) if len(short) > len(ending) + 1 else short
        if len(short) > 1 and short != division.name:
            shorts.setdefault(short, (division,))
    return shorts
