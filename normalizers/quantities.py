"""What a target or a result says: a figure, a date, words or nothing, by the rules of ``contract.md``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import cn2an

from normalizers.dates import printed_date
from normalizers.lexicon import words
from normalizers.model import Measure, Operator, Quantity
from normalizers.numbers import cleaned, is_blank
from normalizers.text import squashed, unbroken
from normalizers.units import PER, in_base, is_unit, unit_pattern

_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_SIGNS: dict[str, Operator] = {
    "≥": ">=", "≧": ">=", ">=": ">=", "=>": ">=", "⩾": ">=", "≤": "<=", "≦": "<=", "<=": "<=", "=<": "<=",
    "⩽": "<=", "=": "=", "==": "=", ">": ">", "<": "<",
}  # fmt: skip
_ABOUT = "(?:约|大约|近|各|均|为|达到|达|共)*"
_FREQUENCY = re.compile(
    rf"每(?:一|1)?(?:个)?(?:{'|'.join(sorted(PER, key=len, reverse=True))}|月度|年度|学年|人次)[,，]?"
)
_GRADE = re.compile(rf"[{_NUMERALS}\d]+(?:级|等(?!于)|星|类|档|号|甲|期工程)")
_NAME_UNIT = re.compile(r"[(\[]([^()\[\]]{1,8})[)\]][。.]?$")
_TIME_NAME = re.compile(r"时间|时限|日期|年份|期限|进度|时效")
_NO_FIGURE_AFTER = re.compile(
    r"[A-Za-z\d]|级|名?次?列|号|版|性|方面|定|体|致|流|直|线|手|律|律师|律性|系列|站式|张图|盘棋|把手|件事|条龙|网通"
)
_JOINED_BEFORE = re.compile(r"[第统唯同专万进逐单之其某另初周惟划]$|星期$|礼拜$")
_NUMBERED = frozenset("号路版面点分班对队部校站区市县乡镇村")
"""Counters that as often make a name of a numeral (三中队, 一路) as a figure."""
_UNKNOWN_UNIT = re.compile(r"([\u4e00-\u9fff]{1,3})[。.]?$")
_QUOTES = re.compile(r"[“\"「『《〔\[【][^”\"」』》〕\]】]*[”\"」』》〕\]】]")


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure found in a text: its span with operator and unit, and what it says."""

    start: int
    end: int
    operator: Operator | None
    value: Decimal
    unit: str | None


_OPERATORS: tuple[Operator, ...] = (">=", "<=", ">", "<", "=")
_DATES = re.compile(
    r"(?:19|20)\d\d年(?:\d{1,2}(?:月(?:\d{1,2}[日号]?)?)?)?|\d{0,2}月\d{1,2}[日号]|\d{1,2}月(?=[\d底末初中前至到份\-—~])"
    r"|(?<=[至到\-—~])\d{1,2}月|(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
)


@cache
def _alternatives(side: str) -> dict[str, Operator]:
    """The operator words that stand before, or after, a figure."""
    known = words("words")
    return {word: op for op in _OPERATORS for word in known.get(f"{side} {op}", ())}


def _any_of(texts: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(texts, key=len, reverse=True)))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """The patterns of Arabic figures, Chinese numerals and 百分之…, with their operators and units."""
    before = rf"(?:(?P<before>{_any_of(_alternatives('before'))})(?:[\u4e00-\u9fff]{{0,6}}?))?"
    sign = rf"{before}{_ABOUT}(?P<sign>{_any_of(_SIGNS)})?{_ABOUT}[·。]?"
    after = rf"(?:左右|上下)?(?P<after>(?:及|或|含|\(含\))?(?:{_any_of(_alternatives('after'))}))?"
    unit = rf"[余多]?(?P<unit>{unit_pattern()})"
    arabic = (
        rf"{sign}(?<![A-Za-z\d.])(?P<value>(?:(?<![^≥≤<>=])-)?\d+(?:\.\d+)?)(?:左右|上下)?(?:{unit})?{after}"
    )
    chinese = rf"{sign}(?P<value>(?![百千万亿])[{_NUMERALS}]+){unit}{after}"
    hundredths = rf"{sign}(?P<unit>百分之)(?P<value>[{_NUMERALS}]+(?:点[{_NUMERALS}]+)?|\d+(?:\.\d+)?){after}"
    return re.compile(arabic), re.compile(chinese), re.compile(hundredths)


def _operator(found: re.Match[str]) -> Operator | None:
    if found["sign"]:
        return _SIGNS[found["sign"]]
    if found["before"]:
        return _alternatives("before")[found["before"]]
    behind = re.sub(r"^(?:及|或|含|\(含\))", "", found["after"] or "")
    return _alternatives("after").get(behind)


def _chinese_value(text: str) -> Decimal | None:
    if text == "半":
        return Decimal("0.5")
    spelled = text.replace("两", "二").replace("〇", "零")
    spelled = "一" + spelled if spelled[0] in "百千万亿" else spelled
    try:
        return Decimal(str(cn2an.cn2an(spelled, "smart")))
    except ValueError:
        return None


