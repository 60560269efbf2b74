"""Addresses of files as valid text: a name on disk may be any bytes, GBK from an old archive for instance."""

from __future__ import annotations

import os
import re
from pathlib import Path

_ESCAPED = re.compile(rb"\\x([0-9a-f]{2})")


def as_text(path: str | Path) -> str:
    r"""A path as it is stored and printed: bytes that are not UTF-8 are written as ``\xb2``.

    >>> as_text("a/测试.docx"), as_text(os.fsdecode(b"\xb2\xe2.docx"))
    ('a/测试.docx', '\\xb2\\xe2.docx')
    """
    return os.fsencode(path).decode(errors="backslashreplace")


def meant(source: str) -> str:
    """The path that ``as_text`` has written, as the system knows it; any other source is left as it is."""
    if Path(source).exists():
        return source
    return os.fsdecode(_ESCAPED.sub(lambda byte: bytes.fromhex(byte[1].decode()), os.fsencode(source)))
