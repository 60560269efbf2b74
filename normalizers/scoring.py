"""The official score of an indicator: what its own target and result are worth.

财预〔2020〕10号: a figure that reaches its target earns the full weight, one that misses it earns
the weight in proportion. That of a target which must not be exceeded is turned round (指标值 ÷ 完成值).
Words are judged by people, in bands, and have no formula.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from normalizers.lexicon import words
from normalizers.matching import Direction
from normalizers.model import IndicatorFacts, Measure
from normalizers.text import core

CENT = Decimal("0.01")
"""Scores are worked out to two places, as the forms print them; those of a weight below one (a share of one)
to two places more than the weight has."""
_UNLIKE = Decimal(1000)
"""A bare result that differs from its target by more than this is in another unit, not a thousandth of it."""
_RATIO_AT_MOST = Decimal("1.5")
"""A bare 0.95 beside a target of 95% is a ratio, 95 a percentage: neither may be taken for the other."""
_CHANGE = re.compile("[降减缩增涨]|提高|提升")
_NOT_COUNTED = frozenset({"元", "ratio", "秒", "工作日", "月", "学年", "学期"})
"""Canonical units of money, shares and time: more of them is not better by itself."""


def recomputed_score(line: IndicatorFacts, direction: Direction | None = None) -> Decimal | None:
    """The points that the official formula gives, between 0 and the weight, at two places (see CENT).

    ``direction``: which way is better, where the vocabulary knows the indicator; the target's own
    operator comes first. None for words, for figures in units that do not compare, for dates that
    cannot be told apart, and wherever it is not clear which way is better.
    """
    if line.weight is None or line.weight < 0:
        return None
    share = achieved_share(line, direction)
    if share is None:
        return None
    is_share = 0 < line.weight < 1
    step = CENT.scaleb(int(line.weight.normalize().as_tuple().exponent)) if is_share else CENT
    return _trimmed((line.weight * share).quantize(step, ROUND_HALF_UP))


def scored(line: IndicatorFacts, direction: Direction | None = None) -> IndicatorFacts:
    """The line with its ``recomputed_score`` and its ``direction``."""
    return replace(line, recomputed_score=recomputed_score(line, direction), direction=direction)


def achieved_share(line: IndicatorFacts, direction: Direction | None = None) -> Decimal | None:
    """How far the target is reached, from 0 to 1; a date is met or missed and has nothing between."""
    kinds = (line.target.kind, line.actual.kind)
    if kinds == ("date", "date"):
        keeps_on = line.target.operator in (">=", ">")
        return None if keeps_on else _of_dates(line.target.date, line.actual.date)
    figures = _comparable(line.target, line.actual) if kinds == ("numeric", "numeric") else None
    if figures is None:
        return None
    target, actual = figures
    if actual == target:
        return Decimal(1)
    way = _way(line, direction)
    if line.target.operator is None and _is_change(line.target, line.actual):
        return None
    if way == "lower" and actual < target and _is_exact_amount(line.target):
        return None
    if way == "higher":
        return _share_of_floor(target, actual)
    return _share_of_ceiling(target, actual) if way == "lower" else None


def is_met(line: IndicatorFacts) -> bool:
    """Whether the target is reached to the last digit: the score of 94.99% for 95% rounds to the weight."""
    return achieved_share(line, line.direction) == 1


def is_counted_only(line: IndicatorFacts) -> bool:
    """Whether nothing but that it counts an output says that more of it is better: no sign, no name."""
    named = line.direction or _by_name(line.name_raw, line.level1)
    return line.target.kind == "numeric" and line.target.operator is None and named is None


def clear_direction(line: IndicatorFacts) -> Direction | None:
    """Which way is better by the indicator's own name, or because it counts an output; None if unclear."""
    return told_direction(line.name_raw, line.level1, line.level2, line.target.unit_base or line.target.unit)


def told_direction(
    name: str | None, level1: str | None, level2: str | None, unit: str | None
) -> Direction | None:
    """The same of an indicator's name, its levels and the unit of its targets."""
    if named := _by_name(name, level1):
        return named
    counts = unit is not None and unit.partition("/")[0] not in _NOT_COUNTED
    return "higher" if level2 == "数量指标" and counts else None


