"""The side that asks: a tool's process is started, asked with a time limit, and started again if it dies."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gridbench.tools import Tool

HERE = Path(__file__).resolve().parents[1]
ROOT = HERE.parent
TIME_LIMIT = 180.0
"""Seconds a document may take a tool; the start of a tool, with its models, may take as long."""

ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


@dataclass(frozen=True, slots=True)
class Pythons:
    """The interpreters: the product's environment as it is shipped, and that of the peers."""

    product: Path
    peers: Path


def environment() -> dict[str, str]:
    """One thread everywhere; the product's rooms and the benchmark can be imported."""
    paths = [str(HERE), str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    return os.environ | ONE_THREAD | {"PYTHONPATH": os.pathsep.join(paths)}


class GoneError(Exception):
    """The process has ended, or did not answer in time."""


@dataclass(slots=True)
class Asked:
    """A tool's process. ``refusal`` is why it cannot be had at all."""

    tool: Tool
    python: Path
    log: Path
    versions: dict[str, str] = field(default_factory=dict)
    refusal: str | None = None
    _process: subprocess.Popen[str] | None = None
    _answers: queue.Queue[str | None] = field(default_factory=queue.Queue)
    _pump: threading.Thread | None = None

    def start(self) -> None:
        command = [str(self.python), "-m", "gridbench.serve", self.tool.reader, *self.tool.packages]
        self._answers = queue.Queue()
        with self.log.open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True,
                encoding="utf-8", env=environment(), cwd=self.log.parent,
            )  # fmt: skip
        self._pump = threading.Thread(target=_pump, args=(self._process, self._answers), daemon=True)
        self._pump.start()
        try:
            said = self._next()
        except GoneError as error:
            said = {"error": str(error)}
        self.refusal = said.get("error")
        self.versions = said.get("versions", {})

    def ask(self, path: Path) -> dict[str, Any]:
        """What the tool made of a document; whatever goes wrong is an answer."""
        if self.refusal:
            return {"error": self.refusal}
        process = self._process
        assert process is not None
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(str(path)) + "\n")
            process.stdin.flush()
            return self._next()
        except (GoneError, BrokenPipeError) as error:
            self.stop()
            self.start()
            return {"error": str(error) or "its process is gone"}

    def stop(self) -> None:
        if self._process is None or self._pump is None:
            return
        self._process.kill()
        self._pump.join()
        with suppress(BrokenPipeError):  # what was asked last may not have been taken
            self._process.__exit__(None, None, None)

    def _next(self) -> dict[str, Any]:
        try:
            line = self._answers.get(timeout=TIME_LIMIT)
        except queue.Empty:
            raise GoneError(f"took longer than {TIME_LIMIT:g} s") from None
        if line is None:
            raise GoneError(f"its process ended; see {self.log.name}")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _pump(process: subprocess.Popen[str], answers: queue.Queue[str | None]) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        answers.put(line)
    answers.put(None)


@contextmanager
def opened(tools: Sequence[Tool], pythons: Pythons, folder: Path) -> Iterator[list[Asked]]:
    """Start all tools; they stay until the end, so that none pays for its start in what is timed."""
    asked = [
        Asked(tool, pythons.product if tool.ours else pythons.peers, folder / f"{tool.slug}.log")
        for tool in tools
    ]
    try:
        for each in asked:
            each.start()
        yield asked
    finally:
        for each in asked:
            each.stop()
