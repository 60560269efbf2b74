"""A form printed without rulings: its cells from the alignment of its text.

text lines  →  rows, cut where paper is blank all across  →  bands of rows that share their columns
            →  cells; labels that stand over several rows get them back by where their middle is

Only what is clearly tabular becomes a frame. Works on marks alone, whatever medium they come from.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from extractors.lattice import Frame, Slot
from extractors.writing import Mark, lines_of

Interval = tuple[float, float]

_WORD = 0.3  # of the height: blank between two marks of one text
_UNEVEN = 0.25  # of the height: lines of one size differ by less
_SPREAD = 2.2  # of the height: blank between the characters of a word that is set wide
_LEAST_PITCH = 0.7  # of the height: closer texts stand in one line
_TIGHT = 1.7  # of the height: the widest pitch of lines in one cell
_SUPPORT = 0.2  # of the count of the commonest pitch: a pitch as common is no accident
_LONG = 8  # characters: a text as long may be one that wraps
_PADDING = 1.2  # points that at least are blank between rows beside what is blank between lines
_LEFT = (0.0, 0.1, 0.2, 0.3, 0.4)  # shares of the width: labels over several rows stand left of these
_COLUMNS, _ROWS = 4, 3  # the least of a band that makes a page tabular
_FEW_COLUMNS, _FEW_TEXTS = 6, 2  # texts that a row shows at least in a band of no more columns
_WEAK_ROWS = 4  # rows in a row that may show less, or less than half of more columns
_LABELS = 3  # columns at the left of a band that may stand over several rows
_OFF_MIDDLE = 0.3  # of a row's height: how far a label may stand from the middle of its rows
_OVERLEAF = 4.0  # points off the middle that cost as much as rows whose label is printed overleaf
_TABULAR = 0.6  # share of the rows of a table that have more than one text
_ALIGNED = 1.5  # points by which the left edges or the middles of lines of one text may differ
_CROSSES = 2.0  # points by which a text reaches into a row that it stands over
_APART = 0.7  # of the usual blank between rows
_MARGIN = 3.0  # points around the text
_BRIDGE = 0.5  # points by which texts of two columns may overlap
_NARROW = 0.35  # share of the width that one text in a row of its own may have in a band


@dataclass(slots=True)
class _Row:
    top: float
    bottom: float
    pieces: list[Mark]
    texts: list[Interval] = field(default_factory=list)
    """Where there is text, from left to right."""

    crossed: frozenset[tuple[Interval, Interval]] = frozenset()
    """The leftmost texts that stand in this row, if only in part."""


@dataclass(slots=True)
class _Band:
    """Rows that share their columns."""

    first: int
    last: int
    columns: list[Interval]


@dataclass(frozen=True, slots=True)
class _Column:
    """From where to where texts of a band stand, and in which of its rows."""

    start: float
    end: float
    rows: frozenset[int]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without rulings: its frame, and the columns that may go on overleaf."""

    frame: Frame
    columns: tuple[Interval, ...]


def find_table(marks: Sequence[Mark], before: Aligned | None = None) -> Aligned | None:
    """The table that the texts of a page without rulings are set in, or None.

    ``before`` is the one that the page before ended with: where this page goes on with its columns, few rows
    are enough.
    """
    pieces = _pieces([mark for mark in marks if not mark.turn])
    if len(pieces) < (_COLUMNS * _ROWS if before is None else 2):
        return None
    height = median(piece.height for piece in pieces)
    pieces = [_evened(piece, height) for piece in pieces]
    apart = _PADDING + _line_gap(pieces, height)
    rows = _table_rows(_rows(pieces, apart), _ROWS if before is None else 1)
    if not rows:
        return None
    width = max(row.texts[-1][1] for row in rows) - min(row.texts[0][0] for row in rows)
    going_on = _band(rows, -1, width, before.columns) if before and before.columns else None
    bands = _bands(rows, width, going_on)
    large = any(len(b.columns) >= _COLUMNS and b.last - b.first + 1 >= _ROWS for b in bands)
    if not large and not (going_on and going_on in bands):
        return None
    known = before.frame.xs if going_on and going_on in bands and before else ()
    columns = bands[-1].columns if bands[-1].last == len(rows) - 1 else ()
    return Aligned(_frame(rows, bands, apart, known), tuple(columns))


