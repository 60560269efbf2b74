"""Header rows of funding tables: amounts, years side by side, sources side by side."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.numbers import is_blank, plain_number
from normalizers.reading.columns import Columns, Head
from normalizers.reading.header_rows import is_group
from normalizers.reading.headers import matched
from normalizers.reading.stream import Item, Row
from normalizers.reading.years import of_year
from normalizers.text import squashed

MONEY = ("元", "万元", "亿元", "万", "千元", "百万元")
FUNDING_ORDER = ("label", "initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
_OF_TOTAL = ("executed", "execution_rate", "weight", "score")
"""Columns that say something of the total, behind a row of sources."""
FEWEST_YEARS = 2
FEWEST_SOURCES = 3
AMOUNTS = {"initial_budget", "annual_budget", "executed"}
"""Columns of money."""
YEAR = re.compile(r"(20\d\d)年(?:度|末)?(?:预算|资金|金额|安排|计划|预算数|预算安排|投入)*(?:\(\S*\))?")


def funding_columns(item: Item, after: Item | None = None, year: int | None = None) -> Columns | None:
    """The columns of a funding table where a row is its header; of years side by side, that of ``year``."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    if any(_is_figure(cell) for cell in item.own):
        return None
    below = after if isinstance(after, Row) else None
    columns = matched(item, below, "funding_columns", FUNDING_ORDER)
    if columns is None:
        return _years(item, year)
    columns = _with_label_column(of_year(columns, year, "funding_columns"), item)
    amounts = AMOUNTS & columns.spans.keys()
    known = len(amounts) >= 2 or (amounts and {"execution_rate", "score"} & columns.spans.keys())
    if known:
        return columns
    return _one_amount(columns, below) or _years(item, year)


def _is_figure(cell: Cell) -> bool:
    """Whether a cell holds an amount, which no header does: 6.35万; a bare year may be one."""
    text = squashed(cell.text)
    return plain_number(text, MONEY) is not None and not re.fullmatch(r"20\d\d", text)


def _one_amount(columns: Columns, below: Row | None) -> Columns | None:
    """资金来源 | 上年度执行 | 本年度申请金额: one column of amounts that a view has, over a line of funding.

    A form that has but one amount a line says its annual budget, 年初安排金额 too.
    """
    amounts = AMOUNTS & columns.spans.keys()
    if "label" not in columns.spans or len(amounts) != 1 or below is None:
        return None
    name = amounts.pop()
    if columns.depth == 1:
        figures = [cell for cell in below.own if columns.overlap(cell, name) > 0]
        if len(figures) != 1 or not is_over_funding(columns, below):
            return None
        if not is_blank(figures[0].text) and plain_number(figures[0].text, MONEY) is None:
            return None
    elif not columns.others or not _is_exact(columns, name):
        return None
    if name != "initial_budget":
        return columns
    rest = {field: span for field, span in columns.spans.items() if field != name}
    cells = {field: cell for field, cell in columns.cells.items() if field != name}
    return replace(
        columns,
        spans=rest | {"annual_budget": columns.spans[name]},
        cells=cells | {"annual_budget": columns.cells[name]},
    )


def _is_exact(columns: Columns, name: str) -> bool:
    return lexicon("funding_columns").exact(columns.cells[name].text) == name


def is_over_funding(columns: Columns, below: Row | None) -> bool:
    """Whether the row under a header begins with a kind of funding in the column of labels, no task."""
    if below is None or "label" not in columns.spans:
        return False
    labels = [cell for cell in below.own if columns.overlap(cell, "label") > 0]
    return len(labels) == 1 and lexicon("funding_rows").exact(labels[0].text) is not None


def _left_of_all(columns: Columns) -> Head | None:
    """The one column left of every other, where no word says what it holds."""
    starts = sorted([start for start, _ in columns.spans.values()] + [head.start for head in columns.others])
    if len(starts) < 3:
        return None
    head = next((head for head in columns.others if head.start == starts[0] < starts[1]), None)
    known = head and any(lexicon("funding_columns").exact(text) for text in head.texts[1:])
    return None if head is None or known or plain_number(head.text) is not None else head


