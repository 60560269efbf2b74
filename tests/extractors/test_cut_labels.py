"""Labels that run out of their table at the end of a page, below its last ruling."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid, TextLine

XS, TOP, ROW = (40, 100, 200, 280), 380, 20
SIZE = 10
Level = tuple[str, int]
"""A label and the number of rows beside it."""


def page(canvas: Canvas, levels: Sequence[Level], below: str = "", x: float | None = None) -> None:
    """A table with levels at the left, and a line that touches its lower edge, in the middle of a column."""
    canvas.setFont("STSong-Light", SIZE)
    rows = sum(count for _, count in levels)
    bottom = TOP - rows * ROW
    canvas.lines([(edge, bottom, edge, TOP) for edge in XS])
    canvas.lines([(XS[1], TOP - ROW * row, XS[-1], TOP - ROW * row) for row in range(rows + 1)])
    y = TOP
    for label, count in levels:
        canvas.line(XS[0], y, XS[1], y)
        y -= count * ROW
        # What hangs out below a table is the second line of a label, or a label of its own.
        canvas.drawCentredString((XS[0] + XS[1]) / 2, y + 5, label)
    canvas.line(XS[0], y, XS[1], y)
    for row in range(rows):
        canvas.drawString(XS[1] + 4, TOP - ROW * (row + 1) + 5, "道路养护里程"[: 2 + row])
        canvas.drawString(XS[2] + 4, TOP - ROW * (row + 1) + 5, f"≥{row + 10}公里")
    if x is None:
        canvas.drawCentredString((XS[0] + XS[1]) / 2, bottom - SIZE, below)
    else:
        canvas.drawString(x, bottom - SIZE, below)
    canvas.showPage()


def read(
    first: Sequence[Level], below: str, second: Sequence[Level], x: float | None = None
) -> list[Grid | TextLine]:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(320, 420))
    page(canvas, first, below, x)
    page(canvas, second)
    canvas.save()
    return list(extract(out.getvalue(), "x.pdf").blocks)


def labels(grid: Grid) -> list[tuple[str, int]]:
    cells = [cell for cell in grid.cells if cell.column == 0]
    return [("".join(cell.text.split()), cell.row_span) for cell in cells]


@pytest.mark.parametrize(
    ("last", "below", "whole"),
    [("质量指", "标", "质量指标"), ("质量指标", "（20分）", "质量指标（20分）")],
)
def test_the_end_of_a_label_that_stands_below_the_table_is_its_end(last: str, below: str, whole: str) -> None:
    (grid,) = read([("类别", 1), ("数量指标", 2), (last, 1)], below, [("", 2), ("成本指标", 1)])
    assert isinstance(grid, Grid)
    assert labels(grid) == [("类别", 1), ("数量指标", 2), (whole, 3), ("成本指标", 1)]
    cut = next(cell for cell in grid.cells if "".join(cell.text.split()) == whole)
    assert [box.page for box in cut.boxes] == [1, 2]


def test_a_whole_label_below_the_table_is_that_of_the_blank_cell_overleaf() -> None:
    (grid,) = read([("类别", 1), ("数量指标", 2), ("质量指标", 1)], "时效指标", [("", 2), ("成本指标", 1)])
    assert isinstance(grid, Grid)
    assert labels(grid) == [("类别", 1), ("数量指标", 2), ("质量指标", 1), ("时效指标", 2), ("成本指标", 1)]


@pytest.mark.parametrize(
    ("below", "x", "second"),
    [
        ("注：本表一式两份", XS[0], [("", 2), ("成本指标", 1)]),  # wider than the column of labels
        ("盖章", None, [("", 2), ("成本指标", 1)]),  # ends as no label of its column
        ("效益指标", None, [("时效指标", 2), ("成本指标", 1)]),  # every label overleaf is printed there
        ("填表人", XS[1] + 4, [("", 2), ("成本指标", 1)]),  # below a column that has no labels
    ],
)
def test_what_is_no_label_stays_below_the_table(below: str, x: float | None, second: list[Level]) -> None:
    first, line, rest = read([("类别", 1), ("数量指标", 2), ("质量指标", 1)], below, second, x)
    assert isinstance(line, TextLine)
    assert line.text == below
    assert isinstance(first, Grid)
    assert isinstance(rest, Grid)
    assert labels(first)[-1] == ("质量指标", 1)
    assert labels(rest)[0] == second[0]
