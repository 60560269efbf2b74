"""Scanned pages: level the sheet, find its rulings, read each line of each cell.

The rulings give the cells before anything is recognised, so that a line never runs over a ruling, and a lone
digit in a cell is read because its ink is there, whether or not a detector would have found it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from extractors.lattice import Frame, Ruling, Tolerances
from extractors.missing import with_missing_rulings
from extractors.model import Box, Page
from extractors.openings import cut_cells, solved
from extractors.options import ExtractionOptions
from extractors.pages import Corners, PageReading, put_together
from extractors.scanned.erased_rulings import without_rulings
from extractors.scanned.inklines import Span, ink_of, lines_in, lone_dash, usual_height
from extractors.scanned.leading_signs import with_fronts
from extractors.scanned.low_resolution import doubted, is_coarse, read_badly, scanned_at, softened
from extractors.scanned.ocr import Recognised, detect, recognise
from extractors.scanned.orientation import runs_across, upright
from extractors.scanned.overprint import apart
from extractors.scanned.raster import INK_LEVEL, Image, Sheet
from extractors.scanned.rectification import rectified
from extractors.scanned.ruling_remnants import known, specked
from extractors.scanned.rulings import find_rulings
from extractors.scanned.run_together import alone, pieces
from extractors.scanned.signs import settled
from extractors.scanned.spans import crop, inside_of, mark_of, moved, strips
from extractors.scanned.split_characters import without_split_characters
from extractors.scanned.stamps import not_of_seals
from extractors.scanned.turned_text import turned_texts
from extractors.scanned.whole import whole
from extractors.unruled.tables import find_table
from extractors.writing import Mark, lines_of

_BESIDE = 0.35  # of the line's height: white left at both ends of a line, as a detector would
_ABOVE = 0.18  # of the usual height: white left above and below
_AROUND = 6.0  # points of white that the detector sees above and below
_ON = 0.6  # share of a line that lies on another, from which on both are one
_HIGH = 0.5  # of the height of its box: lower ink is no whole line
_EDGE = 0.3  # of the height of a box: narrower ink that stands apart in it is of the next line
_APART = 1.0  # of its height: texts of one line that stand so far apart are typed with blanks between
_BLANK = 0.5  # of its height: the width of a blank
_PALER = 45  # levels by which a line is paler than the page's, if it is not of its print
_LONE = 1.5  # of its height: a character alone is no wider
_DASH_CONFIDENCE = 0.95  # of a flat stroke alone in its cell; nothing else looks like it
_ALIGNED_CONFIDENCE = 0.94  # at most, where no ruling shows the cells: a person is to look


def read_pdf_page(document: Any, number: int, options: ExtractionOptions) -> PageReading:
    """A page of a PDF that is an image, rendered as it is displayed."""
    with closing(document[number - 1]) as page:
        width, height = page.get_size()
        dpi = min(float(options.dpi), 72 * (options.max_pixels / (width * height)) ** 0.5)
        picture = page.render(scale=dpi / 72).to_numpy()[..., :3].copy()
        least = scanned_at(page)
    return read_picture(picture, dpi, number, (width, height), options, least)


def read_picture(
    picture: Image,
    dpi: float,
    number: int,
    size: tuple[float, float],
    options: ExtractionOptions,
    least: float | None = None,
) -> PageReading:
    """A page in pixels (BGR or grey); ``dpi`` is that of its pixels, ``size`` that of the page, in points.

    ``least``: dots an inch at which it was scanned, in its coarser direction, where that is known.
    """
    read = _reader(options)
    ruled = _with_whole_characters(_upright(rectified(picture, dpi, options.dpi), read), read)
    sheet, frames = ruled.sheet, ruled.frames
    free = _without_pale(ruled.grey, _free_lines(ruled.grey, frames, sheet.dpi, options))
    crops = [crop(ruled.grey, line.around) for line in (*ruled.lines, *free)]
    coarse = is_coarse(least and least * _enlarged(sheet, dpi))
    if coarse:
        crops = [softened(crop, sheet.dpi) for crop in crops]
    found = read(crops)
    if not coarse:
        held = [(line.ink, line.around, line.left) for line in ruled.lines]
        crops, found = with_fronts(ruled.grey, held, crops, found, read)
        crops, found = apart(crops, found, read)
    texts = list(map(settled, found, crops))
    inks = [line.ink for line in ruled.lines]
    for numbers, ink, text in turned_texts(inks, texts, ruled.frames, ruled.grey, sheet.dpi, read):
        for at in numbers:
            texts[at] = Recognised("", 1.0)
        inks[numbers[0]], texts[numbers[0]] = ink, text
    in_cells = zip(inks, texts, strict=False)
    beside = zip(free, texts[len(ruled.lines) :], strict=True)
    marks = ruled.dashes + [mark_of(ink, alone(found, ruled.grey, ink), sheet.dpi) for ink, found in in_cells]
    marks += not_of_seals([mark_of(line.ink, found, sheet.dpi) for line, found in beside])
    written = [mark for mark in marks if mark.text.strip()]
    if not frames and (aligned := find_table(written, ordered=False)):
        frames = (aligned.frame,)
        written = [m._replace(confidence=min(m.confidence, _ALIGNED_CONFIDENCE)) for m in written]
    if coarse or read_badly(texts):
        written = doubted(written)
    cuts = [cut_cells(frame, ruled.horizontals, Tolerances()) for frame in ruled.frames]
    if ruled.frames:
        written += _blanks([mark for mark in written if not _is_held(mark, frames)])
    page = Page(number, *size, "scan")
    displayed = partial(_displayed, sheet, picture.shape[1] / size[0], number)
    return put_together(page, _paper(sheet), frames, written, displayed, round(sheet.dpi), cuts)


def _enlarged(sheet: Sheet, dpi: float) -> float:
    """How much larger than told the sheet is on its picture of ``dpi``, where that is a photograph."""
    middle = np.array(sheet.grey.shape[::-1]) / 2
    here, aside = sheet.on_picture(middle + np.array([(0.0, 0.0), (1.0, 0.0)]))
    return float(np.hypot(*(aside - here))) * sheet.dpi / dpi


def _paper(sheet: Sheet) -> Corners:
    """In points of the sheet: all of it but what was added in levelling."""
    height, width = sheet.grey.shape
    left, top = sheet.margin
    x0, y0, x1, y1 = (value * 72 / sheet.dpi for value in (left, top, width - left, height - top))
    return x0, y0, x1, y1


def sheet_of(picture: Image, dpi: float, work: float, options: ExtractionOptions) -> Sheet:
    """The page flat, level and upright as ``read_picture`` sees it, at about ``work`` dots an inch."""
    return _upright(rectified(picture, dpi, work), _reader(options)).sheet


def _reader(options: ExtractionOptions) -> Callable[[Sequence[Image]], list[Recognised]]:
    """What recognises the lines of one page; a picture that it has read before is not recognised again."""
    known: dict[tuple[int, bytes], Recognised] = {}

    def read(lines: Sequence[Image]) -> list[Recognised]:
        keys = [(line.shape[1], line.tobytes()) for line in lines]
        new = {key: line for key, line in zip(keys, lines, strict=True) if key not in known}
        found = recognise(list(new.values()), options.ocr_engine, options.ocr_threads)
        known.update(zip(new, found, strict=True))
        return [known[key] for key in keys]

    return read


@dataclass(frozen=True, slots=True)
class _Line:
    """A line on the sheet: the hull of its ink, what the recogniser is shown of it, and the first column of
    its cell.
    """

    ink: Span
    around: Span
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A sheet with its tables found: grey without rulings, and the lines and lone dashes of the cells.

    ``horizontals``: its rulings from side to side; ``across``: whether the writing in the cells runs so,
    where that can be seen.
    """

    sheet: Sheet
    grey: Image
    frames: tuple[Frame, ...]
    horizontals: list[Ruling]
    dashes: list[Mark]
    lines: list[_Line]
    across: bool | None


