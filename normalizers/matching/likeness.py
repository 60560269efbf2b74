"""Names that are one slip away from a curated name, found over distinct names at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from normalizers.matching.meaning import meanings
from normalizers.matching.slips import confusable, strange

SHORTEST = 5
"""Characters of the shortest name that is mended as a whole."""
BLOCK = 2000
"""Names compared at once: a block of distances stays some megabytes."""


class Readings:
    """How curated names read, by length: a name is compared with those of nearly its length only."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        """``keys`` gives the normal form of each reading."""
        self.keys = keys
        self._by_length: dict[int, list[str]] = {}
        for text in keys:
            if len(text) >= SHORTEST:
                self._by_length.setdefault(len(text), []).append(text)

    def slipped(self, readings: Iterable[str]) -> dict[str, tuple[str, float]]:
        """The curated reading that each reading is one slip away from, and how alike they are (0 to 100).

        A slip is one character twice, left out or like another, or two neighbours changed, at a character
        that no word explains; a real word in the place of another is no slip (小学, 大学). Readings that are
        near to several indicators are left out.
        """
        suspects: dict[int, list[str]] = {}
        for text in sorted(set(readings)):
            if len(text) >= SHORTEST - 1 and _odd(text):
                suspects.setdefault(len(text), []).append(text)
        found: dict[str, tuple[str, float]] = {}
        for length, texts in suspects.items():
            choices = [text for near in (-1, 0, 1) for text in self._by_length.get(length + near, ())]
            for start in range(0, len(texts) if choices else 0, BLOCK):
                found.update(self._compared(texts[start : start + BLOCK], choices))
        return found

    def _compared(
        self, texts: Sequence[str], choices: Sequence[str]
    ) -> Iterator[tuple[str, tuple[str, float]]]:
        import numpy as np  # it takes longer to load than all curated names, and most runs need none

        distances = process.cdist(texts, choices, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        near: dict[str, set[str]] = {}
        for row, column in np.argwhere(distances == 1):
            if _is_slip(texts[row], choices[column]):
                near.setdefault(texts[row], set()).add(choices[column])
        for text, others in near.items():
            if len({self.keys[other] for other in others}) == 1:
                other = min(others)
                yield text, (other, round(fuzz.ratio(text, other), 1))


def _odd(text: str) -> list[int]:
    return strange(text, meanings().cut(text))


def _is_slip(typed: str, meant: str) -> bool:
    """Whether what differs is a character that no word explains, and no measure or polarity is lost by it."""
    first = next(
        (at for at, (one, other) in enumerate(zip(typed, meant, strict=False)) if one != other), None
    )
    first = min(len(typed), len(meant)) if first is None else first
    odd = _odd(typed)
    if len(typed) < len(meant):
        return (first - 1 in odd or first in odd) and not _carries(meant[first])
    if len(typed) > len(meant):
        return typed[first] == typed[first - 1 : first]
    if typed[first + 1 :] == meant[first + 1 :]:
        return first in odd and meant[first] in confusable().get(typed[first], ())
    return first in odd or first + 1 in odd


def _carries(char: str) -> bool:
    """Whether a character alone is a measure or a polarity."""
    found = meanings()
    means = found.words.get(char, ())
    return any(meaning in found.measures or meaning in found.roles["polarity"] for meaning in means)
