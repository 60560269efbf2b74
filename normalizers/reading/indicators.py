"""The indicator table: rows in order, the levels filled down."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extractors.model import Cell
from normalizers.lexicon import lexicon, words
from normalizers.model import IndicatorLine, Printed
from normalizers.numbers import is_blank
from normalizers.reading.bare_indicators import levels_in
from normalizers.reading.columns import Columns, other_cells
from normalizers.reading.draft import Draft
from normalizers.reading.kept import keep_others
from normalizers.reading.stream import Row, page_of, printed, run_together
from normalizers.text import core, squashed, unbroken

_COUNTED = re.compile(r"[\d.…·、:;,()\-—*]+|[一二三四五六七八九十]+$")
_LINE = re.compile(r"(?:三级)?指标\d{1,2}[:.、]?|[.…]{2,}")
_DOTS = re.compile(r"[.…]{2,}")
LEVELS = ("level1", "level2")
_RUNS_ON = frozenset({"name", "remark"})
"""Fields of running text, which a page break may cut between two lines."""
_ONE_FIGURE = ("weight", "score")
_CARRIED = frozenset({"level1", "level2", "name"})
"""Fields whose cell may stand over several rows and speaks for each of them."""


def read_indicator(row: Row, draft: Draft) -> bool:
    """Add a row of the indicator table. A row blank in every cell, or a placeholder, is none, but counts."""
    if draft.part != "indicators" or draft.columns is None or _is_over_all(row, draft.columns):
        return False
    if is_subtotal(row.own[0].text):
        draft.use(row.own[0])
        return True
    placed, values = _placed(row, draft.columns, draft)
    if _add_levelled(values, placed, row, draft):
        return True
    _fill_levels(values, draft)
    line = _TableRow(row, placed, values, is_first=page_of(row) != draft.table.last_page)
    draft.table.last_page = page_of(row)
    _use(line, draft)
    kind = _kind(line, draft)
    if kind == "rest":
        _run_on(line.said, values, draft)
        return True
    if kind == "line":
        _add(values, _shared(placed, row), draft)
    elif kind == "blank":
        draft.table.blank += 1
    elif kind == "repeated":
        draft.table.blank = 0
    name = values.get("name") or values.get("level2")
    keep_others(row, draft.columns, name.text if name else "", draft)
    return True


@dataclass(frozen=True, slots=True)
class _TableRow:
    """A row of the table: its cells by field, what they say, and whether it is the first of its page."""

    row: Row
    placed: dict[str, list[Cell]]
    values: dict[str, Printed]
    is_first: bool

    @property
    def own(self) -> list[Cell]:
        """The cells that begin in this row and say something."""
        cells = [cell for cells in self.placed.values() for cell in cells]
        return [cell for cell in cells if cell.row == self.row.index and squashed(cell.text)]

    @property
    def said(self) -> set[str]:
        """The fields beside the levels."""
        return {field for field in self.values if field not in LEVELS}

    @property
    def is_placeholder(self) -> bool:
        name = squashed(self.values["name"].text) if "name" in self.values else ""
        return is_placeholder(name) and self.said <= {"name", "operator", "unit"}


def _kind(line: _TableRow, draft: Draft) -> Literal["rest", "repeated", "line", "blank", "nothing"]:
    """What a row is: the rest of the one before that a page cut, its levels once more, a line of its own."""
    own, said = line.own, line.said
    is_text = bool(said) and said <= _RUNS_ON and not line.is_placeholder
    if line.is_first and is_text and _is_cut(own, line.placed, draft):
        return "rest"
    if line.is_first and (not own or (draft.indicators and not said and _same_levels(line.values, draft))):
        return "repeated"
    if not own or line.is_placeholder:
        return "blank"
    return "line" if said or _prints_level(line.placed, own) else "nothing"


def _placed(row: Row, columns: Columns, draft: Draft) -> tuple[dict[str, list[Cell]], dict[str, Printed]]:
    """The cells of a row by field, and what each field says."""
    placed = columns.sort(row)
    _drop_dots(placed, draft)
    for field in _ONE_FIGURE:
        if run_together(placed.get(field, ())):
            del placed[field]
    values = {field: text for field, cells in placed.items() if (text := _value(field, cells, row)).text}
    _stand_in(values, row, draft)
    return placed, values


def _use(line: _TableRow, draft: Draft) -> None:
    for cell in line.row.own:
        match = lexicon("labels").match(cell.text)
        if match and match.name == "indicator_group":
            draft.use(cell)
    for cell in line.own:
        draft.use(cell)


def _add(values: dict[str, Printed], shared: dict[str, Printed], draft: Draft) -> None:
    """Add an indicator under the number that its row has on paper."""
    draft.table.line_no += draft.table.blank + 1
    draft.table.blank = 0
    draft.indicators.append(IndicatorLine(draft.table.line_no, values, shared))


def _add_levelled(values: dict[str, Printed], placed: dict[str, list[Cell]], row: Row, draft: Draft) -> bool:
    """Part the second level from the name where one cell says both: 质量指标：….

    Several levels in a cell are several indicators, which are added here; True is returned then.
    """
    cells = [cell for cell in placed.get("name", ()) if cell.row == row.index]
    if len(cells) != 1 or placed.get("level2"):
        return False
    said = levels_in(cells[0], row.grid)
    if len(said) > 1 and set(values) - {"level1", "name"}:
        return False  # whose target it is nobody can tell
    if said:
        values.pop("name", None)
    if len(said) == 1:
        values |= _levelled(*said[0])
    if len(said) < 2:
        return False
    for level2, name in said:
        own = values | _levelled(level2, name)
        _fill_levels(own, draft)
        _add(own, {}, draft)
    for cell in (*cells, *placed.get("level1", ())):
        draft.use(cell)
    draft.table.last_page = page_of(row)
    return True


def _levelled(level2: Printed, name: Printed) -> dict[str, Printed]:
    is_named = bool(squashed(name.text)) and not is_placeholder(squashed(name.text))
    return {"level2": level2} | ({"name": name} if is_named else {})


def _drop_dots(placed: dict[str, list[Cell]], draft: Draft) -> None:
    """Take the form's own …… out of the columns of the levels: it names none."""
    for field in LEVELS:
        for cell in placed.get(field, []):
            if _DOTS.fullmatch(squashed(cell.text)):
                draft.use(cell)
        placed[field] = [cell for cell in placed.get(field, []) if not _DOTS.fullmatch(squashed(cell.text))]


