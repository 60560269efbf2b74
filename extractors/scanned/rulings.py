"""Rulings of a scanned page: long thin strokes of ink, found by morphology."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from extractors.lattice import Ruling
from extractors.scanned.broken_rulings import are_torn, mended
from extractors.scanned.components import components
from extractors.scanned.dotted_rulings import dotted, usual_dots
from extractors.scanned.faint_rulings import PALE, PALEST, faint_rulings
from extractors.scanned.interrupted_rulings import resumed
from extractors.scanned.open_corners import open_corners, pieced_together
from extractors.scanned.raster import Image, Sheet
from extractors.scanned.seal_rings import without_rings
from extractors.scanned.show_through import usual_level, without_show_through

Strokes = list[Ruling]

_ACROSS = 16.0  # points: no shorter stroke is looked at as a horizontal ruling
_DOWN = 8.0  # points: the least height of a row
_FREE_ACROSS = 40.0  # points above which a horizontal stroke need not end at a vertical one
_FREE_DOWN = 30.0  # points above which a vertical stroke need not end at a horizontal one
_FREE_DOTTED = 14.0  # points above which dots below each other need not: no print has so many
_GAP = 1.6  # points of a break in a faint ruling that are closed
_CRACK = 0.7  # points of a break in a piece that is longer than print
_PIECE, _BRIDGED = 14.0, 6.0
"""Points: pieces of a ruling that are joined, longer than strokes of print, and the breaks between them."""

_FAXED_PIECE, _FAXED_BRIDGED = 18.0, 13.0
"""As much for black horizontal rulings: a fax that was fed aslant loses thin ones between rows of its dots.
No column is so narrow."""

_BLACK = 128  # levels: print and rulings, but nothing that shines through from the back
_THICKEST = 4.5  # points: a thicker stroke is a filled area or part of a stamp
_ASLANT = 0.012  # points up or down for each to the side: rulings of a levelled page have less than 0.008
_SEEN_ASLANT = 25.0  # points: of a shorter stroke it cannot be told
_END = 3.0  # points within which a stroke ends at another
_HALF, _SIDE = 1.0, 1.2  # points: half a ruling's thickness, and the strip beside it that is looked at
_BROKEN = 0.2  # of the rulings of a page that are not solid, if it has such of dots
_LOOSE = 110.0  # points: a ruling that is shorter ends at another
_MET = 4.0  # points within which it does
_SOLID = 0.95  # share of its length that a ruling is inked, unless it is faint
_CROWDED = 0.5  # share of a faint stroke's length along which there is ink beside it, if it is text
_ASTRAY, _NEXT_ROW = 0.6, 6.0
"""Points by which parts of one ruling lie beside each other, and between those of two rows."""

_LOW_ROW = 18.0  # points: in a row as low its text, between two rulings, can be taken for a part of a third
_SOLID_END = 0.9  # share of its length that the end of a solid ruling is inked
_UNBROKEN = 0.7  # share of its length, at least, along which a doubled ruling has no break
_INSIDE = 1.5  # points at both ends of a short stroke where other rulings are
_SOLID_SIDE = 0.7  # share of its length that a short stroke is inked over its whole thickness
_CLOSE = 0.7  # points beside a stroke where those that cross it show; cells are blank there
_ATTACHED = 0.12  # share of its length along which there is ink as close, if it is of a character
_SHORT_OF = (
    0.8  # points by which a short stroke may end before the middle of a ruling: print of low rows does
)
_BLOCK = 14.0  # points: side of the neighbourhood that ink is darker than
_DARKER = 18  # levels by which it is


def find_rulings(sheet: Sheet) -> tuple[Strokes, Strokes]:
    """Horizontal and vertical rulings in points."""
    ink = ruling_ink(sheet.grey, sheet.dpi)
    scale = sheet.dpi / 72
    turned = cv2.transpose(ink)
    down = _strokes(turned, sheet.dpi, _DOWN, _FREE_DOWN)
    if (unsealed := without_rings(ink, down, scale)) is not None:
        ink, turned = unsealed, cv2.transpose(unsealed)
        down = _strokes(turned, sheet.dpi, _DOWN, _FREE_DOWN)
    black = cv2.bitwise_and(ink, cv2.compare(sheet.grey, _BLACK, cv2.CMP_LT))
    faxed = np.zeros_like(ink)
    _add_bridged(faxed, _thickened(black), _FAXED_PIECE, _FAXED_BRIDGED, _FREE_ACROSS, scale)
    across = _strokes(ink, sheet.dpi, _ACROSS, _FREE_ACROSS, faxed)
    across, down = without_show_through(across, down, sheet.grey, scale)
    horizontals = [stroke for stroke in across if _length(stroke) >= _FREE_ACROSS]
    verticals = [stroke for stroke in down if _length(stroke) >= _FREE_DOWN]
    like_print = {stroke for stroke in down if stroke not in verticals and _is_print(stroke, turned, scale)}
    down = [stroke for stroke in down if stroke not in like_print]
    dotted_rows: Strokes = []
    dotted_columns: Strokes = []
    usual = usual_dots(ink, sheet.dpi, _FREE_ACROSS)
    if usual or _are_broken(horizontals, ink, scale):
        rows, blurred_rows = dotted(ink, sheet.dpi, _ACROSS, usual)
        columns, blurred_columns = dotted(turned, sheet.dpi, _DOWN, usual)
        across, down = across + rows + blurred_rows, down + columns + blurred_columns
        across, down = without_show_through(across, down, sheet.grey, scale)
        dotted_rows = [row for row in across if row in {*rows, *blurred_rows}]
        dotted_columns = [row for row in down if row in {*columns, *blurred_columns}]
        horizontals += [row for row in dotted_rows if row in rows and _length(row) >= _FREE_ACROSS]
        verticals += [row for row in dotted_columns if row in columns and _length(row) >= _FREE_DOTTED]
    level = usual_level(horizontals, verticals, sheet.grey, scale)
    if torn := are_torn(horizontals, verticals):
        rows, columns = mended(sheet.grey, ink, sheet.dpi)
        horizontals, verticals = horizontals + rows, verticals + columns
    if level >= (PALE if torn else PALEST):
        rows, columns = faint_rulings(sheet.grey, level, sheet.dpi, (horizontals, verticals))
        horizontals, verticals = horizontals + rows, verticals + columns
    verticals += pieced_together([stroke for stroke in down if stroke not in verticals], horizontals)
    horizontals += pieced_together([stroke for stroke in across if stroke not in horizontals], verticals)
    short_of = open_corners(horizontals, verticals, _SHORT_OF)
    for _ in range(2):
        horizontals, verticals = (
            horizontals + _held(set(across) - set(horizontals), verticals, short_of),
            verticals + _held(set(down) - set(verticals), horizontals, short_of),
        )
    verticals += _at_corners(set(down) - set(verticals), horizontals)
    verticals += _in_line(_held(like_print, horizontals, short_of), verticals)
    horizontals += resumed(horizontals, across, dotted_rows, verticals, ink, scale)
    verticals += resumed(verticals, down, dotted_columns, horizontals, turned, scale)
    verticals = [
        _without_print(stroke, horizontals, turned, scale, short_of)
        for stroke in verticals
        if not _is_print_of_rows(stroke, horizontals, turned, scale)
    ]
    return _anchored(horizontals, verticals), _anchored(verticals, horizontals)


def ruling_ink(grey: Image, dpi: float) -> Image:
    """255 where the page is darker than around."""
    block = int(_BLOCK * dpi / 72) | 1
    ink: Image = cv2.adaptiveThreshold(
        grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, _DARKER
    )
    return ink


def _strokes(ink: Image, dpi: float, shortest: float, free: float, known: Image | None = None) -> Strokes:
    """Strokes along the pixel rows: short ones as they are, long ones also over the breaks in them.

    ``known``: ink of more of them.
    """
    scale = dpi / 72
    gap = max(3, round(_GAP * scale))
    level = _thickened(ink)
    found = cv2.morphologyEx(level, cv2.MORPH_OPEN, np.ones((1, round(shortest * scale)), np.uint8))
    for breaks, least in ((gap, free), (1 + round(_CRACK * scale), _PIECE)):
        closed = cv2.morphologyEx(level, cv2.MORPH_CLOSE, np.ones((1, breaks), np.uint8))
        _add_long(found, closed, round(least * scale))
    _add_bridged(found, level, _PIECE, _BRIDGED, free, scale)
    if known is not None:
        found |= known
    joined = cv2.dilate(found, np.ones((1, gap), np.uint8))
    labels, stats, centres = components(joined)
    strokes = [
        Ruling(float(centre[1]) / scale, float(x + gap / 2) / scale, float(x + width - gap / 2) / scale)
        for at, ((x, y, width, height, area), centre) in enumerate(zip(stats, centres, strict=True))
        if at and width > 2 * height and area / width <= _THICKEST * scale
        if not _is_aslant(labels[y : y + height, x : x + width] == at, scale)
    ]
    return [stroke for stroke in strokes if not _runs_through_text(stroke, level, scale)]


def _is_aslant(stroke: npt.NDArray[np.bool_], scale: float) -> bool:
    """Whether a stroke rises or falls as the frame of a stamp does; the page is level by now."""
    height, width = stroke.shape
    if width < _SEEN_ASLANT * scale or height <= np.count_nonzero(stroke) / width + _ASLANT * width / 2:
        return False
    quarter = width // 4
    rise = np.subtract(_sides(stroke[:, -quarter:]), _sides(stroke[:, :quarter]))
    limit = _ASLANT * (width - quarter)
    return bool((rise > limit).all() or (rise < -limit).all())


def _sides(part: npt.NDArray[np.bool_]) -> tuple[float, float]:
    """Where the upper and the lower side of a stroke usually are: a break in one of two rulings moves one."""
    inked = part[:, part.any(axis=0)]
    above, below = inked.argmax(axis=0), inked[::-1].argmax(axis=0)
    return float(above.mean()), float(len(part) - below.mean())


def _thickened(ink: Image) -> Image:
    """A stroke that is not quite level steps from row to row: thickened, it stays in one piece."""
    thick: Image = cv2.dilate(ink, np.ones((2, 1), np.uint8))
    return thick


def _add_bridged(found: Image, ink: Image, piece: float, bridge: float, free: float, scale: float) -> None:
    """Pieces of at least ``piece`` with the breaks up to ``bridge`` between, where that makes ``free``."""
    pieces = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, round(piece * scale)), np.uint8))
    pieces = cv2.dilate(pieces, np.ones((3, 1), np.uint8))
    rows = np.flatnonzero(pieces.any(axis=1))  # few have any, and each is for itself
    if len(rows):
        gap = np.ones((1, round(bridge * scale)), np.uint8)
        joined = cv2.morphologyEx(pieces[rows], cv2.MORPH_CLOSE, gap)
        _add_long(found, joined, round(free * scale), rows)


def _add_long(found: Image, ink: Image, length: int, rows: npt.NDArray[np.intp] | None = None) -> None:
    """Runs of so many pixels along the rows. One may go on beyond the page: half of it is seen at least.

    ``rows``: which of the rows of ``found`` those of ``ink`` are, if not all.
    """
    run = np.ones((1, length), np.uint8)
    some = np.flatnonzero(cv2.reduce(ink, 1, cv2.REDUCE_SUM, dtype=cv2.CV_32S) >= 255 * (length // 2))
    if len(some):  # many rows hold less ink altogether, and of the others few have such a run
        middles = cv2.erode(ink[some], run)
        inked = middles.any(axis=1)
        if inked.any():
            at = some[inked] if rows is None else rows[some[inked]]
            found[at] |= cv2.dilate(middles[inked], run)


def _runs_through_text(stroke: Ruling, ink: Image, scale: float) -> bool:
    """Whether it is made of the strokes of characters in a row: with gaps, and ink all along a side."""
    row, start, end = round(stroke.position * scale), round(stroke.start * scale), round(stroke.end * scale)
    half, beside = round(_HALF * scale), round((_HALF + _SIDE) * scale)

    def share(top: int, bottom: int) -> float:
        part = ink[max(0, top) : max(0, bottom), max(0, start) : end]
        return float((part > 0).any(axis=0).mean()) if part.size else 0.0

    if share(row - 1, row + 2) >= _SOLID or _is_doubled(ink[:, max(0, start) : end], row, scale):
        return False
    return max(share(row - beside, row - half), share(row + half + 1, row + beside + 1)) > _CROWDED


def _is_doubled(ink: Image, row: int, scale: float) -> bool:
    """Whether a stroke is two rulings side by side: solid on either side of its middle, but for breaks."""
    reach = round((_THICKEST / 2 + _CLOSE) * scale)
    ends = min(round(_INSIDE * scale), ink.shape[1] // 4)
    strip = ink[max(0, row - reach) : row + reach + 1, ends : ink.shape[1] - ends] > 0
    middle = min(row, reach)
    both = strip[:middle].any(axis=0) & strip[middle + 1 :].any(axis=0)
    if float(both.mean()) < _UNBROKEN:
        return False
    inked = strip[:, both].mean(axis=1)
    solid = np.flatnonzero(inked >= _SOLID_END)
    if not len(solid) or not solid[0] < middle < solid[-1]:
        return False
    outside = inked[: solid[0]].min(initial=1.0), inked[solid[-1] + 1 :].min(initial=1.0)
    return bool(max(outside) < _CROWDED)  # print in a row has more strokes there


def _is_print(stroke: Ruling, ink: Image, scale: float) -> bool:
    """Whether a stroke of a row's height belongs to a character: other strokes begin at its sides."""
    row, inside = round(stroke.position * scale), round(_INSIDE * scale)
    start, end = round(stroke.start * scale) + inside, round(stroke.end * scale) - inside
    if end - start < inside:
        return False
    reach = round(_THICKEST * scale)
    strip = ink[max(0, row - reach) : row + reach + 1, start:end] > 0
    solid = strip.mean(axis=1) >= _SOLID_SIDE
    far = 1 + max(1, round(_CLOSE * scale))
    middle = min(row, reach)
    if not solid[middle] and (near := np.flatnonzero(solid[middle - 1 : middle + 2])).size:
        middle += int(near[0]) - 1  # the paper between the two sides of a ruling
    above = middle - _edge(solid[middle::-1], far)
    below = middle + _edge(solid[middle:], far)
    sides = strip[max(0, above - far + 1) : above], strip[below + 1 : below + far]
    return any(side.size and float(side.any(axis=0).mean()) > _ATTACHED for side in sides)


