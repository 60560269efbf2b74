"""The row of totals under the indicators: weight, score, and a rating beside them."""

from __future__ import annotations

import re

from extractors.model import Cell
from normalizers.lexicon import lexicon
from normalizers.model import Printed
from normalizers.numbers import plain_number, score_number
from normalizers.reading.draft import Draft
from normalizers.reading.kept import keep_others
from normalizers.reading.places import is_own_score
from normalizers.reading.stream import Row, printed
from normalizers.text import squashed


def read_total(row: Row, draft: Draft) -> bool:
    """Take weight and score of the 总分 row."""
    if draft.part not in ("indicators", "tail") or draft.columns is None:
        return False
    label = next((cell for cell in row.own[:2] if _names_total(cell.text)), None)
    if label is None:
        return False
    placed = draft.columns.sort(row)
    if draft.part == "tail" and not _is_total_below(placed, label, row, draft):
        return False
    draft.use(label)
    for field in ("weight", "score"):
        cells = [cell for cell in placed.get(field, []) if cell is not label and cell.row == row.index]
        if any(squashed(cell.text) for cell in cells) and not any(map(_says_words, cells)):
            draft.put(f"total_{field}", printed(cells, row.grid))
            for cell in cells:
                draft.use(cell)
    figures = [cell for cell in row.own if cell is not label and plain_number(cell.text, ("分",)) is not None]
    if len(figures) == 2 and not {"total_weight", "total_score"} <= draft.fields.keys():
        for field, cell in zip(("total_weight", "total_score"), figures, strict=True):
            draft.fields[field] = printed((cell,), row.grid)
            draft.use(cell)
    alone = len(figures) == 1 and not {"total_weight", "total_score"} & draft.fields.keys()
    if alone and "score" in draft.columns.spans and draft.columns.overlap(figures[0], "score") > 0:
        draft.put("total_score", printed(figures, row.grid))  # 总分 beside one wide cell: 98
        draft.use(figures[0])
    if is_own_score(label.text) and figures and "total_score" not in draft.fields:
        draft.put("total_score", printed(figures[:1], row.grid))  # 自评得分 | 98 | 自评等级 | 优
        draft.use(figures[0])
    _rating_beside(row, draft)
    keep_others(row, draft.columns, squashed(label.text), draft)
    draft.part = "tail"
    return True


def _names_total(text: str) -> bool:
    """Whether a cell says 总分; a letter of the cell above may hang into it from a page before."""
    lines = [line for line in text.splitlines() if len(squashed(line)) > 1]
    said = lines[0] if len(lines) == 1 else text
    return lexicon("labels").exact(said) == "total"


def _says_words(cell: Cell) -> bool:
    """Whether a cell holds a label or a rating, and no figure."""
    bare = squashed(cell.text)
    return lexicon("labels").exact(cell.text) is not None or bare in lexicon("ratings").aliases


def _is_total_below(placed: dict[str, list[Cell]], label: Cell, row: Row, draft: Draft) -> bool:
    """Whether a row of totals stands under a note below the indicators, its figures in their columns."""
    if "total_weight" in draft.fields or not draft.indicators:
        return False
    return all(
        any(
            cell is not label and cell.row == row.index and score_number(cell.text) is not None
            for cell in placed.get(field, ())
        )
        for field in ("weight", "score")
    )


def _rating_beside(row: Row, draft: Draft) -> None:
    """Take the rating that stands in the row of totals: (自评等级)优, (优), or 等级 | 良."""
    rest = [cell for cell in row.own if not draft.is_used(cell)]
    aliases = sorted(
        (alias for alias, name in lexicon("labels").aliases.items() if name == "rating"),
        key=len,
        reverse=True,
    )
    for at, cell in enumerate(rest):
        after = rest[at + 1] if at + 1 < len(rest) else None
        bare = re.sub(r"[()\[\]【】:]", "", squashed(cell.text))
        alias = next((alias for alias in aliases if bare.startswith(alias)), None)
        if alias is None and bare in lexicon("ratings").aliases:
            alias = ""  # the rating alone: (优)
        if alias is None:
            continue
        said = Printed(bare.removeprefix(alias), printed((cell,), row.grid).spots)
        if not said.text and after is not None:
            said = printed((after,), row.grid)
            draft.use(after)
        if draft.put("rating", said):
            draft.use(cell)
