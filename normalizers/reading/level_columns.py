"""The columns of the levels where no header names them: one head over all three, or 指标 over each."""

from __future__ import annotations

from dataclasses import replace

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.reading.columns import Columns
from normalizers.reading.stream import Row
from normalizers.text import squashed

_VALUED = ("target", "actual", "weight", "score", "operator", "unit", "remark")


def with_levels(columns: Columns, row: Row, after: Row | None) -> Columns:
    """The columns with those of the levels, told by what stands in the first row under the header.

    ``columns`` is returned as it is where a header names a level, or where the row below begins with none.
    """
    values = [columns.spans[field][0] for field in _VALUED if field in columns.spans]
    if (
        after is None
        or not values
        or {"level1", "level2"} & columns.spans.keys()
        or "target" not in columns.spans
    ):
        return columns
    if lexicon("indicator_columns").exact(columns.cells["target"].text) != "target":
        return columns  # 达成预期目标 is what a row says, and no header
    heads = [cell for cell in row.own if cell.column < min(values) and cell.row_span == 1]
    below = [
        cell
        for cell in after.cells
        if squashed(cell.text)
        and cell.row == after.index
        and any(_covers(head, cell) for head in heads)
        and not squashed(cell.text).isdigit()
    ]
    found = _levels(below)
    if _levels(heads) or not found or len(below) == len(found):
        return columns
    *_, last = found.values()
    known = columns.spans.get("name")
    rest = [cell for cell in below[len(found) :] if known is None or cell.column < known[1]]
    places = {field: (cell.column, cell.column + cell.column_span) for field, cell in found.items()}
    starts = dict(found)
    if known is None or known[0] < last.column + last.column_span:
        if not rest:
            return columns
        places["name"] = rest[0].column, rest[-1].column + rest[-1].column_span
        starts["name"] = rest[0]
    cells = {field: next(head for head in heads if _covers(head, cell)) for field, cell in starts.items()}
    others = tuple(head for head in columns.others if head.cells[-1] not in heads)
    return replace(columns, spans=columns.spans | places, cells=columns.cells | cells, others=others)


def _levels(below: list[Cell]) -> dict[str, Cell]:
    """The cells at the left that name a level, by level; 成本指标 alone is a second one."""
    first, second = (
        [lexicon(name).exact(cell.text) is not None for cell in below] for name in ("level1", "level2")
    )
    if len(below) > 1 and second[1]:
        return {"level1": below[0], "level2": below[1]}  # the first may be the form's own: 投入 | 成本目标
    if below and second[0]:
        return {"level2": below[0]}
    return {"level1": below[0]} if below and first[0] else {}


def _covers(head: Cell, cell: Cell) -> bool:
    return head.column <= cell.column < head.column + head.column_span