def _ruled(sheet: Sheet) -> _Ruled:
    rulings = find_rulings(sheet)
    frames = solved(*rulings)
    lost = specked(sheet.grey, frames, sheet.dpi)
    across, down = known(sheet.grey, frames, sheet.dpi)
    if lost or across or down:
        rulings = [*rulings[0], *lost, *across], [*rulings[1], *down]
        frames = solved(*rulings)
    grey = without_rulings(sheet, frames, rulings)
    frames = tuple(with_missing_rulings(frame, pieces(grey, frame, sheet.dpi)) for frame in frames)
    return _Ruled(sheet, grey, frames, rulings[0], *_cell_lines(grey, frames, sheet.dpi))


def _upright(sheet: Sheet, read: Callable[[Sequence[Image]], list[Recognised]]) -> _Ruled:
    ruled = _ruled(sheet)
    return upright(ruled, lambda quarters: _ruled(sheet.turned(quarters)), _pictures, read, ruled.across)


def _with_whole_characters(ruled: _Ruled, read: Callable[[Sequence[Image]], list[Recognised]]) -> _Ruled:
    """The sheet with no stroke of a character for a ruling."""
    sheet = ruled.sheet
    grey, frames = without_split_characters(sheet.grey, ruled.grey, ruled.frames, sheet.dpi, read)
    if frames == ruled.frames:
        return ruled
    return _Ruled(sheet, grey, frames, ruled.horizontals, *_cell_lines(grey, frames, sheet.dpi))


