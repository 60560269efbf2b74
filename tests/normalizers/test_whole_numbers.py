"""A figure is the number that is printed, or none: never a part of it, whatever stands around it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from normalizers import measure
from normalizers.lexicon import words
from normalizers.matching import indicators
from normalizers.model import Measure
from normalizers.numbers import cleaned

IN_FRONT = [
    "", "完成", "完成目标", "完成任务", "完成年度任务", "目标", "指标", "第一阶段", "方案", "附件", "达到",
    "达到目标值", "实现", "建成", "引进", "统一", "较上年提高", "户数", "人数", "养护国道", "改造省道",
    "建设S215省道", "X015县道", "新建乡道", "318国道改造", "G5高速", "GDP", "GDP增长", "CPI", "PM2.5浓度",
    "PM10下降", "公路技术状况MQI", "COD减排", "5G基站", "一户一档", "一村一品", "一次性补助", "十四五期间",
    "三公经费下降", "两癌筛查", "双随机一公开检查", "12345热线受理", "财预〔2023〕12号下达", "2023年",
    "2023年度", "2023年4月", "2023年完成", "2023年培训", "12月完成", "截至12月31日完成", "第三季度",
    "第四季度完成", "每年", "每人每月", "每户", "不少于", "不超过", "至少", "最多", "超过", "约", "近",
    "累计", "≥", "=", "（1）新建", "1、新建", "①新建",
]  # fmt: skip
UNITS = [
    "", "%", "‰", "个", "户", "人", "人次", "公里", "亩", "万亩", "元", "万元", "亿元", "季度", "个季度",
    "天", "年", "个月", "次", "座", "项", "套", "公斤", "平方米", "小时", "批次", "期", "条", "m3",
    "元/人·月",
]  # fmt: skip
BEHIND = [
    "",
    "。",
    "以上",
    "以内",
    "左右",
    "（含）以上",
    "，群众满意",
    "；",
    "任务",
    "工程",
    "全部完成",
    "达标",
]
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
MANY = settings(deadline=None, max_examples=400)


def spelt(number: int, two: str, zero: str, ten: str) -> str:
    """A numeral of 1 to 99,999; ``two`` is 二 or 两, ``zero`` 零 or 〇, ``ten`` what 10 to 19 begin with."""
    text, gap = "", False
    for place, name in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            figure = "一二三四五六七八九"[digit - 1]
            text += (zero if gap and text else "") + (two if digit == 2 and place >= 100 else figure) + name
        gap = digit == 0
    return ten + text.removeprefix("一十") if 10 <= number < 20 else text


spellings = st.builds(
    lambda number, two, zero, ten: (spelt(number, two, zero, ten), Decimal(number)),
    st.integers(1, 99_999),
    st.sampled_from("二两"),
    st.sampled_from("零〇"),
    st.sampled_from(["十", "一十"]),
)
decimals = st.decimals(0, 99_999, places=3, allow_nan=False).flatmap(
    lambda value: st.integers(0, 3).map(lambda places: round(value, places))
)
digits = st.builds(
    lambda value, grouped, wide: (
        (f"{value:,f}" if grouped else f"{value:f}").translate(WIDE if wide else {}),
        value,
    ),
    decimals,
    st.booleans(),
    st.booleans(),
)
mixed = st.builds(
    lambda above, below: (f"{above}万{below}千", Decimal(above * 10_000 + below * 1000)),
    st.integers(1, 99),
    st.integers(1, 9),
)


COUNTED = sorted({*UNITS} - {"", "年", "季度", "期"})
"""Units of which a numeral is not as well a name: 三年, 一季度, 二期."""


def makes_sense(printed: str, unit: str) -> bool:
    """Nobody prints 一万万亩."""
    return unit[:1] not in ("万", "亿") or "万" not in printed


def said(found: Measure, unit: str) -> list[Decimal]:
    """The numbers read; 三万人 is 3 万人, which is the number 30,000."""
    return [
        figure.value * 10**4 if (figure.unit or "") == f"万{unit}" else figure.value
        for figure in found.quantities
    ]


@MANY
@given(
    st.sampled_from(IN_FRONT),
    st.one_of(spellings, digits, mixed),
    st.sampled_from(UNITS),
    st.sampled_from(BEHIND),
)
def test_a_figure_is_the_number_that_is_printed_or_none(
    front: str, number: tuple[str, Decimal], unit: str, behind: str
) -> None:
    printed, value = number
    assume(makes_sense(printed, unit))
    found = measure(f"{front}{printed}{unit}{behind}", year=2023)
    assert found.kind != "date" or not unit or unit == "年"
    assert set(said(found, unit)) <= {value}


@MANY
@given(st.one_of(spellings, digits, mixed), st.sampled_from(COUNTED))
def test_a_number_with_its_unit_is_read_whole(number: tuple[str, Decimal], unit: str) -> None:
    printed, value = number
    assume(makes_sense(printed, unit))
    for front in ("完成任务", "新建", "完成年度目标", "养护国道", "建设S215省道", "2023年完成"):
        found = measure(f"{front}{printed}{unit}", year=2023)
        assert (found.kind, said(found, unit)) == ("numeric", [value])


@pytest.mark.parametrize(
    ("figure", "value"), [("12.5公里", "12.5"), ("95.5%", "95.5"), ("一百一十一户", "111")]
)
def test_no_word_and_no_indicator_takes_a_part_of_the_figure_behind_it(figure: str, value: str) -> None:
    curated = [name for each in indicators().values() for name in (each.name, *each.aliases)]
    known = [word for listed in words("quantities").values() for word in listed]
    read = {name: measure(f"{name}{figure}", year=2023) for name in (*curated, *known)}
    wrong = {
        name: found
        for name, found in read.items()
        if found.kind == "date" or found.value not in (None, Decimal(value))
    }
    assert wrong == {}
    lost = [name for name, found in read.items() if not found.quantities]
    assert len(lost) < len(read) * 0.005


TOKENS = st.one_of(
    st.sampled_from(sorted({word for listed in words("quantities").values() for word in listed})),
    st.sampled_from(
        [
            "，",
            "、",
            "；",
            "。",
            "（",
            "）",
            "和",
            "至",
            "-",
            "/",
            ":",
            "≥",
            "%",
            "个",
            "万元",
            "年",
            "月",
            "日",
            "第",
            "前",
        ]
    ),
    st.from_regex(r"\A[1-9]\d{0,4}(?:\.\d{1,3})?\Z"),
)


@MANY
@given(st.lists(TOKENS, min_size=2, max_size=7))
def test_the_value_of_any_text_is_a_whole_run_of_its_digits(tokens: list[str]) -> None:
    text = "".join(tokens)
    found = measure(text, year=2023)
    runs = {Decimal(run) for run in re.findall(r"\d+(?:\.\d+)?", cleaned(text))}
    if found.value is not None and not re.search(r"[零〇一二两三四五六七八九十百千半]", text):
        assert abs(found.value) in runs


@pytest.mark.parametrize("text", ["100 12月31日", "100 2023年12月31日", "完成12 2023年", "100 2023年12月"])
def test_a_number_that_runs_into_a_date_is_no_value(text: str) -> None:
    assert measure(text, year=2023).kind == "qualitative"


@pytest.mark.parametrize("text", ["1Q0%", "≥1O0%", "≥9l5人"])
def test_a_letter_that_was_read_for_a_digit_leaves_no_figure(text: str) -> None:
    found = measure(text, year=2023)
    assert (found.kind, found.value) == ("qualitative", None)


@pytest.mark.parametrize(("text", "unit"), [("≥30m3/日", "m3/日"), ("5km2", "km2"), ("≤35ug/m3", "ug/m3")])
def test_a_unit_with_a_digit_is_no_misread_figure(text: str, unit: str) -> None:
    assert measure(text, year=2023).unit == unit
