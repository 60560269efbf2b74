"""Rows that a program prints again on top of each page, and forms that begin alike."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.worksheet.properties import PageSetupProperties

from extractors import extract
from extractors.model import Grid
from extractors.office.libreoffice import program
from normalizers import normalize
from tests.extractors.conftest import Form, MakePdf, ReadGrids, needs_office

TITLE = ["项目支出绩效自评表", "", "", "", ""]
UNIT = ["主管部门", "", "青禾县农业农村局", "实施单位", "农技站"]
HEADER = ["一级指标", "二级指标", "三级指标", "指标值", "分值"]
FUNDING = ["项目资金", "", "年度资金总额", "100", "10"]


def name(project: str) -> list[str]:
    return ["项目名称", "", project, "", ""]


def body(start: int, end: int) -> list[list[str]]:
    return [["", "", f"第{i}个指标", f"≥{i}%", "2"] for i in range(start, end)]


def part(*rows: list[str]) -> Form:
    """Rows with the cells of their head merged as on paper."""
    merged: list[tuple[object, ...]] = []
    for number, row in enumerate(rows):
        if row == TITLE:
            merged.append(("SPAN", (0, number), (4, number)))
        elif row[0] in ("项目名称", "主管部门", "项目资金"):
            merged.append(("SPAN", (0, number), (1, number)))
            merged += [("SPAN", (2, number), (4, number))] if row[0] == "项目名称" else []
    return "", list(rows), merged


def texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells if cell.text]


@pytest.mark.parametrize(
    ("head", "repeated"),
    [
        ([TITLE, name("道路养护"), UNIT, FUNDING, HEADER], [TITLE, name("道路养护"), UNIT]),
        ([TITLE, name("道路养护"), UNIT, FUNDING, HEADER], [name("道路养护")]),
        ([TITLE, name("道路养护"), UNIT, FUNDING, HEADER], [TITLE]),
        ([TITLE, UNIT, name("道路养护"), FUNDING, HEADER], [TITLE, UNIT]),
        ([TITLE, name("道路养护"), UNIT, HEADER], [TITLE, name("道路养护"), UNIT, HEADER]),
        ([name("道路养护"), UNIT, FUNDING, HEADER], [name("道路养护"), UNIT, FUNDING, HEADER]),
    ],
)
def test_a_head_that_is_printed_on_each_page_is_kept_once(
    make_pdf: MakePdf, read_grids: ReadGrids, head: list[list[str]], repeated: list[list[str]]
) -> None:
    pages = [
        part(*head, *body(1, 9)),
        part(*repeated, *body(9, 15)),
        part(*repeated, *body(15, 18), ["总分", "", "", "", "96"]),
    ]
    (grid,) = read_grids(make_pdf(pages))
    said = texts(grid)
    assert grid.rows == len(head) + 18
    assert len([text for text in said if text.startswith("第")]) == 17
    assert all(said.count(text) == 1 for row in head for text in row if text)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([TITLE, name("道路养护"), UNIT], [TITLE, name("桥梁加固"), UNIT]),
        ([TITLE, UNIT, name("道路养护")], [TITLE, UNIT, name("桥梁加固")]),
        ([UNIT, name("道路养护")], [UNIT, name("桥梁加固")]),
        ([TITLE, name("道路养护（一期）")], [TITLE, name("道路养护（二期）")]),
    ],
)
def test_forms_that_begin_alike_stay_two(
    make_pdf: MakePdf, read_grids: ReadGrids, first: list[list[str]], second: list[list[str]]
) -> None:
    pages = [part(*head, FUNDING, HEADER, *body(1, 9)) for head in (first, second)]
    grids = read_grids(make_pdf(pages))
    assert [grid.rows for grid in grids] == [len(head) + 10 for head in (first, second)]
    assert all(texts(grid).count("三级指标") == 1 for grid in grids)


def test_a_row_that_says_nothing_new_is_no_head(make_pdf: MakePdf, read_grids: ReadGrids) -> None:
    dots = ["", "", "……", "", ""]
    pages = [part(name("道路养护"), UNIT, HEADER, *body(1, 4), dots, *body(4, 6)), part(dots, *body(6, 9))]
    (grid,) = read_grids(make_pdf(pages))
    assert texts(grid).count("……") == 2


@needs_office
def test_print_titles_of_a_workbook_begin_no_form(tmp_path: Path) -> None:
    book = Workbook()
    book.remove(book["Sheet"])
    side = Side(style="thin")
    for project in ("道路养护", "桥梁加固"):
        sheet = book.create_sheet(project)
        for row in (TITLE, name(project), UNIT, HEADER, *body(1, 40), ["总分", "", "", "", "78"]):
            sheet.append(row)
        sheet["A5"], sheet["B5"] = "产出指标", "数量指标"
        for place in ("A1:E1", "A2:B2", "C2:E2", "A3:B3", "A5:A43", "B5:B43"):
            sheet.merge_cells(place)
        for number, row in enumerate(sheet.iter_rows(min_row=1, max_row=44, max_col=5), 1):
            sheet.row_dimensions[number].height = 30
            for cell in row:
                cell.border = Border(side, side, side, side)
        for column in "ABCDE":
            sheet.column_dimensions[column].width = 18
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_setup.fitToHeight = 0
        sheet.print_title_rows = "1:3"
    book.save(tmp_path / "form.xlsx")
    command = [str(program()), f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", str(tmp_path), str(tmp_path / "form.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    layout = extract((tmp_path / "form.pdf").read_bytes(), "form.pdf")
    forms = normalize(layout)
    assert len(layout.pages) > 2
    assert [form.project_name for form in forms] == ["道路养护", "桥梁加固"]
    for form in forms:
        assert [line.name_raw for line in form.indicators] == [f"第{i}个指标" for i in range(1, 40)]
        assert {line.level2 for line in form.indicators} == {"数量指标"}
