"""The words of meaning: ``vocabulary/matching/*.yaml``, and the cutting of a name into them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from normalizers.lexicon import VocabularyError, composed, vocabulary_folder
from normalizers.prepared import prepared

UNKNOWN, SINGLE, WORD = 10, 3, 1
"""What a cut costs: a character of no word, a word of one character, a longer one. The cheapest is taken."""
LONGEST = 16
"""Characters of the longest word."""
ROLES = (
    "filler", "generic", "weak", "light", "public", "person", "household", "event", "place", "body", "scheme",
    "polarity", "served", "paid", "lifted", "attended", "firm", "institution",
    "ordinal", "ending", "level", "money", "funded", "graded", "gaining",
    "task", "vague", "supported", "supporting", "venue", "visiting", "state", "kin", "organ", "average",
    "done", "good", "quality", "occasion", "duty", "manner", "base", "course", "human", "home",
    "works", "grade", "treasury", "sole", "hamlet",
)  # fmt: skip
"""The roles that ``classes.yaml`` may give."""
KINDS = ("counted", "paid", "priced", "told")
"""The kinds of measures that ``kinds.yaml`` gives."""
EMPTY = (
    "filler",
    "weak",
    "light",
    "public",
    "served",
    "paid",
    "lifted",
    "attended",
    "polarity",
    "place",
    "body",
)
"""The roles of words that may say nothing: a compound of one is not cut (人民调解)."""
COUNTED = ("person", "household", "event", "firm")
"""The roles that a compound keeps: what is counted is its last part."""
COMPOUND = 4
"""Characters of the shortest compound that is cut into its parts."""
ACT = "act"
"""The role of the words that ``words.yaml`` lists under ``acts``."""


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of a name: the text as typed, the words that it means, whether it is in the vocabulary."""

    text: str
    means: tuple[str, ...]
    known: bool = True


