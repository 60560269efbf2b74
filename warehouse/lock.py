"""One run at a time fills a warehouse. The lock dies with the process that holds it.

PostgreSQL keeps an advisory lock on a connection of its own; beside an SQLite file lies a lock file
that the operating system guards.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, text

from warehouse.errors import WarehouseBusyError

KEY = "hashtext('jixiao run'), hashtext(current_schema())"
"""The advisory lock: one a schema, since a database may hold several warehouses."""


@contextmanager
def filling(engine: Engine) -> Iterator[None]:
    """Hold the warehouse for one run, or say who else holds it (WarehouseBusyError)."""
    if engine.dialect.name == "postgresql":
        with _advisory(engine):
            yield
    elif engine.url.database in (None, "", ":memory:"):
        yield
    else:
        with _file(Path(f"{engine.url.database}.lock")):
            yield


@contextmanager
def _advisory(engine: Engine) -> Iterator[None]:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.execute(text(f"SELECT pg_try_advisory_lock({KEY})")).scalar():
            raise WarehouseBusyError(_refusal(*_running(engine)))
        try:
            yield
        finally:
            connection.execute(text(f"SELECT pg_advisory_unlock({KEY})"))


def _running(engine: Engine) -> tuple[object, object, object]:
    with engine.connect() as connection:
        query = text(
            "SELECT pid, host, started_at FROM run WHERE status = 'running' ORDER BY started_at DESC"
        )
        row = connection.execute(query).first()
    return (row.pid, row.host, row.started_at) if row else ("?", "?", "a moment ago")


@contextmanager
def _file(path: Path) -> Iterator[None]:
    with path.open("a+") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WarehouseBusyError(_refusal(*_holder(path))) from None
        handle.truncate(0)
        holder = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat()}
        handle.write(json.dumps(holder))
        handle.flush()
        yield


def _holder(path: Path) -> tuple[object, object, object]:
    try:
        holder = json.loads(path.read_text())
    except ValueError:  # it has just been taken and says nothing yet
        return "?", "?", "a moment ago"
    return holder["pid"], holder["host"], holder["since"]


def _refusal(pid: object, host: object, since: object) -> str:
    return (
        f"another run is filling this warehouse: process {pid} on {host}, since {since}. "
        "Two runs at once would read every document twice; wait until it ends, then run again"
    )
