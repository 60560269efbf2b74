"""What words claim, what they leave out."""

from __future__ import annotations

from typing import Any

import pytest

OWN_BANDS = "三档计分：100-80% (含)、80-50% (含)、50-0%。"


@pytest.mark.parametrize(
    ("actual", "weight", "score", "found"),
    [
        ("达成预期指标", "15", "13", False),
        ("达成预期指标", "10", "8", False),
        ("达成预期指标", "10", "7", True),
        ("达成年度指标", "3", "2", False),
        ("部分达成年度指标并具有一定效果", "10", "6", False),
        ("部分达成年度指标并具有一定效果", "10", "8", False),
        ("部分达成年度指标并具有一定效果", "10", "10", True),
        ("未达成年度指标且效果较差", "10", "5", False),
        ("未完成", "10", "9", True),
        ("工作稳步推进", "10", "3", False),
        ("达成率较低", "10", "3", False),
    ],
)
def test_words_earn_points_in_the_band_they_claim(
    paper: Any, actual: str, weight: str, score: str, found: bool
) -> None:
    assert paper.line("有效提升", actual, weight, score).severities("outside_band") == ["warning"] * found


def test_bands_that_the_form_prints_win(paper: Any) -> None:
    partly = "部分达成预期指标并具有一定效果"
    assert paper.line("整体满意", partly, "10", "5").severities("outside_band") == ["warning"]
    assert paper.note(OWN_BANDS).severities("outside_band") == []


def test_a_figure_that_is_missed_by_words_has_no_band(paper: Any) -> None:
    assert paper.line("≥100个", "部分完成", "10", "9").severities("outside_band") == []


def test_lost_points_want_a_reason(paper: Any) -> None:
    paper.line("≥200个", "≥180个", "5", "4.5").line("≥2次", "1次", "5", "2.5", "无").line(
        "=1个", "1个", "5", "5"
    )
    assert [f.line_no for f in paper.findings("lost_without_reason")] == [1, 2]
    assert "“无”" in paper.findings("lost_without_reason")[1].message


def test_a_reason_may_stand_over_the_lines_below(paper: Any) -> None:
    paper.line("≥200个", "≥180个", "5", "4.5", "计划不周").line("≥500个", "≥360个", "5", "3.6")
    assert paper.severities("lost_without_reason") == []
    paper.line("=1个", "=1个", "5", "5").line("≥2次", "1次", "5", "2.5")
    assert [f.line_no for f in paper.findings("lost_without_reason")] == [4]


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"conclusion": "设备到货晚，是由于招标推迟。"},
        {"actual_outcome": "改造180个，少20个，因为资金到位晚。"},
    ],
)
def test_a_reason_may_stand_elsewhere(paper: Any, elsewhere: dict[str, str]) -> None:
    paper.line("≥200个", "≥180个", "5", "4.5").says(**elsewhere)
    assert paper.severities("lost_without_reason") == ["info"]


def test_a_section_of_problems_gives_the_reason_unless_it_is_blank(paper: Any) -> None:
    paper.line("≥200个", "≥180个", "5", "4.5")
    assert paper.note("招标较晚。", "存在问题").severities("lost_without_reason") == ["info"]
    assert paper.note("无", "存在问题").severities("lost_without_reason") == ["warning"]


def test_a_form_without_a_column_of_reasons_asks_for_none(paper: Any) -> None:
    del paper.headers["indicators.remark"]
    assert paper.line("≥200个", "≥180个", "5", "4.5").severities("lost_without_reason") == []


def test_a_blank_reason_of_a_scan_may_not_have_been_read(paper: Any) -> None:
    paper.medium = "scan"
    assert paper.line("≥200个", "≥180个", "5", "4.5").severities("lost_without_reason") == ["info"]


def test_a_target_without_a_result_is_found(paper: Any) -> None:
    paper.line("=3次", "=3次", "5", "5").line("≥85%", "", "5", "5").line("≥85%", "—", "5", "")
    assert [(f.line_no, f.severity) for f in paper.findings("empty_actual")] == [(2, "warning"), (3, "info")]


def test_results_that_are_rightly_empty(paper: Any) -> None:
    paper.line("=3次", "=3次", "5", "5").line("重大事故零起", "无", "5", "5")
    paper.line("", "", "", "").line("=100%", "", "", "").line("/", "/", "", "")
    assert paper.severities("empty_actual") == []


def test_a_blank_form_and_a_target_form_have_no_results(paper: Any) -> None:
    paper.line("=3次", "", "5", "").line("≥85%", "", "5", "")
    assert paper.severities("empty_actual") == []
    paper.line("≥85%", "90%", "5", "5").says(form_type="project_target")
    assert paper.severities("empty_actual") == []
