"""The command, as a user runs it: exit codes, what is printed, what is left behind."""

from __future__ import annotations

import csv
import io
import json
import os
import sqlite3
import time
import zipfile
from contextlib import closing
from importlib.metadata import version
from pathlib import Path

import pytest

from flows.cli.doctor import required_packages
from flows.settings import Settings
from flows.summary import Summary
from tests.flows.conftest import Jixiao, Run, Select, Start, Write
from tests.flows.paper import write_word
from warehouse import connect, filling


def test_ingest_from_paper_to_sql_and_nothing_new(
    jixiao: Jixiao, write: Write, folder: Path, tmp_path: Path, select: Select
) -> None:
    write("a.docx", "乡村教师培训经费")
    (folder / "text.docx").write_text("绩效自评")
    first = jixiao(
        *("ingest", "documents", "--workers", "1", "--log-format", "json", "--published-on", "2025-02-28")
    )
    assert first.code == 3
    assert "2 new" in first.out
    assert "text.docx" in first.out
    logged = [json.loads(line) for line in first.err.splitlines()]
    assert [line["what"] for line in logged] == ["started", "loaded", "quarantined", "finished"]
    assert {line["run_id"] for line in logged} == set(select("SELECT run_id FROM v_runs"))
    digests = {line["sha256"] for line in logged if "sha256" in line}
    assert digests == set(select("SELECT document_sha256 FROM v_documents"))
    assert select("SELECT DISTINCT published_on FROM document") == ["2025-02-28"]

    _assert_prefect_shows_it(tmp_path / ".jixiao" / "prefect")

    assert [line for line in first.out.splitlines() if line != line.rstrip()] == []
    second = jixiao("ingest", "documents")
    assert second.code == 0
    assert "nothing new" in second.out.splitlines()[-1]

    left = {path.name for path in tmp_path.iterdir()} - {"jixiao.db-wal", "jixiao.db-shm"}
    assert left == {"documents", "jixiao.db", "jixiao.db.lock", ".jixiao"}
    assert _servers(tmp_path) == []


def _assert_prefect_shows_it(home: Path) -> None:
    with closing(sqlite3.connect(home / "prefect.db")) as prefect:
        [(flow, tags, state)] = prefect.execute("SELECT name, tags, state_type FROM flow_run").fetchall()
        tasks = {name for (name,) in prefect.execute("SELECT name FROM task_run")}
        [(key, text)] = prefect.execute("SELECT key, data FROM artifact WHERE type = 'markdown'").fetchall()
    assert flow.startswith("documents 20")
    assert "jixiao" in tags
    assert (state, tasks, key) == ("COMPLETED", {"a.docx", "text.docx"}, "jixiao-ingest")
    assert "2 new" in text


def test_a_killed_run_leaves_nothing_running_and_is_completed(
    start: Start, run: Run, write: Write, tmp_path: Path, select: Select
) -> None:
    for number in range(6):
        write(f"{number}.docx", f"项目{number}号经费")
    process = start("ingest", "documents", "--workers", "1", "--log-format", "json")
    assert process.stderr is not None
    while b"loaded" not in (line := process.stderr.readline()):
        assert line
    process.kill()
    process.wait()
    assert _gone(tmp_path)
    run()
    assert select("SELECT COUNT(*), COUNT(DISTINCT form_id) FROM v_forms") == [(6, 6)]
    assert select("SELECT COUNT(*) FROM reading") == [6]
    assert select("SELECT status FROM v_runs ORDER BY started_at DESC LIMIT 1") == ["done"]


def test_a_second_run_is_refused_and_says_why(jixiao: Jixiao, url: str, write: Write) -> None:
    write("a.docx", "乡村教师培训经费")
    engine = connect(url)
    with filling(engine):
        done = jixiao("ingest", "documents")
    engine.dispose()
    assert done.code == 1
    assert f"process {os.getpid()} on" in done.err


