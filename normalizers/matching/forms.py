"""The normal form of a name: what is measured, of what; places, years, units, order, fillers set aside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from normalizers.matching.cleaning import PROPER, cleaned, unit_measure
from normalizers.matching.meaning import ACT, Meanings, Word, cost, meanings
from normalizers.matching.places import division_in_front
from normalizers.matching.slips import common_words, repaired

COUNT, RATE, QUALITY, SATISFACTION = "数", "率", "性", "满意度"
PERSONS, HOUSEHOLDS, VISITS, TIMES, CLASSES = "人数", "户数", "人次", "次数", "期数"
COUNTS = frozenset(
    {"", COUNT, PERSONS, HOUSEHOLDS, TIMES, CLASSES, VISITS, "批次", "剂次", "面积", "长度", "金额"}
)
"""Measures beside which a verb that carries another says nothing: 参加培训人数 is 培训人数."""
PAID = frozenset({"", COUNT, PERSONS, HOUSEHOLDS, "标准", "面积"})
"""Measures beside which paying out says nothing: 补贴发放人数 is 补贴人数."""
PRICED = frozenset({"", "成本", "金额"})
"""Measures beside which an average is another figure than the sum."""
_STRIP_ROUNDS = 4
_PROPER_LENGTH = 8
"""Characters of the longest unknown name before 镇, 村 …"""
_HAMLET, _HAMLETS = 2, ("村", "镇")
"""Characters of a village's name that may be words, and what stands behind it: 河西 村."""
_BODY_REACH = 4
"""Words between a place and the word that ends a body's name."""
SHORTEST_REST = 2
"""Characters that must be left where the name of a division is taken off."""
_NAMED = 3
"""Characters of the shortest unknown name that begins the name of a project: 青山湖; 绿道 is a thing."""
_WORKS = ("项目", "工程")
"""What ends the name of a project that no quotes mark: 计划 and 行动 may be what is counted."""
_GOOD = ("合格", "优良")
"""Words beside which 质量 says nothing: 工程质量合格率 is 工程合格率."""
_COUNTING = frozenset({PERSONS, HOUSEHOLDS, VISITS, "面积", "长度"})
"""What a unit names beside 数量."""
_PLAIN_COUNTS = frozenset({COUNT, "量", "数量", "数目", "总数", "总量", "总数量", "数值"})
"""Words that count anything; 盏数 says what by itself."""
_TASK = "任务"
_BASE = "人口"
"""Persons who are no object but the base of a rate: 每百万人口."""
_PAIR = 2
_TELLING = 4
"""Characters of a measure that is a name by itself: 单位成本."""
_GRADES = ("中央", "国家级")
"""Levels that are a grade even of persons."""
_LATIN = re.compile(r"[\d.a-z]+")


@dataclass(frozen=True, slots=True)
class NormalForm:
    """What a name means: its head measure ('' for a plain count), its other words, and how it reads.

    ``slip`` tells the slip of the pen that was mended, as typed → meant; ``unknown`` are the characters that
    no word explains; ``told`` is False where neither the name nor a unit says
    what is measured or, beside 数量, what is counted.
    """

    measure: str
    content: frozenset[str]
    reading: str
    unknown: frozenset[str] = frozenset()
    slip: str | None = None
    told: bool = True

    @property
    def key(self) -> str:
        """The normal form as one text."""
        return f"{self.measure}|{'+'.join(sorted(self.content))}"


def parts_of(key: str) -> tuple[str, frozenset[str]]:
    """The measure and the other words of a normal form; neither mark stands in a word.

    >>> parts_of(normal_form("污水处理率")) == ("率", frozenset({"污水", "处理"}))
    True
    """
    measure, _, words = key.partition("|")
    return measure, frozenset(words.split("+") if words else ())


