"""Unpacking parts of zip files, never more of one than is asked for."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

BROKEN_ZIP = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError
)  # fmt: skip
"""What zipfile raises for a file that is cut off, damaged, locked or packed in an unknown way."""

_BOUNDED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The two ways in which Office programs pack; of the others zipfile unpacks more than it is asked for."""

_PIECE = 1 << 16  # bytes


def unpacked(archive: zipfile.ZipFile, entry: str, most: int) -> bytes:
    """The first bytes of a part, at most ``most``, whatever size it declares; raises of ``BROKEN_ZIP``."""
    with _opened(archive, entry) as part:
        return part.read(most)


def pieces(archive: zipfile.ZipFile, entry: str) -> Iterator[bytes]:
    """A part piece by piece, so that all of it is never held; raises one of ``BROKEN_ZIP``."""
    with _opened(archive, entry) as part:
        while piece := part.read(_PIECE):
            yield piece


def _opened(archive: zipfile.ZipFile, entry: str) -> IO[bytes]:
    about = archive.getinfo(entry)
    if about.compress_type not in _BOUNDED:
        raise NotImplementedError(f"{entry} is packed by method {about.compress_type}")
    return archive.open(about)
