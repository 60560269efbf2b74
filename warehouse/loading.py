"""Loading: everything that one document says, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, Engine, delete, insert, select, update

from normalizers.digest import digest_of
from normalizers.model import FormFacts
from warehouse.connect import writing
from warehouse.content import content_hash
from warehouse.identity import form_id, identities
from warehouse.linking import link
from warehouse.rows import FormRows, Row, rows
from warehouse.tables import FACTS, document, document_address, form, reading

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


def load(engine: Engine, arrival: Arrival, forms: Sequence[FormFacts], maker: Maker) -> None:
    """Write a document and the forms read in it, and link them; all or nothing.

    Harmless when repeated: a reading is known by (SHA-256, ordinal) and replaced whole, what the document
    no longer shows is closed, and the versions of the forms touched are worked out anew.
    """
    with writing(engine) as connection:
        _document(connection, arrival, maker, status_of(forms), None, digest_of(forms))
        for touched in sorted(replace_readings(connection, arrival.sha256, forms, maker.extractor_version)):
            link(connection, touched)


def status_of(forms: Sequence[FormFacts]) -> str:
    """What a document is that was read."""
    return "loaded" if forms else "no_forms"


def replace_readings(
    connection: Connection, sha256: str, forms: Sequence[FormFacts], extractor_version: str
) -> set[str]:
    """Write the readings of a document in place of those it had; return the forms to be linked anew."""
    touched = _forms_of(connection, sha256)
    _close_readings(connection, sha256)
    for facts, identity in identities(sha256, forms):
        touched.add(_form(connection, identity))
        _reading(connection, sha256, rows(facts), form_id(identity), extractor_version)
    return touched


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
    values = {
        "media_type": arrival.media_type,
        "page_count": arrival.page_count,
        "status": status,
        "reason": reason,
        "published_on": arrival.published_on,
        "last_seen_at": arrival.seen_at,
        "extractor_version": maker.extractor_version,
        "vocabulary_version": maker.vocabulary_version,
        "settings_key": maker.settings_key,
        "facts_digest": digest,
    }
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


def _forms_of(connection: Connection, sha256: str) -> set[str]:
    return set(connection.execute(select(reading.c.form_id).where(reading.c.sha256 == sha256)).scalars())


def _close_readings(connection: Connection, sha256: str) -> None:
    """Close what was read before; ``_reading`` opens again what is still found."""
    still_open = (reading.c.sha256 == sha256) & reading.c.closed_at.is_(None)
    connection.execute(update(reading).where(still_open).values(closed_at=datetime.now(UTC)))


def _form(connection: Connection, identity: str) -> str:
    known_id = form_id(identity)
    if connection.execute(select(form.c.form_id).where(form.c.form_id == known_id)).first() is None:
        connection.execute(insert(form).values(form_id=known_id, identity=identity))
    return known_id


def _reading(
    connection: Connection, sha256: str, made: FormRows, of_form: str, extractor_version: str
) -> None:
    values = {
        **made.header,
        "form_id": of_form,
        "closed_at": None,
        "content_hash": content_hash(made.header, made.children),
        "extractor_version": extractor_version,
        "loaded_at": datetime.now(UTC),
        "lineage": made.lineage,
    }
    same = (reading.c.sha256 == sha256) & (reading.c.ordinal == made.ordinal)
    reading_id = connection.execute(select(reading.c.reading_id).where(same)).scalar()
    if reading_id is None:
        key = {"sha256": sha256, "ordinal": made.ordinal}
        inserted = connection.execute(insert(reading).values(values | key))
        reading_id = inserted.inserted_primary_key[0]  # type: ignore[index]
    else:
        connection.execute(update(reading).where(reading.c.reading_id == reading_id).values(values))
    _facts(connection, reading_id, made.children)


def _facts(connection: Connection, reading_id: int, children: Mapping[str, list[Row]]) -> None:
    for table in FACTS:
        connection.execute(delete(table).where(table.c.reading_id == reading_id))
        keyed = [
            {"reading_id": reading_id, "position": position, **row}
            for position, row in enumerate(children[table.name], 1)
        ]
        if keyed:
            connection.execute(insert(table), keyed)
