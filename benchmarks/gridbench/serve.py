"""One tool in a process of its own: paths come in, what was read and how long it took goes out.

python -m gridbench.serve MODULE:FUNCTION
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from gridbench.model import flat
from gridbench.readers import Reader, open_reader


def main() -> None:
    name, *packages = sys.argv[1:]
    # Libraries print; what they print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    one_thread()
    try:
        reader = open_reader(name)
    except Exception as error:  # noqa: BLE001 - whatever keeps a peer from starting is an answer
        _say(answers, {"error": _reason(error)})
        return
    _say(answers, {"versions": versions(packages)})
    for line in sys.stdin:
        _say(answers, _answer(reader, Path(json.loads(line))))


def one_thread() -> None:
    """Keep the process on one core, and OpenCV on one thread; the environment has said it to the others."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    try:
        import cv2
    except ImportError:
        return
    cv2.setNumThreads(1)


def versions(packages: list[str]) -> dict[str, str]:
    found = {}
    for package in packages:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "not installed"
    return found


def _answer(reader: Reader, path: Path) -> dict[str, Any]:
    gc.collect()
    worked, started = _worked(), time.perf_counter()
    try:
        given = reader.read(path)
        seconds, worked = time.perf_counter() - started, _worked() - worked
        tables = reader.tables(given) if reader.tables else []
    except Exception as error:  # noqa: BLE001 - a peer that fails on a document is reported with the document
        return {"error": _reason(error)}
    return {"seconds": seconds, "worked": worked, "tables": flat(tables)}


def _worked() -> float:
    """Seconds of processor time, those of commands that were called included."""
    called = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + called.ru_utime + called.ru_stime


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:200]


def _say(answers: Any, message: dict[str, Any]) -> None:
    answers.write(json.dumps(message, ensure_ascii=False) + "\n")
    answers.flush()


if __name__ == "__main__":
    main()
