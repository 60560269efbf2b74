"""The seam between two parts of one table: cells and rows that the page break cut become whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.model import Cell, Reading
from extractors.pages import Table

_LONG = 12  # characters: no label of a level is longer, so a longer text over several lines is running text

_SHORTER_BY = 2  # characters by which the tail of a text falls short of its full lines
_ENDING = 2  # characters at the end of labels of one kind: 指标

Extent = tuple[int, int]
Pair = tuple[Cell, Cell]


def appended(earlier: Table, later: Table, columns: tuple[list[float], list[int], list[int]]) -> Table:
    """The later table below the earlier one, in the union of their columns."""
    xs, of_earlier, of_later = columns
    rows = len(earlier.ys) - 1
    top = [_moved(cell, of_earlier, 0) for cell in earlier.cells]
    bottom = [_moved(cell, of_later, rows) for cell in later.cells]
    pairs = _pairs(top, bottom, rows)
    levels = {_extent(cell) for cell in top + bottom if cell.row_span > 1}
    if _match_all(pairs, top, bottom, rows) and _runs_on(pairs, earlier, top, levels):
        whole, height = [_whole(*pair, shared_rows=1) for pair in pairs], -1
    else:
        pairs = [pair for pair in pairs if _extent(pair[0]) in levels and _is_one_cell(pair)]
        whole, height = [_whole(*pair, shared_rows=0) for pair in pairs], 0
    cut = {id(cell) for pair in pairs for cell in pair}
    kept = [cell for cell in top if id(cell) not in cut]
    below = [replace(cell, row=cell.row + height) for cell in bottom if id(cell) not in cut]
    ys = (*earlier.ys, *(earlier.ys[-1] + y - later.ys[0] for y in later.ys[1 - height :]))
    brimful = frozenset((row + rows + height, of_later[column]) for row, column in later.brimful)
    return Table(tuple(xs), ys, (*kept, *whole, *below), brimful)


def _moved(cell: Cell, columns: Sequence[int], rows: int) -> Cell:
    start, end = columns[cell.column], columns[cell.column + cell.column_span]
    return replace(cell, row=cell.row + rows, column=start, column_span=end - start)


def _pairs(top: Sequence[Cell], bottom: Sequence[Cell], rows: int) -> list[Pair]:
    """Cells that touch the seam from above and from below, over the same columns."""
    above = {_extent(cell): cell for cell in top if cell.row + cell.row_span == rows}
    return [(above[_extent(cell)], cell) for cell in bottom if cell.row == rows and _extent(cell) in above]


def _extent(cell: Cell) -> Extent:
    return cell.column, cell.column_span


def _is_one_cell(pair: Pair) -> bool:
    """Programs that cut a merged cell print its text once, on either page or on each; a stack runs on."""
    one, other = pair[0].text, pair[1].text
    return not one or not other or one == other or (_is_stack(one) and _is_stack(other))


def _match_all(pairs: Sequence[Pair], top: Sequence[Cell], bottom: Sequence[Cell], rows: int) -> bool:
    """Whether all cells along the seam have a counterpart on its other side."""
    touching_above = sum(cell.row + cell.row_span == rows for cell in top)
    touching_below = sum(cell.row == rows for cell in bottom)
    return len(pairs) == touching_above == touching_below


def _is_stack(text: str) -> bool:
    """Whether it is written one character a line: 年, 度, 总, 体, 目, 标."""
    return all(len(line) == 1 and line.isalpha() for line in text.split("\n"))


def _runs_on(pairs: Sequence[Pair], earlier: Table, top: Sequence[Cell], levels: set[Extent]) -> bool:
    """Whether the page cut through the lines of a row: what has text on both sides is running text.

    A text that begins below the seam, or stands whole on both sides, belongs to a row of its own. Labels
    alone prove little, since a row may print the next level and be blank in all else: then the lower part
    must be the end that other labels have.
    """
    begun = [pair for pair in pairs if pair[0].text and pair[1].text and pair[0].text != pair[1].text]
    if not begun or not all(_may_go_on(pair, earlier) for pair in begun):
        return False
    own = [pair for pair in pairs if _extent(pair[0]) not in levels]
    if any(two.text and (not one.text or one.text == two.text) for one, two in own):
        return False
    if len(begun) > 1 or _is_running_text(begun[0]):
        return True
    return _is_tail(begun[0]) or _ends_as_others(begun[0], top)


def _is_running_text(pair: Pair) -> bool:
    one, other = pair[0].text, pair[1].text
    return (_is_stack(one) and _is_stack(other)) or len(one) > _LONG


def _is_tail(pair: Pair) -> bool:
    """Whether the lower part is one line, shorter than those above: what was left of a wrapped text."""
    longest = max(map(len, pair[0].text.split("\n")))
    return "\n" not in pair[1].text and len(pair[1].text) + _SHORTER_BY <= longest


def _ends_as_others(pair: Pair, top: Sequence[Cell]) -> bool:
    """Whether only both parts together end like the other texts of the column: 生态效益 and 指标."""
    others = {
        cell.text[-_ENDING:]
        for cell in top
        if cell.row and len(cell.text) > _ENDING and cell is not pair[0] and _extent(cell) == _extent(pair[0])
    }
    one, whole = _plain(pair[0].text), _plain(pair[0].text + pair[1].text)
    return any(whole.endswith(ending) and not one.endswith(ending) for ending in others)


def _plain(text: str) -> str:
    return "".join(text.split())


def _may_go_on(pair: Pair, earlier: Table) -> bool:
    one, other = pair[0].text, pair[1].text
    if _is_stack(one) and _is_stack(other):
        return True
    return _is_brimful(pair[0], earlier) or ("\n" in one and len(one) > _LONG)


def _is_brimful(cell: Cell, table: Table) -> bool:
    place = next(
        (other for other in table.cells if other.row == cell.row and other.boxes == cell.boxes), cell
    )
    return (place.row, place.column) in table.brimful


def _whole(one: Cell, other: Cell, shared_rows: int) -> Cell:
    return replace(
        one,
        row_span=one.row_span + other.row_span - shared_rows,
        readings=(_joined(one.readings[0], other.readings[0]),),
        boxes=one.boxes + other.boxes,
    )


def _joined(one: Reading, other: Reading) -> Reading:
    if not other.text or one.text == other.text:
        return one
    if not one.text:
        return other
    weight = len(one.text) / (len(one.text) + len(other.text))
    confidence = one.confidence * weight + other.confidence * (1 - weight)
    return Reading(f"{one.text}\n{other.text}", confidence, one.dpi or other.dpi)
