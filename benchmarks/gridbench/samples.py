"""The documents: fixtures, fresh ones of a seed, a folder of public ones; each with its tables where told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2

from gridbench.model import Box, Table, table
from gridbench.processes import ROOT, environment

IMAGES = {".png", ".jpg", ".jpeg"}


@dataclass(frozen=True, slots=True)
class Sample:
    """``printed`` is None where nobody has said what the tables are."""

    path: Path
    pages: int
    printed: tuple[Table, ...] | None


def of_truth(folder: Path, medium: str) -> list[Sample]:
    """The documents of a medium that have a truth file beside them."""
    return [
        sample
        for path in sorted(folder.resolve().glob("*.truth.json"))
        if (sample := _sample(path, medium)) is not None
    ]


def _sample(path: Path, medium: str) -> Sample | None:
    content = json.loads(path.read_text(encoding="utf-8"))
    if content["medium"] != medium:
        return None
    document = path.with_name(content["document"])
    forms = [(entry["form"], entry["grid"]) for entry in content["forms"]]
    printed = tuple(
        table(form["page_first"] or 1, form["page_last"] or 1, map(_cell, grid)) for form, grid in forms
    )
    return Sample(document, pages(document), printed)


def _cell(line: str) -> tuple[int, int, int, int, str]:
    row, column, rows, columns, text = line.split(" ", 4)
    return int(row), int(column), int(rows), int(columns), text


def pages(path: Path) -> int:
    if path.suffix.lower() != ".pdf":
        return 1
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def draw(python: Path, seed: str, count: int, medium: str, folder: Path) -> str | None:
    """Draw fresh documents; the reason where that cannot be done here, as without the fonts."""
    command = [
        str(python), str(ROOT / "fixtures" / "make.py"),
        "--seed", seed, "--count", str(count), "--out", str(folder), "--media", medium,
    ]  # fmt: skip
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else (done.stderr.strip().splitlines() or ["no reason given"])[-1]


@dataclass(frozen=True, slots=True)
class Public:
    """Public documents: with a truth and rulings, with a truth and without rulings, scans, other PDFs."""

    ruled: tuple[Sample, ...]
    unruled: tuple[Sample, ...]
    scans: tuple[Sample, ...]
    untold: tuple[Sample, ...]


def public(folder: Path) -> Public:
    """NAME.pdf with NAME-str.xml beside it has a truth, in the form of ICDAR 2013; all others have none."""
    folder = folder.resolve()
    exported = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    images = sorted(path for path in folder.rglob("*") if path.suffix.lower() in IMAGES)
    told = [Sample(path, pages(path), _icdar(path)) for path in exported if _truth_of(path).exists()]
    ruled = [sample for sample in told if all(is_ruled(sample.path, each) for each in _areas(sample.path))]
    return Public(
        tuple(ruled),
        tuple(sample for sample in told if sample not in ruled),
        tuple(Sample(path, 1, None) for path in images),
        tuple(Sample(path, pages(path), None) for path in exported if not _truth_of(path).exists()),
    )


def _truth_of(path: Path) -> Path:
    return path.with_name(f"{path.stem}-str.xml")


def _regions(path: Path) -> Iterator[ElementTree.Element]:
    """Each page's part of a table is a table: the peers read page by page."""
    yield from ElementTree.parse(_truth_of(path)).getroot().iter("region")


def _icdar(path: Path) -> tuple[Table, ...]:
    return tuple(
        table(int(region.get("page", 1)), int(region.get("page", 1)), map(_icdar_cell, region.iter("cell")))
        for region in _regions(path)
    )


def _icdar_cell(cell: ElementTree.Element) -> tuple[int, int, int, int, str]:
    row, column = int(cell.get("start-row", 0)), int(cell.get("start-col", 0))
    rows = int(cell.get("end-row", row)) - row + 1
    columns = int(cell.get("end-col", column)) - column + 1
    return row, column, rows, columns, cell.findtext("content") or ""


@dataclass(frozen=True, slots=True)
class Area:
    """Where a table's texts stand: points from the bottom left of its page."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    table: Table


def _areas(path: Path) -> list[Area]:
    areas = []
    for region, printed in zip(_regions(path), _icdar(path), strict=True):
        boxes = list(filter(None, map(_box, region.iter("bounding-box"))))
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        areas.append(Area(printed.first, min(x0), min(y0), max(x1), max(y1), printed))
    return areas


def _box(element: ElementTree.Element) -> Box | None:
    """A box with a mistyped edge, of which the published files have one, says nothing."""
    try:
        x0, y0, x1, y1 = (float(element.get(name, "")) for name in ("x1", "y1", "x2", "y2"))
    except ValueError:
        return None
    return x0, y0, x1, y1


def is_ruled(path: Path, area: Area) -> bool:
    """Whether lines part most of a table's rows and most of its columns."""
    import pdfplumber

    with pdfplumber.open(path) as document:
        page = document.pages[area.page - 1]
        top, bottom = float(page.height) - area.y1, float(page.height) - area.y0
        inside = [
            edge for edge in page.edges
            if edge["x0"] < area.x1 and edge["x1"] > area.x0 and edge["top"] < bottom and edge["bottom"] > top
        ]  # fmt: skip
    across = {
        round(edge["x0"]) for edge in inside if edge["orientation"] == "v" and area.x0 < edge["x0"] < area.x1
    }
    down = {
        round(edge["top"]) for edge in inside if edge["orientation"] == "h" and top < edge["top"] < bottom
    }
    return len(across) >= (area.table.width - 1) / 2 and len(down) >= (area.table.height - 1) / 2


def cells_of(tables: Sequence[Table]) -> int:
    return sum(len(each.cells) for each in tables)
