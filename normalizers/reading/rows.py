"""Which part of a form a row or a line belongs to, and what it adds."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import Cell, TextLine
from normalizers.lexicon import lexicon
from normalizers.model import Printed
from normalizers.numbers import score_number
from normalizers.reading.draft import Draft, Part
from normalizers.reading.funding import is_bare_funding, read_funding, read_inline, read_sources
from normalizers.reading.goals import goal_columns, read_goals
from normalizers.reading.headers import (
    Columns,
    Head,
    funding_columns,
    indicator_columns,
    kept_columns,
    side_label,
    source_columns,
    with_second_row,
)
from normalizers.reading.indicators import read_indicator, read_total
from normalizers.reading.kept import read_kept
from normalizers.reading.lines import (
    is_furniture,
    is_note_item,
    labelled,
    money_line,
    note_label,
    without_money,
    year_line,
)
from normalizers.reading.stream import Row, printed, printed_line
from normalizers.reading.titles import is_annex
from normalizers.text import core, squashed

GROUPS = frozenset({"funding_group", "indicator_group", "goal_group"})
NAMES = frozenset({"project_name", "competent_department", "implementing_unit", "organization"})
SHORTEST_NAME = 4
"""Characters of a label's head: 主管部门, 项目名称."""
_LABEL = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff、/和及]{1,13}")
"""A label: a few Chinese words, no figures, no sentence."""
NOTE = "注"
LONGER_TERM = "longer_term"
_TAIL = frozenset({"conclusion", "rating", "section", "contact", "filled_on"})
SURE = 75.0
"""rapidfuzz ratio from which a label in its usual place is taken for what it looks like."""


def label_of(cell: Cell) -> str | None:
    """The field whose label a cell is, clipped and misread labels included."""
    match = lexicon("labels").match(cell.text)
    return match.name if match and match.score >= SURE else None


def read_row(row: Row, after: Row | None, draft: Draft) -> None:
    """Add one grid row to the draft. The order of the questions is the order of the parts on paper."""
    for cell in row.own:
        draft.meet(cell)
    if not row.own or _header(row, after, draft) or _only_line(row, draft):
        return
    for read in _PARTS:
        if read(row, draft):
            break
    else:
        read_labels(row, draft)
        return
    if draft.part == "head" and draft.funding:
        read_labels(row, draft)


def _header(row: Row, after: Row | None, draft: Draft) -> bool:
    if draft.headed == (row.grid, row.index):
        _use_all(row, draft)
        return True
    columns = indicator_columns(row, after)
    if columns:
        refined = with_second_row(columns, after, "indicator_columns") if columns.depth == 1 else None
        return _open("indicators", row, refined or columns, draft)
    if draft.part in ("head", "funding", "sources", "kept", "goals"):
        kept = kept_columns(row, after)
        money = None if kept or draft.part == "goals" else funding_columns(row, after, draft.year)
        sources = None if kept or money else source_columns(row)
        if found := kept or money or sources:
            return _open("kept" if kept else "funding" if money else "sources", row, found, draft)
    if (
        draft.part == "indicators"
        and draft.columns
        and with_second_row(draft.columns, row, "indicator_columns")
    ):
        _use_all(row, draft)
        return True
    goals = goal_columns(row) if draft.part not in ("indicators", "tail") else None
    if goals:
        draft.part, draft.goal_columns = "goals", goals
        _use_all(row, draft)
        return True
    return False


def _open(part: Part, row: Row, columns: Columns, draft: Draft) -> bool:
    """Begin a table under its header. Indicators of a longer term than the year are kept as sections."""
    longer = next((cell for cell in row.cells if lexicon("labels").exact(cell.text) == LONGER_TERM), None)
    if part == "indicators" and longer:
        heads = tuple(Head(("kept", cell.text), (cell,)) for cell in columns.cells.values())
        part, columns = "kept", replace(columns, spans={}, cells={}, others=(*heads, *columns.others))
    draft.part, draft.columns = part, columns
    draft.headed = (row.grid, row.index + 1) if columns.depth > 1 else None
    _keep_headers(row, columns, draft)
    if part == "kept":
        label = longer or next((cell for cell in row.cells if label_of(cell) == "section"), None)
        draft.kept_label = printed((label,), row.grid) if label else None
        _use_all(row, draft)
        if label:
            draft.use(label)
    return True


def _keep_headers(row: Row, columns: Columns, draft: Draft) -> None:
    for field, cell in columns.cells.items():
        draft.headers.setdefault(f"{draft.part}.{field}", printed((cell,), row.grid))
        draft.use(cell)
    for head in columns.others:
        for cell in head.cells:
            draft.headers.setdefault(f"{draft.part}.kept.{cell.column}", printed((cell,), row.grid))
            draft.use(cell)
    if columns.depth > 1:
        for cell in row.own:
            draft.use(cell)
    side = side_label(row)
    for cell in row.cells:
        if label_of(cell) in GROUPS or cell is side:
            use_group(cell, row, draft)


