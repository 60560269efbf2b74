"""Labels of which a page break cuts off the end: told by the other labels of their column.

The part that is cut off may stand below the last ruling of its page: a program that prints a merged label in
the middle of what its cell shows there lets it run out of that, and the cell goes on overleaf.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.model import Box, Cell, Reading
from extractors.pages import Line, Table

_ENDING = 2  # characters at the end of labels of one kind: 指标
_OPENING, _CLOSING = re.compile("[(（]"), re.compile("[)）]")
_BRACKETED = re.compile("[(（][^()（）]+[)）]")
_LONGEST = 12  # characters: no label is longer
_MIDDLE = 2.0  # points between the middle of a label and that of its column
_BELOW = 1.0  # of the height of a line: how far it may stand below the table, or the line above it

Extent = tuple[int, int]
Columns = tuple[list[float], list[int], list[int]]
"""The joined boundaries of two tables, and where those of each lie among them."""


def extent(cell: Cell) -> Extent:
    """The columns that a cell takes up: its first, and how many."""
    return cell.column, cell.column_span


def plain(text: str) -> str:
    return "".join(text.split())


def is_bracketed(text: str) -> bool:
    """Whether brackets enclose all of it: （30分） under 效益指标."""
    return _BRACKETED.fullmatch(plain(text)) is not None


def is_stack(text: str) -> bool:
    """Whether it is written one character a line: 年, 度, 总, 体, 目, 标."""
    return all(len(line) == 1 and line.isalpha() for line in text.split("\n"))


def ends_as_others(above: Cell, rest: str, cells: Sequence[Cell]) -> bool:
    """Whether only both parts together end like the other texts of the column: 生态效益 and 指标.

    What stands in brackets is the end of a label too: 效益指标 and （30分）.
    """
    one, other = plain(above.text), plain(rest)
    if is_bracketed(other) or len(_OPENING.findall(one)) > len(_CLOSING.findall(one)):
        return True
    endings = tuple(endings_of_others(above, cells))
    return (one + other).endswith(endings) and not one.endswith(endings)


def endings_of_others(above: Cell, cells: Sequence[Cell]) -> set[str]:
    return {
        plain(cell.text)[-_ENDING:]
        for cell in cells
        if cell.row and len(cell.text) > _ENDING and cell is not above and extent(cell) == extent(above)
    }


@dataclass(frozen=True, slots=True)
class Hanging:
    """A label that stands below the last ruling of a page, within one column of labels."""

    above: Cell
    """The cell that ends at the ruling, in that column."""

    lines: tuple[Line, ...]

    @property
    def reading(self) -> Reading:
        readings = [line.text_line.readings[0] for line in self.lines]
        text = "\n".join(line.text for line in self.lines)
        return Reading(text, min(reading.confidence for reading in readings), readings[0].dpi)

    @property
    def box(self) -> Box:
        boxes = [line.text_line.box for line in self.lines if line.text_line.box]
        return Box(
            boxes[0].page,
            min(box.x0 for box in boxes),
            boxes[0].y0,
            max(box.x1 for box in boxes),
            boxes[-1].y1,
        )


def hanging_labels(table: Table, lines: Sequence[Line]) -> list[Hanging]:
    """The labels among the lines below a table: in the middle of a column, right below its last ruling."""
    found: list[Hanging] = []
    for cell in table.cells:
        if cell.row + cell.row_span < len(table.ys) - 1 or not cell.boxes:
            continue
        under: list[Line] = []
        end = cell.boxes[-1].y1
        for line in lines:
            box = line.text_line.box
            if (
                box
                and any(map(str.isalpha, line.text))
                and _is_in_the_middle(cell, line)
                and box.y0 - end < _BELOW * box.height
            ):
                under.append(line)
                end = box.y1
        if under and sum(len(plain(line.text)) for line in under) <= _LONGEST:
            found.append(Hanging(cell, tuple(under)))
    return found


def _is_in_the_middle(cell: Cell, line: Line) -> bool:
    own, box = cell.boxes[-1], line.text_line.box
    if box is None or box.page != own.page or not own.x0 <= box.x0 <= box.x1 <= own.x1:
        return False
    return abs(own.x0 + own.x1 - box.x0 - box.x1) / 2 <= _MIDDLE


def with_hanging(
    earlier: Table, later: Table, columns: Columns, labels: Sequence[Hanging]
) -> tuple[Table, Table, set[int]]:
    """Both parts of a table with each such label in its cell, and the ids of the lines that were given so.

    It is the end of the label above it, or the label of the blank cell on top of the later part.
    """
    _, of_earlier, of_later = columns
    levels = {_place(cell, of_earlier) for cell in earlier.cells if cell.row_span > 1}
    levels |= {_place(cell, of_later) for cell in later.cells if cell.row_span > 1}
    first = {_place(cell, of_later): cell for cell in later.cells if cell.row == 0}
    given: set[int] = set()
    for label in labels:
        above, text = label.above, label.reading.text
        place = _place(above, of_earlier)
        if place not in levels or (below := first.get(place)) is None:
            continue
        if (is_stack(above.text) and is_stack(text)) or ends_as_others(above, text, earlier.cells):
            earlier = _with_end(earlier, above, label)
        elif not below.text and _is_of_their_kind(text, above, earlier.cells):
            later = _with_whole(later, below, label)
        else:
            continue
        given.update(map(id, label.lines))
    return earlier, later, given


def _is_of_their_kind(text: str, above: Cell, cells: Sequence[Cell]) -> bool:
    """Whether a text is a whole label, as it ends like those of its column: 效益指标 after 产出指标."""
    endings = {*endings_of_others(above, cells), plain(above.text)[-_ENDING:]}
    return len(plain(text)) > _ENDING and plain(text).endswith(tuple(endings - {""}))


def _place(cell: Cell, columns: Sequence[int]) -> Extent:
    """Between which of the joined boundaries a cell stands."""
    return columns[cell.column], columns[cell.column + cell.column_span]


def _with_end(table: Table, cell: Cell, label: Hanging) -> Table:
    """The table with the end of a label behind what its cell says."""
    own, rest = cell.readings[0], label.reading
    sure = min(own.confidence, rest.confidence)
    reading = replace(own, text=f"{own.text}\n{rest.text}".strip(), confidence=sure)
    last = cell.boxes[-1]
    boxes = (*cell.boxes[:-1], replace(last, y1=max(last.y1, label.box.y1)))
    return _with(table, cell, replace(cell, readings=(reading,), boxes=boxes))


def _with_whole(table: Table, cell: Cell, label: Hanging) -> Table:
    """The table with a whole label in the blank cell that it is that of."""
    return _with(table, cell, replace(cell, readings=(label.reading,), boxes=(label.box, *cell.boxes)))


def _with(table: Table, cell: Cell, other: Cell) -> Table:
    return replace(table, cells=tuple(other if one is cell else one for one in table.cells))
