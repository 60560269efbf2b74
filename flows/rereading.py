"""The work on one stored layout, done in a worker process: layout to facts, and whether they are new."""

from __future__ import annotations

import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from flows import layout_store
from flows.errors import StateFolderError
from flows.reading import fault, unread
from normalizers import normalize
from normalizers.matching import Decisions
from normalizers.model import FormFacts
from warehouse.digest import digest_of


@dataclass(frozen=True, slots=True)
class Stored:
    """A document that has a stored layout: where it lies, and the digest of the facts last made of it.

    ``unread`` is the reason that a document without forms has.
    """

    sha256: str
    uri: str
    key: str
    facts_digest: str | None
    unread: str | None = None


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a vocabulary makes of a layout: ``forms``, or None where they are what they were.

    ``reason`` and ``trace`` tell of a fault of ours; ``unread`` says that there may be a form though none
    was read; ``gone`` says that there was no layout to be had.
    """

    sha256: str
    forms: tuple[FormFacts, ...] | None = None
    counted: int = 0
    indicators: int = 0
    severities: tuple[str, ...] = ()
    reason: str | None = None
    trace: str | None = None
    unread: str | None = None
    gone: bool = False
    seconds: float = field(default=0.0, compare=False)


def renew_layouts(folder: Path, documents: Sequence[Stored], decisions: Decisions) -> tuple[Renewed, ...]:
    """Normalise some layouts; a fault over one is an answer, so that the others are read too."""
    return tuple(_timed(folder, document, decisions) for document in documents)


def _timed(folder: Path, document: Stored, decisions: Decisions) -> Renewed:
    started = time.monotonic()
    return replace(_renew(folder, document, decisions), seconds=round(time.monotonic() - started, 3))


def _renew(folder: Path, document: Stored, decisions: Decisions) -> Renewed:
    try:
        layout = layout_store.find(folder, document.sha256, document.key)
        if layout is None:
            return Renewed(document.sha256, gone=True)
        forms = normalize(layout, decisions)
    except StateFolderError:
        raise
    except Exception as error:  # noqa: BLE001 - a fault of ours must not stop the others
        name = Path(document.uri).name
        return Renewed(document.sha256, reason=fault(name, error), trace=traceback.format_exc())
    missed = unread(Path(document.uri).name, layout, forms)
    same = digest_of(forms) == document.facts_digest and missed == document.unread
    return Renewed(
        document.sha256,
        None if same else forms,
        len(forms),
        sum(len(facts.indicators) for facts in forms),
        tuple(found.severity for facts in forms for found in facts.findings),
        unread=missed,
    )
