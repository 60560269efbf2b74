"""Provisional indicators that look alike: proposals to merge, which only people decide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz import fuzz, process

from normalizers.matching.forms import form_of
from normalizers.matching.likeness import BLOCK
from normalizers.matching.meaning import meanings
from normalizers.matching.model import Match, Proposal

ALIKE = 75.0
"""rapidfuzz ratio, 0 to 100, from which on two names are worth a look."""


def proposals(matches: Iterable[Match], at_least: float = ALIKE) -> list[Proposal]:
    """Pairs of provisional indicators that look alike, the likest first; nothing is merged by it.

    Only names of one measure and one polarity are compared. ``at_least`` is a score, 0 to 100.
    """
    distinct = {found.code: found for found in matches if found.provisional}
    blocks: dict[tuple[str, frozenset[str]], list[Match]] = {}
    for found in sorted(distinct.values(), key=lambda one: one.code):
        form = form_of(found.indicator)
        blocks.setdefault((form.measure, form.content & meanings().roles["polarity"]), []).append(found)
    pairs = [pair for block in blocks.values() for pair in _alike(block, at_least)]
    return sorted(pairs, key=lambda pair: (-pair.score, pair.first.code, pair.second.code))


def _alike(rows: Sequence[Match], at_least: float) -> Iterator[Proposal]:
    import numpy as np

    texts = [found.indicator for found in rows]
    for start in range(0, len(rows), BLOCK):
        some = texts[start : start + BLOCK]
        scores = process.cdist(some, texts, scorer=fuzz.ratio, score_cutoff=at_least, dtype=np.float32)
        for one, other in np.argwhere(scores > 0):
            if start + one < other:
                score = round(float(scores[one, other]), 1)
                yield Proposal(rows[start + one], rows[other], score, f"likeness {score:.0f}")
