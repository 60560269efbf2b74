"""Grids that a page break cut become one again, by geometry and repeated text alone.

The last table of a page and the first of the next are one when their edges and columns agree, nothing but
page furniture lies between, and the later one does not begin as the earlier one began.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz

from extractors.columns import column_map, joined_rooms, matches
from extractors.crossings import doubted, with_crossings_doubted
from extractors.cut_labels import hanging_labels, with_hanging
from extractors.edges import with_same_edges
from extractors.model import Cell, Grid, Page, TextLine
from extractors.pages import Cut, Line, PageReading, Table
from extractors.repeated import opening, repeated_rows, without_rows
from extractors.running_lines import numbered_on_top, top_line, with_running_lines
from extractors.seam import appended, with_rest_of_figure
from extractors.unruled.texts import is_label

_EDGES = {"pdf": 0.015, "scan": 0.1, "word": 0.0}
"""Share of the page's width by which the outer edges may differ; sheets lie differently on the glass."""

_WIDTHS = {"pdf": 0.015, "scan": 0.05, "word": 0.0}  # share of it by which the widths of the tables may

_UNRULED = 4  # times as much where neither table has rulings
_SAME_WIDTH = 1.0  # points between the widths of pages of one size
_KNOWN_COLUMNS = 0.6  # share of the boundaries of the table with fewer that the other has too
_SAME_TEXT = 70  # of 100: labels of four characters that are the same though a scan misread one
_TITLE_ROWS = 3  # a form may print its title and its year in rows above its first label
_HEADER_ROWS = 3  # of one that is repeated
_HEADER_CELLS = 3  # a repeated header row has at least as many texts
_HEADER_TEXTS = 4  # of a header that a table without rulings has of its own
_HEADLESS = 0.9  # confidence at most of what stands under no header
_TOP, _BOTTOM = 50.0, 62.0  # points from the edges of the page where running titles and page numbers stand
_SHORT = 30  # characters: a line in the margin that is no longer is furniture
_STRAY, _UNSURE = 3, 0.8
"""Characters of a line that says nothing, at most, and the confidence below which it may be none."""

_PAGE_NUMBER = re.compile(
    r"[\W_]*(第|page|p)?[\W_]*\d{1,4}[\W_]*(页|of|/)?[\W_]*(共)?[\W_]*\d{0,4}[\W_]*页?[\W_]*", re.I
)


@dataclass(slots=True)
class _Stitched:
    """What has been read so far: blocks, and where the last table of the page before stands in them."""

    blocks: list[Line | Table]
    texts: set[str]
    numbered: frozenset[int]
    """The pages on top of which a number stands where others have one, too: that of the page."""

    openings: dict[tuple[tuple[str, ...], str], set[tuple[str, ...]]] = field(default_factory=dict)
    """The first rows below the titles on top of tables, by these titles and the label of that row."""

    last_table: int | None = None
    last_page: PageReading | None = None


def stitch(readings: Iterable[PageReading]) -> tuple[tuple[Page, ...], tuple[TextLine | Grid, ...]]:
    """All pages, and their blocks with cut grids joined."""
    pages = with_running_lines(tuple(readings))
    stitched = _Stitched([], set(), numbered_on_top(pages))
    for reading in pages:
        _add(stitched, reading)
    return tuple(reading.page for reading in pages), tuple(_numbered(stitched.blocks))


def _with_cut_figure(stitched: _Stitched, page: PageReading) -> list[Line | Table]:
    """The blocks of a page without a figure on top that is the rest of one at the end of the page before."""
    rest = top_line(page)
    if rest is None or stitched.last_table is None or stitched.last_page is None:
        return list(page.blocks)
    table = stitched.blocks[stitched.last_table]
    assert isinstance(table, Table)
    if (
        page.page.number in stitched.numbered
        or not all(_is_furniture(line, stitched.last_page, set()) for line in _tail(stitched))
        or (whole := with_rest_of_figure(table, rest.text_line)) is None
    ):
        return list(page.blocks)
    stitched.blocks[stitched.last_table] = whole
    return [block for block in page.blocks if block is not rest]


def _with_figures_below(blocks: Sequence[Line | Table]) -> list[Line | Table]:
    """Blocks where the rest of a figure that stands right below its table has gone to it."""
    found: list[Line | Table] = []
    for block in blocks:
        table = found[-1] if found else None
        if (
            isinstance(table, Table)
            and isinstance(block, Line)
            and block.y0 - table.ys[-1] < block.y1 - block.y0
            and (whole := with_rest_of_figure(table, block.text_line))
        ):
            found[-1] = whole
        else:
            found.append(block)
    return found


