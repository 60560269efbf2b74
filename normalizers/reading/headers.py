"""Header rows: which column of a table holds which field, by its words and its place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import fuzz

from extractors.model import Cell
from normalizers.lexicon import LabelMatch, lexicon, words
from normalizers.reading.columns import Columns, Head
from normalizers.reading.header_rows import LONGEST_HEAD, heads_of, is_group, second_row
from normalizers.reading.level_columns import with_levels
from normalizers.reading.stream import Item, Row
from normalizers.reading.terms import of_the_year
from normalizers.text import REMEMBERED, core, squashed

INDICATOR_ORDER = ("level1", "level2", "name", "target", "actual", "weight", "score", "remark")
_STANDS_FOR = {
    "initial_target": "target",
    "standard": "target",
    "note": "remark",
    "adjustment": "annual_budget",
}
"""Columns that are a field where no other column is it."""
KEPT = "kept"
IGNORED = "ignored"
_KEPT = (KEPT, IGNORED, *_STANDS_FOR)
PAST_AMOUNT = re.compile(r"20\d\d年(?:度|实际|末)*(?:预算|执行|支出|决算|安排|批复|投入)(?:数|额|金额)?")
"""A column of some year's money: 2021年实际执行数."""
LIKE = 45.0
"""rapidfuzz ratio to some word of a field below which a header in its place is another column."""


@lru_cache(REMEMBERED)
def _names_field(text: str, vocabulary: str) -> bool:
    match = _match((text,), vocabulary)
    return match is not None and match.name not in (KEPT, IGNORED) and not is_group(text)


@lru_cache(REMEMBERED)
def _match(texts: tuple[str, ...], vocabulary: str) -> LabelMatch | None:
    """What a header says: first to the letter in each of its spellings, then by likeness."""
    known = lexicon(vocabulary)
    exact = next((name for text in texts if (name := known.exact(text))), None)
    if exact:
        return LabelMatch(exact, 100.0, "exact")
    if len(core(texts[0])) > LONGEST_HEAD:
        return None
    if len(texts) == 1 and _are_two(core(texts[0]), vocabulary):
        return LabelMatch(KEPT, 100.0, "exact")
    return next(
        (match for text in texts if (match := known.match(text) or known.modified(text))),
        None,
    )


def _are_two(text: str, vocabulary: str) -> bool:
    """Whether a text is two headers run together, of which neither may have the figures below."""
    known = lexicon(vocabulary)
    pairs = ((known.exact(text[:at]), known.exact(text[at:])) for at in range(2, len(text) - 1))
    return any(one and other and one != other for one, other in pairs)


def matched(
    row: Row, after: Row | None, vocabulary: str, order: tuple[str, ...], above: Row | None = None,
    goals: Sequence[Cell] = (),
) -> Columns | None:  # fmt: skip
    """The columns of a row of headers by field; None where no header can name a field, as in most rows."""
    if not any(_names_field(cell.text, vocabulary) for cell in row.said) and not second_row(row, after):
        return None
    heads, depth = heads_of(row, after)
    heads = [head for head in heads if not (len(head.cells) == 1 and is_group(head.text))]
    matches = [(head, _match(head.texts, vocabulary)) for head in heads]
    if vocabulary == "indicator_columns":
        matches = of_the_year(matches, above, goals)
    spans: dict[str, tuple[int, int]] = {}
    cells: dict[str, Cell] = {}
    others: list[Head] = []
    unknown: list[Head] = []
    for head, match in sorted(matches, key=lambda pair: pair[1] is None or pair[1].rule != "exact"):
        if match is None:
            unknown.append(head)
        elif match.name in _KEPT:
            others.append(head.said_as(match.name))
        elif match.name not in spans:
            spans[match.name], cells[match.name] = (head.start, head.end), head.cells[-1]
        else:
            twin = "operator" if match.name == "operator" else "kept"
            others.append(head.said_as(twin))
    for head in [head for head in others if head.texts[0] in _STANDS_FOR]:
        name = _STANDS_FOR[head.texts[0]]
        if name not in spans:
            spans[name], cells[name] = (head.start, head.end), head.cells[-1]
            others.remove(head)
    unknown = _place_first_level(unknown, spans, cells)
    if len(spans) >= len(order) - 3:
        unknown = _place_unknown(unknown, spans, cells, vocabulary, order)
    others += [head.said_as("kept") for head in unknown]
    second = tuple(head.cells[-1] for head in heads if len(head.cells) > 1)
    return Columns(spans, cells, tuple(others), depth, second)


