"""The funding table: rows by what their label says, under a header or with one amount a row."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.kinds import funding_kind
from normalizers.lexicon import lexicon
from normalizers.model import FundingLine, Printed
from normalizers.numbers import is_blank, plain_number, without_aside
from normalizers.reading.columns import Columns
from normalizers.reading.draft import Draft
from normalizers.reading.funding_headers import FUNDING_ORDER, MONEY
from normalizers.reading.kept import keep_others
from normalizers.reading.stream import Row, printed, run_together
from normalizers.text import squashed


def read_funding(row: Row, draft: Draft) -> bool:
    """Add a row of the funding table that has a header; a row whose label is none of funding ends it."""
    if draft.part != "funding" or draft.columns is None:
        return False
    amounts = [draft.columns.spans[f][0] for f in FUNDING_ORDER[1:] if f in draft.columns.spans]
    amounts += [head.start for head in draft.columns.others]
    labels = [cell for cell in row.said if cell.column < min(amounts)]
    label = next((cell for cell in reversed(labels) if funding_kind(cell.text) and not _is_group(cell)), None)
    if label is None and not draft.funding:
        # One row of amounts under its header, with nothing but the table's name beside it: the total.
        label = next((cell for cell in row.cells if _is_group(cell) and cell.column < min(amounts)), None)
        if label is None or any(cell is not label for cell in labels) or not _has_amount(row, draft.columns):
            return False
    if label is None or _is_header(label, row, draft.columns):
        return False
    values = {}
    for field, cells in draft.columns.sort(row).items():
        own = [cell for cell in cells if cell.row == row.index and cell is not label]
        if field != "label" and any(squashed(cell.text) for cell in own) and not run_together(own):
            values[field] = printed(own, row.grid)
            for cell in own:
                draft.use(cell)
    for cell in labels:
        if cell is not label and (lexicon("labels").exact(cell.text) or "").endswith("_group"):
            draft.use(cell)
    keep_others(row, draft.columns, bare(label), draft)
    add_line(label, row, values, draft)
    return True


def bare(label: Cell) -> str:
    return printed((label,), 0).text.rstrip(" :：")


def read_sources(row: Row, draft: Draft) -> bool:
    """Add a row of a table whose sources are its columns: each cell is a figure of its source's line."""
    if draft.part != "sources" or draft.columns is None:
        return False
    columns = draft.columns
    places = {name: span for name, span in columns.spans.items() if name.isdigit()}
    beside = {name: span for name, span in columns.spans.items() if name in FUNDING_ORDER[1:]}
    first = min(start for start, _ in places.values())
    field = next(
        (
            match.name
            for cell in row.own
            if cell.column < first and (match := lexicon("funding_columns").match(cell.text))
            if match.name in FUNDING_ORDER[1:]
        ),
        None,
    )
    amounts = [
        cell for cell in row.own if not any(start <= cell.column < end for start, end in beside.values())
    ]
    if (
        field is None
        and not draft.money.sources
        and amounts
        and all(plain_number(c.text, MONEY) is not None for c in amounts)
    ):
        field = "annual_budget"  # one row of amounts under the names of its sources
    if field is None:
        draft.part, draft.columns = "head", None
        return False
    if not draft.money.sources:
        for name in places:
            cell = columns.cells[name]
            draft.money.sources.append(FundingLine(draft.next_line(), printed((cell,), row.grid), {}))
            draft.funding.append(draft.money.sources[-1])
    total = next((line for line in draft.money.sources if funding_kind(line.label.text) == "total"), None)
    for cell in row.own:
        if cell.column < first:
            draft.use(cell)
            draft.headers.setdefault(f"funding.{field}", printed((cell,), row.grid))
        for line, (start, end) in zip(draft.money.sources, places.values(), strict=True):
            if start <= cell.column < end:
                line.values[field] = printed((cell,), row.grid)
                draft.use(cell)
        for name, (start, end) in beside.items():
            if total and start <= cell.column < end:
                total.values[name] = printed((cell,), row.grid)
                draft.use(cell)
    return True


def _is_header(label: Cell, row: Row, columns: Columns) -> bool:
    """Whether a row whose label is only like a kind of funding has words for amounts: 项目支出情况."""
    if lexicon("funding_rows").exact(label.text):
        return False
    return any(
        cell.row == row.index and cell is not label and not is_amount(cell.text)
        for field, cells in columns.sort(row).items()
        if field in FUNDING_ORDER[1:4]
        for cell in cells
    )


def _has_amount(row: Row, columns: Columns) -> bool:
    return any(
        cell.row == row.index and plain_number(cell.text) is not None
        for field, cells in columns.sort(row).items()
        if field in FUNDING_ORDER[1:4]
        for cell in cells
    )


def is_amount(text: str) -> bool:
    bare = without_aside(text)
    return is_blank(text) or any(plain_number(bare, (unit,)) is not None for unit in MONEY)


def _is_group(cell: Cell) -> bool:
    """Whether a cell names the whole table: 项目资金（元）."""
    return lexicon("labels").exact(cell.text) == "funding_group"


def add_line(label: Cell, row: Row, values: dict[str, Printed], draft: Draft) -> None:
    draft.use(label)
    draft.part = "funding" if draft.columns else "head"
    draft.funding.append(FundingLine(draft.next_line(), printed((label,), row.grid), values))
