"""The curated indicators: ``vocabulary/indicators/*.yaml``, checked when loaded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar, cast

import yaml

from normalizers.dimensions import DIMENSIONS
from normalizers.lexicon import VocabularyError, composed, lexicon, vocabulary_folder
from normalizers.matching.model import Direction, Indicator, Name

Read = TypeVar("Read")
"""What is made of a name."""
DIRECTIONS = ("higher", "lower", "none")
_REQUIRED = ("code", "name", "level", "direction", "dimension")
_KNOWN = {*_REQUIRED, "unit", "aliases"}
_WORDS = r"(?:[\w“][\w/.·（）()&+“”℃²³㎡Ⅰ-Ⅻ、-]*|\"[^\"\\\\,]*\")"
"""A value that YAML would give as it stands."""
_LINE = re.compile(
    rf"- \{{code: (?P<code>{_WORDS}), name: (?P<name>{_WORDS}), level: (?P<level>{_WORDS}), "
    rf"direction: (?P<direction>{_WORDS}), dimension: (?P<dimension>{_WORDS})(?:, unit: (?P<unit>{_WORDS}))?"
    rf"(?:, aliases: \[(?P<aliases>{_WORDS}(?:, {_WORDS})*)\])?\}}"
)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry as written: its line, the values of its keys (texts, tuples of texts), the line of each."""

    line: int
    fields: Mapping[str, object]
    lines: Mapping[str, int]


def parse_indicators(
    paths: Iterable[Path], normal_form: Callable[[Name], str]
) -> tuple[tuple[Indicator, ...], Mapping[str, str]]:
    """Read lists of indicators; the second part gives the code of every normal form of a name or alias.

    Raises VocabularyError, with file and line, where an entry is no such mapping, a level, direction or
    dimension is unknown, a code stands twice, or a name or alias of two indicators has one normal form.
    """
    found, codes, _ = read_indicators(paths, normal_form, str)
    return found, codes


def read_indicators(
    paths: Iterable[Path], form_of: Callable[[Name], Read], key: Callable[[Read], str]
) -> tuple[tuple[Indicator, ...], Mapping[str, str], list[tuple[Read, str, str]]]:
    """The same as ``parse_indicators``, and of each name and alias its form, its text and its code.

    ``key`` gives the normal form of what ``form_of`` makes of a name.
    """
    codes: dict[str, str] = {}
    by_form: dict[str, tuple[str, str]] = {}
    found: list[Indicator] = []
    forms: list[tuple[Read, str, str]] = []
    allowed = _allowed()
    for path in paths:
        for written in _entries(path):
            entry = _indicator(path, written, allowed)
            where = f"{path.name}: line {written.line}"
            if entry.code in codes:
                raise VocabularyError(f"{where}: code {entry.code} stands already at {codes[entry.code]}")
            codes[entry.code] = where
            for text in (entry.name, *entry.aliases):
                form = form_of(Name(text, entry.level, entry.unit))
                code, other = by_form.setdefault(
                    key(form), (entry.code, f"“{text}” of {entry.code} at {where}")
                )
                if code != entry.code:
                    raise VocabularyError(
                        f"{where}: “{text}” of {entry.code} means the same as {other}; keep one of them"
                    )
                forms.append((form, text, entry.code))
            found.append(entry)
    return tuple(found), MappingProxyType({form: code for form, (code, _) in by_form.items()}), forms


def _entries(path: Path) -> Iterator[_Entry]:
    text = path.read_text(encoding="utf-8")
    return iter(_plain(text) or _composed(path))


def _plain(text: str) -> list[_Entry] | None:
    """The entries of a file in which each is a line of plain words, which needs no YAML; else None."""
    entries = []
    for number, line in enumerate(text.splitlines(), start=1):
        found = _LINE.fullmatch(line)
        if not found:
            if line and not line.startswith("#"):
                return None
            continue
        fields: dict[str, object] = {
            key: value.strip('"') for key, value in found.groupdict().items() if value and key != "aliases"
        }
        if found["aliases"]:
            fields["aliases"] = tuple(alias.strip('"') for alias in found["aliases"].split(", "))
        entries.append(_Entry(number, fields, dict.fromkeys(fields, number)))
    return entries


def _composed(path: Path) -> Iterator[_Entry]:
    node = composed(path)
    if not isinstance(node, yaml.SequenceNode):
        raise VocabularyError(f"{path.name}: line 1: expected a list of indicators")
    for item in node.value:
        if not isinstance(item, yaml.MappingNode):
            raise VocabularyError(f"{path.name}: line {item.start_mark.line + 1}: expected a mapping")
        yield _Entry(
            item.start_mark.line + 1,
            {key.value: _value(value) for key, value in item.value},
            {key.value: value.start_mark.line + 1 for key, value in item.value},
        )


def _allowed() -> tuple[tuple[str, frozenset[str]], ...]:
    return (
        ("level", frozenset(lexicon("level2").aliases.values())),
        ("direction", frozenset(DIRECTIONS)),
        ("dimension", frozenset(DIMENSIONS)),
    )


def _indicator(path: Path, written: _Entry, allowed: tuple[tuple[str, frozenset[str]], ...]) -> Indicator:
    entry, lines = written.fields, written.lines
    where = f"{path.name}: line {written.line}"
    missing = [key for key in _REQUIRED if not isinstance(entry.get(key), str) or not entry[key]]
    if missing:
        raise VocabularyError(f"{where}: an indicator needs a text as {', '.join(missing)}")
    for key, values in allowed:
        if entry[key] not in values:
            known = ", ".join(sorted(values))
            raise VocabularyError(f"{path.name}: line {lines[key]}: {key} “{entry[key]}” is none of {known}")
    for key in sorted(set(entry) - _KNOWN):
        raise VocabularyError(f"{path.name}: line {lines[key]}: unknown key “{key}”")
    aliases = entry.get("aliases", ())
    if not isinstance(aliases, tuple):
        raise VocabularyError(f"{path.name}: line {lines['aliases']}: expected a list of aliases")
    return Indicator(
        code=str(entry["code"]),
        name=str(entry["name"]),
        level=str(entry["level"]),
        direction=cast(Direction, entry["direction"]),
        dimension=str(entry["dimension"]),
        unit=str(entry["unit"]) if entry.get("unit") else None,
        aliases=aliases,
    )


def _value(node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return tuple(str(item.value) for item in node.value)
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


@cache
def indicator_files() -> tuple[Path, ...]:
    """The files of curated indicators that ship with jixiao, in order of name."""
    return tuple(sorted((vocabulary_folder() / "indicators").glob("*.yaml")))
