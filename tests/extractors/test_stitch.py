from __future__ import annotations

from dataclasses import replace

import pytest

from extractors.model import Cell, Grid, Medium, Page, Reading, TextLine
from extractors.pages import Line, PageReading, Table
from extractors.stitch import stitch
from tests.extractors.conftest import Form, Lines, MakePdf, ReadGrids

HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]


def rows(count: int, *, start: int = 1) -> list[list[str]]:
    return [["", "", f"第{i}个指标", f"≥{i}%", str(i)] for i in range(start, start + count)]


def test_a_table_over_two_pages_is_one_grid(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    body = [["项目名称", "", "道路养护", "", ""], HEADER, *rows(60)]
    (grid,) = read_grids(make_pdf([("项目支出绩效目标表", body, [])]))
    assert grid.rows == 62
    assert {box.page for cell in grid.cells for box in cell.boxes} == {1, 2}


def test_a_repeated_header_is_dropped(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    first = [["项目名称", "", "道路养护", "", ""], HEADER, *rows(30)]
    (grid,) = read_grids(make_pdf([("", first, []), ("", [HEADER, *rows(5, start=31)], [])]))
    assert grid.rows == 37
    assert [cell.text for cell in grid.cells].count("三级指标") == 1


def test_forms_with_the_same_heading_stay_apart(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    forms: list[Form] = [
        ("项目支出绩效目标表", [["项目名称", "", name, "", ""], HEADER, *rows(30)], []) for name in "甲乙"
    ]
    assert [grid.rows for grid in read_grids(make_pdf(forms))] == [32, 32]


def test_a_form_whose_title_stands_in_its_table_begins_anew(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    titled = [["项目支出绩效目标表", "", "", "", ""], ["项目名称", "", "乙", "", ""], *rows(20)]
    forms: list[Form] = [
        ("项目支出绩效目标表", [["项目名称", "", "甲", "", ""], *rows(30)], []),
        ("", titled, [("SPAN", (0, 0), (-1, 0))]),
    ]
    assert [grid.rows for grid in read_grids(make_pdf(forms))] == [31, 22]


def test_a_heading_repeated_on_the_next_page_is_kept_once(make_pdf: MakePdf, lines: Lines) -> None:
    from extractors import extract

    parts: list[Form] = [
        ("项目支出绩效目标表", [["项目名称", "", "甲", "", ""], *rows(30)], []),
        ("项目支出绩效目标表", rows(5), []),
    ]
    layout = extract(make_pdf(parts), "x.pdf")
    assert lines(layout) == ["项目支出绩效目标表"]


@pytest.mark.parametrize(("above", "below"), [("产出指标", ""), ("", "产出指标"), ("产出指标", "产出指标")])
def test_a_level_cut_by_the_page_is_one_cell_with_a_box_a_page(
    make_pdf: MakePdf, read_grids: ReadGrids, above: str, below: str
) -> None:
    first, second = rows(4), rows(3, start=5)
    first[0][0], second[0][0] = above, below
    span_first, span_second = [("SPAN", (0, 1), (0, 4))], [("SPAN", (0, 0), (0, 2))]
    forms = [("", [["项目名称", "", "甲", "", ""], *first], span_first), ("", second, span_second)]
    (grid,) = read_grids(make_pdf(forms))
    level = next(cell for cell in grid.cells if cell.text == "产出指标")
    assert (level.row, level.row_span, [box.page for box in level.boxes]) == (1, 7, [1, 2])


def test_different_levels_on_both_sides_of_the_page_break_stay_two(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    first, second = rows(4), rows(3, start=5)
    first[0][0], second[0][0] = "产出指标", "效益指标"
    forms = [
        ("", [["项目名称", "", "甲", "", ""], *first], [("SPAN", (0, 1), (0, 4))]),
        ("", second, [("SPAN", (0, 0), (0, 2))]),
    ]
    (grid,) = read_grids(make_pdf(forms))
    assert [(cell.row, cell.row_span) for cell in grid.cells if cell.column == 0][1:] == [(1, 4), (5, 3)]


def test_a_cut_row_joins_tables_whose_other_rows_have_other_columns(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    over = [("SPAN", (0, -1), (2, -1)), ("SPAN", (3, -1), (5, -1))]  # halves, of six columns and of eight
    under = [("SPAN", (0, 0), (3, 0)), ("SPAN", (4, 0), (7, 0))]
    above = [*(list("子丑寅卯辰巳") for _ in range(9)), ["一是修建道路，", "", "", "道路已经修好，", "", ""]]
    below = [
        ["二是架设桥梁。", "", "", "", "桥梁已经通车。", "", "", ""],
        *(list("甲乙丙丁戊己庚辛") for _ in range(9)),
    ]
    (grid,) = read_grids(make_pdf([("", above, over), ("", below, under)]))
    assert grid.rows == 20


def page(number: int, xs: tuple[float, ...], rooms: tuple[tuple[float, float], ...]) -> PageReading:
    """A page with a table of two rows without rulings, with inner columns anywhere in ``rooms``."""
    columns = range(len(xs) - 1)
    letters = "甲乙丙丁戊己" if number == 1 else "子丑寅卯辰巳"
    cells = tuple(
        Cell(row, at, 1, 1, (Reading(letters[row * len(columns) + at], 1.0),), ())
        for row in (0, 1)
        for at in columns
    )
    sure = [(x, x) for x in (xs[0], xs[-1])]
    table = Table(xs, (10.0, 20.0, 30.0), cells, rooms=(sure[0], *rooms, sure[1]), is_ruled=False)
    return PageReading(Page(number, 600.0, 800.0, "pdf"), (table,), 600.0, 800.0)


def test_columns_that_may_stand_on_either_side_of_each_other_keep_their_order() -> None:
    before = page(1, (0.0, 240.0, 600.0), ((240.0, 360.0),))
    after = page(2, (0.0, 390.0, 420.0, 600.0), ((384.0, 396.0), (354.0, 450.0)))
    _, blocks = stitch([before, after])
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert all(cell.column_span > 0 for cell in grid.cells)
    rows = [[cell.text for cell in row] for row in grid.by_row()]
    assert rows == [["甲", "乙"], ["丙", "丁"], ["子", "丑", "寅"], ["卯", "辰", "巳"]]


def test_a_repeated_header_of_two_rows_is_dropped(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    head = [["一级指标", "二级指标", "三级指标", "指标值", ""], ["", "", "", "年初", "全年"]]

    def spans(first: int) -> list[tuple[object, ...]]:
        tall = [("SPAN", (column, first), (column, first + 1)) for column in range(3)]
        return [*tall, ("SPAN", (3, first), (4, first))]

    level = [["产出指标", *row[1:]] if not i else row for i, row in enumerate(rows(20))]
    forms = [
        ("", [["项目名称", "", "道路养护", "", ""], *head, *level], [*spans(1), ("SPAN", (0, 3), (0, -1))]),
        ("", [*head, *rows(5, start=21)], [*spans(0), ("SPAN", (0, 2), (0, -1))]),
    ]
    (grid,) = read_grids(make_pdf(forms))
    assert grid.rows == 28
    assert [cell.text for cell in grid.cells].count("三级指标") == 1
    assert next(cell.row_span for cell in grid.cells if cell.text == "产出指标") == 25


def test_a_repeated_header_beside_a_label_of_the_whole_table_is_dropped(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    head = ["", "一级指标", "三级指标", "指标值", "分值"]
    body = [["", "", f"第{i}个指标", f"≥{i}%", str(i)] for i in range(1, 9)]
    body[3][1] = "效益指标"
    first = [["项目名称", "", "道路养护", "", ""], ["绩效指标", *head[1:]], *body[:4]]
    forms: list[Form] = [
        ("", first, [("SPAN", (0, 1), (0, -1))]),
        ("", [head, *body[4:]], [("SPAN", (0, 0), (0, -1)), ("SPAN", (1, 1), (1, -1))]),
    ]
    (grid,) = read_grids(make_pdf(forms))
    assert grid.rows == 10
    assert [cell.text for cell in grid.cells].count("一级指标") == 1
    level = next(cell for cell in grid.cells if cell.text == "效益指标")
    assert (level.row, level.row_span) == (5, 5)


def half(number: int, medium: Medium, level: str) -> PageReading:
    """A page with a level over two rows, exported or scanned."""
    dpi = 200 if medium == "scan" else None

    def cell(row: int, column: int, rows: int, text: str) -> Cell:
        return Cell(row, column, rows, 1, (Reading(text, 1.0, dpi),), ())

    names = [cell(row, column, 1, f"第{row}行") for row in (0, 1) for column in (1, 2)]
    table = Table((0.0, 200.0, 400.0, 600.0), (10.0, 40.0, 70.0), (cell(0, 0, 2, level), *names))
    return PageReading(Page(number, 600.0, 800.0, medium), (table,), 600.0, 800.0)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        (("pdf", "产出指标\n（40分）"), ("scan", "(40分)"), "产出指标（40分）"),
        (("scan", "产出"), ("pdf", "产出\n指标"), "产出指标"),
        (("scan", "产出"), ("scan", "（40分）"), "产出（40分）"),
        (("scan", "—"), ("pdf", "产出指标"), "产出指标"),
        (("scan", "产出指标"), ("scan", "—"), "产出指标"),
    ],
)
def test_a_level_of_an_exported_and_a_scanned_page_says_nothing_twice(
    first: tuple[Medium, str], second: tuple[Medium, str], whole: str
) -> None:
    _, blocks = stitch([half(1, *first), half(2, *second)])
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    assert "".join(grid.cells[0].text.split()) == whole
    assert grid.cells[0].row_span == 4


@pytest.mark.parametrize(
    ("text", "confidence", "grids"), [("Wo", 0.67, 1), ("附件", 0.99, 2), ("二、部门任务", 0.6, 2)]
)
def test_stray_characters_of_a_mark_part_no_table(text: str, confidence: float, grids: int) -> None:
    one, other = half(1, "scan", "产出指标"), half(2, "scan", "效益指标")
    between = Line(TextLine((Reading(text, confidence, 200),)), 60.0, 72.0)
    _, blocks = stitch([one, replace(other, blocks=(between, *other.blocks))])
    assert sum(isinstance(block, Grid) for block in blocks) == grids


def test_a_form_begins_anew_below_a_rest_that_says_only_its_title(
    make_pdf: MakePdf, read_grids: ReadGrids
) -> None:
    """A page that was not joined to its form shows the title, as any page does, and no label to compare."""
    title = [["项目支出绩效自评表", "", "", ""], ["（2022年度）", "", "", ""]]
    indicators = [["数量指标", "养护里程", "≥12公里", "5"], ["质量指标", "路面完好率", "≥95%", "5"]]
    one, other = ["项目名称", "道路养护", "", ""], ["项目名称", "桥梁检测", "", ""]
    forms: list[Form] = [
        ("", [*title, one, *indicators], []),
        ("附表说明见下页所附材料", [*title, ["时效指标", "完成时限", "12月", "5"]], []),
        ("", [*title, other, *indicators], []),
    ]
    grids = read_grids(make_pdf(forms))
    assert [grid.rows for grid in grids] == [5, 3, 5]
