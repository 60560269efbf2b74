"""Opening, locking and asking a warehouse."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pandas
import pytest
from sqlalchemy import Engine, inspect, update
from sqlalchemy.exc import DBAPIError

from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import (
    Maker,
    Tally,
    WarehouseBusyError,
    WarehouseError,
    begin_run,
    connect,
    end_run,
    filling,
    load,
    query,
    read,
    shown_elsewhere,
)
from warehouse.connect import shown, writing
from warehouse.errors import BadAddressError, NoWarehouseError, UnknownSchemaError, UnknownViewError
from warehouse.tables import SCHEMA_VERSION, metadata, schema_version, views_made
from warehouse.views import views


def test_an_existing_warehouse_is_only_checked(
    engine: Engine, url: str, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    connect(url).dispose()
    assert select("SELECT COUNT(*) FROM v_forms") == [1]


@pytest.mark.parametrize("was", ["SELECT * FROM ({}) w WHERE 1 = 0", "SELECT run_id FROM run"])
def test_views_that_are_defined_differently_now_are_made_anew(
    engine: Engine, url: str, select: Select, was: str
) -> None:
    begin_run(engine, ["here"])
    _define_runs(engine, was)
    connect(url).dispose()
    assert select("SELECT status FROM v_runs") == ["running"]
    assert read("v_runs", url).columns[0] == "run_id"


def test_a_view_of_a_users_own_is_not_dropped_with_ours(engine: Engine, url: str) -> None:
    _define_runs(engine, "SELECT run_id AS run FROM run")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE VIEW mine AS SELECT * FROM v_runs")
    if url.startswith("postgresql"):
        with pytest.raises(WarehouseError, match=r"(?s)v_runs is defined differently.*view mine.*drop"):
            connect(url)
    else:
        connect(url).dispose()
    assert "mine" in inspect(engine).get_view_names()


@pytest.mark.parametrize("schema", [1, SCHEMA_VERSION])
def test_a_warehouse_that_does_not_know_of_which_definitions_its_views_are(
    engine: Engine, url: str, select: Select, schema: int
) -> None:
    begin_run(engine, ["here"])
    _define_runs(engine, "SELECT run_id FROM run")
    with writing(engine) as connection:
        views_made.drop(connection)
        connection.execute(update(schema_version).values(version=schema))
    connect(url).dispose()
    assert select("SELECT status FROM v_runs") == ["running"]
    assert select("SELECT version FROM schema_version") == [SCHEMA_VERSION]


def _define_runs(engine: Engine, query: str) -> None:
    """Make v_runs what it is to have been in an earlier jixiao; ``{}`` is what it is today."""
    today = views("postgresql" if engine.dialect.name == "postgresql" else "sqlite")["v_runs"]
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP VIEW v_runs")
        connection.exec_driver_sql(f"CREATE VIEW v_runs AS {query.format(today)}")
        connection.execute(update(views_made).values(digest="of an earlier jixiao"))


def test_opening_a_warehouse_that_has_its_views_writes_nothing(engine: Engine, url: str) -> None:
    written = "PRAGMA data_version"
    if url.startswith("postgresql"):
        written = """SELECT r.xmin::text, m.xmin::text FROM views_made m, pg_rewrite r
            JOIN pg_class c ON c.oid = r.ev_class WHERE starts_with(c.relname, 'v_') ORDER BY c.relname"""
    with engine.connect() as watching:
        before = watching.exec_driver_sql(written).all()
        assert before
        watching.rollback()
        connect(url).dispose()
        assert watching.exec_driver_sql(written).all() == before


def test_another_schema_is_refused(engine: Engine, url: str) -> None:
    with writing(engine) as connection:
        connection.execute(update(schema_version).values(version=99))
    with pytest.raises(UnknownSchemaError, match="schema version 99, this jixiao knows"):
        connect(url)
    with pytest.raises(UnknownSchemaError):
        query("SELECT 1", url)


def test_asking_makes_no_warehouse(tmp_path: Path) -> None:
    with pytest.raises(NoWarehouseError, match="jixiao ingest"):
        query("SELECT 1", f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["jixiao.db", "mysql://host/db", "oracle://x"])
def test_an_address_that_is_none_is_explained(url: str) -> None:
    with pytest.raises(WarehouseError, match=r"SQLite or PostgreSQL|warehouse URL"):
        connect(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("sqlite://foo.db", "write three, sqlite:///foo.db"),
        ("sqlite://me:secret@data/foo.db", "write three, sqlite:///data/foo.db"),
        ("sqlite:///:memory:", "name a file"),
        ("sqlite:///file:a?mode=memory&uri=true", "name a file"),
        ("sqlite://", "name a file"),
        ("sqlite:foo.db", "warehouse URL"),
        ("postgresql://host:port/base", "warehouse URL"),
        ("sqlite+aiosqlite:///foo.db", "SQLite or PostgreSQL"),
    ],
)
@pytest.mark.parametrize("use", [connect, lambda url: query("SELECT 1", url)], ids=["fill", "ask"])
def test_a_slip_in_an_address_is_told_before_anything_is_opened(
    use: Callable[[str], object], url: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadAddressError, match=re.escape(says)) as told:
        use(url)
    assert "secret" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_asking_cannot_write(
    engine: Engine, url: str, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    with pytest.raises((DBAPIError, WarehouseError), match="read"):
        query("DELETE FROM finding", url)
    assert select("SELECT COUNT(*) FROM finding") == [1]


WRITING = (
    "commit; delete from finding; commit; select 1",
    "rollback; begin; create table evil(x int); commit; select 1",
    "select 1; delete from finding",
    "set default_transaction_read_only=off; delete from finding",
    "set default_transaction_read_only=off",
    "set transaction read write",
    "select set_config('transaction_read_only', 'off', false)",
    "with gone as (delete from finding returning 1) select * from gone",
    "do $$ begin commit; delete from finding; commit; end $$",
    "create table evil(x int)",
    "create temp table evil(x int)",
    "copy finding to '{0}/out.csv'",
    "copy (select 1) to program 'touch {0}/out.csv'",
    "attach '{0}/out.db' as other",
    "vacuum into '{0}/out.db'",
    "pragma query_only=off",
    "pragma journal_mode=delete",
    "commit",
    "drop view v_forms",
)


@pytest.mark.parametrize("parameters", [None, {}])
def test_no_statement_writes_or_lets_the_next_write(
    engine: Engine,
    url: str,
    select: Select,
    form: MakeForm,
    arrival: MakeArrival,
    maker: Maker,
    tmp_path: Path,
    parameters: dict[str, object] | None,
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    tables = set(inspect(engine).get_table_names())
    for sql in WRITING:
        with pytest.raises((DBAPIError, WarehouseError)):
            query(sql.format(tmp_path), url, parameters)
        assert select("SELECT COUNT(*) FROM finding") == [1], sql
        assert set(inspect(engine).get_table_names()) == tables, sql
        assert not list(tmp_path.glob("out*")), sql


def test_several_statements_are_refused_with_what_to_do(engine: Engine, url: str) -> None:
    with pytest.raises(WarehouseError, match="one at a time"):
        query("SELECT 1; SELECT 2", url)
    with pytest.raises(WarehouseError, match="one at a time"):
        query("SELECT 1; SELECT :a", url, {"a": 1})
    assert query("SELECT 1 AS a;", url).rows == ((1,),)


def test_what_only_tells_is_answered(engine: Engine, url: str) -> None:
    tells = "EXPLAIN SELECT * FROM v_forms" if url.startswith("postgresql") else "PRAGMA table_info(form)"
    assert query(tells, url).rows


def test_sql_reaches_the_database_untouched(engine: Engine, url: str) -> None:
    assert query("SELECT '100%' AS a, ':b' AS b WHERE 'x%y' LIKE '%x%'", url).rows == (("100%", ":b"),)


def test_a_second_run_is_refused_with_who_and_when(engine: Engine) -> None:
    with filling(engine):
        begin_run(engine, ["somewhere"])
        with (
            pytest.raises(WarehouseBusyError, match=rf"process {os.getpid()} on .+, since 20"),
            filling(engine),
        ):
            pass
    with filling(engine):
        pass


HOLD = """
import sys, time
from warehouse import begin_run, connect, filling
engine = connect(sys.argv[1])
with filling(engine):
    begin_run(engine, ["here"])
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_run_holds_no_lock(engine: Engine, url: str, select: Select) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLD, url], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(WarehouseBusyError, match=f"process {process.pid} "), filling(engine):
            pass
        process.kill()
        process.wait()
    _until_free(engine)
    run_id, _ = begin_run(engine, ["here"])
    end_run(engine, run_id, "done", Tally(documents_seen=3, forms=2))
    assert select("SELECT status FROM v_runs ORDER BY started_at") == ["interrupted", "done"]
    assert select("SELECT documents_seen, forms FROM v_runs WHERE status = 'done'") == [(3, 2)]
    assert 0 <= select("SELECT seconds FROM v_runs WHERE status = 'done'")[0] < 60


