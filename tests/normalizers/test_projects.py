"""The name of a project is the same from year to year; what makes it another project stays."""

from __future__ import annotations

import pytest

from normalizers.names import canonical_body, canonical_project, is_title, project_edition


@pytest.mark.parametrize(
    ("printed", "name", "edition"),
    [
        ("九洞桥污水处理厂运行费用（2025年）", "九洞桥污水处理厂运行费用", "2025"),
        ("九洞桥污水处理厂运行费用(2024年度)", "九洞桥污水处理厂运行费用", "2024"),
        ("2023年度乡村教师培训经费", "乡村教师培训经费", "2023"),
        ("2024年 乡村教师培训经费", "乡村教师培训经费", "2024"),
        ("2021-2022年度污水处理及利息费用", "污水处理及利息费用", "2021-2022"),
        ("提前下达2024年城乡义务教育补助经费", "提前下达城乡义务教育补助经费", "2024"),
        ("51092324T000010263357-农村公路养护", "农村公路养护", None),
        ("51000021R000000019951-工资性支出", "工资性支出", None),
        ("农村公路养护（51092324T000010263357）", "农村公路养护", None),
        ("[211]农村公路养护【2024】", "农村公路养护", "2024"),
        ("“雪亮工程”建设", "雪亮工程建设", None),
        ("《县志》编纂2024年", "县志编纂", "2024"),
        ("1.农村公路养护", "农村公路养护", None),
        ("农村公路养护 Maintenance of Rural Roads", "农村公路养护", None),
        ("يېزا يولى ئاسراش 农村公路养护", "农村公路养护", None),
        ("གྲོང་གསེབ་གཞུང་ལམ། 农村公路养护（2024年）", "农村公路养护", "2024"),
        ("（一）农村公路养护", "农村公路养护", None),
        ("2024年城乡医疗补助（黔财社〔2023〕12号）", "城乡医疗补助", "2024,黔财社〔2023〕12号"),
        ("污水处理厂（一期）", "污水处理厂一期", None),
        ("2023年12月困难群众慰问", "12月困难群众慰问", "2023"),
        ("2023年末困难群众慰问", "年末困难群众慰问", "2023"),
        ("产业规划2021-2025", "产业规划", "2021-2025"),
        ("公厕新建项目2023", "公厕新建项目", "2023"),
        ("2023春节慰问", "春节慰问", "2023"),
        ("二○二三年公厕新建项目", "公厕新建项目", "2023"),
        ("2024年", "2024年", "2024"),
        ("无", "无", None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_years_codes_and_quotes_are_set_aside(printed: str, name: str, edition: str) -> None:
    assert (canonical_project(printed), project_edition(printed)) == (name, edition)


@pytest.mark.parametrize(
    "printed", ["项目支出绩效目标自评表", "项目支出绩效自评表（2023年度）", "2024年度项目支出绩效目标表"]
)
def test_a_forms_title_names_no_project(printed: str) -> None:
    assert is_title(printed)
    assert canonical_project(printed) is None


@pytest.mark.parametrize("printed", ["绩效评价工作经费", "智能电表更换", "绩效目标申报表填报系统"])
def test_work_on_forms_and_tables_is_a_project(printed: str) -> None:
    assert canonical_project(printed) == printed


@pytest.mark.parametrize(
    "printed",
    [
        "12345政务服务热线运行经费",
        "120急救网络建设",
        "5G基站建设补助",
        "PPP项目可行性缺口补助",
        "路灯更换为LED",
        "3.15消费者权益日宣传",
        "S101-K20危桥改造",
        "第二批学前教育补助",
        "1000兆瓦光伏发电",
        "100万亩高标准农田建设",
        "2020亩高标准农田建设",
        "千村示范村2000",
    ],
)
def test_figures_that_belong_to_a_name_stay(printed: str) -> None:
    assert canonical_project(printed) == printed


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("污水处理厂一期工程", "污水处理厂二期工程"),
        ("2024年第一批补助资金", "2024年第二批补助资金"),
        ("提前下达2024年补助资金", "2024年补助资金"),
        ("农村公路养护（大修）", "农村公路养护（小修）"),
    ],
)
def test_other_projects_do_not_meet(one: str, other: str) -> None:
    assert canonical_project(one) != canonical_project(other)


@pytest.mark.parametrize(
    ("printed", "bare"),
    [("[211]某局", "某局"), ("219001某局", "某局"), ("306-某局", "某局"), ("120急救中心", "120急救中心")],
)
def test_a_number_that_is_no_code_stays_with_a_body(printed: str, bare: str) -> None:
    assert canonical_body(printed) == bare
