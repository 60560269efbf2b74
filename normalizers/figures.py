"""The figures in a text: where each stands, with its operator, value and unit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from normalizers.lexicon import words
from normalizers.model import Operator
from normalizers.numerals import NUMERALS, WHOLE, is_whole, number_value
from normalizers.operators import (
    behind_pattern,
    front_pattern,
    is_contradicted,
    operator_words,
    sign_operator,
    stated_behind,
    stated_operator,
)
from normalizers.tries import any_of
from normalizers.units import MULTIPLIERS, in_base, unit_pattern

_SPELT = rf"[{NUMERALS}]+(?:点[零〇一二三四五六七八九]+)?"


@cache
def _number() -> re.Pattern[str]:
    """A number with its sign; 负 is one, but for what ends a word of its own (担负3项任务)."""
    known = words("quantities")
    codes = [mark for mark in known["marks"] if mark.isascii() and mark.isalpha()]
    begins = "|".join([r"(?<![A-Za-z\d.])", *(f"(?<={code})" for code in codes)])
    minus = (
        "".join(f"(?<!{word[:-1]})" for word in words("quantities")["not negative"] if word.endswith("负"))
        + "负"
    )
    return re.compile(
        rf"(?=[-+−±正负上半.\d{NUMERALS}])(?:(?P<minus>{minus})?(?P<share>[百千万]分之)(?P<part>{_SPELT}|\d+(?:\.\d+)?)"
        r"|(?P<whole>百分百)"
        rf"|(?P<mixed>(?<![A-Za-z\d.])\d+(?:[百千万亿]+零?\d+)+[百千万亿]*){WHOLE}"
        rf"|(?P<arabic>(?:{begins})(?P<sign>\+/?[-−]|[-+−±]|正负|上下|零下|{minus})?"
        r"(?P<digits>(?:\d+(?:\.\d+)?|(?<![□\u4e00-\u9fff])\.\d+)(?:×10\^\d{1,2}|\^\d{1,2})?))"
        rf"|(?P<below>零下|{minus})?(?P<spelt>(?![百千万亿])(?:半|{_SPELT})))"
    )


_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_PAIR = re.compile(r"(?<![\d.])\d+(?:\.\d+)?[:/×]\d+(?:\.\d+)?(?![\d.^])")
_FRACTION = re.compile(rf"[{NUMERALS}\d]+分之[{NUMERALS}\d]+")
_RANGED = re.compile(r"(?:-{1,2}|[—–~]{1,2}|至|到|−)(?:[第约]?)")
_RANGE_GOES_ON = re.compile(rf"(?:至|到|~|—|-)[{NUMERALS}\d]")
_JOINED_LONGER = re.compile(r"[第初]$")
_JOINED_BEFORE = re.compile(r"[第统唯同专万进逐单之其某另初周惟划]$|星期$|礼拜$")
_ORDINAL = re.compile(r"第$|(?:排名|位列|名列|位居|居)(?:全[国省市县区州])?$")
_FOREMOST = re.compile(r"(?:^|[^提之以目当年月日期午])前$")
"""前5%: a rank, but 提前5天 is none."""
_LISTED = re.compile(rf"[{NUMERALS}]、$")
"""一、二期 and 两、三次: the numeral is the last of several."""
_SAME_OF_SAME = re.compile(r"(.+?)/\d+\1")
"""个/10个: not ten of ten in a rate, but two figures."""
_GRADE = re.compile(rf"[{NUMERALS}\d]+(?:级|等(?!于)|星|类|档|号|甲|型|期工程|环路)")
_UNKNOWN = re.compile(
    r"((?![几数])[\u4e00-\u9fff]{1,3}?|(?![OoQDIlSZBG]+(?![A-Za-z]))[A-Za-z]{1,5})(?:以上|以下|以内|左右|内)?(?=[。.;,、)]|$)"
)
_BARE_UNKNOWN = re.compile(
    r"((?![几数])[\u4e00-\u9fff]{1,2}|(?![OoQDIlSZBGA]+$)[A-Za-zΩμ]{2,6}(?:/[A-Za-z]{1,4}\d?)?)[。.;]?$"
)
"""Letters alone that look like digits are none: 10O% and 5l were misread, 5AAA is a grade."""
_NOT_BEHIND = re.compile(r"[^,;。、]*$")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure found in a text: its span with operator and unit, and what it says.

    ``exact`` is False of ±5%, of 1:15 and of the ends of a range: figures, but no value of a cell.
    ``whole`` is False of what is a part of a longer number, and of 两三次: no figure, and no cell with it has
    a value.
    """

    start: int
    end: int
    operator: Operator | None
    value: Decimal
    unit: str | None
    exact: bool = True
    whole: bool = True