def _pieces(marks: Sequence[Mark]) -> list[Mark]:
    """Marks of one line without a wide gap, as one mark."""
    pieces: list[Mark] = []
    for line in lines_of(marks):
        room, spread = 0.0, False
        last: Mark | None = None
        for mark in line:
            if mark.text.isspace():
                room += (mark.x1 - mark.x0) * len(mark.text)
                continue
            # A word that is set wide: 总   分.
            wide = _is_character(mark) and last is not None and (spread or _is_character(last))
            if last is not None and mark.x0 - last.x1 <= room + (_SPREAD if wide else _WORD) * mark.height:
                last = pieces[-1] = Mark(
                    last.text + mark.text,
                    last.x0, min(last.y0, mark.y0), max(last.x1, mark.x1), max(last.y1, mark.y1),
                )  # fmt: skip
                spread = wide
            else:
                last, spread = mark._replace(confidence=1.0), False
                pieces.append(last)
            room = 0.0
    return pieces


def _is_character(mark: Mark) -> bool:
    return len(mark.text) == 1 and mark.text.isalpha() and not mark.text.isascii()


def _evened(piece: Mark, height: float) -> Mark:
    """With the usual height, if it is nearly as high: boxes hang on the glyphs that happen to be in them."""
    if abs(piece.height - height) > _UNEVEN * height:
        return piece
    middle = piece.centre[1]
    return piece._replace(y0=middle - height / 2, y1=middle + height / 2)


def _rows(pieces: Sequence[Mark], least: float) -> list[_Row]:
    """Pieces cut into rows where paper is blank from the columns of labels to the right edge."""
    left, right = min(p.x0 for p in pieces), max(p.x1 for p in pieces)
    cores = _merged([(p.y0, p.y1) for p in pieces if p.x1 > left + _LEFT[-1] * (right - left)], least)
    blocks = _blocks([p for p in pieces if p.x1 <= left + _LEFT[-1] * (right - left)], least)
    cores = _merged([*cores, *_alone(blocks, cores)], 0.0)
    cuts = [min(p.y0 for p in pieces) - _MARGIN]
    for (_, above), (below, _) in pairwise(cores):
        cuts.append(_cut(pieces, above, below, left, right, least))
    cuts.append(max(p.y1 for p in pieces) + _MARGIN)
    rows = []
    for top, bottom in pairwise(cuts):
        inside = [p for p in pieces if top <= p.centre[1] < bottom]
        if inside:
            crossing = [b for b in blocks if b[0][1] < bottom - _CROSSES and b[1][1] > top + _CROSSES]
            spread = [(one[0], other[0]) for one, other in crossing]
            texts = _merged([*((p.x0, p.x1) for p in inside), *spread], 0.0)
            first = frozenset(b for b in crossing if b[0][0] <= texts[0][1])
            rows.append(_Row(top, bottom, inside, texts, first))
    return rows


def _blocks(pieces: Iterable[Mark], gap: float) -> list[tuple[Interval, Interval]]:
    """Lines under each other without more than a line's blank, as two opposite corners."""
    blocks: list[list[float]] = []
    for piece in sorted(pieces, key=lambda piece: piece.y0):
        under = next(
            (b for b in blocks if piece.y0 - b[3] < gap and min(b[2], piece.x1) - max(b[0], piece.x0) > 0),
            None,
        )
        if under is None:
            blocks.append([piece.x0, piece.y0, piece.x1, piece.y1])
        else:
            under[:] = (
                min(under[0], piece.x0), under[1], max(under[2], piece.x1), max(under[3], piece.y1)
            )  # fmt: skip
    return [((x0, y0), (x1, y1)) for x0, y0, x1, y1 in blocks]


def _line_gap(pieces: Sequence[Mark], height: float) -> float:
    """What is blank between two lines of one text: from pairs where the lower is the shorter end."""
    pitches: Counter[float] = Counter()
    downwards = sorted(pieces, key=lambda piece: piece.y0 + piece.y1)
    for number, upper in enumerate(downwards):
        for lower in downwards[number + 1 :]:
            pitch = lower.centre[1] - upper.centre[1]
            if pitch > _TIGHT * height:
                break
            if pitch < _LEAST_PITCH * height or len(upper.text) < len(lower.text):
                continue
            aligned = abs(upper.x0 - lower.x0) < 1 or abs(upper.centre[0] - lower.centre[0]) < 1
            if aligned and (len(upper.text) >= _LONG or _is_rest(upper.text, lower.text)):
                pitches[round(pitch, 1)] += 1
    if not pitches:
        return 0.0
    usual = max(pitches.values()) * _SUPPORT
    return max(0.0, min(pitch for pitch, count in pitches.items() if count >= usual) - height)


