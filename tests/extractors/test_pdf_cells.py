"""Drawn tables as programs export them: how rulings are drawn, and where the text of a cell runs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.colors import Color, white
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid

SIZE = (400, 400)
XS, YS = (40, 120, 200, 300), (350, 320, 290, 260)
TEXTS = [[f"r{row}c{column}" for column in range(3)] for row in range(3)]
LINES = [(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[-1], x, YS[0]) for x in XS]

Draw = Callable[[Canvas], None]
Drawn = Callable[..., bytes]


def texts(canvas: Canvas) -> None:
    for row in range(3):
        for column in range(3):
            canvas.drawString(XS[column] + 6, YS[row + 1] + 8, TEXTS[row][column])


def lines(canvas: Canvas) -> None:
    canvas.lines(LINES)


def read(data: bytes) -> list[list[str]]:
    (grid,) = (block for block in extract(data, "x.pdf").blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def dashed(canvas: Canvas) -> None:
    canvas.setDash(2, 2)
    lines(canvas)


def dots(canvas: Canvas) -> None:
    for x0, y0, x1, y1 in LINES:
        for step in range(0, max(x1 - x0, y1 - y0) * 2, 3):
            canvas.rect(x0 + (x1 > x0) * step / 2, y0 + (y1 > y0) * step / 2, 0.7, 0.7, 0, 1)


def doubled(canvas: Canvas) -> None:
    lines(canvas)
    canvas.translate(3.2, 3.2)
    lines(canvas)


def bars(canvas: Canvas) -> None:
    for x0, y0, x1, y1 in LINES:
        canvas.rect(x0, y0, x1 - x0 + 0.5, y1 - y0 + 0.5, 0, 1)


def thick_bars(canvas: Canvas) -> None:
    for x0, y0, x1, y1 in LINES:
        canvas.rect(x0, y0, x1 - x0 + 4.5, y1 - y0 + 4.5, 0, 1)


def pixels(canvas: Canvas) -> None:
    for x0, y0, x1, y1 in LINES:
        canvas.drawInlineImage(Image.new("L", (1, 1), 0), x0, y0, x1 - x0 + 0.6, y1 - y0 + 0.6)


def one_path(canvas: Canvas) -> None:
    path = canvas.beginPath()
    for x0, y0, x1, y1 in LINES:
        path.rect(x0, y0, x1 - x0 + 0.5, y1 - y0 + 0.5)
    canvas.drawPath(path, stroke=0, fill=1)


def rounded(canvas: Canvas) -> None:
    for row in range(3):
        for column in range(3):
            canvas.roundRect(XS[column], YS[row + 1], XS[column + 1] - XS[column], 30, 4)


def open_all_round(canvas: Canvas) -> None:
    canvas.lines([line for line in LINES if line[1] in YS[1:-1] or line[0] in XS[1:-1]])


def shades(canvas: Canvas) -> None:
    for row in range(3):
        for column in range(3):
            canvas.setFillGray(0.8 if (row + column) % 2 else 0.93)
            canvas.rect(XS[column], YS[row + 1], XS[column + 1] - XS[column], 30, 0, 1)


def unseen(canvas: Canvas) -> None:
    lines(canvas)
    canvas.setStrokeColor(white)
    canvas.line(XS[0], 305, XS[-1], 305)
    canvas.setStrokeColor(Color(0, 0, 0, alpha=0))
    canvas.line(80, YS[0], 80, YS[-1])


@pytest.mark.parametrize(
    "rulings",
    [
        dashed, dots, doubled, bars, thick_bars, pixels, one_path, rounded, open_all_round, shades, unseen,
    ],
)  # fmt: skip
def test_rulings_of_every_make_give_the_same_cells(drawn: Drawn, rulings: Draw) -> None:
    assert read(drawn(rulings, texts, size=SIZE)) == TEXTS


def test_a_table_in_a_form_object_is_where_the_form_is_put(drawn: Drawn) -> None:
    def form(canvas: Canvas) -> None:
        canvas.beginForm("table")
        lines(canvas)
        texts(canvas)
        canvas.endForm()
        canvas.translate(20, -30)
        canvas.scale(0.8, 0.8)
        canvas.doForm("table")

    layout = extract(drawn(form, size=SIZE), "x.pdf")
    (grid,) = layout.blocks
    assert isinstance(grid, Grid)
    (box,) = grid.cells[0].boxes
    assert [cell.text for cell in grid.cells] == [text for row in TEXTS for text in row]
    assert (box.x0, box.y0) == pytest.approx((20 + 0.8 * 40, 400 - (0.8 * 350 - 30)), abs=0.6)


def written(*pieces: tuple[float, float, str], size: float = 9) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", size)
        for x, y, text in pieces:
            canvas.drawString(x, y, text)

    return draw


@pytest.mark.parametrize(
    ("x", "row"),
    [(45, ["经济社会可持续发展规划", "", ""]), (110.5, ["", "经济社会可持续发展规划", ""])],
    ids=["from the left", "from the middle"],
)
def test_a_line_over_empty_cells_belongs_to_the_one_it_was_set_in(
    drawn: Drawn, x: float, row: list[str]
) -> None:
    assert read(drawn(lines, written((x, 330, "经济社会可持续发展规划")), size=SIZE))[0] == row


def test_a_line_into_a_cell_with_text_is_cut_by_the_ruling(drawn: Drawn) -> None:
    row = read(drawn(lines, written((45, 336, "经济社会可持续发展规划"), (126, 325, "≥95%")), size=SIZE))[0]
    assert "".join(row).replace("\n", "") == "经济社会可持续发展规划≥95%"
    assert row[0].startswith("经济社会")
    assert row[1].endswith("≥95%")


def test_a_line_over_the_ruling_stays_whole_where_the_next_text_stands_clear_of_it(drawn: Drawn) -> None:
    row = read(drawn(lines, written((45, 330, "服务对象满意度指标"), (140, 330, "≥95%")), size=SIZE))[0]
    assert row == ["服务对象满意度指标", "≥95%", ""]


def test_texts_that_fill_their_cells_from_edge_to_edge_are_two(drawn: Drawn) -> None:
    pieces = (XS[0], 330, "全年预算数合计共"), (XS[1], 330, "全年执行数累计共")
    size = (XS[1] - XS[0]) / 8
    row = read(drawn(lines, written(*pieces, size=size), size=SIZE))[0]
    assert row == ["全年预算数合计共", "全年执行数累计共", ""]


def test_a_line_over_the_right_edge_of_the_table_stays_whole(drawn: Drawn) -> None:
    rows = read(drawn(lines, written((225, 330, "个别件超期办结")), size=SIZE))
    assert rows[0] == ["", "", "个别件超期办结"]


def test_lines_that_run_over_the_ruling_above_stay_in_their_cell(drawn: Drawn) -> None:
    header = written((45, 340, "一级指"), (45, 328, "标"))
    level = written((90, 329, "产出"), (90, 318, "指标"), (90, 307, "五十"))
    assert [row[0] for row in read(drawn(lines, header, level, size=SIZE))] == [
        "一级指\n标",
        "产出\n指标\n五十",
        "",
    ]


@pytest.mark.parametrize(("angle", "x", "y"), [(90, 60, 300), (270, 50, 345)])
def test_a_text_that_is_turned_in_its_cell_is_read_in_its_direction(
    drawn: Drawn, angle: int, x: float, y: float
) -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setFont("STSong-Light", 9)
        for number, line in enumerate(("年度总", "体目标")):
            canvas.saveState()
            canvas.translate(x + (12 * number if angle == 90 else 12 - 12 * number), y)
            canvas.rotate(angle)
            canvas.drawString(0, 0, line)
            canvas.restoreState()

    tall = [line for line in LINES if line[1] != YS[1]]

    def table(canvas: Canvas) -> None:
        canvas.lines(tall)

    row = read(drawn(table, turned, written((130, 300, "提高服务水平"), (210, 300, "完成")), size=SIZE))[0]
    assert row == ["年度总\n体目标", "提高服务水平", "完成"]


def test_raised_figures_stay_in_their_line(drawn: Drawn) -> None:
    def unit(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(45, 330, "107000 m")
        x = 45 + canvas.stringWidth("107000 m", "Helvetica", 10)
        canvas.setFont("Helvetica", 6)
        canvas.drawString(x, 333.5, "3")

    assert read(drawn(lines, unit, size=SIZE))[0][0] == "107000 m3"
