"""Which part of a form a row of a grid belongs to, and what it adds."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.reading.bare_funding import read_bare_funding, says_amount
from normalizers.reading.bare_indicators import open_bare
from normalizers.reading.columns import Columns, Head
from normalizers.reading.content import by_content
from normalizers.reading.draft import Draft, Part
from normalizers.reading.funding import read_funding, read_sources
from normalizers.reading.funding_headers import (
    funding_columns,
    is_over_funding,
    is_over_sources,
    source_columns,
)
from normalizers.reading.goals import goal_columns, read_goals
from normalizers.reading.header_rows import names_breakdown
from normalizers.reading.headers import indicator_columns, kept_columns, with_second_row
from normalizers.reading.indicators import count_blank, is_subtotal, read_indicator
from normalizers.reading.inline_funding import read_inline
from normalizers.reading.kept import read_kept
from normalizers.reading.labels import LABEL, label_of, read_labels, use_group
from normalizers.reading.lines import labelled
from normalizers.reading.paired_funding import is_twin_header, read_paired, use_twin_header
from normalizers.reading.places import GROUPS, LONGER_TERM
from normalizers.reading.sentence_funding import read_sentence
from normalizers.reading.stream import Row, end_of, printed
from normalizers.reading.texts import read_text
from normalizers.reading.totals import read_total
from normalizers.reading.years import of_year
from normalizers.text import core, squashed

_TAIL = frozenset({"conclusion", "rating", "section", "contact", "filled_on"})

_NUMBER = re.compile(r"[(]?[一二三四五六七八九十]{1,2}[)]?[、.]?")
_HEADING = re.compile(rf"(?:{_NUMBER.pattern})?[\u4e00-\u9fff()、和及]{{2,24}}")
_SIGNED = re.compile(r"意见:.*(?:章|签名|签字)\)?:?年月日$")
"""Where somebody is to sign: 主管部门审批意见：（盖章） 年 月 日."""
_TABLES = frozenset({"funding", "indicators"})
_FIGURES = frozenset({"target", "actual", "weight", "score", "remark"})


def read_row(row: Row, after: Row | None, draft: Draft) -> None:
    """Add one grid row to the draft. The order of the questions is the order of the parts on paper."""
    above, draft.above = draft.above, row
    for cell in row.own:
        draft.meet(cell)
    if not row.own:
        count_blank(row, draft)
        return
    if above is not None and draft.part in _TABLES and _is_other_table(row, above):
        draft.part, draft.columns = ("tail" if draft.part == "indicators" else "head"), None
    if (
        _is_part_heading(row, after, draft)
        or read_paired(row, draft)
        or _header(row, after, above, draft)
        or _only_line(row, draft)
    ):
        return
    open_bare(row, draft)
    for read in _PARTS:
        if read(row, draft):
            break
    else:
        read_labels(row, draft)
        return
    if draft.part == "head" and draft.funding:
        read_labels(row, draft)


def _is_other_table(row: Row, above: Row) -> bool:
    """Whether a row begins a grid of another number of columns: those of the header above are not its own."""
    widths = {
        max((cell.column + cell.column_span for cell in each.cells), default=0) for each in (row, above)
    }
    return row.grid != above.grid and len(widths) > 1


def _header(row: Row, after: Row | None, above: Row | None, draft: Draft) -> bool:
    if draft.headed == (row.grid, row.index):
        _use_all(row, draft)
        return True
    if draft.part in ("head", "funding") and is_twin_header(row, after):
        draft.part, draft.columns = "head", None
        use_twin_header(row, draft)
        return True
    if draft.part in ("head", "funding") and is_over_sources(row, after):
        _use_all(row, draft)
        return True
    goals = draft.goal_columns.heads if draft.goal_columns else ()
    columns = indicator_columns(row, after, above, goals)
    if columns:
        refined = with_second_row(columns, after, "indicator_columns") if columns.depth == 1 else None
        columns = by_content(of_year(refined or columns, draft.year, "indicator_columns"), after)
        return _open("indicators", row, columns, draft)
    if draft.part in ("head", "funding", "sources", "kept", "goals") and not says_amount(row):
        money = funding_columns(row, after, draft.year)
        is_money = money is not None and is_over_funding(money, after) and not names_breakdown(row)
        kept = None if is_money else kept_columns(row, after)
        sources = None if kept else source_columns(row)
        if found := kept or sources or money:
            return _open("kept" if kept else "sources" if sources else "funding", row, found, draft)
    if (
        draft.part == "indicators"
        and draft.columns
        and with_second_row(draft.columns, row, "indicator_columns")
    ):
        _use_all(row, draft)
        return True
    of_goals = goal_columns(row) if draft.part not in ("indicators", "tail") else None
    if of_goals:
        draft.part, draft.goal_columns = "goals", of_goals
        _use_all(row, draft)
        return True
    return False


def _open(part: Part, row: Row, columns: Columns, draft: Draft) -> bool:
    """Begin a table under its header. Indicators of a longer term than the year are kept as sections."""
    beside = [cell for head in columns.others for cell in head.cells]
    longer = next(
        (
            cell
            for cell in row.cells
            if lexicon("labels").exact(cell.text) == LONGER_TERM and cell not in beside
        ),
        None,
    )
    if part == "indicators" and longer:
        heads = tuple(Head(("kept", cell.text), (cell,)) for cell in columns.cells.values())
        part, columns = "kept", replace(columns, spans={}, cells={}, others=(*heads, *columns.others))
    draft.part, draft.columns, draft.money.sources = part, columns, []
    draft.headed = (row.grid, row.index + 1) if columns.depth > 1 else None
    draft.block_end = (row.grid, end_of(row.sides[-1])) if row.sides else None
    _keep_headers(row, columns, draft)
    if part == "kept":
        said = next((cell for cell in row.cells if label_of(cell) == "section"), None)
        label = longer or next(reversed(row.sides), said)
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
    for cell in row.cells:
        if label_of(cell) in GROUPS or cell in row.sides:
            use_group(cell, row, draft)


def _use_all(row: Row, draft: Draft) -> None:
    for cell in row.own:
        draft.use(cell)


def _is_part_heading(row: Row, after: Row | None, draft: Draft) -> bool:
    """Take a row that is nothing but the heading of a part: numbered, or right above a header of indicators.

    It ends goals and the rows of a table that no view has.
    """
    if len(row.said) != 1 or len(row.cells) != 1:
        return False
    text = row.said[0].text
    if not _HEADING.fullmatch(squashed(text)) or not core(text).endswith(words("headings")["part"]):
        return False
    if not _NUMBER.match(squashed(text)) and (after is None or not indicator_columns(after)):
        return False
    draft.use(row.said[0])
    if draft.part in ("goals", "kept"):
        draft.part, draft.columns = "head", None
    return True


def _only_line(row: Row, draft: Draft) -> bool:
    """A row of one cell above or below the tables says what a line would."""
    if len(row.own) != 1 or len(row.said) != 1 or draft.part in ("goals", "indicators"):
        return False
    cell = row.own[0]
    return read_text(cell, printed((cell,), row.grid), draft)


def _end_of_table(row: Row, draft: Draft) -> bool:
    """A label of the tail ends the indicators, alone in its cell or with its value behind it."""
    if draft.part != "indicators":
        return False
    first = row.own[0]
    if all(_SIGNED.search(squashed(cell.text)) for cell in row.own):
        draft.part = "tail"
        read_labels(row, draft)
        return True
    if row.cells[0] is not first or _begins_level(first, draft) or _begins_line(row, draft):
        return False
    inside = {field for field, _, _ in labelled(first.text)}
    known = label_of(first) in _TAIL or (inside and inside <= _TAIL)
    if not known and not _says_one_thing(row, draft):
        return False
    draft.part = "tail"
    read_labels(row, draft)
    return True


def _says_one_thing(row: Row, draft: Draft) -> bool:
    """Whether a row is a label and one text over the columns of names and figures alike: no indicator."""
    columns = draft.columns
    if columns is None or len(row.own) != 2 or len(row.cells) != 2:
        return False
    first, text = row.own
    if lexicon("level1").match(first.text) or is_subtotal(first.text):
        return False
    if not LABEL.fullmatch(core(first.text)) or label_of(first) in ("total", "indicator_group"):
        return False
    covered = {field for field in columns.spans if columns.overlap(text, field) > 0}
    return covered >= {"name", "target"} or len(covered & _FIGURES) >= len(("target", "weight", "score"))


def _begins_line(row: Row, draft: Draft) -> bool:
    """Whether a row begins with an indicator's name, in a table without levels, and has a target."""
    columns = draft.columns
    if columns is None or columns.fields_of(row.own[0]) != ("name",):
        return False
    covered = [{field for field in columns.spans if columns.overlap(cell, field) > 0} for cell in row.own[1:]]
    return {"target"} in covered


def _begins_level(cell: Cell, draft: Draft) -> bool:
    """Whether a cell stands in the column of the first level alone and names one."""
    fields = draft.columns.fields_of(cell) if draft.columns else ()
    return fields == ("level1",) and lexicon("level1").match(cell.text) is not None


_PARTS = (
    read_total, _end_of_table, read_indicator, read_kept, read_inline, read_sentence, read_sources,
    read_funding, read_bare_funding, read_goals,
)  # fmt: skip
