"""Pairs printed rows with rows found, so that one missing row does not fail all that follow."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from truth_tables import Row
from values import squeezed

GAP = 0.3
"""Two rows less alike than this are a missed and an invented row rather than a misread one."""

Pair = tuple[Row | None, Row | None]


def align(wanted: Sequence[Row], got: Sequence[Row], key: Callable[[Row], str]) -> list[Pair]:
    """By order where the counts agree, else the best pairing in order by likeness of ``key``."""
    if len(wanted) == len(got):
        return list(zip(wanted, got, strict=True))
    likeness = [[_alike(key(one), key(other)) for other in got] for one in wanted]
    return _backtrack(wanted, got, likeness, _scores(likeness, len(wanted), len(got)))


def _alike(one: str, other: str) -> float:
    one, other = squeezed(one), squeezed(other)
    return 1.0 if one == other else SequenceMatcher(None, one, other, autojunk=False).ratio()


def _scores(likeness: list[list[float]], rows: int, columns: int) -> list[list[float]]:
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for at in range(1, rows + 1):
        for to in range(1, columns + 1):
            matched = best[at - 1][to - 1] + likeness[at - 1][to - 1] - GAP
            best[at][to] = max(matched, best[at - 1][to], best[at][to - 1])
    return best


def _backtrack(
    wanted: Sequence[Row], got: Sequence[Row], likeness: list[list[float]], best: list[list[float]]
) -> list[Pair]:
    pairs: list[Pair] = []
    at, to = len(wanted), len(got)
    while at or to:
        if at and to and best[at][to] == best[at - 1][to - 1] + likeness[at - 1][to - 1] - GAP:
            at, to = at - 1, to - 1
            pairs.append((wanted[at], got[to]))
        elif at and best[at][to] == best[at - 1][to]:
            at -= 1
            pairs.append((wanted[at], None))
        else:
            to -= 1
            pairs.append((None, got[to]))
    return pairs[::-1]