def _until_free(engine: Engine) -> None:
    for _ in range(50):
        try:
            with filling(engine):
                return
        except WarehouseBusyError:
            time.sleep(0.1)
    pytest.fail("the lock outlived its process")


def test_a_view_is_a_typed_frame(
    engine: Engine, url: str, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(page_first=None, conclusion=None),), maker)
    forms = read("v_forms", url)
    assert forms.dtypes["fiscal_year"] == "Int64"
    assert forms.dtypes["total_score"] == "Float64"
    assert forms.dtypes["title"] == "string"
    assert forms.dtypes["filled_on"].kind == forms.dtypes["loaded_at"].kind == "M"
    assert forms.at[0, "total_score"] == 98.5
    assert forms["page_first"].isna().all()
    assert forms["conclusion"].isna().all()
    assert read("v_funding", url).at[0, "executed_yuan"] == 95237.62
    assert read("v_indicators", url)["actual_date"].tolist() == ["2024-05"]


def test_an_empty_view_keeps_its_types(engine: Engine, url: str) -> None:
    runs = read("v_runs", url)
    assert runs.empty
    assert runs.dtypes["forms"] == "Int64"
    assert isinstance(runs.dtypes["started_at"], pandas.DatetimeTZDtype)


def test_an_unknown_view_is_named(engine: Engine, url: str) -> None:
    with pytest.raises(UnknownViewError, match="v_forms"):
        read("forms; DROP TABLE form", url)


