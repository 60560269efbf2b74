"""Rulings that the paper left out: cells are parted where their texts show it, and doubted."""

from __future__ import annotations

from collections.abc import Callable, Collection

import pytest
from reportlab.pdfgen.canvas import Canvas

from extractors.model import Grid
from tests.extractors.conftest import DrawnPdf, ReadGrids

WIDTH, HEIGHT = 70, 24
Texts = list[list[str]]
Sides = Collection[tuple[int, int]]
Read = Callable[..., Grid]

ROWS: Texts = [
    ["三级指标", "指标值", "分值", "得分"],
    ["修建道路里程", "12公里", "20", "18"],
    ["验收合格率", "98%", "10", "10"],
    ["群众满意度", "95%", "10", "9"],
    ["合计", "", "40", "37"],
]


@pytest.fixture
def read(drawn: DrawnPdf, read_grids: ReadGrids) -> Read:
    """A table whose texts stand in the middle of their cells, read from a PDF.

    A text of two lines stands over the lower edge of its cell, which belongs to the one below too.
    """

    def made(texts: Texts, open_right: Sides = (), open_below: Sides = (), left: Sides = ()) -> Grid:
        """``open_right`` and ``open_below`` are cells without a ruling there; ``left`` begin at theirs."""

        def draw(canvas: Canvas) -> None:
            canvas.setFont("STSong-Light", 9)
            for row, words in enumerate(texts):
                for column, text in enumerate(words):
                    x, y = 10 + column * WIDTH, 380 - row * HEIGHT
                    first, _, second = text.partition("\n")
                    if second:
                        canvas.drawCentredString(x + WIDTH / 2, y - HEIGHT + 2, first)
                        canvas.drawCentredString(x + WIDTH / 2, y - HEIGHT - 9, second)
                    elif (row, column) in left:
                        canvas.drawString(x + 4, y - HEIGHT / 2 - 3, text)
                    else:
                        canvas.drawCentredString(x + WIDTH / 2, y - HEIGHT / 2 - 3, text)
                    if (row, column) not in open_right:
                        canvas.line(x + WIDTH, y, x + WIDTH, y - HEIGHT)
                    if (row, column) not in open_below:
                        canvas.line(x, y - HEIGHT, x + WIDTH, y - HEIGHT)
            canvas.line(10, 380, 10 + len(texts[0]) * WIDTH, 380)
            canvas.line(10, 380, 10, 380 - len(texts) * HEIGHT)

        (grid,) = read_grids(drawn(draw))
        return grid

    return made


def printed(grid: Grid) -> Texts:
    return [[cell.text for cell in row] for row in grid.by_row()]


def doubted(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells if cell.confidence < 0.95]


def test_two_texts_in_the_middle_of_their_columns_are_two_cells(read: Read) -> None:
    grid = read(ROWS, open_right=[(2, 0), (2, 1)])
    assert printed(grid) == printed(read(ROWS))
    assert doubted(grid) == ["验收合格率", "98%", "10"]


def test_a_ruling_may_be_missing_in_several_rows(read: Read) -> None:
    assert printed(read(ROWS, open_right=[(1, 1), (2, 1), (3, 1)])) == ROWS


def test_a_unit_of_one_character_beside_a_figure_is_a_cell(read: Read) -> None:
    rows = [
        [name, unit, *rest]
        for (name, _, *rest), unit in zip(ROWS, ("单位", "米", "个", "人", ""), strict=True)
    ]
    assert printed(read(rows, open_right=[(2, 1)])) == rows


def test_a_header_under_one_cell_is_parted_as_its_rows_are(read: Read) -> None:
    rows = [["绩效指标", "", "", ""], *ROWS]
    whole = [(0, 0), (0, 1), (0, 2)]
    grid = read(rows, open_right=[*whole, (1, 2)])
    assert printed(grid) == printed(read(rows, open_right=whole))
    assert doubted(grid) == ["分值", "得分"]


def test_a_header_over_two_columns_stays_one(read: Read) -> None:
    rows = [["绩效指标", "", "", ""], ["指标", "", "分值", "得分"], *ROWS[1:]]
    grid = read(rows, open_right=[(0, 0), (0, 1), (0, 2), (1, 0)])
    assert [cell.text for cell in grid.cells if cell.row == 1] == ["指标", "分值", "得分"]


def test_figures_one_above_the_other_in_the_middle_of_their_rows_are_cells(read: Read) -> None:
    grid = read(ROWS, open_below=[(1, 2), (2, 2)])
    assert printed(grid) == ROWS
    assert doubted(grid) == ["20", "10", "10"]


def test_a_text_over_two_columns_stays_one(read: Read) -> None:
    texts = [*ROWS[:4], ["合计", "", "40", "37"], ["情况说明", "", "", ""]]
    over = [(4, 0), (5, 0), (5, 1), (5, 2)]
    assert [len(row) for row in printed(read(texts, open_right=over))[4:]] == [3, 1]
    assert doubted(read(texts, open_right=over)) == []


def test_a_text_typed_with_blanks_stays_one(read: Read) -> None:
    texts = [*ROWS[:4], ["填报人：", "李禾", "40", "37"]]
    grid = read(texts, open_right=[(4, 0)], left=[(4, 0), (4, 1)])
    assert [text.replace(" ", "") for text in printed(grid)[4]] == ["填报人：李禾", "40", "37"]


def test_lines_of_one_text_beside_two_rows_stay_one(read: Read) -> None:
    texts = [*ROWS[:1], ["修建道路\n里程数量", *ROWS[1][1:]], ["", *ROWS[2][1:]], *ROWS[3:]]
    grid = read(texts, open_below=[(1, 0)])
    assert [cell.text for cell in grid.cells if cell.row_span == 2] == ["修建道路\n里程数量"]
    assert doubted(grid) == []
