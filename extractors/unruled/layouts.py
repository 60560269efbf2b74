"""Which columns each row of a table without rulings has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.unruled.bands import COLUMNS, Band
from extractors.unruled.heads import are_double, heads
from extractors.unruled.rows import Interval, TextRow
from extractors.unruled.texts import Text
from extractors.unruled.totals import totals

_PAIR = 2  # texts of a row that is a label and its value


def columns_by_row(
    rows: Sequence[TextRow], bands: Sequence[Band], texts: Sequence[Text], known: Sequence[Interval]
) -> list[list[Interval]]:
    """The columns of each row: those of its band, else its own texts; ``texts``: those of known rows.

    ``known`` are the columns that the page before ends with.
    """
    columns_of = {i: band.columns for band in bands for i in range(band.first, band.last + 1)}
    for band in bands:
        pairs = rows[band.first].texts if len(band.columns) > COLUMNS else band.columns
        if _holds_pairs(band, pairs, texts):
            # The value of the only label of a row reaches to the right edge, wherever it stands.
            inside = range(band.first, band.last + 1)
            columns_of |= {i: rows[i].texts for i in inside if not _has_text(rows[i], pairs[2])}
        over = band.first - 1
        if over >= 0 and are_double(texts, over):
            columns_of[over] = heads(rows[over].texts, rows[band.first].texts, band.columns)
    columns = list(known)
    for index, row in enumerate(rows):
        columns = columns_of.get(index, columns)
        if index not in columns_of and len(columns) >= COLUMNS and (cells := totals(row, columns)):
            columns_of[index] = cells
    for index, row in enumerate(rows[1:], 1):
        if not row.pieces and index - 1 in columns_of:
            # Nothing begins in it: what stands over it stands over the row above, too.
            columns_of[index] = columns_of[index - 1]
    return [columns_of.get(index, row.texts) for index, row in enumerate(rows)]


def _has_text(row: TextRow, column: Interval) -> bool:
    """Whether a text stands in a column, and does not only reach into it."""
    return any(column[0] < (start + end) / 2 < column[1] for start, end in row.texts)


def _holds_pairs(band: Band, columns: Sequence[Interval], texts: Sequence[Text]) -> bool:
    """Whether rows hold two labels with their values in these columns: 主管部门 X 实施单位 Y."""
    if len(columns) != COLUMNS:
        return False
    labels = [columns[0], columns[2]]
    inside = [t for t in texts if band.first <= t.row <= band.last]
    # The value of the only label of a row may reach under the second label of others.
    several = Counter(t.row for t in inside)
    inside = [t for t in inside if several[t.row] > _PAIR]
    inside = [t for t in inside if any(min(end, t.x1) > max(start, t.x0) for start, end in labels)]
    return bool(inside) and not any(character.isdigit() for t in inside for character in t.words)
