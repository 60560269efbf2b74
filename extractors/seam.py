"""The seam between two parts of one table: cells and rows that the page break cut become whole.

A program that cuts a row fills the page first: what goes on overleaf began in a cell whose text reaches its
bottom, and what is left of a row overleaf lacks most of what a row has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from itertools import chain
from unicodedata import normalize

from extractors.cut_labels import endings_of_others, ends_as_others, extent, is_bracketed, is_stack, plain
from extractors.model import Cell, Reading, TextLine
from extractors.pages import Cut, Ending, Table
from extractors.writing import usual_width

_LONG = 12  # characters: no label is longer, so a longer text over several lines is running text
_PARAGRAPHS = 3  # line breaks at least in a text of paragraphs
_PADDING = 12.0  # points left blank at both sides of a cell together, as Word does
_SLACK = 1.15  # of a word's width: no measure of what fits is exact
_USUAL = 0.7  # share of the rows that fill a column which a row of its own would fill
_PUT_TOGETHER = (
    0.9  # confidence at most of a figure whose parts stand on two pages, and nothing else of its row
)
_HEADER_CELLS, _HEADER_LENGTH = 3, 20  # texts of a header, at least; characters of one, at most
_ENOUGH_ROWS = 2  # rows that tell what is usual
_NUMBER = re.compile(r"[\d.,%/—-]+")
_REST_OF_NUMBER = re.compile(r"[\d.,]*\d[%％分]?\s*|[%％]\s*")
_UNEVEN = 0.25  # of the height by which the parts of a figure differ at most
_DIGIT = re.compile(r"\d")
_LIMIT = re.compile(r"[≥≤><=﹥﹤﹦＞＜＝]+\s*\d")
_WORD = re.compile(r"[!-~]+|.[，。、；：）》”]?", re.S)
_SENTENCE_END = ("。", "；", ";", "!", "！")


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two cells that touch the seam from above and from below, over the same columns.

    ``ending`` is that of the upper one, None where it is blank; ``is_level`` says that its column holds
    cells over several rows, ``is_open`` that no ruling ends them at the seam, while it does end others.
    """

    above: Cell
    below: Cell
    ending: Ending | None
    is_level: bool
    is_open: bool

    @property
    def texts(self) -> tuple[str, str]:
        return self.above.text, self.below.text

    @property
    def says_more(self) -> bool:
        """Whether there is text below that does not repeat the one above."""
        return bool(self.below.text) and plain(self.above.text) != plain(self.below.text)


def appended(earlier: Table, later: Table, columns: tuple[list[float], list[int], list[int]]) -> Table:
    """The later table below the earlier one, in the union of their columns."""
    xs, of_earlier, of_later = columns
    rows = len(earlier.ys) - 1
    top = [_moved(cell, of_earlier, 0) for cell in earlier.cells]
    bottom = [_moved(cell, of_later, rows) for cell in later.cells]
    endings = {(row, of_earlier[column]): ending for (row, column), ending in earlier.endings.items()}
    opened = {of_earlier[c] for c in earlier.cut.below} & {of_later[c] for c in later.cut.above}
    pairs = _pairs(top, bottom, rows, endings, opened)
    touch = not opened and _match_all(pairs, top, bottom, rows)
    if touch and _is_blank_row(pairs):
        top, pairs = _begun_in_it(pairs, top)
    if touch and _is_rest(pairs, top, bottom):
        whole, height = (
            [_put_together(pair) if _is_cut_figure(pair) else _whole(pair, shared_rows=1) for pair in pairs],
            -1,
        )
    elif touch and (_has_cut_figures(pairs) or _has_labels_overleaf(pairs, top, bottom)):
        whole, height = [_put_together(pair) for pair in pairs], -1
    else:
        if not _is_cut_header(pairs, top, bottom, rows):
            pairs = _one_cells([pair for pair in pairs if (pair.is_open if opened else pair.is_level)], top)
        whole, height = [_whole(pair, shared_rows=0) for pair in pairs], 0
    cut = {id(cell) for pair in pairs for cell in (pair.above, pair.below)}
    kept = [cell for cell in top if id(cell) not in cut]
    below = [replace(cell, row=cell.row + height) for cell in bottom if id(cell) not in cut]
    ys = (*earlier.ys, *(earlier.ys[-1] + y - later.ys[0] for y in later.ys[1 - height :]))
    origins = {(rows, pair.below.column): (pair.above.row, pair.above.column) for pair in pairs}
    for (row, column), ending in later.endings.items():
        place = rows + row, of_later[column]
        endings[origins.get(place, (place[0] + height, place[1]))] = ending
    goes_on = frozenset(of_later[column] for column in later.cut.below)
    return Table(tuple(xs), ys, (*kept, *whole, *below), endings, cut=Cut(below=goes_on))


