"""Lists of labels: what is canonical, what is repaired to it, what is ignored. Checked when loaded."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import chain
from math import ceil
from pathlib import Path

import yaml
from rapidfuzz import fuzz, process

from normalizers.files import VocabularyError, composed, keyed, vocabulary_folder
from normalizers.keys import KEYS, OPEN, Keys
from normalizers.text import REMEMBERED, core, squashed

__all__ = [
    "NORMALIZER_VERSION",
    "LabelMatch",
    "Lexicon",
    "VocabularyError",
    "composed",
    "digest_of_vocabulary",
    "lexicon",
    "parse_lexicon",
    "vocabulary_digest",
    "vocabulary_folder",
    "vocabulary_version",
    "words",
]

NORMALIZER_VERSION = "11"
"""Raised when the code makes other facts of the same layout, so that what is loaded is normalised again."""
SHORTEST_REPAIR = 4
"""Characters: a shorter label differs by one from too many others to be repaired (分值, 分析)."""
REPAIR_RATIO = 74.0
"""rapidfuzz ratio, 0 to 100: one wrong character of four scores 75."""
_LEAST_SHARED = REPAIR_RATIO / (200 - REPAIR_RATIO)
"""The part of a text's letters that any text so like it must have; a shorter one then has no others."""
SHORTEST_HEAD = 2
LONGEST_MODIFIED = 12
"""Characters of a label that is known by its head alone."""
MODIFIED = 85.0
SHORTEST_CLIPPED = 3
"""Characters that a clipped label must still show."""
_LEVELS = ("level1", "level2")
_WEIGHT = re.compile(r"\d{1,3}(?:\.\d+)?(?:分|%)$")


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label that was recognised: its canonical name, how alike (0 to 100), and by what rule."""

    name: str
    score: float
    rule: str


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The canonical name of each alias; aliases are squashed, which keeps their brackets.

    Two lexicons are the same only if they are one.
    """

    aliases: dict[str, str]
    weighted: bool = False
    """Whether what a label weighs may stand behind it without brackets: 产出指标40分."""

    def exact(self, text: str) -> str | None:
        """The canonical name of a text that is an alias to the letter, widths, blanks and brackets aside."""
        return _exact(self, text)

    def match(self, text: str) -> LabelMatch | None:
        """Recognise a label that may be clipped or misread by a character; None where it is ambiguous."""
        return _match(self, text)

    def modified(self, text: str, shortest: int = SHORTEST_HEAD) -> LabelMatch | None:
        """Recognise a label behind words that only describe it: 单位自评得分, 业务主管部门.

        Chinese puts the head last. A word that makes another thing of it (上年, 复核) forbids the match.
        """
        bare = core(text)
        if len(bare) > LONGEST_MODIFIED:
            return None
        ends = (bare[cut:] for cut in range(len(bare) - shortest + 1))
        alias = next((end for end in ends if end in self.aliases), None)
        if alias is None or _differ(bare, alias):
            return None
        return LabelMatch(self.aliases[alias], MODIFIED, "modified")


@lru_cache(maxsize=REMEMBERED)
def _exact(known: Lexicon, text: str) -> str | None:
    return known.aliases.get(squashed(text)) or known.aliases.get(_bare(text, known))


def _bare(text: str, known: Lexicon) -> str:
    return _WEIGHT.sub("", core(text)) if known.weighted else core(text)


@lru_cache(maxsize=REMEMBERED)
def _match(known: Lexicon, text: str) -> LabelMatch | None:
    found = known.exact(text)
    if found:
        return LabelMatch(found, 100.0, "exact")
    bare = _bare(text, known)
    return _clipped(bare, known) or _misread(bare, known)


def _differ(one: str, other: str) -> bool:
    """Whether a word that makes another thing of a label stands in one of two labels only."""
    return any((word in one) != (word in other) for word in words("words")["distinct"])


@cache
def _parts(known: Lexicon) -> dict[str, tuple[str, ...]]:
    """The aliases that begin or end with a text, by that text."""
    parts: dict[str, set[str]] = {}
    for alias in known.aliases:
        for size in range(SHORTEST_CLIPPED, len(alias)):
            parts.setdefault(alias[:size], set()).add(alias)
            parts.setdefault(alias[-size:], set()).add(alias)
    return {part: tuple(found) for part, found in parts.items()}


def _clipped(bare: str, known: Lexicon) -> LabelMatch | None:
    if len(bare) < SHORTEST_CLIPPED:
        return None
    names = {known.aliases[alias] for alias in _parts(known).get(bare, ()) if not _differ(bare, alias)}
    return LabelMatch(names.pop(), 90.0, "clipped") if len(names) == 1 else None


