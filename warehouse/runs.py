"""The diary of runs: one row a run, whatever became of it."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, insert, update

from warehouse.connect import writing
from warehouse.tables import run


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run did, counted as ``v_runs`` shows it."""

    documents_seen: int = 0
    documents_new: int = 0
    unchanged: int = 0
    skipped: int = 0
    quarantined: int = 0
    forms: int = 0
    indicators: int = 0
    findings: int = 0


@dataclass(slots=True)
class Entry:
    """A run as it is written down; ``tally`` is what it did, once that is known."""

    run_id: str
    began: datetime
    tally: Tally


@contextmanager
def recorded(engine: Engine, sources: Sequence[str]) -> Iterator[Entry]:
    """Keep the diary of one run: what it did when it is done, and how it ended when it is not."""
    entry = Entry(*begin_run(engine, sources), Tally())
    try:
        yield entry
    except Exception:
        end_run(engine, entry.run_id, "failed", Tally())
        raise
    except BaseException:  # Ctrl-C, SIGTERM, and the exception that Prefect makes of it
        end_run(engine, entry.run_id, "interrupted", Tally())
        raise
    end_run(engine, entry.run_id, "done", entry.tally)


def begin_run(engine: Engine, sources: Sequence[str]) -> tuple[str, datetime]:
    """Open a run and return its id and start.

    Called under the warehouse's lock, so a run that still looks alive has died: it is marked interrupted.
    """
    started_at = datetime.now(UTC)
    run_id = f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
    with writing(engine) as connection:
        connection.execute(update(run).where(run.c.status == "running").values(status="interrupted"))
        connection.execute(
            insert(run).values(
                run_id=run_id,
                started_at=started_at,
                status="running",
                sources="\n".join(sources),
                host=socket.gethostname(),
                pid=os.getpid(),
            )
        )
    return run_id, started_at


def end_run(engine: Engine, run_id: str, status: str, tally: Tally) -> None:
    """Close a run with what it did; writing it twice leaves the later."""
    with writing(engine) as connection:
        values = {"status": status, "ended_at": datetime.now(UTC), **asdict(tally)}
        connection.execute(update(run).where(run.c.run_id == run_id).values(values))
