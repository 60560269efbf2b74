"""A heading under which no form was read is told from the annexes that a letter lists."""

from __future__ import annotations

import pytest

from extractors.model import Box, Layout, Page, Reading, TextLine
from normalizers import normalize, unread_heading
from tests.normalizers.forms import grid, lines

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
