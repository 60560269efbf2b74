"""A run that is stopped, by a person, by a service manager or by a fault: it ends at once and says so."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import closing, suppress
from pathlib import Path

import pytest

from flows.events import Event
from flows.filling import Reader, fill
from flows.plan import Batch
from flows.prefect_server import STARTUP_TIMEOUT
from flows.settings import Settings
from flows.summary import Outcome
from tests.flows.conftest import Start, Write, surroundings

SOON = 20
"""Seconds in which a run has ended, on a machine that is busy with other tests."""

RENORMALIZING = """
import time
import typer
from flows.cli.ending import ending
from flows.workers import workers

def wait():
    with ending(), workers(1, 600, recognises=False) as pool:
        begun = pool.begin(time.sleep, 600)
        print("begun", flush=True)
        pool.outcome(begun)

typer.run(wait)
"""
"""What a command does that waits for its workers itself, without Prefect."""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Path]:
    """A LibreOffice that is never done; the file of its number tells that a document is being read."""
    begun = tmp_path / "begun"
    begun.mkdir()
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\necho > {begun}/$$\nexec sleep 600\n")
    office.chmod(0o755)
    yield office
    for left in begun.iterdir():
        with suppress(ProcessLookupError):
            os.kill(int(left.name), signal.SIGKILL)


def test_a_signal_ends_a_run_at_once_and_is_no_failure(
    start: Start, folder: Path, slow: Path, tmp_path: Path
) -> None:
    (folder / "old.rtf").write_bytes(b"{\\rtf1 x}")
    (folder / "older.rtf").write_bytes(b"{\\rtf1 y}")
    runs = {}
    for name, number in (("SIGINT", signal.SIGINT), ("SIGTERM", signal.SIGTERM)):
        url = f"sqlite:///{tmp_path / name}.db"
        asked = ("ingest", "documents", "--workers", "2", "--warehouse", url)
        runs[number] = start(*asked, JIXIAO_SOFFICE=str(slow))
    _await(lambda: len(list((tmp_path / "begun").iterdir())) == 4, *runs.values())
    for number, run in runs.items():
        run.send_signal(number)
    for number, run in runs.items():
        _, said = run.communicate(timeout=SOON)
        assert run.returncode == 128 + number, said.decode()
        with closing(sqlite3.connect(tmp_path / f"{number.name}.db")) as warehouse:
            assert warehouse.execute("SELECT status FROM v_runs").fetchall() == [("interrupted",)]
            assert warehouse.execute("SELECT COUNT(*) FROM document").fetchone() == (0,)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_a_command_that_waits_for_its_workers(
    number: signal.Signals, tmp_path: Path, url: str
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", RENORMALIZING],
        env=surroundings(tmp_path, url),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None
        assert command.stdout.readline() == b"begun\n"
        command.send_signal(number)
        command.communicate(timeout=SOON)
    assert command.returncode == 128 + number


def test_a_fault_in_one_batch_ends_the_others(
    settings: Settings, folder: Path, write: Write, slow: Path, tmp_path: Path
) -> None:
    write("a.docx", "乡村教师培训经费")
    (folder / "old.rtf").write_bytes(b"{\\rtf1 x}")
    waited = settings.model_copy(update={"soffice": str(slow)})

    def breaks(event: Event) -> None:
        if event.what == "loaded":
            _await(lambda: any((tmp_path / "begun").iterdir()))
            raise RuntimeError("the power went")

    started = time.monotonic()
    with ThreadPoolExecutor(2) as threads:  # as with Prefect, threads are waited for when the run has ended

        def conduct(read: Reader, batches: Sequence[Batch]) -> list[tuple[Outcome, ...]]:
            return [done.result() for done in as_completed([threads.submit(read, each) for each in batches])]

        with pytest.raises(RuntimeError, match="the power went"):
            fill(waited, [str(folder)], False, breaks, conduct)
    assert time.monotonic() - started < SOON


def _await(there: Callable[[], bool], *running: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTUP_TIMEOUT
    while not there():
        assert time.monotonic() < deadline
        assert all(process.poll() is None for process in running)
        time.sleep(0.05)
