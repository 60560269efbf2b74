"""What is printed around a name: numbering, years, targets, units and remarks in brackets, repeated marks."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from normalizers.matching.measures import RATE, SUM
from normalizers.matching.printed import CHINESE, patterns, printed
from normalizers.text import squashed

PROPER = "□"
"""Stands where a quoted proper name stood."""
FRONT = 6
"""Characters that may stand before a quoted name of a project; further back it is what is counted."""
_CIRCLED = re.compile(r"^\s*[①-⑳⓪❶-❿⓵-⓾㈠-㈩★☆●■◆▲*]+")
_CODE = re.compile(r"^[a-z]*\d{4,}[a-z\d]*[-_—:](?=[^\d])")
_PER_UNIT = 8
"""Characters of the longest unit of money per something."""
_RATES = ("%", "‰")
_MAGNITUDE = re.compile(r"^[十百千万亿]+(?=.)")
_PER = re.compile(r"^\d+/\d*[十百千万亿]+$")
"""1/10万: a rate."""
_BRACKETED = re.compile(r"[(\[【〔〈<]([^()\[\]【】〔〕〈〉<>]*)[)\]】〕〉>]")
_NUMBER_OR_DATE = re.compile(r"[\d.a-z\-]{1,3}|[\d年月日度.\-]+")
_QUOTED = re.compile(r"[“\"‘'《「『]([^“”\"‘’'《》「」『』]*)[”\"’'》」』]")
_MARKS = re.compile(r"[、,，。;；:：·•*#_—–\-~/|\\?？!！“”\"‘’'《》「」『』()\[\]【】〔〕〈〉<>…^+]+")
_TRAILING_UNIT = re.compile(r"[%‰]+$")
_SLASHED = re.compile(r"[/_]([^/_]{1,3})$")


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A name without what surrounds it: its parts (marks cut them), and the unit that brackets gave.

    ``behind`` is what stood in brackets at the end and is no unit: 健康管理率（65岁及以上）.
    """

    text: str
    unit: str | None
    behind: str = ""


@dataclass(slots=True)
class _Name:
    """A name on its way, and what is known of words: what is left of it, and what was set aside."""

    text: str
    units: Mapping[str, str]
    words: Container[str]
    schemes: tuple[str, ...]
    unit: str | None = None
    """The first that was found."""

    behind: str = ""

    def cut(self, end: int, unit: str = "") -> None:
        """Set aside what stands from ``end`` on, with the unit that it gave."""
        self.text = self.text[:end]
        self.note(unit)

    def note(self, unit: str) -> None:
        self.unit = self.unit or unit or None


def cleaned(text: str, units: Mapping[str, str], words: Container[str], schemes: tuple[str, ...]) -> Cleaned:
    """Set aside numbering, codes, years, a target behind the name, units and remarks in brackets.

    ``units`` are the texts known as units, ``words`` the known words, ``schemes`` those that mark a quoted
    text as the name of a project: that becomes PROPER. What else is in brackets or quotes is of the name.
    """
    name = _Name(text, units, words, schemes)
    for step in _STEPS:
        step(name)
    return Cleaned(name.text, name.unit, name.behind)


def _numbering(name: _Name) -> None:
    bare = squashed(patterns().apart.sub("", _CIRCLED.sub("", name.text))).lower()
    name.text = _CODE.sub("", patterns().numbering.sub("", bare)) or bare


def _brackets(name: _Name) -> None:
    name.text = _BRACKETED.sub(lambda piece: _bracket(piece, name), name.text)


def _target(name: _Name) -> None:
    name.text = patterns().target.sub("", name.text) or name.text


def _blank_target(name: _Name) -> None:
    blank = patterns().blank_target.search(name.text)
    if blank and blank.start():
        name.cut(blank.start(), blank[1] if blank[1] in name.units else "")


def _figure_behind(name: _Name) -> None:
    figure = patterns().behind.search(name.text)
    if figure and (not figure["unit"] or figure["unit"] in name.units):
        name.cut(figure.start(), figure["unit"])


def _percent(name: _Name) -> None:
    percent = _TRAILING_UNIT.search(name.text)
    if percent:
        name.cut(percent.start(), "%")


