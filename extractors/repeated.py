"""Rows of a table that a program prints again on top of each page: its title, its head, its headers.

Excel repeats any rows at the top of a sheet, Word the first rows of a table. Two forms that follow each other
may begin alike as well: with the same title, the same body. They differ by what comes next. Below the rows
that are repeated a form goes on in the middle; another one has its next label there, as the first one has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from unicodedata import normalize

from rapidfuzz import fuzz

from extractors.model import Cell
from extractors.pages import Cut, Table
from extractors.unruled.texts import is_label

_FARTHEST = 6  # rows above those that are repeated, at most: they are at the top of a form
_LABELS = 4  # texts of a header
_TALL = 3  # rows: a cell over more of them is a label beside rows
_SAME_LABEL = 70  # of 100: labels of four characters that are the same though a scan misread one
_PAIR = 2  # texts of a row with a label and its value
_HEADED = 0.5  # share of the rows below that have the columns of a header


def repeated_rows(earlier: Table, later: Table) -> int | None:
    """How many rows on top of the later table only repeat those of the earlier one.

    0 where it begins as that does, but anew; None where neither is seen.
    """
    above, below = _rows(earlier), _rows(later)
    first, count = _most_alike(above, below)
    if not count or count == len(below):
        return None
    if _is_header(later, count - 1, below):
        return count
    is_title = all(len(texts) < 2 for texts in below[:count])
    if first > _FARTHEST or (is_title and any(len(texts) > 1 for texts in above[:first])):
        return None
    labels = [texts[0] for texts in _head(earlier, above)[first + count :] if texts]
    following = next((texts[0] for texts in below[count:] if texts), "")
    is_anew = any(_are_one_label(label, following) for label in labels)
    return 0 if is_anew or _has_header(earlier, above, below[count:]) else count


def opening(table: Table) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The titles on top of a table, in rows of their own, and the texts of the row below them."""
    rows = [texts for texts in _rows(table) if texts]
    count = next((number for number, texts in enumerate(rows) if len(texts) > 1), 0)
    return (tuple(texts[0] for texts in rows[:count]), rows[count]) if count else None


def without_rows(table: Table, count: int) -> Table:
    """The table without its first rows; a label beside more rows stays."""
    if not count:
        return table
    cells = tuple(
        replace(cell, row=max(0, cell.row - count), row_span=cell.row_span - max(0, count - cell.row))
        for cell in table.cells
        if cell.row + cell.row_span > count
    )
    endings = {(max(0, row - count), column): ending for (row, column), ending in table.endings.items()}
    cut = Cut(below=table.cut.below)
    return replace(table, ys=table.ys[count:], cells=cells, endings=endings, cut=cut)


def _rows(table: Table) -> list[tuple[str, ...]]:
    """The texts of the cells that begin in each row, without blanks and signs; no labels beside more rows."""
    rows: list[list[str]] = [[] for _ in table.ys[1:]]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        if cell.row_span <= _TALL and (text := _plain(cell.text)):
            rows[cell.row].append(text)
    return [tuple(texts) for texts in rows]


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, normalize("NFKC", text)))


def _most_alike(above: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Where in the earlier rows the most of those on top of the later ones stand, and how many these are."""
    best = 0, 0
    for first in range(len(above)):
        count = 0
        while first + count < len(above) and count < len(below) and above[first + count] == below[count]:
            count += 1
        if count > best[1] and any(below[:count]):
            best = first, count
    return best


def _head(table: Table, rows: Sequence[tuple[str, ...]]) -> Sequence[tuple[str, ...]]:
    """The rows above the last header of a table: those of the form's head."""
    last = max((number for number in range(len(rows)) if _is_header(table, number, rows)), default=len(rows))
    return rows[:last]


def _is_header(table: Table, row: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row has nothing but labels, and most rows below it have its columns."""
    texts = [cell.text for cell in _over(table, row) if cell.text and cell.row_span <= _TALL]
    if len(texts) < _LABELS or not all(map(is_label, texts)):
        return False
    under = range(row + 1, len(rows))
    columns = _boundaries(table, row)
    if table.is_ruled:
        headed = sum(_boundaries(table, number) == columns for number in under)
    else:
        headed = sum(len(rows[number]) > _PAIR for number in under)
    return headed >= max(1.0, _HEADED * len(under))


def _over(table: Table, row: int) -> list[Cell]:
    return [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span]


def _boundaries(table: Table, row: int) -> set[int]:
    return {place for cell in _over(table, row) for place in (cell.column, cell.column + cell.column_span)}


def _has_header(table: Table, rows: Sequence[tuple[str, ...]], others: Sequence[tuple[str, ...]]) -> bool:
    """Whether a header of the table stands among other rows."""
    headers = {rows[number] for number in range(len(rows)) if _is_header(table, number, rows)}
    return any(row in headers for row in others)


def _are_one_label(one: str, other: str) -> bool:
    return bool(one) and fuzz.ratio(one, other) >= _SAME_LABEL