def _pictures(ruled: _Ruled) -> list[Image]:
    """The lines of the cells; of a page without tables, the bands of its ink."""
    if ruled.lines:
        return [crop(ruled.grey, line.around) for line in ruled.lines]
    ink = ink_of(ruled.grey, ruled.sheet.dpi)
    spans = lines_in(ink, usual_height([ink], ruled.sheet.dpi))
    return [crop(ruled.grey, span) for span in spans]


def _cell_lines(
    grey: Image, frames: Sequence[Frame], dpi: float
) -> tuple[list[Mark], list[_Line], bool | None]:
    """The lone dashes of cells, which need no recognition, the lines to recognise, and how they run."""
    insides = [inside_of(slot, dpi) for frame in frames for slot in frame.slots]
    middles = np.array([((span.x0 + span.x1) / 2, (span.y0 + span.y1) / 2) for span in insides])
    ink = ink_of(grey, dpi, middles)
    cells = [ink[inside.y0 : inside.y1, inside.x0 : inside.x1] for inside in insides]
    usual = usual_height(cells, dpi)
    dashes: list[Mark] = []
    groups: list[list[_Line]] = []
    for inside, cell in zip(insides, cells, strict=True):
        spans = lines_in(cell, usual)
        if len(spans) == 1 and (dash := lone_dash(spans[0], cell, usual)):
            dashes.append(mark_of(moved(spans[0], inside), Recognised(dash, _DASH_CONFIDENCE), dpi))
        elif spans:
            groups.append(
                [_Line(moved(span, inside), _padded(span, inside, usual), inside.x0) for span in spans]
            )
    return dashes, _of_print(grey, groups), runs_across(cells)


def _of_print(grey: Image, cells: Sequence[list[_Line]]) -> list[_Line]:
    """The lines of all cells, but not those paler than the print beside which they stand: a seal's name."""
    levels = [[_darkness(crop(grey, line.ink)) for line in lines] for lines in cells]
    limit = float(np.median([level for cell in levels for level in cell] or [0.0])) + _PALER
    return [
        line
        for lines, cell in zip(cells, levels, strict=True)
        for line, level in zip(lines, cell, strict=True)
        if level <= limit or min(cell) > limit
    ]


def _without_pale(grey: Image, lines: Sequence[_Line]) -> list[_Line]:
    """The lines outside the tables without lone characters paler than the others: those of a seal's ring."""
    levels = [_darkness(crop(grey, line.ink)) for line in lines]
    limit = float(np.median(levels or [0.0])) + _PALER
    return [
        line
        for line, level in zip(lines, levels, strict=True)
        if level <= limit or line.ink.x1 - line.ink.x0 > _LONE * (line.ink.y1 - line.ink.y0)
    ]


def _darkness(line: Image) -> float:
    """The level of its darkest tenth of ink."""
    ink = line[line < INK_LEVEL]
    return float(np.percentile(ink, 10)) if ink.size else 255.0