def _misread(bare: str, known: Lexicon) -> LabelMatch | None:
    if not SHORTEST_REPAIR <= len(bare) <= _longest_repair(known):
        return None
    near = _near(bare, known)
    ranked = process.extract(bare, near, scorer=fuzz.ratio, score_cutoff=REPAIR_RATIO, limit=4)
    ranked = [found for found in ranked if not _differ(bare, found[0])]
    if not ranked:
        return None
    best = ranked[0][1]
    names = {known.aliases[alias] for alias, score, _ in ranked if score == best}
    return LabelMatch(names.pop(), best, "misread") if len(names) == 1 else None


@cache
def _longest_repair(known: Lexicon) -> int:
    """Characters of the longest text that is REPAIR_RATIO like an alias: one with all of its letters."""
    return int(max(map(len, known.aliases), default=0) / _LEAST_SHARED)


def _near(bare: str, known: Lexicon) -> list[str]:
    """The aliases that may be REPAIR_RATIO like a text, in order.

    They have _LEAST_SHARED of its letters at least, so that they hold one of as many as they may lack and
    one more; of these the rarest are asked.
    """
    lacked = len(bare) - ceil(len(bare) * _LEAST_SHARED)
    holders = sorted((_holders(known).get(letter, ()) for letter in bare), key=len)
    places = sorted(set(chain.from_iterable(holders[: lacked + 1])))
    return [alias for _, alias in places]


@cache
def _holders(known: Lexicon) -> dict[str, tuple[tuple[int, str], ...]]:
    """The aliases that hold a letter, each with its place, by letter."""
    holders: dict[str, list[tuple[int, str]]] = {}
    for place, alias in enumerate(known.aliases):
        for letter in set(alias):
            holders.setdefault(letter, []).append((place, alias))
    return {letter: tuple(found) for letter, found in holders.items()}


def parse_lexicon(path: Path, keys: Keys = OPEN) -> Lexicon:
    """Read ``canonical: [alias, ...]``; the canonical name counts as an alias of itself if it is Chinese.

    Raises VocabularyError, with file and line, where the file is missing or no such mapping, has not the keys
    that it must have, or two canonical names share an alias.
    """
    aliases: dict[str, str] = {}
    for key, value in keyed(path, keys):
        for item in _alias_nodes(path, key, value):
            alias = squashed(item.value)
            if aliases.get(alias, key.value) != key.value:
                raise VocabularyError(
                    f"{path.name}: line {item.start_mark.line + 1}: “{item.value}” already stands for "
                    f"{aliases[alias]}; an alias may stand for one name only"
                )
            aliases[alias] = key.value
    return Lexicon(aliases)


def _alias_nodes(path: Path, key: yaml.ScalarNode, value: yaml.Node) -> Iterable[yaml.ScalarNode]:
    if not isinstance(value, yaml.SequenceNode):
        line = value.start_mark.line + 1
        raise VocabularyError(f"{path.name}: line {line}: expected a list of aliases for {key.value}")
    if not key.value.isascii():
        yield key
    for item in value.value:
        if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
            raise VocabularyError(f"{path.name}: line {item.start_mark.line + 1}: an alias must be a text")
        yield item


@cache
def lexicon(name: str) -> Lexicon:
    """The vocabulary file ``name``, one of ``KEYS``, loaded once; raises VocabularyError."""
    found = parse_lexicon(vocabulary_folder() / f"{name}.yaml", KEYS[name])
    return replace(found, weighted=name in _LEVELS)


@cache
def words(name: str) -> dict[str, tuple[str, ...]]:
    """The aliases of each canonical name of a vocabulary file, in the file's order, longest first."""
    grouped: dict[str, list[str]] = {}
    for alias, canonical in lexicon(name).aliases.items():
        grouped.setdefault(canonical, []).append(alias)
    return {key: tuple(sorted(group, key=len, reverse=True)) for key, group in grouped.items()}


def vocabulary_version() -> str:
    """Twelve hex digits of ``vocabulary_digest``."""
    return vocabulary_digest()[:12]


@cache
def vocabulary_digest() -> str:
    """The digest of the vocabulary as this process found it when it first asked."""
    return digest_of_vocabulary()


def digest_of_vocabulary() -> str:
    """A digest of all vocabulary files and NORMALIZER_VERSION; it changes when one of them does."""
    digest = hashlib.sha256(NORMALIZER_VERSION.encode())
    folder = vocabulary_folder()
    for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.tsv"))):
        name = path.relative_to(folder).as_posix()
        digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
