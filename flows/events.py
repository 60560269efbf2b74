"""What happens during a run, told while it happens: to a progress bar, to a log, to a test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Status = Literal["loaded", "no_forms", "quarantined"]
What = Literal["started", "finished"] | Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; ``total`` is how many documents are to be read in this run."""

    what: What
    run_id: str
    total: int
    sha256: str | None = None
    uri: str | None = None
    forms: int = 0
    reason: str | None = None
    seconds: float | None = None
    trace: str | None = None


Listener = Callable[[Event], None]
"""Called from several threads, never twice at once."""


def silent(_event: Event) -> None:
    """Listen to nothing."""
