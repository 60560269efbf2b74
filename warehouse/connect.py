"""Opening a warehouse: the engine for an address, the schema made or checked, reading and writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from warehouse.errors import BadAddressError, NoWarehouseError, UnknownSchemaError
from warehouse.refreshing import refresh_views
from warehouse.tables import SCHEMA_VERSION, metadata, schema_version
from warehouse.upgrade import ADDED_TO, upgrade
from warehouse.views import Database, views

BUSY_TIMEOUT_MS = 60_000
"""How long SQLite waits for another writer, a person's own tool for instance, before it gives up."""

WRITES = "jixiao_writes"

_PASSWORD = re.compile(r":(?!/).*(@)")
"""Where a password stands in what is nearly an address."""


def address(url: str) -> URL:
    """Read a warehouse URL; PostgreSQL is always spoken to through psycopg. Raises BadAddressError."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter of a port that is no number
        raise BadAddressError(
            f"{shown(url)!r} is no warehouse URL: write sqlite:///jixiao.db or postgresql://user@host/database"
        ) from None
    kind = parsed.get_backend_name()
    if kind in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise BadAddressError(f"{parsed.drivername} is not supported: the warehouse is SQLite or PostgreSQL")
    _require_file(url, parsed)
    return parsed


def shown(url: str | URL) -> str:
    """An address as people may see it: without its password, nor its query, where one may stand as well."""
    try:
        parsed = make_url(url)
        host = (parsed.host or "").rpartition("@")[2]  # a password with an @ of its own is cut at that
        return parsed.set(query={}, host=host or None).render_as_string(hide_password=True)
    except (ArgumentError, ValueError):  # no address; a port that is no number
        return _PASSWORD.sub(r":***\1", str(url).partition("?")[0])


def _require_file(url: str, parsed: URL) -> None:
    """Raise BadAddressError where a SQLite address names no file, or one behind two slashes only."""
    if parsed.host or parsed.username or parsed.port:
        name = url.partition("://")[2].rpartition("@")[2]
        raise BadAddressError(f"{shown(parsed)}: two slashes name a server; write three, sqlite:///{name}")
    in_memory = ":memory:" in (parsed.database or "") or parsed.query.get("mode") == "memory"
    if in_memory or not parsed.database:
        raise BadAddressError(
            f"{shown(parsed)}: a warehouse in memory is gone with the command; name a file, sqlite:///jixiao.db"
        )


def connect(url: str) -> Engine:
    """Open the warehouse for loading; make its tables and views where there are none.

    Harmless when repeated: an existing schema is only checked, and gets the views that are new or
    defined differently. One of an earlier jixiao is extended.
    """
    where = address(url)
    _require_place(where)
    engine = _engine(where)
    with _disposed_on_error(engine), writing(engine) as connection:
        if connection.dialect.name == "postgresql":  # two first runs at once
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('jixiao schema'))"))
        if not inspect(connection).has_table(schema_version.name):
            _create(connection)
        elif _schema(connection) in ADDED_TO:
            upgrade(connection, views(cast(Database, connection.dialect.name)))
        else:
            _check(connection)
        refresh_views(connection)
    return engine


def open_to_fill(url: str) -> Engine:
    """Open a warehouse that is there already for loading, as ``connect`` does; never make one."""
    engine = existing(url)
    with _disposed_on_error(engine), engine.connect() as connection:
        if not inspect(connection).has_table(schema_version.name):
            raise _missing(engine.url)
    engine.dispose()
    return connect(url)


def open_existing(url: str) -> Engine:
    """Open a warehouse for reading; never make one."""
    engine = existing(url)
    with _disposed_on_error(engine):
        check(engine)
    return engine


def existing(url: str) -> Engine:
    """The engine for a warehouse that is to be there already; nothing has been asked of it yet."""
    where = address(url)
    if where.get_backend_name() == "sqlite" and not (where.database and Path(where.database).is_file()):
        raise _missing(where)
    return _engine(where)


def check(engine: Engine) -> None:
    """Raise NoWarehouseError or UnknownSchemaError where an engine's database is no warehouse of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table(schema_version.name):
            raise _missing(engine.url)
        _check(connection)


def _missing(where: URL) -> NoWarehouseError:
    return NoWarehouseError(f"no warehouse at {shown(where)}: fill it first, jixiao ingest SOURCE")


def _require_place(where: URL) -> None:
    """Raise BadAddressError where a SQLite file cannot be: its folder is not there, or it is one itself."""
    if where.get_backend_name() != "sqlite" or not where.database:
        return
    file = Path(where.database)
    if file.is_dir():
        raise BadAddressError(f"{shown(where)}: this is a folder; name a file in it")
    if not file.absolute().parent.is_dir():
        raise BadAddressError(f"{shown(where)}: there is no folder {file.parent}; make it first")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """One transaction that writes: all of it is kept, or nothing."""
    with engine.execution_options(**{WRITES: True}).begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """One transaction in which the database itself refuses to write; for SQL of our own.

    Anybody's SQL could end it and begin another: that is asked through ``warehouse.asking``.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SET TRANSACTION READ ONLY"))
            yield connection
            return
        connection.execute(text("PRAGMA query_only=ON"))
        try:
            yield connection
        finally:
            connection.rollback()
            connection.execute(text("PRAGMA query_only=OFF"))


@contextmanager
def _disposed_on_error(engine: Engine) -> Iterator[None]:
    try:
        yield
    except BaseException:
        engine.dispose()
        raise


def _engine(where: URL) -> Engine:
    if where.get_backend_name() == "postgresql":
        return create_engine(where, pool_pre_ping=True)
    engine = create_engine(where, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by _begin_sqlite, DDL inside them included
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    connection.execute(insert(schema_version).values(version=SCHEMA_VERSION))


def _schema(connection: Connection) -> int | None:
    return connection.execute(select(schema_version.c.version)).scalar()


def _check(connection: Connection) -> None:
    found = _schema(connection)
    if found in ADDED_TO:
        raise UnknownSchemaError(
            f"this warehouse has schema version {found}, this jixiao knows {SCHEMA_VERSION}: "
            "bring it up to date with jixiao renormalize"
        )
    if found != SCHEMA_VERSION:
        raise UnknownSchemaError(
            f"this warehouse has schema version {found}, this jixiao knows {SCHEMA_VERSION}: "
            "use the jixiao that made it, or ingest into a new warehouse"
        )