def _split_multiplier(text: str, unit: str) -> tuple[str, str]:
    """三万 + 人次 is 三 + 万人次: a multiplier at the end belongs to the unit, as it does in 3万人次."""
    if len(text) > 1 and text[-1] in "万亿":
        return text[:-1], text[-1] + unit
    return text, unit


def _figures(text: str) -> list[_Figure]:
    """Every figure of a cleaned text, in order; digits in names, ordinals and grades are none."""
    arabic, chinese, hundredths = _patterns()
    quoted = [match.span() for match in _QUOTES.finditer(text)]
    found: list[_Figure] = []
    for pattern in (hundredths, arabic, chinese):
        for match in pattern.finditer(text):
            inside = any(a <= match.start("value") < b for a, b in quoted)
            taken = any(match.start("value") < f.end and f.start < match.end() for f in found)
            if inside or taken or _is_name(text, match):
                continue
            figure = _figure(match, hundredths)
            if figure:
                found.append(figure)
    return sorted(found, key=lambda figure: figure.start)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether the digits belong to a word: PM2.5, 两癌, 三级, 第二名, GB18918-2002, 12345热线."""
    if match["unit"] == "百分之":
        return False
    at = match.start("value")
    before, stated = text[:at], bool(match["sign"] or match["before"])
    if before.endswith("第") or (not stated and re.search(r"[A-Za-z][-_]?$", before)):
        return True
    if _GRADE.match(text, at) and not match["unit"]:
        return True
    rest = text[match.end() :]
    unit = match["unit"]
    if match["value"][0] in _NUMERALS:
        joined = _JOINED_BEFORE.search(before) is not None or rest[:1] in ("性", "体", "化")
        return not stated and (joined or (unit in _NUMBERED and bool(rest)))
    if unit is not None or stated or not rest:
        return False
    return _NO_FIGURE_AFTER.match(rest) is not None or (bool(before) and rest[0] not in "、,;。-~至到")


def _figure(match: re.Match[str], hundredths: re.Pattern[str]) -> _Figure | None:
    raw, unit, end = match["value"], match["unit"], match.end()
    if match.re is hundredths:
        value = Decimal(raw) if raw[0].isascii() else _chinese_value(raw)
        unit = "%"
    elif raw[0] in _NUMERALS:
        digits, unit = _split_multiplier(raw, unit)
        value = _chinese_value(digits)
    else:
        value = Decimal(raw)
        tail = _UNKNOWN_UNIT.match(match.string, end) if unit is None and match["sign"] else None
        if tail:
            unit, end = tail[1], tail.end()
    if value is None:
        return None
    return _Figure(match.start(), end, _operator(match), value, unit)


def _is_numeric(text: str, figure: _Figure) -> bool:
    """Whether a cell with one figure is that figure: it is stated, or begins or ends the phrase."""
    lead, rest = text[: figure.start], text[figure.end :].rstrip("。.;,!")
    if figure.operator:
        return True
    if not lead and not rest:
        return True
    if figure.unit is None:
        return False
    return not rest or (not lead and not rest[0].isdigit())


def name_unit(name: str | None) -> str | None:
    """The unit a name ends with in brackets: 户数（户） gives 户; （年月） and （月日） are none."""
    found = _NAME_UNIT.search(squashed(name or ""))
    if not found or not is_unit(found[1]) or found[1] in ("年月", "月日"):
        return None
    return found[1]


def _sign_spaced(text: str) -> str:
    """Fold the signs of a cleaned text: a > or < over a line is one sign, whatever stands between."""
    return re.sub(r"(?<=[>≥<≤=])[·。.:]+(?=\d)", "", text)


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
    text = _sign_spaced(cleaned(printed))
    dated = None if _is_count(text, name, unit) else printed_date(text, year)
    if dated:
        return Measure(printed, "date", operator=_known(dated[0]), date=dated[1])
    undated = _DATES.sub(lambda found: "□" * len(found[0]), text)
    body = _FREQUENCY.sub("", undated)
    figures = _figures(body)
    if len(figures) != 1:
        figures = _figures(undated)
        return Measure(printed, "qualitative", quantities=_quantities(figures, None))
    fallback = (squashed(unit) if unit and is_unit(squashed(unit)) else None) or name_unit(name)
    if not _is_numeric(body, figures[0]):
        return Measure(printed, "qualitative", quantities=_quantities(figures, None))
    quantity = _quantities(figures, fallback)[0]
    value_base, unit_base = in_base(quantity.value, quantity.unit)
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


def _known(operator: str | None) -> Operator | None:
    return "<=" if operator else None


def _is_count(text: str, name: str | None, unit: str | None) -> bool:
    """A bare 2022 or 2022.12 is a year, unless its name or its unit column says that something is counted."""
    if not re.fullmatch(r"[≥≤<>=]*(?:19|20)\d\d(?:\.\d{1,2})?", text):
        return False
    if text[0] in "≥≤<>=" or unit or name_unit(name):
        return True
    return name is not None and not _TIME_NAME.search(name)


def _quantities(figures: list[_Figure], fallback: str | None) -> tuple[Quantity, ...]:
    return tuple(Quantity(f.operator, f.value, f.unit or fallback) for f in figures)
