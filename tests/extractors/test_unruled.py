"""Forms exported without borders, and pages that only look a little like one."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from extractors import extract
from extractors.model import Grid, Layout

TEXTS = "资金预算绩效目标完成情况管理制度监督检查项目实施单位群众满意改善条件提高服务水平道路养护设施建设"
HEADER = ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "备注"]
HEAD = [
    ["项目名称", "", "农村公路日常养护经费", "", "", "", "", ""],
    ["主管部门", "", "区交通运输局", "", "实施单位", "", "公路养护中心", ""],
    ["项目资金", "资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "221", "634", "494", "10", "77.92%", "7.79"],
    ["", "财政拨款", "221", "634", "494", "-", "-", "-"],
]
BODY = [
    ["产出指标", "数量指标", "开展路政巡查", "=3次", "3次", "7", "7", ""],
    [
        "",
        "",
        "养护公路里程达到年初批复的计划里程",
        "≥1694公里",
        "2084公里",
        "7",
        "7",
        "进度顺延至下一年度实施",
    ],
    ["", "质量指标", "公路质量达标率", "≥85%", "88%", "7", "7", ""],
    ["效益指标", "社会效益", "沿线群众出行时间缩短", "明显", "明显", "9", "9", ""],
    ["", "", "带动就业人数", "≥20人", "", "9", "9", ""],
]
Looks = list[tuple[object, ...]]
MERGED: Looks = [
    ("SPAN", (0, 0), (1, 0)), ("SPAN", (2, 0), (7, 0)), ("SPAN", (0, 1), (1, 1)), ("SPAN", (2, 1), (3, 1)),
    ("SPAN", (4, 1), (5, 1)), ("SPAN", (6, 1), (7, 1)), ("SPAN", (0, 2), (0, 4)),
    ("SPAN", (0, 6), (0, 8)), ("SPAN", (1, 6), (1, 7)), ("SPAN", (0, 9), (0, 10)), ("SPAN", (1, 9), (1, 10)),
]  # fmt: skip
WIDTHS = [48, 62, 92, 66, 66, 52, 52, 70]


@pytest.fixture(scope="module")
def form() -> Callable[[bool], bytes]:
    """A form, all cells centred, with or without its borders."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("c", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK", alignment=1)

    def make(borders: bool) -> bytes:
        rows = [[Paragraph(text, style) if text else "" for text in row] for row in [*HEAD, HEADER, *BODY]]
        looks: Looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *MERGED]
        if borders:
            looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        out = io.BytesIO()
        title = Paragraph("项目支出绩效自评表", style)
        SimpleDocTemplate(out, pagesize=A4).build([title, Table(rows, WIDTHS, style=looks)])
        return out.getvalue()

    return make


