"""One number in digits, in Chinese numerals or in both: where it ends, and its value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from itertools import repeat

NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_ONES = "零〇一二三四五六七八九"
WHOLE = (
    rf"(?!(?=[\d.点{NUMERALS}])(?:"
    r"(?<=\d)(?:\.*\d|点\d|[十百千万亿](?!分之))|(?<=\.)\d|(?<=\d点)\d"
    rf"|(?<=[{NUMERALS}])(?:[{NUMERALS}](?!分之)|点[{_ONES}])|(?<=[{NUMERALS}]点)[{_ONES}]"
    rf"|(?<=[{NUMERALS}\d][百千万亿])\d))"
)
"""A place that is not inside a number (12.5, 一百一十一, 九点五, 1万2千): masks and figures end at such."""
_END = re.compile(WHOLE)
_MULTIPLIED = {"亿": 8, "万": 4, "千": 3, "百": 2}
"""The zeros of each multiplier, largest first."""
_ABOUT_SO = re.compile(r"[一二两三四五六七八九]{2}")
"""两三次 and 十五六人: neighbours, no figure; 二〇二三 has a 〇 and is one."""


def is_whole(text: str, *places: int) -> bool:
    """Whether none of these places lies inside a number: 5% is a part of 95.5%, and 一户 of 一百一十一户."""
    return all(map(_END.match, repeat(text), places))


def number_value(match: re.Match[str]) -> Decimal | None:
    """The value of a match of ``figures``' pattern of numbers; None where its numeral is none."""
    if match["whole"]:
        return Decimal(100)
    if match["share"]:
        part = match["part"]
        share = Decimal(part) if part[0].isascii() else spelt_value(part)
        return -share if share is not None and match["minus"] else share
    if match["spelt"]:
        spelt = spelt_value(match["spelt"])
        return -spelt if spelt is not None and match["below"] else spelt
    if match["mixed"]:
        return mixed_value(match["mixed"])
    value = _powered(match["digits"])
    return -value if value is not None and match["sign"] in ("-", "−", "零下", "负") else value


def _powered(digits: str) -> Decimal | None:
    """5×10^4 and 10^4; a power of anything else is none that a form would print."""
    mantissa, times, power = digits.partition("×10^")
    if not times and "^" in digits:
        base, _, power = digits.partition("^")
        mantissa = "1" if base == "10" else ""
    if not mantissa:
        return None
    return Decimal(format(Decimal(mantissa).scaleb(int(power)), "f")) if power else Decimal(mantissa)


@cache
def mixed_value(text: str) -> Decimal | None:
    """1亿2000万, 1万2千, 3千5百万; None where a place is left out (3万5) or filled twice (1万12000).

    >>> mixed_value("1亿2000万")
    Decimal('120000000')
    """
    for multiplier, zeros in _MULTIPLIED.items():
        head, found, rest = text.partition(multiplier)
        if found:
            above, below = mixed_value(head), mixed_value(rest) if rest else Decimal(0)
            if above is None or below is None or below >= 10**zeros or (rest.isdigit() and len(rest) < zeros):
                return None
            return above * Decimal(10**zeros) + below
    digits = text.removeprefix("零")
    return Decimal(digits) if digits.isdigit() else None


@cache
def spelt_value(text: str) -> Decimal | None:
    """The value of a Chinese numeral; None where it is none that a person would write (十百)."""
    if text == "半":
        return Decimal("0.5")
    if not text or _ABOUT_SO.search(text):
        return None
    spelled = text.replace("两", "二").replace("〇", "零")
    spelled = "一" + spelled if spelled[0] in "百千万亿" else spelled
    import cn2an  # it takes longer to load than most commands to run

    try:
        figure = cn2an.cn2an(spelled, "smart")
        return Decimal(str(figure))
    except (ValueError, KeyError):  # cn2an's own refusal, and what it makes of 两亿零
        return None
