"""Headings of forms, and where in a stream each form begins."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from rapidfuzz import fuzz

from extractors.model import TextLine
from normalizers.lexicon import lexicon, words
from normalizers.reading.funding_headers import funding_columns, source_columns
from normalizers.reading.headers import indicator_columns
from normalizers.reading.lines import labelled, money_line, year_line
from normalizers.reading.lists import project_list
from normalizers.reading.stream import Item, Row
from normalizers.text import REMEMBERED, chinese, squashed, unbroken

LONGEST_TITLE = 48
"""Characters: a heading longer than this is a sentence."""
TITLE_RATIO = 80.0
"""rapidfuzz ratio of a heading's ending: one misread character of five scores 80."""
SHORTEST_REPAIRED_TITLE = 5
_ANNEX = re.compile(r"^\s*附\s*[件表录]\s*[\d一二三四五六七八九十]*\s*[-—]?\s*\d*\s*[:：.、]?\s*")
_TRANSLATION = re.compile(
    r"(?<=[\u4e00-\u9fff)）])\s*(?:[A-Za-z][A-Za-z ,.'’&/-]{3,}|[\u0600-\u06ff\u0f00-\u18af][\u0600-\u06ff"
    r"\u0f00-\u18af\s\u202f]+)$"
)
"""The other language of a heading that says itself twice."""
_TABLE = "表"
_TAIL = re.compile(r"(?:[(（]?20\d\d年?度?[)）]?|[(（][^()（）]{1,12}[)）])+$")
"""What may stand behind a heading's last word: a year, or in brackets a kind of project."""
_HALF = re.compile(r"[^,。;:、]{4,}(?<!\d)20\d\d年度?")
_NAMES = ("project_name", "organization", "competent_department")
_UNIT = "implementing_unit"
_GOALS = frozenset({"expected_goal", "actual_outcome", "goal_group"})
_HEADING_LINES = frozenset({"organization", "filled_on", "year"})


def item_text(item: Item) -> str | None:
    """The text of a line, or of a row that consists of one cell; None for any other row."""
    if isinstance(item, TextLine):
        return item.text
    return item.own[0].text if len(item.said) == 1 and item.own else None


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    """The endings of headings with the kind of form that each says, the longest first."""
    return tuple(sorted(lexicon("titles").aliases.items(), key=lambda known: len(known[0]), reverse=True))


@lru_cache(REMEMBERED)
def title_kind(text: str) -> str | None:
    """``self_evaluation`` or ``target`` where a text is a form's heading, else None."""
    bare = _TAIL.sub("", _ANNEX.sub("", chinese(squashed(text))))
    if not bare or len(bare) > LONGEST_TITLE or re.search(r"[。,;:《》]", bare):
        return None
    for ending, kind in _endings():
        if bare.endswith(ending):
            return kind
    if lexicon("labels").exact(bare):
        return None
    for ending, kind in _endings():
        if len(ending) >= SHORTEST_REPAIRED_TITLE and fuzz.ratio(bare[-len(ending) :], ending) >= TITLE_RATIO:
            return kind
    return None


def is_bare_title(item: Item) -> bool:
    """Whether the first row of a form, all one cell, is a heading but for its last word: 部门整体绩效目标."""
    text = item_text(item)
    if text is None or not isinstance(item, Row) or len(item.cells) > 1:
        return False
    known = lexicon("labels").exact(text)
    return known in (None, "goal_group") and title_kind(text + _TABLE) is not None


def title_text(text: str) -> str:
    """The heading as printed, without the number of the annex."""
    return _TRANSLATION.sub("", _ANNEX.sub("", unbroken(text)))


def begins_title(item: Item) -> bool:
    """Whether a line is the first half of a heading: what money is spent on, and a year: …专项2022年."""
    if not isinstance(item, TextLine) or is_title(item) or year_line(item.text) is not None:
        return False
    bare = squashed(item.text)
    named = any(word in bare for word in words("words")["one_thing"])
    return named and len(bare) <= LONGEST_TITLE and _HALF.fullmatch(bare) is not None


def leaves_open(item: Item, after: Item) -> bool:
    """Whether a line breaks off inside brackets that the next one closes, as long headings do."""
    if not (isinstance(item, TextLine) and isinstance(after, TextLine)) or is_title(item):
        return False
    text, below = squashed(item.text), squashed(after.text)
    short = len(text) <= LONGEST_TITLE
    return short and text.count("(") > text.count(")") and below.count(")") > below.count("(")


def heading_lines(items: list[Item], start: int) -> int:
    """How many lines the heading has that begins at an item; 0 where none does."""
    for index in range(start, len(items)):
        if is_title(items[index]):
            return index - start + 1
        below = items[index + 1] if index + 1 < len(items) else None
        if below is None or not (begins_title(items[index]) or leaves_open(items[index], below)):
            return 0
    return 0


