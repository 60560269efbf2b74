"""What stands right beside a figure: a sign that nobody read may make another figure of it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache

from normalizers.figures import Figure
from normalizers.lexicon import words
from normalizers.masks import MASK
from normalizers.numerals import NUMERALS
from normalizers.operators import sign_operator
from normalizers.tries import any_of
from normalizers.units import in_base, is_unit, registry, unit_pattern

_SIGNS = "≥≧⩾≤≦⩽≮≯<>=═"
_PARTING = f"{MASK},;:、。!()“”\"'‘’「」『』《》〈〉【】[]{{}}"
_BEFORE = frozenset(_PARTING + _SIGNS)
_BEHIND = frozenset(_PARTING + ".…")
"""Marks that part phrases, and say nothing of the figure beside them; signs in front are compared with it."""
_COMPARING = re.compile(f"[{_SIGNS}≠≈≌≒]+")
_CLOCK = re.compile(r"\d时$")
_TIMES = re.compile(r"[xX](?![A-Za-z])")
_BOXED = re.compile(r"\(([^()]+)\)$")
_LETTER = re.compile(r"[A-Za-z]")


def is_alone(text: str, figure: Figure) -> bool:
    """Whether nothing beside a figure was left unread that may make another figure of it.

    So do a sign or a mark (~5%, √5, 95%%), a comparison (≠0, 5%≤), a word that turns it (不≥5), a unit in
    front (（万元）50), a letter for a digit (10O%), and what goes on behind the unit (三成五, 10W元,
    500元港币).
    """
    before, behind = text[: figure.start], text[figure.end :]
    if behind == figure.unit and text[figure.end - 1] != behind[0]:  # 90%以上 and a column of units beside it
        behind = ""
    if _is_sign(before[-1:], _BEFORE) or _is_sign(behind[:1], _BEHIND):
        return False
    if _is_compared(before, behind, figure) or _CLOCK.search(before):
        return False
    known = words("quantities")
    if before.endswith(known["negating"]) or before.lstrip(_SIGNS) in known["misread signs"]:
        return False
    if figure.unit is None and _ends_in_unit(before):
        return False
    return not _goes_on(figure.unit, behind)


def _ends_in_unit(before: str) -> bool:
    """Whether a text is a unit (万元50, %95), or ends with one in brackets; 项目 is a noun as well."""
    boxed = _BOXED.search(before)
    if boxed:
        return is_unit(boxed[1])
    known = registry().get(before)
    counts = known is not None and known.dimension in (known.base, "persons", "times")
    return is_unit(before) and not counts


def _is_sign(character: str, harmless: frozenset[str]) -> bool:
    return bool(character) and character not in harmless and unicodedata.category(character)[0] in "SPM"


def _is_compared(before: str, behind: str, figure: Figure) -> bool:
    """Whether a sign of comparison is left over; one that repeats the operator (≥不低于95%) is not."""
    return _COMPARING.search(behind) is not None or any(
        sign_operator(sign) != figure.operator for sign in _COMPARING.findall(before)
    )


def _goes_on(unit: str | None, behind: str) -> bool:
    """Whether what follows a figure belongs to its number or its unit."""
    if unit is None:
        return _LETTER.match(behind) is not None
    if _TIMES.match(behind) or (unit == "%" and behind[:1] in ("o", "O")):
        return True
    if (_LETTER.match(unit[-1]) or unit[-1] in "%‰") and is_unit(behind):
        return True
    currency = _currency().match(behind)
    if currency and in_base(Decimal(1), currency[0])[1] != in_base(Decimal(1), unit)[1]:
        return True
    return _more().fullmatch(behind) is not None


@cache
def _currency() -> re.Pattern[str]:
    return re.compile(any_of(words("quantities")["marks"]))


@cache
def _more() -> re.Pattern[str]:
    """A numeral, or another unit behind a comma, that ends a text: 三成五, 2次、月."""
    return re.compile(rf"(?:[{NUMERALS}]+(?:{unit_pattern()})?|[,、]{unit_pattern()})[。.;]?")
