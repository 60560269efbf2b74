"""Worker processes: what a document does there stays there."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from extractors import ExtractionOptions
from flows.reading import Order, Read
from flows.workers import workers


@pytest.mark.parametrize(
    ("work", "argument", "reason"),
    [
        (time.sleep, 60, "took longer than 2 s"),
        (signal.raise_signal, signal.SIGKILL, "memory runs out"),
        (os._exit, 11, "crashed (exit code 11)"),
    ],
    ids=["hangs", "is killed", "crashes"],
)
def test_a_document_takes_only_itself_down(
    tmp_path: Path, work: Callable[..., Any], argument: object, reason: str
) -> None:
    with workers(1, 2) as pool:
        read = pool.guard("a.pdf", work, argument)
        assert reason in (read.reason or "")
        assert read.lasting
        assert not pool.read(_gone(tmp_path)).lasting


def test_a_reader_that_is_ended_with_the_run_is_not_held_against_its_document() -> None:
    with workers(1, 60) as pool:
        read = pool.guard("a.pdf", _ended)
    assert (read.lasting, read.reason) == (
        False,
        "a.pdf: its reader was ended from outside; it is read by the next run",
    )


def test_a_worker_hears_no_ctrl_c_from_the_moment_it_is_born() -> None:
    with workers(1, 60) as pool:
        assert pool.outcome(pool.begin(_held_back)) == (True, None)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def _ended() -> Read:
    signal.raise_signal(signal.SIGTERM)
    return Read()


def _held_back() -> bool:
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_a_document_that_is_gone_is_not_held_against_it(tmp_path: Path) -> None:
    with workers(1, 60) as pool:
        read = pool.read(_gone(tmp_path))
    assert (read.lasting, read.reason) == (False, "gone.pdf: cannot be opened: No such file or directory")


def _gone(folder: Path) -> Order:
    return Order("0" * 64, folder / "gone.pdf", folder, ExtractionOptions())
