"""What a form does not say of itself, read from its cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.model import Grid
from normalizers.model import Finding, FormFacts
from tests.normalizers.forms import HEAD, ROW, SCORED, Printed, grid, lines, read

PLAIN: list[list[Printed]] = [["项目名称", ("校舍维修", 6)], *HEAD[1:]]
TITLE = "项目支出绩效自评表"


def funding(head: str, source: str = "其中：财政拨款", executed: str = "90.00") -> list[list[Printed]]:
    return [
        [head, "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["年度资金总额", "100.00", "100.00", executed, "10", "90%", "9"],
        [source, "100.00", "100.00", executed, "", "", ""],
    ]


def form(
    *above: str,
    head: list[list[Printed]] = PLAIN,
    money: list[list[Printed]] | None = None,
    target: str = "≥3次",
    actual: str = "3次",
) -> FormFacts:
    money = funding("项目资金（万元）") if money is None else money
    (facts,) = read(*lines(*above), grid(0, [*head, *money, SCORED, [*ROW, target, actual, "90", "90"]]))
    return facts


def of(facts: FormFacts, *rules: str) -> list[Finding]:
    return [each for each in facts.findings if each.rule in rules]


UNITS = ("missing_money_unit", "other_money_unit")


@pytest.mark.parametrize(
    ("unit", "yuan"),
    [("百元", 10_000), ("千元", 100_000), ("人民币千元", 100_000), ("百万元", 10**8), ("亿元", 10**10)],
)
def test_other_units_of_the_yuan_are_converted_and_named(unit: str, yuan: int) -> None:
    corner = form(TITLE, "（2024年度）", f"单位：{unit}", money=funding("项目资金"))
    header = form(TITLE, "（2024年度）", money=funding(f"项目资金（{unit}）"))
    for facts in (corner, header):
        assert facts.money_unit is None
        assert {line.annual_budget_yuan for line in facts.funding} == {Decimal(yuan)}
        (finding,) = of(facts, *UNITS)
        assert (finding.rule, finding.severity) == ("other_money_unit", "info")
        assert finding.found == unit.removeprefix("人民币")


@pytest.mark.parametrize("unit", ["万美元", "欧元", "港币万元", "万元（港币）"])
def test_amounts_in_foreign_currency_are_left_out_and_its_name_is_said(unit: str) -> None:
    facts = form(TITLE, "（2024年度）", money=funding(f"项目资金（{unit}）"))
    assert facts.money_unit is None
    assert {line.annual_budget_yuan for line in facts.funding} == {None}
    (finding,) = of(facts, *UNITS)
    assert (finding.rule, finding.severity) == ("other_money_unit", "error")
    assert (finding.found or "").replace("(", "（").rstrip("）") in unit


def test_a_row_may_be_in_a_currency_of_its_own() -> None:
    facts = form(TITLE, "（2024年度）", money=funding("项目资金（万元）", "其中：外债资金（万美元）"))
    assert [line.annual_budget_yuan for line in facts.funding] == [Decimal(1_000_000), None]
    assert {(each.record, each.line_no, each.severity) for each in of(facts, *UNITS)} == {
        ("funding", 2, "error")
    }


@pytest.mark.parametrize("unit", ["元", "万元", "人民币万元", "万元人民币"])
def test_yuan_and_ten_thousands_of_them_are_no_finding(unit: str) -> None:
    facts = form(TITLE, "（2024年度）", f"单位：{unit}", money=funding("项目资金"))
    assert facts.money_unit == ("万元" if "万" in unit else "元")
    assert of(facts, *UNITS) == []


def test_no_unit_at_all_is_said() -> None:
    facts = form(TITLE, "（2024年度）", money=funding("项目资金"))
    assert [(each.rule, each.severity) for each in of(facts, *UNITS)] == [("missing_money_unit", "error")]


def test_a_minus_is_read_in_an_amount_however_it_is_written() -> None:
    for minus in ("-", "−", "–", "负"):
        facts = form(TITLE, "（2024年度）", money=funding("项目资金（万元）", executed=f"{minus}50.00"))
        assert facts.funding[0].executed_yuan == Decimal(-500_000)
        assert of(facts, "negative_amount") != []


@pytest.mark.parametrize("printed", ["102000010200001020000.00", "-5" + "0" * 30, "1000000000000"])
def test_an_amount_that_no_budget_has_is_left_out_and_said(printed: str) -> None:
    facts = form(TITLE, "（2024年度）", money=funding("项目资金（万元）", executed=printed))
    assert [line.executed_yuan for line in facts.funding] == [None, None]
    assert [line.annual_budget_yuan for line in facts.funding] == [Decimal(1_000_000)] * 2
    found = of(facts, "impossible_amount")
    assert [(each.line_no, each.field, each.severity, each.found) for each in found] == [
        (line, "executed_yuan", "error", printed) for line in (1, 2)
    ]


def test_the_largest_amount_there_may_be_is_kept() -> None:
    facts = form(TITLE, "（2024年度）", money=funding("项目资金（万元）", executed="999999999999.99"))
    assert facts.funding[0].executed_yuan == Decimal("9999999999999900.00")
    assert of(facts, "impossible_amount") == []


def test_a_form_without_a_year() -> None:
    facts = form(TITLE)
    assert facts.fiscal_year is None
    assert [each.severity for each in of(facts, "missing_fiscal_year")] == ["warning"]


@pytest.mark.parametrize(
    ("above", "head", "target"),
    [
        ((TITLE, "（2024年度）"), PLAIN, "≥3次"),
        (("2024年度项目支出绩效目标表",), PLAIN, "≥3次"),
        ((TITLE,), PLAIN, "2024年12月底前"),
    ],
)
def test_a_year_that_is_told_otherwise(
    above: tuple[str, ...], head: list[list[Printed]], target: str
) -> None:
    assert of(form(*above, head=head, target=target), "missing_fiscal_year") == []


@pytest.mark.parametrize(
    ("head", "target", "years"),
    [(HEAD, "≥3次", "2025"), (PLAIN, "2023年9月至2024年6月", "2023, 2024")],
)
def test_years_that_texts_name_are_told_and_not_taken(
    head: list[list[Printed]], target: str, years: str
) -> None:
    facts = form(TITLE, head=head, target=target)
    (found,) = of(facts, "missing_fiscal_year")
    assert (facts.fiscal_year, found.severity) == (None, "info")
    assert found.message.endswith(f"its texts name {years}")


def test_the_year_of_the_other_forms_of_the_document_is_told() -> None:
    def table(at: int) -> Grid:
        return grid(at, [*PLAIN, *funding("项目资金（万元）"), SCORED, [*ROW, "≥3次", "3次", "90", "90"]])

    forms = read(*lines(TITLE, "（2024年度）"), table(0), *lines(TITLE), table(1))
    found = [[(each.severity, each.expected) for each in of(facts, "missing_fiscal_year")] for facts in forms]
    assert found == [[], [("info", "2024")]]


def test_a_form_without_a_title() -> None:
    facts = form("（2024年度）")
    assert facts.title is None
    assert [(each.severity, each.found) for each in of(facts, "missing_title")] == [
        ("info", "project_self_evaluation")
    ]
    assert of(form(TITLE, "（2024年度）"), "missing_title") == []


def test_a_blank_form_is_asked_for_nothing() -> None:
    blank: list[list[Printed]] = [["项目名称", ("", 6)], ["主管部门", ("", 3), "实施单位", ("", 2)]]
    money = [
        ["项目资金（万元）", *row[1:]] if at == 0 else [row[0], *[""] * 6]
        for at, row in enumerate(funding(""))
    ]
    facts = form(TITLE, head=blank, money=money, target="", actual="")
    assert of(facts, "missing_fiscal_year", "missing_title", *UNITS) == []