def _by_name(name: str | None, level1: str | None) -> Direction | None:
    ending = _by_ending(core(name or ""))
    return ending or ("higher" if level1 == "满意度指标" else None)


def _by_ending(name: str) -> Direction | None:
    ways: tuple[Direction, ...] = ("higher", "lower")
    ends = {ending: way for way in ways for ending in words("directions")[way] if name.endswith(ending)}
    return ends[max(ends, key=len)] if ends else None


def _way(line: IndicatorFacts, direction: Direction | None) -> Direction | None:
    if line.target.operator in (">=", ">"):
        return "higher"
    if line.target.operator in ("<=", "<"):
        return "lower"
    return direction or clear_direction(line)


def _share_of_floor(target: Decimal, actual: Decimal) -> Decimal | None:
    if actual >= target:
        return Decimal(1)
    return max(actual, Decimal(0)) / target if target > 0 else None


def _share_of_ceiling(target: Decimal, actual: Decimal) -> Decimal | None:
    if actual <= target:
        return Decimal(1)
    return target / actual if target >= 0 else None


def _comparable(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """Both figures in one unit; a bare one is taken in the unit of the other where that is plausible."""
    if target.value is None or actual.value is None or _shares_out(target) != _shares_out(actual):
        return None
    if target.unit_base and target.unit_base == actual.unit_base:
        return _in_base(target, actual)
    if target.unit == actual.unit:
        return target.value, actual.value
    if target.unit is None or actual.unit is None:
        return (target.value, actual.value) if _plausible(target, actual) else None
    return None


def _in_base(target: Measure, actual: Measure) -> tuple[Decimal, Decimal] | None:
    """None where two printed units are a thousandfold apart: one of them is a slip (元 for 万元)."""
    if target.value_base is None or actual.value_base is None:
        return None
    slip = target.unit != actual.unit and _unlike(target.value_base, actual.value_base)
    return None if slip else (target.value_base, actual.value_base)


def _unlike(one: Decimal, other: Decimal) -> bool:
    small, large = sorted((abs(one), abs(other)))
    return bool(small) and large / small >= _UNLIKE


def _shares_out(measure: Measure) -> frozenset[str]:
    """每周≥7次 counts a week, 365次 the year: how a figure is shared out, where its unit does not say it."""
    return frozenset("每各均") & frozenset(measure.raw or "")


def _is_change(target: Measure, actual: Measure) -> bool:
    """Whether figures say by how much something falls or rises, which turns the way round."""
    return bool(_CHANGE.search((target.raw or "") + (actual.raw or "")))


def _is_exact_amount(target: Measure) -> bool:
    """=10万元 is money to be spent: nothing says whether less of it was saved or not done."""
    return target.operator == "=" and target.unit_base == "元"


def _plausible(target: Measure, actual: Measure) -> bool:
    assert target.value is not None
    assert actual.value is not None
    bare, other = (actual, target) if actual.unit is None else (target, actual)
    if _unlike(target.value, actual.value):
        return False
    is_share = other.unit_base == "ratio" and other.value is not None and abs(other.value) > _RATIO_AT_MOST
    return not (is_share and bare.value is not None and 0 < abs(bare.value) <= _RATIO_AT_MOST)


def _of_dates(target: str | None, actual: str | None) -> Decimal | None:
    """1 by the last day of the target, 0 after it, None where the coarser date covers both."""
    if target is None or actual is None:
        return None
    due = _last_day(target)
    if _last_day(actual) <= due:
        return Decimal(1)
    return Decimal(0) if actual > due else None


def _last_day(iso: str) -> str:
    year, month, *day = (*map(int, iso.split("-")), *([12] if len(iso) == 4 else []))
    return f"{year}-{month:02}-{(day[0] if day else calendar.monthrange(year, month)[1]):02}"


def _trimmed(points: Decimal) -> Decimal:
    """Without trailing zeros, and never as 1E+1."""
    return points.to_integral() if points == points.to_integral() else points.normalize()
