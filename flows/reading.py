"""The heavy work on one document, done in a worker process: bytes to layout to facts.

No Prefect and no database here: what goes in and out is small, and can be pickled.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from extractors import DocumentError, ExtractionOptions, Layout, extract
from flows import store
from normalizers import normalize
from normalizers.model import FormFacts


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to read, and where layouts are kept."""

    sha256: str
    path: Path
    layouts: Path
    options: ExtractionOptions


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a document: its forms, or the reason why there are none to be had."""

    forms: tuple[FormFacts, ...] = ()
    page_count: int | None = None
    reason: str | None = None


def read_document(order: Order) -> Read:
    """Read one document; a document that cannot be read is an answer, a bug of ours is raised."""
    try:
        layout = store.find(order.layouts, order.sha256, order.options) or _extract(order)
    except DocumentError as error:
        return Read(reason=str(error))
    return Read(normalize(layout), len(layout.pages) or None)


def _extract(order: Order) -> Layout:
    data = order.path.read_bytes()
    if hashlib.sha256(data).hexdigest() != order.sha256:
        raise OSError(f"{order.path} was changed while the run was under way")
    layout = extract(data, order.path.name, order.options)
    store.keep(order.layouts, layout, order.options)
    return layout
