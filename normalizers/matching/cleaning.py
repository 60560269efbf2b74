"""What is printed around a name: numbering, years, targets, units and remarks in brackets, repeated marks."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass

from normalizers.text import squashed

PROPER = "□"
"""Stands where a quoted proper name stood."""
FRONT = 6
"""Characters that may stand before a quoted name of a project; further back it is what is counted."""
_CHINESE = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"^(?:[^:]{{2,8}}指标\d*:)?(?:指标|绩效指标|三级指标)?(?:(?:\d{{1,2}}|[{_CHINESE}]{{1,3}}|[a-z])(?:[、:]|[.．](?!\d))|"
    rf"\d{{1,2}}(?:\.\d{{1,2}})+(?=[^\d%.倍万亿元公])|[^:]{{2,8}}指标\d*:|"
    rf"\((?:\d{{1,2}}|[{_CHINESE}]{{1,3}})\)|\d{{1,2}}\)|[{_CHINESE}]是(?!否)|(?:指标|绩效指标)(?:\d{{1,2}}|[{_CHINESE}]{{1,2}})[:、.]?|"
    rf"(?:指标|绩效指标|三级指标)(?:名称)?[:])"
)
_CIRCLED = re.compile(r"^\s*[①-⑳⓪❶-❿⓵-⓾㈠-㈩★☆●■◆▲*]+")
_APART = re.compile(r"^\s*\d{1,2}\s+(?![个所座条名台套家处场份])(?=[\u4e00-\u9fff]{3})")
"""A number that only a blank parts from the name: 4 宣传资料发放数量, but not 2 所学校."""
_CODE = re.compile(r"^[a-z]*\d{4,}[a-z\d]*[-_—:](?=[^\d])")
_YEARS = re.compile(
    r"(?:19|20)\d\d[-~—–](?:19|20)\d\d学年(?:度)?|"
    r"(?:截至|截止|到|至)?(?:19|20)\d\d(?:(?:年度?)?[-~—–至到](?:(?:19|20)?\d\d)?)?年?(?:度|底|末|内)?(?![\d.])|"
    r"[二两]〇[〇一二三四五六七八九]{2}年度?|二[0○零〇][一二三四五六七八九0○零〇]{2}年度?|"
    r"[“\"]?(?:十[二三四五六]五)[”\"]?(?:规划)?(?:期间|时期|末)?"
)
_TARGET = re.compile(
    r"(?:≥|≤|>=|<=|>|<|=|≧|≦|不低于|不少于|不高于|不超过|达到?|大于|小于|高于|低于|超过)[\d,.]+(?:[%‰]|百分点|[^\d]{0,4})(?:及?以[上下内])?$"
)
_BLANK_TARGET = re.compile(r"(?:≥|≤|>=|<=|>|<|=|≧|≦)[\d,.*×]*(%|‰|[^\d岁]{0,4})$")
"""A target behind the name, with stars or nothing in the place of its figure."""
_SIGN = (
    "≥|≤|>=|<=|>|<|=|≧|≦|不低于|不少于|不高于|不超过|大于等于|小于等于|大于|小于|高于|低于|"
    "超过|多于|少于|达到?|约|为"
)
_AIM = re.compile(
    rf"(?:目标值?:?)?(?P<sign>(?:{_SIGN})*)(?P<figure>[\d,.*×]+(?:%?[-~—–至到][\d,.*×]+)?)"
    r"(?P<unit>[^\d,.*×]*?)(?P<bound>及?以[上下内]|左右)?"
)
"""A figure alone in brackets: ≥**元/人·月, 100%, 24小时."""
_PER_UNIT = 8
"""Characters of the longest unit of money per something."""
_RATES = ("%", "‰")
_PRICED = ("标准", "成本", "额", "费", "价")
"""Behind these money in brackets is a target though no sign says so: 补助标准（5000元/人）."""
_BEHIND = re.compile(
    r"(?<=[率数量度额积性例])(?:为|达到?)?[\d,.]*\d(?P<unit>%|‰|[^\d%]{0,3}?)(?:及?以[上下内])?$"
)
"""A target right behind the measure: 合格率100%, 培训次数10次."""
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
_PER = re.compile(r"^\d+/\d*[十百千万亿]+$")
"""1/10万: a rate."""
_BRACKETED = re.compile(r"[(\[【〔〈<]([^()\[\]【】〔〕〈〉<>]*)[)\]】〕〉>]")
_REMARK = re.compile(
    r"^(?:以.+为单位|含|包括|包含|不含|其中|单位|注|见|附|详见|按|如|指|即|本级|市本级|县本级|试行|全|监测(?:户|对象|帮扶对象)?$|第?[一二三四五六七八九十\d]+[期批标]段?)"
)
_QUOTED = re.compile(r"[“\"‘'《「『]([^“”\"‘’'《》「」『』]*)[”\"’'》」』]")
_PERIOD = re.compile(r"第?[一二三四五六七八九十\d]+(?:批次?|期|标段)(?=工程|项目|建设|资金|改造)")
_FIRST_PERIOD = re.compile(r"^第?[一二三四五六七八九十\d]{1,2}(?:批次?|期|标段)(?:工程|项目|资金)?(?=.{3})")
_MARKS = re.compile(r"[、,，。;；:：·•*#_—–\-~/|\\?？!！“”\"‘’'《》「」『』()\[\]【】〔〕〈〉<>…^+]+")
_TRAILING_UNIT = re.compile(r"[%‰]+$")
_SLASHED = re.compile(r"[/_]([^/_]{1,3})$")
_PARTS = re.compile(r"[、,/或·.•()（]")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A name without what surrounds it: its parts (marks cut them), and the unit that brackets gave.

    ``behind`` is what stood in brackets at the end and is no unit: 健康管理率（65岁及以上）.
    """

    text: str
    unit: str | None
    behind: str = ""


