"""How well jixiao reads: fresh documents of a seed, ingested, compared field by field with their truth.

python benchmarks/accuracy.py --seed 42 --count 3
python benchmarks/accuracy.py --seed 42 --count 3 --keep DIR      keep documents and warehouses
python benchmarks/accuracy.py --compare DIR [--ingest]            compare a kept folder again
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

import report
from comparison import compare
from tally import Tally
from truth_tables import expected, found

COMMAND = Path(sys.executable).with_name("jixiao")
MEDIA = ("word", "pdf", "scan", "xlsx")
OLD = ("doc", "xls")
"""Made and read only when asked for: they need LibreOffice."""
BARE = "bare"
"""Exported PDF without borders."""
PARTLY = "partly"
"""Exported PDF with some of its borders."""

ROUGH = ("worn", "photo", "fax", "fax-fine", "fax-standard", "sideways", "mixed")
"""Scans as they really come; measured where they are asked for."""

DONE = (0, 3)
"""Exit codes of an ingest that ended: 3 says that something was quarantined."""


def main() -> None:
    chosen = _arguments()
    if not COMMAND.exists() and (chosen.ingest or not chosen.compare):
        sys.exit(f"no {COMMAND.name} beside {Path(sys.executable).name}: install the project first")
    console = Console(width=None if sys.stdout.isatty() else 140)
    if chosen.compare:
        _measure(chosen, chosen.compare, console, ingest=chosen.ingest)
    elif chosen.keep:
        _make(chosen, chosen.keep)
        _measure(chosen, chosen.keep, console, ingest=True)
    else:
        with TemporaryDirectory(prefix="accuracy-") as folder:
            _make(chosen, Path(folder))
            _measure(chosen, Path(folder), console, ingest=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="1", help="any text")
    parser.add_argument("--count", type=int, default=2, help="documents a family and medium")
    parser.add_argument("--families", type=int, nargs="+", default=[0, 1, 2, 3, 4])
    parser.add_argument(
        "--medium",
        "--media",
        nargs="+",
        choices=(*MEDIA, *OLD, BARE, PARTLY, *ROUGH),
        default=list(MEDIA),
        help="what to measure",
    )
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder to keep the documents and warehouses in")
    parser.add_argument("--compare", type=Path, help="a kept folder: make nothing, compare again")
    parser.add_argument(
        "--ingest", action="store_true", help="with --compare: ingest again into new warehouses"
    )
    parser.add_argument("--worst", type=int, default=5, help="documents shown with their mismatches")
    parser.add_argument("--json", type=Path, help="file for the figures")
    return parser.parse_args()


def _make(chosen: argparse.Namespace, folder: Path) -> None:
    """A folder a medium: a form in two documents of one warehouse would be one form."""
    from generator import batch

    for medium in chosen.medium:
        batch.make(f"{chosen.seed}", chosen.count, folder / medium, chosen.families, (medium,))


def _measure(chosen: argparse.Namespace, folder: Path, console: Console, ingest: bool) -> None:
    tallies: dict[str, Tally] = {}
    for medium in chosen.medium:
        if not (folder / medium).is_dir():
            continue
        tally = tallies[medium] = Tally()
        database = folder / f"{medium}.db"
        if ingest:
            tally.seconds = _ingest(folder / medium, database, chosen.workers, console)
        documents = expected(folder / medium)
        tally.documents = len(documents)
        compare(documents, found(database), tally)
    report.show(tallies, chosen.worst, console)
    if chosen.json:
        chosen.json.write_text(
            json.dumps(report.figures(tallies), ensure_ascii=False, indent=1, default=str) + "\n",
            encoding="utf-8",
        )


def _ingest(folder: Path, database: Path, workers: int, console: Console) -> float:
    """Run the command as a user does, its state beside the warehouse; say what it said if it failed."""
    database.unlink(missing_ok=True)
    state = folder.parent / f"{folder.name}-state"
    state.mkdir(exist_ok=True)
    command = [
        str(COMMAND), "ingest", str(folder.resolve()),
        "--warehouse", f"sqlite:///{database.resolve()}", "--workers", str(workers),
    ]  # fmt: skip
    started = time.monotonic()
    done = subprocess.run(command, cwd=state, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if done.returncode not in DONE:
        console.print(f"jixiao ended with {done.returncode}:\n{done.stderr[-2000:]}", markup=False)
    return seconds


if __name__ == "__main__":
    main()
