"""Where a labelled value belongs in a form."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.lexicon import words
from normalizers.model import Printed
from normalizers.numbers import score_number
from normalizers.reading.draft import Draft
from normalizers.text import core, squashed

GROUPS = frozenset({"funding_group", "indicator_group", "goal_group"})
LONGER_TERM = "longer_term"
NAMED = frozenset({"organization", "implementing_unit", "competent_department"})
_NUMBERED = re.compile(r"(?:长期|中长期|中期|年度|当年|阶段)(?:绩效)?目标\d{1,2}:?")
_TICKED = re.compile(r"[□☐○][^□☐○☑☒]{2,}[☑☒√✓■]|[☑☒√✓■][^□☐○☑☒]{2,}[□☐○]")
"""A choice between kinds, which is no name: 专项名称 | □基础研究 ☑基地建设."""
_STAMP = re.compile(r"^\s*[(（]\s*(?:加?盖章|公\s*章|签\s*章|盖\s*章)\s*[)）]\s*")
"""Where the stamp goes, printed behind the colon of the label: 填报单位：（盖章）…"""


def put(field: str, label: Printed, value: Printed, draft: Draft) -> bool:
    """Give a value its place; False where it has none."""
    if field == "section":
        if squashed(value.text):
            draft.sections.append((label, value))
        return True
    if field == "total":
        placed = draft.part in ("indicators", "tail") or is_own_score(label.text)
        return placed and score_number(value.text) is not None and draft.put("total_score", value)
    if field in GROUPS or field == LONGER_TERM:
        return not squashed(value.text)
    if field == "project_name" and _TICKED.search(value.text):
        draft.sections.append((label, value))
        return True
    if field in NAMED:
        value = replace(value, text=_STAMP.sub("", value.text))
    if field == "expected_goal" and _is_of_another_term(label, value, draft):
        return True
    if squashed(value.text):
        _give_way(field, label, draft)
        draft.headers.setdefault(f"label.{field}", label)
        if field == "implementing_unit":
            _make_room(value, draft)
    return draft.put(field, value)


def _give_way(field: str, label: Printed, draft: Draft) -> None:
    """Keep what a wider label said as a section where the form has a narrower one: 一级项目, 二级项目."""
    before, wider = draft.headers.get(f"label.{field}"), words("words")["wider"]
    if before and core(before.text) in wider and core(label.text) not in wider:
        draft.sections.append((before, draft.fields.pop(field)))
        del draft.headers[f"label.{field}"]


def _is_of_another_term(label: Printed, value: Printed, draft: Draft) -> bool:
    """Keep the goal of all years as a section where the form prints one of the year beside it."""
    known, before = draft.fields.get("expected_goal"), draft.headers.get("label.expected_goal")
    if known is None or not squashed(value.text):
        return False
    if is_numbered(label.text):
        draft.sections.append((label, value))
        return True
    if before is None:
        return False
    if _names_year(label.text) == _names_year(before.text):
        return False
    if _names_year(before.text):
        draft.sections.append((label, value))
        return True
    draft.sections.append((before, known))
    del draft.fields["expected_goal"], draft.headers["label.expected_goal"]
    return False


def is_numbered(label: str) -> bool:
    """Whether a label is one goal of several that a form goes through one by one: 年度目标1."""
    return _NUMBERED.fullmatch(squashed(label)) is not None


def _names_year(text: str) -> bool:
    return re.search(r"年度|全年|当年|本年|年初", squashed(text)) is not None


def is_own_score(label: str) -> bool:
    """Whether a total is the body's own score (自评总分); 合计 or 总分 may be anything."""
    return re.search(r"自评.*分|得分", core(label)) is not None


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
