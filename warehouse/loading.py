"""Loading: everything that one document says, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from normalizers.model import FormFacts
from warehouse.connect import writing
from warehouse.digest import digest_of
from warehouse.linking import link
from warehouse.replacing import replace_readings
from warehouse.tables import document, document_address

CHUNK = 500
"""How many keys one IN (…) holds."""


@dataclass(frozen=True, slots=True)
class Maker:
    """What made a reading; a document made by another maker may be worth reading again."""

    extractor_version: str
    vocabulary_version: str
    settings_key: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document at hand: its bytes' digest, where they lie, and when this run began to look."""

    sha256: str
    uris: tuple[str, ...]
    media_type: str | None
    seen_at: datetime
    page_count: int | None = None
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the warehouse remembers of a document."""

    status: str
    maker: Maker


def known(engine: Engine, digests: Iterable[str]) -> dict[str, Known]:
    """Return those of the documents that the warehouse has seen."""
    wanted = sorted(set(digests))
    found: dict[str, Known] = {}
    with engine.connect() as connection:
        for start in range(0, len(wanted), CHUNK):
            query = select(document).where(document.c.sha256.in_(wanted[start : start + CHUNK]))
            for row in connection.execute(query):
                maker = Maker(row.extractor_version, row.vocabulary_version, row.settings_key)
                found[row.sha256] = Known(row.status, maker)
    return found


def load(
    engine: Engine,
    arrival: Arrival,
    forms: Sequence[FormFacts],
    maker: Maker,
    unread: str | None = None,
) -> None:
    """Write a document and the forms read in it, and link them; all or nothing.

    ``unread`` is why a document without forms may hold one all the same.

    Harmless when repeated: a reading is known by (SHA-256, ordinal) and replaced whole, what the document
    no longer shows is closed, and the versions of the forms touched are worked out anew.
    """
    with writing(engine) as connection:
        _document(connection, arrival, maker, status_of(forms), unread, digest_of(forms))
        touched = replace_readings(
            connection, {arrival.sha256: forms}, {arrival.sha256: maker.extractor_version}
        )
        for form_id in sorted(touched.forms):
            link(connection, form_id)


def status_of(forms: Sequence[FormFacts]) -> str:
    """What a document is that was read."""
    return "loaded" if forms else "no_forms"


def quarantine(engine: Engine, arrival: Arrival, reason: str, maker: Maker) -> None:
    """Remember why a document could not be read; what an earlier reader made of it stays.

    Harmless when repeated: the document's one row is updated.
    """
    with writing(engine) as connection:
        _document(connection, arrival, maker, "quarantined", reason)


def seen(engine: Engine, addresses: Mapping[str, Sequence[str]], at: datetime) -> None:
    """Note where known documents were seen again; no fact is written.

    Harmless when repeated: an address is one row, whose last sight moves on.
    """
    with writing(engine) as connection:
        for sha256, uris in addresses.items():
            connection.execute(update(document).where(document.c.sha256 == sha256).values(last_seen_at=at))
            _addresses(connection, sha256, uris, at)


def _document(
    connection: Connection,
    arrival: Arrival,
    maker: Maker,
    status: str,
    reason: str | None,
    digest: str | None = None,
) -> None:
    values: dict[str, object] = {
        "media_type": arrival.media_type,
        "page_count": arrival.page_count,
        "status": status,
        "reason": reason,
        "last_seen_at": arrival.seen_at,
        "extractor_version": maker.extractor_version,
        "vocabulary_version": maker.vocabulary_version,
        "settings_key": maker.settings_key,
        "facts_digest": digest,
    }
    if arrival.published_on:  # what was once stated stays when a document is read again
        values["published_on"] = arrival.published_on
    same = document.c.sha256 == arrival.sha256
    if not connection.execute(update(document).where(same).values(values)).rowcount:
        first = {"sha256": arrival.sha256, "uri": min(arrival.uris), "first_seen_at": arrival.seen_at}
        connection.execute(insert(document).values(values | first))
    _addresses(connection, arrival.sha256, arrival.uris, arrival.seen_at)


def _addresses(connection: Connection, sha256: str, uris: Sequence[str], at: datetime) -> None:
    for uri in uris:
        key = {"sha256": sha256, "uri": uri}
        same = (document_address.c.sha256 == sha256) & (document_address.c.uri == uri)
        moved = connection.execute(update(document_address).where(same).values(last_seen_at=at))
        if not moved.rowcount:
            connection.execute(
                insert(document_address).values(key | {"first_seen_at": at, "last_seen_at": at})
            )