def _table_name(columns: Columns, row: Row) -> Cell | None:
    """The table's name where it heads the column of the labels: 总体资金情况 | 当年金额 | 占比."""
    starts = [start for start, _ in columns.spans.values()] + [head.start for head in columns.others]
    names = [cell for cell in row.own if is_group(cell.text) and cell not in row.sides]
    if len(names) != 1 or not starts or names[0].column + names[0].column_span > min(starts):
        return None
    return names[0] if lexicon("labels").exact(names[0].text) == "funding_group" else None


def _years(row: Row, year: int | None) -> Columns | None:
    """资金来源 | 合计 | 2022年 | 2023年: the fiscal year's is the annual budget, the others are kept."""
    found = ((cell, YEAR.fullmatch(squashed(cell.text))) for cell in row.said)
    years = {cell.column: int(said[1]) for cell, said in found if said and _is_head(cell, row)}
    if len(years) < FEWEST_YEARS or len(set(years.values())) != len(years):
        return None
    spans: dict[str, tuple[int, int]] = {}
    cells: dict[str, Cell] = {}
    others: list[Head] = []
    for cell in _heads(row):
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
    """The columns of a funding table whose sources stand side by side: 合计 | 中央 | 省级 | 市县.

    Behind them may stand what was executed of the total: … | 执行数 | 执行率.
    """
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    kinds = {cell.column: cell for cell in item.said if _is_kind(cell) and _is_head(cell, item)}
    if len(kinds) < FEWEST_SOURCES:
        return None
    rest = [cell for cell in _heads(item) if cell.column not in kinds]
    first, last = min(kinds), max(kinds)
    spans = {str(column): (column, column + cell.column_span) for column, cell in kinds.items()}
    cells = {str(column): cell for column, cell in kinds.items()}
    for cell in rest:
        name = lexicon("funding_columns").exact(cell.text)
        if name in spans or not (name == "label" if cell.column < first else name in _OF_TOTAL):
            return None
        assert name is not None
        cells[name] = cell
        if name != "label":
            spans[name] = (cell.column, cell.column + cell.column_span)
    if any(not squashed(cell.text) and first < cell.column < last for cell in item.cells):
        return None
    return Columns(spans, cells)


def is_over_sources(row: Row, after: Row | None) -> bool:
    """Whether a row of sources is divided further by the one below, the header: 财政资金 over 中央 | 省级."""
    if after is None or len(after.own) < 2 or not all(map(_is_kind, after.own)):
        return False
    heads = [cell for cell in row.own if _is_head(cell, row)]
    return bool(heads) and all(map(_is_kind, heads)) and source_columns(after) is not None


def _is_kind(cell: Cell) -> bool:
    return lexicon("funding_rows").exact(cell.text) is not None


def _heads(row: Row) -> list[Cell]:
    """What a row says but for the labels of blocks and parts of the form."""
    return [cell for cell in row.said if _is_head(cell, row)]


def _is_head(cell: Cell, row: Row) -> bool:
    return not is_group(cell.text) and cell not in row.sides


def _with_label_column(columns: Columns, row: Row) -> Columns:
    """The column of the labels where its heading is no known one, or reads like an amount (年度预算数)."""
    if "label" not in columns.spans and (named := _table_name(columns, row)):
        span = named.column, named.column + named.column_span
        return replace(columns, spans=columns.spans | {"label": span}, cells=columns.cells | {"label": named})
    if "label" not in columns.spans and (left := _left_of_all(columns)):
        return replace(
            columns,
            spans=columns.spans | {"label": (left.start, left.end)},
            cells=columns.cells | {"label": left.cells[-1]},
            others=tuple(head for head in columns.others if head is not left),
        )
    first = min(columns.spans.values(), default=(0, 0))
    name = next((field for field in AMOUNTS if columns.spans.get(field) == first), None)
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