def count_blank(row: Row, draft: Draft) -> None:
    """Count a row that is ruled but blank: the line numbers of those below follow the paper.

    The first row of a page is not counted: it may be the rest of one that the break cut.
    """
    columns = draft.columns
    if draft.part != "indicators" or columns is None or not row.is_ruled:
        return
    if not {"name", "target"} <= columns.spans.keys():
        return
    cells = [cell for cell in row.cells if cell.row == row.index]
    if all(any(columns.overlap(cell, field) > 0 for cell in cells) for field in ("name", "target")):
        draft.table.blank += page_of(row) == draft.table.last_page


def _stand_in(values: dict[str, Printed], row: Row, draft: Draft) -> None:
    """Where a row leaves its field blank, the column that stands for it speaks.

    The target as first set where none was adjusted; the sign beside a column that only says 正向 or 定量.
    """
    assert draft.columns is not None
    beside = {head.texts[0]: cell for head, cell in other_cells(draft.columns, row)}
    target, operator = (values.get(field, Printed("")).text for field in ("target", "operator"))
    for field, name, is_free in (
        ("target", "initial_target", not squashed(target)),
        ("operator", "operator", not says_operator(operator)),
    ):
        cell = beside.get(name)
        if cell is not None and is_free:
            values[field] = printed((cell,), row.grid)
            draft.use(cell)


def says_operator(text: str) -> bool:
    """Whether the cell of an operator's column says one, and not the nature of its figure: 正向, 定性."""
    return not is_blank(text) and squashed(text) not in words("words")["nature"]


def _is_over_all(row: Row, columns: Columns) -> bool:
    """Whether a row is one cell over names and targets alike: a heading between indicators, 年度目标2：…"""
    spans = [field for field in ("name", "target") if field in columns.spans]
    return (
        len(row.own) == 1
        and len(spans) > 1
        and all(columns.overlap(row.own[0], field) > 0 for field in spans)
    )


def is_subtotal(label: str) -> bool:
    """Whether a row only adds up those above it: 小计, 指标得分小计."""
    return core(label).endswith(tuple(words("words")["subtotal"]))


