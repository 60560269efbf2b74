"""Columns of other years: 2022年完成值 is not the actual of 2023."""

from __future__ import annotations

import re
from dataclasses import replace

from normalizers.lexicon import lexicon
from normalizers.reading.columns import Columns, Head
from normalizers.text import squashed

_YEAR = re.compile(r"(?<!\d)20\d\d(?=年)")


def of_year(columns: Columns, year: int | None, vocabulary: str) -> Columns:
    """The columns without those of other years than ``year``; the year's own in their place."""
    wrong = [name for name, cell in columns.cells.items() if _is_of_another(cell.text, year)]
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


def _is_of_another(text: str, year: int | None) -> bool:
    named = _YEAR.findall(squashed(text))
    return year is not None and bool(named) and str(year) not in named


def _is_own(head: Head, name: str, year: int | None, vocabulary: str) -> bool:
    text = head.cells[-1].text
    if str(year) not in _YEAR.findall(squashed(text)):
        return False
    bare = re.sub(r"^20\d\d年度?", "", squashed(text))
    match = lexicon(vocabulary).match(bare) or lexicon(vocabulary).modified(bare)
    return match is not None and match.name == name
