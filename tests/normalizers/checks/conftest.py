"""A form of figures, judged as a user's would be: its texts are measured and scored by the real thing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from normalizers.checks import check
from normalizers.model import (
    Finding,
    Form,
    FormFacts,
    FundingFacts,
    IndicatorFacts,
    IndicatorLine,
    Printed,
    SectionFacts,
    Spot,
)
from normalizers.quantities import measure
from normalizers.scoring import recomputed_score

FACTS = FormFacts(
    1, None, None, "word", "project_self_evaluation", 2024, "项目支出绩效自评表", None, None, None, None,
    "维修费", None, None, None, None, "元", None, None, None, None, None, None, None, 1.0, 1.0, "v",
)  # fmt: skip
COLUMNS = ("level1", "level2", "name", "target", "actual", "weight", "score", "remark")


def points(text: str) -> Decimal | None:
    return Decimal(text) if text else None


class Paper:
    """A self-evaluation of 2024 that grows line by line. ``sure`` is how well its figures were read."""

    def __init__(self) -> None:
        self.facts = FACTS
        self.headers = {f"indicators.{column}": Printed(column) for column in COLUMNS}
        self.medium: Any = "word"
        self.sure = 1.0

    def says(self, **fields: Any) -> Paper:
        self.facts = replace(self.facts, **fields)
        return self

    def line(
        self,
        target: str,
        actual: str,
        weight: str,
        score: str,
        remark: str | None = None,
        *,
        name: str = "工作",
        level1: str = "产出指标",
        level2: str = "数量指标",
        level1_raw: str | None = None,
    ) -> Paper:
        year = self.facts.fiscal_year
        line = IndicatorFacts(
            len(self.facts.indicators) + 1, level1, level2, level1_raw or level1, level2, name, name, None,
            measure(target, name=name, year=year), measure(actual, name=name, year=year),
            points(weight), points(score), None, remark, 1.0,
        )  # fmt: skip
        line = replace(line, recomputed_score=recomputed_score(line))
        return self.says(indicators=(*self.facts.indicators, line))

    def money(self, annual: str, executed: str, weight: str = "10", score: str = "10") -> Paper:
        line = FundingFacts(
            1, "total", "年度资金总额", Decimal(annual), Decimal(annual), Decimal(executed),
            points(weight), None, points(score), 1.0,
        )  # fmt: skip
        return self.says(funding=(line,))

    def note(self, text: str, label: str = "注") -> Paper:
        return self.says(sections=(SectionFacts(1, label, text),))

    def form(self) -> Form:
        spot = (Spot("", self.sure),)
        texts = dict.fromkeys(COLUMNS, Printed("", spot))
        lines = tuple(IndicatorLine(line.line_no, texts) for line in self.facts.indicators)
        fields = dict.fromkeys(("total_score", "rating"), Printed("", spot))
        notes = tuple((Printed(each.label_raw or ""), Printed(each.text)) for each in self.facts.sections)
        title = Printed(self.facts.title or "")
        return Form(1, None, None, self.medium, title, fields, self.headers, (), lines, notes, (), 1.0)

    def findings(self, rule: str) -> list[Finding]:
        return [finding for finding in check(self.facts, self.form()) if finding.rule == rule]

    def severities(self, rule: str) -> list[str]:
        return [finding.severity for finding in self.findings(rule)]


@pytest.fixture
def paper() -> Paper:
    return Paper()
