"""The goals: what was expected above or beside what came of it."""

from __future__ import annotations

import re

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.model import Printed
from normalizers.reading.columns import Columns, Head, head_label
from normalizers.reading.draft import Draft
from normalizers.reading.places import is_numbered
from normalizers.reading.stream import Item, Row, printed
from normalizers.text import core, squashed

_GOALS = ("expected_goal", "actual_outcome")
LONGEST_HEADER = 16
"""Characters: a longer text beside a goal's label is the goal itself."""


def goal_columns(item: Item) -> Columns | None:
    """The columns of the goals where a row is their header: 预期目标 | 实际完成情况."""
    if not isinstance(item, Row):
        return None
    spans: dict[str, tuple[int, int]] = {}
    cells = {}
    others: list[Head] = []
    groups: list[Cell] = []
    unknown: list[Cell] = []
    for cell in item.own:
        match = lexicon("labels").match(cell.text) if len(core(cell.text)) <= LONGEST_HEADER else None
        if match is None:
            unknown.append(cell)
            continue
        if item.sides and cell is item.sides[0]:
            continue
        if match.name in _GOALS and (match.name not in spans or match.rule == "exact"):
            # Of two goals side by side, as first set and as adjusted, the later one was to be reached.
            spans[match.name] = _span(cell)
            cells[match.name] = cell
        elif match.name in ("section", "year"):
            others.append(Head(("kept", cell.text), (cell,)))
        elif match.name == "goal_group":
            groups.append(cell)
        else:
            return None
    if unknown:
        if not _are_beside(unknown, cells):
            return None
        others += [Head(("kept", cell.text), (cell,)) for cell in unknown]
    if "actual_outcome" not in spans and spans and groups and "完成" in core(groups[-1].text):
        # The name that some forms give both goals heads the second one's column in others.
        outcome = groups.pop()
        spans["actual_outcome"], cells["actual_outcome"] = _span(outcome), outcome
    if "expected_goal" not in spans and (over := _goal_itself(groups, spans, others)):
        spans["expected_goal"], cells["expected_goal"] = _span(over), over
    return Columns(spans, cells, tuple(others)) if spans and (not others or len(item.own) > 1) else None


def _are_beside(unknown: list[Cell], goals: dict[str, Cell]) -> bool:
    """Whether cells stand right of both goals' headers, which touch each other: … | 总体完成率（%）."""
    if set(goals) != set(_GOALS):
        return False
    goal, outcome = (goals[name] for name in _GOALS)
    touching = goal.column + goal.column_span == outcome.column
    end = outcome.column + outcome.column_span
    return touching and all(cell.column >= end and len(core(cell.text)) <= LONGEST_HEADER for cell in unknown)


def _is_of_another_year(row: Row, columns: Columns, draft: Draft) -> bool:
    """Keep a row of the goals of a year that the form is not about: 财年 | 目标 | 实际完成情况."""
    heads = [head for head in columns.others if lexicon("labels").exact(head.cells[-1].text) == "year"]
    said = next((cell for cell in row.own for head in heads if columns.other_of(cell) is head), None)
    year = said and re.fullmatch(r"((?:19|20)\d\d)年?度?", squashed(said.text))
    if not said or not year:
        return False
    draft.use(said)
    if draft.year in (None, int(year[1])):
        return False
    for cell in row.own:
        if cell is not said:
            whole = printed((said, cell), row.grid)
            draft.sections.append(
                (printed((said,), row.grid), Printed(printed((cell,), row.grid).text, whole.spots))
            )
            draft.use(cell)
    return True


def _is_numbered(row: Row, draft: Draft) -> bool:
    """Keep one goal of several that the form goes through one by one below its goals: 长期目标1：| …"""
    if len(row.own) != len(("label", "text")) or "expected_goal" not in draft.fields:
        return False
    label, text = row.own
    if not is_numbered(label.text):
        return False
    draft.sections.append((printed((label,), row.grid), printed((text,), row.grid)))
    draft.use(label)
    draft.use(text)
    return True


def _is_label_and_text(row: Row) -> bool:
    """Whether a row is a label and its text, though both stand under one heading of the goals."""
    return len(row.own) == len(("label", "text")) and lexicon("labels").match(row.own[1].text) is None


def _span(cell: Cell) -> tuple[int, int]:
    return cell.column, cell.column + cell.column_span


def _goal_itself(groups: list[Cell], spans: dict[str, tuple[int, int]], others: list[Head]) -> Cell | None:
    """The goals' own name where it heads their column beside another: 中期目标 | 年度总体目标."""
    beside = [start for start, _ in spans.values()] + [head.start for head in others]
    heads = [cell for cell in groups if cell.row_span == 1 and beside]
    return heads[-1] if heads else None


def read_goals(row: Row, draft: Draft) -> bool:
    """Add the texts that stand under the header of the goals."""
    if draft.part != "goals" or draft.goal_columns is None:
        return False
    if _is_of_another_year(row, draft.goal_columns, draft):
        return True
    if _is_numbered(row, draft):
        return True
    first = lexicon("labels").match(row.own[0].text)
    if first and first.name in _GOALS and first.rule == "exact" and _is_label_and_text(row):
        draft.part = "head"
        return False
    if first and first.name not in ("goal_group", *_GOALS) and first.score >= 90 and len(row.own) >= 2:
        draft.part = "head"
        return False
    for cell in row.own:
        match = lexicon("labels").match(cell.text)
        fields = draft.goal_columns.fields_of(cell)
        if match and match.name == "goal_group" and (len(row.own) > 1 or not fields):
            draft.use(cell)
        elif not fields and (head := draft.goal_columns.other_of(cell)):
            draft.sections.append((head_label(head, row.grid), printed((cell,), row.grid)))
            draft.use(cell)
        elif fields:
            draft.put(fields[0], printed((cell,), row.grid))
            draft.use(cell)
    return True