def _moved(cell: Cell, columns: Sequence[int], rows: int) -> Cell:
    start, end = columns[cell.column], columns[cell.column + cell.column_span]
    if (rows, start, end) == (0, cell.column, cell.column + cell.column_span):
        return cell
    return Cell(cell.row + rows, start, cell.row_span, end - start, cell.readings, cell.boxes)


def _pairs(
    top: Sequence[Cell],
    bottom: Sequence[Cell],
    rows: int,
    endings: dict[tuple[int, int], Ending],
    opened: Set[int],
) -> list[_Pair]:
    levels = {
        extent(cell)
        for part in (top, bottom)
        for cell in part
        if cell.row_span > 1 and not _heads_columns(cell, part)
    }
    above = {extent(cell): cell for cell in top if cell.row + cell.row_span == rows}
    return [
        _Pair(
            upper,
            cell,
            endings.get((upper.row, upper.column)),
            extent(cell) in levels,
            cell.column in opened,
        )
        for cell in bottom
        if cell.row == rows and (upper := above.get(extent(cell)))
    ]


def _heads_columns(cell: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a cell over several rows is a header: most that begin in its row reach down, too."""
    beside = [other for other in cells if other.row == cell.row]
    return sum(other.row_span > 1 for other in beside) * 2 > len(beside)


def _match_all(pairs: Sequence[_Pair], top: Sequence[Cell], bottom: Sequence[Cell], rows: int) -> bool:
    """Whether all cells along the seam have a counterpart on its other side."""
    touching_above = sum(cell.row + cell.row_span == rows for cell in top)
    touching_below = sum(cell.row == rows for cell in bottom)
    return len(pairs) == touching_above == touching_below


def _is_cut_header(pairs: Sequence[_Pair], top: Sequence[Cell], bottom: Sequence[Cell], rows: int) -> bool:
    """Whether a header of two rows ends above the seam with its first and goes on below with its second.

    A label above heads several columns, each with a label of its own below; all the others are one cell, with
    its text on either side of the seam, or on both.
    """
    paired = {id(cell) for pair in pairs for cell in (pair.above, pair.below)}
    wide = [cell for cell in top if cell.row + cell.row_span == rows and id(cell) not in paired]
    parts = [cell for cell in bottom if cell.row == rows and id(cell) not in paired]
    return (
        bool(wide)
        and all(_are_headed(cell, parts) for cell in wide)
        and sum(any(pair.texts) for pair in pairs) + len(wide) >= _HEADER_CELLS
        and all(_is_one_label(pair) for pair in pairs)
        and sum(cell.column_span for cell in wide) == sum(cell.column_span for cell in parts)
    )


def _are_headed(cell: Cell, parts: Sequence[Cell]) -> bool:
    """Whether several labels stand under one in its columns."""
    end = cell.column + cell.column_span
    under = [part for part in parts if cell.column <= part.column and part.column + part.column_span <= end]
    return len(under) > 1 and _is_short_label(cell.text) and all(_is_short_label(part.text) for part in under)


def _is_one_label(pair: _Pair) -> bool:
    one, other = map(plain, pair.texts)
    if one and other:
        return one == other and _is_short_label(one)
    return _is_short_label(one or other) or not (one or other)


def _is_short_label(text: str) -> bool:
    letters = plain(text)
    return (
        bool(letters)
        and len(letters) <= _HEADER_LENGTH
        and not _DIGIT.search(letters)
        and "。" not in letters
    )


def _is_rest(pairs: Sequence[_Pair], top: Sequence[Cell], bottom: Sequence[Cell]) -> bool:
    """Whether the first row below the seam is what was left of the last row above it.

    Nothing may begin below. Then it is the rest if all of its texts go on from above, or if it lacks most
    of what the rows of the table are filled with, a name, a target, a weight.
    """
    if _is_blank_row(pairs):
        return True
    own = [pair for pair in pairs if not _is_spanning(pair)]
    going_on = [pair for pair in pairs if pair.says_more]
    if not _may_all_go_on(going_on, top) or any(map(_begins_below, own)):
        return False
    runs_on = [pair for pair in going_on if _runs_on(pair, top)]
    if len(runs_on) == len(going_on) or all(map(_is_long_text, own)):
        return True
    missing = [pair for pair in own if pair.above.text and not pair.below.text]
    usual = [pair for pair in missing if _is_usual(pair, top, bottom)]
    if usual and len(runs_on) * 2 >= len(going_on):
        return True
    likely = [pair for pair in going_on if pair in runs_on or _is_running_text(pair)]
    if len(usual) < max(1, sum(bool(pair.below.text) for pair in own)):
        return bool(missing) and len(likely) == len(going_on)
    return bool(likely) or next(pair for pair in own if pair.above.text) in missing


def _may_all_go_on(going_on: Sequence[_Pair], top: Sequence[Cell]) -> bool:
    """Whether something goes on below, and each text may do so: none is the next label of its column."""
    return (
        bool(going_on)
        and all(map(_may_go_on, going_on))
        and not any(_is_next_label(pair, top) for pair in going_on)
    )


def _begins_below(pair: _Pair) -> bool:
    """Whether the text below is none that goes on: under a blank, or another figure under one."""
    above, below = pair.above.text, pair.below.text
    if _DIGIT.search(above) and _LIMIT.match(below):
        return True
    if all(_NUMBER.fullmatch(plain(text)) and _DIGIT.search(text) for text in pair.texts):
        # A figure is broken where its line is full: what is left of it is no longer.
        return len(plain(below)) > len(plain(above.rpartition("\n")[2]))
    return bool(below) and (not pair.says_more or not above)


def _is_blank_row(pairs: Sequence[_Pair]) -> bool:
    """Whether the last row above the seam says nothing: all of its text is overleaf."""
    own = [pair for pair in pairs if not _is_spanning(pair)]
    return bool(own) and not any(pair.above.text for pair in own)


def _begun_in_it(pairs: Sequence[_Pair], top: Sequence[Cell]) -> tuple[list[Cell], list[_Pair]]:
    """The cells above and the pairs, where levels that begin overleaf begin in the blank row above already.

    No ruling shows it there, so the level before seems to reach down to the seam.
    """
    begun = [pair for pair in pairs if pair.above.row_span > 1 and not _is_one_cell(pair, top)]
    ended = {id(pair.above) for pair in begun}
    cells = [replace(cell, row_span=cell.row_span - 1) if id(cell) in ended else cell for cell in top]
    return cells, [pair for pair in pairs if pair not in begun]


def _has_cut_figures(pairs: Sequence[_Pair]) -> bool:
    """Whether all that is left of a row below are ends of figures that fill their lines: 10 and 0 of 100."""
    own = [pair for pair in pairs if not _is_spanning(pair)]
    ends = [pair for pair in own if pair.below.text]
    first = next((pair for pair in own if pair.above.text), None)
    return bool(ends) and first is not None and not first.below.text and all(map(_is_cut_figure, ends))


def _has_labels_overleaf(pairs: Sequence[_Pair], top: Sequence[Cell], bottom: Sequence[Cell]) -> bool:
    """Whether all that is left of a row below are texts it lacks above, where every other row has one.

    A program that prints texts in the middle of their cells may leave one that needs two lines to the next
    page, while those of one line fill what the row takes up of this one.
    """
    own = [pair for pair in pairs if not _is_spanning(pair)]
    overleaf = [pair for pair in own if pair.below.text]
    begun = [pair for pair in own if pair.above.text]
    return (
        0 < len(overleaf) < len(begun)
        and all(_may_go_on(pair) and not pair.below.text for pair in begun)
        and all(_is_usual(pair, top, bottom, share=1.0) for pair in overleaf)
    )


def _is_cut_figure(pair: _Pair) -> bool:
    above, below = pair.texts
    if pair.ending is None or not _NUMBER.fullmatch(plain(above)) or not _NUMBER.fullmatch(plain(below)):
        return False
    room = pair.ending.beside - _PADDING
    return (
        pair.ending.below < pair.ending.height and room < _SLACK * usual_width(below[0]) * pair.ending.height
    )


def _put_together(pair: _Pair) -> Cell:
    """The parts of a cell as one; what was put together by little may as well be two."""
    cell = _whole(pair, shared_rows=1)
    if not pair.below.text or _is_spanning(pair):
        return cell
    one, other = pair.above.readings[0], pair.below.readings[0]
    sure = min(one.confidence, other.confidence, _PUT_TOGETHER)
    return replace(cell, readings=(replace(one, text=f"{one.text}\n{other.text}".strip(), confidence=sure),))


def with_rest_of_figure(table: Table, rest: TextLine) -> Table | None:
    """The table with what stands alone below a figure of its last row, on the next page, as its rest.

    None where it is another's. It may as well be the number of a page: such a figure is in doubt.
    """
    if rest.box is None or not _REST_OF_NUMBER.fullmatch(rest.text):
        return None
    above = [
        cell
        for cell in table.cells
        if (ending := table.endings.get((cell.row, cell.column)))
        and _NUMBER.fullmatch(plain(cell.text))
        and abs(rest.box.height - ending.height) <= _UNEVEN * ending.height
        and cell.boxes[-1].x0 <= rest.box.x0
        and rest.box.x1 <= cell.boxes[-1].x1
    ]
    if len(above) != 1:
        return None
    reading = above[0].readings[0]
    sure = min(reading.confidence, rest.confidence, _PUT_TOGETHER)
    whole = replace(reading, text=f"{reading.text}\n{rest.text.strip()}", confidence=sure)
    cell = replace(above[0], readings=(whole,), boxes=(*above[0].boxes, rest.box))
    return replace(table, cells=tuple(cell if one is above[0] else one for one in table.cells))


def _is_spanning(pair: _Pair) -> bool:
    return pair.above.row_span > 1 or pair.below.row_span > 1


def _is_next_label(pair: _Pair, top: Sequence[Cell]) -> bool:
    """Whether above and below are both whole labels of a column of labels: 数量指标 and 质量指标."""
    endings = endings_of_others(pair.above, top)
    return any(all(plain(text).endswith(ending) for text in pair.texts) for ending in endings)


def _may_go_on(pair: _Pair) -> bool:
    """Whether the text above reaches the bottom of its cell, or stands in a merged one that is blank."""
    if not pair.above.text:
        return _is_spanning(pair)
    if is_stack(pair.above.text) and is_stack(pair.below.text):
        return True
    return pair.ending is not None and pair.ending.below < pair.ending.height


def _runs_on(pair: _Pair, top: Sequence[Cell]) -> bool:
    """Whether the line above was broken because the next word did not fit, or the label is half a label."""
    above, below = pair.texts
    if not above or pair.ending is None:
        return False
    if is_stack(above) and is_stack(below):
        return True
    if ends_as_others(pair.above, pair.below.text, top) or (above.endswith(".") and _NUMBER.fullmatch(below)):
        return True
    if above.endswith(_SENTENCE_END) or (_NUMBER.fullmatch(above) and _NUMBER.fullmatch(below)):
        return False
    return pair.ending.beside - _PADDING < _SLACK * _width(below) * pair.ending.height


def _width(text: str) -> float:
    """The width of a text's first word, in heights: a Chinese character is a word."""
    word = _WORD.match(text)
    return usual_width(word[0]) if word else 0.0


def _is_running_text(pair: _Pair) -> bool:
    above, _ = pair.texts
    return "\n" in above and len(above) > _LONG


def _is_long_text(pair: _Pair) -> bool:
    """Whether there are paragraphs on both sides: those of a goal, which may be cut between two of them."""
    above, below = pair.texts
    return above.count("\n") >= _PARAGRAPHS and len(below) > _LONG


def _is_usual(pair: _Pair, top: Sequence[Cell], bottom: Sequence[Cell], share: float = _USUAL) -> bool:
    """Whether the rows of the table have text where there is none on one side of the seam."""
    column = [
        cell
        for cell in chain(top, bottom)
        if extent(cell) == extent(pair.above)
        and cell.row_span == 1
        and cell is not pair.above
        and cell is not pair.below
    ]
    filled = sum(bool(cell.text) for cell in column)
    return len(column) >= _ENOUGH_ROWS and filled >= share * len(column)


def _one_cells(pairs: Sequence[_Pair], top: Sequence[Cell]) -> list[_Pair]:
    """The pairs that are one cell. None goes on under another text where a level further out begins anew."""
    one = [pair for pair in pairs if _is_one_cell(pair, top)]
    anew = [pair.above.column for pair in pairs if pair not in one and all(pair.texts)]
    return [
        pair
        for pair in one
        if pair.is_open
        or not (pair.above.text and pair.says_more)
        or all(column > pair.above.column for column in anew)
    ]


def _is_one_cell(pair: _Pair, top: Sequence[Cell]) -> bool:
    """Programs that cut a merged cell print its text once, on either page or on each; or it runs on."""
    above, below = (cell.text for cell in _told_once(pair.above, pair.below))
    if pair.is_open or not above or not below or above == below or is_bracketed(below):
        return True
    return _may_go_on(pair) and ends_as_others(pair.above, pair.below.text, top)


def _whole(pair: _Pair, shared_rows: int) -> Cell:
    above, below = pair.above, pair.below
    if not shared_rows:
        above, below = _told_once(above, below)
    return replace(
        above,
        row_span=above.row_span + below.row_span - shared_rows,
        readings=(_joined(above.readings[0], below.readings[0]),),
        boxes=above.boxes + below.boxes,
    )


def _told_once(above: Cell, below: Cell) -> tuple[Cell, Cell]:
    """The parts of a cell without what a scan of one of them shows beside, or of, the text of the other."""
    return _without_repeated(_without_sliver(above, below), _without_sliver(below, above))


def _without_sliver(cell: Cell, other: Cell) -> Cell:
    """A part of a cell, blank where it shows no letters and the other does: the edge of a line, in a scan."""
    is_scanned = cell.readings[0].dpi is not None
    if is_scanned and _has_letters(other.text) and not _has_letters(cell.text):
        return _blank(cell)
    return cell


def _has_letters(text: str) -> bool:
    return any(map(str.isalnum, text))


def _without_repeated(above: Cell, below: Cell) -> tuple[Cell, Cell]:
    """The parts of a cell: an exported one has its text whole, of which a scanned one shows what it shows."""
    if (above.readings[0].dpi is None) == (below.readings[0].dpi is None):
        return above, below
    one, other = (normalize("NFKC", plain(cell.text)) for cell in (above, below))
    if above.readings[0].dpi is None and one.endswith(other):
        return above, _blank(below)
    if below.readings[0].dpi is None and other.startswith(one):
        return _blank(above), below
    return above, below


def _blank(cell: Cell) -> Cell:
    return replace(cell, readings=(replace(cell.readings[0], text=""),))


def _joined(one: Reading, other: Reading) -> Reading:
    if one.text == other.text or not other.text:
        return one
    if not one.text:
        return other
    return Reading(f"{one.text}\n{other.text}", min(one.confidence, other.confidence), one.dpi or other.dpi)
