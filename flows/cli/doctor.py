"""``jixiao doctor``: is everything here, and how to get what is missing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from rich.console import Console
from rich.table import Table

from flows.settings import Settings

State = Literal["ok", "missing", "optional"]

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
    """A part of the installation: its state, what was found, and what to do where it is missing."""

    name: str
    state: State
    found: str
    remedy: str = ""


def doctor(as_json: bool) -> int:
    """Print every part; return 1 when a necessary one is missing."""
    settings = Settings()
    parts = tuple(_parts(settings))
    if as_json:
        print(json.dumps([asdict(part) for part in parts], ensure_ascii=False, indent=1))
    else:
        table = Table("part", "state", "found", "what to do", box=None)
        for part in parts:
            table.add_row(part.name, MARK[part.state], part.found, part.remedy)
        Console(markup=False, highlight=False, soft_wrap=False).print(table)
    return int(any(part.state == "missing" for part in parts))


def _parts(settings: Settings) -> Iterator[Part]:
    from extractors import EXTRACTOR_VERSION

    yield Part("Python", "ok", sys.version.split()[0])
    for name in PACKAGES:
        yield _package(name, "missing", "make demo installs it from requirements.lock")
    yield Part("extractor", "ok", f"version {EXTRACTOR_VERSION}")
    yield _vocabulary()
    yield from _recognition(settings.ocr_engine)
    yield _package("psycopg", "missing", "the PostgreSQL driver: pip install 'psycopg[binary]'")
    yield _libreoffice(settings.soffice)
    yield Part("confidence threshold", "ok", f"{settings.review_below:g}", "set by JIXIAO_REVIEW_BELOW")
    yield _folder(settings.state_dir)


def _package(name: str, otherwise: State, remedy: str) -> Part:
    try:
        return Part(name, "ok", version(name))
    except PackageNotFoundError:
        return Part(name, otherwise, "", remedy)


def _recognition(engine: str) -> Iterator[Part]:
    for name, remedy in (
        ("openvino", "pip install openvino, or JIXIAO_OCR_ENGINE=onnxruntime"),
        ("onnxruntime", "only for JIXIAO_OCR_ENGINE=onnxruntime: pip install 'jixiao[onnx]'"),
    ):
        yield _package(name, "missing" if name == engine else "optional", remedy)
    yield _package("rapidocr", "missing", "make demo installs it from requirements.lock")
    spec = find_spec("rapidocr")
    folders = spec.submodule_search_locations if spec else None
    models = sorted(path.name for folder in folders or () for path in Path(folder).glob("models/*.onnx"))
    state: State = "ok" if models else "missing"
    yield Part("recognition models", state, ", ".join(models), "" if models else "reinstall rapidocr 3.10")


def _vocabulary() -> Part:
    from normalizers import VOCABULARY_VERSION, VocabularyError, check_vocabulary

    try:
        check_vocabulary()
    except VocabularyError as error:
        return Part("vocabulary", "missing", "", f"mend the file: {error}")
    return Part("vocabulary", "ok", f"version {VOCABULARY_VERSION}")


def _libreoffice(chosen: str) -> Part:
    from extractors.office.libreoffice import program

    found = program(chosen)
    remedy = (
        "reads .doc, .wps, .rtf, .odt, .ods, .xlsb: apt install libreoffice-writer libreoffice-calc, "
        "or name its program in JIXIAO_SOFFICE"
    )
    return Part("LibreOffice", "ok" if found else "optional", found or "", "" if found else remedy)


def _folder(path: Path) -> Part:
    there = path if path.exists() else path.absolute().parent
    if os.access(there, os.W_OK):
        return Part("state folder", "ok", str(path.absolute()))
    return Part("state folder", "missing", str(path.absolute()), "not writable: set JIXIAO_STATE_DIR")