def _add(stitched: _Stitched, reading: PageReading) -> None:
    blocks = _with_figures_below(_with_cut_figure(stitched, reading))
    first = next((i for i, block in enumerate(blocks) if isinstance(block, Table)), None)
    if first is not None and stitched.last_table is not None:
        earlier, later = stitched.blocks[stitched.last_table], blocks[first]
        assert isinstance(earlier, Table)
        assert isinstance(later, Table)
        lead = [block for block in blocks[:first] if isinstance(block, Line)]
        if _goes_on(stitched, earlier, later, lead, reading) and _join(stitched, later, lead, reading):
            blocks = blocks[first + 1 :]
            first = None
        if first is not None and not (earlier.is_ruled or later.is_ruled):
            blocks[first] = _without_header(later)
    offset = len(stitched.blocks)
    stitched.blocks.extend(blocks)
    _remember_openings(stitched, blocks)
    stitched.texts.update(_key(block) for block in reading.blocks if isinstance(block, Line))
    later_tables = [offset + i for i, block in enumerate(blocks) if isinstance(block, Table)]
    if later_tables:
        stitched.last_table = later_tables[-1]
    elif not any(isinstance(block, Table) for block in reading.blocks):
        stitched.last_table = None
    stitched.last_page = reading


def _remember_openings(stitched: _Stitched, blocks: Iterable[Line | Table]) -> None:
    for block in blocks:
        if isinstance(block, Table) and (opened := opening(block)):
            titles, row = opened
            stitched.openings.setdefault((titles, row[0]), set()).add(row)


def _opens_as_another(stitched: _Stitched, later: Table) -> bool:
    """Whether a table begins with the titles and the label of one before, but says something else there.

    The one before it may not tell: where that is the rest of a table, cut off from it, it has no label yet.
    """
    opened = opening(later)
    if opened is None:
        return False
    titles, row = opened
    known = stitched.openings.get((titles, row[0]))
    return known is not None and row not in known


def _join(stitched: _Stitched, later: Table, lead: Sequence[Line], page: PageReading) -> bool:
    """Whether the last table takes the first one of a page as its next part."""
    assert stitched.last_table is not None
    assert stitched.last_page is not None
    earlier = stitched.blocks[stitched.last_table]
    assert isinstance(earlier, Table)
    repeated = repeated_rows(earlier, later)
    part = without_rows(later, repeated) if repeated else _without_repeated_header(earlier, later)
    if abs(stitched.last_page.width - page.width) < _SAME_WIDTH:
        earlier, part = with_same_edges(earlier, part)
    columns = column_map(earlier, part)
    if columns[2] != sorted(set(columns[2])):
        return False
    tail = _tail(stitched)
    earlier, part, given = with_hanging(earlier, part, columns, hanging_labels(earlier, tail))
    rest = [line for line in tail if id(line) not in given]
    if not all(_is_furniture(line, stitched.last_page, set()) for line in rest):
        return False
    rooms = joined_rooms(earlier, part, columns)
    whole = replace(
        appended(earlier, part, columns), rooms=rooms, is_ruled=earlier.is_ruled and part.is_ruled
    )
    new = [line for line in lead if _key(line) not in stitched.texts]
    stitched.blocks[stitched.last_table :] = [*new, whole, *rest]
    stitched.last_table += len(new)
    return True


def _tail(stitched: _Stitched) -> list[Line]:
    """The lines below the last table."""
    assert stitched.last_table is not None
    return [block for block in stitched.blocks[stitched.last_table + 1 :] if isinstance(block, Line)]


def _without_header(table: Table) -> Table:
    """A table without rulings that may be the rest of one: what stands above its own header is doubted."""
    rows: list[list[str]] = [[] for _ in table.ys[1:]]
    for cell in table.cells:
        if cell.text:
            rows[cell.row].append(cell.text)
    header = next((number for number, texts in enumerate(rows) if _is_header(texts)), len(rows))
    cells = tuple(doubted(cell, _HEADLESS) if cell.row < header else cell for cell in table.cells)
    return replace(table, cells=cells)


def _is_header(texts: Sequence[str]) -> bool:
    return len(texts) >= _HEADER_TEXTS and all(map(is_label, texts))


def _goes_on(
    stitched: _Stitched, earlier: Table, later: Table, lead: Sequence[Line], page: PageReading
) -> bool:
    assert stitched.last_table is not None
    assert stitched.last_page is not None
    tail = _tail(stitched)
    hanging = {id(line) for label in hanging_labels(earlier, tail) for line in label.lines}
    return (
        all(id(line) in hanging or _is_furniture(line, stitched.last_page, set()) for line in tail)
        and all(_is_furniture(line, page, stitched.texts) for line in lead)
        and _edges_agree(earlier, later, stitched.last_page, page)
        and _columns_agree(earlier, later)
        and not _begins_anew(earlier, later, stitched.texts)
        and not _opens_as_another(stitched, later)
    )


def _is_furniture(line: Line, page: PageReading, seen: set[str]) -> bool:
    if line.text_line.is_running or _key(line) in seen or _PAGE_NUMBER.fullmatch(line.text):
        return True
    if not any(map(str.isalnum, line.text)):
        return True  # dots for rows that a form has none of
    if len(_key(line)) <= _STRAY and line.text_line.readings[0].confidence < _UNSURE:
        return True  # characters that a recogniser saw in a stamp or in a stroke of a pen
    in_margin = line.y1 < _TOP or line.y0 > page.height - _BOTTOM
    return in_margin and len(line.text) <= _SHORT