def _place_first_level(
    unknown: list[Head], spans: dict[str, tuple[int, int]], cells: dict[str, Cell]
) -> list[Head]:
    """Take a header left of 二级指标 for that of the first level, its 一 taken for a stroke: 级指标."""
    if "level1" in spans or "level2" not in spans:
        return unknown
    head = next((head for head in unknown if head.end == spans["level2"][0]), None)
    if head is None or not _lacks_first_sign(head.text, "level1"):
        return unknown
    spans["level1"], cells["level1"] = (head.start, head.end), head.cells[-1]
    return [each for each in unknown if each is not head]


def _lacks_first_sign(text: str, field: str) -> bool:
    """Whether a text is a header without its first character, or with another in its place."""
    bare = core(text)
    known = words("indicator_columns")[field]
    return any(bare.endswith(alias[1:]) and len(bare) <= len(alias) for alias in known)


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


def indicator_columns(
    item: Item, after: Item | None = None, above: Item | None = None, goals: Sequence[Cell] = ()
) -> Columns | None:
    """The columns of an indicator table where a row is its header; ``above`` may name terms over them.

    ``goals`` is the header of the goals further up, whose terms may go on below.
    """
    if not isinstance(item, Row) or len(item.own) < 2:
        return None
    below = after if isinstance(after, Row) else None
    over = above if isinstance(above, Row) else None
    columns = matched(item, below, "indicator_columns", INDICATOR_ORDER, over, goals)
    if columns is None:
        return None
    columns = with_levels(_named_by_group(columns, item), item, below)
    found = columns.spans.keys()
    named = len({"level1", "level2", "name"} & found)
    valued = len({"target", "actual", "weight", "score", "remark", "unit"} & found)
    return columns if named and named + valued >= 3 else None


def _named_by_group(columns: Columns, row: Row) -> Columns:
    """The columns with that of the names where it is headed 绩效指标, as the whole table is elsewhere."""
    if "name" in columns.spans or "level2" not in columns.spans:
        return columns
    behind = next((cell for cell in row.own if cell.column == columns.spans["level2"][1]), None)
    if behind is None or lexicon("labels").exact(behind.text) != "indicator_group":
        return columns
    span = behind.column, behind.column + behind.column_span
    return replace(columns, spans=columns.spans | {"name": span}, cells=columns.cells | {"name": behind})


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
    known = lexicon("kept_columns")
    named = [
        head
        for head in heads
        if any(known.exact(text) or PAST_AMOUNT.fullmatch(squashed(text)) for text in head.texts)
    ]
    rest = [head for head in heads if head not in named]
    of_tasks = any(core(text) in words("words")["task"] for head in named for text in head.texts)
    kinds = {lexicon("labels").exact(head.cells[0].text) for head in rest}
    of_projects = len(named) >= FEWEST_BESIDE_PROJECTS and kinds == {"project_name"}
    if len(named) < 2 or not (of_tasks or of_projects or kinds <= _OF_TASKS):
        return None
    if _are_lines(named, item):
        return None
    named = [head for head in heads if head in named or (of_tasks and not _is_label(head))]
    second = tuple(head.cells[-1] for head in heads if len(head.cells) > 1)
    others = tuple(head.said_as("kept") for head in named)
    return Columns({}, {}, others, depth, second)


def _are_lines(heads: list[Head], row: Row) -> bool:
    """Whether a row holds sources of money, each beside room for its amount: 财政拨款 | | 其他资金 | |."""
    blank = {cell.column for cell in row.cells if cell.row == row.index and not squashed(cell.text)}
    return all(
        lexicon("funding_rows").exact(head.cells[-1].text) is not None and head.end in blank for head in heads
    )


def _is_label(head: Head) -> bool:
    return lexicon("labels").exact(head.cells[0].text) in _OF_TASKS


_OF_TASKS = {"section", "goal_group", "funding_group"}
FEWEST_BESIDE_PROJECTS = 3
"""Headers beside 项目名称 that make it one of a table's columns, and no label of the head."""
