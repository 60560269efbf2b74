"""Header rows: which column of a grid holds which field."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.reading.stream import Item, Row
from normalizers.text import squashed

FUNDING_ORDER = ("label", "initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
INDICATOR_ORDER = ("level1", "level2", "name", "target", "actual", "weight", "score", "remark")
_AMOUNTS = {"initial_budget", "annual_budget", "executed"}
_LEVELS = {"level1", "level2"}


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by field: first grid column and the one past the last; and the header cells."""

    spans: dict[str, tuple[int, int]]
    cells: dict[str, Cell]

    def overlap(self, cell: Cell, field: str) -> int:
        """How many grid columns a cell shares with a field's column."""
        start, end = self.spans[field]
        return min(end, cell.column + cell.column_span) - max(start, cell.column)

    def fields_of(self, cell: Cell) -> list[str]:
        """The field a cell belongs to; both levels where it covers both."""
        shared = {field: self.overlap(cell, field) for field in self.spans}
        shared = {field: size for field, size in shared.items() if size > 0}
        if not shared:
            return []
        if set(shared) >= _LEVELS:
            return [field for field in ("level1", "level2") if field in shared]
        best = max(shared.values())
        return [next(field for field, size in shared.items() if size == best)]

    def sort(self, row: Row) -> dict[str, list[Cell]]:
        """The cells that cover a row, by field, those that belong to no field left out."""
        sorted_cells: dict[str, list[Cell]] = {}
        for cell in row.cells:
            for field in self.fields_of(cell):
                sorted_cells.setdefault(field, []).append(cell)
        return sorted_cells


def _is_group(cell: Cell) -> bool:
    """Whether a cell names a part of the form (绩效指标, 项目资金) and no column of it."""
    return (lexicon("labels").exact(cell.text) or "").endswith("_group")


def _matched(row: Row, vocabulary: str, order: tuple[str, ...]) -> Columns:
    spans: dict[str, tuple[int, int]] = {}
    cells: dict[str, Cell] = {}
    unknown: list[Cell] = []
    said = [cell for cell in row.cells if squashed(cell.text) and not _is_group(cell)]
    exact = {cell.column: name for cell in said if (name := lexicon(vocabulary).exact(cell.text))}
    for cell in sorted(said, key=lambda cell: cell.column not in exact):
        match = lexicon(vocabulary).match(cell.text)
        if match and match.name not in spans:
            spans[match.name] = (cell.column, cell.column + cell.column_span)
            cells[match.name] = cell
        else:
            unknown.append(cell)
    if len(spans) >= len(order) - 3:
        _place_unknown(unknown, spans, cells, order)
    return Columns(spans, cells)


def _place_unknown(
    unknown: list[Cell], spans: dict[str, tuple[int, int]], cells: dict[str, Cell], order: tuple[str, ...]
) -> None:
    """Give a header nobody could read the one field that the usual order leaves for its place."""
    for cell in unknown:
        left = [order.index(f) for f, (_, end) in spans.items() if f in order and end <= cell.column]
        right = [order.index(f) for f, (start, _) in spans.items() if f in order and start > cell.column]
        if not left or not right:
            continue
        between = [field for field in order[max(left) + 1 : min(right)] if field not in spans]
        if len(between) == 1:
            spans[between[0]] = (cell.column, cell.column + cell.column_span)
            cells[between[0]] = cell


def funding_columns(item: Item) -> Columns | None:
    """The columns of a funding table where a row is its header."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    columns = _with_label_column(_matched(item, "funding_columns", FUNDING_ORDER), item)
    amounts = _AMOUNTS & columns.spans.keys()
    known = len(amounts) >= 2 or (amounts and {"execution_rate", "score"} & columns.spans.keys())
    return columns if known else None


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
    return Columns(
        columns.spans | {"label": first, name: span},
        columns.cells | {"label": columns.cells[name], name: twins[0]},
    )


def indicator_columns(item: Item) -> Columns | None:
    """The columns of an indicator table where a row is its header."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    columns = _matched(item, "indicator_columns", INDICATOR_ORDER)
    found = columns.spans.keys()
    named = len({"level1", "level2", "name"} & found)
    valued = len({"target", "actual", "weight", "score", "remark", "unit"} & found)
    return columns if named and "target" in found | {"target"} and named + valued >= 3 else None


def with_second_row(columns: Columns, row: Row | None, vocabulary: str) -> Columns | None:
    """The columns refined by a second header row (指标性质 | 指标值); None for any other."""
    if row is None or not row.own:
        return None
    matches = [(cell, lexicon(vocabulary).exact(cell.text)) for cell in row.own]
    if not all(name for _, name in matches):
        return None
    spans, cells = dict(columns.spans), dict(columns.cells)
    for cell, name in matches:
        assert name is not None
        spans[name] = (cell.column, cell.column + cell.column_span)
        cells[name] = cell
    return Columns(spans, cells)
