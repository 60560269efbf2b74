"""What a confidence is worth: fresh scans of a seed, and how often a value was right, by its confidence.

python benchmarks/confidence.py --seed 42 --count 5              as scanners make them
python benchmarks/confidence.py --seed 42 --count 5 --hard       the worse half of skew, noise, blur and light
python benchmarks/confidence.py --seed 42 --count 5 --medium fax another kind of scan
python benchmarks/confidence.py --compare DIR --medium fax worn   a folder that accuracy.py kept
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "fixtures"))

from accuracy import ROUGH, _ingest
from alignment import align
from comparison import FIELDS, KEYS
from truth_tables import Row, expected, found
from values import FORM_FIELDS, MEASURE_FIELDS, NUMBERS, same

BANDS = (0.0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 1.01)
SIDES = {f"{side}_raw": side for side in ("target", "actual")}
FIGURES = NUMBERS | {"filled_on"}
Key = tuple[str, str, int | None, str]
Pair = tuple[str, int | None, tuple[str, ...], Mapping[str, Any], Mapping[str, Any]]
"""A record, its line, its fields, the truth and the reading."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a form: the least confidence of its cells, if it is right, if a finding speaks of it."""

    document: str
    place: str
    is_figure: bool
    confidence: float
    right: bool
    told: bool
    shown: str


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", default="1", help="any text; take a new one every time")
    parser.add_argument("--count", type=int, default=3, help="scans a family")
    parser.add_argument("--hard", action="store_true", help="badly scanned")
    parser.add_argument(
        "--medium", nargs="+", choices=("scan", *ROUGH), default=["scan"], help="what to measure"
    )
    parser.add_argument("--compare", type=Path, help="a folder kept by accuracy.py: make and read nothing")
    parser.add_argument("--below", type=float, default=0.95, help="the confidence under which a person looks")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140, markup=False, highlight=False)
    values: list[Value] = []
    with TemporaryDirectory(prefix="confidence-") as scratch:
        folder = chosen.compare or Path(scratch)
        for medium in chosen.medium:
            if not chosen.compare:
                _draw(chosen.seed, chosen.count, folder / medium, chosen.hard)
                _ingest(folder / medium, folder / f"{medium}.db", chosen.workers, console)
            values += _values(folder, medium)
    _show(values, chosen.below, console)


def _draw(seed: str, count: int, folder: Path, hard: bool) -> None:
    from generator import batch
    from generator.families import SEEDS
    from generator.places import Names

    if folder.name != "scan":
        batch.make(seed, count, folder, SEEDS, (folder.name,))
        return
    folder.mkdir()
    names = Names()
    for family in SEEDS:
        for number in range(count):
            rng = random.Random(f"{seed}/{family}/{number}")
            document = batch.draw(f"f{family}-{number:03}", family, rng, names, True)
            batch.render(document, "scan", folder, rng, hard)


def _values(folder: Path, medium: str) -> Iterator[Value]:
    """Every value that was read, with its truth; rows that were missed or invented have none."""
    readings = found(folder / f"{medium}.db")
    with sqlite3.connect(folder / f"{medium}.db") as link:
        sure, told = _confidences(link), _told(link)
    for document in expected(folder / medium):
        wanted = [{**form.form, "rows": form.rows} for form in document.forms]
        have = [{**form.form, "rows": form.rows} for form in readings.get(document.document, ())]
        for truth, reading in align(wanted, have, lambda form: f"{form['title']}|{form['project_name']}"):
            if truth is None or reading is None:
                continue
            pairs: list[Pair] = [("form", None, FORM_FIELDS, truth, reading)]
            for record, fields in FIELDS.items():
                for one, other in align(truth["rows"][record], reading["rows"][record], KEYS[record]):
                    if one is not None and other is not None:
                        pairs.append((record.removesuffix("s"), other["line_no"], fields, one, other))
            for record, line, fields, one, other in pairs:
                for name in fields:
                    key = (str(reading["form_id"]), record, line, name)
                    if key in sure:
                        yield _value(document.document, key, sure[key], one, other, told)


def _value(
    document: str,
    key: Key,
    confidence: float,
    wanted: Row,
    have: Row,
    told: Mapping[str, set[tuple[str, object]]],
) -> Value:
    """A target or an actual with a digit is right if its figure, unit, operator and date are."""
    form_id, record, line, name = key
    columns, is_figure = [name], name in FIGURES
    if name in SIDES and any(c.isdigit() for c in f"{wanted[name]}{have[name]}"):
        columns, is_figure = [f"{SIDES[name]}_{part}" for part in MEASURE_FIELDS if part != "raw"], True
    wrong = [each for each in columns if not same(each, wanted[each], have[each])]
    shown = "; ".join(f"{each}: {wanted[each]} read as {have[each]}" for each in wrong)
    about = {(record, line), ("form", f"total_{name}"), ("form", name)} & told[form_id]
    if name.endswith("_yuan"):
        about |= {("form", "money_unit")} & told[form_id]
    place = f"{record} {line or ''} {name}"
    return Value(document, place, is_figure, confidence, not wrong, bool(about), shown)


def _confidences(link: sqlite3.Connection) -> dict[Key, float]:
    rows = link.execute(
        "SELECT form_id, record, line_no, field, MIN(confidence) FROM v_lineage GROUP BY 1, 2, 3, 4"
    )
    return {(form_id, record, line, field): sure for form_id, record, line, field, sure in rows}


def _told(link: sqlite3.Connection) -> dict[str, set[tuple[str, object]]]:
    """Of each form, the lines, and the columns of the form itself, that a finding names."""
    told: defaultdict[str, set[tuple[str, object]]] = defaultdict(set)
    for form_id, record, line, field in link.execute(
        "SELECT form_id, record, line_no, field FROM v_findings"
    ):
        told[form_id].add((record, field if record == "form" else line))
    return told


def _show(values: list[Value], below: float, console: Console) -> None:
    table = Table("confidence", "figures", "of them right", "texts", "of them right")
    for low, high in pairwise(BANDS):
        counts: list[str] = []
        for is_figure in (True, False):
            band = [v for v in values if v.is_figure == is_figure and low <= v.confidence < high]
            right = sum(value.right for value in band)
            counts += [str(len(band)), f"{right / len(band):.1%} ({len(band) - right} wrong)" if band else ""]
        table.add_row(f"{low:g} to {min(high, 1):g}", *counts)
    console.print(table)
    figures = [value for value in values if value.is_figure]
    count = Counter((value.right, value.confidence < below) for value in figures)
    silent = [value for value in figures if not value.right and value.confidence >= below and not value.told]
    console.print(
        f"below {below:g}: {count[False, True]} of {count[False, True] + count[False, False]} wrong figures, "
        f"and {count[True, True]} of {count[True, True] + count[True, False]} right ones\n"
        f"wrong figures without a finding or a confidence below {below:g}: {len(silent)}"
    )
    for value in silent:
        console.print(f"  {value.document}: {value.place}, {value.confidence:.3f}: {value.shown}")


if __name__ == "__main__":
    main()