def _is_rest(upper: str, lower: str) -> bool:
    """Whether the lower is what was left of a label, or the next character of one that runs downwards."""
    return len(lower) <= 2 < len(upper) or (len(upper) == len(lower) == 1 and (upper + lower).isalpha())


def _merged(intervals: Iterable[Interval], gap: float) -> list[Interval]:
    """Intervals joined where less than a gap lies between them."""
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start - merged[-1][1] <= gap:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _alone(blocks: Iterable[tuple[Interval, Interval]], cores: Sequence[Interval]) -> list[Interval]:
    """Texts in the columns of labels that stand beside nothing, as far from all rows as rows are: own rows.

    A label in the middle of two rows stands beside nothing too, and nearer.
    """
    apart = median([below[0] - above[1] for above, below in pairwise(cores)]) if len(cores) > 1 else 0.0
    heights = [(one[1], other[1]) for one, other in blocks]
    return [
        h for h in heights if all(max(core[0] - h[1], h[0] - core[1]) >= _APART * apart for core in cores)
    ]


def _cut(
    pieces: Sequence[Mark], above: float, below: float, left: float, right: float, least: float
) -> float:
    """The middle of the widest blank between two rows; labels over several rows may cross it."""
    for share in _LEFT:
        taken = [(p.y0, p.y1) for p in pieces if p.x1 > left + share * (right - left)]
        blank = _widest_blank([t for t in taken if t[1] > above and t[0] < below], above, below)
        if blank[1] - blank[0] >= least:
            return sum(blank) / 2
    return (above + below) / 2


def _widest_blank(taken: Sequence[Interval], start: float, end: float) -> Interval:
    edges = [(start, start), *_merged(taken, 0.0), (end, end)]
    blanks = [(max(start, one[1]), min(end, other[0])) for one, other in pairwise(edges)]
    return max(blanks, key=lambda blank: blank[1] - blank[0])


def _table_rows(rows: list[_Row], least: int) -> list[_Row]:
    """From the first to the last row of several texts, if most rows between have several."""
    several = [index for index, row in enumerate(rows) if len(row.texts) > 1]
    if len(several) < least:
        return []
    inside = rows[several[0] : several[-1] + 1]
    return inside if len(several) >= _TABULAR * len(inside) else []


def _bands(rows: Sequence[_Row], width: float, going_on: _Band | None) -> list[_Band]:
    bands = [going_on] if going_on and going_on.last >= 0 else []
    index = going_on.last + 1 if going_on else 0
    while index < len(rows):
        if len(rows[index].texts) < _COLUMNS:
            index += 1
            continue
        band = _band(rows, index, width, rows[index].texts)
        if band.last > band.first:
            bands.append(band)
        index = band.last + 1
    return bands


def _band(rows: Sequence[_Row], first: int, width: float, begun: Sequence[Interval]) -> _Band:
    """The rows below a row of many texts, or at the top of a page, that have their texts in its columns."""
    columns = [_Column(start, end, frozenset((first,))) for start, end in begun]
    last, kept = first, columns
    weak = 0
    for index in range(first + 1, len(rows)):
        texts = rows[index].texts
        grown = _with(columns, texts, index)
        lone = len(texts) == 1 and texts[0][1] - texts[0][0] > _NARROW * width
        richer = len(texts) > len(begun) + 1
        if grown is None or lone or richer or (index == first + 1 and _is_pair(texts, begun)):
            break
        strong = len(texts) >= (_FEW_TEXTS if len(begun) <= _FEW_COLUMNS else len(begun) / 2)
        weak = 0 if strong else weak + 1
        if weak > _WEAK_ROWS:
            break
        columns = grown
        if strong:
            last, kept = index, columns
    return _Band(max(0, first), last, [(c.start, c.end) for c in _under_headers(kept, first)])


