"""The units of the forms: how they are printed, and how their figures compare.

``vocabulary/units.yaml`` is the data. Pint does the arithmetic of dimensions (万元/公里 beside 元/米,
元/人·月 beside 元/月/人); it is loaded by the first conversion, and each printed unit is converted once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from normalizers.lexicon import VocabularyError, composed, vocabulary_folder, words
from normalizers.text import squashed
from normalizers.tries import any_of

if TYPE_CHECKING:
    import pint

MULTIPLIERS = {
    "千万": 10**7, "百万": 10**6, "十万": 10**5, "亿": 10**8, "万": 10**4, "千": 1000, "百": 100,
}  # fmt: skip
DIGITS = 15
"""Significant digits of a converted figure that no decimal writes exactly (1次/周, in 次/日)."""
_PER, _NOUNS = "per", "nouns"
_OF_THEIR_OWN = ("counters", "currencies")
"""In these every canonical unit is a dimension by itself."""
_COUNTED = ("persons", "times")
_RATIO = "ratio"
_STROKE = re.compile(r"[/每]")
_AFTER = ("after >=", "after <=")
_JOINED = re.compile(r"[·*.,、]")


@dataclass(frozen=True, slots=True)
class Unit:
    """A printed unit: its dimension, the canonical unit of that dimension, and the factor to it."""

    dimension: str
    base: str
    factor: Fraction


@dataclass(frozen=True, slots=True)
class UnitTable:
    """``units.yaml``: units by their printed form; under a stroke canonical units by dimension, and nouns."""

    units: dict[str, Unit]
    per: dict[str, str]
    nouns: tuple[str, ...]


def parse_units(path: Path) -> UnitTable:
    """Read a file of units.

    Raises VocabularyError, with file and line, where a unit stands twice, lacks its canonical unit or its
    factor, or has another canonical unit than its dimension.
    """
    root = composed(path)
    if not isinstance(root, yaml.MappingNode):
        raise VocabularyError(f"{path.name}: line 1: expected dimensions and their units")
    units: dict[str, Unit] = {}
    lines: dict[str, int] = {}
    per: list[tuple[str, str, int]] = []
    nouns: tuple[str, ...] = ()
    for key, members in root.value:
        line = members.start_mark.line + 1
        if key.value == _NOUNS and isinstance(members, yaml.SequenceNode):
            nouns = tuple(item.value for item in members.value)
        elif not isinstance(members, yaml.MappingNode):
            raise VocabularyError(f"{path.name}: line {line}: expected the units of {key.value}")
        elif key.value == _PER:
            per = [(name.value, unit.value, name.start_mark.line + 1) for name, unit in members.value]
        else:
            for name, unit, line in _members(path, key.value, members):
                if name in units:
                    raise VocabularyError(f"{path.name}: line {line}: “{name}” is defined twice")
                units[name], lines[name] = unit, line
    for name, unit in units.items():
        if unit.base not in units:
            where = f"{path.name}: line {lines[name]}: “{unit.base}”"
            raise VocabularyError(f"{where} is counted in but is no unit itself")
    for _, unit_below, line in per:
        if unit_below not in units:
            raise VocabularyError(f"{path.name}: line {line}: “{unit_below}” is no unit")
    return UnitTable(units, {dimension: unit for dimension, unit, _ in per}, nouns)


def _members(path: Path, dimension: str, members: yaml.MappingNode) -> Iterator[tuple[str, Unit, int]]:
    """The units of one dimension and their lines; a counter's dimension is its canonical unit."""
    shared: str | None = None
    for name, value in members.value:
        line = name.start_mark.line + 1
        where = f"{path.name}: line {line}: “{name.value}”"
        try:
            base, factor = (item.value for item in value.value)
            unit = Unit(base if dimension in _OF_THEIR_OWN else dimension, base, Fraction(factor))
        except (ValueError, ArithmeticError, AttributeError) as error:
            raise VocabularyError(f"{where} needs [canonical unit, factor]") from error
        shared = shared or base
        if dimension not in _OF_THEIR_OWN and base != shared:
            raise VocabularyError(f"{where} is counted in {base}, but {dimension} in {shared}")
        if unit.factor <= 0:
            raise VocabularyError(f"{where} needs a factor above 0")
        yield name.value, unit, line


@cache
def _table() -> UnitTable:
    return parse_units(vocabulary_folder() / "units.yaml")


