"""The bytes of what knows how to save itself: a picture, a PDF, a Word document, a workbook."""

from __future__ import annotations

import io
from typing import Any, Protocol


class Saves(Protocol):
    def save(self, *arguments: Any, **settings: Any) -> object: ...


def saved(thing: Saves, *kind: str, **settings: object) -> bytes:
    """What it writes into a file; ``kind`` and ``settings`` are those of its ``save``."""
    out = io.BytesIO()
    thing.save(out, *kind, **settings)
    return out.getvalue()
