"""Funding told in a sentence behind its label: 年初预算60万元，全年预算56万元，执行53.8万元，执行率96%。"""

from __future__ import annotations

import re

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.model import FundingLine, Printed
from normalizers.reading.draft import Draft
from normalizers.reading.funding_headers import FUNDING_ORDER
from normalizers.reading.lines import same_length_fold
from normalizers.reading.stream import Row, printed
from normalizers.text import squashed

_AMOUNTS = FUNDING_ORDER[1:4]
_PART = re.compile(r"(?:[^,;。\n]|(?<=\d),(?=\d{3}))+")
"""What stands between two stops; the comma of a figure is none."""
_FIGURE = re.compile(
    r"\s*(?P<label>[^\d:]*[^\d:\s为是])\s*[:为是]?\s*(?P<figure>\d[\d,]*(?:\.\d+)?)\s*(?P<unit>亿元|万元|元|万|%|分)?\s*"
)
FEWEST_AMOUNTS = 2


def read_sentence(row: Row, draft: Draft) -> bool:
    """Add the one line of funding that a text on the budget and its execution makes up, all of it understood.

    A sentence with a figure that no column of the funding table is named for, or with one column twice, is
    left unread: which figure is which would be a guess.
    """
    if draft.part != "head" or draft.funding or len(row.own) != len(("label", "text")):
        return False
    label, text = row.own
    if lexicon("labels").exact(label.text) != "funding_group":
        return False
    values = _values(text, row)
    if len(values.keys() & set(_AMOUNTS)) < FEWEST_AMOUNTS:
        return False
    for cell in row.own:
        draft.use(cell)
    name = printed((label,), row.grid)
    draft.headers.setdefault("funding_group", name)
    draft.funding.append(FundingLine(draft.next_line(), name, values))
    return True


def _values(cell: Cell, row: Row) -> dict[str, Printed]:
    """What a text says, by columns of the funding table; nothing where a part of it is not understood."""
    whole, values = printed((cell,), row.grid), dict[str, Printed]()
    for part in _PART.finditer(same_length_fold(cell.text)):
        if not squashed(part[0]):
            continue
        found = _FIGURE.fullmatch(part[0])
        field = lexicon("funding_columns").exact(found["label"]) if found else None
        if found is None or field is None or field in values:
            return {}
        if found["unit"] and (found["unit"] in ("%", "分")) == (field in _AMOUNTS):
            return {}
        figure = cell.text[part.start() + found.start("figure") : part.start() + found.end()]
        values[field] = Printed(figure.strip(), whole.spots)
    return values
