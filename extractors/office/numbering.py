"""The numbers that Word puts before the paragraphs of its lists: on the paper, but not in the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cn2an

from extractors.office.symbols import shown

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUE = f"{W}val"
_LEVELS = 9
_LONGEST = 10  # digits of a count in XML; a longer one is a mistake
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its number is written, and around what."""

    start: int
    format: str
    text: str
    suffix: str
    font: str | None


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list number refers to: counters that several numbers may share, and starts of its own."""

    counters: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbers:
    """Counts the numbered paragraphs of one file, in the order in which they are asked for."""

    def __init__(self, load: Callable[[], Any]) -> None:
        self._load = load
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, number: str, level: int) -> str:
        """The label of the next paragraph at a level (from 0) of a list, with what parts it from the text."""
        level = min(level, _LEVELS - 1)
        kind = self._kinds.get(number)
        style = kind.levels.get(level) if kind else None
        if kind is None or style is None:
            return ""
        counts = self._counts.setdefault(kind.counters, [None] * _LEVELS)
        start = kind.starts.get(level)
        if start is not None and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            counts[level] = None
        before = counts[level]
        counts[level] = (style.start if start is None else start) if before is None else before + 1
        counts[level + 1 :] = [None] * (_LEVELS - level - 1)
        return self._written(kind, style, counts)

    def _written(self, kind: Kind, style: Level, counts: list[int | None]) -> str:
        if style.format == "bullet":
            label = shown(style.text, style.font)
        elif style.format == "none":
            label = re.sub(r"%\d", "", style.text)
        else:
            label = re.sub(
                r"%([1-9])", lambda match: self._figure(kind, counts, int(match[1]) - 1), style.text
            )
        return label + ("" if style.suffix == "nothing" or not label else " ")

    @staticmethod
    def _figure(kind: Kind, counts: list[int | None], level: int) -> str:
        style = kind.levels.get(level)
        count = counts[level]
        if style is None:
            return ""
        return spelled(style.start if count is None else count, style.format)

    @cached_property
    def _kinds(self) -> dict[str, Kind]:
        root = self._load()
        if root is None:
            return {}
        abstract = {
            each.get(f"{W}abstractNumId"): _levels(each) for each in root.iterchildren(f"{W}abstractNum")
        }
        return dict(_kind(each, abstract) for each in root.iterchildren(f"{W}num"))


def _kind(number: Any, abstract: dict[str, dict[int, Level]]) -> tuple[str, Kind]:
    base = number.find(f"{W}abstractNumId")
    name = "" if base is None else base.get(VALUE, "")
    levels = dict(abstract.get(name, {}))
    starts = {}
    for override in number.iterchildren(f"{W}lvlOverride"):
        at = whole(override.get(f"{W}ilvl"), 0)
        levels.update(_levels(override))
        start = override.find(f"{W}startOverride")
        if start is not None:
            starts[at] = whole(start.get(VALUE), 1)
    return number.get(f"{W}numId", ""), Kind(name, levels, starts)


def _levels(parent: Any) -> dict[int, Level]:
    return {whole(each.get(f"{W}ilvl"), 0): _level(each) for each in parent.iterchildren(f"{W}lvl")}


def _level(level: Any) -> Level:
    def said(path: str, otherwise: str) -> str:
        found = level.find("/".join(f"{W}{step}" for step in path.split("/")))
        return otherwise if found is None else found.get(VALUE, otherwise)

    fonts = level.find(f"{W}rPr/{W}rFonts")
    font = None if fonts is None else fonts.get(f"{W}ascii") or fonts.get(f"{W}hAnsi")
    return Level(
        whole(said("start", "1"), 1),
        said("numFmt", "decimal"),
        said("lvlText", ""),
        said("suff", "tab"),
        font,
    )


def whole(text: str | None, otherwise: int) -> int:
    """A count as the XML spells it, and ``otherwise`` where it spells none."""
    return int(text) if text is not None and text.isdecimal() and len(text) < _LONGEST else otherwise


def spelled(number: int, style: str) -> str:
    """A number in one of Word's numbering formats; one that is not known here in figures."""
    if number < 1:
        return str(number)
    if style in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
    ):
        return str(cn2an.an2cn(number))
    if style == "ideographDigital":
        return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(number))
    if style in ("chineseLegalSimplified", "ideographLegalTraditional"):
        return str(cn2an.an2cn(number, "up"))
    if style in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if style == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if style == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if style in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman"):
        roman = _roman(number)
        return roman.upper() if style == "upperRoman" else roman
    if style == "decimalZero":
        return f"{number:02}"
    if style in ("decimalFullWidth", "decimalFullWidth2"):
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number)


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out
