"""A heading under which no form was read is told from the annexes that a letter lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model import Box, Grid, Layout, Page, Reading, TextLine
from normalizers import normalize, unread_heading
from normalizers.model import FormFacts
from tests.normalizers.forms import EVALUATION, HEAD, ROW, SCORED, Printed, grid, lines, one, read

HEADING = "项目支出绩效目标表"


def scanned(*texts: str) -> Layout:
    placed = tuple(TextLine((Reading(text),), Box(2, 10, 20, 300, 40)) for text in texts)
    return Layout("0" * 64, "image/png", "scan", placed, (Page(2, 595, 842, "scan"),))


def test_a_heading_above_a_table_is_told_with_what_to_do() -> None:
    layout = Layout(
        "0" * 64, "application/x", "word", (*lines(HEADING), grid(0, [["甲", "乙"], ["丙", "丁"]]))
    )
    assert normalize(layout) == ()
    reason = unread_heading(layout)
    assert reason is not None
    assert HEADING in reason
    assert "report it" in reason


def test_on_a_scan_the_heading_alone_is_enough() -> None:
    reason = unread_heading(scanned("某县财政局", HEADING))
    assert reason is not None
    assert "on page 2" in reason
    assert "300 dpi" in reason


@pytest.mark.parametrize(
    "texts",
    [
        ("关于报送项目支出绩效目标表的通知",),
        ("附件：项目支出绩效目标表",),
        ("附件：", "1.项目支出绩效目标表", "2.项目支出绩效自评表"),
    ],
)
def test_a_letter_tells_nothing(texts: tuple[str, ...]) -> None:
    assert unread_heading(scanned(*texts)) is None


FUNDING: list[Printed] = ["资金来源", "预算数", "到位数", "执行数", "执行率"]


def report(*below: TextLine | Grid) -> tuple[FormFacts, ...]:
    """The forms of a report that tells of its money in sentences and a table, with a form behind it."""
    money = grid(0, [FUNDING, ["上级财政资金", "300.00", "300.00", "270.00", "90%"]])
    told = lines("东河县校舍维修项目绩效自评报告", "一、资金情况", "项目总投资300万元，已支出270万元。")
    return read(*told, money, *below)


def test_a_report_with_a_table_of_money_is_no_form() -> None:
    assert report() == ()
    form = grid(1, [*HEAD, SCORED, [*ROW, "12次", "12次", "10", "10"]])
    (only,) = report(*lines("2025年度项目支出绩效自评表"), form)
    assert (only.title, only.ordinal, only.funding) == ("2025年度项目支出绩效自评表", 1, ())


def test_a_note_under_the_heading_makes_no_report_of_a_form() -> None:
    note = lines("2025年度部门整体支出绩效自评表", "本表由预算单位填写，一式两份。")
    (form,) = read(
        *note, grid(0, [["部门名称", ("东河县教育局", 4)], FUNDING, ["合计", "3", "3", "2", "67%"]])
    )
    assert [line.label_raw for line in form.funding] == ["合计"]


@pytest.mark.parametrize("header", ["执行率B/A", "执行率（B/A）", "执行率B/A)"])
def test_a_formula_behind_a_header_may_have_lost_its_brackets(header: str) -> None:
    amounts: list[list[Printed]] = [
        ["", "预算数(A)", "执行数 (B)", header, "得分（20分×执行率)"],
        ["年度资金总额", "845.20", "768.93", "90.98%", "18.2"],
    ]
    form = one(EVALUATION, *amounts)
    assert [line.execution_rate for line in form.funding] == [Decimal("0.9098")]


def test_a_stain_before_a_body_is_no_part_of_its_name() -> None:
    (form,) = read(*lines(EVALUATION, "填报单位：!东河县教育局"), grid(0, [*HEAD, SCORED]))
    assert form.organization == "东河县教育局"