def normal_form(text: str, level2: str | None = None, unit: str | None = None) -> str:
    """The normal form of a name: two names that have the same are one indicator.

    ``level2`` and ``unit`` tell what is measured where the name itself does not.

    >>> normal_form("1.遵义市2023年新建农村公路里程（公里）") == normal_form("农村公路新建公里数")
    True
    >>> normal_form("污水处理率") == normal_form("污水处理量")
    False
    """
    return form_of(text, level2, unit).key


def form_of(text: str, level2: str | None = None, unit: str | None = None) -> NormalForm:
    """The form behind ``normal_form``."""
    found = meanings()
    bare = cleaned(text, found.units, found.words, _schemes())
    hint = _unit_measure(bare.unit or unit or "", found.units)
    if hint in ("", RATE) and level2 == "服务对象满意度指标":
        hint = SATISFACTION
    return _form(_together(bare.text, bare.behind), hint)


def _together(text: str, behind: str) -> str:
    """A name and what stood behind it in brackets, so that the measure stays the last word."""
    if not behind:
        return text
    found = meanings()
    tells = found.cut(behind)[-1].means[-1] in found.measures
    return f"{text}、{behind}" if tells or not text else f"{behind}、{text}"


def _unit_measure(unit: str, units: Mapping[str, str]) -> str:
    return unit_measure(unit, units) or units.get(re.split(r"[/(（]", unit.strip().lower())[0], "")


@cache
def _schemes() -> tuple[str, ...]:
    return tuple(sorted(meanings().roles["scheme"], key=lambda word: (-len(word), word)))


@lru_cache(maxsize=1 << 17)
def _form(bare: str, hint: str) -> NormalForm:
    found = meanings()
    text = _without_division(bare)
    words, slip = repaired(_counting(text))
    words = _without_front(words, found)
    reading = "".join(word.text for word in words if word.text != "、").strip(PROPER) or bare
    roles = found.roles
    words = _with_kin(words, roles) if any(word.means[-1] in roles["kin"] for word in words) else words
    means = [(meaning, word.known) for word in words if word.text != "、" for meaning in word.means]
    atoms = _joined(means)
    said = [atom for atom in atoms if atom not in roles["filler"]] or atoms
    asked_in_words = hint == RATE and atoms[-1:] and atoms[-1] in roles["state"]
    measure, rest = _head(said, found, "" if asked_in_words else hint)
    if measure != COUNT or words[-1].text in _PLAIN_COUNTS:
        measure = _finer(measure, rest, hint)
    told = bool(measure) and not (measure == COUNT and not hint)
    content = _content(rest, measure, roles)
    measure = _counted(measure, rest, content, roles)
    asked = measure == SATISFACTION and not content <= roles["served"] | roles["weak"]
    if asked or measure in (PERSONS, VISITS):
        content = content - {"人员", "人", "人口", "对象"} or content
    if measure == HOUSEHOLDS:
        content = _householders(content, found) - {"家庭"} or content
    unknown = frozenset(atom for atom, known in means if not known) & content
    return NormalForm(measure, frozenset(content), reading, unknown, slip, told)


def _counting(text: str) -> str:
    """工作队数 as 工作队数量, where so there are no more words; 企业家数 counts firms, not people."""
    found = meanings()
    last = found.cut(text)[-1] if text.endswith("数") else None
    if not last or len(last.text) == 1 or last.text == "家数" or last.means != (COUNT,):
        return text
    return f"{text}量" if cost(found.cut(f"{text}量")) <= cost(found.cut(text)) else text


def _joined(means: list[tuple[str, bool]]) -> list[str]:
    """The meanings in order; digits and Latin letters that stand together are one."""
    atoms: list[str] = []
    latin = False
    for meaning, known in means:
        is_latin = not known and _LATIN.fullmatch(meaning) is not None
        if is_latin and latin:
            atoms[-1] += meaning
        else:
            atoms.append(meaning)
        latin = is_latin
    return atoms


