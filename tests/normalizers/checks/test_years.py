"""Dates of another year than the form's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("2023年3月底前", "2023"),
        ("2022", "2022"),
        ("月1日到2023年12", "2023"),
        ("2023年1月—2023年12月", "2023"),
        ("2024年12月31日", None),
        ("12月31日", None),
        ("2025年6月底前", None),
        ("2023年6月至2024年6月", None),
        ("2023年6月至", None),
        ("2023年6月到20", None),
        ("按2023年标准执行", None),
        ("≥2023个", None),
    ],
)
def test_a_target_is_not_due_before_the_year(paper: Any, target: str, found: str | None) -> None:
    paper.line(target, "达成年度指标", "4", "4", name="项目完工时间")
    assert [f.found for f in paper.findings("target_before_year")] == ([found] if found else [])


@pytest.mark.parametrize(
    ("outcome", "found"),
    [
        ("2022年完成调研3次。", True),
        ("2022年度共培训300人次。", True),
        ("2024年完成调研3次，2022年完成2次。", False),
        ("根据2022年审计报告，已完成整改。", False),
        ("按照发〔2020〕21号文件，完成调研3次。", False),
        ("完成培训，到2025年底建成。", False),
        ("2022年底启动，现已完工。", False),
        ("项目于2022年9月30日完成验收。", True),
        ("2022年3月印发通知，工程已竣工。", False),
    ],
)
def test_goals_and_outcomes_speak_of_their_year(paper: Any, outcome: str, found: bool) -> None:
    assert paper.says(actual_outcome=outcome).severities("text_of_other_year") == ["info"] * found


def test_a_goal_may_tell_what_was_done_before(paper: Any) -> None:
    paper.says(expected_goal="2022年培训300人次。")
    assert [f.field for f in paper.findings("text_of_other_year")] == ["expected_goal"]
    assert paper.says(expected_goal="一期于2022年9月30日完成验收。").findings("text_of_other_year") == []


def test_a_self_evaluation_is_filled_in_after_its_year_has_begun(paper: Any) -> None:
    assert paper.says(filled_on=date(2024, 12, 25)).findings("filled_before_year") == []
    assert paper.says(filled_on=date(2025, 2, 5)).findings("filled_before_year") == []
    assert paper.says(filled_on=date(2023, 12, 25)).severities("filled_before_year") == ["warning"]
    assert paper.says(form_type="project_target").findings("filled_before_year") == []


def test_without_a_year_nothing_is_another(paper: Any) -> None:
    paper.line("2023年3月底前", "达成年度指标", "4", "4").says(
        fiscal_year=None, actual_outcome="2022年完成。"
    )
    assert paper.findings("target_before_year") == paper.findings("text_of_other_year") == []
