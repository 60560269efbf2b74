"""Calendar dates, months, years and deadlines, ISO at the precision printed."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import cache

from normalizers.lexicon import words
from normalizers.model import Operator
from normalizers.numerals import NUMERALS, WHOLE
from normalizers.text import squashed
from normalizers.tries import any_of
from normalizers.units import unit_pattern

_YEAR = r"(?P<y>(?:19|20)\d\d)"
_SAID = r"(?P<said>本|当|今|次|下|翌|第二|上|去)年度?"
_MONTH = r"(?P<m>1[0-2]|0?[1-9])月份?"
_DAY = r"(?P<d>3[01]|[12]\d|0?[1-9])(?:[日号]|(?=之?前|以前))"
_END = r"(?P<end>底|末)"
_COMPACT = rf"{_YEAR}(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12]\d|0[1-9])"
"""20231231: a day only where the indicator asks for a time."""
_SHAPES = (
    rf"(?:{_YEAR}年(?:度)?|{_SAID})?的?{_MONTH}(?:{_DAY}|{_END})?",
    rf"{_YEAR}(?P<sep>[-/.])(?P<m>1[0-2]|0?[1-9])(?:(?P=sep)(?P<d>3[01]|[12]\d|0?[1-9])日?)?(?!\d)",
    r"(?P<m>1[0-2]|0?[1-9])\.(?P<d>3[01]|[12]\d|0?[1-9])(?=日?(?:之?前|以前))日?",
    _COMPACT,
    rf"(?:{_YEAR}年度?|{_SAID}|全年|(?<!\d)年|^)年?{_END}",
    rf"{_YEAR}(?:年度?|$)",
    rf"{_SAID}(?=内|前|之前|以前)|(?<!\d)年度?(?=内)",
)
_SAID_YEARS = {"次": 1, "下": 1, "翌": 1, "第二": 1, "上": -1, "去": -1}
_SIGNS: dict[str, Operator] = {"≤": "<=", "<=": "<=", "≥": ">=", ">=": ">=", "=": "=", "<": "<", ">": ">"}
_OPENING = (
    r"(?:(?P<late>不晚于|不迟于|不得晚于|不得迟于|最晚|最迟|≤|<=|=|<|>=|≥|>)|截止?至?到?|至|到)?(?:于|在|为)?"
)
_CLOSING = (
    r"(?P<due>(?:之前|以前|前(?![期三两二四半列景沿十后\d])|以内|之内|内(?![部容])))?"
    r"(?:为止|止|\(含\))?"
)
_RANGE = re.compile(r"[-—–~至到]{1,2}$|[-—–~、和及]|起")
_TERM_END = re.compile(r"(?:第?([一二三四1-4])季度?|(上)半年)[末底]")
_PART = re.compile(
    r"第?[一二三四1-4]季|[上下]半年|[上中下]旬|[上下]半月|Q\d|起|以?来|以后|之后|后|至|到(?![位账场])|[-—–~]"
)
LEAD_LIMIT = 14
"""Characters: words in front of or behind a deadline that still speak of it, and are no report."""
_CHINESE_YEAR = re.compile(r"[一二][〇零○O九][〇零○O一二三四五六七八九]{2}(?=年)")
_CHINESE_MONTH = re.compile(r"(?<![个十])([一二三四五六七八九]|十[一二]?)月")
_CHINESE_DAY = re.compile(r"(?<=月)([一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])")
_DIGITS = {character: str(place) for place, character in enumerate("零一二三四五六七八九")} | dict.fromkeys(
    "〇○O", "0"
)
_FULL = re.compile(r"((?:19|20)\d\d)[年\-/.](\d{1,2})[月\-/.](\d{1,2})日?")


def calendar_date(text: str) -> date | None:
    """The one full date in a text such as 2025/02/05 or 2024年4月5日; None where it is no date."""
    found = _FULL.search(squashed(text))
    if not found:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def printed_date(text: str, year: int | None, timed: bool = False) -> tuple[Operator | None, str] | None:
    """The operator and the ISO date of a cell that is nothing but a date or a deadline, else None.

    ``year`` (the fiscal year) completes a date that names none; without it such a date is None. ``timed``:
    the indicator asks for a time, so that 20231231 is a day. 底 and 末 are the last day; 前, 以前, 内,
    不晚于 and 不迟于 state <=. The end of a quarter is a date; a quarter, a half year,
    the middle of a month and a span are none.

    >>> printed_date("2023年6月底前", None)
    ('<=', '2023-06-30')
    >>> printed_date("8月13日", 2021)
    (None, '2021-08-13')
    >>> printed_date("2023年第四季度", None)
    """
    bare = _TERM_END.sub(_last_month, arabic(squashed(text)))
    for shape, pattern in _patterns():
        found = pattern.search(bare) if timed or shape != _COMPACT else None
        if found is None:
            continue
        if not _is_all(bare, found):
            return None
        parts = found.groupdict()
        iso = _iso(parts, year)
        late = _SIGNS.get(parts["late"], "<=") if parts["late"] else None
        return None if iso is None else (late or ("<=" if parts["due"] else None), iso)
    return None


def _last_month(term: re.Match[str]) -> str:
    """The end of a quarter or of the first half of a year, as that of its last month."""
    quarter = 2 if term[2] else "一二三四".find(term[1]) + 1 or int(term[1])
    return f"{3 * quarter}月底"


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (shape, re.compile(rf"{_OPENING}(?<![\d.年个一二两三四五六七八九十半])(?:{shape}){_CLOSING}"))
        for shape in _SHAPES
    )


@cache
def _many() -> re.Pattern[str]:
    """A figure beside the date: then the text says more than when."""
    return re.compile(
        rf"\d|(?<![第{NUMERALS}])[{NUMERALS}]+{unit_pattern()}|[一二两三四五六七八九十百]+[次个项场期家季台套名人]"
    )


@cache
def _phrases() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand in front of a date without making it a part of something else, and behind it."""
    known = words("quantities")
    act = f"(?:{any_of([*known['acts'], *known['done']])})"
    subject = r"(?:预计|计划|拟|确保|力争|要求|应|须|已|均|全部|项目|工程|任务|资金|工作|并|实际)*"
    noun = r"(?:工作)?(?:时间|时限|日期|期限|节点)?(?:要求|期限)?[为是:：]?"
    lead = rf"{subject}{act}{{0,2}}{noun}(?:于|在|至|到|时间)?"
    tail = rf"(?:{subject}{act}+[\u4e00-\u9fff]{{0,8}})?"
    return re.compile(lead), re.compile(tail)


