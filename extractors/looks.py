"""Second looks: cells that were read with doubt are read again, larger, from the same page.

level the page as at the first look, but larger  →  cut out each cell  →  read its lines at two sizes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np

from extractors.detect import PDF
from extractors.images import pictures
from extractors.inklines import Span, ink_of, lines_in, lone_dash, usual_height
from extractors.model import Box, Cell, Grid, Layout, Place, Reading
from extractors.ocr import recognise
from extractors.options import ExtractionOptions
from extractors.raster import Image, Sheet, level
from extractors.signs import settled

_LARGER = 1.5  # times the resolution of the first look; the recogniser gains nothing from more
_BORDER = 1.3  # points inside the edge of a cell that its ruling may cover
_BESIDE = 0.35  # of a line's height: white left at both ends of it
_ABOVE = (0.18, 0.36)
"""Of the usual height: white above and below a line, at each of the looks. With more of it the recogniser is
shown smaller print: what it then reads alike was no chance of the scaling."""

_OTHERS = 30  # cells: enough for a median
_DASH_CONFIDENCE = 0.95  # of a flat stroke alone in its cell, as at the first look

Looks = tuple[Reading, ...]
"""One reading of a cell for each share in _ABOVE."""


def look_again(
    data: bytes, name: str, layout: Layout, places: Iterable[Place], options: ExtractionOptions
) -> Layout:
    """The layout with more readings behind the first ones of those cells of ``places`` that are scanned.

    ``data`` are the bytes that ``layout`` was read from. Only the pages of these cells are opened, one at a
    time. Which reading is taken is not decided here: the first stays the first.
    """
    cells = {
        Place(grid.number, cell.row, cell.column): cell for grid in _grids(layout) for cell in grid.cells
    }
    asked = sorted(set(places) & cells.keys())
    scanned = {page.number for page in layout.pages if page.medium == "scan"}
    wanted = {box.page for place in asked for box in cells[place].boxes} & scanned
    found: defaultdict[Place, list[Looks]] = defaultdict(list)
    for number, picture, dpi in _pictures(data, name, layout.media_type, wanted, options):
        boxes = {place: box for place, cell in cells.items() for box in cell.boxes if box.page == number}
        here = [place for place in asked if place in boxes]
        for place, looks in zip(here, _read(level(picture, dpi), boxes, here, options), strict=True):
            found[place].append(looks)
    return _with_looks(layout, found)


def _grids(layout: Layout) -> Iterator[Grid]:
    return (block for block in layout.blocks if isinstance(block, Grid))


def _pictures(
    data: bytes, name: str, media_type: str, wanted: Collection[int], options: ExtractionOptions
) -> Iterator[tuple[int, Image, float]]:
    """Number, pixels and dots an inch of the wanted pages, larger than at the first look."""
    if not wanted:
        return
    if media_type != PDF:
        for number, picture, dpi in pictures(data, name, options, wanted):
            scale = min(_LARGER, (options.max_pixels / (picture.shape[0] * picture.shape[1])) ** 0.5)
            larger = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
            yield number, larger, dpi * scale
        return
    import pypdfium2

    with closing(pypdfium2.PdfDocument(data)) as document:
        for number in sorted(wanted):
            with closing(document[number - 1]) as page:
                width, height = page.get_size()
                dpi = min(_LARGER * options.dpi, 72 * (options.max_pixels / (width * height)) ** 0.5)
                picture = page.render(scale=dpi / 72).to_numpy()[..., :3].copy()
            yield number, picture, dpi


def _read(
    sheet: Sheet, boxes: Mapping[Place, Box], asked: Sequence[Place], options: ExtractionOptions
) -> list[Looks]:
    """The looks at each place asked for; other cells of the page help to tell the height of its lines."""
    others = list(boxes)[:: max(1, len(boxes) // _OTHERS)]
    crops = {p: crop for p in {*asked, *others} if (crop := _inside(sheet, boxes[p])).size}
    inks = {place: ink_of(_as_at_first(crop), sheet.dpi / _LARGER) for place, crop in crops.items()}
    usual = usual_height(list(inks.values()), sheet.dpi / _LARGER)
    spans = {place: lines_in(inks[place], usual) if place in inks else [] for place in asked}
    dashes = {
        place: Reading(dash, _DASH_CONFIDENCE, round(sheet.dpi))
        for place, lines in spans.items()
        if len(lines) == 1 and (dash := lone_dash(lines[0], usual))
    }
    looks = []
    for above in _ABOVE:
        lines = [(place, span) for place in asked if place not in dashes for span in spans[place]]
        shown = [_shown(crops[place], span, usual, above) for place, span in lines]
        read = map(settled, recognise(shown, options.ocr_engine, options.ocr_threads), shown)
        said: defaultdict[Place, list[Reading]] = defaultdict(list)
        for (place, _), line in zip(lines, read, strict=True):
            said[place].append(Reading(line.text.strip(), line.confidence, round(sheet.dpi)))
        looks.append([dashes.get(place) or _joined(said[place], round(sheet.dpi)) for place in asked])
    return list(zip(*looks, strict=True))


def _as_at_first(crop: Image) -> Image:
    """The resolution of the first look: larger, the noise of the paper would be taken for ink."""
    size = max(1, round(crop.shape[1] / _LARGER)), max(1, round(crop.shape[0] / _LARGER))
    small: Image = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    return small


def _shown(crop: Image, line: Span, usual: float, above: float) -> Image:
    """A line with white around it; a dash gets the height of the line it stands in."""
    lack = max(0.0, usual - (line.y1 - line.y0)) / 2
    white = round(_LARGER * (lack + above * usual))
    beside = round(_LARGER * _BESIDE * max(usual, line.y1 - line.y0))
    x0, y0, x1, y1 = (round(_LARGER * value) for value in (line.x0, line.y0, line.x1, line.y1))
    padded = cv2.copyMakeBorder(crop, white, white, beside, beside, cv2.BORDER_CONSTANT, value=(255,))
    shown: Image = padded[y0 : y1 + 2 * white, x0 : x1 + 2 * beside]
    return shown


def _inside(sheet: Sheet, box: Box) -> Image:
    """The part of the sheet inside the rulings of a cell, whose hull on the page as displayed is ``box``.

    If (a b, c d) turns the sheet to the page, a cell of w by h has a hull of |a|w + |b|h by |c|w + |d|h.
    """
    scale = sheet.dpi / 72
    turn, shift = sheet.back[:2, :2], sheet.back[:2, 2]
    middle = np.array([(box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2]) * scale
    x, y = np.linalg.solve(turn, middle - shift)
    w, h = np.linalg.solve(np.abs(turn), [box.width * scale, box.height * scale])
    dx, dy = w / 2 - _BORDER * scale, h / 2 - _BORDER * scale
    rows = slice(max(0, round(y - dy)), max(0, round(y + dy)))
    return sheet.grey[rows, max(0, round(x - dx)) : max(0, round(x + dx))]


def _with_looks(layout: Layout, found: Mapping[Place, Sequence[Looks]]) -> Layout:
    def looked_at(grid: Grid, cell: Cell) -> Cell:
        pages = found.get(Place(grid.number, cell.row, cell.column), ())
        return replace(cell, readings=(*cell.readings, *map(_over_pages, zip(*pages, strict=True))))

    return replace(
        layout,
        blocks=tuple(
            replace(block, cells=tuple(looked_at(block, cell) for cell in block.cells))
            if isinstance(block, Grid)
            else block
            for block in layout.blocks
        ),
    )


def _over_pages(parts: Sequence[Reading]) -> Reading:
    """What a cell says on each of its pages; some programs print the same text on both."""
    return _joined(tuple({part.text: part for part in parts}.values()), parts[0].dpi)


def _joined(parts: Sequence[Reading], dpi: int | None) -> Reading:
    said = [part for part in parts if part.text]
    confidence = min((part.confidence for part in said), default=0.0)
    return Reading("\n".join(part.text for part in said), confidence, dpi)
