"""Tables and columns that no view has: their cells are kept as sections, under their headers."""

from __future__ import annotations

from normalizers.lexicon import lexicon
from normalizers.model import Printed
from normalizers.reading.columns import Columns, Head, head_label, other_cells
from normalizers.reading.draft import Draft
from normalizers.reading.headers import IGNORED
from normalizers.reading.stream import Row, printed
from normalizers.text import unbroken

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
    is_money = len(row.own) <= len(("label", "amount")) and lexicon("funding_rows").exact(first.text)
    below = draft.block_end is not None and (row.grid, row.index) >= draft.block_end
    if is_money or below or lexicon("labels").exact(first.text) in _ENDS:
        draft.part, draft.columns = "head", None
        return False
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


def _name(head: Head) -> str:
    return unbroken(head.cells[-1].text)
