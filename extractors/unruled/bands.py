"""Rows of a table without rulings put into bands that share their columns."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.unruled.rows import Interval, TextRow

COLUMNS, ROWS = 4, 3  # the least of a band that makes a page tabular
LABELS = (
    3  # columns at the left of a band that may stand over several rows and that its header may leave blank
)
_FEW_COLUMNS, _FEW_TEXTS = 6, 2  # texts that a row shows at least in a band of no more columns
_WEAK_ROWS = 4  # rows in a row that may show less, or less than half of more columns
BRIDGE = 0.5  # points by which texts of two columns may overlap
_NARROW = 0.35  # share of the width that one text in a row of its own may have in a band


@dataclass(slots=True)
class Band:
    """Rows that share their columns."""

    first: int
    last: int
    columns: list[Interval]
    goes_on: bool = False
    """Whether its first row is one of its body: its header stands on the page before."""


@dataclass(frozen=True, slots=True)
class _Column:
    """From where to where texts of a band stand, and in which of its rows."""

    start: float
    end: float
    rows: frozenset[int]


def bands_of(
    rows: Sequence[TextRow], width: float, going_on: Band | None, heads: Collection[int] = ()
) -> list[Band]:
    """The bands from top to bottom; in none are ``heads``, the upper ones of two rows of headers."""
    bands = [going_on] if going_on and going_on.last >= 0 else []
    index = going_on.last + 1 if going_on else 0
    while index < len(rows):
        if len(rows[index].texts) < COLUMNS or index in heads:
            index += 1
            continue
        band = band_from(rows, index, width, rows[index].texts, heads)
        if band.last > band.first:
            bands.append(band)
        index = band.last + 1
    return bands


def band_from(
    rows: Sequence[TextRow],
    first: int,
    width: float,
    begun: Sequence[Interval],
    heads: Collection[int] = (),
) -> Band:
    """The rows below a row of many texts, or at the top of a page, that have their texts in its columns.

    None of ``heads`` is among them.
    """
    columns = [_Column(start, end, frozenset((first,))) for start, end in begun]
    last, kept = first, columns
    weak, full = 0, len(begun)
    for index in range(first + 1, len(rows)):
        texts = _stacked(rows[index], columns)
        grown = _with(columns, texts, index)
        lone = len(texts) == 1 and texts[0][1] - texts[0][0] > _NARROW * width
        labels = [text for text in texts if text[1] <= begun[0][0]]
        richer = len(labels) > LABELS or len(texts) - len(labels) > len(begun) + 1
        richer = richer or _is_richer_header(rows[index], len(texts) - len(labels), len(begun))
        if (
            grown is None
            or lone
            or richer
            or index in heads
            or (index == first + 1 and _is_pair(texts, begun))
        ):
            break
        full = max(full, len(texts))
        # At the top of a page that goes on stands what it cut from the last row, which may be little.
        is_rest = first < 0 and index == 0 and _is_rest(columns, texts)
        strong = is_rest or len(texts) >= (_FEW_TEXTS if full <= _FEW_COLUMNS else full / 2)
        weak = 0 if strong else weak + 1
        if weak > _WEAK_ROWS:
            break
        columns = grown
        if strong:
            last, kept = index, columns
    else:
        rest = range(last + 1, len(rows))
        if all(_has_labels_only(rows[index], kept) for index in rest):
            last = len(rows) - 1
    return Band(max(0, first), last, [(c.start, c.end) for c in _under_headers(kept, first)], first < 0)


def _is_richer_header(row: TextRow, texts: int, begun: int) -> bool:
    """Whether a row of words alone has more texts than that which a band begins with: a header of others."""
    are_words = not any(map(str.isdigit, "".join(piece.text for piece in row.pieces)))
    return are_words and texts > max(begun, COLUMNS)


def _has_labels_only(row: TextRow, columns: Sequence[_Column]) -> bool:
    """Whether a row of a band has texts in the columns of labels alone: a kind of indicator that has none.

    Or one where names may stand, in a row that is not filled in: ……, 指标3.
    """
    if len(columns) <= LABELS:
        return False
    own = [text for text in row.texts if any(text[0] < piece.centre[0] < text[1] for piece in row.pieces)]
    limit = columns[LABELS].start if len(own) > 1 else columns[LABELS].end + BRIDGE
    return row.texts[-1][1] <= limit


def _under_headers(columns: Sequence[_Column], first: int) -> list[_Column]:
    """A header in the middle and texts at the side of one column do not overlap: they are put together."""
    found: list[_Column] = []
    for column in columns:
        header = frozenset((first,))
        one = found[-1] if found else None
        if one and header in (one.rows, column.rows) and not one.rows & column.rows:
            found[-1] = _joined((one, column))
        else:
            found.append(column)
    return found


def _is_pair(texts: Sequence[Interval], columns: Sequence[Interval]) -> bool:
    """Whether a row below four texts is a label and its value: the first column has text, the second none."""
    if len(columns) > COLUMNS:
        return False
    filled = [any(c[0] < end and start < c[1] for start, end in texts) for c in columns]
    return filled[0] and not filled[1]


def _stacked(row: TextRow, columns: Sequence[_Column]) -> list[Interval]:
    """The texts of a row; one where those of a column stand on lines of their own: a label and its rest."""
    texts = list(row.texts)
    for column in columns:
        inside = [text for text in texts if [c for c in columns if _meets(c, text)] == [column]]
        if len(inside) > 1 and _on_lines_of_their_own(row, inside):
            texts = [*(text for text in texts if text not in inside), (inside[0][0], inside[-1][1])]
    return sorted(texts)


def _meets(column: _Column, text: Interval) -> bool:
    start, end = text
    return column.start < end - BRIDGE and start < column.end - BRIDGE


def _is_rest(columns: Sequence[_Column], texts: Sequence[Interval]) -> bool:
    """Whether several texts stand in one column each."""
    return len(texts) >= _FEW_TEXTS and all(sum(_meets(c, text) for c in columns) == 1 for text in texts)


def _on_lines_of_their_own(row: TextRow, texts: Sequence[Interval]) -> bool:
    heights = [
        (min(p.y0 for p in pieces), max(p.y1 for p in pieces))
        for start, end in texts
        if (pieces := [p for p in row.pieces if start <= p.x0 and p.x1 <= end])
    ]
    return all(one[1] <= other[0] + BRIDGE for one, other in pairwise(sorted(heights)))


def _with(columns: Sequence[_Column], texts: Sequence[Interval], row: int) -> list[_Column] | None:
    """The columns grown by the texts of a row; None where a text lies in two that are not one."""
    grown = list(columns)
    for start, end in texts:
        text = _Column(start, end, frozenset((row,)))
        met = [c for c in grown if _meets(c, (start, end))]
        if sum(len(c.rows) for c in (*met, text)) > len(frozenset().union(*(c.rows for c in (*met, text)))):
            return None
        grown = [*(c for c in grown if c not in met), _joined((*met, text))]
    return sorted(grown, key=lambda column: column.start)


def _joined(columns: Sequence[_Column]) -> _Column:
    return _Column(
        min(column.start for column in columns),
        max(column.end for column in columns),
        frozenset().union(*(column.rows for column in columns)),
    )
