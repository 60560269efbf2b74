"""Readings to versions of forms: a pure rule, and its application to one form.

The rule knows all open readings of a form and nothing of the order in which they came, so that it
can be run again at any time with the same result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

from sqlalchemy import Connection, delete, insert, select, update

from warehouse.disagreements import disagreements
from warehouse.tables import disagreement, document, reading, version

MEDIA = {"word": 0, "pdf": 1, "scan": 2}
"""Which medium is believed first."""

CHINA = timezone(timedelta(hours=8))
"""Where papers get their dates: a run at two in the morning there is not of the day before."""


@dataclass(frozen=True, slots=True)
class Source:
    """A reading as far as the rule needs it."""

    reading_id: int
    sha256: str
    ordinal: int
    medium: str
    confidence: float
    content_hash: str
    published_on: date | None
    filled_on: date | None
    first_seen_at: datetime

    @property
    def since(self) -> date:
        """The day from which the paper is held to say this."""
        return self.published_on or self.filled_on or self.first_seen_at.astimezone(CHINA).date()

    @property
    def age(self) -> tuple[date, datetime, str]:
        return self.since, self.first_seen_at, self.sha256

    @property
    def trust(self) -> tuple[int, float, str, int]:
        return MEDIA[self.medium], -self.confidence, self.sha256, self.ordinal


@dataclass(frozen=True, slots=True)
class Version:
    """What the paper said from ``valid_from`` on; ``dissent`` are scans that read something else."""

    number: int
    sources: tuple[Source, ...]
    dissent: tuple[Source, ...]

    @property
    def shown(self) -> Source:
        return min(self.sources, key=lambda source: source.trust)

    @property
    def valid_from(self) -> date:
        return min(self.sources, key=lambda source: source.age).since


def versions(sources: Iterable[Source]) -> tuple[Version, ...]:
    """Order the readings of one form into its versions.

    Each content is one version, however many sources print it, and the oldest of them dates it: content
    that returns is the version that it was. Where an exact medium is known, a scan with another content
    dissents from the version of its own day.
    """
    contents: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        contents[source.content_hash].append(source)
    groups = sorted(contents.values(), key=lambda group: min(source.age for source in group))
    exact = [group for group in groups if any(source.medium != "scan" for source in group)]
    if not exact:
        return tuple(Version(number, tuple(group), ()) for number, group in enumerate(groups, 1))
    dissent: dict[int, list[Source]] = defaultdict(list)
    for group in groups:
        if group not in exact:
            for source in group:
                dissent[_on_the_day(source, exact)].append(source)
    return tuple(
        Version(number, tuple(group), tuple(dissent[number])) for number, group in enumerate(exact, 1)
    )


def _on_the_day(scan: Source, groups: Sequence[Sequence[Source]]) -> int:
    """Return the number of the last version that is no younger than the scan, else the first."""
    begun = [
        number
        for number, group in enumerate(groups, 1)
        if min(source.since for source in group) <= scan.since
    ]
    return max(begun, default=1)


def link(connection: Connection, form_id: str) -> None:
    """Write the versions of a form anew from its readings; twice gives the same rows.

    A form of which no reading is left open keeps its last version, closed: it was read once, and no
    longer is.
    """
    found = versions(_sources(connection, form_id))
    if not found:
        _close(connection, form_id)
        return
    connection.execute(delete(disagreement).where(disagreement.c.form_id == form_id))
    connection.execute(delete(version).where(version.c.form_id == form_id))
    successors: tuple[Version | None, ...] = (*found[1:], None)
    for item, successor in zip(found, successors, strict=True):
        _write(connection, form_id, item, successor.valid_from if successor else None)


def _sources(connection: Connection, form_id: str) -> list[Source]:
    columns = [*(reading.c[name] for name in Source.__slots__ if name in reading.c)]
    query = (
        select(*columns, document.c.published_on, document.c.first_seen_at)
        .join(document, document.c.sha256 == reading.c.sha256)
        .where(reading.c.form_id == form_id, reading.c.closed_at.is_(None))
    )
    return [Source(**row) for row in connection.execute(query).mappings()]


def _close(connection: Connection, form_id: str) -> None:
    left = connection.execute(select(reading.c.reading_id).where(reading.c.form_id == form_id)).first()
    if left is None:  # its readings were found to be those of another form
        connection.execute(delete(disagreement).where(disagreement.c.form_id == form_id))
        connection.execute(delete(version).where(version.c.form_id == form_id))
        return
    still_open = (version.c.form_id == form_id) & version.c.valid_to.is_(None)
    connection.execute(update(version).where(still_open).values(valid_to=datetime.now(CHINA).date()))


def _write(connection: Connection, form_id: str, item: Version, valid_to: date | None) -> None:
    connection.execute(
        insert(version).values(
            form_id=form_id,
            version_no=item.number,
            content_hash=item.shown.content_hash,
            reading_id=item.shown.reading_id,
            valid_from=item.valid_from,
            valid_to=valid_to,
        )
    )
    belonging = [source.reading_id for source in (*item.sources, *item.dissent)]
    connection.execute(
        update(reading).where(reading.c.reading_id.in_(belonging)).values(version_no=item.number)
    )
    for scan in item.dissent:
        differences = disagreements(connection, item.shown.reading_id, scan.reading_id)
        keys = {"reading_id": scan.reading_id, "form_id": form_id, "version_no": item.number}
        rows = [{**keys, "position": position, **row} for position, row in enumerate(differences, 1)]
        if rows:
            connection.execute(insert(disagreement), rows)
