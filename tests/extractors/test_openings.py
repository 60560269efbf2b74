"""Columns whose cell reaches over a whole page: nothing rules them off at its top and bottom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.model import Grid

YS = (350, 320, 290, 260)

Drawn = Callable[..., bytes]
Grids = Callable[[bytes], list[Grid]]


def middle(outer: tuple[int, ...], height: int = 90) -> Callable[[Canvas], None]:
    """A table from x = 100, and sides of cells that begin before this page and end behind it."""

    def draw(canvas: Canvas) -> None:
        canvas.lines([(100, y, 280, y) for y in YS] + [(x, YS[-1], x, YS[0]) for x in (100, 190, 280)])
        canvas.lines([(x, YS[0], x, YS[0] - height) for x in outer])
        canvas.setFont("STSong-Light", 9)
        canvas.drawString(45, 300, "产出指标")
        canvas.drawString(110, 300, "数量")

    return draw


@pytest.mark.parametrize(("outer", "columns"), [((40,), 3), ((20, 40), 4), ((40, 295), 4)])
def test_a_cell_over_the_whole_page_is_part_of_its_table(
    drawn: Drawn, read_grids: Grids, outer: tuple[int, ...], columns: int
) -> None:
    (grid,) = read_grids(drawn(middle(outer)))
    assert (grid.rows, grid.columns) == (3, columns)
    assert ("产出指标", 3) in {(cell.text, cell.row_span) for cell in grid.cells}


@pytest.mark.parametrize("height", [40, 200])
def test_a_line_of_another_length_beside_a_table_is_none_of_its(
    drawn: Drawn, read_grids: Grids, height: int
) -> None:
    (grid,) = read_grids(drawn(middle((40,), height)))
    assert grid.columns == 2