def test_forms_that_another_document_shows(
    engine: Engine, url: str, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    load(engine, arrival("b", 1), (form(), form(ordinal=2, project_name="另一个项目")), maker)
    documents = {name: arrival(name).sha256 for name in "ab"}
    shown = {name: shown_elsewhere(sha256, url) for name, sha256 in documents.items()}
    assert [len(answer.rows) for answer in shown.values()] in ([0, 1], [1, 0])
    (row,) = [row for answer in shown.values() for row in answer.rows]
    columns = shown["a"].columns
    assert row[columns.index("ordinal")] == 1
    assert row[columns.index("shown_from")] in ("/data/a", "/data/b")


def test_commands_ask_the_views_and_not_the_tables() -> None:
    named = re.compile(rf"\b(?:FROM|JOIN)\s+({'|'.join(metadata.tables)})\b")
    flows = Path(__file__).parents[2] / "flows"
    asked = {path: named.findall(path.read_text(encoding="utf-8")) for path in flows.rglob("*.py")}
    assert len(asked) > 20
    assert {path: tables for path, tables in asked.items() if tables} == {}


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("postgresql://me:geheim@host:5432/db", "postgresql://me:***@host:5432/db"),
        ("postgresql://me:ge@heim@host/db", "postgresql://me:***@host/db"),
        ("postgresql://host/db?user=me&password=geheim", "postgresql://host/db"),
        ("postgresql+psycopg://me@host/a@b", "postgresql+psycopg://me@host/a@b"),
        ("sqlite:///a folder/jixiao@work.db", "sqlite:///a folder/jixiao@work.db"),
        ("postgresql:/me:geheim@host/db?password=geheim", "postgresql:/me:***@host/db"),
        ("me:geheim@host", "me:***@host"),
        ("postgresql://me:ge/heim@host/db", "postgresql://me:***@host/db"),
    ],
)
def test_an_address_is_shown_without_its_password(url: str, said: str) -> None:
    assert shown(url) == said


def test_an_address_that_is_refused_tells_no_password(tmp_path: Path) -> None:
    for url in ("me:geheim@host", "mysql://me:geheim@host/db"):
        with pytest.raises(WarehouseError) as refused:
            connect(url)
        assert "geheim" not in str(refused.value)