def _is_all(text: str, found: re.Match[str]) -> bool:
    """Whether the text says no more than this date, the deadline's own phrase included."""
    lead, tail = text[: found.start()].rstrip(',(“"'), text[found.end() :].strip('。.;,!、)”"')
    if _RANGE.search(lead[-2:]) or _PART.match(tail) or _many().search(lead + tail):
        return False
    before, behind = _phrases()
    if before.fullmatch(lead) and behind.fullmatch(tail):
        return True
    deadline = found["due"] or found["late"]
    return bool(deadline) and len(lead) <= LEAD_LIMIT and len(tail) <= LEAD_LIMIT


def arabic(text: str) -> str:
    """Dates in Chinese numerals become digits: 二〇二三年十二月三十一日 as 2023年12月31日."""
    if "年" in text:
        text = _CHINESE_YEAR.sub(lambda found: "".join(_DIGITS[c] for c in found[0]), text)
    if "月" in text:
        text = _CHINESE_MONTH.sub(lambda found: f"{_small(found[1])}月", text)
        text = _CHINESE_DAY.sub(lambda found: str(_small(found[1])), text)
    return text


def _small(numeral: str) -> int:
    """A Chinese numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    unit = int(_DIGITS.get(ones, "0"))
    return (int(_DIGITS.get(tens, "1")) * 10 + unit) if ten else unit


def _iso(parts: dict[str, str | None], year: int | None) -> str | None:
    said = parts.get("said")
    y = int(parts.get("y") or (year or 0) + _SAID_YEARS.get(said or "", 0))
    month, day = int(parts.get("m") or 0), int(parts.get("d") or 0)
    if y < FIRST_YEAR:
        return None
    if parts.get("end"):
        month = month or 12
        day = calendar.monthrange(y, month)[1]
    if day and day > calendar.monthrange(y, month)[1]:
        return None
    return f"{y}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


FIRST_YEAR = 1900
_CLIPPED = r"(?=$|[-—–~至到,;。、)])"
_LONE_MONTH = r"(?:1[0-2]|0?[1-9])月(?![内以之余多])"
_MASKED = re.compile(
    rf"(?=[\d上下第一二三四月每]){WHOLE}(?:(?:19|20)\d\d年?度?[-—–~至到、]+(?:19|20)\d\d学?年度?"
    r"|(?:19|20)\d\d(?:学年|季度)"
    r"|(?:19|20)\d\d[.年/-]?\d{0,2}(?:月份?)?[-—–~至到]+(?:(?:19|20)\d\d[.年/-])?"
    r"\d{1,2}月(?:份|底|末)?(?:\d{1,2}[日号])?"
    r"|(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?[-—–~至到]+(?:19|20)\d\d[-/.]\d{1,2}(?:[-/.]\d{1,2})?"
    rf"|(?:19|20)\d\d年度?(?:\d{{1,2}}(?:月(?:份|\d{{1,2}}(?:[日号]|{_CLIPPED}))?|{_CLIPPED}))?"
    r"(?:第?[一二三四1-4]季度?)?"
    r"|(?<![\d.])\d{1,2}(?:月份?)?[-—–~至到、]\d{1,2}月(?:份|底|末|(?=[^\d内以]|$))"
    r"|(?:19|20)\d\d([-/.])\d{1,2}\1\d{1,2}[-—–~至到]+\d{1,2}\1\d{1,2}"
    rf"|(?:1[0-2]|0?[1-9])月(?:3[01]|[12]\d|0?[1-9]){_CLIPPED}"
    r"|(?:\d{1,2}|(?<!\d))月\d{1,2}[日号]|(?<![\d个])\d{1,2}月(?=[\d底末初中下上前至到份\-—~])"
    r"|(?<=[至到\-—~、和及])\d{1,2}月|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|[上下]半年|第?[1-4一二三四]季度(?!\d)|每月\d{1,2}[日号](?=之?前|以前|前)"
    r"|(?<![\d月])\d{1,2}[日号](?=之?前|以前)|\d{1,2}[:：][0-5]\d(?=之?前|以前|之?后|起)"
    r"|(?:19|20)\d{6}[-—–~至到]+(?:19|20)\d{6}|\d{1,2}[:：]\d\d[-—–~至到]\d{1,2}[:：]\d\d"
    rf"|(?:^(?!\d+月(?:[左个。]|$))|(?<=[,;于])|(?<=[^\d一二两三四五六七八九十半]年)){_LONE_MONTH}"
    rf"){WHOLE}"
)


def without_dates(text: str) -> str:
    """The text with □ in place of every date and span of dates, so that their digits are no figures."""
    return _MASKED.sub(lambda found: "□" * len(found[0]), arabic(text))


def years_named(text: str) -> set[int]:
    """The years that a cell's dates name."""
    return {
        int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|[-/.]\d{1,2}(?:[-/.]|$)|$)", squashed(text))
    }
