"""Format codes of spreadsheets taken apart: sections, their conditions, and their tokens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_TOKEN = re.compile(
    r"""(?P<quoted>"[^"]*"?) | [\\!](?P<escaped>.) | (?P<space>_.) | (?P<fill>\*.) | \[(?P<bracket>[^\]]*)\]
    | (?P<general>General|G/通用格式) | (?P<half>AM/PM|A/P|上午/下午) | (?P<power>E[+-]0+)
    | (?P<date>y+|m+|d+|h+|s+(?:\.0+)?|a{3,4}|e+) | (?P<digit>[0\#?]) | (?P<point>\.) | (?P<comma>,)
    | (?P<percent>%) | (?P<text>@) | (?P<slash>/) | (?P<other>.)""",
    re.X | re.I | re.S,
)
_CONDITION = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?[\d.]+)")
_CURRENCY = re.compile(r"\$([^-]*)(?:-.*)?")
_ELAPSED = re.compile(r"(h+|m+|s+)", re.I)

LOCAL_FORMATS = {
    14: "yyyy/m/d", 22: "yyyy/m/d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"', 32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: '上午/下午h"时"mm"分"',
    35: '上午/下午h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
    50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"',
    53: 'm"月"d"日"', 54: 'm"月"d"日"', 55: '上午/下午h"时"mm"分"', 56: '上午/下午h"时"mm"分"ss"秒"',
    57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
}  # fmt: skip
"""Built-in formats whose meaning is the country's, as a Chinese Excel shows them."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a code by its kind: a place for a digit, a literal, a part of a date."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """What applies to some numbers: those of ``condition``; ``numerals`` is 1 or 2 for Chinese ones."""

    tokens: tuple[Token, ...]
    condition: tuple[str, Decimal] | None
    numerals: int

    def has(self, *kinds: str) -> bool:
        return any(token.kind in kinds for token in self.tokens)


@lru_cache(maxsize=512)
def sections_of(code: str) -> tuple[Section, ...]:
    """The sections of a code, in its order."""
    sections: list[list[Token]] = [[]]
    conditions: list[tuple[str, Decimal] | None] = [None]
    numerals = [0]
    for match in _TOKEN.finditer(code or "General"):
        kind, text = str(match.lastgroup), match[0]
        if kind == "other" and text == ";":
            sections.append([])
            conditions.append(None)
            numerals.append(0)
        elif kind == "bracket":
            inner = match["bracket"]
            if condition := _CONDITION.fullmatch(inner):
                conditions[-1] = condition[1], Decimal(condition[2])
            elif inner.lower().startswith("dbnum"):
                numerals[-1] = int(inner[5:6]) if inner[5:6].isdigit() else 0
            elif _ELAPSED.fullmatch(inner):
                sections[-1].append(Token("elapsed", inner))
            elif (currency := _CURRENCY.fullmatch(inner)) and currency[1]:
                sections[-1].append(Token("literal", currency[1]))
        else:
            token = _token(kind, text)
            if token is not None:
                sections[-1].append(token)
    return tuple(
        Section(tuple(tokens), condition, numeral)
        for tokens, condition, numeral in zip(sections, conditions, numerals, strict=True)
    )


def _token(kind: str, text: str) -> Token | None:
    if kind == "quoted":
        return Token("literal", text.strip('"'))
    if kind == "escaped":
        return Token("literal", text[1:])
    if kind == "space":
        return Token("literal", " ")
    if kind == "fill":
        return None
    return Token("literal", text) if kind == "other" else Token(kind, text)
