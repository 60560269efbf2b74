"""Operators in front of a figure and behind it: signs, words, and what may stand between."""

from __future__ import annotations

import re
from functools import cache

from normalizers.lexicon import words
from normalizers.masks import MASK
from normalizers.model import Operator
from normalizers.text import squashed
from normalizers.tries import any_of
from normalizers.units import stroke_pattern, unit_pattern

_WITHIN = "内"
"""An operator where no noun begins with it: 3天内, but not 3项内容."""
_OPERATORS: tuple[Operator, ...] = (">=", "<=", ">", "<", "=")
_SIGNS: dict[str, Operator] = {
    "≥": ">=", "≧": ">=", "⩾": ">=", "≮": ">=", "≤": "<=", "≦": "<=", "⩽": "<=", "≯": "<=", "═": "=",
}  # fmt: skip
_TURNED: dict[Operator | None, Operator | None] = {
    ">=": "<=",
    "<=": ">=",
    ">": "<",
    "<": ">",
    "=": "=",
    None: None,
}
"""85%≤满意度 says that the satisfaction is at least 85%."""


def sign_operator(sign: str) -> Operator | None:
    """The operator of a run of signs, in whatever order they were typed: =>, ＞＝ and ≥= are >=."""
    said: set[Operator] = {_SIGNS[character] for character in sign if character in _SIGNS}
    if said:
        return said.pop() if len(said) == 1 else None
    kinds = set(sign)
    if {">", "<"} <= kinds:
        return None
    if ">" in kinds:
        return ">=" if "=" in kinds else ">"
    if "<" in kinds:
        return "<=" if "=" in kinds else "<"
    return "=" if "=" in kinds else None


def is_misread_sign(text: str) -> bool:
    """Whether a cell for a sign of comparison says a character that a scan makes of one: 2 or Z of ≥.

    >>> is_misread_sign("2"), is_misread_sign("≥"), is_misread_sign("定性")
    (True, False, False)
    """
    return re.fullmatch(r"[\dA-Za-zぁ-ヿ]", squashed(text)) is not None


@cache
def operator_words(side: str) -> dict[str, Operator]:
    """The operator words that stand before, or after, a figure."""
    known = words("words")
    return {word: op for op in _OPERATORS for word in known.get(f"{side} {op}", ())}


@cache
def front_pattern() -> re.Pattern[str]:
    """What ends right in front of a figure: an operator word, a few words, a sign, words that state nothing.

    A mark of currency stands behind them all, or before.

    Only >= and <= may have words between them and the figure (不低于低保标准的1.3倍): 高于全省平均5个百分点
    tells a distance.
    """
    known = operator_words("before")
    near = any_of(word for word, op in known.items() if op in (">", "<"))
    far = any_of(word for word, op in known.items() if op not in (">", "<"))
    about, mark = any_of(words("quantities")["about"]), any_of(words("quantities")["marks"])
    word = rf"(?:(?P<far>{far})[\u4e00-\u9fff{MASK}]{{0,6}}?|(?P<near>{near})了?)"
    return re.compile(
        rf"(?:(?P<early>{mark}){about}*)?{word}?{about}*(?P<sign>[≥≧⩾≤≦⩽≮≯<>=═]+(?:或[≥≤<>=═]+)?)?[:：]?{about}*"
        rf"[·。.,]?\(?(?:(?P<mark>{mark}){about}*)?$"
    )


@cache
def behind_pattern() -> re.Pattern[str]:
    """What follows a figure: its unit, 左右, an operator word, and a stroke behind it: 3次以上/年."""
    unit, after = unit_pattern(), any_of(word for word in operator_words("after") if word != _WITHIN)
    inner = r"(?![容部外镜涝河环科业设地需存陆蒙墙服分测]|网(?![络上]))"
    bracket = r"\((?:含|及|包含)[^()]*\)|\(?[及或含]其?\)?"
    return re.compile(
        rf"(?:\)(?=[A-Za-zμ%‰]))?(?:{bracket}(?={unit}))?(?:左右|上下)?[余多来]?(?:\((?P<boxed>{unit})\)|(?P<many>[万千百亿])[余多来](?P<counted>{unit})|(?P<unit>{unit}))?"
        rf"(?P<half>半(?!数|成|年))?(?:左右|上下|整|正|\+(?!\d))?"
        rf"(?:(?:{bracket})?(?P<after>{after})(?:\([含及][^()]*\))?|(?:{bracket})?(?P<within>{_WITHIN}){inner}|\(含\))?(?P<late>{stroke_pattern()})?(?:(?P<turned>[≤<≥>]=?)(?=[\u4e00-\u9fff]))?"
    )


@cache
def stated_behind() -> re.Pattern[str]:
    """What may follow a share (百分之九十以上): an operator word, for its unit stands in front."""
    return re.compile(rf"(?:\(?[及或含]\)?)?(?P<after>{any_of(operator_words('after'))})?")


def stated_operator(front: re.Match[str], behind: re.Match[str]) -> Operator | None:
    """A sign states it before a word, a word in front before one behind.

    控制在 only leads to the word behind the figure, where there is one.
    """
    return next(iter(_stated(front, behind)), None)


def is_contradicted(front: re.Match[str], behind: re.Match[str]) -> bool:
    """Whether what stands around a figure states both a floor and a ceiling, or its signs state neither."""
    if front["sign"] and sign_operator(front["sign"]) is None:
        return True
    said = {operator[0] for operator in _stated(front, behind)}
    return {">", "<"} <= said


def _stated(front: re.Match[str], behind: re.Match[str]) -> list[Operator]:
    """All operators that are stated, the one that counts first."""
    word = front["far"] or front["near"]
    after = operator_words("after").get(behind["after"] or behind["within"] or "")
    leads = after is not None and word in words("quantities")["range"]
    said = (
        sign_operator(front["sign"] or ""),
        operator_words("before")[word] if word and not leads else None,
        _TURNED[sign_operator(behind["turned"])] if behind["turned"] else None,
        after,
    )
    return [operator for operator in said if operator]
