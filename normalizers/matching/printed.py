"""What is printed around a name, as patterns: made once of ``vocabulary/matching/printed.yaml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from normalizers.lexicon import words
from normalizers.tries import any_of

CHINESE = "一二三四五六七八九十"
_SIGNS = ("≥", "≤", ">=", "<=", ">", "<", "=")
_ALL_SIGNS = (*_SIGNS, "≧", "≦")
_NUMBER = rf"(?:\d{{1,2}}|[{CHINESE}]{{1,3}})"
_LOT_NUMBER = rf"第?[{CHINESE}\d]"
_LOTS = ("lot's", "lot's work")


@cache
def printed(*lists: str) -> tuple[str, ...]:
    """The words of lists of ``printed.yaml``."""
    known = words("matching/printed")
    return tuple(word for each in lists for word in known[each])


@dataclass(frozen=True, slots=True)
class Printed:
    """Patterns of what surrounds a name, and of its parts."""

    numbering: re.Pattern[str]
    apart: re.Pattern[str]
    """A number that only a blank parts from the name: 4 宣传资料发放数量, but not 2 所学校."""

    years: re.Pattern[str]
    target: re.Pattern[str]
    blank_target: re.Pattern[str]
    """A target behind the name, with stars or nothing in the place of its figure; its unit is a group."""

    aim: re.Pattern[str]
    """A figure alone in brackets: ≥**元/人·月, 100%, 24小时; groups sign, figure, unit, bound."""

    behind: re.Pattern[str]
    """A target right behind the measure: 合格率100%, 培训次数10次; group unit."""

    remark: re.Pattern[str]
    """A text in brackets that only explains."""

    lot: re.Pattern[str]
    """第二批, 一期, 三标段, before what it is a lot of."""

    first_lot: re.Pattern[str]
    """The same at the beginning of a name, with what it is a lot of."""

    parts: re.Pattern[str]
    """What stands between the parts of a unit."""


@cache
def patterns() -> Printed:
    """The patterns of the vocabulary that ships with jixiao."""
    return Printed(
        numbering=_numbering(),
        apart=re.compile(rf"^\s*\d{{1,2}}\s+(?!{_any('counter')})(?=[\u4e00-\u9fff]{{3}})"),
        years=_years(),
        target=re.compile(
            rf"{any_of((*_ALL_SIGNS, *printed('sign', 'reached')))}[\d,.]+\D{{0,4}}{_any('bound')}?$"
        ),
        blank_target=re.compile(rf"{any_of(_ALL_SIGNS)}[\d,.*×]*(%|‰|(?:(?!{_any('age')})\D){{0,4}})$"),
        aim=_aim(),
        behind=_behind(),
        remark=_remark(),
        lot=re.compile(rf"{_LOT_NUMBER}+{_any('lot')}(?={_any(*_LOTS)})"),
        first_lot=re.compile(rf"^{_LOT_NUMBER}{{1,2}}{_any('lot')}{_any(_LOTS[0])}?(?=.{{3}})"),
        parts=re.compile(rf"[、,/·.•()（]|{_any('either')}"),
    )


def _numbering() -> re.Pattern[str]:
    """1., （二）, 3.2, 一是, 指标3:, 数量指标1:, and the header of the column with its colon."""
    indicator, kind, level = _any("indicator"), _any("indicator kind"), _any("indicator level")
    described = rf"[^:]{{2,8}}{indicator}\d*:"
    listed = rf"[{CHINESE}]{_any('listed')}(?!{_any('unlisted')})"
    ways = (
        rf"(?:{_NUMBER}|[a-z])(?:[、:]|[.．](?!\d))",
        rf"\d{{1,2}}(?:\.\d{{1,2}})+(?=(?!{_any('decimal')})[^\d%.])",
        described,
        rf"\({_NUMBER}\)",
        r"\d{1,2}\)",
        listed,
        rf"{kind}?{indicator}(?:\d{{1,2}}|[{CHINESE}]{{1,2}})[:、.]?",
        rf"(?:{kind}|{level})?{indicator}{_any('titled')}?:",
    )
    return re.compile(rf"^(?:{described})?(?:(?:{kind}|{level})?{indicator})?(?:{'|'.join(ways)})")


def _years() -> re.Pattern[str]:
    """Years, one or from one to another, in figures or Chinese digits, school years and five-year plans."""
    year, to, end = r"(?:19|20)\d\d", f"(?:[-~—–]|{_any('to')})", _any("within", "degree", "end")
    ways = (
        rf"{year}[-~—–]{year}学年度?",
        rf"{_any('until', 'to')}?{year}(?:(?:年度?)?{to}(?:(?:19|20)?\d\d)?)?年?{end}?(?![\d.])",
        r"[二两]〇[〇一二三四五六七八九]{2}年度?",
        r"二[0○零〇][一二三四五六七八九0○零〇]{2}年度?",
        rf"[“\"]?(?:十[二三四五六]五)[”\"]?{_any('plan')}?{_any('within plan', 'end')}?",
    )
    return re.compile("|".join(ways))


def _aim() -> re.Pattern[str]:
    sign = any_of((*_SIGNS, *printed("sign", "reached", "equal", "sign in brackets")))
    figure, to = r"[\d,.*×]+", f"(?:[-~—–]|{_any('to')})"
    return re.compile(
        rf"(?:{_any('aim')}:?)?(?P<sign>{sign}*)(?P<figure>{figure}(?:%?{to}{figure})?)"
        rf"(?P<unit>[^\d,.*×]*?)(?P<bound>{_any('bound', 'about')})?"
    )


def _behind() -> re.Pattern[str]:
    words = sorted(printed("measured", "degree", "amount", "volume"), key=len)
    # One look back for all words of a length, which it must know.
    ends = "|".join(f"(?<={any_of(group)})" for _, group in groupby(words, key=len))
    verb, bound = _any("reached", "equal"), _any("bound")
    return re.compile(rf"(?:{ends}){verb}?[\d,.]*\d(?P<unit>%|‰|[^\d%]{{0,3}}?){bound}?$")


def _remark() -> re.Pattern[str]:
    begins = "|".join(re.escape(word).replace(r"\*", ".+") for word in printed("remark", "unit label"))
    lot = _any("lot", "lot in brackets")
    return re.compile(rf"^(?:{begins}|{_any('whole remark')}$|第?[{CHINESE}\d]+{lot})")


def _any(*lists: str) -> str:
    """A pattern of any word of lists of ``printed.yaml``."""
    return any_of(printed(*lists))