def registry() -> dict[str, Unit]:
    """All units of ``units.yaml`` by their printed form. Raises VocabularyError with file and line."""
    return _table().units


@cache
def unit_pattern() -> str:
    """A regular expression for a printed unit: multiplier, unit, a second counter in brackets, strokes.

    >>> bool(re.fullmatch(unit_pattern(), "万元/人·月"))
    True
    """
    names, multiplier = any_of(registry()), any_of(MULTIPLIERS)
    counters, strokes = _counters(), stroke_pattern()
    apart = r"(?:(?<![A-Za-z])|(?![A-Za-z]))"
    counted = rf"(?:次(?![日年月要性生]))?(?:\({counters}\))?"
    product = rf"(?:[·*]{names}(?=$|[^\u4e00-\u9fff]|每|{_after()}))?"
    whole = rf"(?:{names}|(?:{multiplier}){names}){apart}{product}{counted}(?:{strokes})*"
    return rf"(?:{whole}|(?:{multiplier})(?:{strokes})*|/(?:{_under()}))"


@cache
def stroke_pattern() -> str:
    """A regular expression for a stroke and what is counted under it: /人, 每月, /(人·年)."""
    under, after = _under(), _after()
    # What nobody knows may stand under a stroke at the end of a phrase: 元/课桌.
    unknown = rf"/(?:(?!{after}|左右|[及或含])[\u4e00-\u9fff]){{1,4}}(?=$|{after}|[。.;,、)])"
    listed = rf"[,、](?={under}(?:$|{after}|[。.;)]))"
    product = rf"(?:{under})(?:(?:[·*.]|{listed})(?:{under}))"
    return rf"(?:[/每]{product}*|/\({product}+\)|{unknown})"


@cache
def _under() -> str:
    """What may stand under a stroke: 人, 2年, 10万人, 台(套)."""
    multiplier, known = any_of(MULTIPLIERS), any_of([*registry(), *_table().nouns])
    many = rf"(?:1?0*(?:{multiplier})|10+|\d{{1,2}}(?=个?(?:年|月|季度|周|天|日|小时|分钟)))"
    return rf"{many}?(?:个|每)?(?:{known})(?:\({_counters()}\))?|1?0*(?:{multiplier})"


@cache
def _counters() -> str:
    units = registry().items()
    return any_of(name for name, unit in units if unit.dimension in (unit.base, *_COUNTED))


def _after() -> str:
    return any_of(word for key in _AFTER for word in words("words").get(key, ()))


@cache
def _whole_unit() -> re.Pattern[str]:
    return re.compile(unit_pattern())


def is_unit(text: str) -> bool:
    """Whether the whole text is a printed unit."""
    return _whole_unit().fullmatch(text) is not None


def is_misread_unit(text: str) -> bool:
    """Whether a cell for a unit says a figure, as a scan makes one of %.

    >>> is_misread_unit("0"), is_misread_unit("%")
    (True, False)
    """
    return re.fullmatch(r"[\d.,]+", squashed(text)) is not None


@cache
def _pint_registry() -> pint.UnitRegistry[Any]:
    """A Pint registry with exact factors, in which ``_in_pint`` defines the units that are asked for."""
    import pint  # it takes longer to load than most commands to run

    return pint.UnitRegistry(None, non_int_type=Fraction)


@cache
def _in_pint(name: str) -> str:
    """The Pint identifier of a printed unit, which is defined there when it is first asked for."""
    unit, known = registry()[name], _id(name)
    if name != unit.base:
        _pint_registry().define(f"{known} = {unit.factor} * {_in_pint(unit.base)}")
    else:
        _pint_registry().define(f"{known} = {'1' if name == _RATIO else f'[{known}]'}")
    return known


def _id(name: str) -> str:
    """A Pint identifier for any printed unit: its code points."""
    return "u" + "_".join(f"{ord(character):x}" for character in name)


@dataclass(frozen=True, slots=True)
class _Scale:
    """What one printed unit is worth: a factor, and the canonical unit."""

    factor: Fraction
    base: str


