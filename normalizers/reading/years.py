"""Columns of other years: 2022年完成值 is not the actual of 2023."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.lexicon import lexicon, words
from normalizers.reading.columns import Columns, Head
from normalizers.text import squashed

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")


def of_year(columns: Columns, year: int | None, vocabulary: str) -> Columns:
    """The columns without those of other years than ``year``; the year's own in their place."""
    heads = [*(cell.text for cell in columns.cells.values()), *(head.text for head in columns.others)]
    is_said = any(_names_own(text) for text in heads)
    wrong = [name for name, cell in columns.cells.items() if _is_of_another(cell.text, year, is_said)]
    for name in wrong:
        cell = columns.cells[name]
        own = next((head for head in columns.others if _is_own(head, name, year, vocabulary)), None)
        spans = {field: span for field, span in columns.spans.items() if field != name}
        cells = {field: other for field, other in columns.cells.items() if field != name}
        if own:
            spans[name], cells[name] = (own.start, own.end), own.cells[-1]
        others = (Head(("kept", cell.text), (cell,)), *(head for head in columns.others if head is not own))
        columns = replace(columns, spans=spans, cells=cells, others=others)
    return columns


def _is_of_another(text: str, year: int | None, is_said: bool) -> bool:
    """Whether a header names another year; any year is one where the form's own stands beside it as 当年."""
    named = _YEAR.findall(squashed(text))
    return bool(named) and (is_said if year is None else str(year) not in named)


def _names_own(text: str) -> bool:
    """Whether a header says the form's own year without its number: 预期当年实现值."""
    periods = words("periods")
    said = any(word in squashed(text) for word in (*periods["year"], *periods["expected"]))
    return said and not _YEAR.search(squashed(text))


def _is_own(head: Head, name: str, year: int | None, vocabulary: str) -> bool:
    text = squashed(head.cells[-1].text)
    if not _names_own(text) and str(year) not in _YEAR.findall(text):
        return False
    bare = re.sub(r"^20\d\d年度?", "", text)
    match = lexicon(vocabulary).match(bare) or lexicon(vocabulary).modified(bare)
    return match is not None and match.name == name