def _edge(solid: npt.NDArray[np.bool_], far: int) -> int:
    """How far a stroke is solid; one that runs along it as close as ``far`` is a side of the same ruling."""
    rows = np.flatnonzero(solid)
    if not solid[0]:
        return 0
    apart = np.flatnonzero(np.diff(rows) > far)
    edge = int(rows[apart[0]] if len(apart) else rows[-1]) + 1
    return edge if edge < len(solid) else 0


def _is_print_of_rows(stroke: Ruling, crossing: Strokes, ink: Image, scale: float) -> bool:
    """Whether a stroke is of characters that stand below each other in low rows: 出 over 出 over 金."""
    if _length(stroke) > _LOOSE:
        return False
    met = [r.position for r in crossing if r.start - _END <= stroke.position <= r.end + _END]
    inside = [y for y in met if stroke.start + _END < y < stroke.end - _END]
    rows = pairwise([stroke.start, *sorted(inside), stroke.end])
    pieces = [Ruling(stroke.position, low, high) for low, high in rows if high - low > _END]
    return len(pieces) > 1 and all(
        _length(piece) <= _LOW_ROW and _is_print(piece, ink, scale) for piece in pieces
    )


def _without_print(stroke: Ruling, crossing: Strokes, ink: Image, scale: float, short_of: float) -> Ruling:
    """A ruling without the print in the low row that it ends at, if it seems to go on through its text."""
    met = [r.position for r in crossing if r.start - _END <= stroke.position <= r.end + _END]
    first = min((y for y in met if 0 < y - stroke.start <= _END), default=stroke.start)
    last = max((y for y in met if 0 < stroke.end - y <= _END), default=stroke.end)
    start = min((y for y in met if y > stroke.start + _END), default=stroke.end)
    end = max((y for y in met if y < stroke.end - _END), default=stroke.start)
    if start >= end or _inked(Ruling(stroke.position, start, end), ink, scale) < _SOLID:
        return stroke

    def is_print(low: float, high: float, is_whole: bool) -> bool:
        if high - low > _LOW_ROW:
            return False
        piece = Ruling(stroke.position, low, high)
        inked = _inked(piece, ink, scale)
        if not is_whole and inked < _SOLID:  # no ruling ends in the middle of a row, behind a break
            return True
        return (not is_whole or inked < _SOLID_END) and _is_print(piece, ink, scale)

    def is_whole(beyond: Iterable[float]) -> bool:
        return any(-short_of <= by <= _END for by in beyond)

    return Ruling(
        stroke.position,
        start if is_print(first, start, is_whole(y - stroke.start for y in met)) else stroke.start,
        end if is_print(end, last, is_whole(stroke.end - y for y in met)) else stroke.end,
    )


