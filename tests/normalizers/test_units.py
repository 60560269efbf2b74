"""The registry of units: what compares with what, and files that cannot be trusted."""

from __future__ import annotations

import subprocess
import sys
from decimal import Decimal

import pytest

from normalizers.units import in_base, parse_units
from tests.normalizers.conftest import Refusal


@pytest.mark.parametrize(
    ("figure", "same"),
    [
        ("48.5 万元", "485000 元"),
        ("0.9 亿元", "9000 万元"),
        ("3 百万元", "300 万元"),
        ("95 %", "0.95 比例"),
        ("5 ‰", "0.5 %"),
        ("1.3 倍", "130 %"),
        ("90 分钟", "1.5 小时"),
        ("2 年", "24 个月"),
        ("3 个季度", "9 个月"),
        ("15 亩", "10000 平方米"),
        ("2.5 km2", "250 公顷"),
        ("1.2 万人", "12000 名"),
        ("1 吨", "1000 公斤"),
        ("500 元/人·月", "6000 元/年/人"),
        ("5 万元/公里", "50 元/米"),
        ("24000 m3/日", "1000 立方米/小时"),
        ("1 次/季度", "4 次/年"),
        ("35 μg/m3", "0.035 毫克/立方米"),
        ("18 /10万", "0.18 ‰"),
        ("3 台(套)", "3 台"),
        ("5 元/10万人", "0.5 元/万人"),
    ],
)
def test_figures_of_one_dimension_compare(figure: str, same: str) -> None:
    value, unit = figure.split()
    other_value, other_unit = same.split()
    found = in_base(Decimal(value), unit)
    assert found == in_base(Decimal(other_value), other_unit)
    assert found[0] is not None


@pytest.mark.parametrize(
    ("unit", "other"),
    [("人", "人次"), ("人", "户"), ("个", "项"), ("天", "个工作日"), ("%", "个百分点"), ("年", "天"),
     ("元", "美元"), ("次", "次/年"), ("元/人", "元/户"), ("吨", "吨标准煤"), ("场", "期")],
)  # fmt: skip
def test_what_is_counted_otherwise_does_not_compare(unit: str, other: str) -> None:
    assert in_base(Decimal(1), unit)[1] != in_base(Decimal(1), other)[1]


def test_a_unit_that_nobody_knows_is_not_converted() -> None:
    assert in_base(Decimal(5), "蒲") == (None, None)
    assert in_base(Decimal(5), None) == (None, None)
    assert in_base(Decimal("10.38"), "万") == (None, None)


def test_a_figure_is_exact_or_has_fifteen_digits() -> None:
    assert in_base(Decimal("0.1"), "万元") == (Decimal("1000"), "元")
    assert in_base(Decimal(1), "亩") == (Decimal("666.666666666667"), "平方米")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("money:\n  元: [元, 1]\n  元: [元, 1]\n", "units.yaml: line 3: “元” is defined twice"),
        ("money:\n  元: [元, 1]\nlength:\n  元: [元, 1]\n", "units.yaml: line 4: “元” is defined twice"),
        ("money:\n  元: 1\n", "units.yaml: line 2: “元” needs [canonical unit, factor]"),
        ("money:\n  元: [元, viel]\n", "units.yaml: line 2: “元” needs [canonical unit, factor]"),
        ("money:\n  元: [元, 1/0]\n", "units.yaml: line 2: “元” needs [canonical unit, factor]"),
        ("money:\n  元: [元, -1]\n", "units.yaml: line 2: “元” needs a factor above 0"),
        ("money:\n  元: [元, 1]\n  里: [米, 9]\n", "units.yaml: line 3: “里” is counted in 米, but"),
        ("money:\n  万元: [元, 10000]\n", "units.yaml: line 2: “元” is counted in but is no unit itself"),
        ("money:\n  元: [元, 1]\nper:\n  money: 角\n", "units.yaml: line 4: “角” is no unit"),
        ("money: [元]\n", "units.yaml: line 1: expected the units of money"),
        ("- 元\n", "units.yaml: line 1: expected dimensions and their units"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_trusted_is_refused_with_file_and_line(
    refusal: Refusal, text: str, message: str
) -> None:
    assert refusal(parse_units, "units.yaml", text).startswith(message)


def test_help_does_not_wait_for_pint() -> None:
    code = "import sys, flows.cli, normalizers; print('pint' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
