"""Indicators without a header, known by their levels, and levels said in a name's cell: 数量指标：…"""

from __future__ import annotations

import re
from functools import cache

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.model import Printed
from normalizers.reading.columns import Columns
from normalizers.reading.draft import Draft
from normalizers.reading.lines import same_length_fold
from normalizers.reading.stream import Row, printed
from normalizers.text import squashed, unbroken
from normalizers.tries import any_of

MOST_COLUMNS = 2
"""Cells behind the levels whose meaning is plain: a name, and its target. Of more, only a header can tell."""


@cache
def _labelled() -> re.Pattern[str]:
    """A second level with a colon, at the beginning of a cell, of a line or of a clause."""
    aliases = any_of(alias for known in words("level2").values() for alias in known)
    return re.compile(rf"(?:^|(?<=[\n;。]))[ \t\u3000]*(?:\d{{1,2}}[.、])?(?P<level>{aliases})[ \t]*:")


def levels_in(cell: Cell, grid: int) -> list[tuple[Printed, Printed]]:
    """The second levels that a cell says, each with what is printed behind it: 数量指标：…"""
    text = same_length_fold(cell.text)
    found = list(_labelled().finditer(text))
    if not found or squashed(text[: found[0].start()]):
        return []
    spots = printed((cell,), grid).spots
    ends = [*(match.start() for match in found[1:]), len(text)]
    return [
        (
            Printed(cell.text[match.start("level") : match.end("level")], spots),
            Printed(unbroken(cell.text[match.end() : end]), spots),
        )
        for match, end in zip(found, ends, strict=True)
    ]


def open_bare(row: Row, draft: Draft) -> None:
    """Begin a table of indicators at a row that has no header over it but says both of its levels."""
    if draft.part not in ("head", "funding", "sources", "goals"):
        return
    first = next((cell for cell in row.own if lexicon("level1").exact(cell.text)), None)
    if first is None:
        return
    right = [cell for cell in row.own if cell.column > first.column]
    fields = {"level1": first}
    if right and levels_in(right[0], row.grid):
        said = right
    elif right and lexicon("level2").exact(right[0].text):
        fields["level2"] = right[0]
        said = right[1:]
    else:
        return
    if not 1 <= len(said) <= MOST_COLUMNS:
        return
    fields |= dict(zip(("name", "target"), said, strict=False))
    spans = {name: (cell.column, cell.column + cell.column_span) for name, cell in fields.items()}
    draft.part, draft.columns = "indicators", Columns(spans, {})
    for cell in row.cells:
        if cell.column < first.column:
            draft.use(cell)
