"""New readings of documents that the warehouse knows, made from their stored layouts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, bindparam, select, update

from normalizers.model import FormFacts
from warehouse.connect import writing
from warehouse.digest import digest_of
from warehouse.linking import link
from warehouse.loading import Maker, status_of
from warehouse.replacing import replace_readings
from warehouse.tables import document, reading


@dataclass(frozen=True, slots=True)
class Remembered:
    """A document as its last reading left it; ``facts_digest`` is None where its rows are to be written."""

    sha256: str
    uri: str
    status: str
    maker: Maker
    facts_digest: str | None
    reason: str | None = None


def remembered(engine: Engine) -> Iterator[Remembered]:
    """Yield every document of the warehouse, by its first address."""
    with engine.connect() as connection:
        for row in connection.execute(select(document).order_by(document.c.uri, document.c.sha256)):
            maker = Maker(row.extractor_version, row.vocabulary_version, row.settings_key)
            yield Remembered(row.sha256, row.uri, row.status, maker, row.facts_digest, row.reason)


def renew(
    engine: Engine,
    changed: Mapping[str, Sequence[FormFacts]],
    same: Sequence[str],
    broken: Mapping[str, str],
    version: str,
    unread: Mapping[str, str] | None = None,
) -> None:
    """Write what a vocabulary makes of documents, keyed by SHA-256, in one transaction.

    ``changed`` are written anew, ``same`` only take the version, ``broken`` are quarantined with a reason
    while what was read of them stays; ``unread`` tells of documents without forms that may hold one. Where
    and when documents were seen is left alone. Harmless when repeated: readings are replaced, and their
    forms linked anew.
    """
    with writing(engine) as connection:
        _mark(connection, same, version)
        _set(connection, version, [(key, "quarantined", reason, None) for key, reason in broken.items()])
        if not changed:
            return
        said = [
            (key, status_of(forms), (unread or {}).get(key), digest_of(forms))
            for key, forms in changed.items()
        ]
        _set(connection, version, said)
        extractors = _extractors(connection, list(changed))
        for form_id in sorted(replace_readings(connection, changed, extractors).moved):
            link(connection, form_id)


def _mark(connection: Connection, digests: Sequence[str], version: str) -> None:
    """Say that the readings of these documents are what this version reads."""
    if not digests:
        return
    keys = [{"digest": digest} for digest in digests]
    values = {"vocabulary_version": version}
    connection.execute(update(document).where(document.c.sha256 == bindparam("digest")).values(values), keys)
    still_open = (reading.c.sha256 == bindparam("digest")) & reading.c.closed_at.is_(None)
    connection.execute(update(reading).where(still_open).values(values), keys)


def _set(
    connection: Connection, version: str, said: Sequence[tuple[str, str, str | None, str | None]]
) -> None:
    """Change the rows of documents: SHA-256, status, reason, digest of the facts."""
    if said:
        names = ("of", "status", "reason", "facts_digest")
        changing = update(document).where(document.c.sha256 == bindparam("of"))
        rows = [dict(zip(names, row, strict=True), vocabulary_version=version) for row in said]
        connection.execute(changing, rows)


def _extractors(connection: Connection, digests: Sequence[str]) -> dict[str, str]:
    """The version of the extractor that each document's layout is of."""
    found = select(document.c.sha256, document.c.extractor_version).where(document.c.sha256.in_(digests))
    return {sha256: str(version) for sha256, version in connection.execute(found)}