def _householders(content: frozenset[str], found: Meanings) -> frozenset[str]:
    """The words of a count of households without the 户 that the measure says already: 监测户 户数."""
    for word in content & found.roles["household"]:
        means = found.words.get(word.removesuffix("户"), ()) if word.endswith("户") else ()
        content = (content - {word}) | set(means) if means else content
    return content


def _with_kin(words: list[Word], roles: Mapping[str, frozenset[str]]) -> list[Word]:
    """The words with a person and whose kin stands right behind as one: 患者家属 are no 患者 及 家属."""
    joined: list[Word] = []
    for word in words:
        of = joined[-1].means[-1] if joined else ""
        if word.means[-1] in roles["kin"] and of in roles["person"] - roles["kin"]:
            whose = of + word.means[-1]
            means = meanings().words.get(whose, (whose,))
            joined[-1] = Word(joined[-1].text + word.text, (*joined[-1].means[:-1], *means))
        else:
            joined.append(word)
    return joined


def _without_division(text: str) -> str:
    """Put PROPER in the place of the divisions in front: province, prefecture, county."""
    rest = text
    for _ in range(_STRIP_ROUNDS):
        length = division_in_front(rest)
        if not length or len(rest) - length < SHORTEST_REST or rest[:length] in meanings().words:
            break
        rest = rest[length:].lstrip("、")
    return text if rest == text else PROPER + rest


def _without_front(words: list[Word], found: Meanings) -> list[Word]:
    """Take proper names off the front: places, bodies, projects that begin with a name."""
    roles = found.roles
    start, placed = 0, False
    for _ in range(_STRIP_ROUNDS):
        end = _place(words, start, roles["place"]) or _body(words, start, roles, placed)
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


def _place(words: list[Word], start: int, places: frozenset[str]) -> int:
    """Where an unknown name with 镇, 村 … behind it ends, or a division's name that was taken off already."""
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
    hamlet = start == 0 and len(named) == _HAMLET and end < len(words) and words[end].text in _HAMLETS
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
    if words[end].text.endswith(_WORKS) and end > start + 1:
        return end + 1
    end = start + 2 if words[start + 1].text == "财政" else start + 1
    if end == len(words) or words[end].means[0] in roles["funded"]:
        return 0
    people = (roles["person"] | roles["household"] | roles["public"] | roles["event"]) - roles["graded"]
    named = words[start].text not in _GRADES and not people.isdisjoint(words[end].means)
    return end if named or words[end - 1].text.endswith("财政") else 0


def _only_acts(words: list[Word], roles: Mapping[str, frozenset[str]]) -> bool:
    """Whether what follows a body only says what is done to things: 供销社改造数量 counts the bodies."""
    means = [meaning for word in words for meaning in word.means]
    return means[-1:] == [COUNT] and all(meaning in roles[ACT] for meaning in means[:-1])


def _one(words: list[Word], roles: Mapping[str, frozenset[str]]) -> bool:
    """Whether a name or an ordinal makes one institution of a kind: 第一 中学; 大学 behind a place is one."""
    between = [word for word in words[:-1] if word.text not in roles["place"]]
    named = all(not word.known or word.text in roles["ordinal"] for word in between)
    return named and (bool(between) or words[-1].text in ("大学", "学院"))


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
        ends = [end for end in ends if words[end].text.endswith(_WORKS)]
    return ends[0] + 1 if ends else 0


def _head(atoms: list[str], found: Meanings, hint: str) -> tuple[str, list[str]]:
    """The measure, which is the last word, and the words before it; the unit's where the name has none."""
    if atoms and atoms[-1] in found.measures:
        return atoms[-1], atoms[:-1]
    if "及时" in atoms[-1:] or "合规" in atoms[-1:]:
        return RATE if hint == RATE else QUALITY, atoms
    if SATISFACTION in atoms:
        last = len(atoms) - 1 - atoms[::-1].index(SATISFACTION)
        if not any(atom in found.measures for atom in atoms[last + 1 :]) and hint in (RATE, SATISFACTION):
            return SATISFACTION, atoms[:last] + atoms[last + 1 :]
    return hint, atoms


