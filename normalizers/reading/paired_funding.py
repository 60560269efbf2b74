"""Funding whose amounts stand each behind a label of their own: 预算数：| 49 | 执行数：| 48."""

from __future__ import annotations

from itertools import pairwise

from extractors.model import Cell
from normalizers.kinds import funding_kind
from normalizers.lexicon import lexicon
from normalizers.model import FundingLine
from normalizers.numbers import plain_number
from normalizers.reading.draft import Draft
from normalizers.reading.funding import is_amount
from normalizers.reading.funding_headers import FUNDING_ORDER, MONEY
from normalizers.reading.stream import Row, printed
from normalizers.text import squashed

_AMOUNTS = FUNDING_ORDER[1:4]


def read_paired(row: Row, draft: Draft) -> bool:
    """Add a row whose labels say, each in front of its amount, what was budgeted and what was executed.

    The first such row is the total. The rows below repeat the name of their kind in front of each amount;
    what an amount is, they take from the label further up in its column.
    """
    if draft.part not in ("head", "funding") or draft.columns is not None:
        return False
    cells = [cell for cell in row.cells if cell.row == row.index and not draft.is_used(cell)]
    pairs = [(label, value) for label, value in pairwise(cells) if is_amount(value.text)]
    fields = _first_of_each({label.column: name for label, _ in pairs if (name := _amount_of(label))})
    said = any(plain_number(value.text, MONEY) is not None for _, value in pairs)
    if said and len(fields) > 1:
        draft.money.paired = fields
        kinds = set(fields)
    else:
        same = [pair for pair in pairs if pair[0].column in draft.money.paired and funding_kind(pair[0].text)]
        if len({squashed(label.text) for label, _ in same}) != 1 or len(same) < 2:
            return False
        kinds = {label.column for label, _ in same}
    own = [(label, value) for label, value in pairs if label.column in kinds]
    values = {draft.money.paired[label.column]: printed((value,), row.grid) for label, value in own}
    for cell in (cell for pair in own for cell in pair):
        draft.use(cell)
    _keep_rest([pair for pair in pairs if pair not in own], row, draft)
    label = printed((own[0][0],), row.grid)
    draft.funding.append(
        FundingLine(draft.next_line(), label, {field: text for field, text in values.items() if text.text})
    )
    for cell in row.own:
        if lexicon("labels").exact(cell.text) == "funding_group":
            draft.use(cell)
            draft.headers.setdefault("funding_group", printed((cell,), row.grid))
    return True


def _first_of_each(fields: dict[int, str]) -> dict[int, str]:
    """The labels by column, of two that say the same amount (预算数, 到位数) the first."""
    names = list(fields.values())
    return {column: name for at, (column, name) in enumerate(fields.items()) if name not in names[:at]}


def _keep_rest(pairs: list[tuple[Cell, Cell]], row: Row, draft: Draft) -> None:
    """Keep amounts of the same line that no view has a column for: what had arrived."""
    for label, value in pairs:
        if (_amount_of(label) or funding_kind(label.text)) and squashed(value.text):
            draft.sections.append((printed((label,), row.grid), printed((value,), row.grid)))
            draft.use(label)
            draft.use(value)


def is_twin_header(row: Row, after: Row | None) -> bool:
    """Whether two tables of one amount a line stand side by side: 支出 | 预算金额 | 收入来源 | 预算金额.

    The row below begins each of them with a kind of funding.
    """
    heads = [cell for cell in row.own if _amount_of(cell)]
    if len(heads) < 2 or len({squashed(cell.text) for cell in heads}) != 1 or after is None:
        return False
    return all(
        any(funding_kind(cell.text) for cell in after.own if cell.column + cell.column_span == head.column)
        for head in heads
    )


def use_twin_header(row: Row, draft: Draft) -> None:
    """Take the unit of money from the heads of two tables side by side."""
    for cell in row.own:
        draft.use(cell)
        if _amount_of(cell):
            draft.headers.setdefault("money_unit", printed((cell,), row.grid))


def _amount_of(label: Cell) -> str | None:
    name = lexicon("funding_columns").exact(label.text)
    return name if name in _AMOUNTS else None
