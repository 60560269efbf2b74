"""Header rows: which column of a grid holds which field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractors.model import Cell
from normalizers.lexicon import Match, lexicon
from normalizers.model import Printed
from normalizers.numbers import plain_number
from normalizers.reading.stream import Item, Row, printed
from normalizers.text import core, squashed

FUNDING_ORDER = ("label", "initial_budget", "annual_budget", "executed", "weight", "execution_rate", "score")
INDICATOR_ORDER = ("level1", "level2", "name", "target", "actual", "weight", "score", "remark")
_AMOUNTS = {"initial_budget", "annual_budget", "executed"}
_LEVELS = {"level1", "level2"}
_STANDS_FOR = {"initial_target": "target", "note": "remark"}
"""Columns that are a field where no other column is it."""
_KEPT = ("kept", "ignored", *_STANDS_FOR)
IGNORED = "ignored"
LIKE = 45.0
"""rapidfuzz ratio to some word of a field below which a header in its place is another column."""
LONGEST_HEAD = 24
"""Characters: a longer text is no header."""
_YEAR = re.compile(r"(20\d\d)年(?:度|末)?(?:预算|资金|金额|安排|计划|预算数|预算安排|投入)*(?:\(\S*\))?")


@dataclass(frozen=True, slots=True)
class Head:
    """A column's header: its text, under another header or alone; the cells that say it; where it stands."""

    texts: tuple[str, ...]
    cells: tuple[Cell, ...]

    @property
    def start(self) -> int:
        return self.cells[-1].column

    @property
    def end(self) -> int:
        return self.cells[-1].column + self.cells[-1].column_span

    @property
    def text(self) -> str:
        return self.texts[0]


@dataclass(frozen=True, slots=True)
class Columns:
    """A table's columns by field: first grid column and the one past the last; and the header cells.

    ``others`` are the columns that no view has, with their headers. ``depth`` is the number of header rows.
    """

    spans: dict[str, tuple[int, int]]
    cells: dict[str, Cell]
    others: tuple[Head, ...] = ()
    depth: int = 1
    second: tuple[Cell, ...] = field(default=())

    def overlap(self, cell: Cell, field: str) -> int:
        """How many grid columns a cell shares with a field's column."""
        start, end = self.spans[field]
        return _shared(cell, start, end)

    def fields_of(self, cell: Cell) -> list[str]:
        """The field a cell belongs to; both levels where it covers both."""
        shared = {field: self.overlap(cell, field) for field in self.spans}
        shared = {field: size for field, size in shared.items() if size > 0}
        if not shared:
            return []
        if set(shared) >= _LEVELS:
            return [field for field in ("level1", "level2") if field in shared]
        best = max(shared.values())
        other = max((_shared(cell, head.start, head.end) for head in self.others), default=0)
        return [] if other > best else [next(field for field, size in shared.items() if size == best)]

    def other_of(self, cell: Cell) -> Head | None:
        """The column of no view that a cell belongs to."""
        return max(
            (head for head in self.others if _shared(cell, head.start, head.end) > 0),
            key=lambda head: _shared(cell, head.start, head.end),
            default=None,
        )

    def sort(self, row: Row) -> dict[str, list[Cell]]:
        """The cells that cover a row, by field, those that belong to no field left out."""
        sorted_cells: dict[str, list[Cell]] = {}
        for cell in row.cells:
            for name in self.fields_of(cell):
                sorted_cells.setdefault(name, []).append(cell)
        return sorted_cells


def _shared(cell: Cell, start: int, end: int) -> int:
    return min(end, cell.column + cell.column_span) - max(start, cell.column)


def is_group(cell: Cell) -> bool:
    """Whether a cell names a part of the form (绩效指标, 项目资金) and no column of it."""
    return (lexicon("labels").exact(cell.text) or "").endswith("_group")


def heads_of(row: Row, after: Row | None) -> tuple[list[Head], int]:
    """The headers of a row, those of a second row joined to what stands over them; the rows used."""
    said = [cell for cell in row.cells if squashed(cell.text)]
    said = said[1:] if side_label(row) else said
    under = _second_row(said, row, after)
    heads = []
    for cell in said:
        kids = under.get(id(cell), [])
        if not kids:
            heads.append(Head((cell.text,), (cell,)))
        for kid in kids:
            whole = f"{core(kid.text)}{core(cell.text)}"
            heads.append(Head((whole, f"{core(cell.text)}{core(kid.text)}", kid.text), (cell, kid)))
    return heads, 2 if under else 1


def side_label(row: Row) -> Cell | None:
    """The cell at the left that names the whole block: it reaches further down than any header beside it."""
    said = [cell for cell in row.cells if squashed(cell.text)]
    if len(said) < 3 or said[0].row + said[0].row_span <= max(cell.row + cell.row_span for cell in said[1:]):
        return None
    return said[0]


def _second_row(said: list[Cell], row: Row, after: Row | None) -> dict[int, list[Cell]]:
    """The cells of a second header row by the identity of the cell over them; nothing where there is none.

    Each of its cells stands under a wider cell of the first row, two or more under one; there are other cells
    in the first row, and they reach down over it, or have nothing beneath.
    """
    if after is None or after.grid != row.grid or not after.own:
        return {}
    under: dict[int, list[Cell]] = {}
    for kid in after.own:
        over = [
            cell
            for cell in said
            if cell.row + cell.row_span == kid.row
            and len(core(cell.text)) <= LONGEST_HEAD
            and cell.column <= kid.column
            and kid.column + kid.column_span <= cell.column + cell.column_span
            and kid.column_span < cell.column_span
        ]
        if not over or len(core(kid.text)) > LONGEST_HEAD or plain_number(kid.text) is not None:
            return {}
        under.setdefault(id(over[0]), []).append(kid)
    return under if len(under) < len(said) and all(len(kids) > 1 for kids in under.values()) else {}


