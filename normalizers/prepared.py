"""What is made of the vocabulary and takes long to make, kept between processes in the user's cache folder.

What is kept stands under a digest of all vocabulary files and all code of this package: after an edit it is
another one, made and checked anew, and several versions lie side by side. It is JSON, which cannot run
anything when it is read, behind a digest of its own: a damaged file is made anew.
"""

from __future__ import annotations

import hashlib
import json
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from normalizers.lexicon import digest_of_vocabulary, vocabulary_digest

KEPT = 8
"""Versions of one thing that lie side by side; the oldest goes when another is made."""


def prepared(name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``make`` makes of the vocabulary, as texts, figures, lists and mappings of texts.

    Where no folder can be written it is made every time. Harmless from several processes at once: a file is
    put in its place whole.
    """
    path = _path(name)
    found = _read(path) if path else None
    if found is not None:
        return found
    made = make()
    # A file that was edited meanwhile may be in what was made, or not: it is not kept.
    if path and _code_digest() == CODE and digest_of_vocabulary() == vocabulary_digest():
        _write(path, made)
    return made


def _code_digest() -> str | None:
    """A digest of this package's code; None where the code is not there to be read."""
    sources = sorted(Path(__file__).parent.rglob("*.py"))
    digest = hashlib.sha256()
    try:
        for path in sources:
            digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    except OSError:
        return None
    return digest.hexdigest() if sources else None


CODE = _code_digest()
"""Taken when the code is loaded, since a new version may be installed while this one runs."""


def _path(name: str) -> Path | None:
    folder = _folder()
    return folder / f"{name}-{_key()}.json" if folder and CODE else None


@cache
def _key() -> str:
    import opencc  # it folds traditional characters, so that another version may make something else

    parts = (CODE or "", vocabulary_digest(), sys.version, unicodedata.unidata_version, opencc.__version__)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _folder() -> Path | None:
    """The folder of this user's caches; None for a user who has no home."""
    from platformdirs import user_cache_path

    folder = user_cache_path("jixiao", appauthor=False)
    return folder if folder.is_absolute() else None


def _read(path: Path) -> dict[str, Any] | None:
    try:
        digest, _, content = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    if digest != _digest(content):
        return None
    found: dict[str, Any] = json.loads(content)
    return found


def _write(path: Path, made: dict[str, Any]) -> None:
    """Put a file in its place whole; where that cannot be, the next process makes it again."""
    content = json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, prefix=path.name, suffix=".new", delete=False) as file:
            written = Path(file.name)
            try:
                file.write(_digest(content) + b"\n" + content)
                file.close()
                written.replace(path)
            finally:
                written.unlink(missing_ok=True)
        _forget(path)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _forget(path: Path) -> None:
    """Take away all but the newest versions of what was just written."""
    name = path.name.partition("-")[0]
    versions = sorted(path.parent.glob(f"{name}-*.json"), key=lambda each: each.stat().st_mtime)
    for old in versions[:-KEPT]:
        old.unlink(missing_ok=True)