FUNDING = [
    ["项目资金（元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
    ["", "年度资金总额", "221", "634", "494", "10", "77.92%", "7.79"],
    ["", "其中：当年财政拨款", "221", "634", "494", "-", "-", "-"],
    ["", "上年结转资金", "0", "0", "0", "-", "-", "-"],
    ["", "其他资金", "0", "0", "0", "-", "-", "-"],
]
KINDS = [
    ["效益指标", "经济效益", "带动就业人数", "≥20人", "25人", "9", "9", ""],
    ["", "社会效益", "", "", "", "", "", ""],
    ["", "生态效益", "", "", "", "", "", ""],
    ["", "可持续影响", "", "", "", "", "", ""],
    ["满意度", "服务对象满意", "群众满意度", "≥90%", "95%", "9", "9", ""],
]


@pytest.fixture(scope="module")
def table() -> Callable[[list[list[str]], Looks, bool], bytes]:
    """A table, all cells centred, with or without its borders."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("c", fontName="STSong-Light", fontSize=9, leading=12, wordWrap="CJK", alignment=1)

    def make(rows: list[list[str]], merged: Looks, borders: bool) -> bytes:
        cells = [[Paragraph(text, style) if text else "" for text in row] for row in rows]
        looks: Looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *merged]
        if borders:
            looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        out = io.BytesIO()
        SimpleDocTemplate(out, pagesize=A4).build([Table(cells, WIDTHS, style=looks)])
        return out.getvalue()

    return make


def told(layout: Layout) -> list[list[tuple[str, int]]]:
    """Each row's texts with the rows they stand over: what a reader of the form sees."""
    (grid,) = (block for block in layout.blocks if isinstance(block, Grid))
    return [
        [(cell.text.replace("\n", ""), cell.row_span) for cell in row if cell.text] for row in grid.by_row()
    ]


def test_a_form_without_borders_is_read_as_with_them(form: Callable[[bool], bytes]) -> None:
    plain, ruled = extract(form(False), "plain.pdf"), extract(form(True), "ruled.pdf")
    tables = [[block for block in each.blocks if isinstance(block, Grid)] for each in (plain, ruled)]
    assert [{table.is_ruled for table in each} for each in tables] == [{False}, {True}]
    assert told(plain) == told(ruled)
    assert plain.blocks[0] == ruled.blocks[0]


def test_an_empty_cell_of_a_form_without_borders_is_kept(form: Callable[[bool], bytes]) -> None:
    (grid,) = (block for block in extract(form(False), "plain.pdf").blocks if isinstance(block, Grid))
    last = [cell.text for cell in list(grid.by_row())[-1]]
    assert last == ["带动就业人数", "≥20人", "", "9", "9", ""]


@pytest.mark.parametrize(
    ("rows", "merged"),
    [
        ([*FUNDING, HEADER, *BODY[:1]], [("SPAN", (0, 0), (0, 4))]),
        ([HEADER, *KINDS], [("SPAN", (0, 1), (0, 4))]),
    ],
    ids=["a header above labels that it leaves blank", "kinds of indicators that have none"],
)
def test_rows_without_borders_are_those_with_them(
    table: Callable[[list[list[str]], Looks, bool], bytes], rows: list[list[str]], merged: Looks
) -> None:
    assert told(extract(table(rows, merged, False), "plain.pdf")) == told(
        extract(table(rows, merged, True), "ruled.pdf")
    )


def test_the_groups_that_a_page_cuts_keep_their_labels() -> None:
    """产出指标 stands in the middle of its seven rows, which is beside the fourth, the last of its page."""
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    canvas = Canvas(out, pagesize=A4)
    groups = {3: "产出指标", 7.5: "效益指标", 9: "满意度指标"}
    places = [90, 190, 320, 400, 450]

    def row(y: float, texts: list[str]) -> None:
        canvas.setFont("STSong-Light", 9)
        for x, text in zip(places, texts, strict=True):
            canvas.drawCentredString(x, y, text)

    row(700, ["一级指标", "三级指标", "年度指标值", "分值", "得分"])
    for first, end in ((0, 4), (4, 10)):
        for number in range(first, end):
            row(676 - (number - first) * 24, ["", f"开展路政巡查{number}", f"≥{number}次", "7", "6"])
        for at, label in groups.items():
            if first <= at < end:
                row(676 - (at - first) * 24, [label, "", "", "", ""])
        canvas.showPage()
    canvas.save()
    (grid,) = (block for block in extract(out.getvalue(), "cut.pdf").blocks if isinstance(block, Grid))
    rows_of = {cell.text: range(cell.row, cell.row + cell.row_span) for cell in grid.cells}
    assert rows_of["产出指标"].start == 1
    assert rows_of["产出指标"].stop in (5, 8)
    assert (rows_of["效益指标"], rows_of["满意度指标"]) == (range(8, 10), range(10, 11))


def test_the_end_of_a_goal_stays_in_its_row(table: Callable[[list[list[str]], Looks, bool], bytes]) -> None:
    goal = "完善制度，提高服务水平，改善条件。<br/>管护到位。<br/>组织监督检查，落实建设资金，公开结果。"
    rows = [
        ["项目名称", "", "养护", "", "单位", "", "公路局", ""],
        ["总体目标", goal, "", "", "养护公路四百公里。", "", "", ""],
        HEADER,
        *BODY[:3],
    ]
    merged: Looks = [("SPAN", (1, 1), (3, 1)), ("SPAN", (4, 1), (7, 1)), ("ALIGN", (1, 1), (1, 1), "LEFT")]
    goals = next(
        row for row in told(extract(table(rows, merged, False), "plain.pdf")) if "总体目标" in str(row)
    )
    assert [text for text, _ in goals] == ["总体目标", goal.replace("<br/>", ""), "养护公路四百公里。"]


def dense(body: list[list[str]], borders: bool) -> bytes:
    """A form whose rows follow each other as lines do: without any blank above and below texts."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    style = ParagraphStyle("c", fontName="STSong-Light", fontSize=9, leading=13, wordWrap="CJK", alignment=1)
    rows = [[Paragraph(text, style) if text else "" for text in row] for row in [*HEAD, HEADER, *body]]
    looks: Looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), ("TOPPADDING", (0, 0), (-1, -1), 0)]
    looks += [("BOTTOMPADDING", (0, 0), (-1, -1), 0), *MERGED[:7]]
    if borders:
        looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4).build([Table(rows, WIDTHS, style=looks)])
    return out.getvalue()


def test_rows_as_close_as_lines_are_told_by_what_stands_in_their_middle() -> None:
    (grid,) = (
        block for block in extract(dense(BODY[1:], False), "dense.pdf").blocks if isinstance(block, Grid)
    )
    (ruled,) = (
        block for block in extract(dense(BODY[1:], True), "ruled.pdf").blocks if isinstance(block, Grid)
    )
    for row in BODY[1:]:
        assert told_rows(grid, row[2]) == told_rows(ruled, row[2]) != []


@pytest.mark.parametrize("body", [BODY, BODY * 3])
def test_rows_as_close_as_lines_are_never_run_together(body: list[list[str]]) -> None:
    for block in extract(dense(body, False), "dense.pdf").blocks:
        for cell in block.cells if isinstance(block, Grid) else ():
            assert sum(row[2] in cell.text.replace("\n", "") for row in BODY) < 2


def told_rows(grid: Grid, name: str) -> list[list[str]]:
    """What stands in the row of an indicator, from its name on."""
    rows = [[cell.text.replace("\n", "") for cell in row] for row in grid.by_row()]
    return [row[row.index(name) :] for row in rows if name in row]


def prose(columns: int, ragged: bool) -> bytes:
    """A page of Chinese prose in one or more columns."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    rng = random.Random(columns)
    style = ParagraphStyle(
        "p", fontName="STSong-Light", fontSize=10, leading=15, wordWrap="CJK",
        alignment=0 if ragged else 4, firstLineIndent=20,
    )  # fmt: skip
    paragraphs = [
        [Paragraph("".join(rng.choices(TEXTS, k=rng.randint(30, 90))) + "。", style) for _ in range(6)]
        for _ in range(columns)
    ]
    out = io.BytesIO()
    width = 450 / columns
    SimpleDocTemplate(out, pagesize=A4).build([Table([paragraphs], [width] * columns)])
    return out.getvalue()


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("ragged", [True, False])
def test_prose_is_no_table(columns: int, ragged: bool) -> None:
    layout = extract(prose(columns, ragged), "prose.pdf")
    assert len(layout.blocks) >= 8
    assert not any(isinstance(block, Grid) for block in layout.blocks)


def test_a_list_with_page_numbers_is_no_table() -> None:
    out = io.BytesIO()
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    rows = [[f"第{number}章 资金管理", str(number * 7)] for number in range(1, 30)]
    table = Table(rows, [300, 60], style=[("FONT", (0, 0), (-1, -1), "STSong-Light", 10)])
    SimpleDocTemplate(out, pagesize=A4).build([table])
    assert not any(isinstance(block, Grid) for block in extract(out.getvalue(), "contents.pdf").blocks)