@cache
def _plain() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<sign>[≥≧≤≦<>=]{{0,2}})(?P<digits>-?\d+(?:\.\d+)?)(?P<unit>{unit_pattern()})?[。.;]?"
    )


_DATED = re.compile(r"[年月]$")
_YEAR = re.compile(r"(?:19|20)\d\d")


def plain_figure(text: str) -> Figure | None:
    """The figure of a cell that is nothing but sign, digits and unit, the most frequent by far; else None.

    Whatever might be a date or two figures is left to those who know.
    """
    found = _plain().fullmatch(text)
    if found is None:
        return None
    digits, unit = found["digits"], found["unit"]
    if (unit and (_DATED.search(unit) or _SAME_OF_SAME.fullmatch(unit))) or (
        unit in (None, "学年", "季度") and _YEAR.match(digits)
    ):
        return None
    operator = sign_operator(found["sign"])
    if found["sign"] and operator is None:
        return None
    return Figure(0, len(text), operator, Decimal(digits), unit)


def figures(text: str, printed: str) -> list[Figure]:
    """Every figure of a cleaned text, in order; digits in names, ordinals and grades are none.

    ``printed`` is the text before names and dates were masked in it, of the same length: what is a part of
    a longer number there is not ``whole``.
    """
    found: list[Figure] = []
    pairs = [match.span() for match in _PAIR.finditer(text)]
    fractions = [match.span() for match in _FRACTION.finditer(text) if match[0][0] not in "百千万"]
    at = 0
    while match := _number().search(text, at):
        at = max(match.end(), match.start() + 1)
        if any(start <= match.start() < end for start, end in fractions):
            continue
        paired = match["digits"] is not None and any(a <= match.start("digits") < b for a, b in pairs)
        figure = _figure(text, match, found[-1] if found else None, paired) or _unread(text, match)
        if figure is None:
            continue
        if paired and _is_pair(figure):
            figure = replace(figure, operator=None, exact=False)
        figure = figure if _is_whole(printed, match, figure) else replace(figure, whole=False)
        found.append(figure)
        at = max(at, figure.end)
    return list(_ranged(text, found))


def _unread(text: str, match: re.Match[str]) -> Figure | None:
    """两三次, 一一百户: a numeral in front of a unit that is no number, so that its cell has no value."""
    if number_value(match) is not None:
        return None
    behind = behind_pattern().match(text, match.end())
    if behind is None or behind["unit"] is None:
        return None
    return Figure(match.start(), match.end(), None, Decimal(0), None, exact=False, whole=False)


_CALENDAR = {"年": 10_000, "月": 1000}
"""From here on two numbers have run into one: 100 12月31日, 12 2023年."""
_MISREAD = re.compile(r"(?![xX]\d)[A-Za-z]{1,2}\d|[OoQDlI]{1,3}(?![A-Za-z])")
"""A letter between digits that is no unit, or one that looks like a digit: 1Q0%, 10O人."""
_MULTIPLIERS = re.compile(r"[余多来几]?[百千万亿]*")


def _is_whole(printed: str, match: re.Match[str], figure: Figure) -> bool:
    """Whether the figure's number, the multiplier of its unit included, is one that is printed."""
    if figure.unit in _CALENDAR and figure.value >= _CALENDAR[figure.unit]:
        return False
    if figure.unit is None and _MISREAD.match(printed, match.end()):
        return False
    multiplied = _MULTIPLIERS.match(printed, match.end(), figure.end)
    end = multiplied.end() if multiplied else match.end()
    return is_whole(printed, match.start(), end, figure.end)


def _is_pair(figure: Figure) -> bool:
    """1:15 and 2/3 are a relation of two figures; 18/10万 is a rate, and its unit has begun."""
    return figure.unit is None or "/" not in figure.unit[:1]


