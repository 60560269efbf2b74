"""Hand-made facts, and every test on both databases: SQLite and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from normalizers.model import (
    Finding,
    FormFacts,
    FundingFacts,
    IndicatorFacts,
    Lineage,
    Measure,
    Quantity,
    SectionFacts,
    Spot,
)
from warehouse import Arrival, Maker, connect

MAKER = Maker("1", "v1", "default")
NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)

CELL = Spot("≥98.11%", 0.97, page=1, x0=10.0, y0=20.0, x1=60.0, y1=32.5)
WORD_CELL = Spot("项目支出绩效自评表", 1.0, grid=0, row=0, column=1)

FORM = FormFacts(
    ordinal=1,
    page_first=1,
    page_last=2,
    medium="pdf",
    form_type="project_self_evaluation",
    fiscal_year=2024,
    title="项目支出绩效自评表",
    organization="六盘水市住房和城乡建设局",
    department_code="[211]",
    competent_department="[211]六盘水市住房和城乡建设局",
    implementing_unit="六盘水市住房和城乡建设局",
    project_name="指挥中心视频前端维护费",
    organization_canonical="六盘水市住房和城乡建设局",
    unit_canonical="六盘水市住房和城乡建设局",
    project_canonical="指挥中心视频前端维护费",
    filled_on=date(2025, 2, 5),
    money_unit="元",
    expected_goal="确保正常使用",
    actual_outcome="已完成",
    total_weight=Decimal(100),
    total_score=Decimal("98.50"),
    rating="优",
    conclusion=None,
    contact="张三",
    read_share=1.0,
    confidence=1.0,
    vocabulary_version="v1",
    funding=(
        FundingFacts(
            line_no=1,
            kind="total",
            label_raw="年度资金总额:",
            initial_budget_yuan=Decimal(1020000),
            annual_budget_yuan=Decimal("1020000.00"),
            executed_yuan=Decimal("95237.62"),
            weight=Decimal(10),
            execution_rate=Decimal("0.9857"),
            score=None,
            confidence=1.0,
        ),
    ),
    indicators=(
        IndicatorFacts(
            line_no=1,
            level1="产出指标",
            level2="数量指标",
            level1_raw="产出指标 (50分)",
            level2_raw="数量指",
            name_raw="监控发现问题数",
            indicator="监控发现问题数",
            indicator_code="A01",
            target=Measure(
                "≥98.11%",
                "numeric",
                ">=",
                Decimal("98.11"),
                "%",
                None,
                Decimal("0.9811"),
                "ratio",
                (Quantity(">=", Decimal("98.11"), "%"), Quantity(None, Decimal("378.56125"), None)),
            ),
            actual=Measure("2024年5月前", "date", "<=", date="2024-05"),
            weight=Decimal(5),
            score=Decimal("4.5"),
            recomputed_score=None,
            remark="-",
            confidence=0.97,
        ),
    ),
    sections=(SectionFacts(1, "联系电话", "0858-1234567"),),
    findings=(
        Finding("funding", 1, "execution_rate", "execution_rate", "warning", "rate", "0.0934", "0.9857"),
    ),
    lineage=(
        Lineage("indicator", 1, "target_raw", CELL),
        Lineage("indicator", 1, "target_value", CELL),
        Lineage("form", None, "title", WORD_CELL),
    ),
)

MakeForm = Callable[..., FormFacts]
MakeArrival = Callable[..., Arrival]
Select = Callable[..., list[Any]]


@pytest.fixture
def form() -> MakeForm:
    """A form, with what the test wants different."""
    return lambda **changes: replace(FORM, **changes)


@pytest.fixture
def arrival() -> MakeArrival:
    """A document ``name`` that comes on the given day after the first."""

    def make(name: str, day: int = 0, **changes: Any) -> Arrival:
        seen_at = NOON + timedelta(days=day)
        return Arrival(name.ljust(64, "0"), (f"/data/{name}",), "application/pdf", seen_at, 2, **changes)

    return make


@pytest.fixture
def maker() -> Maker:
    return MAKER


@pytest.fixture
def url(either: str) -> str:
    """The address of an empty warehouse, on each database."""
    return either


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = connect(url)
    yield engine
    engine.dispose()


@pytest.fixture
def select(engine: Engine) -> Select:
    """Rows of SQL, as tuples; a list of values where there is one column."""

    def run(sql: str) -> list[Any]:
        with engine.connect() as connection:
            rows = [tuple(row) for row in connection.exec_driver_sql(sql)]
        return [row[0] if len(row) == 1 else row for row in rows]

    return run