def _under_headers(columns: Sequence[_Column], first: int) -> list[_Column]:
    """A header in the middle and texts at the side of one column do not overlap: they are put together."""
    found: list[_Column] = []
    for column in columns:
        header = frozenset((first,))
        one = found[-1] if found else None
        if one and header in (one.rows, column.rows) and not one.rows & column.rows:
            found[-1] = _joined((one, column))
        else:
            found.append(column)
    return found


def _is_pair(texts: Sequence[Interval], columns: Sequence[Interval]) -> bool:
    """Whether a row below four texts is a label and its value: the first column has text, the second none."""
    if len(columns) > _COLUMNS:
        return False
    filled = [any(c[0] < end and start < c[1] for start, end in texts) for c in columns]
    return filled[0] and not filled[1]


def _with(columns: Sequence[_Column], texts: Sequence[Interval], row: int) -> list[_Column] | None:
    """The columns grown by the texts of a row; None where a text lies in two that are not one."""
    grown = list(columns)
    for start, end in texts:
        text = _Column(start, end, frozenset((row,)))
        met = [c for c in grown if c.start < end - _BRIDGE and start < c.end - _BRIDGE]
        if sum(len(c.rows) for c in (*met, text)) > len(frozenset().union(*(c.rows for c in (*met, text)))):
            return None
        grown = [*(c for c in grown if c not in met), _joined((*met, text))]
    return sorted(grown, key=lambda column: column.start)


def _joined(columns: Sequence[_Column]) -> _Column:
    return _Column(
        min(column.start for column in columns),
        max(column.end for column in columns),
        frozenset().union(*(column.rows for column in columns)),
    )


def _frame(rows: Sequence[_Row], bands: Sequence[_Band], apart: float, known: Sequence[float]) -> Frame:
    columns_of = {i: band.columns for band in bands for i in range(band.first, band.last + 1)}
    layout = [columns_of.get(index, row.texts) for index, row in enumerate(rows)]
    xs = _boundaries([gap for texts in layout for gap in _gaps(texts)], rows, known)
    ys = [rows[0].top, *(row.bottom for row in rows)]
    edges = [_edges(texts, xs) for texts in layout]
    cells = {(row, column) for row in range(len(rows)) for column in range(len(edges[row]) - 1)}
    slots = []
    for row, column, end in [*_labels(rows, bands, apart), *_crossing(rows, edges)]:
        if {(r, column) for r in range(row, end)} <= cells:
            cells -= {(r, column) for r in range(row, end)}
            slots.append((row, edges[row][column], end, edges[row][column + 1]))
    slots += [(row, edges[row][column], row + 1, edges[row][column + 1]) for row, column in cells]
    return _assembled(sorted(slots), xs, ys)


def _gaps(texts: Sequence[Interval]) -> list[Interval]:
    return [(one[1], max(one[1], other[0])) for one, other in pairwise(texts)]


def _boundaries(gaps: Sequence[Interval], rows: Sequence[_Row], known: Sequence[float]) -> list[float]:
    """The fewest places, the table's edges besides, such that each gap between two texts has one."""
    places = list(known[1:-1])
    for start, end in sorted(gaps, key=lambda gap: gap[1]):
        if not any(start <= place <= end for place in places):
            places.append(end - min(_MARGIN, (end - start)) / 2)
    left = min(row.texts[0][0] for row in rows) - _MARGIN
    right = max(row.texts[-1][1] for row in rows) + _MARGIN
    return sorted([min([left, *known[:1]]), *places, max([right, *known[-1:]])])


def _edges(texts: Sequence[Interval], xs: Sequence[float]) -> list[int]:
    """Which boundaries are those of a row's cells."""
    inner = []
    for start, end in _gaps(texts):
        inner.append(next(i for i in range(1, len(xs) - 1) if start <= xs[i] <= end))
    return [0, *inner, len(xs) - 1]


