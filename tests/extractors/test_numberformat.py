"""Numbers as a spreadsheet shows them."""

from __future__ import annotations

import pytest

from extractors.office.numberformat import Shown, shown_number, shown_text

DAY = 45082
"""2023-06-05"""


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.8221, "0.00%", "82.21%"),
        (0.8221, "0%", "82%"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234567.891, "#,##0", "1,234,568"),
        (70, "0.00", "70.00"),
        (5, "000", "005"),
        (-5.5, "0.00_);(0.00)", "(5.50)"),
        (-3, "0", "-3"),
        (1e28, "0.0", f"1{'0' * 28}.0"),
        (0, '#,##0.00;-#,##0.00;"-"', "-"),
        (8.22, '0.00"分"', "8.22分"),
        (95, '"≥"0"%"', "≥95%"),
        (12345678, "0.00,,", "12.35"),
        (12345, '0!.0,"万元"', "1.2万元"),
        (1234, "[$¥-804]#,##0.00", "¥1,234.00"),
        (0.5, "[>=1]0.0;0%", "50%"),
        (123, "[DBNum2]0", "壹佰贰拾叁"),
        (12345, "0.00E+00", "1.23E+04"),
        (DAY, 'yyyy"年"m"月"', "2023年6月"),
        (DAY, 'yyyy"年"m"月"d"日";@', "2023年6月5日"),
        (DAY + 0.5, "yyyy-mm-dd hh:mm", "2023-06-05 12:00"),
        (DAY, '[DBNum1][$-804]yyyy"年"m"月"d"日"', "二〇二三年六月五日"),
        (1.5, "[h]:mm", "36:00"),
        (DAY + 0.50001, "mm:ss.0", "00:00.9"),
        (DAY, "[$-804]aaa", "一"),
        (DAY, "[$-804]aaaa", "星期一"),
        (DAY, "[$-409]ddd, mmm d", "Mon, Jun 5"),
        (DAY, "mmmmm", "J"),
        (0, "yyyy/m/d", "1900/1/0"),
        (1, "yyyy/m/d", "1900/1/1"),
    ],
)
def test_a_number_under_its_format(value: float, code: str, text: str) -> None:
    assert shown_number(value, code) == Shown(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (100, "100"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333333"),
        (1234567.1234567, "1234567.123"),
        (123456789012, "123456789012"),
        (-0.1, "-0.1"),
        (0, "0"),
    ],
)
def test_a_number_without_a_format(value: float, text: str) -> None:
    assert shown_number(value, "General") == Shown(text)


@pytest.mark.parametrize(("value", "text"), [(0.005, "0.01"), (1.005, "1.01"), (99.995, "100.00")])
def test_halves_go_away_from_zero_as_in_a_spreadsheet(value: float, text: str) -> None:
    assert shown_number(value, "0.00").text == text


def test_dates_count_from_1904_where_the_workbook_does() -> None:
    assert shown_number(DAY - 1462, "yyyy-mm-dd", from_1904=True).text == "2023-06-05"


@pytest.mark.parametrize(
    ("value", "code"),
    [(1.5, "# ?/?"), (-5, "yyyy-mm-dd"), (3, "[>5]0;[<2]0"), (1e20, "[DBNum2]0"), (float("nan"), "0.00")],
)
def test_a_format_that_cannot_be_followed_is_not_sure(value: float, code: str) -> None:
    assert not shown_number(value, code).sure


def test_a_text_may_have_words_around_it() -> None:
    assert shown_text("三", '@"级"') == "三级"
    assert shown_text("三", "0.00") == "三"
