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
MERGED = [
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
        looks = [("VALIGN", (0, 0), (-1, -1), "MIDDLE"), *MERGED]
        if borders:
            looks.append(("GRID", (0, 0), (-1, -1), 0.5, colors.black))
        out = io.BytesIO()
        title = Paragraph("项目支出绩效自评表", style)
        SimpleDocTemplate(out, pagesize=A4).build([title, Table(rows, WIDTHS, style=looks)])
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
    assert told(plain) == told(ruled)
    assert plain.blocks[0] == ruled.blocks[0]


def test_an_empty_cell_of_a_form_without_borders_is_kept(form: Callable[[bool], bytes]) -> None:
    (grid,) = (block for block in extract(form(False), "plain.pdf").blocks if isinstance(block, Grid))
    last = [cell.text for cell in list(grid.by_row())[-1]]
    assert last == ["带动就业人数", "≥20人", "", "9", "9", ""]


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
