"""Second looks: cells that were read with doubt are read again, larger, from the same page.

level the page as at the first look, but larger  →  cut out each cell  →  read its lines at two sizes
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import cv2
import numpy as np

from extractors.detect import PDF
from extractors.model import Box, Cell, Grid, Layout, Place, Reading
from extractors.options import ExtractionOptions
from extractors.pages import RUN_TOGETHER, are_figures
from extractors.scanned.images import pictures
from extractors.scanned.inklines import Span, ink_of, lines_in, lone_dash, usual_height
from extractors.scanned.leading_signs import front_of
from extractors.scanned.low_resolution import are_doubted, leaning, wider
from extractors.scanned.ocr import recognise
from extractors.scanned.raster import Image, Sheet
from extractors.scanned.scan import sheet_of
from extractors.scanned.signs import settled

_LARGER = 1.5  # times the resolution of the first look; the recogniser gains nothing from more
_BORDER = 1.3  # points inside the edge of a cell that its ruling may cover
_BESIDE = 0.35  # of a line's height: white left at both ends of it
_ABOVE = (0.18, 0.36)
"""Of the usual height: white above and below a line, at each of the looks. With more of it the recogniser is
shown smaller print: what it then reads alike was no chance of the scaling."""

_WITNESSES: tuple[Callable[[Image], Image], ...] = (wider, leaning)
"""How lines are shown at each of the looks at a page whose figures need a witness."""

_NEAR = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, 1.0)])  # a pixel, and those beside and below it
_STEPS = 4  # towards the point of the sheet that lies on a point of the picture: a turn needs one
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
        sheet = sheet_of(picture, dpi, _LARGER * options.dpi, options)
        others = list(boxes)[:: max(1, len(boxes) // _OTHERS)]
        crops = {p: c for p in {*here, *others} if (c := _inside(sheet, boxes[p], dpi / 72)).size}
        larger = sheet.dpi / (cells[here[0]].readings[0].dpi or options.dpi)
        doubted = are_doubted((cells[place].text, cells[place].confidence) for place in boxes)
        read = _read(crops, here, sheet.dpi, larger, options, _WITNESSES if doubted else ())
        for place, looks in zip(here, read, strict=True):
            found[place].append(looks)
    return _with_looks(layout, found)


def _grids(layout: Layout) -> Iterator[Grid]:
    return (block for block in layout.blocks if isinstance(block, Grid))


def _pictures(
    data: bytes, name: str, media_type: str, wanted: Collection[int], options: ExtractionOptions
) -> Iterator[tuple[int, Image, float]]:
    """Number, pixels and dots an inch of the wanted pages; those of a PDF larger than at the first look."""
    if not wanted:
        return
    if media_type != PDF:
        for number, picture, dpi, _ in pictures(data, name, options, wanted):
            yield number, picture, dpi
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
    crops: Mapping[Place, Image],
    asked: Sequence[Place],
    dpi: float,
    larger: float,
    options: ExtractionOptions,
    witnesses: Sequence[Callable[[Image], Image]] = (),
) -> list[Looks]:
    """The looks at each place asked for, ``larger`` than the first; all crops tell the height of lines.

    ``witnesses``: how lines are changed at each look.
    """
    small = {place: _as_at_first(crop, larger) for place, crop in crops.items()}
    inks = {place: ink_of(picture, dpi / larger) for place, picture in small.items()}
    usual = usual_height(list(inks.values()), dpi / larger)
    spans = {place: lines_in(inks[place], usual) if place in inks else [] for place in asked}
    dashes = {
        place: Reading(dash, _DASH_CONFIDENCE, round(dpi))
        for place, lines in spans.items()
        if len(lines) == 1 and (dash := lone_dash(lines[0], inks[place], usual))
    }
    spans = {place: [_with_front(small[place], line) for line in lines] for place, lines in spans.items()}
    looks = []
    for at, above in enumerate(_ABOVE):
        lines = [(place, span) for place in asked if place not in dashes for span in spans[place]]
        shown = [_shown(crops[place], span, usual, above, larger) for place, span in lines]
        if witnesses:
            shown = [witnesses[at](line) for line in shown]
        read = map(settled, recognise(shown, options.ocr_engine, options.ocr_threads), shown)
        said: defaultdict[Place, list[Reading]] = defaultdict(list)
        for (place, _), line in zip(lines, read, strict=True):
            said[place].append(Reading(line.text.strip(), line.confidence, round(dpi)))
        looks.append([dashes.get(place) or _joined(said[place], round(dpi)) for place in asked])
    return list(zip(*looks, strict=True))


def _as_at_first(crop: Image, larger: float) -> Image:
    """The resolution of the first look: larger, the noise of the paper would be taken for ink."""
    size = max(1, round(crop.shape[1] / larger)), max(1, round(crop.shape[0] / larger))
    small: Image = cv2.resize(crop, size, interpolation=cv2.INTER_AREA)
    return small


def _with_front(cell: Image, line: Span) -> Span:
    """A line of a cell, from where pale ink in front of it begins."""
    front = front_of(cell, line, left=0)
    return line if front is None else replace(line, x0=front)


def _shown(crop: Image, line: Span, usual: float, above: float, larger: float) -> Image:
    """A line with white around it; a dash gets the height of the line it stands in."""
    lack = max(0.0, usual - (line.y1 - line.y0)) / 2
    white = round(larger * (lack + above * usual))
    beside = round(larger * _BESIDE * max(usual, line.y1 - line.y0))
    x0, y0, x1, y1 = (round(larger * value) for value in (line.x0, line.y0, line.x1, line.y1))
    padded = cv2.copyMakeBorder(crop, white, white, beside, beside, cv2.BORDER_CONSTANT, value=(255,))
    shown: Image = padded[y0 : y1 + 2 * white, x0 : x1 + 2 * beside]
    return shown


def _inside(sheet: Sheet, box: Box, scale: float) -> Image:
    """The part of the sheet inside the rulings of a cell, whose hull on the page as displayed is ``box``.

    ``scale``: pixels of the picture a point. If (a b, c d) is how the sheet is turned and stretched there,
    a cell of w by h has a hull of |a|w + |b|h by |c|w + |d|h.
    """
    middle = np.array([box.x0 + box.x1, box.y0 + box.y1]) * scale / 2
    here, turn = np.array(sheet.grey.shape[::-1]) / 2, np.eye(2)
    for _ in range(_STEPS):
        near = sheet.on_picture(here + _NEAR)
        turn = (near[1:] - near[0]).T
        here = here + np.linalg.solve(turn, middle - near[0])
    w, h = np.linalg.solve(np.abs(turn), [box.width * scale, box.height * scale])
    border = _BORDER * sheet.dpi / 72
    x, y, dx, dy = *here, w / 2 - border, h / 2 - border
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
    if are_figures([part.text for part in said]):
        confidence = min(confidence, RUN_TOGETHER)
    return Reading("\n".join(part.text for part in said), confidence, dpi)
