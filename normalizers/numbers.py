"""Figures as the forms print them: amounts, scores, rates."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from normalizers.lexicon import lexicon
from normalizers.text import REMEMBERED, squashed

_GROUPED = re.compile(r"(?<![\d.])\d+(?:[,']\d{3})+(?!\d)")
"""1,234,567; not 95.5,100: two figures."""
_SEPARATORS = str.maketrans("", "", ",'")
NOISE = re.compile(r"(?<=\d)[。·](?=\d)")
"""A mark inside a number that is none of its signs."""
BEFORE = re.compile(r"^(?:[。·、,*]+(?=\d)|\.(?=\d+\.\d)|[.。·、,*]+(?=[<>=≤≥]))")
"""A mark in front of a number, or of its sign, that is none of it: dust, an asterisk; .5 has its point."""
POINT_FIRST = re.compile(r"^\.\d")
"""A number that begins with its point: on a scan dust before a figure says the same."""
_BEHIND = "。·、,*.;"
_TICK = re.compile(r"(?<=\d)(\D*?)[√✓✔](?!\d)")
"""Of a hand that went through the figures: 95%√. Alone it says yes, before a figure it may be a root."""
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PLAIN = re.compile(r"([+-]?\d+(?:\.\d+)?|[+-]?\.\d+)")
_MINUS = re.compile(r"^[−–‐‑负]")
MOST = 200
"""Points: with all that some offices add, no weight or score is more."""
MOST_YUAN = Decimal(10**16)
"""No amount of money is as much, some seventy times what China earns in a year; its fen fit 64 bits."""
PERCENT_FROM = Decimal("1.5")
"""A bare rate above this is a percentage (the contract): as a ratio it would be half as much again."""


def is_blank(text: str) -> bool:
    """Whether a cell says nothing: blank, a dash, 无, N/A."""
    bare = squashed(text)
    return not bare or lexicon("words").aliases.get(bare.upper()) == "blank" or set(bare) <= set("-—–_/\\")


def cleaned(text: str) -> str:
    """Squash a text, take the separators and the noise out of its numbers, and the ticks beside them."""
    bare = _TICK.sub(r"\1", squashed(text))
    return NOISE.sub("", _GROUPED.sub(lambda found: found[0].translate(_SEPARATORS), bare))


_ASIDE = re.compile(r"(?<=[\d元万])\([^()]*[\u4e00-\u9fff]{2}[^()]*\)$")


@lru_cache(REMEMBERED)
def plain_number(text: str, suffixes: tuple[str, ...] = ()) -> Decimal | None:
    """The number a cell consists of, one of ``suffixes`` allowed behind it; None where it says anything else.

    负 and a short dash in front of it are a minus.

    >>> plain_number("97.06分", ("分",))
    Decimal('97.06')
    """
    bare = BEFORE.sub("", cleaned(text)).rstrip(_BEHIND)
    for suffix in suffixes:
        bare = bare.removesuffix(suffix)
    bare = _MINUS.sub("-", bare)
    if not _PLAIN.fullmatch(bare):
        return None
    try:
        return Decimal(bare)
    except InvalidOperation:  # pragma: no cover - the pattern admits no such text
        return None


def score_number(text: str) -> Decimal | None:
    """A weight or a score: 8.22, 8.22分, 10%. A bare 分, a dash or words are None."""
    return plain_number(text, ("分", "%"))


def is_stack(text: str) -> bool:
    """Whether the lines of a cell are scores, or weights, of several rows: as one it is far too many.

    >>> is_stack("20\\n10\\n10"), is_stack("10\\n0"), is_stack("10\\n3.39")
    (True, False, False)
    """
    lines = [squashed(line) for line in text.splitlines()]
    whole = plain_number(text)
    return len(lines) > 1 and all(map(_FIGURE.fullmatch, lines)) and whole is not None and whole > MOST


def without_aside(text: str) -> str:
    """An amount without the words in brackets behind it: 862万（农田建设405万元，畅通工程161万元）."""
    return _ASIDE.sub("", squashed(text))


def amount_yuan(text: str, factor: Decimal) -> Decimal | None:
    """An amount of money in yuan with two places; ``factor`` is that of the form's unit (万元: 10000).

    A unit printed in the cell itself overrules the form's. Words in brackets behind it are left out. None
    where no amount stands there, and where it is no amount of money that there can be: above MOST_YUAN.
    """
    value = printed_yuan(text, factor)
    return None if value is None or is_beyond_money(value) else value.quantize(Decimal("0.01"))


def is_beyond_money(yuan: Decimal) -> bool:
    """Whether a figure is too far from zero for an amount in a budget."""
    return abs(yuan) >= MOST_YUAN


def printed_yuan(text: str, factor: Decimal) -> Decimal | None:
    """An amount of money in yuan as ``amount_yuan`` reads it, however large it is."""
    text = without_aside(text)
    for suffix, own in (
        ("亿元", Decimal(10**8)),
        ("百万元", Decimal(10**6)),
        ("千元", Decimal(1000)),
        ("万元", Decimal(10**4)),
        ("万", Decimal(10**4)),
        ("元", Decimal(1)),
    ):
        value = plain_number(text, (suffix,)) if squashed(text).endswith(suffix) else None
        if value is not None:
            return value * own
    value = plain_number(text)
    return None if value is None else value * factor


def rate_ratio(text: str, percent_header: bool) -> Decimal | None:
    """An execution rate as a ratio: 65.03, 65.03% and 0.6503 are all 0.6503.

    ``percent_header``: the column's header carries a %, so that even a bare 0.99 is a percentage.
    """
    value = plain_number(text, ("%",))
    if value is None:
        return None
    percentage = squashed(text).endswith("%") or percent_header or value > PERCENT_FROM
    return value / 100 if percentage else value