def _labels(rows: Sequence[_Row], bands: Sequence[_Band], apart: float) -> list[tuple[int, int, int]]:
    """(first row, column, row past the last) of the labels that stand over several rows of a band."""
    found = []
    for band in bands:
        inside = rows[band.first : band.last + 1]
        for number, column in enumerate(band.columns[:_LABELS]):
            lines = _lines(inside, column)
            if any(_is_figure(line.text) for line in lines):
                break
            texts = _merged([(line.y0, line.y1) for line in lines], apart)
            header = bool(texts) and texts[0][1] <= inside[0].bottom
            open_above, open_below = not header and band.first == 0, band.last == len(rows) - 1
            spans = _spans(inside[header:], texts[header:], open_above, open_below)
            if len(spans) >= len(inside) - header:
                break
            first = band.first + header
            found += [(first + start, number, first + end) for start, end in spans if end > start + 1]
    return found


def _lines(rows: Sequence[_Row], column: Interval) -> list[Mark]:
    return [
        piece
        for row in rows
        for piece in row.pieces
        if column[0] - _BRIDGE <= piece.x0 and piece.x1 <= column[1] + _BRIDGE
    ]


def _is_figure(text: str) -> bool:
    """Whether a text is one that a row has for itself: 7881.25, 98%, a dash."""
    return not any(c.isalpha() or c in "()（）[]【】" for c in text)


def _crossing(rows: Sequence[_Row], edges: Sequence[Sequence[int]]) -> list[tuple[int, int, int]]:
    """The same of labels at the left edge whose text runs from row to row."""
    found = []
    start = 0
    for index in range(1, len(rows) + 1):
        if (
            index < len(rows)
            and _runs_on(rows[index - 1], rows[index])
            and edges[index][1] == edges[start][1]
        ):
            continue
        if index > start + 1:
            found.append((start, 0, index))
        start = index
    return found


def _runs_on(upper: _Row, lower: _Row) -> bool:
    """Whether one text at the left edge stands in both rows: a block that the cut goes through."""
    return bool(upper.crossed & lower.crossed)


def _spans(
    rows: Sequence[_Row], texts: Sequence[Interval], open_above: bool, open_below: bool
) -> list[tuple[int, int]]:
    """The rows of each label: those whose middle it stands in, else those from it to the next.

    Only where the page cuts the band, above or below, may rows have no label: theirs is printed overleaf.
    """
    if not rows or not texts:
        return []
    ys = [rows[0].top, *(row.bottom for row in rows)]
    # By the end of a label's rows: how far all labels up to it are from the middle, and their spans.
    best: dict[int, tuple[float, list[tuple[int, int]]]] = {0: (0.0, [])}
    if open_above:
        best.update({start: (_OVERLEAF, []) for start in range(1, len(rows))})
    for text in texts:
        following: dict[int, tuple[float, list[tuple[int, int]]]] = {}
        for start, (error, spans) in best.items():
            for end in range(start + 1, len(ys)):
                off = _off_middle(text, ys[start], ys[end])
                cost = error + off
                if off <= _OFF_MIDDLE * (ys[end] - ys[end - 1]) and cost < following.get(end, (cost + 1,))[0]:
                    following[end] = (cost, [*spans, (start, end)])
        best = following
    ends = {end: (cost + _OVERLEAF * (end < len(rows)), spans) for end, (cost, spans) in best.items()}
    if found := [ends[end] for end in ends if open_below or end == len(rows)]:
        return min(found)[1]
    begins = sorted({_row_at(ys, top) for top, _ in texts})
    return list(pairwise([*begins, len(rows)]))


def _off_middle(text: Interval, top: float, bottom: float) -> float:
    return abs((text[0] + text[1]) / 2 - (top + bottom) / 2)


def _row_at(ys: Sequence[float], top: float) -> int:
    return next((i for i in range(len(ys) - 1) if top + _CROSSES < ys[i + 1]), len(ys) - 2)


def _assembled(
    rectangles: Sequence[tuple[int, int, int, int]], xs: Sequence[float], ys: Sequence[float]
) -> Frame:
    slots = [
        Slot(row, left, end - row, right - left, xs[left], ys[row], xs[right], ys[end])
        for row, left, end, right in rectangles
    ]
    owners = [[0] * (len(xs) - 1) for _ in range(len(ys) - 1)]
    for index, slot in enumerate(slots):
        for row in range(slot.row, slot.row + slot.row_span):
            for column in range(slot.column, slot.column + slot.column_span):
                owners[row][column] = index
    return Frame(tuple(xs), tuple(ys), tuple(slots), tuple(map(tuple, owners)))
