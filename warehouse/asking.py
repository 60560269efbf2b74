"""Asking in anybody's SQL: a session that only reads, and takes one statement."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, CursorResult, event, text
from sqlalchemy.exc import DBAPIError

from warehouse.connect import check, existing
from warehouse.errors import OnlyReadsError

TELLING = {
    *("collation_list", "compile_options", "database_list", "encoding", "foreign_key_list", "function_list"),
    *("index_info", "index_list", "index_xinfo", "table_info", "table_list", "table_xinfo"),
}
"""SQLite's pragmas that tell something and change nothing."""


@contextmanager
def asking(url: str) -> Iterator[Connection]:
    """A transaction in which the database refuses to write, whatever the statement asks.

    Neither may a statement end it and begin one that writes, or say that the session may write: the
    session reads only as well, and ``ask`` hands over one statement.
    """
    engine = existing(url)
    event.listen(engine, "connect", _only_reads)
    try:
        check(engine)
        with engine.connect() as connection:
            # With a query behind it a transaction of PostgreSQL cannot be made to write any longer.
            connection.exec_driver_sql("SELECT 1")
            yield connection
    finally:
        engine.dispose()


NO_ROWS = "SQL: it asks for no rows, and asking only reads; write a SELECT, such as SELECT * FROM v_forms"


def ask(connection: Connection, sql: str, parameters: Mapping[str, object] | None) -> CursorResult[Any]:
    """The result of one statement. Raises OnlyReadsError where it has no rows to give."""
    named = None if parameters is None else text(sql)
    bound = named is not None and bool(named.compile().params)
    try:
        # With parameters to bind psycopg itself hands over one statement only.
        if connection.dialect.name == "postgresql" and not bound:
            _require_rows(connection, sql if named is None else str(named.compile()))
        if named is None:
            result = connection.execution_options(no_parameters=True).exec_driver_sql(sql)
        else:
            result = connection.execute(named, parameters)
    except DBAPIError as error:
        raise _refused(error) or error from None
    if not result.returns_rows:
        raise OnlyReadsError(NO_ROWS)
    return result


def _only_reads(connection: Any, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA query_only=ON")
        connection.set_authorizer(_authorized)
        return
    connection.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    connection.commit()


def _authorized(action: int, first: str | None, *_more: str | None) -> int:
    """Deny SQLite what query_only lets pass: other files (VACUUM INTO attaches one), and settings."""
    denied = action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)
    denied |= action == sqlite3.SQLITE_PRAGMA and (first or "").lower() not in TELLING
    return sqlite3.SQLITE_DENY if denied else sqlite3.SQLITE_OK


def _require_rows(connection: Connection, sql: str) -> None:
    """Have PostgreSQL parse a statement without carrying it out; it parses no two at once.

    What gives no rows (COMMIT, SET, COPY to a file of the server) is refused before it does anything.
    """
    from psycopg import Connection as Session
    from psycopg.errors import error_from_result
    from psycopg.pq import ExecStatus

    session = connection.connection.driver_connection
    assert isinstance(session, Session)
    encoding = session.info.encoding
    parsed = session.pgconn.prepare(b"", sql.encode(encoding))
    if parsed.status == ExecStatus.FATAL_ERROR:
        raise DBAPIError(sql, None, error_from_result(parsed, encoding))
    if not session.pgconn.describe_prepared(b"").nfields:
        raise OnlyReadsError(NO_ROWS)


def _refused(error: DBAPIError) -> OnlyReadsError | None:
    """What a person should hear where the database's own words do not tell it."""
    said = str(error.orig)
    if "multiple commands" in said or "one statement at a time" in said:
        return OnlyReadsError("SQL: several statements at once; ask one at a time")
    if "not authorized" in said or "authorization denied" in said:
        return OnlyReadsError(
            "SQL: asking only reads: no ATTACH, no VACUUM, no PRAGMA that changes a setting"
        )
    return None
