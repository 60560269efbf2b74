"""The funding table: rows by what their label says, under a header or with one amount a row."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.model import FundingLine, Printed
from normalizers.numbers import is_blank, plain_number
from normalizers.reading.draft import Draft
from normalizers.reading.headers import FUNDING_ORDER, Columns
from normalizers.reading.stream import Row, printed
from normalizers.text import squashed

_MONEY = ("元", "万元", "亿元", "万")


def funding_kind(text: str) -> str | None:
    """The kind of funding a row's label names, clipped and misread labels included."""
    match = lexicon("funding_rows").match(text)
    return match.name if match else None


def read_funding(row: Row, draft: Draft) -> bool:
    """Add a row of the funding table that has a header; a row whose label is none of funding ends it."""
    if draft.part != "funding" or draft.columns is None:
        return False
    amounts = [draft.columns.spans[f][0] for f in FUNDING_ORDER[1:] if f in draft.columns.spans]
    labels = [cell for cell in row.cells if cell.column < min(amounts) and squashed(cell.text)]
    label = next((cell for cell in reversed(labels) if funding_kind(cell.text) and not _is_group(cell)), None)
    if label is None and not draft.funding:
        # One row of amounts under its header, with nothing but the table's name beside it: the total.
        label = next((cell for cell in row.cells if _is_group(cell) and cell.column < min(amounts)), None)
        if label is None or any(cell is not label for cell in labels) or not _has_amount(row, draft.columns):
            return False
    if label is None:
        return False
    values = {}
    for field, cells in draft.columns.sort(row).items():
        own = [cell for cell in cells if cell.row == row.index and cell is not label]
        if field != "label" and any(squashed(cell.text) for cell in own):
            values[field] = printed(own, row.grid)
            for cell in own:
                draft.use(cell)
    _add(label, row, values, draft)
    return True


def _has_amount(row: Row, columns: Columns) -> bool:
    return any(
        cell.row == row.index and plain_number(cell.text) is not None
        for field, cells in columns.sort(row).items()
        if field in FUNDING_ORDER[1:4]
        for cell in cells
    )


def is_bare_funding(row: Row, draft: Draft) -> bool:
    """Add a row that says a kind of funding and one amount: the way of target forms."""
    if draft.part not in ("head", "funding") or draft.columns is not None:
        return False
    cells = [cell for cell in row.cells if cell.row == row.index]
    pairs = [(cells[i], cells[i + 1]) for i in range(len(cells) - 1) if funding_kind(cells[i].text)]
    pairs = [(label, value) for label, value in pairs if _is_amount(value.text) and _is_free(label)]
    if not pairs and len(cells) == 1 and funding_kind(cells[0].text) and draft.funding:
        pairs = [(cells[0], cells[0])]
    for label, value in pairs:
        values = {} if value is label else {"annual_budget": printed((value,), row.grid)}
        draft.use(value)
        _add(label, row, {key: text for key, text in values.items() if text.text}, draft)
    for cell in row.own:
        match = lexicon("labels").match(cell.text)
        if pairs and match and match.name == "funding_group":
            draft.use(cell)
            draft.headers.setdefault("funding_group", printed((cell,), row.grid))
    return bool(pairs)


def _is_amount(text: str) -> bool:
    bare = squashed(text)
    return is_blank(text) or any(plain_number(bare, (unit,)) is not None for unit in _MONEY)


def _is_group(cell: Cell) -> bool:
    """Whether a cell names the whole table: 项目资金（元）."""
    return lexicon("labels").exact(cell.text) == "funding_group"


def _is_free(label: Cell) -> bool:
    """Whether a cell is no label of the head: 资金来源 is a field, not a kind of funding."""
    return lexicon("labels").exact(label.text) is None


def _add(label: Cell, row: Row, values: dict[str, Printed], draft: Draft) -> None:
    draft.use(label)
    draft.part = "funding" if draft.columns else "head"
    draft.funding.append(FundingLine(len(draft.funding) + 1, printed((label,), row.grid), values))
