"""``jixiao doctor``: is everything here, and how to get what is missing."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from rich.console import Console
from rich.table import Table

from flows.cli.query import WIDE
from flows.settings import Settings

_NAME = re.compile(r"[\w.-]+")

State = Literal["ok", "missing", "optional"]
Value = str | int | float | tuple[str, ...] | None

PACKAGES = (
    "jixiao",
    "prefect",
    "sqlalchemy",
    "pdfplumber",
    "pypdfium2",
    "python-docx",
    "openpyxl",
    "xlrd",
    "opencv-python-headless",
)
MARK: dict[State, str] = {"ok": "ok", "missing": "MISSING", "optional": "not here (optional)"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the installation: its state, what was found (None: nothing), and what to do about it."""

    name: str
    state: State
    found: Value
    remedy: str = ""


def doctor(as_json: bool) -> int:
    """Print every part; return 1 when a necessary one is missing."""
    settings = Settings()
    parts = tuple(_parts(settings))
    if as_json:
        print(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1))
    else:
        _print(parts)
    return int(any(part.state == "missing" for part in parts))


def _print(parts: Sequence[Part]) -> None:
    """Print a table; nothing is cut, in a terminal it is folded."""
    table = Table(box=None, pad_edge=False)
    for title in ("part", "state", "found", "what to do"):
        table.add_column(title, overflow="fold")
    for part in parts:
        table.add_row(part.name, MARK[part.state], _shown(part.found), part.remedy)
    console = Console(markup=False, highlight=False)
    console.width = console.width if console.is_terminal else WIDE
    with console.capture() as printed:
        console.print(table)
    print("\n".join(line.rstrip() for line in printed.get().splitlines()))


def _shown(value: Value) -> str:
    if isinstance(value, tuple):
        return ", ".join(value)
    return "" if value is None else str(value)


def _parts(settings: Settings) -> Iterator[Part]:
    from extractors import EXTRACTOR_VERSION

    yield Part("Python", "ok", sys.version.split()[0])
    for name in PACKAGES:
        yield _package(name, "missing", "make demo installs it from requirements.lock")
    if _installed("jixiao"):
        yield required_packages(requires("jixiao") or ())
    yield Part("extractor", "ok", EXTRACTOR_VERSION)
    yield _vocabulary()
    yield from _recognition(settings.ocr_engine)
    yield _package("psycopg", "missing", "the PostgreSQL driver: pip install 'psycopg[binary]'")
    yield _libreoffice(settings.soffice)
    yield Part("confidence threshold", "ok", settings.review_below, "set by JIXIAO_REVIEW_BELOW")
    yield _folder(settings.state_dir)
    yield from _warehouse(settings.warehouse)


def _package(name: str, otherwise: State, remedy: str) -> Part:
    try:
        return Part(name, "ok", version(name))
    except PackageNotFoundError:
        return Part(name, otherwise, None, remedy)


def required_packages(requirements: Sequence[str]) -> Part:
    """All packages that requirements name, extras aside, in one line."""
    found = (_NAME.match(item) for item in requirements if "extra ==" not in item)
    names = sorted({name[0] for name in found if name})
    absent = [name for name in names if not _installed(name)]
    if not absent:
        return Part("required packages", "ok", f"all {len(names)}")
    remedy = f"{', '.join(absent)}: make demo installs them from requirements.lock"
    return Part("required packages", "missing", f"{len(names) - len(absent)} of {len(names)}", remedy)


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _recognition(engine: str) -> Iterator[Part]:
    for name, remedy in (
        ("openvino", "pip install openvino, or JIXIAO_OCR_ENGINE=onnxruntime"),
        ("onnxruntime", "only for JIXIAO_OCR_ENGINE=onnxruntime: pip install -e '.[onnx]'"),
    ):
        yield _package(name, "missing" if name == engine else "optional", remedy)
    yield _package("rapidocr", "missing", "make demo installs it from requirements.lock")
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec else None
    files = (path.name for folder in folders or () for path in Path(folder).glob("models/*.onnx"))
    models = tuple(sorted(files))
    state: State = "ok" if models else "missing"
    yield Part("recognition models", state, models or None, "" if models else "reinstall rapidocr 3.10")


def _vocabulary() -> Part:
    from normalizers import VOCABULARY_VERSION, VocabularyError, check_vocabulary

    try:
        check_vocabulary()
    except VocabularyError as error:
        return Part("vocabulary", "missing", None, f"mend the file: {error}")
    return Part("vocabulary", "ok", VOCABULARY_VERSION)


def _libreoffice(chosen: str) -> Part:
    from extractors.office.libreoffice import program

    found = program(chosen)
    remedy = (
        "reads .doc, .wps, .rtf, .odt, .ods, .xlsb: apt install libreoffice-writer libreoffice-calc, "
        "or name its program in JIXIAO_SOFFICE"
    )
    return Part("LibreOffice", "ok" if found else "optional", found, "" if found else remedy)


def _folder(path: Path) -> Part:
    """The state folder, or what stands where it would be made; a probe, since rights do not say all."""
    whole = path.absolute()
    there = next(folder for folder in (whole, *whole.parents) if folder.exists())
    try:
        with TemporaryDirectory(dir=there):
            return Part("state folder", "ok", str(whole))
    except OSError as error:
        remedy = f"cannot be made or written ({error.strerror}): set JIXIAO_STATE_DIR to another folder"
        return Part("state folder", "missing", str(whole), remedy)


def _warehouse(url: str) -> Iterator[Part]:
    """Whether the warehouse can be reached, and is of this jixiao's schema."""
    from sqlalchemy.exc import DBAPIError

    from warehouse.connect import address, open_existing, shown
    from warehouse.errors import NoWarehouseError, WarehouseError
    from warehouse.tables import SCHEMA_VERSION

    try:
        address(url)
    except WarehouseError as error:
        yield Part("warehouse", "missing", None, f"JIXIAO_WAREHOUSE: {error}")
        return
    try:
        open_existing(url).dispose()
    except NoWarehouseError:
        yield Part("warehouse", "optional", shown(url), "made by the first jixiao ingest SOURCE")
    except WarehouseError as error:
        yield Part("warehouse", "missing", shown(url), str(error))
    except DBAPIError as error:
        yield Part("warehouse", "missing", shown(url), f"the database says: {error.orig}")
    else:
        yield Part("warehouse", "ok", shown(url))
        yield Part("warehouse schema", "ok", SCHEMA_VERSION)