def _ranged(text: str, found: list[Figure]) -> Iterator[Figure]:
    """3-5年 is 3 年 and 5 年: in a range the first figure has the unit of the second."""
    for place, figure in enumerate(found):
        following = found[place + 1] if place + 1 < len(found) else None
        shared = (
            following is not None
            and figure.unit is None
            and _RANGED.fullmatch(text, figure.end, following.start) is not None
        )
        yield replace(figure, unit=following.unit) if shared and following else figure


def _figure(text: str, match: re.Match[str], previous: Figure | None, paired: bool) -> Figure | None:
    """The figure of one number with what stands around it; None where it is a part of a name."""
    value = number_value(match)
    if value is None:
        return None
    opened = previous.end if previous else 0
    lead = text[opened : match.start()]
    if match["sign"] == "-" and previous is not None and not lead:
        value, lead = abs(value), "-"
    front = front_pattern().search(lead)
    behind = behind_pattern().match(text, match.end())
    if front is None or behind is None:  # pragma: no cover - both patterns admit nothing at all
        return None
    start, operator = opened + front.start(), stated_operator(front, behind)
    if match["share"] or match["whole"]:
        return _share(text, match, value, operator, start)
    spelt, stated = match["spelt"] is not None, operator is not None
    unit, end = _unit_behind(text, behind)
    if behind["half"] and unit:
        value += Decimal("0.5")
    if spelt and not _is_counted(text, match, unit, end, stated):
        return None
    value, unit = _multiplied(match, value, unit)
    if _is_ordinal(text[: match.start()], lead) or (unit is None and _is_grade(text, match)):
        return None
    if unit is None and not spelt:
        unit, end = _unknown_unit(text, match.end(), lead, stated, end)
        if unit is None and not stated and not paired and _is_name(text, end, start):
            return None
    mark = front["mark"] or front["early"]
    exact = _is_exact(text, match, behind, front) and not _declines(text[:start]) and _is_paid_in(mark, unit)
    end = _with_repetition(text, match.start(), end)
    return Figure(start, end, operator, value, _marked(mark, unit), exact)


_MANY = re.compile(rf"(?:{any_of(MULTIPLIERS)})?(?=/|$)")


def _marked(mark: str | None, unit: str | None) -> str | None:
    """The unit of a figure with a mark of currency in front of it: $3000万/年 is 3000 万$/年."""
    many = _MANY.match(unit or "")
    return unit if mark is None or many is None else f"{many[0]}{mark}{(unit or '')[many.end() :]}"


def _is_paid_in(mark: str | None, unit: str | None) -> bool:
    """Whether a mark of currency in front of a figure and the unit behind it agree: not $500元."""
    if mark is None or unit is None or _MANY.match(unit):
        return True
    return in_base(Decimal(1), mark)[1] == in_base(Decimal(1), unit)[1]


def _unit_behind(text: str, behind: re.Match[str]) -> tuple[str | None, int]:
    """The unit that is printed behind a number, and where it ends; 个 of 9个/10个, 个月 of 1个半月."""
    of_same = _SAME_OF_SAME.fullmatch(behind["unit"] or "")
    if of_same:
        return of_same[1], behind.start("unit") + len(of_same[1])
    if behind["many"]:
        return behind["many"] + behind["counted"], behind.end()
    unit, end = behind["boxed"] or behind["unit"], behind.end()
    if unit is not None and behind["late"]:
        return unit + behind["late"], end
    if unit == "个" and behind["half"] and end == behind.end("half"):
        of_time = _OF_TIME.match(text, end)
        return (unit + of_time[0], of_time.end()) if of_time else (unit, end)
    return unit, end


_OF_TIME = re.compile("月|小时|学期|学年|季度|星期|年度")
"""What stands behind 个半 of a length of time."""


def _multiplied(match: re.Match[str], value: Decimal, unit: str | None) -> tuple[Decimal, str | None]:
    """三万亩 is 3 of 万亩, as 3万亩 is: a multiplier at the end of a numeral belongs to the unit."""
    number = match["spelt"] or match["mixed"] or ""
    if len(number) < 2 or number[-1] not in "万亿":
        return value, unit
    return value / (10**4 if number[-1] == "万" else 10**8), number[-1] + (unit or "")


