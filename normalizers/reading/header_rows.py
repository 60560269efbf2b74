"""The headers of a row: those of two rows joined, and the label at their left."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.numbers import plain_number
from normalizers.reading.columns import Head
from normalizers.reading.stream import Row
from normalizers.text import core, squashed

LONGEST_HEAD = 24
"""Characters: a longer text is no header."""


def is_group(cell: Cell) -> bool:
    """Whether a cell names a part of the form (绩效指标, 项目资金) and no column of it."""
    return (lexicon("labels").exact(cell.text) or "").endswith("_group")


def heads_of(row: Row, after: Row | None) -> tuple[list[Head], int]:
    """The headers of a row, those of a second row joined to what stands over them; the rows used."""
    said = [cell for cell in row.cells if squashed(cell.text)]
    said = said[1:] if side_label(row) else said
    under = _second_row(said, row, after)
    heads = []
    for cell in said:
        kids = under.get(id(cell), [])
        if not kids:
            heads.append(Head((cell.text,), (cell,)))
        for kid in kids:
            whole = f"{core(kid.text)}{core(cell.text)}"
            heads.append(Head((whole, f"{core(cell.text)}{core(kid.text)}", kid.text), (cell, kid)))
    return heads, 2 if under else 1


def side_label(row: Row) -> Cell | None:
    """The cell at the left that names the whole block: it reaches further down than any header beside it."""
    said = [cell for cell in row.cells if squashed(cell.text)]
    if len(said) < 3 or said[0].row + said[0].row_span <= max(cell.row + cell.row_span for cell in said[1:]):
        return None
    return said[0]


def _second_row(said: list[Cell], row: Row, after: Row | None) -> dict[int, list[Cell]]:
    """The cells of a second header row by the identity of the cell over them; nothing where there is none.

    Each of its cells stands under a wider cell of the first row, two or more under one; there are other cells
    in the first row, and they reach down over it, or have nothing beneath.
    """
    if after is None or after.grid != row.grid or not after.own:
        return {}
    under: dict[int, list[Cell]] = {}
    for kid in after.own:
        over = [
            cell
            for cell in said
            if cell.row + cell.row_span == kid.row
            and len(core(cell.text)) <= LONGEST_HEAD
            and cell.column <= kid.column
            and kid.column + kid.column_span <= cell.column + cell.column_span
            and kid.column_span < cell.column_span
        ]
        if not over or len(core(kid.text)) > LONGEST_HEAD or plain_number(kid.text) is not None:
            return {}
        under.setdefault(id(over[0]), []).append(kid)
    return under if len(under) < len(said) and all(len(kids) > 1 for kids in under.values()) else {}
