"""The diary of decisions: what stands of it, and warehouses that were made before there was one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import Decision, Maker, connect, diary, load, query, record, standing
from warehouse.connect import writing
from warehouse.decisions import Verb
from warehouse.errors import UnknownSchemaError
from warehouse.lineage import Database
from warehouse.views import views

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
Made = tuple[Verb, str, str] | int


def decisions(*made: Made) -> tuple[Decision, ...]:
    """A diary of (verb, subject, target) and of ids that are undone."""
    return tuple(
        Decision(verb="undo", subject="", who="a", decided_at=NOON, undoes=item, decision_id=number)
        if isinstance(item, int)
        else Decision(
            verb=item[0], subject=item[1], who="a", decided_at=NOON, target=item[2], decision_id=number
        )
        for number, item in enumerate(made, 1)
    )


@pytest.mark.parametrize(
    ("made", "stand"),
    [
        ([("alias", "a", "X"), ("alias", "b", "X")], [1, 2]),
        ([("alias", "a", "X"), ("alias", "a", "Y")], [2]),
        ([("alias", "a", "X"), ("alias", "a", "Y"), 2], [1]),
        ([("alias", "a", "X"), 1, 2], [1]),
        ([("alias", "a", "X"), ("split", "a", "X")], [2]),
        ([("alias", "a", "X"), ("split", "a", "Y")], [1, 2]),
        ([("split", "a", "X"), ("split", "a", "Y")], [1, 2]),
        ([("split", "a", "X"), ("alias", "a", "X")], [2]),
        ([("split", "a", "X"), ("alias", "a", "X"), 2], [1]),
        ([("accept", "P-1", "A-1"), ("merge", "A-1", "X"), ("accept", "P-1", "B-1")], [2, 3]),
    ],
)
def test_a_later_decision_takes_the_place_of_an_earlier(made: list[Made], stand: list[int]) -> None:
    assert [item.decision_id for item in standing(decisions(*made))] == stand


def test_decisions_are_kept_as_they_were_made(engine: Engine, select: Select) -> None:
    first = Decision(
        verb="accept", subject="P-1", who="王敏", decided_at=NOON, target="EDU-1", name="参训教师人数",
        subject_name="教师人数", level="数量指标", direction="higher", dimension="count", unit="人",
        comment="问过",
    )  # fmt: skip
    record(engine, [first])
    later = NOON + timedelta(microseconds=7)
    record(engine, [Decision(verb="undo", subject="P-1", who="李", decided_at=later, undoes=1)])
    made = diary(engine)
    assert [item.decision_id for item in made] == [1, 2]
    assert made[0] == Decision(
        **{name: getattr(first, name) for name in Decision.__slots__[:-1]}, decision_id=1
    )
    assert made[1].decided_at == NOON + timedelta(microseconds=7)
    assert standing(made) == ()
    assert select("SELECT who, verb, undoes FROM v_decisions ORDER BY decision_id") == [
        ("王敏", "accept", None),
        ("李", "undo", 1),
    ]


def test_a_match_keeps_its_score_and_its_reason(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    assert select("SELECT name_raw, indicator_code, score, reason, provisional FROM v_matches") == [
        ("监控发现问题数", "A01", None, None, 0)
    ]


@pytest.fixture
def earlier(engine: Engine, form: MakeForm, arrival: MakeArrival, maker: Maker) -> None:
    """A warehouse of the first schema, with one form."""
    load(engine, arrival("a"), (form(),), maker)
    database: Database = "sqlite" if engine.dialect.name == "sqlite" else "postgresql"
    with writing(engine) as connection:
        for view in reversed(views(database)):
            connection.execute(text(f"DROP VIEW {view}"))
        connection.execute(text("CREATE VIEW v_forms AS SELECT form_id, title FROM reading"))
        connection.execute(text("DROP TABLE decision"))
        for column in ("document.facts_digest", "indicator.indicator_score", "indicator.indicator_reason"):
            table, name = column.split(".")
            connection.execute(text(f"ALTER TABLE {table} DROP COLUMN {name}"))
        connection.execute(text("UPDATE schema_version SET version = 1"))


def test_an_earlier_warehouse_is_extended_and_keeps_its_forms(
    earlier: None,
    url: str,
    engine: Engine,
    select: Select,
    form: MakeForm,
    arrival: MakeArrival,
    maker: Maker,
) -> None:
    with pytest.raises(UnknownSchemaError, match="bring it up to date with jixiao renormalize"):
        query("SELECT 1", url)
    connect(url).dispose()
    assert select("SELECT form_type, version FROM v_forms") == [("project_self_evaluation", 1)]
    assert select("SELECT vocabulary_version, facts_digest FROM document") == [("", None)]
    load(engine, arrival("b"), (form(project_canonical="另一个"),), maker)
    assert select("SELECT COUNT(*) FROM v_matches") == [2]
    record(engine, decisions(("alias", "a", "X")))
    assert select("SELECT COUNT(*) FROM v_decisions") == [1]
    connect(url).dispose()
