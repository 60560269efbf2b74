"""What the lines above and below a table say: the year between labels, who signed under the notes."""

from __future__ import annotations

from datetime import date

import pytest

from normalizers.model import FormFacts
from tests.normalizers.forms import HEAD, LEVELS, ROW, Printed, grid, lines, read, sections

TITLE = "项目支出绩效目标表"
NOTES = ("注：1.绩效指标应当细化量化。", "2.其他资金填列单位自有资金。")


def form(*above: str, below: tuple[str, ...] = (), target: str = "2次") -> FormFacts:
    table: list[list[Printed]] = [
        ["项目名称", ("校舍维修", 6)],
        *HEAD[1:],
        [*LEVELS, "指标值"],
        [*ROW, target],
    ]
    (read_form,) = read(*lines(TITLE, *above), grid(0, table), *lines(*below))
    return read_form


@pytest.mark.parametrize(
    "line",
    [
        "填报单位：柳河镇人民政府        2025年度        单位：万元",
        "填报单位（盖章）：柳河镇人民政府        （2025年度）        金额单位：万元",
        "填报单位：柳河镇人民政府2025年度单位：万元",
        "填报单位：柳河镇人民政府    单位：万元    （2025年度）",
        "（2025年度）    填报单位：柳河镇人民政府    单位：万元",
    ],
)
def test_the_year_may_stand_among_body_and_unit(line: str) -> None:
    dated = form(line, target="11月底前")
    assert (dated.fiscal_year, dated.organization, dated.money_unit) == (2025, "柳河镇人民政府", "万元")
    assert dated.indicators[0].target.date == "2025-11-30"


def test_the_year_may_stand_beside_the_unit_alone() -> None:
    dated = form("填报单位：柳河镇人民政府", "2025年度 单位：万元")
    assert (dated.fiscal_year, dated.organization, dated.money_unit) == (2025, "柳河镇人民政府", "万元")


@pytest.mark.parametrize(
    ("line", "organization"),
    [
        ("填报单位：2024年度全国经济普查办公室    单位：万元", "2024年度全国经济普查办公室"),
        ("填报单位：东河县教育局  2023-2024年度  单位：万元", "东河县教育局  2023-2024年度"),
    ],
)
def test_a_year_that_is_part_of_a_name_or_of_a_span_is_not_the_forms(line: str, organization: str) -> None:
    undated = form(line)
    assert (undated.fiscal_year, undated.organization) == (None, organization)


def test_of_two_years_the_first_is_the_forms_and_the_other_stays_where_it_is() -> None:
    dated = form("（2024年度）", "填报单位：东河县教育局  2025年度  单位：万元")
    assert (dated.fiscal_year, dated.organization) == (2024, "东河县教育局  2025年度")


@pytest.mark.parametrize(
    "signed",
    [
        "填报人：罗振宇        联系电话：0743-8221100",
        "审核人：陶建华        填表人：罗振宇",
        "填报日期：2025年3月1日    填报人：罗振宇",
    ],
)
def test_who_filled_in_the_form_is_no_part_of_the_notes(signed: str) -> None:
    found = form("（2025年度）", below=(*NOTES, signed))
    assert found.contact == "罗振宇"
    assert sections(found)["注"] == "1.绩效指标应当细化量化。2.其他资金填列单位自有资金。"


def test_a_note_on_how_to_sign_is_no_name() -> None:
    rule = "填报人：填写具体经办人员的姓名，不得由他人代填。"
    found = form("（2025年度）", below=(*NOTES, rule, "填报人：罗振宇"))
    assert found.contact == "罗振宇"
    assert sections(found)["注"].endswith(rule)


@pytest.mark.parametrize(
    ("line", "body"),
    [
        # Nothing stands on the line: the body is that of the form's own row.
        ("单位（盖章）____    填报日期____", "东河县第一中学"),
        ("填报单位：__柳河镇人民政府__", "柳河镇人民政府"),
    ],
)
def test_a_line_to_be_filled_in_says_what_stands_on_it(line: str, body: str) -> None:
    filled = form(line)
    assert (filled.organization, filled.filled_on) == (body, None)
    assert "unread_cells" not in {found.rule for found in filled.findings}


@pytest.mark.parametrize(
    "printed", ["填报目期：2025.3.27", "填表曰期：2025年3月27日", "  填报日 期：2025-3-27"]
)
def test_the_day_behind_a_body_is_told_where_a_scan_misread_its_label(printed: str) -> None:
    dated = form(f"填报单位：柳河镇人民政府{printed}")
    assert (dated.organization, dated.filled_on) == ("柳河镇人民政府", date(2025, 3, 27))
