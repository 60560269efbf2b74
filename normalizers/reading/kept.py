"""Tables and columns that no view has: their cells are kept as sections, under their headers."""

from __future__ import annotations

from normalizers.lexicon import lexicon, words
from normalizers.model import FundingLine, Printed
from normalizers.numbers import plain_number
from normalizers.reading.columns import Columns, Head, head_label, other_cells
from normalizers.reading.draft import Draft
from normalizers.reading.funding_headers import MONEY
from normalizers.reading.headers import IGNORED
from normalizers.reading.stream import Row, printed
from normalizers.text import core, unbroken

_ENDS = frozenset(
    {"project_name", "organization", "competent_department", "implementing_unit", "expected_goal",
     "actual_outcome", "goal_group", "indicator_group", "funding_group", "conclusion", "rating", "contact"}
)  # fmt: skip


def keep_others(row: Row, columns: Columns, name: str, draft: Draft) -> None:
    """Keep the cells of a line that stand in columns of no view; ``name`` says whose they are."""
    for head, cell in other_cells(columns, row):
        if draft.is_used(cell):
            continue
        draft.use(cell)
        if head.texts[0] != IGNORED:
            draft.keep(head_label(head, row.grid), name, printed((cell,), row.grid))


def read_kept(row: Row, draft: Draft) -> bool:
    """Keep a row of a table that no view has; a label of the form ends it."""
    if draft.part != "kept" or draft.columns is None:
        return False
    first = row.own[0]
    overleaf = _goes_on_overleaf(row, draft)
    is_sum = lexicon("labels").exact(first.text) == "total" and (
        overleaf or _stands_under_a_head(row, draft.columns)
    )
    is_money = _is_money(row)
    below = not overleaf and draft.block_end is not None and (row.grid, row.index) >= draft.block_end
    if (is_money and not is_sum) or below or lexicon("labels").exact(first.text) in _ENDS:
        draft.part, draft.columns = "head", None
        return False
    _take_total(row, draft)
    texts: list[Printed] = []
    for cell in row.own:
        head = draft.columns.other_of(cell)
        text = printed((cell,), row.grid)
        texts.append(
            text if not texts or head is None else Printed(f"{_name(head)}：{text.text}", text.spots)
        )
        draft.use(cell)
    whole = Printed(
        "；".join(text.text for text in texts), tuple(spot for text in texts for spot in text.spots)
    )
    draft.sections.append((draft.kept_label or Printed(""), whole))
    return True


def _is_money(row: Row) -> bool:
    """Whether a row says kinds of funding, each with its amount behind it, and nothing else."""
    labels, amounts = row.own[::2], row.own[1::2]
    named = all(lexicon("funding_rows").exact(cell.text) for cell in labels)
    return named and (len(labels) == 1 or all(plain_number(cell.text, MONEY) is not None for cell in amounts))


def _goes_on_overleaf(row: Row, draft: Draft) -> bool:
    """Whether a row is the first of a table overleaf, where its block has a blank cell for a label."""
    other = draft.block_end is not None and row.grid > draft.block_end[0]
    side = row.cells[0]
    return other and row.index == 0 and side.column == 0 and not side.text.strip() and len(row.own) > 1


def _take_total(row: Row, draft: Draft) -> None:
    """Take the total of what the money is spent on (成本构成 | 金额) for the form's if it has no other.

    A table of tasks is none of funding, whatever it sums.
    """
    first = row.own[0]
    known = lexicon("funding_rows").exact
    if known(first.text) != "total" or any(known(line.label.text) == "total" for line in draft.funding):
        return
    assert draft.columns is not None
    if any(core(text) in words("words")["task"] for head in draft.columns.others for text in head.texts):
        return
    amounts = [
        cell for cell in row.own[1:] if (head := draft.columns.other_of(cell)) and _is_of_amounts(head)
    ]
    if len(amounts) == 1 and plain_number(amounts[0].text, MONEY) is not None:
        values = {"annual_budget": printed(amounts, row.grid)}
        draft.funding.append(FundingLine(draft.next_line(), printed((first,), row.grid), values))


def _is_of_amounts(head: Head) -> bool:
    text = head.cells[-1].text
    is_years = lexicon("funding_columns").exact(text) == "annual_budget"
    return is_years or core(text) in words("money_labels")["amount"]


def _stands_under_a_head(row: Row, columns: Columns) -> bool:
    """Whether the last cell of a row has the very place of a header: a sum of the table, and no funding."""
    last = row.own[-1]
    return any(
        (head.start, head.end) == (last.column, last.column + last.column_span) for head in columns.others
    )


def _name(head: Head) -> str:
    return unbroken(head.cells[-1].text)