def test_two_first_runs_may_share_a_state_folder(start: Start, write: Write, tmp_path: Path) -> None:
    write("a.docx", "乡村教师培训经费")
    runs = [
        start("ingest", "documents", "--workers", "1", "--warehouse", f"sqlite:///{tmp_path}/{name}.db")
        for name in ("one", "two")
    ]
    for run in runs:
        _, said = run.communicate()
        assert run.returncode == 0, said.decode()


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ingest", "nowhere"), 2, "no such file or folder"),
        (("ingest",), 2, "Missing argument"),
        (("ingest", "documents", "--workers", "0"), 2, "workers"),
        (("ingest", "documents", "--published-on", "28.2.2025"), 2, "%Y-%m-%d"),
        (("ingest", "documents", "--warehouse", "mysql://x/y"), 2, "SQLite or PostgreSQL"),
        (("ingest", "documents", "--warehouse", "foo.db"), 2, "'foo.db' is no warehouse URL"),
        (("ingest", "documents", "--warehouse", "sqlite://foo.db"), 2, "write three, sqlite:///foo.db"),
        (("query", "SELECT 1", "--warehouse", "sqlite://foo.db"), 2, "write three, sqlite:///foo.db"),
        (("ingest", "documents", "--warehouse", "sqlite:///:memory:"), 2, "name a file"),
        (("status", "--warehouse", "sqlite:///:memory:"), 2, "name a file"),
        (
            ("ingest", "documents", "--warehouse", "sqlite:///no/w.db"),
            2,
            "there is no folder no; make it first",
        ),
        (("ingest", "documents", "--warehouse", "sqlite:///documents"), 2, "this is a folder"),
        (("query", "SELECT 1"), 1, "jixiao ingest"),
        (("query", " ; "), 2, "write a SELECT"),
        (("show", ""), 2, "it is empty"),
        (("vocab", "--export", "a", "--import", "b"), 2, "one at a time"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    at_once: Jixiao, folder: Path, arguments: tuple[str, ...], code: int, says: str
) -> None:
    done = at_once(*arguments)
    assert done.code == code
    assert says in done.err
    assert "Traceback" not in done.err
    assert done.out == ""  # nothing was begun


@pytest.mark.parametrize(
    ("option", "given", "says"),
    [
        ("--cron", "99 2 * * *", "--cron '99 2 * * *': this is no cron line; write five fields"),
        ("--timezone", "Mars/Base", "--timezone 'Mars/Base': there is no such time zone"),
    ],
)
def test_schedule_looks_at_its_options_before_it_starts_anything(
    jixiao: Jixiao, folder: Path, tmp_path: Path, option: str, given: str, says: str
) -> None:
    done = jixiao("schedule", "documents", option, given)
    assert (done.code, done.out) == (2, "")
    assert says in done.err
    assert not (tmp_path / ".jixiao" / "prefect" / "server.log").exists()


@pytest.mark.parametrize("arguments", [("show", "a.docx"), ("status",)])
def test_a_warehouse_that_is_not_there_is_said_in_a_line(at_once: Jixiao, arguments: tuple[str, ...]) -> None:
    done = at_once(*arguments)
    assert (done.code, "no warehouse" in done.err, "Traceback" in done.err) == (1, True, False)


def test_a_setting_that_is_wrong_is_named(jixiao: Jixiao, folder: Path) -> None:
    done = jixiao("ingest", "documents", JIXIAO_DOCUMENT_TIMEOUT="soon")
    assert done.code == 2
    assert "JIXIAO_DOCUMENT_TIMEOUT: “soon”" in done.err


def test_a_state_folder_that_cannot_be_made_is_said_in_a_line(
    jixiao: Jixiao, at_once: Jixiao, write: Write
) -> None:
    write("a.docx", "乡村教师培训经费")
    done = jixiao("ingest", "documents", JIXIAO_STATE_DIR="documents/a.docx")
    assert (done.code, "Traceback" in done.err) == (2, False)
    assert "JIXIAO_STATE_DIR: documents/a.docx cannot be made or written" in done.err
    shown = at_once("doctor", "--json", JIXIAO_STATE_DIR="documents/a.docx/deeper")
    assert shown.code == 1
    (folder,) = (part for part in json.loads(shown.out) if part["name"] == "state folder")
    assert folder["state"] == "missing"


def test_a_file_that_is_named_and_none_of_ours_is_named_with_the_reason(
    at_once: Jixiao, folder: Path
) -> None:
    (folder / "list.csv").write_text("a,b\n")
    named, found = at_once("ingest", "documents/list.csv"), at_once("ingest", "documents")
    assert (named.code, found.code) == (0, 0)
    assert "skipped      1 file that is none of ours" in named.out
    assert "list.csv: its bytes are plain text" in named.out
    assert "plain text" not in found.out


@pytest.fixture
def filled(run: Run, write: Write) -> Summary:
    """A warehouse with one form."""
    write("a.docx", "乡村教师培训经费")
    return run()


def test_query_prints_tables_csv_and_json(at_once: Jixiao, filled: Summary) -> None:
    sql = "SELECT project_name, fiscal_year, rating FROM v_forms"
    assert "乡村教师培训经费" in at_once("query", sql).out
    rows = list(csv.reader(io.StringIO(at_once("query", sql, "--format", "csv").out)))
    assert rows == [["project_name", "fiscal_year", "rating"], ["乡村教师培训经费", "2024", ""]]
    found = json.loads(at_once("query", sql, "--format", "json").out)
    assert found == [{"project_name": "乡村教师培训经费", "fiscal_year": 2024, "rating": None}]