def _match(head: Head, vocabulary: str) -> Match | None:
    """What a header says: first to the letter in each of its spellings, then by likeness."""
    words = lexicon(vocabulary)
    exact = next((name for text in head.texts if (name := words.exact(text))), None)
    if exact:
        return Match(exact, 100.0, "exact")
    if len(core(head.text)) > LONGEST_HEAD:
        return None
    return next(
        (match for text in head.texts if (match := words.match(text) or words.modified(text))),
        None,
    )


def _matched(row: Row, after: Row | None, vocabulary: str, order: tuple[str, ...]) -> Columns:
    heads, depth = heads_of(row, after)
    heads = [head for head in heads if not (len(head.cells) == 1 and is_group(head.cells[0]))]
    matches = [(head, _match(head, vocabulary)) for head in heads]
    spans: dict[str, tuple[int, int]] = {}
    cells: dict[str, Cell] = {}
    others: list[Head] = []
    unknown: list[Head] = []
    for head, match in sorted(matches, key=lambda pair: pair[1] is None or pair[1].rule != "exact"):
        if match is None:
            unknown.append(head)
        elif match.name in _KEPT:
            others.append(replace(head, texts=(match.name, *head.texts)))
        elif match.name not in spans:
            spans[match.name], cells[match.name] = (head.start, head.end), head.cells[-1]
        else:
            others.append(replace(head, texts=("kept", *head.texts)))
    for head in [head for head in others if head.texts[0] in _STANDS_FOR]:
        name = _STANDS_FOR[head.texts[0]]
        if name not in spans:
            spans[name], cells[name] = (head.start, head.end), head.cells[-1]
            others.remove(head)
    if len(spans) >= len(order) - 3:
        unknown = _place_unknown(unknown, spans, cells, vocabulary, order)
    others += [replace(head, texts=("kept", *head.texts)) for head in unknown]
    second = tuple(head.cells[-1] for head in heads if len(head.cells) > 1)
    return Columns(spans, cells, tuple(others), depth, second)


def _place_unknown(
    unknown: list[Head], spans: dict[str, tuple[int, int]], cells: dict[str, Cell], vocabulary: str,
    order: tuple[str, ...],
) -> list[Head]:  # fmt: skip
    """Give a misread header the one field that the order leaves for its place, if it is at all like it."""
    left_over = []
    for head in unknown:
        left = [order.index(f) for f, (_, end) in spans.items() if f in order and end <= head.start]
        right = [order.index(f) for f, (start, _) in spans.items() if f in order and start > head.start]
        between = [f for f in order[max(left) + 1 : min(right)] if f not in spans] if left and right else []
        if len(between) == 1 and _is_like(head.text, between[0], vocabulary):
            spans[between[0]], cells[between[0]] = (head.start, head.end), head.cells[-1]
        else:
            left_over.append(head)
    return left_over


def _is_like(text: str, field: str, vocabulary: str) -> bool:
    bare = core(text)
    return any(
        fuzz.ratio(bare, alias) >= LIKE
        for alias, name in lexicon(vocabulary).aliases.items()
        if name == field
    )


def other_cells(columns: Columns, row: Row) -> Iterator[tuple[Head, Cell]]:
    """The cells that begin in a row under a header that no view has a column for."""
    for cell in row.own:
        if not columns.fields_of(cell) and (head := columns.other_of(cell)):
            yield head, cell


def head_label(head: Head, grid: int) -> Printed:
    """A header as printed: 得分 over 复核 is 得分·复核."""
    parts = [printed((cell,), grid) for cell in head.cells]
    return Printed(
        "·".join(part.text for part in parts), tuple(spot for part in parts for spot in part.spots)
    )


def funding_columns(item: Item, after: Item | None = None, year: int | None = None) -> Columns | None:
    """The columns of a funding table where a row is its header; of years side by side, that of ``year``."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    below = after if isinstance(after, Row) else None
    columns = _with_label_column(_matched(item, below, "funding_columns", FUNDING_ORDER), item)
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


def indicator_columns(item: Item, after: Item | None = None) -> Columns | None:
    """The columns of an indicator table where a row is its header."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    columns = _matched(item, after if isinstance(after, Row) else None, "indicator_columns", INDICATOR_ORDER)
    found = columns.spans.keys()
    named = len({"level1", "level2", "name"} & found)
    valued = len({"target", "actual", "weight", "score", "remark", "unit"} & found)
    return columns if named and named + valued >= 3 else None


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
        if name not in _KEPT:
            spans[name] = (cell.column, cell.column + cell.column_span)
            cells[name] = cell
    return replace(columns, spans=spans, cells=cells)


def kept_columns(item: Item, after: Item | None = None) -> Columns | None:
    """The columns of a table that no view has, such as that of a department's tasks."""
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    heads, depth = heads_of(item, after if isinstance(after, Row) else None)
    words = lexicon("kept_columns")
    named = [head for head in heads if any(words.exact(text) for text in head.texts)]
    rest = [head for head in heads if head not in named]
    if len(named) < 2 or any(lexicon("labels").exact(head.cells[0].text) not in _OF_TASKS for head in rest):
        return None
    second = tuple(head.cells[-1] for head in heads if len(head.cells) > 1)
    others = tuple(replace(head, texts=("kept", *head.texts)) for head in named)
    return Columns({}, {}, others, depth, second)


_OF_TASKS = ("section", "goal_group", "funding_group")
