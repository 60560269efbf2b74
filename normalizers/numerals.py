"""The value of one number, in digits or in Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

_ABOUT_SO = re.compile(r"[一二两三四五六七八九]{2}")
"""两三次 and 十五六人: neighbours, no figure; 二〇二三 has a 〇 and is one."""


def number_value(match: re.Match[str]) -> Decimal | None:
    """The value of a match of ``figures``' pattern of numbers; None where its numeral is none."""
    if match["whole"]:
        return Decimal(100)
    if match["share"]:
        part = match["part"]
        return Decimal(part) if part[0].isascii() else spelt_value(part)
    if match["spelt"]:
        return spelt_value(match["spelt"])
    value = _powered(match["digits"])
    return -value if value is not None and match["sign"] in ("-", "−") else value


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
