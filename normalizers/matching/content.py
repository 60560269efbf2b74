"""What a name measures, and the words that tell one indicator of that measure from another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from normalizers.matching.meaning import ACT, Meanings
from normalizers.matching.measures import (
    CLASSES,
    COUNT,
    HOUSEHOLDS,
    PERSONS,
    QUALITY,
    RATE,
    SATISFACTION,
    SUM,
    TIMES,
    VISITS,
)

_PAIR = 2


def head_measure(atoms: list[str], found: Meanings, hint: str) -> tuple[str, list[str]]:
    """The measure, which is the last word, and the words before it; the unit's where the name has none."""
    if atoms and atoms[-1] in found.measures:
        return atoms[-1], atoms[:-1]
    if atoms and atoms[-1] in found.roles["manner"]:
        return RATE if hint == RATE else QUALITY, atoms
    if SATISFACTION in atoms:
        last = len(atoms) - 1 - atoms[::-1].index(SATISFACTION)
        if not any(atom in found.measures for atom in atoms[last + 1 :]) and hint in (RATE, SATISFACTION):
            return SATISFACTION, atoms[:last] + atoms[last + 1 :]
    return hint, atoms


def finer(measure: str, rest: list[str], hint: str, found: Meanings) -> str:
    """The measure that the unit makes plainer: 数量（人） is 人数, 人数（人次） 人次, 完成数（元） 金额."""
    is_done = bool(hint) and bool(rest) and rest[-1] in found.roles["done"]
    is_finer = measure == COUNT and (hint in found.kinds["told"] or is_done)
    return hint if is_finer or (measure == PERSONS and hint == VISITS) else measure


@dataclass(slots=True)
class _Name:
    """A name in words of meaning."""

    measure: str
    rest: Sequence[str]
    """The words before the measure, in order."""

    said: frozenset[str]
    """Those that the round of rules at hand begins with."""

    found: Meanings

    def is_a(self, kind: str) -> bool:
        """Whether the measure is of a kind, or there is none."""
        return not self.measure or self.measure in self.found.kinds[kind]

    @property
    def is_plain(self) -> bool:
        """Whether things are counted, whatever they are."""
        return self.measure in ("", COUNT)


_Words = frozenset[str]
_Rule = Callable[[_Name, _Words], _Words]
"""What is left of the words of a name, after what the rules before left of them."""


def content_words(rest: Sequence[str], measure: str, found: Meanings) -> frozenset[str]:
    """The words that tell one indicator from another."""
    name = _Name(measure, rest, frozenset(rest), found)
    name.said = _left(_BESIDE, name)
    return _left(_GENERAL, name)


def _left(rules: Sequence[_Rule], name: _Name) -> _Words:
    words = name.said
    for rule in rules:
        words = rule(name, words)
    return words


def _implied(name: _Name, words: _Words) -> _Words:
    """病险淤地坝除险加固 is 淤地坝除险加固."""
    implied = name.found.implied
    for word in words & implied.keys():
        words = words - implied[word]
    return words


def _light(name: _Name, words: _Words) -> _Words:
    """A verb that carries another: 参加培训人数 is 培训人数."""
    return words - name.found.roles["light"] or words if name.is_a("counted") else words


def _done(name: _Name, words: _Words) -> _Words:
    """完成 at one end of a count, not of money."""
    done = name.found.roles["done"]
    if name.measure == SUM or not name.is_a("counted") or len(name.rest) <= 1:
        return words
    return words if done.isdisjoint((name.rest[0], name.rest[-1])) else words - done or words


def _attended(name: _Name, words: _Words) -> _Words:
    """参加培训人数."""
    return words - name.found.roles["attended"] or words if name.measure in (PERSONS, VISITS) else words


def _average(name: _Name, words: _Words) -> _Words:
    """An average is another figure than the sum of money, but not than a rate."""
    return words if name.is_a("priced") else words - name.found.roles["average"] or words


def _paid(name: _Name, words: _Words) -> _Words:
    """补贴发放人数 is 补贴人数."""
    return words - name.found.roles["paid"] or words if name.is_a("paid") else words


def _lifted(name: _Name, words: _Words) -> _Words:
    """提升服务水平 is 服务水平."""
    return words if name.measure else words - name.found.roles["lifted"] or words