def is_annex(text: str) -> bool:
    """Whether a line is nothing but the number of an annex."""
    return not squashed(_ANNEX.sub("", text)) and bool(squashed(text))


def is_title(item: Item) -> bool:
    """Whether a line, or a row of one cell, is a form's heading."""
    text = item_text(item)
    return text is not None and title_kind(text) is not None


def _name_label(item: Item, tabled: bool) -> str | None:
    """The label of the head of a form that a row begins with: 项目名称, 部门名称, 主管部门.

    Below a table of indicators, 实施单位 is one too: no form goes on with it.
    """
    if not isinstance(item, Row) or len(item.own) == 0 or is_title(item):
        return None
    match = lexicon("labels").match(item.own[0].text)
    names = (*_NAMES, _UNIT) if tabled else _NAMES
    known = match is not None and match.name in names and (match.rule == "exact" or match.score >= 75)
    if match and known:
        return match.name
    # A code may stand in front of the project's name: 项目编码 | … | 项目名称 | …
    others = (lexicon("labels").exact(cell.text) for cell in item.own[1:])
    return "project_name" if match and "project_name" in others else None


def form_starts(items: list[Item]) -> list[int]:
    """The index of the item at which each form begins.

    A heading begins a form when a name or a funding table follows it before the next heading; a heading
    repeated on a continuation page does not. A name label that the form already has begins
    another one, whose heading is missing, where a table stands between the two (中央主管部门 above
    地方主管部门 are one form's); without a heading, only a table of indicators makes a form. Where no
    row begins with a name, the table that holds indicators, their goal and a name above them is the form.
    A report that tells of money in a table of its own is none.
    """
    starts: list[int] = []
    heading: int | None = None
    seen: set[str] = set()
    tabled = False

    @cache  # asked for few rows, and for those more than once
    def heads_money(at: int) -> bool:
        return funding_columns(items[at]) is not None or source_columns(items[at]) is not None

    @cache
    def heads_indicators(at: int) -> bool:
        return indicator_columns(items[at]) is not None

    for index, item in enumerate(items):
        if is_title(item):
            heading = _first_line(items, index)
            continue
        label = _name_label(item, tabled)
        if heading is not None and (
            label or heads_money(index) or (not starts and heads_indicators(index)) or project_list([item])
        ):
            starts.append(heading)
            heading, seen, tabled = None, set(), False
        elif (label in seen and tabled) or (not starts and (label or heads_money(index))):
            starts.append(_with_lines(items, index))
            seen, tabled = set(), False
        elif not starts and heads_indicators(index) and (top := _top_of_form(items, index)) is not None:
            starts.append(_with_lines(items, top))
        tabled = tabled or heads_money(index) or heads_indicators(index)
        if label:
            seen.add(label)
    ends = [*starts[1:], len(items)]
    return [
        start
        for start, end in zip(starts, ends, strict=False)
        if any(map(heads_indicators, range(start, end)))
        or (heading_lines(items, start) and not _is_report(items[start:end]))
    ]


def _is_report(items: list[Item]) -> bool:
    """Whether sentences stand between a heading and its first table, and no table names whose it is."""
    first = next((index for index, item in enumerate(items) if _is_of_table(item)), len(items))
    told = any("。" in item.text for item in items[:first] if isinstance(item, TextLine))
    return told and not any(_name_label(item, tabled=False) for item in items)


def _is_of_table(item: Item) -> bool:
    return isinstance(item, Row) and len(item.own) > 1


def _first_line(items: list[Item], last: int) -> int:
    """Where a heading begins whose last line is given."""
    first = last
    while first and heading_lines(items, first - 1) == last - first + 2:
        first -= 1
    return first


def _top_of_form(items: list[Item], header: int) -> int | None:
    """The first row of the table that holds a header of indicators, where rows above say whose they are."""
    top = header
    while top and isinstance(above := items[top - 1], Row) and isinstance(here := items[top], Row):
        if above.grid != here.grid:
            break
        top -= 1
    rows = [item for item in items[top:header] if isinstance(item, Row)]
    said = {lexicon("labels").exact(cell.text) for row in rows for cell in row.own}
    return top if said & {*_NAMES, _UNIT} and said & _GOALS else None


def _with_lines(items: list[Item], index: int) -> int:
    """Where a form without a heading begins: at the lines above it that say year, body, date or unit."""
    while index and isinstance(above := items[index - 1], TextLine):
        fields = {field for field, _, _ in labelled(above.text)}
        if (
            year_line(above.text) is None
            and not money_line(above.text)
            and not (fields and fields <= _HEADING_LINES)
        ):
            break
        index -= 1
    return index
