"""A form printed without rulings: its cells from the order in which its texts were drawn, else by alignment.

texts as drawn  →  rows and labels, where order and places agree
text lines  →  rows, cut where paper is blank all across  →  bands of rows that share their columns
            →  cells; labels that stand over several rows get them back by where their middle is

Only what is clearly tabular becomes a frame, and only where its rows can be told: where they are no further
apart than lines of one text, the page stays lines. Works on marks alone, whatever medium they come from.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.lattice import Frame, Ruling
from extractors.unruled.bands import COLUMNS, ROWS, Band, band_from, bands_of
from extractors.unruled.dense import dense_rows
from extractors.unruled.drawn import drawn_rows
from extractors.unruled.frames import frame_of
from extractors.unruled.heads import are_double
from extractors.unruled.layouts import columns_by_row
from extractors.unruled.placed import placed_rows
from extractors.unruled.rows import (
    MARGIN,
    Interval,
    TextRow,
    evened,
    least_blank,
    pieces_of,
    rows_of,
    with_wide_words,
)
from extractors.unruled.ruled import ruled_rows
from extractors.unruled.texts import Text, is_label, joined_lines
from extractors.unruled.wraps import run_together
from extractors.writing import Mark

GUESSED = 0.9
"""Confidence at most of what alignment alone tells: rows may be lines, labels may stand over other rows."""

_FOOT = 0.7  # of the page's height: a table that ends further up is not cut by its end
_TABULAR = 0.6  # share of the rows of a table that have more than one text
_NOTHING = Frame((), (), (), ())


@dataclass(frozen=True, slots=True)
class Aligned:
    """A table without rulings: its frame, and the columns that may go on overleaf."""

    frame: Frame
    columns: tuple[Interval, ...]
    is_headless: bool = False
    """Whether the header of its columns is in doubt, or on a page of which no table could be told."""


def find_table(
    marks: Sequence[Mark],
    before: Aligned | None = None,
    height: float = 0.0,
    ordered: bool = True,
    outer: Interval | None = None,
) -> Aligned | None:
    """The table that the texts of a page without rulings are set in, or None.

    ``before`` is the one that the page before ended with: where this page goes on with its columns, few rows
    are enough. ``height`` is that of the page; ``ordered``: whether marks come as a program drew them;
    ``outer``: from where to where rulings reach.
    """
    upright = [mark for mark in marks if not mark.turn]
    least = ROWS if before is None else 1
    drawn = drawn_rows(upright, least, before is not None, _FOOT * height) if ordered else None
    if drawn and (found := _aligned(drawn.rows, 0.0, before, outer, drawn.texts)):
        return found
    placed = placed_rows(upright, least, before is not None, _FOOT * height) if ordered else None
    if placed and (found := _aligned(placed.rows, 0.0, before, outer, placed.texts)):
        return found
    pieces = pieces_of(upright)
    if len(pieces) < (COLUMNS * ROWS if before is None else 2):
        return None
    usual = median(piece.height for piece in pieces)
    pieces = [evened(piece, usual) for piece in pieces]
    apart = least_blank(pieces, usual)
    pieces = with_wide_words(pieces, apart)
    found = _aligned(_table_rows(rows_of(pieces, apart), least), apart, before, outer)
    found = found or _aligned(_table_rows(dense_rows(pieces), least), 0.0, before, outer)
    return replace(found, frame=doubted(found.frame), is_headless=True) if found else None


def ruled_tables(
    marks: Sequence[Mark],
    horizontals: Sequence[Ruling],
    before: Aligned | None = None,
    outer: Interval | None = None,
) -> list[Aligned]:
    """The tables of a page whose rulings show their rows, but not their columns; none where one is not told.

    See ``find_table``; marks come as a program drew them.
    """
    upright = [mark for mark in marks if not mark.turn]
    found: list[Aligned] = []
    for table in ruled_rows(upright, horizontals, ROWS if before is None else 1):
        aligned = _aligned(table.rows, 0.0, None if found else before, outer, table.texts)
        if aligned is None:
            return []
        found.append(aligned)
    return found


def after_unread(marks: Sequence[Mark], before: Aligned | None) -> Aligned | None:
    """What a page of which no table could be told leaves to the next: what goes on there lacks its header.

    Nothing if few of its texts stand beside each other.
    """
    lines = joined_lines([mark for mark in marks if not mark.turn])
    beside = sum(other.x0 > one.x1 and other.y0 < one.centre[1] < other.y1 for one, other in pairwise(lines))
    if beside < (COLUMNS if before else COLUMNS * ROWS):
        return None
    return replace(before, is_headless=True) if before else Aligned(_NOTHING, (), is_headless=True)


def doubted(frame: Frame, which: Collection[int] | None = None) -> Frame:
    """The frame with these slots so little sure that a person is to look at them; all where none is named."""
    count = range(len(frame.slots))
    return replace(frame, sure=tuple(GUESSED if which is None or i in which else 1.0 for i in count))


def _aligned(
    rows: list[TextRow],
    apart: float,
    before: Aligned | None,
    outer: Interval | None,
    texts: Sequence[Text] = (),
) -> Aligned | None:
    """The table of such rows, if it is one and they can be told; ``texts`` where their rows are known."""
    if not rows:
        return None
    bands = _bands(rows, before, texts)
    follows = before is not None and bool(texts or any(band.goes_on for band in bands))
    if not follows and not _are_tabular(rows, bands, texts):
        return None
    layout = columns_by_row(rows, bands, texts, before.columns if before else ())
    if not texts and _are_run_together(rows, bands, layout):
        return None
    known = list(zip(before.frame.xs, before.frame.rooms, strict=True)) if follows and before else []
    frame = frame_of(rows, bands, layout, apart, known, texts, outer)
    # The first row may be what the page cut from a header.
    is_headless = before is not None and before.is_headless and not any(map(_is_header, rows[1:]))
    return Aligned(_with_doubts(frame, texts, is_headless), _last_columns(rows, bands, texts), is_headless)


def _bands(rows: Sequence[TextRow], before: Aligned | None, texts: Sequence[Text]) -> list[Band]:
    """The rows that share their columns; the first of them may go on with those of the page before."""
    width = max(row.texts[-1][1] for row in rows) - min(row.texts[0][0] for row in rows)
    heads = frozenset(number for number in range(len(rows) - 1) if are_double(texts, number))
    going_on = band_from(rows, -1, width, before.columns, heads) if before and before.columns else None
    return bands_of(rows, width, going_on, heads)


def _are_tabular(rows: Sequence[TextRow], bands: Sequence[Band], texts: Sequence[Text]) -> bool:
    """Whether rows are a table though they go on with none of the page before.

    Two rows are enough where the order of the texts says that they are rows.
    """
    least = ROWS - 1 if texts else ROWS
    large = any(len(band.columns) >= COLUMNS and band.last - band.first + 1 >= least for band in bands)
    return large or (bool(texts) and _are_pairs(rows))


def _are_run_together(
    rows: Sequence[TextRow], bands: Sequence[Band], layout: Sequence[Sequence[Interval]]
) -> bool:
    """Whether rows may be lines of one text: lines of one go on from row to row."""
    body = {i for band in bands for i in range(band.first + (not band.goes_on), band.last + 1)}
    return any(run_together(row.pieces, layout[i], i in body) for i, row in enumerate(rows))


def _last_columns(
    rows: Sequence[TextRow], bands: Sequence[Band], texts: Sequence[Text]
) -> tuple[Interval, ...]:
    """The columns that a table ends with, which may go on overleaf; none where they are few or not told."""
    if bands and bands[-1].last == len(rows) - 1:
        columns: Sequence[Interval] = bands[-1].columns
    else:
        columns = rows[-1].texts if texts else ()
    return tuple(columns) if len(columns) >= COLUMNS else ()


def _with_doubts(frame: Frame, texts: Sequence[Text], is_headless: bool) -> Frame:
    """The frame with what is not sure in doubt: all of it without its header, else texts that are not."""
    if is_headless:
        return doubted(frame)
    doubts = {_slot_of(frame, text) for text in texts if not text.is_sure}
    return doubted(frame, doubts) if doubts else frame


def _is_header(row: TextRow) -> bool:
    words = "".join(piece.text for piece in row.pieces)
    return len(row.texts) >= COLUMNS and is_label(words)


def _are_pairs(rows: Sequence[TextRow]) -> bool:
    """Whether rows are labels with their values, some of them two: a page may hold no more of a form."""
    counts = [len(row.texts) for row in rows]
    return len(rows) >= ROWS and min(counts) > 1 and max(counts) >= COLUMNS


def _slot_of(frame: Frame, text: Text) -> int:
    line = text.lines[0]
    return frame.slot_at(*line.centre)


def _table_rows(rows: list[TextRow], least: int) -> list[TextRow]:
    """From the first to the last row of several texts, if most rows between have several."""
    several = [index for index, row in enumerate(rows) if len(row.texts) > 1]
    if len(several) < least:
        return []
    inside = rows[several[0] : several[-1] + 1]
    if len(several) < _TABULAR * len(inside):
        return []
    _trim(inside[0], inside[-1])
    return inside


def _trim(first: TextRow, last: TextRow) -> None:
    """The outer edges as far from the text as the inner ones: what stands above or below may be far off."""
    above, below = min(p.y0 for p in first.pieces), max(p.y1 for p in first.pieces)
    first.top = max(first.top, above - max(MARGIN, first.bottom - below))
    above, below = min(p.y0 for p in last.pieces), max(p.y1 for p in last.pieces)
    last.bottom = min(last.bottom, below + max(MARGIN, above - last.top))
