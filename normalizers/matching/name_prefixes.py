"""What stands in front of a name and tells nothing of what is measured: places, bodies, payers, projects."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from normalizers.matching.cleaning import PROPER
from normalizers.matching.meaning import ACT, Meanings, Word, meanings
from normalizers.matching.measures import COUNT, SATISFACTION
from normalizers.matching.places import division_in_front
from normalizers.matching.slips import common_words

_STRIP_ROUNDS = 4
_PROPER_LENGTH = 8
"""Characters of the longest unknown name before 镇, 村 …"""
_HAMLET = 2
"""Characters of a village's name that may be words: 河西 村."""
_BODY_REACH = 4
"""Words between a place and the word that ends a body's name."""
_SHORTEST_REST = 2
"""Characters that must be left where the name of a division is taken off."""
_NAMED = 3
"""Characters of the shortest unknown name that begins the name of a project: 青山湖; 绿道 is a thing."""
_TELLING = 4
"""Characters of a measure that is a name by itself: 单位成本."""


def without_division(text: str) -> str:
    """Put PROPER in the place of the divisions in front: province, prefecture, county."""
    rest = text
    for _ in range(_STRIP_ROUNDS):
        length = division_in_front(rest)
        if not length or len(rest) - length < _SHORTEST_REST or rest[:length] in meanings().words:
            break
        rest = rest[length:].lstrip("、")
    return text if rest == text else PROPER + rest


def without_front(words: list[Word], found: Meanings) -> list[Word]:
    """Take proper names off the front: places, bodies, projects that begin with a name."""
    roles = found.roles
    start, placed = 0, False
    for _ in range(_STRIP_ROUNDS):
        end = _place(words, start, roles) or _body(words, start, roles, placed)
        end = end or _source(words, start, roles) or _scheme(words, start, roles["scheme"])
        if not end or not _says_something(words[end:], found):
            break
        start, placed = end, True
    while (
        start < len(words)
        and words[start].text in ("、", PROPER)
        and _says_something(words[start + 1 :], found)
    ):
        start += 1
    return words[start:]


def _says_something(words: list[Word], found: Meanings) -> bool:
    roles = found.roles
    return any(
        (
            meaning not in found.measures
            and meaning not in roles["filler"]
            and meaning not in roles["generic"]
            and meaning not in roles["public"]
        )
        or meaning == SATISFACTION
        or len(word.text) >= _TELLING
        for word in words
        if word.text not in ("、", PROPER)
        for meaning in word.means
    )


def _place(words: list[Word], start: int, roles: Mapping[str, frozenset[str]]) -> int:
    """Where an unknown name with 镇, 村 … behind it ends, or a division's name that was taken off already."""
    places, hamlets = roles["place"], roles["hamlet"]
    end = start
    while (
        end < len(words)
        and (not words[end].known or len(words[end].text) == 1)
        and words[end].text not in places
    ):
        if words[end].text == "、":
            return 0
        end += 1
    if not 1 <= end - start <= _PROPER_LENGTH:
        return 0
    if words[start].text == PROPER and end - start == 1:
        return end + 1 if end < len(words) and words[end].text in places else end
    named = "".join(word.text for word in words[start:end])
    hamlet = start == 0 and len(named) == _HAMLET and end < len(words) and words[end].text in hamlets
    if hamlet and all(len(word.text) == 1 for word in words[:end]) and named not in common_words():
        return end + 1
    if all(word.known for word in words[start:end]) or end == len(words) or named in common_words():
        return 0
    behind = end
    while behind < len(words) and words[behind].text in places:
        behind += 1
    return behind if behind > end else 0


def _body(words: list[Word], start: int, roles: Mapping[str, frozenset[str]], placed: bool) -> int:
    """Where a body's name ends that begins here: 县 水利 局, or 教育局."""
    first = words[start] if start < len(words) else None
    if first is None:
        return 0
    placed = placed or first.text in roles["place"]
    for end in range(start, min(start + _BODY_REACH + 1, len(words))):
        if words[end].text == "、":
            return 0
        if placed and words[end].text in roles["institution"] and _one(words[start : end + 1], roles):
            return end + 1
        if words[end].text in roles["body"] and (
            placed or len(words[end].text) > 2 or _named(words[start : end + 1])
        ):
            return end + 1 if placed or not _only_acts(words[end + 1 :], roles) else 0
    return 0


def _source(words: list[Word], start: int, roles: Mapping[str, frozenset[str]]) -> int:
    """Where the level of government ends that pays (中央财政补助项目, 省级财政) or whose people are meant.

    In front of money it tells one fund from another, in front of things it is their grade: 省级资金到位率 and
    省级龙头企业数量 keep it.
    """
    if start == len(words) or words[start].text not in roles["level"]:
        return 0
    end = start + 1
    while end < len(words) and words[end].means[0] in roles["money"]:
        end += 1
    if end == len(words):
        return 0
    if words[end].text.endswith(_works()) and end > start + 1:
        return end + 1
    end = start + 2 if words[start + 1].text in roles["treasury"] else start + 1
    if end == len(words) or words[end].means[0] in roles["funded"]:
        return 0
    people = (roles["person"] | roles["household"] | roles["public"] | roles["event"]) - roles["graded"]
    named = words[start].text not in roles["grade"] and not people.isdisjoint(words[end].means)
    return end if named or words[end - 1].text.endswith(tuple(roles["treasury"])) else 0


def _only_acts(words: list[Word], roles: Mapping[str, frozenset[str]]) -> bool:
    """Whether what follows a body only says what is done to things: 供销社改造数量 counts the bodies."""
    means = [meaning for word in words for meaning in word.means]
    return means[-1:] == [COUNT] and all(meaning in roles[ACT] for meaning in means[:-1])


def _one(words: list[Word], roles: Mapping[str, frozenset[str]]) -> bool:
    """Whether a name or an ordinal makes one institution of a kind: 第一 中学; 大学 behind a place is one."""
    between = [word for word in words[:-1] if word.text not in roles["place"]]
    named = all(not word.known or word.text in roles["ordinal"] for word in between)
    return named and (bool(between) or words[-1].text in roles["sole"])


def _named(words: list[Word]) -> bool:
    """Whether one word of several characters stands before 局 or 厅: 水利 局."""
    return len(words) == 2 and words[0].known and len(words[0].text) > 1 and len(words[1].text) == 1


def _scheme(words: list[Word], start: int, schemes: frozenset[str]) -> int:
    """Where a project's name ends that begins with an unknown proper name."""
    end = start
    while (
        end < len(words) and (not words[end].known or len(words[end].text) == 1) and words[end].text != "、"
    ):
        end += 1
    if all(word.known for word in words[start:end]):
        return 0
    if words[start].text != PROPER and end - start < _NAMED:
        return 0
    ends = [end for end in range(start + 1, len(words)) if words[end].text in schemes]
    if words[start].text != PROPER:
        ends = [end for end in ends if words[end].text.endswith(_works())]
    return ends[0] + 1 if ends else 0


@cache
def _works() -> tuple[str, ...]:
    """What ends the name of a project that no quotes mark."""
    return tuple(meanings().roles["works"])
