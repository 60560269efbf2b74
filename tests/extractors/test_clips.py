"""Text that a clip cuts off, as programs print the cells of a sheet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors import extract
from extractors.model import Grid

XS, YS = (40, 120, 200, 280), (350, 330, 310, 290)
LONG = "农村公路养护工程补助资金使用管理"

Draw = Callable[[Canvas], None]
Drawn = Callable[..., bytes]
Cell = tuple[float, float, float, float]


def lines(canvas: Canvas) -> None:
    canvas.lines([(XS[0], y, XS[-1], y) for y in YS] + [(x, YS[-1], x, YS[0]) for x in XS])


def cell(row: int, column: int) -> Cell:
    return XS[column], YS[row + 1], XS[column + 1], YS[row]


def text(words: str, x: float, y: float, clip: Cell | None = None, size: float = 9) -> Draw:
    """Text drawn from (x, y), through the clip of a cell."""

    def draw(canvas: Canvas) -> None:
        if clip:
            path = canvas.beginPath()
            path.rect(clip[0], clip[1], clip[2] - clip[0], clip[3] - clip[1])
            canvas.clipPath(path, stroke=0, fill=0)
        canvas.setFont("STSong-Light", size)
        canvas.drawString(x, y, words)

    return draw


def read(data: bytes) -> list[list[str]]:
    (grid,) = (block for block in extract(data, "x.pdf").blocks if isinstance(block, Grid))
    return [["".join(cell.text.split()) for cell in row] for row in grid.by_row()]


def others(count: int) -> list[Draw]:
    """Cells that are filled and clipped as well: so many that not each is looked at."""
    return [text("7", 255, 337, cell(0, 2)) for _ in range(count)]


@pytest.mark.parametrize("beside", ["", "≥95%"])
@pytest.mark.parametrize("many", [0, 80])
def test_a_text_that_is_too_long_for_its_cell_is_its_cell_s(drawn: Drawn, beside: str, many: int) -> None:
    steps = [text(LONG, 43, 317, cell(1, 0)), text(beside, 123, 317, cell(1, 1))]
    assert read(drawn(lines, *steps, *others(many)))[1] == [LONG, beside, ""]


def test_a_centred_text_of_several_pieces_is_cut_on_both_sides(drawn: Drawn) -> None:
    middle = cell(1, 1)
    steps = [text("按合同支", 112, 317, middle), text("95", 148, 317), text("元每人次补", 157, 317, middle)]
    assert read(drawn(lines, text("左", 43, 317), *steps, text("右", 210, 317)))[1] == [
        "左",
        "按合同支95元每人次补",
        "右",
    ]


def test_lines_below_the_row_are_those_of_their_cell(drawn: Drawn) -> None:
    steps = [text(f"第{number}行文字", 43, 320 - 11 * number, cell(1, 0)) for number in range(3)]
    found = read(drawn(lines, *steps, text("下一行", 43, 297, cell(2, 0))))
    assert found[1][0] == "第0行文字第1行文字第2行文字"
    assert found[2][0] == "下一行"


@pytest.mark.parametrize("many", [0, 80])
@pytest.mark.parametrize("at", [(60, 297), (60, 262), (60, 380)], ids=["in a cell", "below", "above"])
def test_a_text_that_nobody_sees_is_not_read(drawn: Drawn, at: tuple[float, float], many: int) -> None:
    """A cell over two pages is drawn on both, and its text shows on one."""
    steps = [text("效益指标", *at, cell(1, 0)), text("数量", 43, 297)]
    layout = extract(drawn(lines, *steps, *others(many)), "x.pdf")
    assert "效益" not in str(layout)
    assert "数量" in str(layout)


def test_text_within_its_clip_stays_where_it_is(drawn: Drawn) -> None:
    page = 0, 0, 300, 400
    assert read(drawn(lines, text("数量", 43, 317, cell(1, 0)), text("质量", 123, 317, page)))[1] == [
        "数量",
        "质量",
        "",
    ]


def test_a_clip_of_all_cells_hides_what_lies_beyond_it(drawn: Drawn) -> None:
    """The printed part of a sheet: what lies in its margins is on another page."""
    sheet = XS[0], YS[-1], XS[-1], YS[0]
    steps = [text("overleaf", 43, 275, sheet), text("数量", 43, 317, sheet), text("质量", 123, 317, sheet)]
    layout = extract(drawn(lines, *steps), "x.pdf")
    assert "overleaf" not in str(layout)
    assert read(drawn(lines, *steps))[1] == ["数量", "质量", ""]


def test_clips_that_have_nothing_in_common_hide_a_text(drawn: Drawn) -> None:
    def twice(canvas: Canvas) -> None:
        text("", 0, 0, cell(0, 0))(canvas)
        text("数量", 100, 317, cell(1, 1))(canvas)

    assert "数量" not in str(extract(drawn(lines, twice, text("1", 43, 317)), "x.pdf"))


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_is_cut_like_others(drawn: Drawn, quarters: int) -> None:
    def turned(step: Draw) -> Draw:
        def draw(canvas: Canvas) -> None:
            canvas.translate(200, 200)
            canvas.rotate(90 * quarters)
            canvas.translate(-200, -200)
            step(canvas)

        return draw

    steps = [
        lines,
        text(LONG, 43, 317, cell(1, 0)),
        text("≥95%", 123, 317),
        text("hidden", 60, 297, cell(0, 2)),
    ]
    found = read(drawn(*map(turned, steps), size=(400, 400)))
    assert found[1:] == [[LONG, "≥95%", ""], ["", "", ""]]


def test_a_ruling_that_a_clip_hides_bounds_no_row(drawn: Drawn) -> None:
    """A browser draws the borders of a row that the page cuts, and clips them where the page ends."""

    def page_end(canvas: Canvas) -> None:
        path = canvas.beginPath()
        path.rect(0, 315, 300, 85)
        canvas.clipPath(path, stroke=0, fill=0)
        lines(canvas)

    rows = read(drawn(page_end, text("道路", 43, 337), text("桥梁", 43, 318)))
    assert rows == [["道路", "", ""], ["桥梁", "", ""]]