def test_csv_for_excel_holds_no_formulas_and_is_marked_as_utf_8(at_once: Jixiao, filled: Summary) -> None:
    texts = (
        "=HYPERLINK(1)",
        "+1+1",
        "-2+3",
        "@SUM(1)",
        "＝1+1",
        "\t=1",
        "-5.2%",
        "-1,020.5",
        "-",
        "——",
        "9-5",
    )
    columns = ", ".join(f"'{text}' AS a{at}" for at, text in enumerate(texts))
    sql = f"SELECT project_name, {columns}, -5 AS below, -0.5 AS half FROM v_forms"
    out = at_once("query", sql, "--format", "csv-excel").out
    assert out.startswith("\ufeffproject_name,")
    ((name, *cells, below, half),) = list(csv.reader(io.StringIO(out)))[1:]
    assert (name, below, half) == ("乡村教师培训经费", "-5", "-0.5")
    assert cells == [f"'{text}" for text in texts[:6]] + list(texts[6:])
    plain = at_once("query", sql, "--format", "csv").out
    assert next(csv.reader(io.StringIO(plain.splitlines()[1])))[1:12] == list(texts)


def test_csv_for_excel_is_utf_8_on_a_terminal_that_is_not(jixiao: Jixiao, filled: Summary) -> None:
    done = jixiao("query", "SELECT '项目' AS a", "--format", "csv-excel", PYTHONIOENCODING="ascii")
    assert (done.code, done.out.splitlines()) == (0, ["\ufeffa", "项目"])


def test_show_takes_a_name_for_itself_and_not_for_a_pattern(at_once: Jixiao, filled: Summary) -> None:
    for pattern in ("%", "a_docx", "_.docx", "%.docx"):
        assert at_once("show", pattern).code == 1


def test_show_lists_forms_that_are_shown_from_another_document(
    at_once: Jixiao, filled: Summary, run: Run, folder: Path, select: Select
) -> None:
    [form_id] = select("SELECT form_id FROM v_forms")
    (folder / "copy.docx").write_bytes((folder / "a.docx").read_bytes())
    with zipfile.ZipFile(folder / "copy.docx", "a") as archive:
        archive.comment = b"other bytes, same form"
    run()
    shown = {name: at_once("show", name).out for name in ("a.docx", "copy.docx")}
    assert all(form_id in out for out in shown.values())
    assert ["another document" in out for out in shown.values()].count(True) == 1


def test_lines_of_a_form_are_not_cut_in_a_pipe_and_columns_have_headers(
    at_once: Jixiao, filled: Summary, select: Select
) -> None:
    [form_id] = select("SELECT form_id FROM v_forms")
    lines = at_once("show", form_id).out.splitlines()
    (header,) = (line for line in lines if "三级指标" in line)
    assert "" not in [cell.strip() for cell in header.strip("│").split("│")]
    assert "?" not in header


def test_query_only_reads(at_once: Jixiao, filled: Summary, select: Select) -> None:
    done = at_once("query", "DELETE FROM indicator")
    assert done.code == 1
    assert "readonly" in done.err
    assert select("SELECT COUNT(*) FROM v_indicators") == [1]


def test_show_finds_a_document_and_lays_out_a_form(at_once: Jixiao, filled: Summary, select: Select) -> None:
    [form_id] = select("SELECT form_id FROM v_forms")
    [digest] = select("SELECT document_sha256 FROM v_documents")
    for name in ("documents/a.docx", digest[:10]):
        assert form_id in at_once("show", name).out
    paper = at_once("show", form_id).out
    for printed in ("乡村教师培训经费", "1020000", "培训教师人数", "≥257人"):
        assert printed in paper
    assert at_once("show", "nothing.pdf").code == 1


def test_a_heading_without_a_form_is_told_by_status(at_once: Jixiao, run: Run, folder: Path) -> None:
    write_word(folder / "form.docx", ["项目支出绩效目标表"], [["甲", "乙"], ["丙", "丁"]])
    run()
    out = at_once("status").out
    assert "the heading of one was found" in out
    assert "form.docx: a form's heading was found" in out


def test_status_shows_runs_and_quarantine(at_once: Jixiao, filled: Summary) -> None:
    out = at_once("status").out
    assert filled.run_id in out
    assert "nothing in quarantine" in out


