"""Numbers as a spreadsheet shows them: 0.8221 under 0.00% is 82.21%.

Rendered are General, digits with separators, per cent, scale and literals, scientific notation, dates and
times, Chinese numerals, and conditions. What none of this covers (fractions) is not shown: ``Shown.sure`` is
False then, and the text is the bare number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from math import isfinite

import cn2an

from extractors.office.formatcode import Section, Token, sections_of

_GENERAL_WIDTH = 10
"""Digits that General shows of a number with decimals; whole numbers are shown to the last digit."""
_DIGITS = 15  # what a spreadsheet keeps of a number; what a float says beyond is noise
_TINY = Decimal("0.0001")  # below it General goes over to scientific notation
_WIDE = Context(prec=400)  # a float has up to 309 digits before its point
_SPELLED = Decimal(10) ** 13  # more than this is not written out in Chinese numerals here
_EPOCHS = {False: datetime(1899, 12, 30), True: datetime(1904, 1, 1)}
_WEEKDAYS = "一二三四五六日"
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a cell; ``sure`` is False where its format could not be followed."""

    text: str
    sure: bool = True


def shown_number(value: float, code: str, from_1904: bool = False) -> Shown:
    """A number, or the serial number of a date, under a format code."""
    if not isfinite(value):
        return Shown(str(value), sure=False)
    number = Decimal(f"{value:.{_DIGITS}g}")
    sections = sections_of(code)
    section, negative = _chosen(sections, number)
    if section is None or (section.numerals and abs(number) > _SPELLED and not section.has("date")):
        return Shown(general(number), sure=False)
    magnitude = abs(number)
    sign = "-" if negative else ""
    if section.has("date", "elapsed"):
        return _date(value, section, from_1904)
    if section.has("slash"):
        return Shown(general(number), sure=False)
    if section.has("power"):
        return Shown(sign + _scientific(magnitude, section))
    if section.has("digit"):
        return Shown(sign + _figures(magnitude, section))
    parts = [_general(magnitude, section.numerals) if token.kind in ("general", "text") else token.text
             for token in section.tokens]  # fmt: skip
    return Shown((sign if section.has("general", "text") else "") + "".join(parts))


def shown_text(value: str, code: str) -> str:
    """A text under a format code: the section for texts may say more around it."""
    section = sections_of(code)[-1]
    if not section.has("text") or section.has("digit", "date"):
        return value
    return "".join(value if token.kind == "text" else token.text for token in section.tokens)


def general(number: Decimal) -> str:
    """A number without a format."""
    if number == number.to_integral_value():
        return f"{number.to_integral_value():f}".replace("-0", "0") if not number else f"{number:.0f}"
    if abs(number) < _TINY:
        figure, power = f"{number:.5E}".split("E")
        return f"{figure.rstrip('0').rstrip('.')}E{power[0]}{int(power[1:]):02}"
    whole = len(f"{abs(number):.0f}") if abs(number) >= 1 else 1
    return _plain(_rounded(number, max(0, _GENERAL_WIDTH - whole)))


def _general(number: Decimal, numerals: int) -> str:
    return str(cn2an.an2cn(f"{number:f}", "up" if numerals == 2 else "low")) if numerals else general(number)


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _rounded(number: Decimal, places: int) -> Decimal:
    """Half away from zero, as spreadsheets do."""
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WIDE)


def _chosen(sections: Sequence[Section], number: Decimal) -> tuple[Section | None, bool]:
    """The section for a number, and whether a minus is to be put before it."""
    numbers = [each for each in sections[:3] if not (each.has("text") and len(sections) > 1)] or list(
        sections[:1]
    )
    if any(section.condition for section in numbers):
        for section in numbers:
            if section.condition is None or _holds(section.condition, number):
                return section, number < 0 and len(numbers) < 3
        return None, False
    if len(numbers) == 1 or number > 0:
        return numbers[0], number < 0
    if number < 0:
        return numbers[1], False
    return numbers[2] if len(numbers) > 2 else numbers[0], False


def _holds(condition: tuple[str, Decimal], number: Decimal) -> bool:
    sign, limit = condition
    return {
        "<": number < limit, ">": number > limit, "=": number == limit,
        "<=": number <= limit, ">=": number >= limit, "<>": number != limit,
    }[sign]  # fmt: skip


def _figures(number: Decimal, section: Section) -> str:
    """Digits, separators, per cent and scale, and the literals around and between them."""
    tokens = section.tokens
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    whole = [at for at in digits if at < point]
    decimals = [at for at in digits if at > point]
    commas = [at for at, token in enumerate(tokens) if token.kind == "comma"]
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    last = max(digits)
    scaled = sum(at > (whole[-1] if whole else -1) and (at < point or at > last) for at in commas)
    number = number.scaleb(2 * sum(token.kind == "percent" for token in tokens) - 3 * scaled)
    text = f"{_rounded(number, len(decimals)):f}"
    left, _, right = text.partition(".")
    if section.numerals:
        return "".join(
            [token.text for token in tokens[: digits[0]] if token.kind in ("literal", "percent")]
            + [str(cn2an.an2cn(text, "up" if section.numerals == 2 else "low"))]
            + [token.text for token in tokens[last + 1 :] if token.kind in ("literal", "percent")]
        )
    out = _whole(tokens[:point], left, grouped)
    if point < len(tokens):
        shown = _decimals(tokens[point + 1 :], right)
        out += f".{shown}" if decimals or shown else "."
    return out


