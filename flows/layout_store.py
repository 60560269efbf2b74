"""Layouts kept between runs, so that a new vocabulary reads no PDF again.

A layout lies under its document's SHA-256, the extractor's version and its options; any of them
changed, and the document is read again. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from extractors import EXTRACTOR_VERSION, ExtractionOptions, Layout
from extractors.serialization import UnknownLayoutVersion, dump, load
from flows.errors import StateFolderError


def options_key(options: ExtractionOptions) -> str:
    """Name a set of options shortly."""
    return hashlib.sha256(options.model_dump_json().encode()).hexdigest()[:12]


def find(folder: Path, sha256: str, key: str) -> Layout | None:
    """Return the layout stored under an ``options_key``; None where there is none that this version reads."""
    path = _path(folder, sha256, key)
    try:
        return load(path.read_bytes())
    except (FileNotFoundError, UnknownLayoutVersion):
        return None
    except OSError as error:
        raise StateFolderError(f"cannot read {path}: {error.strerror}") from error


def holds(folder: Path, sha256: str, key: str) -> bool:
    """Say whether a layout is stored, without reading it."""
    return _path(folder, sha256, key).is_file()


def keep(folder: Path, layout: Layout, key: str) -> None:
    """Store a layout; harmless when repeated, and never half written: it is renamed into place."""
    path = _path(folder, layout.sha256, key)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as handle:
            handle.write(dump(layout))
        os.replace(handle.name, path)  # noqa: PTH105
    except OSError as error:
        raise StateFolderError(f"cannot write {path}: {error.strerror}; see JIXIAO_STATE_DIR") from error


def _path(folder: Path, sha256: str, key: str) -> Path:
    return folder / sha256[:2] / f"{sha256}.{EXTRACTOR_VERSION}.{key}.zst"