def test_doctor_says_what_is_missing(jixiao: Jixiao) -> None:
    done = jixiao("doctor", "--json")
    parts = {part["name"]: part for part in json.loads(done.out)}
    assert parts["rapidocr"]["state"] == parts["psycopg"]["state"] == "ok"
    assert all(name.endswith(".onnx") for name in parts["recognition models"]["found"])
    assert parts["state folder"]["state"] == "ok"
    assert all(part["remedy"] for part in parts.values() if part["state"] != "ok")
    assert parts["confidence threshold"]["found"] == Settings().review_below
    assert parts["warehouse"]["state"] == "optional"
    out = jixiao("doctor", COLUMNS="80").out
    assert "recognition models" in out
    assert "set by JIXIAO_REVIEW_BELOW" in out


def test_doctor_names_the_warehouse_and_its_schema_apart(at_once: Jixiao, filled: Summary, url: str) -> None:
    parts = {part["name"]: part for part in json.loads(at_once("doctor", "--json").out)}
    assert parts["warehouse"]["found"] == url
    assert isinstance(parts["warehouse schema"]["found"], int)


def test_doctor_names_the_required_packages_that_are_missing() -> None:
    assert required_packages(["lxml>=5", "psycopg[binary]>=3.2", 'x; extra == "dev"']).state == "ok"
    part = required_packages(["lxml>=5", "no-such-package<2"])
    assert (part.state, part.found) == ("missing", "1 of 2")
    assert part.remedy.startswith("no-such-package:")


def test_doctor_advises_nothing_that_no_registry_has(at_once: Jixiao) -> None:
    parts = {part["name"]: part for part in json.loads(at_once("doctor", "--json").out)}
    assert parts["required packages"]["state"] == "ok"
    assert "jixiao[" not in json.dumps(list(parts.values()))


def test_the_version_is_told(at_once: Jixiao) -> None:
    done = at_once("--version")
    assert (done.code, done.out.split()) == (0, ["jixiao", version("jixiao")])


def test_sources_without_documents_are_told_from_sources_without_news(
    at_once: Jixiao, folder: Path, tmp_path: Path
) -> None:
    empty = at_once("ingest", "documents")
    assert (empty.code, empty.out.splitlines()[-1]) == (0, "no document found")
    assert "it is empty: give a folder of PDF" in empty.out
    (folder / "notes.txt").write_text("绩效")
    (folder / "more.txt").write_text("自评")
    assert "none of its 2 files is one" in at_once("ingest", "documents").out
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("notes.txt", "绩效")
    named = at_once("ingest", "a.zip")
    assert "a.zip: this is an archive" in named.out
    assert "nothing new" not in named.out


def test_a_setting_that_is_none_is_told_once_and_is_no_error(at_once: Jixiao, folder: Path) -> None:
    done = at_once("ingest", "documents", JIXIAO_WORKER="2", JIXIAO_QQ="1", JIXIAO_WORKERS="1")
    assert done.code == 0
    assert done.err.splitlines()[:2] == [
        "jixiao: JIXIAO_QQ is no setting and changes nothing",
        "jixiao: JIXIAO_WORKER is no setting and changes nothing; JIXIAO_WORKERS is one",
    ]
    assert "setting" not in at_once("ingest", "documents", JIXIAO_WORKERS="1").err


def test_the_threshold_for_review_is_a_setting(at_once: Jixiao) -> None:
    parts = json.loads(at_once("doctor", "--json", JIXIAO_REVIEW_BELOW="0.8").out)
    (threshold,) = (part for part in parts if part["name"] == "confidence threshold")
    assert threshold["found"] == 0.8
    refused = at_once("doctor", JIXIAO_REVIEW_BELOW="95")
    assert refused.code == 2
    assert "JIXIAO_REVIEW_BELOW" in refused.err


def test_help_comes_at_once_and_names_every_command(jixiao: Jixiao, at_once: Jixiao) -> None:
    begun = time.monotonic()
    out = jixiao("--help").out
    assert time.monotonic() - begun < 3  # 0.3 s where nothing else is at work
    for name in ("ingest", "renormalize", "vocab", "accept", "show", "query", "status", "schedule", "doctor"):
        assert name in out
        assert len(at_once(name, "--help").out) > 300


def _gone(folder: Path) -> bool:
    """Wait until no process of the run is left."""
    deadline = time.monotonic() + 15
    while _servers(folder) and time.monotonic() < deadline:
        time.sleep(0.2)
    return _servers(folder) == []


def _servers(folder: Path) -> list[int]:
    """Return the processes that work in a folder, this one aside."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            where = (process / "cwd").resolve()
        except OSError:
            continue
        if where == folder and int(process.name) != os.getpid():
            found.append(int(process.name))
    return found
