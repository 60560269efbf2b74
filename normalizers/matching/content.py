"""What a name measures, and the words that tell one indicator of that measure from another."""

from __future__ import annotations

from collections.abc import Mapping

from normalizers.matching.meaning import ACT, Meanings, meanings

COUNT, RATE, QUALITY, SATISFACTION = "数", "率", "性", "满意度"
PERSONS, HOUSEHOLDS, VISITS, TIMES, CLASSES = "人数", "户数", "人次", "次数", "期数"
_COUNTS = frozenset(
    {"", COUNT, PERSONS, HOUSEHOLDS, TIMES, CLASSES, VISITS, "批次", "剂次", "面积", "长度", "金额"}
)
"""Measures beside which a verb that carries another says nothing: 参加培训人数 is 培训人数."""
_PAID = frozenset({"", COUNT, PERSONS, HOUSEHOLDS, "标准", "面积"})
"""Measures beside which paying out says nothing: 补贴发放人数 is 补贴人数."""
_PRICED = frozenset({"", "成本", "金额"})
"""Measures beside which an average is another figure than the sum."""
_GOOD = ("合格", "优良")
"""Words beside which 质量 says nothing: 工程质量合格率 is 工程合格率."""
_COUNTING = frozenset({PERSONS, HOUSEHOLDS, VISITS, "面积", "长度"})
"""What a unit names beside 数量."""
_TASK = "任务"
_BASE = "人口"
"""Persons who are no object but the base of a rate: 每百万人口."""
_PAIR = 2


def head_measure(atoms: list[str], found: Meanings, hint: str) -> tuple[str, list[str]]:
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


def finer(measure: str, rest: list[str], hint: str) -> str:
    """The measure that the unit makes plainer: 数量（人） is 人数, 人数（人次） 人次, 完成数（元） 金额."""
    finer = measure == COUNT and (hint in _COUNTING or (hint and rest[-1:] == ["完成"]))
    return hint if finer or (measure == PERSONS and hint == VISITS) else measure


def content_words(rest: list[str], measure: str, roles: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The words that tell one indicator from another."""
    spoken = set(rest)
    implied = meanings().implied
    for word in spoken & implied.keys():
        spoken = spoken - implied[word]
    if measure in _COUNTS:
        spoken = spoken - roles["light"] or spoken
        if len(rest) > 1 and "完成" in (rest[0], rest[-1]) and measure != "金额":
            spoken = spoken - {"完成"} or spoken
    if measure in (PERSONS, VISITS):
        spoken = spoken - roles["attended"] or spoken
    if measure not in _PRICED:
        spoken = spoken - roles["average"] or spoken
    if measure in _PAID:
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


def counted(
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
