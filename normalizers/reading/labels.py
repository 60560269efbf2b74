"""Rows of labels, each followed by its value: 项目名称 | … | 实施单位 | …"""

from __future__ import annotations

import re
from itertools import takewhile

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.model import Printed
from normalizers.numbers import is_blank, score_number
from normalizers.reading.draft import Draft
from normalizers.reading.lines import labelled, money_line
from normalizers.reading.places import GROUPS, is_own_score, put
from normalizers.reading.stream import Row, printed
from normalizers.reading.texts import read_text
from normalizers.text import core, squashed

NAMES = frozenset({"project_name", "competent_department", "implementing_unit", "organization"})
_OF_HEAD = NAMES | {"filled_on", "contact", "rating"}
GOALS = ("expected_goal", "actual_outcome")
SHORTEST_NAME = 4
"""Characters of a label's head: 主管部门, 项目名称."""
LABEL = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff、/和及]{1,13}")
"""A label: a few Chinese words, no figures, no sentence."""
_PART = re.compile(r"[\u4e00-\u9fff]{2,20}")
"""What a part of a goal is called: 预期提供的公共产品和服务的数量."""
SURE = 75.0
"""rapidfuzz ratio from which a label in its usual place is taken for what it looks like."""


def label_of(cell: Cell) -> str | None:
    """The field whose label a cell is, clipped and misread labels included."""
    match = lexicon("labels").match(cell.text)
    return match.name if match and match.score >= SURE else None


def use_group(cell: Cell, row: Row, draft: Draft) -> None:
    """A label that names a part of the form: 项目资金（万元）, 年度总体目标, 绩效指标."""
    draft.use(cell)
    if label_of(cell) == "funding_group" or draft.part in ("funding", "sources"):
        known = draft.headers.get("funding_group")
        if known is None or ("元" in cell.text and "元" not in known.text):
            draft.headers["funding_group"] = printed((cell,), row.grid)


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
                told = "section" if core(cell.text) in words("words")["situation"] else "expected_goal"
                put(told, printed((cell,), row.grid), printed((cells[at],), row.grid), draft)
                draft.use(cells[at])
                at += 1
            continue
        if any(value for _, _, value in labelled(cell.text)) and cell.row == row.index:
            _unlabelled(cell, row, draft)
            at += 1
            continue
        if field is None or (field == "total" and _is_of_columns(cells, at)):
            _unlabelled(cell, row, draft)
            at += 1
            continue
        if field in GOALS and (parts := _part_of_goal(cells, at, row)):
            draft.use(cell)
            _read_part(field, *parts, row, draft)
            at += 3
            continue
        value = _value_after(cells, at)
        draft.use(cell)
        text = printed((value,), row.grid) if value is not None else Printed("")
        if value is not None and field == "section" and money_line(f"{core(cell.text)}:{text.text}"):
            draft.headers.setdefault("money_unit", Printed(f"{cell.text}:{text.text}", text.spots))
        if value is not None and put(field, printed((cell,), row.grid), text, draft):
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
        or not LABEL.fullmatch(core(cell.text))
    ):
        return None
    if value is None or value.row != row.index or not squashed(value.text) or label_of(value):
        return None
    match = lexicon("labels").modified(cell.text, SHORTEST_NAME)
    return match.name if match and match.name in NAMES else "section"


def _is_of_columns(cells: list[Cell], at: int) -> bool:
    """Whether several cells stand behind a label of totals: only a header tells the weight from the score."""
    behind = list(takewhile(lambda cell: label_of(cell) is None, cells[at + 1 :]))
    figures = [cell for cell in behind if score_number(cell.text) is not None]
    if len(figures) == 1 and not is_own_score(cells[at].text):
        return any(is_blank(cell.text) for cell in behind)
    return len(figures) > 1


def _part_of_goal(cells: list[Cell], at: int, row: Row) -> tuple[Cell, Cell] | None:
    """What a part of the goal is called and its text, if the goal's label stands beside several."""
    if cells[at].row_span == 1 or at + 3 != len(cells):
        return None
    name, text = cells[at + 1 :]
    own = name.row == row.index == text.row and bool(squashed(text.text))
    is_name = _PART.fullmatch(core(name.text)) and lexicon("labels").exact(name.text) in (None, "section")
    return (name, text) if own and is_name else None


def _read_part(field: str, name: Cell, text: Cell, row: Row, draft: Draft) -> None:
    """Add a part of a goal to it; the row of headers over such parts (内容 | 部门申报) says nothing."""
    bare = core(name.text)
    if bare.startswith(words("periods")["longer"]):
        draft.sections.append((printed((name,), row.grid), printed((text,), row.grid)))
    elif bare not in words("words")["part_heads"]:
        draft.put(field, printed((text,), row.grid))
    draft.use(name)
    draft.use(text)


def _is_goal(cell: Cell, row: Row) -> bool:
    """Whether a cell behind the goals' own label is their text, and no label of one of them."""
    return cell.row == row.index and bool(squashed(cell.text)) and label_of(cell) is None


def _value_after(cells: list[Cell], at: int) -> Cell | None:
    """The cell behind a label, unless that is a label itself in a row of labels only."""
    if at + 1 >= len(cells):
        return None
    value = cells[at + 1]
    if _labels_itself(value):
        return None
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


def _labels_itself(cell: Cell) -> bool:
    """Whether a cell is a label and its value, and not that of the label beside it: 填报日期：2021.1.12."""
    said = labelled(cell.text)
    return (
        bool(said)
        and said[0][0] in _OF_HEAD
        and bool(said[0][2])
        and cell.text.lstrip().startswith(said[0][1])
    )


def _ends_in_colon(cell: Cell) -> bool:
    return squashed(cell.text).endswith(":")


def _unlabelled(cell: Cell, row: Row, draft: Draft) -> None:
    text = printed((cell,), row.grid)
    if squashed(cell.text) and read_text(cell, text, draft):
        return
    if draft.part == "head" and money_line(cell.text):
        draft.headers.setdefault("money_unit", text)
        draft.use(cell)