def cleaned(text: str, units: Mapping[str, str], words: Container[str], schemes: tuple[str, ...]) -> Cleaned:
    """Set aside numbering, codes, years, a target behind the name, units and remarks in brackets.

    ``units`` are the texts known as units, ``words`` the known words, ``schemes`` those that mark a quoted
    text as the name of a project: that becomes PROPER. What else is in brackets or quotes is of the name.
    """
    bare = squashed(_APART.sub("", _CIRCLED.sub("", text))).lower()
    bare = _CODE.sub("", _NUMBERING.sub("", bare)) or bare
    found: list[str] = []
    last: list[str] = []

    def bracket(piece: re.Match[str]) -> str:
        inner = piece[1].removeprefix("单位:").removeprefix("单位")
        target = _BLANK_TARGET.fullmatch(inner)
        if target:
            found.extend([target[1]] if target[1] in units else [])
            return ""
        if unit_measure(inner, units) is not None:
            found.append(inner)
            return ""
        aim = _aim(inner, piece.string[: piece.start()], units)
        if aim is not None:
            found.extend([aim] if aim in units else [])
            return ""
        if not inner or _REMARK.match(inner) or re.fullmatch(r"[\d.a-z\-]{1,3}|[\d年月日度.\-]+", inner):
            return ""
        if piece.end() == len(piece.string) and piece.start():
            last.append(inner)
            return ""
        if len(inner) == 1 and inner not in _CHINESE and piece.start():
            return inner  # 新（改）建
        return f"、{inner}、"

    bare = _BRACKETED.sub(bracket, bare)
    bare = _TARGET.sub("", bare) or bare
    blank = _BLANK_TARGET.search(bare)
    if blank and blank.start():
        found.extend([blank[1]] if blank[1] in units else [])
        bare = bare[: blank.start()]
    figure = _BEHIND.search(bare)
    if figure and (not figure["unit"] or figure["unit"] in units):
        found.extend([figure["unit"]] if figure["unit"] else [])
        bare = bare[: figure.start()]
    percent = _TRAILING_UNIT.search(bare)
    if percent:
        found.append("%")
        bare = bare[: percent.start()]
    slashed = _SLASHED.search(bare)
    if slashed and slashed[1] in units:
        found.append(slashed[1])
        bare = bare[: slashed.start()]
    bare = _YEARS.sub("", bare) or bare
    bare = _FIRST_PERIOD.sub("", bare) or bare
    bare = _QUOTED.sub(lambda piece: _quoted(piece, words, schemes), bare)
    behind = _MARKS.sub("、", _YEARS.sub("", "".join(last))).strip("、")
    return Cleaned(_MARKS.sub("、", _PERIOD.sub("", bare)).strip("、"), found[0] if found else None, behind)


def _aim(inner: str, before: str, units: Mapping[str, str]) -> str | None:
    """The unit of a target that stands alone in brackets ('' where it has none); None for what is no target.

    A figure without a sign may say of what the name speaks (准确率（24小时）): only a percentage, stars, or
    money behind a standard are a target then.
    """
    found = _AIM.fullmatch(inner)
    if not found:
        return None
    unit = found["unit"]
    measure = unit_measure(unit, units) if unit else ""
    if measure is None:
        return None
    if found["sign"] or unit in _RATES or "*" in found["figure"]:
        return unit
    return unit if measure == "金额" and before.endswith(_PRICED) and not found["bound"] else None


def unit_measure(unit: str, units: Mapping[str, str]) -> str | None:
    """The measure that a unit names (万元/人·月 as 元 does); None for what is no unit."""
    bare = unit.strip().lower()
    if bare in units:
        return units[bare]
    if _PER.match(bare):
        return "率"
    parts = [part for part in _PARTS.split(bare) if part]
    if any(_MAGNITUDE.match(part) for part in parts[1:]):
        return None  # 批次/千人 is a rate, not a count
    if len(parts) > 1 and len(bare) <= _PER_UNIT and units.get(parts[0]) == "金额" and "/" in bare:
        return "金额"  # 元/生·年: money per whatever it is
    known = [units.get(part) or units.get(_MAGNITUDE.sub("", part)) for part in parts]
    return known[0] if known and all(known) else None


def _quoted(piece: re.Match[str], words: Container[str], schemes: tuple[str, ...]) -> str:
    rest = piece.string[piece.end() :]
    named = piece[0][0] == "《" or piece[1].endswith(schemes) or rest.startswith(schemes)
    return PROPER if named and rest and piece.start() <= FRONT and piece[1] not in words else piece[1]
