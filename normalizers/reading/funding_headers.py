"""Header rows of funding tables: amounts, years side by side, sources side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.reading.columns import Columns, Head
from normalizers.reading.header_rows import is_group
from normalizers.reading.headers import matched
from normalizers.reading.stream import Item, Row
from normalizers.text import squashed

FUNDING_ORDER = ("label", "initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
_AMOUNTS = {"initial_budget", "annual_budget", "executed"}
_YEAR = re.compile(r"(20\d\d)年(?:度|末)?(?:预算|资金|金额|安排|计划|预算数|预算安排|投入)*(?:\(\S*\))?")


def funding_columns(item: Item, after: Item | None = None, year: int | None = None) -> Columns | None:
    """The columns of a funding table where a row is its header; of years side by side, that of ``year``."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    below = after if isinstance(after, Row) else None
    columns = _with_label_column(matched(item, below, "funding_columns", FUNDING_ORDER), item)
    amounts = _AMOUNTS & columns.spans.keys()
    known = len(amounts) >= 2 or (amounts and {"execution_rate", "score"} & columns.spans.keys())
    if known:
        return columns
    return _years(item, year)


def _years(row: Row, year: int | None) -> Columns | None:
    """资金来源 | 合计 | 2022年 | 2023年: the fiscal year's is the annual budget, the others are kept."""
    said = [cell for cell in row.cells if squashed(cell.text) and not is_group(cell)]
    years = {cell.column: int(found[1]) for cell in said if (found := _YEAR.fullmatch(squashed(cell.text)))}
    if len(years) < 2 or len(set(years.values())) != len(years):
        return None
    spans: dict[str, tuple[int, int]] = {}
    cells: dict[str, Cell] = {}
    others: list[Head] = []
    for cell in said:
        if years.get(cell.column) == year and year is not None:
            name = "annual_budget"
        elif lexicon("funding_columns").exact(cell.text) == "label":
            name = "label"
        else:
            others.append(Head(("kept", cell.text), (cell,)))
            continue
        spans[name], cells[name] = (cell.column, cell.column + cell.column_span), cell
    return Columns(spans, cells, tuple(others))


def source_columns(item: Item) -> Columns | None:
    """The columns of a funding table whose sources stand side by side: 合计 | 中央 | 省级 | 市县."""
    if not isinstance(item, Row) or len(item.own) < 3:
        return None
    said = [cell for cell in item.cells if squashed(cell.text) and not is_group(cell)]
    kinds = {cell.column: cell for cell in said if lexicon("funding_rows").exact(cell.text)}
    rest = [cell for cell in said if cell.column not in kinds]
    if len(kinds) < 3 or any(lexicon("funding_columns").exact(cell.text) != "label" for cell in rest):
        return None
    first = min(kinds)
    if any(cell.column > first for cell in rest) or any(
        not squashed(cell.text) and cell.column > first for cell in item.cells
    ):
        return None
    spans = {str(column): (column, column + cell.column_span) for column, cell in kinds.items()}
    cells = {str(column): cell for column, cell in kinds.items()}
    return Columns(spans, cells | ({"label": rest[0]} if rest else {}))


def _with_label_column(columns: Columns, row: Row) -> Columns:
    """A heading of the rows that reads like an amount (年度预算数) is none where another column is."""
    first = min(columns.spans.values(), default=(0, 0))
    name = next((field for field in _AMOUNTS if columns.spans.get(field) == first), None)
    twins = [
        cell
        for cell in row.own
        if name and cell.column >= first[1] and lexicon("funding_columns").exact(cell.text) == name
    ]
    if name is None or not twins or "label" in columns.spans:
        return columns
    span = twins[0].column, twins[0].column + twins[0].column_span
    return replace(
        columns,
        spans=columns.spans | {"label": first, name: span},
        cells=columns.cells | {"label": columns.cells[name], name: twins[0]},
        others=tuple(head for head in columns.others if head.cells[-1] is not twins[0]),
    )
