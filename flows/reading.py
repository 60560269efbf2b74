"""The heavy work on one document, done in a worker process: bytes to layout to facts.

No Prefect and no database here: what goes in and out is small, and can be pickled.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors import DocumentError, ExtractionOptions, Layout, extract, look_again
from flows import layout_store
from flows.addresses import as_text
from flows.errors import SourceGoneError, StateFolderError
from normalizers import doubts, normalize, unread_heading
from normalizers.matching import NONE, Decisions
from normalizers.model import FormFacts


@dataclass(frozen=True, slots=True)
class Order:
    """What a worker is asked to read, where layouts are kept, and what people decided on names."""

    sha256: str
    path: Path
    layouts: Path
    options: ExtractionOptions
    decisions: Decisions = NONE

    @property
    def name(self) -> str:
        return as_text(self.path.name)


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a document: its forms, or the reason why there are none to be had.

    ``lasting`` says that the reason lies in the document; it is remembered, and not tried every night.
    ``trace`` is where a fault of ours was raised. ``unread`` says that there may be a form all the same.
    """

    forms: tuple[FormFacts, ...] = ()
    page_count: int | None = None
    reason: str | None = None
    lasting: bool = True
    trace: str | None = None
    unread: str | None = None


def read_document(order: Order) -> Read:
    """Read one document; whatever is wrong with it is an answer, so that the others are read too.

    Only a state folder that cannot be written is raised: it would fail every document alike.
    """
    try:
        key = layout_store.options_key(order.options)
        layout = layout_store.find(order.layouts, order.sha256, key) or _extract(order, key)
        forms = normalize(layout, order.decisions)
        return Read(forms, len(layout.pages) or None, unread=unread(order.name, layout, forms))
    except DocumentError as error:
        return Read(reason=str(error))
    except SourceGoneError as error:
        return Read(reason=str(error), lasting=False)
    except StateFolderError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the night's work
        return Read(reason=fault(order.name, error), trace=traceback.format_exc())


def _extract(order: Order, key: str) -> Layout:
    """The layout, with a second look at cells in doubt; it is stored with all readings of them."""
    try:
        data = order.path.read_bytes()
    except OSError as error:
        raise SourceGoneError(f"{order.name}: cannot be opened: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != order.sha256:
        raise SourceGoneError(f"{order.name}: was changed while it was being read")
    layout = extract(data, order.name, order.options)
    if found := doubts(layout):
        layout = look_again(data, order.name, layout, (doubt.place for doubt in found), order.options)
    layout_store.keep(order.layouts, layout, key)
    return layout


def unread(name: str, layout: Layout, forms: Sequence[FormFacts]) -> str | None:
    """Say of a document without forms that it looks as if it had one, and what to do."""
    reason = None if forms else unread_heading(layout)
    return f"{name}: {reason}" if reason else None


def fault(name: str, error: Exception) -> str:
    """Say of a document that a fault of ours came up over it."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__}: {error}, {Path(last.filename).name} line {last.lineno}"
    return f"{name}: a fault in jixiao ({what}); please report it with the document"
