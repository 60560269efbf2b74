"""Layouts as bytes, to be stored and read back without the document."""

from __future__ import annotations

import json
from functools import cache

import zstandard
from pydantic import TypeAdapter

from extractors.model import Layout

SCHEMA_VERSION = 2
"""Raised whenever a stored layout can no longer be read as what it was."""

_LEVEL = 6  # of zstd: a layout of 100 kB takes a millisecond, higher levels gain little


class UnknownLayoutVersion(ValueError):  # noqa: N818  it names what the bytes are, like our errors
    """Stored by another version; read the document again."""


def dump(layout: Layout) -> bytes:
    """The layout as compressed JSON; ``load`` gives back an equal one."""
    content = {"schema": SCHEMA_VERSION, "layout": _adapter().dump_python(layout, mode="json")}
    return zstandard.ZstdCompressor(level=_LEVEL).compress(json.dumps(content, ensure_ascii=False).encode())


def load(stored: bytes) -> Layout:
    """The layout that ``dump`` was given; raises UnknownLayoutVersion for any other schema."""
    try:
        content = json.loads(zstandard.ZstdDecompressor().decompress(stored))
        version = content["schema"]
    except (zstandard.ZstdError, ValueError, KeyError, TypeError) as error:
        raise UnknownLayoutVersion("not a stored layout; read the document again") from error
    if version != SCHEMA_VERSION:
        raise UnknownLayoutVersion(
            f"layout schema {version}, this version reads {SCHEMA_VERSION}; read the document again"
        )
    return _adapter().validate_python(content["layout"])


@cache
def _adapter() -> TypeAdapter[Layout]:
    return TypeAdapter(Layout)
