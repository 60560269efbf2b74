"""Amounts, scores and rates."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.numbers import amount_yuan, rate_ratio, score_number


@pytest.mark.parametrize(
    ("text", "percent_header", "ratio"),
    [
        ("65.03", False, "0.6503"),
        ("65.03%", False, "0.6503"),
        ("0.6503", False, "0.6503"),
        ("100.00", False, "1"),
        ("0.99", False, "0.99"),
        ("0.99", True, "0.0099"),
        ("1.5", False, "1.5"),
        ("—", False, None),
        ("", False, None),
    ],
)
def test_a_rate_is_a_ratio_however_it_is_printed(text: str, percent_header: bool, ratio: str | None) -> None:
    assert rate_ratio(text, percent_header) == (None if ratio is None else Decimal(ratio))


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("8.22分", "8.22"),
        ("10", "10"),
        ("0", "0"),
        ("分", None),
        ("-", None),
        ("", None),
        ("。10", "10"),
        ("*9.45分", "9.45"),
        ("89.85、", "89.85"),
        ("9 √", "9"),
        ("√", None),
    ],
)
def test_a_bare_word_is_no_score_and_zero_is_one(text: str, score: str | None) -> None:
    assert score_number(text) == (None if score is None else Decimal(score))


@pytest.mark.parametrize(
    ("text", "factor", "yuan"),
    [
        ("1020000", "1", "1020000.00"),
        ("1,020,000.00", "1", "1020000.00"),
        ("57.55", "10000", "575500.00"),
        ("6.00 ", "10000", "60000.00"),
        ("10.38万元", "1", "103800.00"),
        ("0", "10000", "0.00"),
        (".842.19", "10000", "8421900.00"),
        (".5", "10000", "5000.00"),
        ("—", "1", None),
        ("9999999999999999", "1", "9999999999999999.00"),
        ("10000000000000000", "1", None),
        ("-1000000000000", "10000", None),
        ("123456789012345678901234567890.12", "10000", None),
    ],
)
def test_money_is_yuan(text: str, factor: str, yuan: str | None) -> None:
    found = amount_yuan(text, Decimal(factor))
    assert found == (None if yuan is None else Decimal(yuan))
    assert found is None or str(found) == yuan