def _padded(line: Span, inside: Span, usual: float) -> Span:
    """In pixels of the page, with white around; a dash gets the height of the line it stands in."""
    lack = max(0.0, usual - (line.y1 - line.y0)) / 2
    above = round(lack + _ABOVE * usual)
    beside = round(_BESIDE * max(usual, line.y1 - line.y0))
    return Span(
        max(inside.x0, inside.x0 + line.x0 - beside),
        max(inside.y0, inside.y0 + line.y0 - above),
        min(inside.x1, inside.x0 + line.x1 + beside),
        min(inside.y1, inside.y0 + line.y1 + above),
    )


def _free_lines(grey: Image, frames: Sequence[Frame], dpi: float, options: ExtractionOptions) -> list[_Line]:
    """Lines outside the tables, by the detector."""
    rest = grey.copy()
    scale = dpi / 72
    for frame in frames:
        rest[
            round(frame.ys[0] * scale) : round(frame.ys[-1] * scale),
            round(frame.xs[0] * scale) : round(frame.xs[-1] * scale),
        ] = 255
    rows = np.flatnonzero((rest < 128).any(axis=1))
    lines: list[_Line] = []
    for top, bottom in strips(rows, gap=round(30 * scale)):
        top, bottom = (
            max(0, top - round(_AROUND * scale)),
            min(rest.shape[0], bottom + round(_AROUND * scale)),
        )
        strip, place = rest[top:bottom], Span(0, top, rest.shape[1], bottom)
        found = detect(strip, options.ocr_engine, options.ocr_threads)
        spans = [Span(max(0, x0), max(0, y0), x1, y1) for x0, y0, x1, y1 in found]
        ink = ink_of(strip, dpi)
        lines += [
            _Line(moved(_tight(span, ink), place), moved(span, place))
            for span in whole(_distinct(spans), strip)
        ]
    return lines


def _tight(span: Span, ink: npt.NDArray[np.bool_]) -> Span:
    """The hull of the ink in it, without the edge of what stands apart beside it; a stroke keeps the height
    of its line.
    """
    inside = ink[span.y0 : span.y1, span.x0 : span.x1]
    runs = strips(np.flatnonzero(inside.any(axis=0)), gap=len(inside))
    runs = [run for run in runs if run[1] - run[0] >= _EDGE * len(inside)] or runs
    if not runs:
        return span
    x0, x1 = runs[0][0], runs[-1][1]
    rows = np.flatnonzero(inside[:, x0:x1].any(axis=1))
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    if bottom - top < _HIGH * len(inside):
        top, bottom = 0, len(inside)
    return Span(span.x0 + x0, span.y0 + top, span.x0 + x1, span.y0 + bottom)


def _is_held(mark: Mark, frames: Sequence[Frame]) -> bool:
    return any(frame.holds(*mark.centre) for frame in frames)


def _blanks(marks: Sequence[Mark]) -> list[Mark]:
    """What is typed between texts that stand apart in a line outside the tables."""
    return [
        Mark(" " * round(gap / (_BLANK * before.height)), before.x1, before.y0, after.x0, before.y1)
        for line in lines_of(marks)
        for before, after in pairwise(line)
        if (gap := after.x0 - before.x1) >= _APART * before.height
    ]


def _distinct(spans: Sequence[Span]) -> list[Span]:
    """Lines without those that lie on a wider one: what was found twice would be read twice."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: span.x0 - span.x1):
        if not any(_lies_on(span, other) for other in kept):
            kept.append(span)
    return kept


def _lies_on(span: Span, other: Span) -> bool:
    across = min(span.x1, other.x1) - max(span.x0, other.x0)
    down = min(span.y1, other.y1) - max(span.y0, other.y0)
    shorter = min(span.y1 - span.y0, other.y1 - other.y0)
    return across >= _ON * (span.x1 - span.x0) and down >= _ON * shorter


def _displayed(sheet: Sheet, scale: float, number: int, corners: Corners) -> Box:
    """The hull on the displayed page, of ``scale`` pixels a point, of a rectangle on the sheet, in points."""
    x0, y0, x1, y1 = (value * sheet.dpi / 72 for value in corners)
    back = sheet.on_picture(np.array([[x0, y0], [x1, y0], [x0, y1], [x1, y1]])) / scale
    low, high = back.min(axis=0), back.max(axis=0)
    return Box(number, float(low[0]), float(low[1]), float(high[0]), float(high[1]))
