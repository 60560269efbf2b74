"""Real documents in a folder of one's own, small enough to be read in a moment."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NoReturn

import pytest
from sqlalchemy import update
from typer.testing import CliRunner

from extractors import ExtractionOptions
from flows import deciding
from flows.cli.app import app
from flows.events import Listener, silent
from flows.filling import fill, in_turn, maker_of
from flows.known_decisions import Book
from flows.reading import Order, read_document
from flows.renormalizing import Renewal, renormalize
from flows.settings import Settings
from flows.summary import Summary
from flows.workers import Hire, Workers, workers
from normalizers.matching import NONE
from tests.flows.decisions import LANTERNS, ME
from tests.flows.paper import write_word
from warehouse import Arrival, Decision, connect, load, query
from warehouse.connect import writing
from warehouse.tables import document, reading

Write = Callable[..., Path]
Select = Callable[[str], list[Any]]
Run = Callable[..., Summary]
Again = Callable[..., Renewal]
Teach = Callable[..., deciding.Verdict]
Code = Callable[[], str]
ReadEarlier = Callable[[str], None]
Start = Callable[..., subprocess.Popen[bytes]]

FORM = (
    ("项目名称", "{project}", "", ""),
    ("主管部门及代码", "[211]清源市教育局", "实施单位", "清源市教育局"),
    ("项目资金（元）", "全年预算数（A）", "全年执行数（B）", "分值"),
    ("年度资金总额", "1020000.00", "{spent}", "10"),
    ("一级指标", "二级指标", "三级指标", "年度指标值"),
    ("产出指标", "数量指标", "{indicator}", "≥257人"),
)


@dataclass(frozen=True)
class Command:
    """What a command left: its exit code and what it said."""

    code: int
    out: str
    err: str


Jixiao = Callable[..., Command]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder for documents."""
    path = tmp_path / "documents"
    path.mkdir()
    return path


@pytest.fixture
def write(folder: Path) -> Write:
    """Write a Word document with one form, or with text only where there is no project."""

    def make(
        name: str, project: str = "", spent: str = "1020000.00", indicator: str = "培训教师人数"
    ) -> Path:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        rows = [
            [text.format(project=project, spent=spent, indicator=indicator) for text in row] for row in FORM
        ]
        if project:
            write_word(path, ["项目支出绩效自评表", "（2024年度）"], rows)
        else:
            write_word(path, ["关于召开会议的通知"])
        return path

    return make


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/jixiao.db"


@pytest.fixture(scope="session")
def pool() -> Iterator[Workers]:
    """The workers of all runs in this process: to start them takes longer than most tests."""
    with workers(2, 60) as started:
        yield started


@pytest.fixture
def hire(pool: Workers) -> Hire:
    """Hand a run the workers that are there already."""
    return lambda _count, _timeout, recognises=True: nullcontext(pool)


def nobody(_count: int, _timeout: float, recognises: bool = True) -> NoReturn:
    """For a run that needs no workers."""
    pytest.fail("a worker was started")


@pytest.fixture
def settings(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings whose every trace stays in the test's folder."""
    for name in list(os.environ):
        if name.startswith(("JIXIAO_", "PREFECT_")):
            monkeypatch.delenv(name)
    return Settings(warehouse=url, state_dir=tmp_path / "state", workers=2)


@pytest.fixture
def jixiao(tmp_path: Path, url: str) -> Jixiao:
    """Run the command as a user does, in a folder of its own."""

    def run(*arguments: str, **environment: str) -> Command:
        done = subprocess.run(
            command(*arguments),
            env=surroundings(tmp_path, url, **environment),
            cwd=tmp_path,
            capture_output=True,
        )
        return Command(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


@pytest.fixture
def at_once(tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> Jixiao:
    """Run the command in this process, where all it imports is loaded already."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("JIXIAO_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **environment: str) -> Command:
        ours = surroundings(tmp_path, url, **environment)
        done = CliRunner().invoke(app, arguments, env=ours, catch_exceptions=False)
        return Command(done.exit_code, done.stdout, done.stderr)

    return run


@pytest.fixture
def start(tmp_path: Path, url: str) -> Iterator[Start]:
    """Start the command and go on."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            command(*arguments),
            env=surroundings(tmp_path, url, **environment),
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        started.append(process)
        return process

    yield run
    for process in started:
        process.kill()
        process.communicate()


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", "from flows.cli import main; main()", *arguments]


def surroundings(tmp_path: Path, url: str, **more: str) -> dict[str, str]:
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("JIXIAO_", "PREFECT_"))
    }
    root = str(Path(__file__).parents[2])
    ours = {"PYTHONPATH": root, "JIXIAO_WAREHOUSE": url, "HOME": str(tmp_path / "home"), "COLUMNS": "120"}
    return {**clean, **ours, **more}


@pytest.fixture
def select(url: str) -> Select:
    """Rows of SQL, as tuples; a list of values where there is one column."""
    return lambda sql: [row[0] if len(row) == 1 else row for row in query(sql, url).rows]


@pytest.fixture
def run(settings: Settings, folder: Path, hire: Hire) -> Run:
    """Fill the warehouse from the folder."""

    def once(
        retry: bool = False,
        listen: Listener = silent,
        hire: Hire = hire,
        published_on: date | None = None,
        **changed: object,
    ) -> Summary:
        asked, sources = settings.model_copy(update=changed), [str(folder)]
        return fill(asked, sources, retry, listen, in_turn, hire, published_on=published_on)

    return once


@pytest.fixture
def read_earlier(url: str) -> ReadEarlier:
    """Make what the warehouse holds the work of an earlier vocabulary, or of an earlier extractor."""

    def age(maker: str) -> None:
        engine = connect(url)
        with writing(engine) as connection:
            for table in (document, reading):
                connection.execute(update(table).values({f"{maker}_version": "earlier"}))
        engine.dispose()

    return age


@pytest.fixture
def loaded(write: Write, settings: Settings) -> None:
    """A warehouse with one form that prints one indicator; it is read in this process, which is quicker."""
    path = write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    read = read_document(Order(digest, path, settings.layouts, ExtractionOptions()))
    engine = connect(settings.warehouse)
    maker = maker_of(settings, NONE)
    load(engine, Arrival(digest, (str(path),), "docx", datetime.now(UTC)), read.forms, maker)
    engine.dispose()


@pytest.fixture
def again(settings: Settings, hire: Hire) -> Again:
    """Read stored layouts again, with what was decided since."""
    return lambda listen=silent, hire=hire: renormalize(settings, listen, hire)


@pytest.fixture
def teach(url: str) -> Teach:
    """Make a decision by the function of its verb."""

    def make(verb: str, *arguments: object, **more: object) -> deciding.Verdict:
        def decisions(known: Book) -> list[Decision]:
            made = getattr(deciding, verb)(known, *arguments, author=ME, **more)
            return made if isinstance(made, list) else [made]

        return deciding.decide(url, decisions)

    return make


@pytest.fixture
def code(select: Select) -> Code:
    """The code of the one indicator."""
    return lambda: select("SELECT indicator_code FROM v_indicators")[0]
