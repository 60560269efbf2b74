"""The curated indicators: ``vocabulary/indicators/*.yaml``, checked when loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import cast

import yaml

from normalizers.lexicon import VocabularyError, lexicon, vocabulary_folder
from normalizers.matching.model import Direction, Indicator, Name

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DIRECTIONS = ("higher", "lower", "none")
DIMENSIONS = (
    "ratio", "count", "money", "duration", "date", "area", "length", "mass", "volume", "flow", "energy",
    "power",     "data",
    "concentration", "temperature", "speed", "index", "grade",
    "qualitative",
)  # fmt: skip
"""What an indicator's figures are; ``qualitative`` is words only."""
_REQUIRED = ("code", "name", "level", "direction", "dimension")
_KNOWN = {*_REQUIRED, "unit", "aliases"}


def parse_indicators(
    paths: Iterable[Path], normal_form: Callable[[Name], str]
) -> tuple[tuple[Indicator, ...], Mapping[str, str]]:
    """Read lists of indicators; the second part gives the code of every normal form of a name or alias.

    Raises VocabularyError, with file and line, where an entry is no such mapping, a level, direction or
    dimension is unknown, a code stands twice, or a name or alias of two indicators has one normal form.
    """
    codes: dict[str, str] = {}
    forms: dict[str, tuple[str, str]] = {}
    found = []
    for path in paths:
        for node in _entries(path):
            entry = _indicator(path, node)
            where = f"{path.name}: line {node.start_mark.line + 1}"
            if entry.code in codes:
                raise VocabularyError(f"{where}: code {entry.code} stands already at {codes[entry.code]}")
            codes[entry.code] = where
            for text in (entry.name, *entry.aliases):
                form = normal_form(Name(text, entry.level, entry.unit))
                code, other = forms.setdefault(form, (entry.code, f"“{text}” of {entry.code} at {where}"))
                if code != entry.code:
                    raise VocabularyError(
                        f"{where}: “{text}” of {entry.code} means the same as {other}; keep one of them"
                    )
            found.append(entry)
    return tuple(found), MappingProxyType({form: code for form, (code, _) in forms.items()})


def _entries(path: Path) -> Iterator[yaml.MappingNode]:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    if not isinstance(node, yaml.SequenceNode):
        raise VocabularyError(f"{path.name}: line 1: expected a list of indicators")
    for item in node.value:
        if not isinstance(item, yaml.MappingNode):
            raise VocabularyError(f"{path.name}: line {item.start_mark.line + 1}: expected a mapping")
        yield item


def _indicator(path: Path, node: yaml.MappingNode) -> Indicator:
    lines = {key.value: value.start_mark.line + 1 for key, value in node.value}
    entry = {key.value: _value(value) for key, value in node.value}
    where = f"{path.name}: line {node.start_mark.line + 1}"
    missing = [key for key in _REQUIRED if not isinstance(entry.get(key), str) or not entry[key]]
    if missing:
        raise VocabularyError(f"{where}: an indicator needs a text as {', '.join(missing)}")
    allowed = (
        ("level", set(lexicon("level2").aliases.values())),
        ("direction", DIRECTIONS),
        ("dimension", DIMENSIONS),
    )
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
