"""A form of figures, judged as a user's would be: its texts are measured and scored by the real thing."""

from __future__ import annotations

from dataclasses import MISSING, fields, replace
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
from normalizers.scoring import scored

COLUMNS = ("level1", "level2", "name", "target", "actual", "weight", "score", "remark")


def made(record: Any, **values: Any) -> Any:
    """A record of facts in which nothing is printed but ``values``."""
    blank = {field.name: None for field in fields(record) if field.default is MISSING}
    return record(**{**blank, **values})


def points(text: str) -> Decimal | None:
    return Decimal(text) if text else None


class Paper:
    """A self-evaluation of 2024 that grows line by line. ``sure`` is how well its figures were read."""

    def __init__(self) -> None:
        self.facts: FormFacts = made(
            FormFacts,
            ordinal=1,
            medium="word",
            form_type="project_self_evaluation",
            fiscal_year=2024,
            title="项目支出绩效自评表",
            project_name="维修费",
            money_unit="元",
            read_share=1.0,
            confidence=1.0,
            vocabulary_version="v",
        )
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
        line = made(
            IndicatorFacts,
            line_no=len(self.facts.indicators) + 1,
            level1=level1,
            level2=level2,
            level1_raw=level1_raw or level1,
            name_raw=name,
            target=measure(target, name=name, year=year),
            actual=measure(actual, name=name, year=year),
            weight=points(weight),
            score=points(score),
            remark=remark,
            confidence=1.0,
        )
        return self.says(indicators=(*self.facts.indicators, scored(line)))

    def money(self, annual: str, executed: str, weight: str = "10", score: str = "10") -> Paper:
        line = made(
            FundingFacts,
            line_no=1,
            kind="total",
            label_raw="年度资金总额",
            annual_budget_yuan=Decimal(annual),
            executed_yuan=Decimal(executed),
            weight=points(weight),
            score=points(score),
            confidence=1.0,
        )
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