def use_group(cell: Cell, row: Row, draft: Draft) -> None:
    """A label that names a part of the form: 项目资金（万元）, 年度总体目标, 绩效指标."""
    draft.use(cell)
    if label_of(cell) == "funding_group" or draft.part in ("funding", "sources"):
        draft.headers.setdefault("funding_group", printed((cell,), row.grid))


def _use_all(row: Row, draft: Draft) -> None:
    for cell in row.own:
        draft.use(cell)


def _only_line(row: Row, draft: Draft) -> bool:
    """A row of one cell above or below the tables says what a line would."""
    if len(row.own) != 1 or draft.part in ("goals", "indicators"):
        return False
    if sum(bool(squashed(cell.text)) for cell in row.cells) != 1:
        return False
    cell = row.own[0]
    return _read_text(cell, printed((cell,), row.grid), draft)


def _end_of_table(row: Row, draft: Draft) -> bool:
    """A label of the tail ends the indicators, alone in its cell or with its value behind it."""
    if draft.part != "indicators":
        return False
    first = row.own[0]
    if row.cells[0] is not first or _begins_level(first, draft) or _begins_line(row, draft):
        return False
    inside = {field for field, _, _ in labelled(first.text)}
    if label_of(first) not in _TAIL and not (inside and inside <= _TAIL):
        return False
    draft.part = "tail"
    read_labels(row, draft)
    return True


def _begins_line(row: Row, draft: Draft) -> bool:
    """Whether a row begins with an indicator's name, in a table without levels, and has a target."""
    columns = draft.columns
    if columns is None or columns.fields_of(row.own[0]) != ["name"]:
        return False
    covered = [{field for field in columns.spans if columns.overlap(cell, field) > 0} for cell in row.own[1:]]
    return {"target"} in covered


def _begins_level(cell: Cell, draft: Draft) -> bool:
    """Whether a cell stands in the column of the first level alone and names one."""
    fields = draft.columns.fields_of(cell) if draft.columns else []
    return fields == ["level1"] and lexicon("level1").match(cell.text) is not None


def read_labels(row: Row, draft: Draft) -> None:
    """Read a row of labels, each followed by its value: 项目名称 | … | 实施单位 | …"""
    cells = [cell for cell in row.cells if cell.row == row.index or label_of(cell)]
    cells = [cell for cell in cells if cell.row != row.index or not draft.is_used(cell)]
    at = 0
    while at < len(cells):
        cell = cells[at]
        field = label_of(cell) or _label_by_place(cells, at, row, draft)
        if field in GROUPS:
            use_group(cell, row, draft)
            at += 1
            if field == "goal_group" and at == len(cells) - 1 and _is_goal(cells[at], row):
                draft.put("expected_goal", printed((cells[at],), row.grid))
                draft.use(cells[at])
                at += 1
            continue
        if any(value for _, _, value in labelled(cell.text)) and cell.row == row.index:
            _unlabelled(cell, row, draft)
            at += 1
            continue
        if field is None:
            _unlabelled(cell, row, draft)
            at += 1
            continue
        value = _value_after(cells, at)
        draft.use(cell)
        text = printed((value,), row.grid) if value is not None else Printed("")
        if value is not None and _put(field, printed((cell,), row.grid), text, draft):
            draft.use(value)
        at += 1 if value is None else 2


def _label_by_place(cells: list[Cell], at: int, row: Row, draft: Draft) -> str | None:
    """The field of a label that no vocabulary has, by its head and by its place in front of a value.

    Only names are known by their head (业务主管部门); what no word says is kept as a section under its label.
    """
    cell = cells[at]
    value = cells[at + 1] if at + 1 < len(cells) else None
    if (
        draft.part not in ("head", "tail", "goals")
        or cell.row != row.index
        or not _LABEL.fullmatch(core(cell.text))
    ):
        return None
    if value is None or value.row != row.index or not squashed(value.text) or label_of(value):
        return None
    match = lexicon("labels").modified(cell.text, SHORTEST_NAME)
    return match.name if match and match.name in NAMES else "section"


def _is_goal(cell: Cell, row: Row) -> bool:
    """Whether a cell behind the goals' own label is their text, and no label of one of them."""
    return cell.row == row.index and bool(squashed(cell.text)) and label_of(cell) is None


