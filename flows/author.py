"""Who decides, why, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict, Unpack

from warehouse import Decision
from warehouse.decisions import Verb


class Said(TypedDict, total=False):
    """What some decisions say besides what they are about; the fields of ``Decision``."""

    subject_name: str | None
    level: str | None
    direction: str | None
    dimension: str | None
    unit: str | None
    undoes: int | None


@dataclass(frozen=True, slots=True)
class Author:
    """Who decides, and why."""

    who: str
    comment: str | None

    def decides(
        self, verb: Verb, subject: str, target: str | None, name: str | None = None, **said: Unpack[Said]
    ) -> Decision:
        """A decision of this moment; the arguments are the fields of ``Decision``."""
        now = datetime.now(UTC)
        return Decision(
            verb=verb,
            subject=subject,
            who=self.who,
            decided_at=now,
            target=target,
            name=name,
            comment=self.comment,
            **said,
        )