@cache
def _scale(printed: str) -> _Scale | None:
    """Convert one printed unit; None where nobody knows it."""
    known = registry().get(printed) or registry().get(_JOINED.sub("", printed))
    if known:
        return _Scale(known.factor, known.base)
    head, *strokes = _parts(printed)
    top = _power(head)
    if top is None or (head and top[1] is None):
        return None  # unknown, or 10.38万 of nobody knows what
    factor, container = top[0], dict([(top[1], 1)] if top[1] else [])
    unknown: list[str] = []
    for part in strokes:
        below = _power(part)
        if below is None:
            unknown.append(part)
        else:
            factor /= below[0]
            if below[1]:
                container[below[1]] = container.get(below[1], 0) - 1
    return _canonical(factor, container, unknown)


def _parts(printed: str) -> list[str]:
    """元/(人·月) is 元, 人, 月; a second counter in brackets, 台(套), is another name of the first."""
    bare = re.sub(r"(?<!/)\([^()]*\)", "", printed)
    atoms = sorted((name for name in registry() if "/" in name and bare.startswith(name)), key=len)
    head = atoms[-1] if atoms else None
    if head:
        return [head, *_split(bare[len(head) :])]
    first, *_ = _STROKE.split(bare, maxsplit=1)
    return [first, *_split(bare[len(first) :])]


def _split(strokes: str) -> list[str]:
    parts = (part.strip("()") for part in _STROKE.split(strokes))
    return [piece for part in parts for piece in _JOINED.split(part) if piece]


def _power(text: str) -> tuple[Fraction, str | None] | None:
    """Factor and unit of one part, multipliers in front: 万元, 10万人; a bare multiplier has no unit."""
    found = re.fullmatch(r"(\d*)(.*)", text)
    digits, rest = (found[1], found[2]) if found else ("", text)
    factor = Fraction(int(digits)) if digits else Fraction(1)
    while rest not in registry():
        multiplier = next((name for name in MULTIPLIERS if rest.startswith(name)), None)
        if multiplier is None:
            break
        factor, rest = factor * MULTIPLIERS[multiplier], rest.removeprefix(multiplier)
    rest = rest.removeprefix("个") if rest not in registry() else rest
    if rest and rest not in registry():
        return None
    return factor, rest or None


def _canonical(factor: Fraction, container: dict[str, int], unknown: list[str]) -> _Scale:
    """Let Pint bring a product of units to canonical ones, and write that unit as the forms do."""
    ureg = _pint_registry()
    powers = ureg.UnitsContainer({_in_pint(name): power for name, power in container.items() if power})
    given = ureg.Quantity(factor, powers)
    base = given.to_base_units()
    target: dict[str, int] = {}
    for name, exponent in base.unit_items():
        power = round(float(exponent.real))
        known = _names()[name]
        target[_table().per.get(registry()[known].dimension, known) if power < 0 else known] = power
    wanted = ureg.UnitsContainer({_in_pint(name): power for name, power in target.items()})
    return _Scale(Fraction(given.to(wanted).magnitude), _spelled(target, unknown))


@cache
def _names() -> dict[str, str]:
    return {_id(name): name for name in registry()}


def _spelled(units: dict[str, int], unknown: list[str]) -> str:
    """元/年/人: what is counted, then what it is counted per, in the order of the file."""
    order = list(registry())
    above = [name for name in sorted(units, key=order.index) for _ in range(units[name])]
    below = [name for name in sorted(units, key=order.index) for _ in range(-units[name])]
    return "/".join(["·".join(above) or _RATIO, *below, *unknown])


def in_base(value: Decimal, unit: str | None) -> tuple[Decimal | None, str | None]:
    """A figure in its canonical unit (元, ratio, 元/年/人 …) and that unit; (None, None) for an unknown one.

    The figure is exact where a decimal can be, else it has ``DIGITS`` significant digits.

    >>> in_base(Decimal("48.5"), "万元")
    (Decimal('485000'), '元')
    >>> in_base(Decimal("500"), "元/人·月")
    (Decimal('6000'), '元/年/人')
    """
    scale = _scale(unit) if unit else None
    if scale is None:
        return None, None
    return _decimal(Fraction(value) * scale.factor), scale.base


_EXACT = Context(prec=60)
_ROUNDED = Context(prec=DIGITS)


def _decimal(figure: Fraction) -> Decimal:
    _EXACT.clear_flags()
    exact = _EXACT.divide(Decimal(figure.numerator), Decimal(figure.denominator))
    if _EXACT.flags[Inexact]:
        exact = _ROUNDED.divide(Decimal(figure.numerator), Decimal(figure.denominator))
    return Decimal(format(exact.normalize(_EXACT), "f"))
