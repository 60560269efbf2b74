"""Two terms side by side, labels inside labels, headings over several lines: offices that were met late."""

from __future__ import annotations

import pytest

from tests.normalizers.forms import TARGET, Printed, grid, lines, one, read, sections

GOALS: list[Printed] = [("总体目标", 1, 2), ("中期目标（2023年—2025年）", 3), ("年度目标", 3)]
TEXTS: list[Printed] = [("三年改造道路29条。", 3), ("改造道路3条。", 3)]
TWIN: list[Printed] = ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "计划指标值"]
LINE: list[Printed] = ["产出指标", "数量指标", "改造道路总数", "29条", "数量指标", "改造道路数", "3条"]


def test_indicators_go_on_below_the_goals_of_their_term() -> None:
    form = one(TARGET, GOALS, TEXTS, TWIN, LINE)
    (line,) = form.indicators
    assert (line.level1, line.level2, line.name_raw) == ("产出指标", "数量指标", "改造道路数")
    assert (str(line.target.value), line.target.unit) == ("3", "条")
    assert form.expected_goal == "改造道路3条。"
    assert "29条" in (sections(form)["指标值"] or "")


def test_without_goals_of_two_terms_the_first_columns_are_the_indicators() -> None:
    (line,) = one(TARGET, TWIN, LINE).indicators
    assert line.name_raw == "改造道路总数"


@pytest.mark.parametrize(
    "heading",
    [
        ("临川市2023年农业专项（畜禽粪污", "资源化利用项目）绩效目标表"),
        ("临川市农业专项（畜禽粪污", "资源化利用项目）2023年", "中央投资计划绩效目标表"),
    ],
    ids=["two lines", "three lines"],
)
def test_a_heading_that_breaks_off_inside_brackets_goes_on_in_the_next_line(heading: tuple[str, ...]) -> None:
    rows: list[list[Printed]] = [["项目名称", "粪污利用"], ["三级指标", "指标值"], ["处理粪污", "≥3吨"]]
    (form,) = read(*lines("附件", *heading), grid(0, rows))
    assert form.title == "".join(heading)


def test_the_narrower_of_two_labels_names_the_project_and_the_body() -> None:
    rows: list[list[Printed]] = [
        ["一级项目名称", "文化事业发展专项资金", "组织实施单位", "省文物局"],
        ["二级项目名称", "博物馆免费开放补助", "项目实施单位", "临川市博物馆"],
        ["基本情况", ("保障博物馆正常运转", 3)],
        ["年度绩效目标", ("提高服务水平", 3)],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "开放天数", "300天"],
    ]
    (form,) = read(*lines(TARGET), grid(0, rows))
    assert (form.project_name, form.implementing_unit) == ("博物馆免费开放补助", "临川市博物馆")
    assert form.expected_goal == "提高服务水平"
    kept = sections(form)
    assert (kept["一级项目名称"], kept["组织实施单位"]) == ("文化事业发展专项资金", "省文物局")
    assert kept["基本情况"] == "保障博物馆正常运转"


def test_weights_of_several_rows_in_one_cell_are_none_and_said_to_be() -> None:
    header: list[Printed] = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
    level: Printed = ("效益指标", 1, 2)
    first: list[Printed] = [level, "社会效益指标", "公平秩序", "提升", "提升", ("20\n10", 1, 2), "18"]
    second: list[Printed] = ["可持续影响指标", "平台应用", "长期", "长期", "10"]
    form = one(TARGET, header, first, second)
    assert [line.weight for line in form.indicators] == [None, None]
    assert "several_figures" in {found.rule for found in form.findings}


def test_a_letter_that_hangs_into_the_row_of_totals_makes_it_no_indicator() -> None:
    header: list[Printed] = ["一级指标", "二级指标", "三级指标", "指标值", "完成值", "分值", "得分"]
    line: list[Printed] = ["产出指标", "数量指标", "改造道路数", "3条", "3条", "100", "97"]
    form = one(TARGET, header, line, [("标\n总分", 5), "100", "97"])
    assert [line.name_raw for line in form.indicators] == ["改造道路数"]
    assert (form.total_weight, form.total_score) == (100, 97)


def test_the_sum_of_a_table_of_tasks_that_goes_on_overleaf_is_no_funding() -> None:
    first: list[list[Printed]] = [
        ["项目名称", ("养老服务", 3)],
        [("主要工作任务", 1, 2), "任务名称", "主要内容", "预算金额（万元）"],
        ["开展业务培训", "培训人员", "532"],
    ]
    overleaf: list[list[Printed]] = [["", ("金额合计", 3), ("532", 2)], ["年度总体目标", ("改善服务。", 5)]]
    indicators: list[list[Printed]] = [["三级指标", "指标值"], ["培训人数", "≥30人"]]
    (form,) = read(*lines(TARGET, "单位：万元"), grid(0, first), grid(1, overleaf), grid(2, indicators))
    assert form.funding == ()
    assert form.expected_goal == "改善服务。"


def test_short_goals_right_above_the_header_of_the_indicators_are_no_headers() -> None:
    form = one(
        TARGET,
        [("年度总体目标", 1, 2), ("预期目标", 3), ("实际完成情况", 3)],
        [("1、备足物资，快速投送。", 3), ("目标一，物资入库。", 3)],
        ["", "一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值"],
        ["年度绩效指标", "产出指标", "数量指标", "储备帐篷", "210顶", "210顶", "7"],
    )
    assert (form.expected_goal, form.actual_outcome) == ("1、备足物资，快速投送。", "目标一，物资入库。")
    assert [line.name_raw for line in form.indicators] == ["储备帐篷"]


def test_funding_in_pairs_below_a_table_of_tasks_is_the_forms() -> None:
    form = one(
        TARGET,
        ["任务名称", ("主要内容", 2), "预算金额（万元）"],
        ["开展业务培训", ("培训人员", 2), "189"],
        [("金额合计", 3), "189"],
        ["年度资金总额", "244", "一般公共预算资金", "244"],
        ["上年结转", "0", "其他资金", "0"],
        ["一级指标", "二级指标", "三级指标", "指标值"],
        ["产出指标", "数量指标", "改造管网", "19公里"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 2440000), ("fiscal", 2440000), ("carryover", 0), ("other", 0),
    ]  # fmt: skip