def _is_grade(text: str, match: re.Match[str]) -> bool:
    return _GRADE.match(text, match.start("digits" if match["digits"] else 0)) is not None


def _with_repetition(text: str, start: int, end: int) -> int:
    """Where a figure ends with what repeats it: 3次(含3次)."""
    same = f"(含{text[start:end]})"
    return end + len(same) if text.startswith(same, end) else end


_EITHER_WAY = re.compile(r"±|正负|上下|\+/?[-−]")
_NO_MINUS = re.compile(r"[\u4e00-\u9fff□)）]$")
"""Behind a word or a date a - may as well be a dash: 2023年-95%."""


def _is_exact(text: str, match: re.Match[str], behind: re.Match[str], front: re.Match[str]) -> bool:
    """Not so ±5, a rank (前5%), 9个/10个, which are two figures, and what is floor and ceiling at once."""
    before = text[: match.start()]
    signed = front[0] or before.endswith(words("quantities")["signed"])
    dashed = match["sign"] == "-" and not signed and _NO_MINUS.search(before)
    return (
        _SAME_OF_SAME.fullmatch(behind["unit"] or "") is None
        and not dashed
        and _EITHER_WAY.fullmatch(match["sign"] or "") is None
        and _FOREMOST.search(before) is None
        and not is_contradicted(front, behind)
    )


def _share(text: str, match: re.Match[str], value: Decimal, operator: Operator | None, start: int) -> Figure:
    """百分之九十以上: the unit stands in front of the numeral."""
    behind = stated_behind().match(text, match.end())
    end = behind.end() if behind else match.end()
    if operator is None and behind:
        operator = operator_words("after").get(behind["after"] or "")
    unit = _SHARES.get(match["share"] or "", "%")
    return Figure(start, end, operator, value, unit, not _declines(text[:start]))


def _declines(before: str) -> bool:
    """负增长5%: a loss of five, which no sign says."""
    return before.rstrip("了:为").endswith(words("quantities")["decline"])


def _is_counted(text: str, match: re.Match[str], unit: str | None, end: int, stated: bool) -> bool:
    """Whether a Chinese numeral counts something: two words of three that hold one do not."""
    number, before, rest = match["spelt"], text[: match.start()], text[end:]
    if unit is None:
        ranged = _RANGE_GOES_ON.match(text, match.end()) is not None
        whole = not before and not rest and number != "一"
        return ranged or whole or (stated and number != "一")
    if number == "半" and unit not in ("年", "月", "天", "小时", "个月", "个小时", "个学期", "学期", "日"):
        return False
    if stated:
        return _LISTED.search(before) is None
    joined = _JOINED_LONGER if len(number) > 1 else _JOINED_BEFORE
    if joined.search(before) or _LISTED.search(before) or rest[:1] in ("性", "体", "化"):
        return False
    return not (unit in _numbered_units() and rest.strip("。.;,、)"))


@cache
def _numbered_units() -> frozenset[str]:
    return frozenset(words("quantities")["numbered units"])


def _is_ordinal(before: str, lead: str) -> bool:
    return bool(_ORDINAL.search(before)) and not lead.endswith(("第一", "等"))


def _unknown_unit(text: str, at: int, lead: str, stated: bool, end: int) -> tuple[str | None, int]:
    """A counter nobody knows yet, at the end of its phrase: ≥30桌次, or the whole cell 30桌次."""
    pattern = _UNKNOWN if stated else _BARE_UNKNOWN
    found = pattern.match(text, at) if stated or not lead else None
    if found is None or found[1] in _spoken() or end > at:
        return None, end
    return found[1], at + len(found[1])


@cache
def _spoken() -> frozenset[str]:
    """Words that follow a figure and are no counters."""
    known = words("quantities")
    return frozenset(
        {*known["acts"], *known["done"], *known["whole"], "左右", "上下", "之间", "不等", "以上", "以下"}
    )


def _is_name(text: str, end: int, start: int) -> bool:
    """Digits without a unit in front of letters are part of a word: 12345热线; alone in a list they count."""
    rest = text[end : end + 1]
    if not rest or rest in "、,;。.-—–~:/×□)至到和及或与比<>≥≤=(":
        return False
    return rest.isalpha() or start > 0