def is_placeholder(name: str) -> bool:
    """Whether a row's name is the form's own: 指标2, ……, 3. ; numbers and dots aside."""
    if not name:
        return False
    bare = _COUNTED.sub("", name)
    return not bare or bare in words("words")["placeholder"] or bare in words("words")["nature"]


def _is_cut(own: list[Cell], placed: dict[str, list[Cell]], draft: Draft) -> bool:
    """Whether the first row of a page holds nothing but the rest of texts that the row before began."""
    texts = [cell for field in _RUNS_ON for cell in placed.get(field, ()) if cell in own]
    return len(texts) == len(own) and bool(draft.indicators) and "name" in draft.indicators[-1].values


def _same_levels(values: dict[str, Printed], draft: Draft) -> bool:
    """Whether a page begins with nothing but the level that the row before stands in: its cell was cut."""
    last = draft.indicators[-1].values
    return all(core(values[field].text) == core(last.get(field, Printed("")).text) for field in values)


def _prints_level(placed: dict[str, list[Cell]], own: list[Cell]) -> bool:
    """Whether a row without anything else begins a level; the rest of a cut one is no row of its own."""
    return any(
        cell in own and lexicon(field).match(cell.text) for field in LEVELS for cell in placed.get(field, ())
    )


def _run_on(said: set[str], values: dict[str, Printed], draft: Draft) -> None:
    last = draft.indicators[-1].values
    for field in said:
        before = last.get(field, Printed(""))
        last[field] = Printed(before.text + values[field].text, before.spots + values[field].spots)


def _shared(placed: dict[str, list[Cell]], row: Row) -> dict[str, Printed]:
    """What stands over this row from a row above, in the columns that are not carried down."""
    over = {
        field: printed(cells, row.grid)
        for field, cells in placed.items()
        if field not in _CARRIED and all(cell.row < row.index for cell in cells)
    }
    return {field: text for field, text in over.items() if squashed(text.text)}


def _value(field: str, cells: list[Cell], row: Row) -> Printed:
    chosen = [cell for cell in cells if field in _CARRIED or cell.row == row.index]
    if field in LEVELS:
        chosen = [cell for cell in chosen if not _is_group(cell)][:1]
    if field == "name" and len(chosen) == 1:
        return _without_placeholders(chosen[0], row)
    return printed(chosen, row.grid)


def _without_placeholders(cell: Cell, row: Row) -> Printed:
    """A name without the lines of its cell that are the form's own: 指标2, …… ; alone they stay."""
    whole, lines = printed((cell,), row.grid), cell.text.splitlines()
    kept = [line for line in lines if not _LINE.fullmatch(squashed(line))]
    return Printed(unbroken("\n".join(kept)), whole.spots) if 0 < len(kept) < len(lines) else whole


def _is_group(cell: Cell) -> bool:
    match = lexicon("labels").match(cell.text)
    return match is not None and match.name == "indicator_group" and match.score >= 90


def _fill_levels(values: dict[str, Printed], draft: Draft) -> None:
    """Carry the levels down; a new first level forgets the second."""
    for field in LEVELS:
        if field in values and field in draft.table.levels:
            _mend(field, values, draft)
    if "level1" in values:
        if core(values["level1"].text) != core(draft.table.levels.get("level1", Printed("")).text):
            draft.table.levels.pop("level2", None)
        draft.table.levels["level1"] = values["level1"]
    if "level2" in values:
        draft.table.levels["level2"] = values["level2"]
    for field in LEVELS:
        if field in draft.table.levels:
            values[field] = draft.table.levels[field]


def _mend(field: str, values: dict[str, Printed], draft: Draft) -> None:
    """Put a level together whose text a page break cut (社会效益, 指标) or that ran over into the cell above.

    Only what names a level with its other half, and not without it, is moved.
    """
    before, after = draft.table.levels[field], values[field]
    known = lexicon(field).exact
    if is_placeholder(squashed(after.text)) and not known(before.text + after.text):
        del values[field]
        return
    if after in draft.table.mended:
        values[field] = draft.table.mended[after]
    if known(values[field].text):
        return
    for cut in range(len(before.text)):
        head, tail = before.text[:cut], before.text[cut:] + after.text
        if known(tail) and (not head or (known(head) and not known(before.text))):
            values[field] = draft.table.mended[after] = Printed(tail, before.spots + after.spots)
            above = Printed(head, before.spots) if head else values[field]
            for line in draft.indicators:
                if line.values.get(field) == before:
                    line.values[field] = above
            return
