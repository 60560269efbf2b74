"""What a target or a result says: a figure, a date, words or nothing (the rules: ``docs/quantities.md``)."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction
from functools import cache

from normalizers.beside import is_alone
from normalizers.dates import arabic, printed_date, without_dates
from normalizers.figures import Figure, figures, plain_figure
from normalizers.lexicon import words
from normalizers.masks import MASK, without_names
from normalizers.model import Measure, Quantity
from normalizers.numbers import BEFORE, cleaned, is_blank
from normalizers.numerals import WHOLE
from normalizers.text import squashed, unbroken
from normalizers.tries import any_of
from normalizers.units import MULTIPLIERS, in_base, is_unit

_NAME_UNIT = re.compile(
    r"[(\[](?:单位[:：]?)?[≥≤<>=]*[*×xX_]*([^()\[\]≥≤<>=*]{1,12}(?:\([^()]{1,4}\))?)[)\]][。.]?$|([%‰])$"
)
_TIME_NAME = re.compile(r"时间|时限|日期|年份|期限|进度|时效|(?<![/每])年度(?=$|[(（\[])")
_QUOTES = re.compile(r"[“\"「『《〔\[【][^”\"」』》〕\]】]*[”\"」』》〕\]】]")
_WRAPPED = re.compile(r"^[“\"「『〔\[【(]+([^“”\"「」『』〔〕\[\]【】()]*)[”\"」』〕\]】)]+[。.;]?$")
_BRACKET = re.compile(r"\([^()\d]*\)")
_CIRCLED = re.compile(r"[①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩]")
_RAISED = re.compile(r"(?<=\d)[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_FORMAL = re.compile(
    r"[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]*[壹贰叁肆伍陆柒捌玖][壹贰叁肆伍陆柒捌玖拾佰仟零万亿]+(?=[元圆])"
)
_EVERYDAY = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_PAIRS = str.maketrans("俩仨", "两三")
_BOOK_SIGNS = re.compile(
    r"^([^《〈]*?)([》〉])(?=\s*[=＝﹦]?\s*[\d.])|^([^》〉]*?)([《〈])(?=\s*[=＝﹦]?\s*[\d.])(?!.*[》〉])"
)
"""〉 typed for >; a 《 that is closed begins a title (《2022年统计年鉴》)."""
_ODD = re.compile(r"[∶∕⁄º˚⁰¹²³⁴⁵⁶⁷⁸⁹《》〈〉①-⑳⑴-⒇⒈-⒛❶-❿㈠-㈩½⅓⅔¼¾⅕-⅞]")
_ODD_WHEN_CLEAN = re.compile(
    r"^[“\"「『〔\[【(]|[>≥<≤=][·。.:)]|\d[天日]?[xX*✕✖]\d|[壹贰叁肆伍陆柒捌玖廿卅卌]"
    r"|[‐‑–]\d|[·・•‧∙⋅.*](?:[次日天月年时]|人次)"
)
_SAME = str.maketrans("∶∕º˚", ":/°°")
_PART = re.compile(r"(\d*)([½⅓⅔¼¾⅕-⅞])")
_TENS = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十"})
_MINUS = re.compile(r"(^|[>≥<≤=:])[‐‑–](?=\d)")
"""A hyphen or a short dash in front of a figure is a minus; a long one may begin an item of a list."""
_PRODUCT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<!/[\u4e00-\u9fff])(?<!/[\u4e00-\u9fff]{2})[・•‧∙⋅·.*]"
    r"(?=(?:人次|[次日天月年时])(?:$|[^\u4e00-\u9fff]|以|及))"
)
"""人.次 and 人*天 are 人·次 and 人·天."""
_SAYS_FIGURE = re.compile(r"[\d零〇一二两三四五六七八九十半百年末]")
"""Without any of these a text has neither figure nor date."""
_TIMES = re.compile(r"(?<=\d)([天日]?)[xX*✕✖](?=\d)")
_DOTTED = re.compile(r"(?<=[>≥<≤=])[·。.:]+(?=\d)")
_BOXED_SIGN = re.compile(r"\(([>≥<≤=]+)\)(?=\d)")
_NUMERAL = r"[\d一二两三四五六七八九十半]"
_EVERY = re.compile(
    rf"(?=[平按每一1半]){WHOLE}(?<!/)(?<!以[上下内])(?:(?:平均|按)?每(?:{_NUMERAL}+)?个?(?:半?年度?|月度?|日|天|周|星期|季度?|旬|小时|分钟|学期|学年|人次?|户|生|次|家|处"
    rf"|[万千百]+(?:人口?|户|名)|[人]口|亩|公里|台|套|床位?|件|批次?|期|轮|场次?)(?![一二三四五六七八九]?[万千]元)[,，:：]?"
    rf"|(?<![\d.一二三四五六七八九十])(?:[一1]|半)个?(?:年度?|月|日|天|周|星期|季度?|学期)(?=(?:≥|≤|不少于|不低于|至少|不超过|最多)?(?:\d|{_NUMERAL})+[次期场轮遍份篇回趟])){WHOLE}"
)
_MISSED = re.compile(r"[未尚缺欠][\u4e00-\u9fff]{0,2}$")
"""未完成3个 counts what is not there."""
_NO_NOUN = re.compile(r"[,;。、:：\d的]")
"""31个社区的重点场所 counts the communities, and tells of the places."""
_DAYS = "天日年月周时秒钟度"


def name_unit(name: str | None) -> str | None:
    """The unit a name ends with in brackets: 户数（户） gives 户; （年月） and （月日） are none.

    >>> name_unit("受益人数（≥**人）")
    '人'
    """
    return _name_unit(name) if name else None


@cache
def _cached_name_unit(name: str) -> str | None:
    found = _NAME_UNIT.search(squashed(name))
    text = (found[1] or found[2]) if found else None
    return text if text and is_unit(text) and text not in ("年月", "月日", "年月日") else None


def _name_unit(name: str) -> str | None:
    return _cached_name_unit(name)


def prepared(printed: str) -> str:
    """The text with what the folding of widths would spoil made safe, then cleaned.

    ① would become a digit and 10⁴ 104; 〉 typed for > would stay a bracket.
    """
    text = _safe(printed) if _ODD.search(printed) else printed
    text = BEFORE.sub("", cleaned(text)).translate(_PAIRS)
    if _ODD_WHEN_CLEAN.search(text) is None:
        return text
    text = _PRODUCT.sub("·", _MINUS.sub(r"\1-", text.translate(_TENS)))
    text = _DOTTED.sub("", _BOXED_SIGN.sub(r"\1", text))
    text = _TIMES.sub(r"\1×", text)
    text = _FORMAL.sub(lambda found: found[0].translate(_EVERYDAY), text)
    whole = _WRAPPED.match(text)
    return whole[1] if whole else text


def _safe(printed: str) -> str:
    text = _RAISED.sub(
        lambda found: "^" + found[0].translate(_PLAIN), _CIRCLED.sub(";", printed.translate(_SAME))
    )
    text = _PART.sub(_in_decimals, text)
    return _BOOK_SIGNS.sub(
        lambda found: f"{found[1]}>" if found[2] else f"{found[3]}<" if found[4] else found[0], text
    )


def _in_decimals(found: re.Match[str]) -> str:
    """1½ as 1.5; a third, which no decimal writes, in words, which are no figure."""
    part = Fraction(unicodedata.numeric(found[2])).limit_denominator(10)
    if part.denominator in (3, 6, 7, 9):
        return "三分之一"
    return format(Decimal(found[1] or 0) + Decimal(part.numerator) / part.denominator, "f")


def measure(
    raw: str | None,
    *,
    name: str | None = None,
    year: int | None = None,
    unit: str | None = None,
) -> Measure:
    """Read one cell of a target or an actual.

    ``raw``: the cell as printed; ``name``: the indicator's, which may carry the unit in brackets and
    tells a bare year from a bare number; ``year``: the fiscal year, for dates that print none;
    ``unit``: what a unit column prints.

    >>> measure("事项压缩至80项以内").operator, str(measure("事项压缩至80项以内").value)
    ('<=', '80')
    >>> measure("2023年6月底前").date
    '2023-06-30'
    """
    printed = unbroken(raw or "") or None
    if printed is None or is_blank(printed):
        return Measure(printed, "empty")
    text = prepared(printed)
    plain = plain_figure(text)
    if plain:
        return _numeric(printed, _quantity(plain), _fallback(unit, name))
    if _SAYS_FIGURE.search(text) is None:
        return Measure(printed, "qualitative")
    timed = bool(name and _TIME_NAME.search(name))
    dated = None if _is_count(text, name, unit) else printed_date(text, year, timed)
    if dated:
        return Measure(printed, "date", operator=dated[0], date=dated[1])
    body = _masked(text)
    every = figures(body, arabic(text))
    found = [figure for figure in every if figure.whole]
    if len(every) != 1 or not found or not found[0].exact or not _is_numeric(body, found[0]):
        return Measure(printed, "qualitative", quantities=tuple(map(_quantity, found)))
    return _numeric(printed, _quantity(found[0]), _fallback(unit, name))


def _masked(text: str) -> str:
    """The text with □ in place of what holds digits or numerals and is no figure."""
    text = _EVERY.sub(lambda found: MASK * len(found[0]), without_dates(text))
    text = without_names(text)
    return _QUOTES.sub(lambda found: MASK * len(found[0]), text)


def _numeric(printed: str, figure: Quantity, fallback: str | None) -> Measure:
    quantity = Quantity(figure.operator, figure.value, figure.unit or fallback)
    compared = quantity.unit
    if compared in MULTIPLIERS and fallback:
        compared += fallback  # 10.38万 under 成本（元）
    value_base, unit_base = in_base(quantity.value, compared)
    return Measure(
        printed,
        "numeric",
        quantity.operator,
        quantity.value,
        quantity.unit,
        None,
        value_base,
        unit_base,
        (quantity,),
    )


def _quantity(figure: Figure) -> Quantity:
    return Quantity(figure.operator, figure.value, figure.unit)


def _fallback(unit: str | None, name: str | None) -> str | None:
    """The unit of a figure that prints none: that of the unit column, else that in the name."""
    column = squashed(unit) if unit else None
    return column if column and is_unit(column) else name_unit(name)


@cache
def _phrases() -> tuple[re.Pattern[str], ...]:
    """Acts in front of a figure, an act that ends a text, acts behind a figure, words of a statement."""
    known = words("quantities")
    act, about, done = any_of(known["acts"]), any_of(known["about"]), any_of(known["done"])
    return (
        re.compile(rf"(?:{act}|{about}|[了{MASK}]|各类|全年|年度|本年|新)*"),
        re.compile(rf"(?:{act})(?:{about}|了)*$"),
        re.compile(rf"(?:全部|内)?(?:{done}|{act}){{0,3}}"),
        re.compile(rf"(?:{any_of(known['whole'])})|.*(?:{any_of(known['states'])})"),
    )


def _is_numeric(text: str, figure: Figure) -> bool:
    """Whether a cell with one figure is that figure: it is stated, or begins or ends the phrase."""
    if not is_alone(text, figure):
        return False
    lead = _BRACKET.sub("", text[: figure.start]).strip(MASK + ',;。、:：(“"')
    rest = _BRACKET.sub("", text[figure.end :]).strip('。.;,!、)(”"整' + MASK)
    if figure.operator and not (figure.unit in words("quantities")["attributes"] and rest):
        return True
    if _MISSED.search(lead):
        return False
    acts, act, done, whole = _phrases()
    if not rest:
        return figure.unit is not None or acts.fullmatch(lead) is not None or _is_noun(lead)
    if figure.unit is None or rest[0].isdigit():
        return False
    if done.fullmatch(rest):
        return True
    if figure.unit[-1] in _DAYS or whole.match(rest) or len(rest) > NOUN_LIMIT or not _is_noun(rest):
        return False
    return acts.fullmatch(lead) is not None or (len(rest) <= SHORT_NOUN and act.search(lead) is not None)


SHORT_NOUN = 4
NOUN_LIMIT = 12
"""Characters: what follows a counter and is longer tells more than what was counted."""


def _is_noun(text: str) -> bool:
    return len(text) <= NOUN_LIMIT and _NO_NOUN.search(text) is None


def _is_count(text: str, name: str | None, unit: str | None) -> bool:
    """A bare 2022 or 2022.12 is a year, unless its name or its unit column says that something is counted."""
    bare = text.lstrip("≥≤<>=")
    if re.fullmatch(r"\d{1,2}月", bare):
        return name_unit(name) in ("月", "个月") or bool(unit and squashed(unit) == "月")
    if not re.fullmatch(r"(?:19|20)\d\d(?:\.\d{1,2}|[01]\d[0-3]\d)?", bare):
        return False
    timed = name is not None and _TIME_NAME.search(name) is not None
    if timed and len(bare) == 4 and _fallback(unit, name) == "年":
        return False
    if bare != text or unit or name_unit(name):
        return True
    return name is not None and not timed


def written(quantity: Quantity) -> str:
    """A quantity as a form prints it; ``measure`` reads it back to the same operator, value and unit.

    >>> from decimal import Decimal
    >>> written(Quantity(">=", Decimal("95.50"), "%"))
    '≥95.50%'
    """
    sign = {">=": "≥", "<=": "≤"}.get(quantity.operator or "", quantity.operator or "")
    return f"{sign}{quantity.value:f}{quantity.unit or ''}"
