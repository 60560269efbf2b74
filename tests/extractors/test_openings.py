"""Columns whose cell reaches over a whole page: nothing rules them off at its top and bottom."""

from __future__ import annotations

import io
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


def leaf(canvas: Canvas, ys: tuple[int, int], opened: str, level: str, name: str) -> None:
    """A table of one row that ends, or begins, with its page: its first cell is not ruled off there."""
    top, bottom = ys
    canvas.lines([(x, top, x, bottom) for x in (40, 100, 190, 280)])
    canvas.line(100 if opened == "above" else 40, top, 280, top)
    canvas.line(100 if opened == "below" else 40, bottom, 280, bottom)
    canvas.setFont("STSong-Light", 9)
    canvas.drawString(45, bottom + 10, level)
    canvas.drawString(110, bottom + 10, name)
    canvas.drawString(200, bottom + 10, "≥95%")


def two_pages(opened: tuple[str, str], levels: tuple[str, str]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    for ys, edge, level, name in zip(((120, 80), (380, 340)), opened, levels, ("数量", "质量"), strict=True):
        leaf(canvas, ys, edge, level, name)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.mark.parametrize("levels", [("产出指标", ""), ("", "产出指标"), ("产出", "指标")])
@pytest.mark.usefixtures("drawn")  # it knows the font
def test_a_cell_that_is_open_on_both_pages_is_one(read_grids: Grids, levels: tuple[str, str]) -> None:
    (grid,) = read_grids(two_pages(("below", "above"), levels))
    first = next(cell for cell in grid.cells if cell.column == 0)
    assert ("".join(first.text.split()), first.row_span) == ("产出指标", 2)
    assert [cell.text for cell in grid.cells if cell.column == 1] == ["数量", "质量"]


@pytest.mark.parametrize("opened", [("", ""), ("below", ""), ("", "above")])
@pytest.mark.usefixtures("drawn")
def test_cells_that_are_ruled_off_are_two(read_grids: Grids, opened: tuple[str, str]) -> None:
    (grid,) = read_grids(two_pages(opened, ("产出指标", "效益指标")))
    assert [cell.text for cell in grid.cells if cell.column == 0] == ["产出指标", "效益指标"]


@pytest.mark.usefixtures("drawn")
def test_a_level_under_a_header_that_is_ruled_off_is_not_the_header_s(read_grids: Grids) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 400))
    xs = (40, 100, 160, 220, 280)
    for top, bottom, words in (
        (120, 80, ["", "一级指标", "名称", "分值"]),
        (380, 300, ["绩效指标", "", "里程", "5"]),
    ):
        canvas.lines([(x, top, x, bottom) for x in xs])
        canvas.setFont("STSong-Light", 9)
        for x, word in zip(xs, words, strict=False):
            canvas.drawString(x + 5, top - 25, word)
        if top == 120:
            canvas.lines([(40, top, 280, top), (100, bottom, 280, bottom)])
        else:  # the level beside the first column is over both rows
            canvas.lines([(100, top, 280, top), (160, 340, 280, 340), (40, bottom, 280, bottom)])
        canvas.showPage()
    canvas.save()
    (grid,) = read_grids(out.getvalue())
    places = {(cell.row, cell.column): (cell.text, cell.row_span) for cell in grid.cells}
    assert places[0, 0] == ("绩效指标", 3)
    assert places[0, 1] == ("一级指标", 1)
    assert places[1, 1] == ("", 2)
