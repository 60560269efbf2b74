"""What the user names, as documents: files, folders and globs, each opened once and told by its bytes."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from extractors.detect import IMAGES, OFFICE, PDF, media_type_of, readable_kind_of
from extractors.errors import DocumentError
from flows.addresses import as_text, meant
from flows.errors import NoSuchSourceError

OURS = {PDF, *OFFICE, *IMAGES}
NAMED_OURS = {
    *(".pdf", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods"),
    *(".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"),
}
"""A file that calls itself one of these is owed an answer, even when its bytes say otherwise."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document at hand: its digest, the paths at which the same bytes lie, and what they are."""

    sha256: str
    paths: tuple[Path, ...]
    media_type: str | None
    size: int

    @property
    def uris(self) -> tuple[str, ...]:
        return tuple(as_text(path) for path in self.paths)

    @property
    def name(self) -> str:
        return as_text(self.paths[0].name)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything under the sources: documents by digest, what was skipped, what could not be opened.

    ``foreign`` are those of the skipped that the sources name themselves. Each file comes with why.
    """

    documents: tuple[Document, ...]
    skipped: int
    unreadable: tuple[tuple[str, str], ...]
    foreign: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """A file under the sources, by its absolute path; ``named`` is the source that is this file itself."""

    path: Path
    hidden: bool
    named: str | None


@dataclass(frozen=True, slots=True)
class _Look:
    """What a file was told to be: a document by its digest, or foreign, with why where that is asked."""

    media_type: str | None
    sha256: str = ""
    size: int = 0
    foreign: str | None = None


def discover(sources: Sequence[str]) -> Found:
    """Look at every file under the sources; documents come in the order of their first path.

    No file is held in memory, and of one that is none of ours no more is read than tells that.
    """
    documents: dict[str, Document] = {}
    unreadable, foreign, skipped = [], [], 0
    for file in _files(sources):
        try:
            look = _look_at(file)
        except OSError as error:
            unreadable.append((as_text(file.path), error.strerror or str(error)))
            continue
        if look.sha256:
            known = documents.get(look.sha256)
            paths = (*known.paths, file.path) if known else (file.path,)
            documents[look.sha256] = Document(look.sha256, paths, look.media_type, look.size)
            continue
        skipped += 1
        if file.named and look.foreign:
            foreign.append((as_text(file.named), look.foreign))
    return Found(tuple(documents.values()), skipped, tuple(unreadable), tuple(foreign))


def _look_at(file: _File) -> _Look:
    name = as_text(file.path.name)
    if file.hidden:
        return _Look(None, foreign=f"{name}: hidden files are left out; rename it")
    with file.path.open("rb") as handle:
        kind = media_type_of(handle)
        if not _ours(file.path, kind):
            return _Look(kind, foreign=_foreign(handle, name) if file.named else None)
        handle.seek(0)
        digest = hashlib.file_digest(handle, "sha256").hexdigest()
        return _Look(kind, digest, handle.tell())


def _foreign(handle: BinaryIO, name: str) -> str | None:
    try:
        readable_kind_of(handle, name)
    except DocumentError as error:
        return str(error)
    return None


def require(sources: Sequence[str]) -> None:
    """Raise NoSuchSourceError for the first source that names nothing at all."""
    for source in sources:
        if not _names(source):
            raise NoSuchSourceError(
                f"{as_text(source)}: there is no such file or folder, and no file matches it"
            )


def without_documents(sources: Sequence[str]) -> list[tuple[str, str]]:
    """Of sources among which there is no document: each folder and glob, with what it holds instead."""
    found = []
    for source in sources:
        if Path(meant(source)).is_file():
            continue  # ``Found.foreign`` says what it is
        files = sum(1 for _ in _files([source]))
        held = {0: "it is empty:", 1: "its one file is none:"}.get(
            files, f"none of its {files} files is one:"
        )
        found.append((as_text(source), f"{held} give a folder of PDF, Word, Excel or image files"))
    return found


def _ours(path: Path, kind: str | None) -> bool:
    return kind in OURS or path.suffix.lower() in NAMED_OURS


def _files(sources: Sequence[str]) -> Iterator[_File]:
    """Yield every file once."""
    named = {_absolute(meant(source)): source for source in sources}
    seen: set[Path] = set()
    for root in (_absolute(name) for source in sources for name in _names(source)):
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path in seen or not path.is_file():
                continue
            seen.add(path)
            hidden = _hidden(path.relative_to(root.parent if root.is_file() else root))
            yield _File(path, hidden, named.get(path))


def _absolute(name: str) -> Path:
    return Path(os.path.abspath(name))  # noqa: PTH100


def _names(source: str) -> list[str]:
    source = meant(source)
    return [source] if Path(source).exists() else sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - absolute patterns too


def _hidden(path: Path) -> bool:
    """Hidden files and folders, and the ``~$`` files of an open Word."""
    return any(part.startswith(".") for part in path.parts) or path.name.startswith("~$")
