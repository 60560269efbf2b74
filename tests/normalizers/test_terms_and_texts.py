"""Terms side by side, levels that only the cells tell, money and indicators said in running text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from normalizers.model import FormFacts
from tests.normalizers.forms import HEAD, LEVELS, TARGET, Printed, grid, lines, one, read, sections


def bare(*rows: list[Printed]) -> FormFacts:
    """A form that prints no unit of money above its tables."""
    (form,) = read(*lines(TARGET), grid(0, [*HEAD, *rows]))
    return form


OWN: list[Printed] = ["二级指标", "三级指标", "指标值"]
LONG_ROW: list[Printed] = ["产出指标", "质量指标", "合格率", "≥90%", "数量指标", "检查次数", "≥12次"]


@pytest.mark.parametrize(
    "header",
    [
        [["一级指标", *(f"{name}（长期）" for name in OWN), *(f"{name}（年度）" for name in OWN)]],
        [["一级指标", *(f"中期{name}" for name in OWN), *(f"年度{name}" for name in OWN)]],
        [["一级指标", *(f"{name}（实施期）" for name in OWN), *OWN]],
        [
            [("一级指标", 1, 2), ("长期绩效指标", 3), ("年度绩效指标", 3)],
            OWN * 2,
        ],
        [
            ["", ("中期指标", 3), ("年度指标", 3)],
            ["一级指标", *OWN * 2],
        ],
    ],
)  # fmt: skip
def test_of_two_terms_side_by_side_the_years_indicators_are_read(header: list[list[Printed]]) -> None:
    form = one(TARGET, *header, LONG_ROW)
    (line,) = form.indicators
    assert (line.level1, line.level2, line.name_raw) == ("产出指标", "数量指标", "检查次数")
    assert (line.target.operator, line.target.value, line.target.unit) == (">=", 12, "次")
    assert any("合格率" in text for text in sections(form).values())


def test_the_years_target_is_known_by_the_brackets_of_its_header() -> None:
    form = one(TARGET, [*LEVELS, "指标值（总体）", "指标值（年度）"], [*LONG_ROW[:3], "36次", "12次"])
    assert [line.target.raw for line in form.indicators] == ["12次"]


def test_second_levels_may_stand_under_the_name_of_the_first() -> None:
    form = one(
        TARGET,
        [("绩效指标", 1, 4), "一级指标", "二级指标", "绩效标准", "当年预期实现值"],
        [("数量指标", 1, 2), "维修次数", "按月统计", "≥280次"],
        ["巡察次数", "", "200次"],
        ["满意度指标", "服务对象满意度", "", "≥90%"],
    )
    assert [(line.level1, line.level2, line.name_raw, line.target.value) for line in form.indicators] == [
        ("产出指标", "数量指标", "维修次数", 280),
        ("产出指标", "数量指标", "巡察次数", 200),
        ("满意度指标", "服务对象满意度指标", "服务对象满意度", 90),
    ]


def test_names_may_stand_under_the_second_level() -> None:
    form = one(TARGET, ["一级指标", "二级指标", "指标值"], ["产出指标", "维修次数", "≥280次"])
    (line,) = form.indicators
    assert (line.level1, line.level2_raw, line.name_raw) == ("产出指标", None, "维修次数")


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        (
            "资金总额及构成",
            "总额  106.5万元\n一、财政拨款：69.5万元（其中：上级财政资金：60万元；本级财政：9.5万元）"
            "\n二、其他：37万元",
            [
                ("total", 1065000), ("fiscal", 695000), ("superior", 600000), ("local", 95000),
                ("other", 370000),
            ],
        ),
        (
            "项目资金总额",
            "1,200.50万元（其中：财政拨款1,200万元，自筹资金0.5万元）",
            [("total", 12005000), ("fiscal", 12000000), ("other", 5000)],
        ),
        ("资金构成", "财政拨款80万元、自有资金20万元。", [("fiscal", 800000), ("other", 200000)]),
        ("预算资金（万元）", "资金总额：30  财政拨款：30", [("total", 300000), ("fiscal", 300000)]),
    ],
)  # fmt: skip
def test_money_may_be_said_in_a_text(label: str, text: str, expected: list[tuple[str, int]]) -> None:
    form = bare([label, (text, 6)])
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == expected
    assert form.money_unit == "万元"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("资金来源", "财政拨款60万元，自筹40万元"),
        ("资金用途", "财政拨款100万元用于购置设备20台"),
        ("资金构成", "2023年下达财政拨款"),
    ],
)
def test_a_text_that_only_mentions_money_stays_a_text(label: str, text: str) -> None:
    form = bare([label, (text, 6)])
    assert form.funding == ()
    assert text in sections(form).values()


def test_a_cell_may_hold_several_kinds_of_funding_with_and_without_amounts() -> None:
    form = bare(
        [("年度预算申请（万元）", 1, 3), ("资金总额：704", 6)],
        [("按收入性质分", 3), ("按支出性质分", 3)],
        [("公共财政拨款：683\n政府性基金拨款：\n非税收入拨款：21", 3), ("基本支出：622\n项目支出：82", 3)],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 7040000),
        ("fiscal", 6830000),
        ("fiscal", None),
        ("basic", 6220000),
        ("project", 820000),
    ]
    assert sections(form)["非税收入拨款"] == "21"


def test_a_unit_that_stands_only_in_the_cells_is_the_forms() -> None:
    form = bare(
        ["资金总额", "8600万元", "当年资金总额：", "8600万元"], ["其他资金", "", "当年其他资金", "1.5"]
    )
    assert form.money_unit == "万元"
    assert {line.annual_budget_yuan for line in form.funding} == {Decimal(86000000), Decimal(15000)}


def test_last_years_money_stands_beside_the_years_under_two_labels_at_the_side() -> None:
    form = bare(
        [("资金情况", 1, 6), ("资金来源（万元）", 1, 3), "项目", "上年度预算安排", "本年度申请金额"],
        ["合计", "85.00", "92.40"],
        ["财政拨款", "85.00", "90.00"],
        [("支出内容及明细预算（万元）", 1, 3), "项目", "上年度预算安排", "本年度申请金额"],
        ["合计", "85.00", "92.40"],
        ["砂石料", "52.00", "56.00"],
        ["绩效目标", ("道路畅通", 4)],
    )
    assert [(line.label_raw, line.annual_budget_yuan) for line in form.funding] == [
        ("合计", 924000),
        ("财政拨款", 900000),
    ]
    assert form.expected_goal == "道路畅通"


def test_a_table_of_projects_below_the_funding_adds_no_line_to_it() -> None:
    form = one(
        "2023年度部门整体支出绩效目标表",
        [
            ("部门总体资金情况", 1, 4), ("总体资金情况", 1, 2), ("当年金额", 1, 2), ("占比", 1, 2),
            ("近两年收支金额", 2),
        ],
        ["2021年", "2022年"],
        ["财政拨款", "90", "90%", "80", "85"],
        ["合计", "100", "100%", "90", "95"],
        [("项目支出情况", 1, 2), "项目名称", "项目类型", "项目总预算", "项目本年度预算", "用途"],
        ["督查经费", "常年性", "86", "86", "差旅"],
        ["整体绩效总目标", ("高效运转", 5)],
    )  # fmt: skip
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("fiscal", 900000),
        ("total", 1000000),
    ]
    assert (form.project_name, form.expected_goal) == ("校舍维修（2025年）", "高效运转")


@pytest.mark.parametrize("part", ["绩效目标", "年度总体目标"])
def test_indicators_without_a_header_are_known_by_their_levels(part: str) -> None:
    form = bare(
        [part, ("保障运转", 6)],
        [("绩效指标", 1, 3), ("产出指标", 1, 2), ("质量指标：按期完工，合格率达100%", 5)],
        [("时效指标：12月底前完成", 5)],
        ["效益指标", ("社会效益指标：环境改善。\n生态效益指标：绿化70%；满意度指标：无投诉", 5)],
        ["其他需要说明的问题", ("无", 6)],
    )
    assert form.expected_goal == "保障运转"
    assert [(line.line_no, line.level1, line.level2, line.name_raw) for line in form.indicators] == [
        (1, "产出指标", "质量指标", "按期完工，合格率达100%"),
        (2, "产出指标", "时效指标", "12月底前完成"),
        (3, "效益指标", "社会效益指标", "环境改善。"),
        (4, "效益指标", "生态效益指标", "绿化70%；"),
        (5, "效益指标", "服务对象满意度指标", "无投诉"),
    ]
    assert form.unread_cells == 0


def test_without_a_header_a_name_and_its_target_stand_behind_both_levels() -> None:
    form = bare(
        [("产出指标", 1, 2), ("数量指标", 1, 2), ("检查次数", 2), ("≥12次", 3)],
        [("培训人数", 2), ("30人", 3)],
    )
    assert [(line.level2, line.name_raw, line.target.value) for line in form.indicators] == [
        ("数量指标", "检查次数", 12),
        ("数量指标", "培训人数", 30),
    ]


def test_dots_in_the_column_of_levels_are_the_forms_own() -> None:
    form = one(
        TARGET,
        [*LEVELS, "指标值"],
        [("产出指标", 1, 2), "成本指标", "总投资", "≤5万元"],
        ["…", "", ""],
        ["效益指标", "社会效益指标", "环境", "改善"],
    )
    assert [line.level2_raw for line in form.indicators] == ["成本指标", "社会效益指标"]


def test_the_total_of_what_the_money_is_spent_on_is_the_forms_where_it_prints_no_other() -> None:
    form = bare(
        [("项目预算（万元）", 1, 3), "成本构成", "金额", "测算（公式）依据", "2021年实际执行数"],
        ["保安服务费", "192", "依据招标文件", "191"],
        ["合计", "815", "", "662.88"],
        ["绩效目标", ("整洁有序", 4)],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [("total", 8150000)]
    assert any(each.text.startswith("保安服务费；金额：192") for each in form.sections)
    assert (form.expected_goal, form.unread_cells) == ("整洁有序", 0)


def test_a_goal_in_parts_is_made_of_their_texts_without_those_of_a_longer_term() -> None:
    form = bare(
        [("预期目标", 1, 4), ("内容", 2), ("部门（单位）申报", 4)],
        [("预期提供的公共产品和服务的数量", 2), ("管护道路186公里。", 4)],
        [("预期效果", 2), ("道路畅通。", 4)],
        [("实施周期目标", 2), ("到2025年全部硬化。", 4)],
    )
    assert form.expected_goal == "管护道路186公里。道路畅通。"
    assert sections(form)["实施周期目标"] == "到2025年全部硬化。"


def test_the_money_of_all_years_beside_the_years_own_is_no_funding_of_the_year() -> None:
    form = bare(
        ["资金总额", "900万元", "当年资金总额：", "300万元"],
        ["其中：财政拨款", "900万元", "其中：当年财政拨款", "300万元"],
    )
    assert [(line.kind, line.annual_budget_yuan) for line in form.funding] == [
        ("total", 3000000),
        ("fiscal", 3000000),
    ]