def _value_after(cells: list[Cell], at: int) -> Cell | None:
    """The cell behind a label, unless that is a label itself in a row of labels only."""
    if at + 1 >= len(cells):
        return None
    value = cells[at + 1]
    name = lexicon("labels").exact(value.text)
    if name and _ends_in_colon(cells[at]) and _ends_in_colon(value):
        return None
    if name and cells[at].row_span > value.row_span:
        return None  # a label over several rows names them all: 项目立项情况 | 立项依据 | …
    followed = at + 2 < len(cells) and bool(squashed(cells[at + 2].text))
    return (
        None
        if name and name != "section" and followed and not lexicon("labels").exact(cells[at + 2].text)
        else value
    )


def _ends_in_colon(cell: Cell) -> bool:
    return squashed(cell.text).endswith(":")


def _unlabelled(cell: Cell, row: Row, draft: Draft) -> None:
    text = printed((cell,), row.grid)
    if squashed(cell.text) and _read_text(cell, text, draft):
        return
    if draft.part == "head" and money_line(cell.text):
        draft.headers.setdefault("money_unit", text)
        draft.use(cell)


def _put(field: str, label: Printed, value: Printed, draft: Draft) -> bool:
    """Give a value its place; False where it has none."""
    if field == "section":
        if squashed(value.text):
            draft.sections.append((label, value))
        return True
    if field == "total":
        placed = draft.part in ("indicators", "tail") and score_number(value.text) is not None
        return placed and draft.put("total_score", value)
    if field in GROUPS or field == LONGER_TERM:
        return not squashed(value.text)
    if squashed(value.text):
        draft.headers.setdefault(f"label.{field}", label)
        if field == "implementing_unit":
            _make_room(value, draft)
    return draft.put(field, value)


def _make_room(value: Printed, draft: Draft) -> None:
    """A unit named above the table is the body that fills in the form, where the table names another."""
    known = draft.fields.get("implementing_unit")
    if (
        known
        and all(spot.grid is None for spot in known.spots)
        and value.spots
        and value.spots[0].grid is not None
    ):
        draft.put("organization", draft.fields.pop("implementing_unit"))


_PARTS = (
    read_total, _end_of_table, read_indicator, read_kept, read_inline, read_sources, read_funding,
    is_bare_funding, read_goals,
)  # fmt: skip


def read_line(line: TextLine, draft: Draft) -> None:
    """Add one line outside the grid to the draft."""
    if is_furniture(line.text) or is_annex(line.text):
        draft.note_open = False
        return
    draft.meet(line)
    _read_text(line, printed_line(line), draft)


def _read_text(source: Cell | TextLine, text: Printed, draft: Draft) -> bool:
    """Read a text that labels itself; False where it says nothing that a form has a place for."""
    note = note_label(text.text) if draft.part in ("tail", "indicators") or draft.indicators else None
    if note:
        heading = Printed(note, text.spots)
        body = text.text.strip()[len(note) :].lstrip(" :：\u3000")
        draft.sections.append((heading, Printed(body, text.spots)))
        draft.note_open, draft.part = True, "tail"
    elif year_line(text.text) is not None and "year" not in draft.fields:
        draft.put("year", text)
    elif money_line(text.text) and not _has_labels(rest := without_money(text.text)):
        draft.headers.setdefault("money_unit", text)
    elif money_line(text.text) and not draft.note_open:
        draft.headers.setdefault("money_unit", text)
        for field, label, value in labelled(rest):
            _put_line(field, Printed(label, text.spots), Printed(value, text.spots), draft)
    elif not draft.note_open and (triples := labelled(text.text)):
        for field, label, value in triples:
            _put_line(field, Printed(label, text.spots), Printed(value, text.spots), draft)
    elif (draft.note_open and not _is_running(source)) or (
        draft.sections and is_note_item(text.text) and draft.sections[-1][0].text == NOTE
    ):
        heading, known = draft.sections[-1]
        draft.sections[-1] = (heading, Printed(known.text + text.text, known.spots + text.spots))
    else:
        return False
    draft.use(source)
    return True


def _is_running(source: Cell | TextLine) -> bool:
    """Whether a line is printed on every page: a note that goes on overleaf does not hold it."""
    return isinstance(source, TextLine) and source.is_running


def _has_labels(text: str) -> bool:
    return any(value for _, _, value in labelled(text))


def _put_line(field: str, label: Printed, value: Printed, draft: Draft) -> None:
    unit = money_line(f"{label.text}:{value.text}")
    if unit:
        draft.headers.setdefault("money_unit", Printed(f"{label.text}:{value.text}", value.spots))
        words = value.text.replace("万元", "").replace("元", "").strip("()（） \u3000")
        if not words:
            return
    _put(field, label, value, draft)