def _occasion(name: _Name, words: _Words) -> _Words:
    """宣传活动次数 is 宣传次数."""
    roles = name.found.roles
    if name.measure not in (TIMES, VISITS) or roles["occasion"].isdisjoint(words):
        return words
    other = words - roles["occasion"]
    return other if other & roles[ACT] or other & roles["event"] else words


def _supporting(name: _Name, words: _Words) -> _Words:
    """孤儿保障人数 is 孤儿人数."""
    roles = name.found.roles
    counts_people = name.measure in (PERSONS, HOUSEHOLDS, VISITS)
    return words - roles["supporting"] if counts_people and words & roles["supported"] else words


def _visiting(name: _Name, words: _Words) -> _Words:
    """博物馆接待观众人次 is 博物馆人次."""
    roles = name.found.roles
    return words - roles["visiting"] if name.measure == VISITS and words & roles["venue"] else words


def _public(name: _Name, words: _Words) -> _Words:
    """群众满意度 is 满意度."""
    few = words - name.found.roles["public"]
    return few if few or name.measure == SATISFACTION else words


def _generic(name: _Name, words: _Words) -> _Words:
    """项目验收合格率 is 验收合格率, but 项目数量 is left something to count."""
    few = words - name.found.roles["generic"]
    return few if few or not name.is_plain else words


def _task(name: _Name, words: _Words) -> _Words:
    """任务完成率: what is done is kept beside vague words alone."""
    roles = name.found.roles
    if name.is_plain or name.measure == SATISFACTION or not words or not name.said & roles["task"]:
        return words
    return words | roles["duty"] if words <= roles["vague"] else words


def _quality(name: _Name, words: _Words) -> _Words:
    """工程质量合格率 is 工程合格率."""
    roles = name.found.roles
    says_good = name.measure == RATE and len(words) > _PAIR and not words.isdisjoint(roles["good"])
    return words - roles["quality"] if says_good else words


def _asked(name: _Name, words: _Words) -> _Words:
    """Who was asked: 受益学生 are students; 受益群众, 服务单位, 调查对象 are not the public at large."""
    if name.measure != SATISFACTION:
        return words
    roles = name.found.roles
    if words - roles["served"] - roles["weak"]:
        return words - roles["served"]
    return words if words & roles["weak"] else name.said & roles["gaining"]


def _weak(name: _Name, words: _Words) -> _Words:
    """人员经费 keeps what a bare measure is of; 单位 and 部门 are asked or counted beside persons."""
    roles = name.found.roles
    return words if name.is_plain else words - (roles["weak"] - roles["organ"]) or words


_BESIDE: tuple[_Rule, ...] = (
    _implied, _light, _done, _attended, _average, _paid, _lifted, _occasion, _supporting, _visiting,
)  # fmt: skip
"""What says nothing beside a measure or another word, in order."""
_GENERAL: tuple[_Rule, ...] = (_public, _generic, _task, _quality, _asked, _weak)
"""What says nothing beside anything; these rules know what was said before."""


def counted(measure: str, rest: Sequence[str], content: frozenset[str], found: Meanings) -> str:
    """What a plain count counts: persons, households, times; '' for things."""
    roles = found.roles
    if measure == HOUSEHOLDS and content & roles["firm"]:
        return ""
    if content & roles["course"] and measure in (COUNT, TIMES):
        return CLASSES
    if measure not in ("", COUNT):
        return measure
    if content & roles["household"]:
        return HOUSEHOLDS
    if _counts_persons(measure, rest, content, found):
        return PERSONS
    things = [atom for atom in rest if atom in content and (atom not in roles[ACT] or atom in roles["event"])]
    return TIMES if things and things[-1] in roles["event"] and measure == COUNT else ""


def _counts_persons(measure: str, rest: Sequence[str], content: frozenset[str], found: Meanings) -> bool:
    """Whether persons are the last word, or of a count the last object or the only one."""
    roles = found.roles
    persons = [atom for atom in rest if atom in roles["person"] or atom in roles["public"]]
    if not persons:
        return False
    objects = [atom for atom in rest if atom not in roles[ACT]]
    is_last = objects[-1:] == persons[-1:] and persons[-1] not in roles["base"]
    is_only = content <= roles[ACT] | set(persons)
    return rest[-1] == persons[-1] or (measure == COUNT and (is_last or is_only))
