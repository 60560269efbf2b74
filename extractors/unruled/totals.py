"""The cells of a row of totals below a band: its figures stand in columns of the band, its label beside."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from extractors.unruled.bands import BRIDGE
from extractors.unruled.labels import is_figure
from extractors.unruled.rows import Interval, TextRow

_POINTS = "分"  # what may stand behind the points of a form: 100.00分


def totals(row: TextRow, columns: Sequence[Interval]) -> list[Interval] | None:
    """The cells of such a row, from left to right: the label's, then the columns from its first figure on.

    A label of more rows may stand at its left. None where a row is another: where a text beside the label is
    no figure, or stands in no single column.
    """
    sides = list(takewhile(lambda text: not _begins_in(row, text), row.texts))
    if len(sides) == len(row.texts) or [_place(text, columns) for text in sides] != list(range(len(sides))):
        return None
    label, *figures = row.texts[len(sides) :]
    right = [piece.text for piece in row.pieces if piece.x0 > label[1]]
    if not figures or not all(is_figure(text.removesuffix(_POINTS)) for text in right):
        return None
    places = [_place(text, columns) for text in figures]
    known = [place for place in places if place is not None]
    if len(known) < len(places) or len(set(known)) < len(known) or known[0] <= len(sides):
        return None
    first, left = known[0], columns[len(sides)][0]
    if label[1] > columns[first][0]:
        return None
    beside = columns[: len(sides)]
    return [*beside, (min(label[0], left), max(label[1], columns[first - 1][1])), *columns[first:]]


def _begins_in(row: TextRow, text: Interval) -> bool:
    """Whether the row has the text itself, which else is a label of rows above too."""
    return any(text[0] < piece.centre[0] < text[1] for piece in row.pieces)


def _place(text: Interval, columns: Sequence[Interval]) -> int | None:
    """The only column that a text stands in."""
    start, end = text
    met = [n for n, (left, right) in enumerate(columns) if left < end - BRIDGE and start < right - BRIDGE]
    return met[0] if len(met) == 1 else None
