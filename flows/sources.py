"""What the user names, as documents: files, folders and globs, each opened once and told by its bytes."""

from __future__ import annotations

import glob
import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.detect import IMAGES, OFFICE, PDF, media_type, readable_kind
from extractors.errors import DocumentError
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
        return tuple(path.as_posix() for path in self.paths)


@dataclass(frozen=True, slots=True)
class Found:
    """Everything under the sources: documents by digest, what was skipped, what could not be opened."""

    documents: tuple[Document, ...]
    skipped: int
    unreadable: tuple[tuple[Path, str], ...]


def discover(sources: Sequence[str]) -> Found:
    """Look at every file under the sources; documents come in the order of their first path."""
    paths: dict[str, list[Path]] = {}
    kinds: dict[str, tuple[str | None, int]] = {}
    unreadable: list[tuple[Path, str]] = []
    skipped = 0
    for path, hidden in _files(sources):
        try:
            data = b"" if hidden else path.read_bytes()
        except OSError as error:
            unreadable.append((path, error.strerror or str(error)))
            continue
        kind = media_type(data)
        if hidden or not _ours(path, kind):
            skipped += 1
            continue
        digest = hashlib.sha256(data).hexdigest()
        paths.setdefault(digest, []).append(path)
        kinds[digest] = kind, len(data)
    documents = (Document(digest, tuple(where), *kinds[digest]) for digest, where in paths.items())
    return Found(tuple(documents), skipped, tuple(unreadable))


def require(sources: Sequence[str]) -> None:
    """Raise NoSuchSourceError for the first source that names nothing at all."""
    for source in sources:
        if not _names(source):
            raise NoSuchSourceError(f"{source}: there is no such file or folder, and no file matches it")


def foreign_files(sources: Sequence[str]) -> list[tuple[str, str]]:
    """Files that are named themselves, not found in a folder, and are skipped: each with why."""
    found = []
    for source in sources:
        path = Path(source)
        if path.is_file() and (reason := _foreign(path)):
            found.append((source, reason))
    return found


def without_documents(sources: Sequence[str]) -> list[tuple[str, str]]:
    """Of sources among which there is no document: each folder and glob, with what it holds instead."""
    found = []
    for source in sources:
        if Path(source).is_file():
            continue  # ``foreign_files`` says what it is
        files = sum(1 for _ in _files([source]))
        held = {0: "it is empty:", 1: "its one file is none:"}.get(
            files, f"none of its {files} files is one:"
        )
        found.append((source, f"{held} give a folder of PDF, Word, Excel or image files"))
    return found


def _foreign(path: Path) -> str | None:
    if _hidden(Path(path.name)):
        return f"{path.name}: hidden files are left out; rename it"
    try:
        data = path.read_bytes()
        if not _ours(path, media_type(data)):
            readable_kind(data, path.name)
    except DocumentError as error:
        return str(error)
    except OSError:
        return None  # it is reported as a document that cannot be opened
    return None


def _ours(path: Path, kind: str | None) -> bool:
    return kind in OURS or path.suffix.lower() in NAMED_OURS


def _files(sources: Sequence[str]) -> Iterator[tuple[Path, bool]]:
    """Yield every file once, by its absolute path, and whether it is hidden."""
    seen: set[Path] = set()
    for root in (Path(os.path.abspath(name)) for source in sources for name in _names(source)):  # noqa: PTH100
        for path in sorted(root.rglob("*")) if root.is_dir() else [root]:
            if path in seen or not path.is_file():
                continue
            seen.add(path)
            yield path, _hidden(path.relative_to(root.parent if root.is_file() else root))


def _names(source: str) -> list[str]:
    return [source] if Path(source).exists() else sorted(glob.glob(source, recursive=True))  # noqa: PTH207 - absolute patterns too


def _hidden(path: Path) -> bool:
    """Hidden files and folders, and the ``~$`` files of an open Word."""
    return any(part.startswith(".") for part in path.parts) or path.name.startswith("~$")
