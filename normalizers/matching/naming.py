"""What a provisional indicator is called: as its names are typed, and by one name a code."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from normalizers.matching.model import Match

_LATIN = re.compile(r"[a-z][a-z\d.]*")


def as_typed(reading: str, text: str) -> str:
    """A reading with its letters as large as the name types them.

    >>> as_typed("pm2.5年均浓度变化", "1.PM2.5年均浓度变化（微克）")
    'PM2.5年均浓度变化'
    """
    small = text.lower()

    def typed(run: re.Match[str]) -> str:
        at = small.find(run[0])
        return text[at : at + len(run[0])] if at >= 0 and len(small) == len(text) else run[0]

    return _LATIN.sub(typed, reading)


def one_name_a_code(found: Sequence[Match]) -> list[Match]:
    """The matches with one name for each provisional code: the one that most of them have.

    Names of one normal form read differently (资金支付及时率, 财政资金支付及时率); among equals the
    shortest is taken, so that the order of the names decides nothing.
    """
    times = Counter((each.code, each.indicator) for each in found if each.provisional)
    names: dict[str, str] = {}
    for code, name in sorted(times, key=lambda pair: (-times[pair], len(pair[1]), pair)):
        names.setdefault(code, name)
    return [replace(each, indicator=names[each.code]) if each.provisional else each for each in found]
