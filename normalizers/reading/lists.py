"""Lists of projects: one table for a body, in which 项目名称, its money and its goal are columns too."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.model import FundingLine
from normalizers.reading.columns import Columns, Head, head_label
from normalizers.reading.draft import Draft
from normalizers.reading.headers import indicator_columns
from normalizers.reading.indicators import read_indicator
from normalizers.reading.stream import Item, Row, printed
from normalizers.text import squashed

PROJECT = "project_name"
_FIELDS = frozenset(
    {PROJECT, "organization", "competent_department", "implementing_unit", "expected_goal", "actual_outcome"}
)
_AMOUNTS = frozenset({"initial_budget", "annual_budget", "executed"})


@dataclass(frozen=True, slots=True)
class ProjectList:
    """Where a list's header stands, its indicator columns, and its columns of the form itself."""

    header: int
    columns: Columns
    fields: dict[str, Head]
    amounts: dict[str, Head]


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of one project of a list, those in front of it that belong to none, and the body they name."""

    rows: tuple[Row, ...]
    before: tuple[Row, ...]
    body: Cell | None = None


def project_list(items: list[Item]) -> ProjectList | None:
    """The list that a stretch of items is, or None: its indicator header has a column of project names."""
    for index, item in enumerate(items):
        after = items[index + 1] if index + 1 < len(items) else None
        columns = indicator_columns(item, after)
        if columns is None:
            continue
        known = {head: lexicon("labels").exact(head.cells[-1].text) for head in columns.others}
        fields = {name: head for head, name in known.items() if name in _FIELDS and name is not None}
        amounts = {
            name: head
            for head in columns.others
            if (name := lexicon("funding_columns").exact(head.cells[-1].text)) in _AMOUNTS
        }
        if PROJECT not in fields:
            return None
        taken = {*fields.values(), *amounts.values()}
        rest = tuple(head for head in columns.others if head not in taken)
        return ProjectList(index, replace(columns, others=rest), fields, amounts)
    return None


def projects(found: ProjectList, items: list[Item]) -> list[Listed]:
    """The rows by project. A name stands in a merged cell, once above blanks, or in each row."""
    out: list[Listed] = []
    rows: list[Row] = []
    before: list[Row] = []
    current = None
    body: Cell | None = None
    for item in items[found.header + found.columns.depth :]:
        if not isinstance(item, Row) or indicator_columns(item):
            continue
        cell = _at(found.fields[PROJECT], item)
        name = squashed(cell.text) if cell else ""
        if name and name != current:
            if rows:
                out.append(Listed(tuple(rows), tuple(before), body))
                rows, before = [], []
            current = name
        spans_all = cell is not None and len(item.own) <= 2 and not _says_indicator(found.columns, item)
        if spans_all and len(item.own) == 1:
            body = cell
        (before if spans_all or current is None else rows).append(item)
    return [*out, Listed(tuple(rows), tuple(before), body)] if rows else out


def _says_indicator(columns: Columns, row: Row) -> bool:
    return any(columns.fields_of(cell) for cell in row.own)


def _at(head: Head, row: Row) -> Cell | None:
    return next(
        (
            cell
            for cell in row.cells
            if cell.column < head.end and cell.column + cell.column_span > head.start
        ),
        None,
    )


def read_project(found: ProjectList, listed: Listed, draft: Draft) -> None:
    """Read the rows of one project into a draft that has the list's heading."""
    first = listed.rows[0]
    draft.part, draft.columns = "indicators", found.columns
    for head in (*found.fields.values(), *found.amounts.values(), *found.columns.others):
        for cell in head.cells:
            draft.use(cell)
    for name, cell in found.columns.cells.items():
        draft.headers.setdefault(f"indicators.{name}", printed((cell,), first.grid))
        draft.use(cell)
    for name, head in found.fields.items():
        if said := _at(head, first):
            draft.put(name, printed((said,), first.grid))
            draft.use(said)
    if listed.body and "organization" not in found.fields:
        draft.put("organization", printed((listed.body,), first.grid))
        draft.use(listed.body)
    _money(found, first, draft)
    for row in (*listed.before, *listed.rows):
        for cell in row.own:
            draft.meet(cell)
    for row in listed.rows:
        read_indicator(row, draft)


def _money(found: ProjectList, row: Row, draft: Draft) -> None:
    values = {}
    for name, head in found.amounts.items():
        draft.headers.setdefault(f"funding.{name}", head_label(head, row.grid))
        cell = _at(head, row)
        if cell and squashed(cell.text):
            values[name] = printed((cell,), row.grid)
            draft.use(cell)
    if values:
        label = head_label(next(iter(found.amounts.values())), row.grid)
        draft.funding.append(FundingLine(1, label, values))
