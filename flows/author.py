"""Who decides, why, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    who: str
    comment: str | None


def now() -> datetime:
    """The moment of a decision."""
    return datetime.now(UTC)