def _slashed_unit(name: _Name) -> None:
    slashed = _SLASHED.search(name.text)
    if slashed and slashed[1] in name.units:
        name.cut(slashed.start(), slashed[1])


def _years(name: _Name) -> None:
    name.text = patterns().years.sub("", name.text) or name.text
    name.behind = name.behind and patterns().years.sub("", name.behind)


def _first_lot(name: _Name) -> None:
    name.text = patterns().first_lot.sub("", name.text) or name.text


def _quotes(name: _Name) -> None:
    name.text = _QUOTED.sub(lambda piece: _quoted(piece, name), name.text)


def _lots(name: _Name) -> None:
    name.text = patterns().lot.sub("", name.text)


def _marks(name: _Name) -> None:
    name.text = _MARKS.sub("、", name.text).strip("、")
    name.behind = name.behind and _MARKS.sub("、", name.behind).strip("、")


_STEPS: tuple[Callable[[_Name], None], ...] = (
    _numbering, _brackets, _target, _blank_target, _figure_behind, _percent, _slashed_unit, _years,
    _first_lot, _quotes, _lots, _marks,
)  # fmt: skip


def _bracket(piece: re.Match[str], name: _Name) -> str:
    """What a text in brackets leaves in its place: nothing if it is a unit, a target or a remark."""
    inner = piece[1]
    for label in printed("unit label"):
        inner = inner.removeprefix(f"{label}:").removeprefix(label)
    unit = _unit_of(inner, piece.string[: piece.start()], name.units)
    if unit is not None:
        name.note(unit)
        return ""
    if not inner or patterns().remark.match(inner) or _NUMBER_OR_DATE.fullmatch(inner):
        return ""
    if piece.end() == len(piece.string) and piece.start():
        name.behind = inner
        return ""
    if len(inner) == 1 and inner not in CHINESE and piece.start():
        return inner  # 新（改）建
    return f"、{inner}、"


def _unit_of(inner: str, before: str, units: Mapping[str, str]) -> str | None:
    """The unit that brackets hold, alone or behind a target ('' where it has none); None for other texts."""
    target = patterns().blank_target.fullmatch(inner)
    if target:
        return target[1] if target[1] in units else ""
    if unit_measure(inner, units) is not None:
        return inner
    aim = _aim(inner, before, units)
    return aim if aim is None or aim in units else ""


def _aim(inner: str, before: str, units: Mapping[str, str]) -> str | None:
    """The unit of a target that stands alone in brackets ('' where it has none); None for what is no target.

    A figure without a sign may say of what the name speaks (准确率（24小时）): only a percentage, stars, or
    money behind a standard are a target then.
    """
    found = patterns().aim.fullmatch(inner)
    if not found:
        return None
    unit = found["unit"]
    measure = unit_measure(unit, units) if unit else ""
    if measure is None:
        return None
    if found["sign"] or unit in _RATES or "*" in found["figure"]:
        return unit
    is_price = measure == SUM and before.endswith(printed("priced", "amount")) and not found["bound"]
    return unit if is_price else None


def unit_measure(unit: str, units: Mapping[str, str]) -> str | None:
    """The measure that a unit names (万元/人·月 as 元 does); None for what is no unit."""
    bare = unit.strip().lower()
    if bare in units:
        return units[bare]
    if _PER.match(bare):
        return RATE
    parts = [part for part in patterns().parts.split(bare) if part]
    if any(_MAGNITUDE.match(part) for part in parts[1:]):
        return None  # 批次/千人 is a rate, not a count
    if len(parts) > 1 and len(bare) <= _PER_UNIT and units.get(parts[0]) == SUM and "/" in bare:
        return SUM  # 元/生·年: money per whatever it is
    known = [units.get(part) or units.get(_MAGNITUDE.sub("", part)) for part in parts]
    return known[0] if known and all(known) else None


def _quoted(piece: re.Match[str], name: _Name) -> str:
    rest = piece.string[piece.end() :]
    named = piece[0][0] == "《" or piece[1].endswith(name.schemes) or rest.startswith(name.schemes)
    return PROPER if named and rest and piece.start() <= FRONT and piece[1] not in name.words else piece[1]
