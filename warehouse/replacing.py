"""Readings of documents, many at once, written in place of those that they had."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from normalizers.model import FormFacts
from warehouse.content import content_hash
from warehouse.identity import form_id, identities
from warehouse.rows import Row, rows
from warehouse.tables import FACTS, disagreement, form, reading


class Key(NamedTuple):
    """What a reading is known by: a document and a form's place in it."""

    sha256: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class NewReading:
    """A form read anew: the row of its reading, and the rows under it by table."""

    row: Row
    children: Mapping[str, Sequence[Row]]


LINKED_BY = ("form_id", "content_hash", "medium", "confidence", "filled_on")
"""What of a reading decides which version it is a source of, and whether it is shown."""


@dataclass(frozen=True, slots=True)
class Touched:
    """The forms whose readings were written, and those of them that are to be linked anew on that account."""

    forms: frozenset[str]
    moved: frozenset[str]


def replace_readings(
    connection: Connection, documents: Mapping[str, Sequence[FormFacts]], extractors: Mapping[str, str]
) -> Touched:
    """Write what was read of documents, keyed by SHA-256; ``extractors`` are the versions that read them.

    Harmless when repeated: a reading is known by (SHA-256, ordinal) and replaced whole, and what a document
    no longer shows is closed.
    """
    old = _old(connection, list(documents))
    new = dict(_new(documents, extractors))
    _forms(connection, documents)
    gone = [row["reading_id"] for key, row in old.items() if key not in new and row["closed_at"] is None]
    if gone:
        closing = update(reading).where(reading.c.reading_id.in_(gone))
        connection.execute(closing.values(closed_at=datetime.now(UTC)))
    ids = _readings(connection, old, new)
    _facts(connection, [row["reading_id"] for key, row in old.items() if key in new], ids, new)
    return _touched(connection, old, new)


def _old(connection: Connection, digests: Sequence[str]) -> dict[Key, Any]:
    columns = [reading.c[name] for name in ("reading_id", "sha256", "ordinal", "closed_at", *LINKED_BY)]
    found = connection.execute(select(*columns).where(reading.c.sha256.in_(digests))).mappings()
    return {Key(row["sha256"], row["ordinal"]): row for row in found}


def _new(
    documents: Mapping[str, Sequence[FormFacts]], extractors: Mapping[str, str]
) -> Iterator[tuple[Key, NewReading]]:
    for sha256, forms in documents.items():
        for facts, identity in identities(sha256, forms):
            made = rows(facts)
            row = {
                **made.header,
                "form_id": form_id(identity),
                "closed_at": None,
                "content_hash": content_hash(made.header, made.children),
                "extractor_version": extractors[sha256],
                "loaded_at": datetime.now(UTC),
                "lineage": made.lineage,
            }
            yield Key(sha256, made.ordinal), NewReading(row, made.children)


def _forms(connection: Connection, documents: Mapping[str, Sequence[FormFacts]]) -> None:
    found = {
        form_id(identity): identity
        for sha256, forms in documents.items()
        for _, identity in identities(sha256, forms)
    }
    known = set(connection.execute(select(form.c.form_id).where(form.c.form_id.in_(list(found)))).scalars())
    fresh = [{"form_id": key, "identity": found[key]} for key in found if key not in known]
    if fresh:
        connection.execute(insert(form), fresh)


def _readings(
    connection: Connection, old: Mapping[Key, Any], new: Mapping[Key, NewReading]
) -> dict[Key, int]:
    """Write the rows of the readings; return the id of each."""
    again = [{"of": old[key]["reading_id"], **read.row} for key, read in new.items() if key in old]
    if again:
        connection.execute(update(reading).where(reading.c.reading_id == bindparam("of")), again)
    ids = {key: old[key]["reading_id"] for key in new if key in old}
    for key, read in new.items():
        if key not in old:
            inserted = connection.execute(insert(reading).values(read.row | key._asdict()))
            ids[key] = inserted.inserted_primary_key[0]  # type: ignore[index]
    return ids


def _facts(
    connection: Connection, replaced: Sequence[int], ids: Mapping[Key, int], new: Mapping[Key, NewReading]
) -> None:
    for table in FACTS:
        if replaced:
            connection.execute(delete(table).where(table.c.reading_id.in_(replaced)))
        keyed = [
            {"reading_id": ids[key], "position": position, **row}
            for key, read in new.items()
            for position, row in enumerate(read.children[table.name], 1)
        ]
        if keyed:
            connection.execute(insert(table), keyed)


def _touched(connection: Connection, old: Mapping[Key, Any], new: Mapping[Key, NewReading]) -> Touched:
    """Readings that were closed, opened again, or are linked by something else than before move their forms.

    So do all of a form of which a scan dissents: what it reads otherwise is told by line.
    """
    before = {row["form_id"] for row in old.values()}
    after = {read.row["form_id"] for read in new.values()}
    moved = {row["form_id"] for key, row in old.items() if key not in new or _moved(row, new[key].row)}
    moved |= {
        read.row["form_id"] for key, read in new.items() if key not in old or _moved(old[key], read.row)
    }
    dissent = select(disagreement.c.form_id).where(disagreement.c.form_id.in_(before | after)).distinct()
    moved |= set(connection.execute(dissent).scalars())
    return Touched(frozenset(before | after), frozenset(moved))


def _moved(was: Any, row: Row) -> bool:
    return was["closed_at"] is not None or any(was[name] != row[name] for name in LINKED_BY)