def _edges_agree(earlier: Table, later: Table, before: PageReading, page: PageReading) -> bool:
    media = before.page.medium, page.page.medium
    # Without rulings a table ends where its text does, which may be printed further out on one page only.
    room = page.width * (1 if earlier.is_ruled or later.is_ruled else _UNRULED)
    edge, width = (max(shares[medium] for medium in media) * room for shares in (_EDGES, _WIDTHS))
    return (
        abs(earlier.xs[0] - later.xs[0]) <= edge
        and abs(earlier.xs[-1] - later.xs[-1]) <= edge
        and abs((earlier.xs[-1] - earlier.xs[0]) - (later.xs[-1] - later.xs[0])) <= width
    )


def _columns_agree(earlier: Table, later: Table) -> bool:
    matched = matches(earlier, later)
    inner = matched[1:-1]
    shared = sum(match is not None for match in inner)
    if shared >= _KNOWN_COLUMNS * min(len(earlier.xs) - 2, len(inner)):
        return True
    last = _boundaries(earlier, len(earlier.ys) - 2)
    return len(last) > 2 and last == {matched[place] for place in _boundaries(later, 0)}


def _boundaries(table: Table, row: int) -> set[int]:
    """The column boundaries that the cells of one row have."""
    cells = [cell for cell in table.cells if cell.row <= row < cell.row + cell.row_span]
    return {place for cell in cells for place in (cell.column, cell.column + cell.column_span)}


def _begins_anew(earlier: Table, later: Table, seen: set[str]) -> bool:
    """Whether the later table begins with the label that the earlier one began with, or with a title.

    A title may stand in a row of its own above; a header that is repeated as a whole begins nothing.
    """
    repeated = repeated_rows(earlier, later)
    if repeated is not None:
        return not repeated
    first = next((texts for texts in _rows(earlier) if len(texts) > 1), [""])
    for texts in _rows(later)[:_TITLE_ROWS]:
        if len(texts) == 1 and texts[0] in seen:
            return True
        if first[0] and fuzz.ratio(first[0], texts[0]) >= _SAME_TEXT:
            return not _is_same_header(first, texts)
    return False


def _without_repeated_header(earlier: Table, later: Table) -> Table:
    """The later table without the rows that repeat a header of the earlier one."""
    sides = [cell for cell in later.cells if cell.row == 0 and cell.row_span > _HEADER_ROWS]
    rest = [cell for cell in later.cells if cell not in sides]
    height = max((cell.row_span for cell in rest if cell.row == 0), default=1)
    if height >= len(later.ys) - 1 or height > _HEADER_ROWS:
        return later
    if any(cell.row < height < cell.row + cell.row_span for cell in rest):
        return later
    head = _texts_of_rows(later, 0, height)
    starts = range(len(earlier.ys) - height)
    if not any(_is_same_header(_texts_of_rows(earlier, row, height), head) for row in starts):
        return later
    cells = (
        *(replace(cell, row_span=cell.row_span - height) for cell in sides),
        *(replace(cell, row=cell.row - height) for cell in rest if cell.row >= height),
    )
    endings = {(row - height, column): ending for (row, column), ending in later.endings.items()}
    cut = Cut(below=later.cut.below)
    return replace(later, ys=later.ys[height:], cells=cells, endings=endings, cut=cut)


def _texts_of_rows(table: Table, first: int, count: int) -> list[str]:
    """The texts of the cells of some rows alone, without blanks inside; a label beside more rows is none."""
    cells = [c for c in table.cells if first <= c.row and c.row + c.row_span <= first + count]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return ["".join(cell.text.split()) for cell in cells]


def _is_same_header(one: Sequence[str], other: Sequence[str]) -> bool:
    texts = [text for text in other if text]
    return (
        [text for text in one if text] == texts
        and len(texts) >= _HEADER_CELLS
        and not any(character.isdigit() for text in texts for character in text)
    )


def _rows(table: Table) -> list[list[str]]:
    """The texts of the cells that begin in each row, without blanks inside."""
    rows: list[list[str]] = [[] for _ in table.ys[1:]]
    for cell in sorted(table.cells, key=lambda cell: cell.column):
        rows[cell.row].append("".join(cell.text.split()))
    return [texts for texts in rows if texts]


def _key(line: Line) -> str:
    return "".join(line.text.split())


def _numbered(blocks: Iterable[Line | Table]) -> Iterable[TextLine | Grid]:
    number = 0
    for block in blocks:
        if isinstance(block, Line):
            yield block.text_line
            continue
        block = with_crossings_doubted(block)
        yield Grid(number, len(block.ys) - 1, len(block.xs) - 1, _in_order(block.cells), block.is_ruled)
        number += 1


def _in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.row, cell.column)))
