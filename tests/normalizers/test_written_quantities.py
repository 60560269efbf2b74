"""What is printed is read back: any operator in any spelling, any unit, any width, dates at any precision."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from normalizers import measure, written
from normalizers.lexicon import words
from normalizers.model import Operator, Quantity
from normalizers.text import squashed
from normalizers.units import MULTIPLIERS, in_base, is_unit, registry

SPELLED: dict[Operator, tuple[str, ...]] = {
    ">=": ("≥", ">=", "=>", "≧", "﹥=", "＞＝", "> =", "≮", "〉="),
    "<=": ("≤", "<=", "=<", "≦", "﹤=", "＜＝", "< =", "≯", "〈="),
    ">": (">", "＞", "﹥", "〉"),
    "<": ("<", "＜", "﹤", "〈"),
    "=": ("=", "＝", "﹦", "=="),
}
WIDE = str.maketrans("0123456789.%<>=/", "０１２３４５６７８９．％＜＞＝／")
COUNTED = sorted(set(registry()) - {"ratio"})
OVER = sorted({"元", "万元", "次", "人次", "吨", "公斤", "立方米", "m3", "个", "件", "小时", "千瓦时"})
UNDER = sorted({"年", "月", "日", "天", "人", "户", "亩", "公里", "次", "季度", "平方米", "万元", "人次"})

values = st.decimals(min_value=0, max_value=10**12, places=6, allow_nan=False).flatmap(
    lambda value: st.integers(0, 6).map(lambda places: round(value, places))
)
units = st.one_of(
    st.sampled_from(COUNTED),
    st.tuples(st.sampled_from(OVER), st.sampled_from(UNDER)).map("/".join),
    st.tuples(st.sampled_from(OVER), st.sampled_from(UNDER), st.sampled_from(UNDER)).map(
        lambda parts: f"{parts[0]}/{parts[1]}·{parts[2]}"
    ),
    st.tuples(st.sampled_from(sorted(MULTIPLIERS)), st.sampled_from(["人", "户", "元", "吨", "亩"])).map(
        "".join
    ),
    st.none(),
)
operators = st.sampled_from([*SPELLED, None])
many = settings(deadline=None, max_examples=200)
"""No deadline: the first conversion loads Pint."""


def is_calendar(quantity: Quantity) -> bool:
    """5月 without a sign is May, and 2023年 a year: nobody can tell them from five months."""
    return (
        quantity.operator is None and quantity.unit in ("年", "月") and quantity.value == int(quantity.value)
    )


@many
@given(operators, values, units)
def test_what_is_written_is_read_back(operator: Operator | None, value: Decimal, unit: str | None) -> None:
    quantity = Quantity(operator, value, None if unit is None else squashed(unit))
    assume(not is_calendar(quantity))
    assume(not (operator is None and unit is None and str(value)[:2] in ("19", "20")))
    found = measure(written(quantity))
    assert (found.kind, found.quantities) == ("numeric", (quantity,))
    assert (found.operator, found.value, found.unit) == (operator, value, quantity.unit)


@many
@given(
    st.data(),
    st.sampled_from(list(SPELLED)),
    values,
    st.sampled_from(["个", "%", "万元", "人次", "元/人·月"]),
)
def test_an_operator_is_read_in_every_spelling_and_width(
    data: st.DataObject, operator: Operator, value: Decimal, unit: str
) -> None:
    sign = data.draw(st.sampled_from(SPELLED[operator]))
    blank = data.draw(st.sampled_from(["", " ", "\u3000", "\n"]))
    text = f"{sign}{blank}{value:f}{unit}"
    found = measure(data.draw(st.sampled_from([text, text.translate(WIDE), f"{text}。", f"“{text}”"])))
    assert (found.kind, found.operator, found.value, found.unit) == ("numeric", operator, value, unit)


@many
@given(st.data(), st.sampled_from(list(SPELLED)), values, st.sampled_from(["个", "%", "万元", "天", "次/年"]))
def test_a_word_states_the_operator_as_its_sign_does(
    data: st.DataObject, operator: Operator, value: Decimal, unit: str
) -> None:
    known = words("words")
    in_front = [f"{word}{value:f}{unit}" for word in known.get(f"before {operator}", ())]
    behind = [f"{value:f}{unit}{word}" for word in known.get(f"after {operator}", ())]
    found = measure(data.draw(st.sampled_from(in_front + behind)))
    assert (found.kind, found.operator, found.value, found.unit) == ("numeric", operator, value, unit)


@many
@given(values, st.integers(3, 9))
def test_separators_are_no_part_of_the_value(value: Decimal, blank_at: int) -> None:
    assume(str(value)[:2] not in ("19", "20"))
    grouped = f"{value:,f}"
    assert measure(f"{grouped}元").value == value
    assert measure(f"{grouped[:blank_at]} {grouped[blank_at:]}元").value == value


DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))
DEADLINES: dict[str, Operator | None] = {
    "": None, "前": "<=", "之前": "<=", "以前": "<=", "前完成": "<=", "完成": None
}  # fmt: skip


@many
@given(DAYS, st.sampled_from(list(DEADLINES)), st.booleans(), st.sampled_from([0, 1, 2, 3, 4, 5]))
def test_a_date_is_read_at_the_precision_printed(day: date, ending: str, wide: bool, shape: int) -> None:
    printed, iso = [
        (f"{day.year}年{day.month}月{day.day}日", day.isoformat()),
        (f"{day.month}月{day.day}日", f"2023-{day.month:02}-{day.day:02}"),
        (f"{day.year}年{day.month}月", f"{day.year}-{day.month:02}"),
        (f"{day.year}年", f"{day.year}"),
        (f"{day.year}-{day.month:02}-{day.day:02}", day.isoformat()),
        (f"{day.year}年12月底", f"{day.year}-12-31"),
    ][shape]
    assume((day.month, day.day) != (2, 29))
    text = f"{printed}{ending}"
    found = measure(text.translate(WIDE) if wide else text, year=2023)
    assert (found.kind, found.operator, found.date) == ("date", DEADLINES[ending], iso)
    assert (found.value, found.unit, found.quantities) == (None, None, ())


@many
@given(values, units)
def test_a_known_unit_has_a_converted_figure(value: Decimal, unit: str | None) -> None:
    assume(unit is not None)
    assert unit is not None
    value_base, unit_base = in_base(value, squashed(unit))
    assert is_unit(squashed(unit))
    assert value_base is not None
    assert unit_base is not None
    assert in_base(value_base, unit_base) == (value_base, unit_base)


ODD_TEXT = st.text(
    "0123456789.,-~±×^/:%≥≤<>=（）()〉《》①⁴² "
    "年月日底前内以上至不超过低于万亿百十两半一二零元人次个户天约每第级",
    max_size=14,
)


@many
@given(ODD_TEXT, st.sampled_from([None, "户数（户）", "完成时间"]), st.sampled_from([None, 2023]))
def test_any_text_is_read_without_fail(text: str, name: str | None, year: int | None) -> None:
    found = measure(text, name=name, year=year)
    assert (found.value is not None) == (found.kind == "numeric")
    assert (found.date is not None) == (found.kind == "date")
    assert found.kind in ("numeric", "date") or found.operator is None
    assert found.kind in ("numeric", "qualitative") or found.quantities == ()