def _inked(stroke: Ruling, ink: Image, scale: float) -> float:
    """The share of its length that a stroke is inked, but for its ends."""
    row = round(stroke.position * scale)
    start, end = round((stroke.start + _HALF) * scale), round((stroke.end - _HALF) * scale)
    part = ink[max(0, row - 1) : row + 2, max(0, start) : max(0, end)]
    return float((part > 0).any(axis=0).mean()) if part.size else 0.0


def _held(strokes: Iterable[Ruling], crossing: Strokes, short_of: float) -> Strokes:
    """Short strokes that run from one ruling to another: the others are parts of characters.

    ``short_of``: points by which they may end before the middle of a ruling.
    """
    if not crossing:
        return []
    positions = np.array([ruling.position for ruling in crossing])
    starts = np.array([ruling.start for ruling in crossing])
    ends = np.array([ruling.end for ruling in crossing])

    def reached(stroke: Ruling, low: float, high: float) -> bool:
        spans = (starts - _END <= stroke.position) & (stroke.position <= ends + _END)
        return bool((spans & (low <= positions) & (positions <= high)).any())

    return [
        stroke
        for stroke in strokes
        if reached(stroke, stroke.start - short_of, stroke.start + _END)
        and reached(stroke, stroke.end - _END, stroke.end + short_of)
    ]


