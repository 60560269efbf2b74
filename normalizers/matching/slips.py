"""Slips of one character, of the pen or of recognition: a word that is nearly a known one is that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

import yaml

from normalizers.lexicon import VocabularyError, composed, vocabulary_folder
from normalizers.matching.meaning import LONGEST, SINGLE, UNKNOWN, WORD, Word, cost, meanings
from normalizers.matching.measures import RATE
from normalizers.prepared import prepared

SHORTEST = 2
"""Characters of the shortest word that is mended."""
SHORTEST_SWAP = 3
"""Characters of the shortest word in which two that changed places are put back."""
_PLAIN = re.compile(r"[\da-z.□、&]")
"""Figures, letters and marks: no slips are looked for among them."""
_DOUBLED = re.compile(r"([^\W\da-z])\1")
GAP = "□"
"""Stands for a character that is left out."""
STRAY = 0.5
"""What a known word of one character costs more in a mended text."""
COMMON = 4
"""Characters of the longest common word."""
GAIN = UNKNOWN - 2
"""How much cheaper a mended text must cut: one character fewer that no word explains."""


@dataclass(frozen=True, slots=True)
class Slips:
    """What slips are told by.

    ``confusable``: the characters that sound or look like a character, as one text. ``gaps``: the characters
    that make a known word of what stands before and behind GAP. ``swaps``: words in which two neighbours
    changed places, to the word that was meant.
    """

    confusable: Mapping[str, str]
    gaps: Mapping[str, str]
    swaps: Mapping[str, str]


@cache
def _slips() -> Slips:
    return Slips(
        **prepared("slips", lambda: {"confusable": _confusable(), "gaps": _gaps(), "swaps": _swaps()})
    )


def confusable() -> Mapping[str, str]:
    """The characters that sound or look like a character, as one text."""
    return _slips().confusable


def _confusable() -> dict[str, str]:
    folder = vocabulary_folder() / "matching"
    sounds = _table(folder / "sounds.yaml")
    looks = (*_table(folder / "lookalikes.yaml").items(), *_table(folder / "misread.yaml").items())
    alike: dict[str, set[str]] = {}
    for group in sounds.values():
        for one in group:
            alike.setdefault(one, set()).update(group)
    for one, group in looks:
        for other in group:
            alike.setdefault(one, set()).add(other)
            alike.setdefault(other, set()).add(one)
    return {one: "".join(sorted(group - {one})) for one, group in alike.items()}


def _table(path: Path) -> dict[str, str]:
    """Read a file of ``key: characters``; raises VocabularyError where a line is something else."""
    root = composed(path)
    if not isinstance(root, yaml.MappingNode):
        raise VocabularyError(f"{path.name}: line 1: expected a mapping to characters")
    for _, value in root.value:
        if not isinstance(value, yaml.ScalarNode):
            raise VocabularyError(f"{path.name}: line {value.start_mark.line + 1}: expected characters")
    return {key.value: value.value for key, value in root.value}


def repaired(text: str) -> tuple[list[Word], str | None]:
    """Cut a text into words; where characters are left over, mend the one slip that explains most of them.

    The second part tells the slip, as typed → meant; None where nothing was mended. Where two mendings that
    mean different things explain equally much, nothing is mended.
    """
    found = meanings()
    words = found.cut(text)
    doubled = _undoubled(text)
    if doubled and cost(found.cut(doubled)) + SINGLE <= cost(words):
        return found.cut(doubled), f"{text} → {doubled}"
    if all(word.known for word in words):
        return words, None
    least: float = cost(words) - GAIN
    odd = strange(text, words)
    mended: dict[str, list[Word]] = {}
    for candidate in _candidates(text, _beside(text, words, odd), _loose(words)):
        if candidate not in mended:
            cut = found.cut(candidate)
            price = _price(cut) - (_measured(cut) if candidate[:-1] == text[:-1] else 0)
            if price < least:
                least, mended = price, {candidate: cut}
            elif price == least:
                mended[candidate] = cut
    if not mended or len({tuple(word.means for word in cut) for cut in mended.values()}) > 1:
        return words, None
    meant = min(mended)
    return mended[meant], f"{text} → {meant}"


def _price(words: list[Word]) -> float:
    """What a mended text costs: among equals the one with fewer words of one character, measures aside."""
    measures = meanings().measures
    return cost(words) + STRAY * sum(len(word.text) == 1 and word.means[0] not in measures for word in words)


def _measured(words: list[Word]) -> int:
    """What a measure is worth where the last character is the slip: as much as a longer word (支付律)."""
    last = words[-1]
    return SINGLE - WORD if len(last.text) == 1 and last.means[0] in meanings().measures else 0


def _undoubled(text: str) -> str | None:
    """The text without one of two like characters side by side; None where there are none."""
    found = _DOUBLED.search(text)
    if not found or found[0] in common_words():
        return None
    return text[: found.start()] + text[found.start() + 1 :]


def strange(text: str, words: list[Word]) -> list[int]:
    """The places of the characters that neither a word of meaning nor a common word explains."""
    odd, start = [], 0
    ends = _ends(words)
    for word in words:
        place, start = start, start + len(word.text)
        if not word.known and not _PLAIN.fullmatch(word.text) and not _is_common(text, place, ends):
            odd.append(place)
    return odd


def _ends(words: list[Word]) -> frozenset[int]:
    """Where words begin and end."""
    return frozenset(accumulate((len(word.text) for word in words), initial=0))


def _is_common(text: str, place: int, ends: frozenset[int]) -> bool:
    """Whether a common word explains a character; one that cuts through a known word does not (事 故友)."""
    common = common_words()
    return any(
        text[first:last] in common
        for first in range(max(0, place - COMMON + 1), place + 1)
        for last in range(place + 1, min(len(text), first + COMMON) + 1)
        if first in ends and last in ends
    )


def _beside(text: str, words: list[Word], odd: list[int]) -> list[int]:
    """The places to mend: those that nothing explains, and words of one character beside one (群从)."""
    single, start = set(), 0
    for word in words:
        if word.known and len(word.text) == 1 and not _PLAIN.fullmatch(word.text):
            single.add(start)
        start += len(word.text)
    near = {place for at in odd for place in (at - 1, at + 1) if place in single}
    ends = _ends(words)
    return sorted({*odd, *(place for place in near if not _is_common(text, place, ends))})


def _loose(words: list[Word]) -> frozenset[int]:
    """The places that stand in no known word of several characters: only those may have changed places."""
    loose: set[int] = set()
    start = 0
    for word in words:
        if not word.known or len(word.text) == 1:
            loose.update(range(start, start + len(word.text)))
        start += len(word.text)
    return frozenset(loose)


def _candidates(text: str, odd: list[int], loose: frozenset[int]) -> Iterator[str]:
    """The text with one character put right, at each place that no word explains."""
    slips = _slips()
    alike, gaps, swaps = slips.confusable, slips.gaps, slips.swaps
    for place in odd:
        similar = alike.get(text[place], "")
        if place == len(text) - 1:
            yield from (text[:-1] + char for char in similar if meanings().words.get(char) == (RATE,))
        for first in range(max(0, place - LONGEST), place + 1):
            for last in range(place + 1, min(len(text), first + LONGEST) + 1):
                for char in gaps.get(text[first:place] + GAP + text[place + 1 : last], ""):
                    if char in similar:
                        yield text[:place] + char + text[place + 1 :]
                meant = swaps.get(text[first:last])
                if meant and all(
                    at + first in loose for at, char in enumerate(meant) if char != text[first + at]
                ):
                    yield text[:first] + meant + text[last:]


@cache
def common_words() -> frozenset[str]:
    """Common words of Chinese of two to four characters, by sector or not."""
    lines = (vocabulary_folder() / "matching" / "common.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return frozenset(first + rest for first, rests in rows for rest in rests.split(" "))


def _gaps() -> dict[str, str]:
    gaps: dict[str, str] = {}
    for word in sorted(meanings().words):
        if len(word) >= SHORTEST:
            for place, char in enumerate(word):
                gap = word[:place] + GAP + word[place + 1 :]
                gaps[gap] = gaps.get(gap, "") + char
    return gaps


def _swaps() -> dict[str, str]:
    swaps: dict[str, str] = {}
    for word in sorted(meanings().words):
        for place in range(len(word) - 1 if len(word) >= SHORTEST_SWAP else 0):
            swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
            if swapped not in meanings().words:
                swaps.setdefault(swapped, word)
    return swaps
