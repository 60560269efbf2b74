"""Provisional indicators that look alike: proposals to merge, which only people decide."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from rapidfuzz import fuzz, process

from normalizers.matching.model import Match, Proposal

ALIKE = 80.0
"""rapidfuzz ratio, 0 to 100, from which on two names are worth a look."""


def proposals(matches: Iterable[Match], at_least: float = ALIKE) -> list[Proposal]:
    """Pairs of provisional indicators that look alike, the likest first; nothing is merged by it."""
    distinct = {found.code: found for found in matches if found.provisional}
    rows = sorted(distinct.values(), key=lambda found: found.code)
    texts = [found.indicator for found in rows]
    if len(rows) < 2:
        return []
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=at_least, dtype=np.float32)
    pairs = zip(*np.nonzero(np.triu(scores, 1)), strict=True)
    found = [
        Proposal(rows[i], rows[j], round(float(scores[i, j]), 1), f"likeness {scores[i, j]:.0f}")
        for i, j in pairs
    ]
    return sorted(found, key=lambda pair: (-pair.score, pair.first.code, pair.second.code))
