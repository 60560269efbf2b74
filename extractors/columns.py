"""The columns of two tables on following pages: which boundaries are one, and all of both in one order."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages import Table

_COLUMN = 0.012  # share of the table's width within which two column boundaries are one


def column_map(earlier: Table, later: Table) -> tuple[list[float], list[int], list[int]]:
    """The joined boundaries, and where the earlier and the later ones lie among them.

    The later ones are out of order where ruled columns of the two cross: these are no parts of one table.
    """
    known = _fractions(earlier.xs)
    matched: list[float] = []
    for x, match in zip(_fractions(later.xs), matches(earlier, later), strict=True):
        matched.append(x if match is None or known[match] in matched else known[match])
    if earlier.rooms and later.rooms:
        matched = _between_known(matched, known)
    union = sorted({*known, *matched})
    width = earlier.xs[-1] - earlier.xs[0]
    xs = [earlier.xs[0] + x * width for x in union]
    return xs, [union.index(x) for x in known], [union.index(x) for x in matched]


def _between_known(places: Sequence[float], known: Sequence[float]) -> list[float]:
    """The places of boundaries that are not ruled: those that are not known stand between those that are."""
    ordered: list[float] = []
    for number, place in enumerate(places):
        low = ordered[-1] if ordered else place - 1.0
        high = next((x for x in places[number + 1 :] if x in known), place + 1.0)
        if place not in known and not low < place < high:
            place = (low + min(x for x in (*known, high) if x > low)) / 2
        ordered.append(place)
    return ordered


def matches(earlier: Table, later: Table) -> list[int | None]:
    """For each boundary of the later table, the one of the earlier that it is; none crosses another.

    As many as can be, those that are near each other.
    """
    known, rooms, others = _fractions(earlier.xs), _rooms(earlier), _rooms(later)
    # By the last of the earlier that is taken: how many are matched, how far off in all, and the matches.
    best: dict[int, tuple[int, float, list[int | None]]] = {-1: (0, 0.0, [])}
    for x, (start, end) in zip(_fractions(later.xs), others, strict=True):
        near = [i for i, (low, high) in enumerate(rooms) if low <= end and start <= high]
        following = {taken: (n, off, [*found, None]) for taken, (n, off, found) in best.items()}
        for i in near:
            for taken, (n, off, found) in best.items():
                way = n + 1, off - abs(known[i] - x), [*found, i]
                if taken < i and (i not in following or way[:2] > following[i][:2]):
                    following[i] = way
        best = following
    return max(best.values(), key=lambda way: way[:2])[2]


def joined_rooms(
    earlier: Table, later: Table, columns: tuple[list[float], list[int], list[int]]
) -> tuple[tuple[float, float], ...]:
    """Where the joined boundaries may stand: where both tables have them may."""
    if not earlier.rooms or not later.rooms:
        return ()
    xs, of_earlier, of_later = columns
    left, width = xs[0], xs[-1] - xs[0]
    found: dict[int, tuple[float, float]] = {}
    for table, places in ((earlier, of_earlier), (later, of_later)):
        for place, (start, end) in zip(places, _rooms(table), strict=True):
            low, high = found.get(place, (start, end))
            found[place] = (max(low, start), min(high, end))
    return tuple((left + width * found[i][0], left + width * found[i][1]) for i in range(len(xs)))


def _rooms(table: Table) -> list[tuple[float, float]]:
    """Between which shares of the width each boundary may stand."""
    if not table.rooms:
        return [(x - _COLUMN / 2, x + _COLUMN / 2) for x in _fractions(table.xs)]
    left, width = table.xs[0], table.xs[-1] - table.xs[0]
    return [((start - left) / width, (end - left) / width) for start, end in table.rooms]


def _fractions(xs: Sequence[float]) -> list[float]:
    return [(x - xs[0]) / (xs[-1] - xs[0]) for x in xs]
