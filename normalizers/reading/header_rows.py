"""The headers of a row: those of two rows joined, and the label at their left."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.numbers import plain_number
from normalizers.reading.columns import Head
from normalizers.reading.stream import Row, end_of
from normalizers.text import core, is_chinese, is_foreign, squashed

LONGEST_HEAD = 24
"""Characters: a longer text is no header."""


def is_group(text: str) -> bool:
    """Whether a text names a part of the form (绩效指标, 项目资金) and no column of it."""
    return (lexicon("labels").exact(text) or "").endswith("_group")


def heads_of(row: Row, after: Row | None) -> tuple[list[Head], int]:
    """The headers of a row, those of a second row joined to what stands over them; the rows used."""
    under = second_row(row, after)
    heads = []
    for cell in row.said[len(row.sides) :]:
        kids = under.get(id(cell), [])
        if not kids:
            heads.append(Head((cell.text,), (cell,)))
        for kid in kids:
            whole = f"{core(kid.text)}{core(cell.text)}"
            heads.append(Head((whole, f"{core(cell.text)}{core(kid.text)}", kid.text), (cell, kid)))
    if under and after:
        heads += [Head((kid.text,), (kid,)) for kid in after.own if _is_under_nothing(kid, row)]
    return heads, 2 if under else 1


def names_breakdown(row: Row) -> bool:
    """Whether the block that a header belongs to says what the money is spent on: 支出内容及明细预算."""
    inner = squashed(row.sides[-1].text) if row.sides else ""
    return any(word in inner for word in words("money_labels")["breakdown"])


def _is_translation(kid: Cell, said: tuple[Cell, ...]) -> bool:
    """Whether a cell is the other half of the bilingual header over it, which a page break parted."""
    return is_foreign(kid.text) and any(
        (cell.column, cell.column_span) == (kid.column, kid.column_span) and is_chinese(cell.text)
        for cell in said
    )


def _is_under_nothing(kid: Cell, row: Row) -> bool:
    """Whether a header is printed in the second row only, its place in the first left blank."""
    return any(
        not squashed(cell.text) and (cell.column, cell.column_span) == (kid.column, kid.column_span)
        for cell in row.cells
    )


def second_row(row: Row, after: Row | None) -> dict[int, list[Cell]]:
    """The cells of a second header row by the identity of the cell over them; nothing where there is none.

    Each of its cells stands under a wider cell of the first row, two or more under one; there are other cells
    in the first row, and they reach down over it, or have nothing beneath. A sentence heads nothing.
    """
    if after is None or after.grid != row.grid:
        return {}
    said = row.said[len(row.sides) :]
    wide = [cell for cell in said if cell.column_span > 1 and _is_over(cell, after)]
    if not wide:
        return {}
    under: dict[int, list[Cell]] = {}
    for kid in after.own:
        if _is_translation(kid, said) or _is_under_nothing(kid, row):
            continue
        over = [
            cell
            for cell in wide
            if cell.column <= kid.column
            and kid.column + kid.column_span <= cell.column + cell.column_span
            and kid.column_span < cell.column_span
        ]
        if not over or len(core(kid.text)) > LONGEST_HEAD or plain_number(kid.text) is not None:
            return {}
        under.setdefault(id(over[0]), []).append(kid)
    return under if len(under) < len(said) and all(len(kids) > 1 for kids in under.values()) else {}


def _is_over(cell: Cell, after: Row) -> bool:
    """Whether a cell ends right above a row and is as short as a header."""
    if end_of(cell) != after.index:
        return False
    return len(core(cell.text)) <= LONGEST_HEAD and not squashed(cell.text).endswith("。")