@dataclass(frozen=True, slots=True)
class Meanings:
    """What the words mean: ``words`` from text to meanings, ``units`` from unit to measure, roles by name."""

    words: Mapping[str, tuple[str, ...]]
    measures: frozenset[str]
    units: Mapping[str, str]
    roles: Mapping[str, frozenset[str]]
    lengths: Mapping[str, tuple[int, ...]]
    """The lengths of the words that begin with a character, longest first."""
    endings: frozenset[str] = frozenset()
    """Words of two characters that are one word wherever they end a text."""
    implied: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """What says nothing beside a word, by that word."""

    kinds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Measures by kind: what says nothing beside one of a kind is told by ``kinds.yaml``."""

    def cut(self, text: str) -> list[Word]:
        """Cut a text into words, so that few characters are left over and the words are long."""
        ending = text[-2:] if text[-2:] in self.endings else ""
        words = self._cheapest(text.removesuffix(ending)) if ending else self._cheapest(text)
        return [*words, Word(ending, self.words[ending])] if ending else words

    def _cheapest(self, text: str) -> list[Word]:
        size = len(text)
        costs, steps = [0] * (size + 1), [1] * size
        words, lengths = self.words, self.lengths
        for start in range(size - 1, -1, -1):
            best, step = UNKNOWN + costs[start + 1], 1
            for length in lengths.get(text[start], ()):
                if start + length <= size and text[start : start + length] in words:
                    cost = (WORD if length > 1 else SINGLE) + costs[start + length]
                    if cost < best:
                        best, step = cost, length
            costs[start], steps[start] = best, step
        return list(self._pieces(text, steps))

    def _pieces(self, text: str, steps: list[int]) -> Iterator[Word]:
        start = 0
        while start < len(text):
            piece = text[start : start + steps[start]]
            means = self.words.get(piece)
            yield Word(piece, means or (piece,), means is not None)
            start += len(piece)


def cost(words: Iterable[Word]) -> int:
    """What a cut costs: less where fewer characters are left over, and where the words are longer."""
    return sum((WORD if len(word.text) > 1 else SINGLE) if word.known else UNKNOWN for word in words)


@cache
def meanings() -> Meanings:
    """The words that ship with jixiao. Raises VocabularyError, with file and line, where a file is wrong."""
    plain = prepared("words", lambda: _plain(parse_meanings(vocabulary_folder() / "matching")))
    return Meanings(
        words={word: tuple(means) for word, means in plain["words"].items()},
        measures=frozenset(plain["measures"]),
        units=plain["units"],
        roles={role: frozenset(members) for role, members in plain["roles"].items()},
        lengths={first: tuple(sizes) for first, sizes in plain["lengths"].items()},
        endings=frozenset(plain["endings"]),
        implied={word: frozenset(empty) for word, empty in plain["implied"].items()},
        kinds={kind: frozenset(members) for kind, members in plain["kinds"].items()},
    )


def _plain(made: Meanings) -> dict[str, Any]:
    return {
        "words": dict(made.words),
        "measures": sorted(made.measures),
        "units": dict(made.units),
        "roles": {role: sorted(members) for role, members in made.roles.items()},
        "lengths": dict(made.lengths),
        "endings": sorted(made.endings),
        "implied": {word: sorted(empty) for word, empty in made.implied.items()},
        "kinds": {kind: sorted(members) for kind, members in made.kinds.items()},
    }


def parse_meanings(folder: Path) -> Meanings:
    """Read ``measures``, ``synonyms``, ``classes``, ``words``, ``units``, ``kinds`` and ``implied``.

    A word may stand for one meaning only: one that is a synonym in two places is a VocabularyError with
    file and line. In ``words`` a word may stand under several sectors, or be a synonym elsewhere already.
    """
    words: dict[str, tuple[str, ...]] = {}
    measures = _measures(folder / "measures.yaml", words)
    _add_synonyms(folder / "synonyms.yaml", words)
    roles = _roles(folder / "classes.yaml", words)
    endings = roles.get("ending", frozenset())
    roles = {role: frozenset(words[member][0] for member in members) for role, members in roles.items()}
    roles |= _sectors(folder / "words.yaml", words)
    _expand(words, measures, roles)
    given = {role: roles.get(role, frozenset()) for role in (*ROLES, ACT)}
    units = _units(folder / "units.yaml", measures)
    kinds = _kinds(folder / "kinds.yaml", measures)
    implied = _implied(folder / "implied.yaml", words)
    return Meanings(words, frozenset(measures), units, given, _lengths(words), endings, implied, kinds)


def _measures(path: Path, words: dict[str, tuple[str, ...]]) -> set[str]:
    """The measures; they and their spellings become words."""
    measures = set()
    for name, aliases in _lists(path):
        measures.add(name.value)
        _put(words, path, (name, *aliases), (name.value,))
    return measures


def _add_synonyms(path: Path, words: dict[str, tuple[str, ...]]) -> None:
    for name, aliases in _lists(path):
        named = () if "+" in name.value else (name,)
        _put(words, path, (*named, *aliases), tuple(name.value.split("+")))


def _roles(path: Path, words: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """The words of each role, as typed; those that are none yet become words."""
    roles = {}
    for role, members in _lists(path):
        if role.value not in ROLES:
            raise _wrong(path, role, f"“{role.value}” is none of the roles {', '.join(ROLES)}")
        roles[role.value] = frozenset(_added(words, members))
    return roles


def _sectors(path: Path, words: dict[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """The role of what is done; the words of all sectors become words."""
    added = {sector.value: _added(words, members) for sector, members in _lists(path)}
    return {ACT: frozenset(words[member][0] for member in added["acts"])} if "acts" in added else {}


def _added(words: dict[str, tuple[str, ...]], members: Iterable[yaml.ScalarNode]) -> list[str]:
    """Texts that become words that mean themselves, where they are none yet."""
    texts = [member.value for member in members]
    for text in texts:
        words.setdefault(text, (text,))
    return texts


def _units(path: Path, measures: Container[str]) -> dict[str, str]:
    """The measure that each unit names."""
    units = {}
    for measure, members in _lists(path):
        _check_measure(path, measure, measures)
        units.update({member.value: measure.value for member in members})
    return units


def _kinds(path: Path, measures: Container[str]) -> dict[str, frozenset[str]]:
    """The measures of each kind."""
    kinds = dict.fromkeys(KINDS, frozenset[str]())
    for kind, members in _lists(path):
        for member in members:
            _check_measure(path, member, measures)
        kinds[kind.value] = frozenset(member.value for member in members)
    return kinds


def _check_measure(path: Path, node: yaml.ScalarNode, measures: Container[str]) -> None:
    if node.value not in measures:
        raise _wrong(path, node, f"“{node.value}” is no measure of measures.yaml")


def _implied(path: Path, words: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """Read ``implied``: the meanings that say nothing beside a word; both must be known words."""
    implied = {}
    for word, members in _lists(path):
        for node in (word, *members):
            if words.get(node.value) is None:
                raise _wrong(path, node, f"“{node.value}” is no word of synonyms, words or classes")
        implied[words[word.value][-1]] = frozenset(words[member.value][-1] for member in members)
    return implied


def _expand(
    words: dict[str, tuple[str, ...]], measures: set[str], roles: Mapping[str, frozenset[str]]
) -> None:
    """Let a compound mean its parts: 森林抚育 and 抚育森林 are the same; each part carries meaning."""
    empty = measures.union(*(roles.get(role, frozenset()) for role in EMPTY))
    kinds = [roles[role] for role in COUNTED if role in roles]
    parts = Meanings(words, frozenset(), {}, {}, _lengths(word for word in words if len(word) > 1))
    compounds = {}
    for word in [word for word, means in words.items() if len(word) >= COMPOUND and means == (word,)]:
        del words[word]
        cut = parts.cut(word)
        means = tuple(meaning for part in cut for meaning in part.means)
        words[word] = (word,)
        same = all(means[-1] in kind for kind in kinds if word in kind)
        if len(cut) > 1 and all(part.known for part in cut) and same and not empty & {word, *means}:
            compounds[word] = means
    for word, means in words.items():
        words[word] = tuple(part for meaning in means for part in compounds.get(meaning, (meaning,)))


def _lengths(words: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: dict[str, set[int]] = {}
    for word in words:
        lengths.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}


def _put(
    words: dict[str, tuple[str, ...]], path: Path, nodes: Iterable[yaml.ScalarNode], means: tuple[str, ...]
) -> None:
    for node in nodes:
        if words.setdefault(node.value, means) != means:
            other = "+".join(words[node.value])
            raise _wrong(path, node, f"“{node.value}” already means {other}; a word may mean one thing only")


def _lists(path: Path) -> Iterator[tuple[yaml.ScalarNode, list[yaml.ScalarNode]]]:
    root = composed(path)
    if not isinstance(root, yaml.MappingNode):
        raise VocabularyError(f"{path.name}: line 1: expected a mapping of names to lists of words")
    for key, value in root.value:
        if not isinstance(value, yaml.SequenceNode):
            raise _wrong(path, key, f"expected a list of words for {key.value}")
        for item in value.value:
            if not isinstance(item, yaml.ScalarNode) or not item.value.strip():
                raise _wrong(path, item, "a word must be a text")
            if len(item.value) > LONGEST:
                raise _wrong(path, item, f"“{item.value}” is longer than {LONGEST} characters")
        yield key, value.value


def _wrong(path: Path, node: yaml.Node, what: str) -> VocabularyError:
    return VocabularyError(f"{path.name}: line {node.start_mark.line + 1}: {what}")
