"""Calendar dates, months, years and deadlines, ISO at the precision printed."""

from __future__ import annotations

import calendar
import re
from datetime import date

from normalizers.text import squashed

_DAY = r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:份)?(?P<d>\d{1,2})[日号]"
_MONTH = r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月份?(?P<end>[底末])?"
_YEAR = r"(?:(?P<y>(?:19|20)\d\d)(?:年度?)?|(?:本|当|全)?年)(?P<end>[底末])?"
_SIGNED = r"(?P<y>(?:19|20)\d\d)(?P<sep>[-/.])(?P<m>\d{1,2})(?:(?P=sep)(?P<d>\d{1,2}))?"
_BEFORE = r"(?P<op>不晚于|不迟于|截至|截止到?|<=|≤)?(?:于|在)?"
_AFTER = (
    r"(?P<due>(?:之前|以前|前|以内|之内|内))?(?:全部|全面|按时|按期|及时)?"
    r"(?:完成|完工|竣工|结束|到位|开展|实施|启动|验收|交付|投入使用|办结|支付)?(?:完毕|完成)?[。.;]?"
)
_SHAPES = tuple(re.compile(_BEFORE + shape + _AFTER) for shape in (_DAY, _MONTH, _YEAR, _SIGNED))
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


def printed_date(text: str, year: int | None) -> tuple[str | None, str] | None:
    """The operator and the ISO date of a cell that is nothing but a date or a deadline, else None.

    ``year`` (the fiscal year) completes a date that names none; without it such a date is None.
    底 and 末 are the last day; 前, 以前, 不晚于, 不迟于 state <=.

    >>> printed_date("2023年6月底前", None)
    ('<=', '2023-06-30')
    >>> printed_date("8月13日", 2021)
    (None, '2021-08-13')
    """
    bare = squashed(text)
    for shape in _SHAPES:
        found = shape.fullmatch(bare)
        if found:
            parts = found.groupdict()
            if shape is _SHAPES[2] and not parts["y"] and not parts["end"]:
                continue  # a bare 年 or 全年 is no deadline
            iso = _iso(parts, year)
            return None if iso is None else ("<=" if parts["op"] or parts["due"] else None, iso)
    return None


def _iso(parts: dict[str, str | None], year: int | None) -> str | None:
    y = int(parts["y"] or year or 0)
    month, day = int(parts.get("m") or 0), int(parts.get("d") or 0)
    if not y or (parts.get("m") and not 1 <= month <= 12):
        return None
    if parts.get("end"):
        month = month or 12
        day = calendar.monthrange(y, month)[1]
    if day and not 1 <= day <= calendar.monthrange(y, month)[1]:
        return None
    return f"{y}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")


def years_named(text: str) -> set[int]:
    """The years that a cell's dates name."""
    return {
        int(y) for y in re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|[-/.]\d{1,2}(?:[-/.]|$)|$)", squashed(text))
    }
