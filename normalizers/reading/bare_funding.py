"""Funding without a header: a kind and one amount in a row, the money of more years than one beside it."""

from __future__ import annotations

import re
from itertools import pairwise

from extractors.model import Cell
from normalizers.kinds import funding_kind
from normalizers.lexicon import lexicon, words
from normalizers.model import Printed
from normalizers.numbers import plain_number
from normalizers.reading.draft import Draft
from normalizers.reading.funding import add_line, bare, is_amount
from normalizers.reading.funding_headers import AMOUNTS, MONEY, YEAR
from normalizers.reading.labels import label_of
from normalizers.reading.stream import Row, printed
from normalizers.text import core, squashed


def read_bare_funding(row: Row, draft: Draft) -> bool:
    """Add a row that says a kind of funding and one amount: the way of target forms."""
    if draft.part not in ("head", "funding") or draft.columns is not None:
        return False
    kept = _read_longer(row, draft)
    cells = [cell for cell in row.cells if cell.row == row.index and not draft.is_used(cell)]
    pairs = [(cells[i], cells[i + 1]) for i in range(len(cells) - 1) if _is_kind(cells[i], cells, draft)]
    pairs = [(label, value) for label, value in pairs if is_amount(value.text) and _is_free(label)]
    alone = [pair for pair in pairs if _is_alone(pair[1], cells)]
    pairs = [pair for pair in alone if not _is_longer(pair, row, draft)]
    if not pairs and (kept or alone or _says_whole(cells)) and _is_of_block(row):
        draft.money.kept_lines += 1
    if not pairs and len(cells) == 1 and funding_kind(cells[0].text) and draft.funding:
        pairs = [(cells[0], cells[0])]
    for label, value in pairs:
        values = {} if value is label else {"annual_budget": printed((value,), row.grid)}
        draft.use(value)
        add_line(label, row, {key: text for key, text in values.items() if text.text}, draft)
    for cell in row.own:
        match = lexicon("labels").match(cell.text)
        if pairs and ((match and match.name == "funding_group") or _names_table(cell, pairs)):
            draft.use(cell)
            draft.headers.setdefault("funding_group", printed((cell,), row.grid))
    return bool(pairs)


def says_amount(row: Row) -> bool:
    """Whether a row says a kind of funding, or what an amount is, in front of one: it is no header then."""
    return any(
        (funding_kind(label.text) or lexicon("funding_columns").exact(label.text) in AMOUNTS)
        and plain_number(value.text, MONEY) is not None
        for label, value in pairwise(row.own)
    )


def _is_kind(label: Cell, cells: list[Cell], draft: Draft) -> bool:
    """Whether a label names a kind of funding; 预算数 does where 其中 divides it in the same row.

    So does the year's own amount (2023年金额), where it is the only year in its row.
    """
    if funding_kind(label.text):
        return True
    years = {found[1] for cell in cells if (found := YEAR.fullmatch(squashed(cell.text)))}
    if YEAR.fullmatch(squashed(label.text)):
        return len(years) == 1 and draft.year in (None, *map(int, years)) and not draft.funding
    after = [squashed(cell.text) for cell in cells if cell.column > label.column]
    divided = any(text.startswith("其中") and funding_kind(text) for text in after)
    return divided and lexicon("funding_columns").exact(label.text) == "annual_budget"


def _names_table(cell: Cell, pairs: list[tuple[Cell, Cell]]) -> bool:
    """Whether a cell left of the lines of funding names them all, with their unit: 资金金额（万元）."""
    said = re.search(r"\((?:单位:)?(?:万元|元)\)$", squashed(cell.text))
    return said is not None and cell.column < min(label.column for label, _ in pairs)


def _is_alone(value: Cell, cells: list[Cell]) -> bool:
    """Whether no other amount stands right behind one: which of two is the year's only a header says."""
    after = cells[cells.index(value) + 1 :]
    return not after or plain_number(after[0].text, MONEY) is None


def _is_longer(pair: tuple[Cell, Cell], row: Row, draft: Draft) -> bool:
    """Whether a pair belongs to the money of more years than one: it stands under 实施期资金总额.

    Such a label is known by its words, or by 年度资金总额 beside it. Its amounts are kept.
    """
    label, value = pair
    if lexicon("funding_rows").exact(label.text) == "total":
        if _names_year(label.text):
            draft.money.longer.pop((row.grid, label.column), None)
        elif _has_years_total(row, value):
            draft.money.longer[(row.grid, label.column)] = printed((label,), row.grid)
    over = draft.money.longer.get((row.grid, label.column))
    if over is None:
        return False
    _keep_longer(over, label, value, row, draft)
    return True


def _says_whole(cells: list[Cell]) -> bool:
    """Whether a row says all the money of a project, which no view has: 项目总预算 | 68."""
    return any(_is_whole(core(label.text)) and is_amount(value.text) for label, value in pairwise(cells))


def _is_of_block(row: Row) -> bool:
    """Whether a label that names the funding table stands beside a row and another."""
    return any(cell.row_span > 1 and label_of(cell) == "funding_group" for cell in row.cells)


def _read_longer(row: Row, draft: Draft) -> bool:
    """Note where the total of more years than one stands: 实施期资金总额 | 126 | 年度资金总额 | 42.

    Returns whether it stands in this row.
    """
    cells = [cell for cell in row.cells if cell.row == row.index]
    found = False
    for label, value in pairwise(cells):
        bare = core(label.text)
        said = next((word for word in words("periods")["longer"] if bare.startswith(word)), None)
        if _is_whole(bare) and _has_years_total(row, value):
            said, bare = "", "总额"
        kind = None if said is None else lexicon("funding_rows").exact(bare.removeprefix(said))
        if kind and is_amount(value.text):
            draft.money.longer[(row.grid, label.column)] = over = printed((label,), row.grid)
            _keep_longer(over, label, value, row, draft)
            found = True
    return found


def _is_whole(bare: str) -> bool:
    """Whether a label says all the money of a project: 项目总投资, 总预算."""
    return re.search(r"总(?:投资|预算|金额|资金|额|投入)", bare) is not None and not _names_year(bare)


def _has_years_total(row: Row, value: Cell) -> bool:
    """Whether the year's own total stands further right."""
    right = [cell.text for cell in row.own if cell.column > value.column]
    return any(_names_year(text) and lexicon("funding_rows").exact(text) == "total" for text in right)


def _keep_longer(over: Printed, label: Cell, value: Cell, row: Row, draft: Draft) -> None:
    """Keep an amount of more years than one under the label of their total."""
    draft.use(label)
    draft.use(value)
    whole = printed((label,), row.grid)
    amount = printed((value,), row.grid)
    name = "" if over.spots == whole.spots else bare(label)
    if amount.text:
        head = Printed(over.text.rstrip(" :："), over.spots)
        draft.keep(head, name, Printed(amount.text, (*whole.spots, *amount.spots)))


def _names_year(text: str) -> bool:
    return re.search(r"年度|当年|本年|全年|20\d\d年", squashed(text)) is not None


def _is_free(label: Cell) -> bool:
    """Whether a cell is no label of the head: 资金来源 is a field, not a kind of funding."""
    return lexicon("labels").exact(label.text) in (None, "total")
