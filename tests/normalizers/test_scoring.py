"""The official score: figures of real forms, and the cases in which none can be given."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.model import IndicatorFacts
from normalizers.quantities import measure
from normalizers.scoring import recomputed_score


def line(
    target: str, actual: str, weight: str = "10", name: str = "工作", level2: str = "质量指标"
) -> IndicatorFacts:
    blank: dict[str, Any] = {field.name: None for field in fields(IndicatorFacts)}
    printed = {
        "level1": "产出指标",
        "level2": level2,
        "name_raw": name,
        "target": measure(target, name=name, year=2021),
        "actual": measure(actual, name=name, year=2021),
        "weight": Decimal(weight),
    }
    return IndicatorFacts(**{**blank, **printed})


@pytest.mark.parametrize(
    ("target", "actual", "weight", "points"),
    [
        ("≥107000m3/日", "≥95237.62m3/日", "9", "8.01"),
        ("≥10000m3/日", "≥6090.81m3/日", "10", "6.09"),
        ("≥350万吨", "≥18.41万吨", "5", "0.26"),
        ("≥500个", "≥360个", "5", "3.6"),
        ("≥85%", "≥98.11%", "10", "10"),
        ("≤3500平方米", "≤3692.46平方米", "5", "4.74"),
        ("≤112万元", "≤111万元", "10", "10"),
        ("≤1小时", "90分钟", "3", "2"),
        ("≥2万人", "15000人", "4", "3"),
        ("=0人", "=0人", "20", "20"),
        ("≤0%", "≤0%", "8", "8"),
        ("≤0起", "1起", "8", "0"),
        (">90%", ">90%", "5", "5"),
        ("=1600户", "1600", "10", "10"),
        ("≥3个", "2个", "10", "6.67"),
        ("≥8次", "7次", "6", "5.25"),
        ("≥95%", "94.99%", "10", "10"),
        ("≥95%", "90.25%", "4", "3.8"),
        ("≤3天", "4天", "5", "3.75"),
        ("≤3000元", "3001元", "3", "3"),
        ("≥1万人", "8000人", "10", "8"),
        ("≥12次/年", "1次/月", "5", "5"),
        ("≥-5%", "-3%", "5", "5"),
        ("≥7人", "6人", "7.5", "6.43"),
        ("≥99.9%", "0", "10", "0"),
        ("≥1,200人", "1,140人", "10", "9.5"),
        ("≥两次", "1次", "5", "2.5"),
        ("≥8个", "1个", "0.04", "0.005"),
    ],
)
def test_figures_are_scored_by_their_operator(target: str, actual: str, weight: str, points: str) -> None:
    assert recomputed_score(line(target, actual, weight)) == Decimal(points)


@pytest.mark.parametrize(
    ("target", "actual", "points"),
    [
        ("2021年6月30日", "2021年5月26日", "10"),
        ("8月13日", "8月13日", "10"),
        ("2021年6月30日", "2021年7月1日", "0"),
        ("2021年6月底前", "2021年6月", "10"),
        ("2021年", "2021年12月31日", "10"),
        ("2021年", "2022年1月", "0"),
    ],
)
def test_a_date_is_met_or_missed(target: str, actual: str, points: str) -> None:
    assert recomputed_score(line(target, actual, name="完成时间")) == Decimal(points)


@pytest.mark.parametrize(
    ("target", "actual"),
    [
        ("有效提升", "达成年度指标"),
        ("≥95%", "达成年度指标"),
        ("2021年6月15日", "2021年6月"),
        ("≥10个", "12公里"),
        ("≥95%", "0.95"),
        ("≥2000元", "2"),
        ("≤36.47元", "33.4万元"),
        ("每周≥7次", "365次"),
        ("=24小时", "20小时"),
        ("下降5%", "下降3%"),
        ("80%-90%", "85%"),
        ("≥-3%", "-5%"),
        ("", ""),
    ],
)
def test_no_score_is_better_than_a_guess(target: str, actual: str) -> None:
    assert recomputed_score(line(target, actual)) is None


@pytest.mark.parametrize(
    ("name", "level2", "points"),
    [
        ("工程支付率", "质量指标", "5"),
        ("设备无故障率", "质量指标", "5"),
        ("有责投诉率", "质量指标", "10"),
        ("投诉处理率", "质量指标", "5"),
        ("资金比例", "质量指标", None),
        ("职工不满意度", "服务对象满意度指标", "10"),
    ],
)
def test_without_an_operator_the_name_may_say_which_way_is_better(
    name: str, level2: str, points: str | None
) -> None:
    score = recomputed_score(line("=100%", "50%", name=name, level2=level2))
    assert score == (Decimal(points) if points else None)


def test_an_output_that_is_counted_had_better_be_more() -> None:
    assert recomputed_score(line("4次", "3次", level2="数量指标")) == Decimal("7.5")
    assert recomputed_score(line("4万元", "3万元", level2="数量指标")) is None


def test_the_vocabulary_says_which_way_where_the_target_does_not() -> None:
    quick = line("=24小时", "20小时", name="处理时长")
    assert recomputed_score(quick) is None
    assert recomputed_score(quick, "lower") == 10
    assert recomputed_score(quick, "higher") == Decimal("8.33")
    assert recomputed_score(line("=100%", "50%", name="完成率"), "none") is None
    assert recomputed_score(line("≥200个", "180个"), "lower") == 9


def test_money_that_was_to_be_spent_and_was_not_is_neither_saved_nor_missed() -> None:
    unspent = line("=10万元", "7.31万元", name="指导费用", level2="成本指标")
    assert recomputed_score(unspent, "lower") is None
    assert recomputed_score(unspent, "higher") == Decimal("7.31")
    assert recomputed_score(line("10万元", "7.31万元", level2="成本指标"), "lower") == 10
    assert recomputed_score(line("=10万元", "12.5万元", level2="成本指标"), "lower") == 8


@given(
    target=st.integers(0, 10**6),
    actual=st.integers(0, 10**6),
    weight=st.decimals(0, 100, places=1),
    operator=st.sampled_from(["≥", "≤", ">", "<"]),
)
def test_a_score_lies_between_nothing_and_the_weight(
    target: int, actual: int, weight: Decimal, operator: Any
) -> None:
    score = recomputed_score(line(f"{operator}{target}个", f"{actual}个", str(weight)))
    assert score is not None
    assert 0 <= score <= weight
    met = actual >= target if operator in "≥>" else actual <= target
    assert not met or score == weight
