"""Headers over several columns: which columns those are, by where the middle of the text is."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.unruled.rows import Interval
from extractors.unruled.texts import Text
from extractors.unruled.twofold import is_over

_BOTH = 2  # headers at least that stand over both of two rows of headers


def are_double(texts: Sequence[Text], row: int) -> bool:
    """Whether a row and the next are headers together: some texts stand over both, the others over parts."""
    inside = [text for text in texts if text.row in (row, row + 1)]
    upper = [text for text in inside if text.row == row and text.end <= row + 2]
    over = [text for text in upper if text.end == row + 1]
    parts = [text for text in inside if text.row == row + 1]
    are_words = all(any(map(str.isalpha, text.words)) for text in inside)
    return (
        are_words
        and len(upper) - len(over) >= _BOTH
        and bool(over)
        and all(is_over(one, parts, upper) for one in over)
    )


def heads(
    texts: Sequence[Interval], below: Sequence[Interval], columns: Sequence[Interval]
) -> list[Interval]:
    """The cells of a header: its columns, those without a text put to the one that is in their middle.

    ``texts`` are those of the header, ``below`` those of the row under it, in which the columns have texts:
    one that is in both stands over both, in one column.
    """
    held = [_own(column, texts) for column in columns]
    blank = [
        own is None and _own(column, below) is not None for own, column in zip(held, columns, strict=True)
    ]
    cells: list[Interval] = []
    at = 0
    while at < len(columns):
        end, own = at + 1, held[at]
        if blank[at] or (own is not None and texts[own] not in below):
            end = _end(at, held, blank, texts, columns)
        cells.append((columns[at][0], columns[end - 1][1]))
        at = end
    return cells


def _own(column: Interval, texts: Sequence[Interval]) -> int | None:
    return next((n for n, (start, end) in enumerate(texts) if start < column[1] and column[0] < end), None)


def _end(
    at: int,
    held: Sequence[int | None],
    blank: Sequence[bool],
    texts: Sequence[Interval],
    columns: Sequence[Interval],
) -> int:
    """The column past the last of the cell that begins at one: with one text, that is nearest its middle."""
    best, best_off = at + 1, float("inf")
    for end in range(at + 1, len(columns) + 1):
        left, right = columns[at][0], columns[end - 1][1]
        inside = [n for n, (start, stop) in enumerate(texts) if left <= (start + stop) / 2 <= right]
        if len(inside) > 1 or any(held[i] is None and not blank[i] for i in range(at, end)):
            break
        if inside:
            start, stop = texts[inside[0]]
            off = abs(start + stop - left - right) / 2
            if off < best_off:
                best, best_off = end, off
    return best
