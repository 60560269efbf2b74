"""The indicator table: rows in order, the levels filled down."""

from __future__ import annotations

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.model import IndicatorLine, Printed
from normalizers.numbers import plain_number
from normalizers.reading.draft import Draft
from normalizers.reading.stream import Row, printed
from normalizers.text import core, squashed

LEVELS = ("level1", "level2")
_CARRIED = frozenset({"level1", "level2", "name"})
"""Fields whose cell may stand over several rows and speaks for each of them."""


def read_total(row: Row, draft: Draft) -> bool:
    """Take weight and score of the 总分 row."""
    if draft.part != "indicators" or draft.columns is None:
        return False
    label = next((cell for cell in row.own[:2] if lexicon("labels").exact(cell.text) == "total"), None)
    if label is None:
        return False
    draft.use(label)
    placed = draft.columns.sort(row)
    for field in ("weight", "score"):
        cells = [cell for cell in placed.get(field, []) if cell is not label and cell.row == row.index]
        if any(squashed(cell.text) for cell in cells):
            draft.put(f"total_{field}", printed(cells, row.grid))
    figures = [cell for cell in row.own if cell is not label and plain_number(cell.text, ("分",)) is not None]
    if len(figures) == 2 and not {"total_weight", "total_score"} <= draft.fields.keys():
        for field, cell in zip(("total_weight", "total_score"), figures, strict=True):
            draft.fields[field] = printed((cell,), row.grid)
    for cell in row.own:
        draft.use(cell)
    draft.part = "tail"
    return True


def read_indicator(row: Row, draft: Draft) -> bool:
    """Add a row of the indicator table. A row blank in every cell, or a placeholder, is none."""
    if draft.part != "indicators" or draft.columns is None:
        return False
    placed = draft.columns.sort(row)
    values = {field: text for field, cells in placed.items() if (text := _value(field, cells, row)).text}
    _fill_levels(values, draft)
    name = squashed(values["name"].text) if "name" in values else ""
    own = [
        cell for cells in placed.values() for cell in cells if cell.row == row.index and squashed(cell.text)
    ]
    for cell in row.own:
        match = lexicon("labels").match(cell.text)
        if match and match.name == "indicator_group":
            draft.use(cell)
    for cell in own:
        draft.use(cell)
    said = {field for field in values if field not in LEVELS}
    placeholder = name in words("words")["placeholder"] and said <= {"name"}
    if own and not placeholder:
        draft.indicators.append(IndicatorLine(len(draft.indicators) + 1, values))
    return True


def _value(field: str, cells: list[Cell], row: Row) -> Printed:
    chosen = [cell for cell in cells if field in _CARRIED or cell.row == row.index]
    if field in LEVELS:
        chosen = [cell for cell in chosen if not _is_group(cell)][:1]
    return printed(chosen, row.grid)


def _is_group(cell: Cell) -> bool:
    match = lexicon("labels").match(cell.text)
    return match is not None and match.name == "indicator_group" and match.score >= 90


def _fill_levels(values: dict[str, Printed], draft: Draft) -> None:
    """Carry the levels down; a new first level forgets the second."""
    for field in LEVELS:
        if field in values and field in draft.levels:
            _mend(field, values, draft)
    if "level1" in values:
        if core(values["level1"].text) != core(draft.levels.get("level1", Printed("")).text):
            draft.levels.pop("level2", None)
        draft.levels["level1"] = values["level1"]
    if "level2" in values:
        draft.levels["level2"] = values["level2"]
    for field in LEVELS:
        if field in draft.levels:
            values[field] = draft.levels[field]


def _mend(field: str, values: dict[str, Printed], draft: Draft) -> None:
    """Join a level that a page break cut in two (社会效益, 指标): only together do they name one."""
    before, after = draft.levels[field], values[field]
    joined = Printed(before.text + after.text, before.spots + after.spots)
    if lexicon(field).exact(after.text) or not lexicon(field).exact(joined.text):
        return
    values[field] = joined
    for line in draft.indicators:
        if line.values.get(field) is before:
            line.values[field] = joined
