"""The registry of units: what a figure counts or measures, and how it compares with its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import yaml

from normalizers.lexicon import VocabularyError, vocabulary_folder

MULTIPLIERS = {
    "千万": Decimal(10**7), "百万": Decimal(10**6), "十万": Decimal(10**5), "亿": Decimal(10**8),
    "万": Decimal(10**4), "千": Decimal(1000), "百": Decimal(100),
}  # fmt: skip
PER = frozenset(
    {
        "年", "月", "日", "天", "周", "小时", "人", "户", "次", "季度",
        "个", "秒", "分钟", "学期", "家", "处", "平方米", "m2", "吨", "m3",
        "亩", "公里", "人次", "台", "套", "间", "学年", "辆", "半年", "万元",
        "届", "生",
    }
)  # fmt: skip
"""What may stand under the stroke of a rate (次/年, m3/日, 元/人)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its dimension, the canonical unit of its figures, and the factor to it."""

    dimension: str
    base: str
    factor: Decimal


@cache
def registry() -> dict[str, Unit]:
    """All units of ``units.yaml`` by their printed form.

    Raises VocabularyError where a unit stands in two dimensions or has no factor.
    """
    path = vocabulary_folder() / "units.yaml"
    units: dict[str, Unit] = {}
    root = yaml.compose(path.read_text(encoding="utf-8"))
    if not isinstance(root, yaml.MappingNode):
        raise VocabularyError("units.yaml: line 1: expected dimensions and their units")
    for dimension, members in root.value:
        for name, value in members.value:
            line = name.start_mark.line + 1
            if name.value in units:
                raise VocabularyError(f"units.yaml: line {line}: “{name.value}” is defined twice")
            try:
                base, factor = (item.value for item in value.value)
                units[name.value] = Unit(dimension.value, base, Decimal(factor))
            except (ValueError, ArithmeticError) as error:
                raise VocabularyError(
                    f"units.yaml: line {line}: “{name.value}” needs [canonical unit, factor]"
                ) from error
    return units


@cache
def unit_pattern() -> str:
    """A regular expression for a printed unit: multiplier, unit and what it is counted per."""
    names = "|".join(re.escape(name) for name in sorted(registry(), key=len, reverse=True))
    multipliers = "|".join(sorted(MULTIPLIERS, key=len, reverse=True))
    per = "|".join(re.escape(name) for name in sorted(PER, key=len, reverse=True))
    return rf"(?:(?:(?:{names})|(?:{multipliers})(?:{names}))次?(?:[/每](?:{per}))*|(?:{multipliers}))"


def is_unit(text: str) -> bool:
    """Whether the whole text is a printed unit."""
    return re.fullmatch(unit_pattern(), text) is not None


def in_base(value: Decimal, unit: str | None) -> tuple[Decimal | None, str | None]:
    """A figure in its canonical unit (元, ratio, 秒, …) and that unit; (None, None) for an unknown one.

    >>> in_base(Decimal("48.5"), "万元")
    (Decimal('485000.0'), '元')
    """
    if unit is None:
        return None, None
    head, stroke, per = unit.partition("/")
    known = registry().get(head)
    if known:
        return value * known.factor, known.base + stroke + per
    for name, factor in MULTIPLIERS.items():
        rest = registry().get(head.removeprefix(name)) if head.startswith(name) else None
        if rest:
            return value * factor * rest.factor, rest.base + stroke + per
    return None, None