def _finer(measure: str, rest: list[str], hint: str) -> str:
    """The measure that the unit makes plainer: 数量（人） is 人数, 人数（人次） 人次, 完成数（元） 金额."""
    finer = measure == COUNT and (hint in _COUNTING or (hint and rest[-1:] == ["完成"]))
    return hint if finer or (measure == PERSONS and hint == VISITS) else measure


def _content(rest: list[str], measure: str, roles: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words that tell one indicator from another."""
    spoken = set(rest)
    implied = meanings().implied
    for word in spoken & implied.keys():
        spoken = spoken - implied[word]
    if measure in COUNTS:
        spoken = spoken - roles["light"] or spoken
        if len(rest) > 1 and "完成" in (rest[0], rest[-1]) and measure != "金额":
            spoken = spoken - {"完成"} or spoken
    if measure in (PERSONS, VISITS):
        spoken = spoken - roles["attended"] or spoken
    if measure not in PRICED:
        spoken = spoken - roles["average"] or spoken
    if measure in PAID:
        spoken = spoken - roles["paid"] or spoken
    if not measure:
        spoken = spoken - roles["lifted"] or spoken
    if measure in (TIMES, VISITS) and spoken & (roles[ACT] | roles["event"]) - {"活动"}:
        spoken = spoken - {"活动"}
    if measure in (PERSONS, HOUSEHOLDS, VISITS) and spoken & roles["supported"]:
        spoken = spoken - roles["supporting"]
    if measure == VISITS and spoken & roles["venue"]:
        spoken = spoken - roles["visiting"]
    said = spoken
    spoken = spoken - roles["public"] or (set() if measure == SATISFACTION else spoken)
    bare = spoken - roles["generic"]
    spoken = bare if bare or measure not in ("", COUNT) else spoken
    if bare and bare <= roles["vague"] and said & roles["task"] and measure not in ("", COUNT, SATISFACTION):
        spoken = spoken | {_TASK}
    if measure == RATE and not spoken.isdisjoint(_GOOD) and len(spoken) > _PAIR:
        spoken = spoken - {"质量"}
    if measure == SATISFACTION:
        spoken = _asked(said, spoken, roles)
    if measure not in ("", COUNT):
        spoken = spoken - (roles["weak"] - roles["organ"]) or spoken
    return frozenset(spoken)


def _asked(said: set[str], spoken: set[str], roles: Mapping[str, frozenset[str]]) -> set[str]:
    """Who was asked: 受益学生 are students; 受益群众, 服务单位, 调查对象 are not the public at large."""
    bare = spoken - roles["served"] - roles["weak"]
    if bare:
        return spoken - roles["served"]
    if spoken & roles["weak"]:
        return spoken
    return said & roles["gaining"]


def _counted(
    measure: str, rest: list[str], content: frozenset[str], roles: Mapping[str, frozenset[str]]
) -> str:
    """What a plain count counts: persons, households, times; '' for things."""
    if measure == HOUSEHOLDS and content & roles["firm"]:
        return ""
    if "培训班" in content and measure in (COUNT, TIMES):
        return CLASSES
    if measure not in ("", COUNT):
        return measure
    if any(atom in roles["household"] for atom in content):
        return HOUSEHOLDS
    persons = [atom for atom in rest if atom in roles["person"] or atom in roles["public"]]
    named = [atom for atom in rest if atom not in roles[ACT]]
    last = bool(persons) and named[-1:] == persons[-1:] and persons[-1] != _BASE
    only = content <= roles[ACT] | set(persons)
    if persons and (rest[-1] == persons[-1] or (measure == COUNT and (last or only))):
        return PERSONS
    things = [atom for atom in rest if atom in content and (atom not in roles[ACT] or atom in roles["event"])]
    if things and things[-1] in roles["event"] and measure == COUNT:
        return TIMES
    return ""
