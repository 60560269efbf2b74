"""Targets and results as people write them, and what an analyst finds in the columns."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.quantities import measure

NUMERIC = [
    ("≥2570个", ">=", "2570", "个"),
    (">=98%", ">=", "98", "%"),
    ("≤378.56125万元", "<=", "378.56125", "万元"),
    ("每周≥7次", ">=", "7", "次"),
    ("≥各4次/年", ">=", "4", "次/年"),
    ("1位持证律师", None, "1", "位"),
    ("审计报告1次", None, "1", "次"),
    ("事项压缩至80项以内", "<=", "80", "项"),
    ("重特大事故零次", None, "0", "次"),
    ("比例要达≥70%。", ">=", "70", "%"),
    ("≥107000m³/日", ">=", "107000", "m3/日"),
    ("15个工作日内", "<=", "15", "个工作日"),
    ("不低于95%", ">=", "95", "%"),
    ("至少开展2次", ">=", "2", "次"),
    ("超过80%", ">", "80", "%"),
    ("90%以上", ">=", "90", "%"),
    ("95%左右", None, "95", "%"),
    ("约100人", None, "100", "人"),
    ("1600余户", None, "1600", "户"),
    ("两次", None, "2", "次"),
    ("百分之九十", None, "90", "%"),
    ("百分之百", None, "100", "%"),
    ("三万人次", None, "3", "万人次"),
    ("500万人", None, "500", "万人"),
    ("12000万美元", None, "12000", "万美元"),
    ("1,600户", None, "1600", "户"),
    ("≥9 5%", ">=", "95", "%"),
    ("﹥90％", ">", "90", "%"),
    ("<0万元", "<", "0", "万元"),
    ("1600", None, "1600", None),
    ("97.2%√", None, "97.2", "%"),
    ("≥62.8 √公里", ">=", "62.8", "公里"),
    (".=100%", "=", "100", "%"),
]


@pytest.mark.parametrize(("text", "operator", "value", "unit"), NUMERIC)
def test_a_figure_keeps_operator_value_and_unit(
    text: str, operator: str | None, value: str, unit: str | None
) -> None:
    found = measure(text, year=2024)
    assert (found.kind, found.operator, found.value, found.unit) == (
        "numeric",
        operator,
        Decimal(value),
        unit,
    )


@pytest.mark.parametrize(
    ("text", "operator", "iso"),
    [
        ("2022年12月31日", None, "2022-12-31"),
        ("2023年6月底前", "<=", "2023-06-30"),
        ("2024年5月前", "<=", "2024-05"),
        ("不晚于2024年5月", "<=", "2024-05"),
        ("8月13日", None, "2024-08-13"),
        ("年底", None, "2024-12-31"),
        ("2024年2月底", None, "2024-02-29"),
        ("2022年", None, "2022"),
        ("2023-12-31", None, "2023-12-31"),
    ],
)
def test_a_date_is_iso_at_the_precision_printed(text: str, operator: str | None, iso: str) -> None:
    found = measure(text, year=2024)
    assert (found.kind, found.operator, found.date, found.value) == ("date", operator, iso, None)


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("有效改善", []),
        ("达成年度指标", []),
        ("三级", []),
        ("第二名", []),
        ("等保三级", []),
        ("PM2.5达标", []),
        ("两癌筛查", []),
        ("投入金额（万元）", []),
        ("千米深井", []),
        ("GB18918-2002一级A标准", []),
        ("月1日到2023年12", []),
        ("2023年1月至12月", []),
        ("全州12县市全覆盖", ["12"]),
        ("90%-95%", ["90", "95"]),
        ("道路≥50公里、停车位≥5000个，绿地30公顷", ["50", "5000", "30"]),
    ],
)
def test_words_stay_words_and_their_figures_are_listed(text: str, figures: list[str]) -> None:
    found = measure(text, year=2024)
    assert (found.kind, found.operator, found.value) == ("qualitative", None, None)
    assert [quantity.value for quantity in found.quantities] == [Decimal(figure) for figure in figures]


@pytest.mark.parametrize("text", [None, "", " ", "-", "—", "——", "/", "无", "N/A"])
def test_nothing_is_empty_and_not_zero(text: str | None) -> None:
    found = measure(text)
    assert (found.kind, found.value, found.quantities) == ("empty", None, ())


def test_the_unit_comes_from_the_cell_then_the_column_then_the_name() -> None:
    assert measure("1600", name="监督的户数（户）").unit == "户"
    assert measure("1600个", name="监督的户数（户）").unit == "个"
    assert measure("1600", name="监督的户数（户）", unit="间").unit == "间"
    assert measure("12", name="完成时间（年月）").unit is None


def test_a_bare_year_is_a_date_only_where_time_is_asked_for() -> None:
    assert measure("2022", name="项目完工时间").date == "2022"
    assert measure("2022", name="发放补贴人数（人）").value == Decimal(2022)
    assert measure("2022", name="发放补贴人数").value == Decimal(2022)
    assert measure("1945.09", name="项目总成本（万元）").value == Decimal("1945.09")


def test_figures_compare_in_their_canonical_unit() -> None:
    assert (measure("48.5万元").value_base, measure("48.5万元").unit_base) == (Decimal("485000"), "元")
    assert (measure("≥98%").value_base, measure("≥98%").unit_base) == (Decimal("0.98"), "ratio")
    assert measure("30分钟").value_base == measure("0.5小时").value_base
    assert measure("5蒲").value_base is None
