"""The layout: what stands on the pages of a document, before anyone asks what it means.

Coordinates are PDF points (1/72 inch), origin at the top left of the page as displayed
(``/Rotate`` applied, before any deskewing of ours). Office files have no pages: their boxes
are absent, and grid, row and column say where a text stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Medium = Literal["word", "pdf", "scan"]
"""``word``: Word or Excel, exact. ``pdf``: exported PDF, exact characters. ``scan``: read from pixels."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page. ``page`` counts from 1; the others are points, y growing downwards."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Reading:
    """One way a place on the paper was read.

    ``text`` keeps the line breaks of the place as ``\\n``; ``confidence`` runs from 0 to 1 and is 1 for
    exact media; ``dpi`` is the resolution it was recognised at, None for exact media.
    """

    text: str
    confidence: float = 1.0
    dpi: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a grid: its first row and column (from 0), its spans, and what was read in it.

    ``readings`` is never empty; a blank cell reads as ``""``. The first one is what the page was read as,
    those behind it are second looks at a cell in doubt. A cell that a page break cut has one box a page.
    """

    row: int
    column: int
    row_span: int
    column_span: int
    readings: tuple[Reading, ...]
    boxes: tuple[Box, ...] = ()

    @property
    def text(self) -> str:
        return self.readings[0].text

    @property
    def confidence(self) -> float:
        return self.readings[0].confidence


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: cells in reading order (by row, then column), each place covered by at most one cell.

    ``number`` counts the grids of a layout from 0. Without rulings, ``is_ruled`` is False: its rows and
    columns are told from the gaps between texts.
    """

    number: int
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    is_ruled: bool = True

    def by_row(self) -> Iterator[tuple[Cell, ...]]:
        """Yield, for each of ``rows`` rows, the cells that begin in it, by column."""
        starting: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            starting[cell.row].append(cell)
        for row in starting:
            yield tuple(sorted(row, key=lambda cell: cell.column))


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Names a cell of a layout: the number of its grid, and its first row and column."""

    grid: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text outside any grid.

    ``is_running`` says that other pages print it at the same height: a running title, a footer.
    """

    readings: tuple[Reading, ...]
    box: Box | None = None
    is_running: bool = False

    @property
    def text(self) -> str:
        return self.readings[0].text

    @property
    def confidence(self) -> float:
        return self.readings[0].confidence


@dataclass(frozen=True, slots=True)
class Page:
    """A page as displayed: ``number`` from 1, size in points, and how its text was come by."""

    number: int
    width: float
    height: float
    medium: Medium


@dataclass(frozen=True, slots=True)
class Layout:
    """Everything that stands in one document, in reading order. Office files have no ``pages``."""

    sha256: str
    media_type: str
    medium: Medium
    blocks: tuple[TextLine | Grid, ...]
    pages: tuple[Page, ...] = ()
