"""Headers on two rows whose texts were drawn in any order: a text over parts, and others beside both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median

from extractors.unruled.bands import COLUMNS
from extractors.unruled.texts import Text

_MIDDLE = 0.4  # of the height: how far off the middle of two rows of headers the others stand
_LEVEL = 0.25  # of the height: middles that differ by less are level
_DRAWN = 3  # rows at most that one header was taken for: what is over parts, what is beside, the parts
_ALIGNED = 1.5  # points
_FEWEST, _FEWEST_AT_EDGE = 2, 3  # parts that stand under one text
_NEAR = 2.0  # of the height: so far off the middle of a header its texts stand at most


@dataclass(frozen=True, slots=True)
class _Header:
    """``beside`` stand over both rows, ``over`` in the upper one, each over several of ``parts``."""

    beside: list[Text]
    over: list[Text]
    parts: list[Text]

    @property
    def texts(self) -> list[Text]:
        return [*self.beside, *self.over, *self.parts]


def with_headers(
    rows: Sequence[list[Text]], loose: Sequence[Text], height: float
) -> tuple[list[list[Text]], list[Text]]:
    """Rows with the headers on two rows, and what is left of the texts drawn apart; ``end`` counts rows."""
    found: list[list[Text]] = []
    left = list(loose)
    at = 0
    while at < len(rows):
        for taken in range(1, _DRAWN + 1):
            row = [text for row in rows[at : at + taken] for text in row]
            if header := _header(row, left, height):
                for text in header.beside:
                    text.end = 2
                found.append(sorted([*header.beside, *header.over], key=_start))
                found.append(sorted(header.parts, key=_start))
                left = [text for text in left if text not in header.texts]
                at += taken
                break
        else:
            found.append(rows[at])
            at += 1
    return found, left


def _start(text: Text) -> float:
    return text.x0


def _header(row: Sequence[Text], loose: Sequence[Text], height: float) -> _Header | None:
    """The header that all texts of a row are of, with texts that were drawn apart."""
    if not all(map(_is_words, row)):
        return None
    middle = median(text.middle for text in row)
    near = [*row, *(t for t in loose if _is_words(t) and abs(t.middle - middle) < _NEAR * height)]
    for parts in _levels(near, height):
        header = _header_over(parts, near, height)
        if header and all(text in header.texts for text in row):
            return header
    return None


def _levels(texts: Sequence[Text], height: float) -> Iterator[list[Text]]:
    """Texts that stand on one level, the lowest level first."""
    left = sorted(texts, key=lambda text: -text.middle)
    while left:
        level = [text for text in left if left[0].middle - text.middle < _LEVEL * height]
        yield level
        left = left[len(level) :]


def _header_over(parts: Sequence[Text], near: Sequence[Text], height: float) -> _Header | None:
    """The header whose lower row has parts on this level: each is under a text that is over several."""
    bottom = max(text.y1 for text in parts)
    best: _Header | None = None
    for middle in {(text.y0 + bottom) / 2 for text in near}:
        beside = [one for one in near if abs(one.middle - middle) < _MIDDLE * height]
        over = [
            one
            for one in near
            if middle - one.middle >= _LEVEL * height
            and abs((one.y0 + bottom) / 2 - middle) < _MIDDLE * height
        ]
        header = _fitted(beside, over, parts)
        if header and (best is None or len(header.texts) > len(best.texts)):
            best = header
    return best


def _fitted(beside: Sequence[Text], over: Sequence[Text], parts: Sequence[Text]) -> _Header | None:
    """What of these makes a header: nothing beside crosses what is over parts, and each part is under one."""
    beside = [one for one in beside if one not in parts and one not in over]
    over = [one for one in over if one not in parts and is_over(one, parts, beside)]
    under = [part for part in parts if any(_is_part(part, one, beside) for one in over)]
    beside = [one for one in beside if not any(_crosses(one, other) for other in (*over, *under))]
    if len(under) < _FEWEST or not beside or len(beside) + len(under) < COLUMNS:
        return None
    return _Header(beside, over, under)


def _is_words(text: Text) -> bool:
    return any(map(str.isalpha, text.words))


def is_over(text: Text, parts: Sequence[Text], beside: Sequence[Text]) -> bool:
    """Whether a text stands over several parts: between what is beside it, and in their middle.

    One at the left edge is over three at least, or over what is no wider: labels of rows stand there, some
    lower than others.
    """
    under = [part for part in parts if _is_part(part, text, beside)]
    is_inside = any(one.x1 <= text.x0 for one in beside) or all(
        text.x0 - _ALIGNED < part.x0 and part.x1 < text.x1 + _ALIGNED for part in under
    )
    if len(under) < (_FEWEST if is_inside else _FEWEST_AT_EDGE):
        return False
    off = min(p.x0 for p in under) + max(p.x1 for p in under) - text.x0 - text.x1
    return abs(off) / 2 < max(p.x1 - p.x0 for p in under)


def _is_part(one: Text, text: Text, beside: Sequence[Text]) -> bool:
    """Whether a text stands under another, between what is beside both."""
    left = max((other.x1 for other in beside if other.x1 <= text.x0), default=-inf)
    right = min((other.x0 for other in beside if other.x0 >= text.x1), default=inf)
    return left <= one.x0 and one.x1 <= right


def _crosses(one: Text, other: Text) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)
