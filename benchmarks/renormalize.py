"""How much faster stored layouts are read again than documents: ingest and renormalize, side by side.

python benchmarks/renormalize.py                     48 documents a medium, three rounds; 64 scans, once
python benchmarks/renormalize.py --media word --count 20 --rounds 5
python benchmarks/renormalize.py --media scan --scan-count 2 --rounds 3 --scan-rounds 3
python benchmarks/renormalize.py --write             and put the figures into docs/teaching.md

The first takes ten minutes on two quiet cores, half of it for scans. It ends with exit code 1 where
renormalize after one decision is less than 20 times as fast as ingest of scans, or twice as that of the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from shutil import rmtree
from statistics import median
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

COMMAND = Path(sys.executable).with_name("jixiao")
PAGE = Path(__file__).resolve().parents[1] / "docs" / "teaching.md"
BEGIN, END = "<!-- figures of make bench-renormalize -->", "<!-- end of figures -->"
MEDIA = ("word", "xlsx", "pdf", "scan")
DEMANDED = {"scan": 20.0}
OTHERWISE = 2.0
"""How many times as fast as ingest renormalize must be."""


@dataclass(frozen=True)
class Timed:
    """Seconds of a command: all of it, and the run alone, without the start of processes and of Prefect."""

    command: float
    run: float


@dataclass(frozen=True)
class Round:
    """One medium once: ingest, renormalize after one decision, and renormalize writing every row anew."""

    ingest: Timed
    decided: Timed
    rewritten: Timed


def main() -> None:
    chosen = _arguments()
    with TemporaryDirectory(prefix="renormalize-") as name:
        folder = Path(name)
        measured: dict[str, list[Round]] = {medium: [] for medium in chosen.media}
        for medium in chosen.media:
            _make(chosen, medium, folder / medium)
        for number in range(chosen.rounds):
            for medium in chosen.media:
                if medium != "scan" or number < chosen.scan_rounds:
                    measured[medium].append(_round(folder / medium, folder / f"{medium}-{number}"))
                    print(f"round {number + 1}, {medium}: {measured[medium][-1]}", file=sys.stderr)
        text = _report(measured, {medium: _documents(folder / medium) for medium in chosen.media})
    print(text)
    if chosen.write:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        after = rest.partition(END)[2]
        PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
    sys.exit(0 if all(_holds(medium, rounds) for medium, rounds in measured.items()) else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="1", help="any text")
    parser.add_argument("--count", type=int, default=3, help="documents a family; there are sixteen")
    parser.add_argument("--scan-count", type=int, default=4, help="scans a family; each takes some seconds")
    parser.add_argument("--media", nargs="+", choices=MEDIA, default=list(MEDIA))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--scan-rounds", type=int, default=1, help="of these, how many read the scans too")
    parser.add_argument("--write", action="store_true", help="put the figures into docs/teaching.md")
    return parser.parse_args()


def _make(chosen: argparse.Namespace, medium: str, folder: Path) -> None:
    from generator import batch
    from generator.families import FAMILIES

    count = chosen.scan_count if medium == "scan" else chosen.count
    batch.make(chosen.seed, count, folder, sorted(FAMILIES), (medium,))
    for truth in folder.glob("*.truth.json"):
        truth.unlink()


def _documents(folder: Path) -> int:
    return sum(path.is_file() for path in folder.iterdir())


def _round(documents: Path, folder: Path) -> Round:
    """Measure in a new warehouse with a new state folder, which are thrown away."""
    folder.mkdir()
    database = folder / "jixiao.db"
    try:
        ingest = _timed(folder, database, "ingest", str(documents))
        listed = _jixiao(folder, "vocab", "--format", "json", "--limit", "1")
        _jixiao(folder, "accept", json.loads(listed)[0]["code"], "--level", "数量指标")
        decided = _timed(folder, database, "renormalize")
        with closing(sqlite3.connect(database)) as connection, connection:
            connection.execute("UPDATE document SET vocabulary_version = '', facts_digest = NULL")
        return Round(ingest, decided, _timed(folder, database, "renormalize"))
    finally:
        rmtree(folder)


def _timed(folder: Path, database: Path, *arguments: str) -> Timed:
    started = time.monotonic()
    _jixiao(folder, *arguments)
    seconds = time.monotonic() - started
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT started_at, ended_at FROM run ORDER BY started_at DESC LIMIT 1"
        began, ended = map(datetime.fromisoformat, connection.execute(query).fetchone())
    return Timed(seconds, (ended - began).total_seconds())


def _jixiao(folder: Path, *arguments: str) -> str:
    ours = {"JIXIAO_WAREHOUSE": f"sqlite:///{folder}/jixiao.db", "JIXIAO_STATE_DIR": str(folder / "state")}
    done = subprocess.run(
        [str(COMMAND), *arguments], env={**os.environ, **ours}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"jixiao {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout


def _ratio(rounds: list[Round], which: str, part: str) -> float:
    return median(_of(item.ingest, part) / _of(getattr(item, which), part) for item in rounds)


def _of(timed: Timed, part: str) -> float:
    return float(getattr(timed, part))


def _holds(medium: str, rounds: list[Round]) -> bool:
    return _ratio(rounds, "decided", "command") >= DEMANDED.get(medium, OTHERWISE)


def _report(measured: dict[str, list[Round]], documents: dict[str, int]) -> str:
    lines = [
        "| medium | documents | rounds | `ingest` | `renormalize` | faster | every row new | faster |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for part in ("command", "run"):
        for medium, rounds in measured.items():
            seconds = [
                median(_of(getattr(item, name), part) for item in rounds)
                for name in ("ingest", "decided", "rewritten")
            ]
            ratios = [_ratio(rounds, name, part) for name in ("decided", "rewritten")]
            what = medium if part == "command" else f"{medium}, the run alone"
            lines.append(
                f"| {what} | {documents[medium]} | {len(rounds)} | {seconds[0]:.1f} s | {seconds[1]:.1f} s "
                f"| {ratios[0]:.1f}× | {seconds[2]:.1f} s | {ratios[1]:.1f}× |"
            )
    cores = os.cpu_count()
    return "\n".join([*lines, "", f"Python {sys.version.split()[0]}, {cores} cores, medians of the rounds."])


if __name__ == "__main__":
    main()
