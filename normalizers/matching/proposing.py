"""Provisional indicators that look alike: proposals to merge, which only people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from normalizers.matching.forms import NormalForm, form_of
from normalizers.matching.likeness import BLOCK
from normalizers.matching.meaning import ACT, meanings
from normalizers.matching.model import Match, Proposal

ALIKE = 75.0
"""rapidfuzz ratio, 0 to 100, from which on two names are worth a look."""
_TELLING = (ACT, "polarity", "person", "household")
"""Roles of words that make another indicator of a name that has one more: 危房改造竣工率, …竣工及时率."""


def proposals(matches: Iterable[Match], at_least: float = ALIKE) -> list[Proposal]:
    """Pairs of provisional indicators that look alike, the likest first; nothing is merged by it.

    Only names of one measure are compared, and one must say all that the other says, and do no more: where
    each has a word that the other has not (开工时间, 完成时间), act or object differ. ``at_least`` is a
    score, 0 to 100.
    """
    distinct = {found.code: found for found in matches if found.provisional}
    blocks: dict[str, list[Match]] = {}
    for found in sorted(distinct.values(), key=lambda one: one.code):
        blocks.setdefault(form_of(found.indicator).measure, []).append(found)
    pairs = [pair for block in blocks.values() for pair in _alike(block, at_least)]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first.code, pair.second.code))


def _alike(rows: Sequence[Match], at_least: float) -> Iterator[Proposal]:
    import numpy as np

    texts = [found.indicator for found in rows]
    forms = [form_of(text) for text in texts]
    for start in range(0, len(rows), BLOCK):
        some = texts[start : start + BLOCK]
        scores = process.cdist(some, texts, scorer=fuzz.ratio, score_cutoff=at_least, dtype=np.float32)
        for one, other in np.argwhere(scores > 0):
            if start + one < other and _may_be_one(forms[start + one], forms[other]):
                score = round(float(scores[one, other]), 1)
                yield Proposal(rows[start + one], rows[other], score, f"likeness {score:.0f}")


def _may_be_one(one: NormalForm, other: NormalForm) -> bool:
    """Whether one form has all the words of the other, and no more that tell it from that."""
    less, more = sorted((one.content, other.content), key=len)
    return less <= more and not any(map(_tells, more - less))


def _tells(atom: str) -> bool:
    """Whether a word more makes another indicator: by its role, as a measure, a number or letters."""
    known = meanings()
    told = atom in known.measures or any(atom in known.roles[role] for role in _TELLING)
    return told or any(char.isascii() or char.isnumeric() for char in atom)