def _whole(tokens: Sequence[Token], digits: str, grouped: bool) -> str:
    """The digits before the point, filled in from the right; the first place takes all that are left."""
    left = digits.lstrip("0")
    places = sum(token.kind == "digit" for token in tokens)
    out: list[str] = []
    count = 0

    def put(digit: str) -> None:
        nonlocal count
        if grouped and count and count % 3 == 0:
            out.append(",")
        out.append(digit)
        count += 1

    for token in reversed(tokens):
        if token.kind == "digit":
            places -= 1
            if left:
                put(left[-1])
                left = left[:-1]
            elif token.text == "0":
                put("0")
            while not places and left:
                put(left[-1])
                left = left[:-1]
        elif token.kind != "comma":
            out.append(token.text[::-1])
    return "".join(out)[::-1]


def _decimals(tokens: Sequence[Token], digits: str) -> str:
    needed = len(digits.rstrip("0"))
    out, at = "", 0
    for token in tokens:
        if token.kind == "digit":
            if at < len(digits) and (token.text == "0" or at < needed):
                out += digits[at]
            at += 1
        elif token.kind != "comma":
            out += token.text
    return out


def _scientific(number: Decimal, section: Section) -> str:
    seen = [token.kind for token in section.tokens]
    power = seen.index("power")
    point = seen.index("point") if "point" in seen else power
    figure, exponent = f"{number:.{seen[point:power].count('digit')}E}".split("E")
    code = section.tokens[power].text
    sign = "-" if exponent[0] == "-" else "+" if code[1] == "+" else ""
    return f"{figure}E{sign}{exponent[1:].rjust(len(code) - 2, '0')}"


def _date(serial: float, section: Section, from_1904: bool) -> Shown:
    """A date or a time; a serial number that is no date is not shown as one."""
    decimals = max((len(token.text.partition(".")[2]) for token in section.tokens), default=0)
    try:
        moment = _EPOCHS[from_1904] + timedelta(seconds=round(serial * 86_400, decimals))
    except OverflowError:
        return Shown(general(Decimal(repr(serial))), sure=False)
    if serial < 0:
        return Shown(general(Decimal(repr(serial))), sure=False)
    is_zeroth = serial < 1 and not from_1904  # Excel's calendar begins with the zeroth of January 1900
    if serial < 60 and not from_1904:
        moment += timedelta(days=1 + is_zeroth)
    halves = section.has("half")
    out: list[str] = []
    before = ""
    for at, token in enumerate(section.tokens):
        if token.kind == "date":
            later = next(
                (t.text[0].lower() for t in section.tokens[at + 1 :] if t.kind in ("date", "elapsed")), ""
            )
            letter = token.text[0].lower()
            minutes = letter == "m" and (before == "h" or later == "s")
            day_of_month = letter == "d" and len(token.text) < 3
            out.append(
                "0" * len(token.text)
                if is_zeroth and day_of_month
                else _moment(moment, token.text.lower(), minutes, halves, section.numerals)
            )
            before = letter
        elif token.kind == "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[token.text[0].lower()]
            out.append(str(round(serial * 86_400) // per).rjust(len(token.text), "0"))
            before = token.text[0].lower()
        elif token.kind == "half":
            early, late = token.text.split("/")
            out.append(early if moment.hour < 12 else late)
        elif token.kind in ("digit", "general"):
            return Shown(general(Decimal(repr(serial))), sure=False)
        else:
            out.append(token.text)
    return Shown("".join(out))


def _moment(moment: datetime, code: str, minutes: bool, halves: bool, numerals: int) -> str:
    code, _, decimals = code.partition(".")
    letter, size = code[0], len(code)
    if letter in "ye":
        year = str(moment.year) if size > 2 or letter == "e" else f"{moment.year % 100:02}"
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in year) if numerals else year
    if letter == "m" and not minutes and size > 2:
        month = moment.strftime("%B")
        return {3: _MONTHS[moment.month - 1], 5: month[0]}.get(size, month)
    if letter == "a":
        return ("星期" if size > 3 else "") + _WEEKDAYS[moment.weekday()]
    if letter == "d" and size > 2:
        return _DAYS[moment.weekday()][: 3 if size == 3 else None]
    hour = (moment.hour + 11) % 12 + 1 if halves else moment.hour
    number = {
        "m": moment.minute if minutes else moment.month,
        "d": moment.day,
        "h": hour,
        "s": moment.second,
    }[letter]
    if numerals:
        return str(cn2an.an2cn(number))
    text = f"{number:02}" if size > 1 else str(number)
    return f"{text}.{moment.microsecond:06}"[: len(text) + 1 + len(decimals)] if decimals else text
