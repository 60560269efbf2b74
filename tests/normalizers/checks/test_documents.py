"""From the cells of a document to its findings: two self-evaluations, the second filled in by copying."""

from __future__ import annotations

from decimal import Decimal

from extractors.model import Box, Cell, Grid, Layout, Page, Reading, TextLine
from normalizers import normalize
from normalizers.model import FormFacts

BOX = Box(1, 0, 0, 9, 9)
OUTCOME = "全年开展入户宣传48场，发放资料2600份，调解邻里纠纷37件，群众来访比上年减少。"
FUNDING = ("资金来源", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", "")
HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "未完成原因分析")

Row = tuple[str, ...]


def reading(text: str) -> tuple[Reading, ...]:
    return (Reading(text, 1.0, None),)


def form(
    at: int, project: str, goal: str, indicators: list[Row], total: str, rating: str
) -> list[TextLine | Grid]:
    rows: list[Row] = [
        ("项目名称", project, "", "", "实施单位", "清源县司法局", "", ""),
        ("项目资金（元）", *FUNDING[1:]),
        ("年度资金总额", "364700", "364700", "334000", "10", "91.58", "9.16", ""),
        ("预期目标", goal, "", "", "实际完成情况", OUTCOME, "", ""),
        HEADER,
        *indicators,
        ("总分", "", "", "", "", "100", total, ""),
        ("自评结论", f"自评得分{total}，自评等级为{rating}。", "", "", "", "", "", ""),
    ]  # fmt: skip
    cells = tuple(
        Cell(row, column, 1, 1, reading(text), (BOX,))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    lines = [TextLine(reading(text), BOX) for text in ("项目支出绩效自评表", "（2024年度）")]
    return [*lines, Grid(at, len(rows), 8, cells)]


def facts() -> tuple[FormFacts, ...]:
    first: list[Row] = [
        ("产出指标（50分）", "数量指标", "宣传场次", "≥50场", "48场", "20", "19.2", "天气不佳"),
        ("产出指标（50分）", "成本指标", "宣传经费", "≤36.47元", "33.4万元", "30", "30", ""),
        ("效益指标（30分）", "社会效益指标", "矛盾化解", "有效提升", "达成年度指标", "30", "30", ""),
        ("满意度指标（10分）", "满意度指标", "群众满意度", "≥90%", "92%", "10", "10", ""),
    ]
    second: list[Row] = [
        ("产出指标（50分）", "数量指标", "改造点位", "≥144个", "90个", "20", "20", ""),
        ("产出指标（50分）", "时效指标", "完工时间", "2023年6月底前", "2024年9月27日", "20", "18", ""),
        ("效益指标（30分）", "社会效益指标", "治安状况", "明显改善", "达成年度指标", "30", "20", "警力不够"),
        ("满意度指标（10分）", "满意度指标", "群众满意度", "≥90%", "", "10", "8.5", "样本少"),
    ]
    items = [
        *form(0, "人民调解经费", "开展普法宣传，化解矛盾纠纷。", first, "98.36", "优"),
        *form(1, "视频监控建设", "建成前端点位144个，接入平台运行。", second, "75.66", "良"),
    ]
    page = Page(1, 595.0, 842.0, "word")
    return normalize(Layout("00", "application/docx", "word", tuple(items), (page,)))


def found(form: FormFacts) -> list[tuple[str, int | None, str]]:
    return sorted((each.rule, each.line_no or 0, each.severity) for each in form.findings)


def test_each_defect_is_found_once_and_nothing_else() -> None:
    one, two = facts()
    assert found(one) == [("money_unit_mixed", 2, "warning")]
    assert found(two) == [
        ("empty_actual", 4, "warning"),
        ("level_weights", 1, "warning"),
        ("lost_without_reason", 2, "warning"),
        ("missed_but_full_marks", 1, "warning"),
        ("outcome_copied", 0, "warning"),
        ("outside_band", 3, "warning"),
        ("rating_against_score", 0, "warning"),
        ("target_before_year", 2, "warning"),
        ("total_weight", 0, "warning"),
    ]


def test_every_indicator_has_the_official_score_that_its_figures_allow() -> None:
    scores = [[line.recomputed_score for line in form.indicators] for form in facts()]
    assert scores == [[Decimal("19.2"), None, None, 10], [Decimal("12.5"), 0, None, None]]
