"""Names that are one slip away from a curated name, found over distinct names at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from normalizers.matching.forms import Form
from normalizers.matching.meaning import meanings
from normalizers.matching.slips import confusable, strange

SHORTEST = 5
"""Characters of the shortest name that is mended as a whole."""
BLOCK = 2000
"""Names compared at once: a block of distances stays some megabytes."""


def slipped(readings: Sequence[str], curated: Mapping[str, Form]) -> dict[str, tuple[str, float]]:
    """The curated reading that each reading is one slip away from, and how alike they are (0 to 100).

    A slip is one character more, fewer or other, or two neighbours that changed places, at a character that
    no word explains; a real word in the place of another is no slip (小学, 大学). Readings that are near to
    several indicators are left out.
    """
    suspects = sorted({text for text in readings if len(text) >= SHORTEST - 1 and _odd(text)})
    choices = [text for text in curated if len(text) >= SHORTEST]
    found: dict[str, tuple[str, float]] = {}
    for start in range(0, len(suspects), BLOCK):
        block = suspects[start : start + BLOCK]
        distances = process.cdist(block, choices, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        near: dict[str, set[str]] = {}
        for row, column in np.argwhere(distances == 1):
            if _is_slip(block[row], choices[column]):
                near.setdefault(block[row], set()).add(choices[column])
        for text, others in near.items():
            if len({curated[other].key for other in others}) == 1:
                other = min(others)
                found[text] = (other, round(fuzz.ratio(text, other), 1))
    return found


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
        return first in odd or typed[first] == typed[first - 1 : first]
    if typed[first + 1 :] == meant[first + 1 :]:
        similar = meant[first] in confusable().get(typed[first], ())
        return first in odd and (similar or (not _carries(meant[first]) and len(typed) > SHORTEST))
    return first in odd or first + 1 in odd


def _carries(char: str) -> bool:
    """Whether a character alone is a measure or a polarity."""
    found = meanings()
    means = found.words.get(char, ())
    return any(meaning in found.measures or meaning in found.roles["polarity"] for meaning in means)