def _at_corners(strokes: Iterable[Ruling], crossing: Strokes) -> Strokes:
    """Upright strokes longer than those of print that make a corner with the end of a ruling, and end level
    with another: the side of a cell that a page break leaves open.
    """

    def is_corner(place: float, end: float) -> bool:
        return any(
            abs(r.position - end) <= _END and min(abs(r.start - place), abs(r.end - place)) <= _END
            for r in crossing
        )

    def is_level(end: float) -> bool:
        return any(abs(r.position - end) <= _END for r in crossing)

    return [
        stroke
        for stroke in strokes
        if _length(stroke) >= _PIECE
        if (is_corner(stroke.position, stroke.start) and is_level(stroke.end))
        or (is_corner(stroke.position, stroke.end) and is_level(stroke.start))
    ]


def _in_line(strokes: Strokes, rulings: Strokes) -> Strokes:
    """The strokes that go on where a ruling of the row above or below ends: text may touch those."""
    return [
        stroke
        for stroke in strokes
        if any(
            abs(r.position - stroke.position) <= _ASTRAY
            and min(abs(r.start - stroke.end), abs(r.end - stroke.start)) <= _NEXT_ROW
            for r in rulings
        )
    ]


def _are_broken(rulings: Strokes, ink: Image, scale: float) -> bool:
    """Whether many of these are of dots or dashes: then short ones are, too."""
    broken = sum(_inked(ruling, ink, scale) < _SOLID for ruling in rulings)
    return broken > _BROKEN * len(rulings)


def _anchored(strokes: Strokes, crossing: Strokes) -> Strokes:
    """The strokes without short ones that no other meets at either end: the sides of a stamp."""

    def ends(stroke: Ruling, place: float) -> bool:
        return any(
            abs(r.position - place) <= _MET and r.start - _MET <= stroke.position <= r.end + _MET
            for r in crossing
        )

    def goes_on(stroke: Ruling) -> bool:
        return any(r is not stroke and abs(r.position - stroke.position) <= _END for r in strokes)

    return [
        stroke
        for stroke in strokes
        if _length(stroke) > _LOOSE
        or ends(stroke, stroke.start)
        or ends(stroke, stroke.end)
        or goes_on(stroke)
    ]


def _length(stroke: Ruling) -> float:
    return stroke.end - stroke.start
