"""Grids and speed against the peers: exported PDFs, scans, Word, worker processes, in one run.

make bench-grids                                  everything, into build/bench-grids/
make bench-grids N=6 SEED=7 PUBLIC=folder         more documents, another seed, public documents too
make bench-grids ONLY="pdf word"                  some parts
make bench-grids WRITE=1                          and write docs/benchmarks.md and its picture
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from datetime import date
from importlib.metadata import version
from pathlib import Path

from gridbench.part import Bar, Part, Run
from gridbench.parts import PARTS
from gridbench.picture import draw
from gridbench.processes import ROOT, Pythons, environment
from gridbench.words import markdown

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "benchmarks.png"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
HELD = {True: "ok", False: "missed", None: "–"}


def main() -> None:
    chosen = _arguments()
    folder = chosen.out.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(folder / "documents", ignore_errors=True)
    # The interpreter of an environment is a link, and is that environment only by the link's name.
    pythons = Pythons(Path(os.path.abspath(chosen.product)), Path(sys.executable))  # noqa: PTH100
    run = Run(pythons, folder, chosen.seed, chosen.count, chosen.rounds, chosen.public, _say)
    began, load = time.monotonic(), os.getloadavg()[0]
    parts = [make(run) for name in chosen.only for make in PARTS[name]]
    text = written(parts, run, time.monotonic() - began, load)
    print(text)
    (folder / "report.md").write_text(text, encoding="utf-8")
    figures = json.dumps({part.title: part.figures for part in parts}, ensure_ascii=False, indent=1)
    (folder / "figures.json").write_text(figures + "\n", encoding="utf-8")
    draw(parts, folder / PICTURE.name)
    if chosen.write:
        _write(text, folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--only", nargs="+", choices=list(PARTS), default=list(PARTS), help="parts of the run"
    )
    parser.add_argument("--seed", default="1", help="any text; it draws the documents")
    parser.add_argument("--count", type=int, default=2, help="documents a family, a third as many scanned")
    parser.add_argument(
        "--rounds", type=int, default=3, help="readings of each document; scans of several pages: one"
    )
    parser.add_argument("--public", type=Path, help="folder of public documents")
    parser.add_argument(
        "--product", type=Path, default=ROOT / ".venv" / "bin" / "python", help="jixiao's Python"
    )
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "bench-grids", help="folder of the run")
    parser.add_argument("--write", action="store_true", help="write docs/benchmarks.md and its picture")
    chosen = parser.parse_args()
    if chosen.write and len(chosen.only) < len(PARTS):
        parser.error("the page holds one whole run: --write and --only do not go together")
    if chosen.public is not None and not chosen.public.is_dir():
        parser.error(f"{chosen.public} is no folder")
    return chosen


def _say(text: str) -> None:
    """On a terminal one line that changes; in a log nothing."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)


def written(parts: list[Part], run: Run, seconds: float, load: float) -> str:
    """The report in Markdown; ``load`` is how many processes wanted a core before the run."""
    bars = [bar for part in parts for bar in part.bars]
    pieces = [
        f"Run of {date.today():%Y-%m-%d}: seed {run.seed}, {run.count} documents a family, "
        f"{run.rounds} rounds, {os.cpu_count()} cores, {seconds / 60:.0f} minutes, "
        f"load {load:.1f} before.",
        *(["### What was demanded of speed", _bars(bars)] if bars else []),
    ]  # fmt: skip
    for part in parts:
        pieces += [f"### {part.title}", *part.text]
    pieces += ["### Versions", _versions(parts, run.pythons)]
    return "\n\n".join(pieces) + "\n"


def _bars(bars: list[Bar]) -> str:
    rows = [[bar.subject, bar.wanted, bar.measured, HELD[bar.held]] for bar in bars]
    return markdown(("bar", "wanted", "measured", ""), rows)


def _versions(parts: list[Part], pythons: Pythons) -> str:
    known = {"grits-metric": version("grits-metric"), "jixiao's extractors": _extractors(pythons)}
    for part in parts:
        known |= part.versions
    named = ", ".join(f"{name} {known[name]}" for name in sorted(known))
    return f"Python {platform.python_version()}, {named}."


def _extractors(pythons: Pythons) -> str:
    """The version of the extractors that was measured."""
    said = "import extractors; print(extractors.EXTRACTOR_VERSION)"
    command = [str(pythons.product), "-c", said]
    return subprocess.run(
        command, env=environment(), capture_output=True, text=True, check=True
    ).stdout.strip()


def _write(text: str, folder: Path) -> None:
    """Put the report between the marks of the page, and the picture beside it."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
    shutil.copyfile(folder / PICTURE.name, PICTURE)


if __name__ == "__main__":
    main()
