"""The views of a warehouse that is there already: made anew when this jixiao defines them differently."""

from __future__ import annotations

import hashlib
from typing import cast

from sqlalchemy import Connection, delete, insert, inspect, select
from sqlalchemy.exc import DBAPIError

from warehouse.errors import WarehouseError
from warehouse.tables import views_made
from warehouse.views import Database, views


def refresh_views(connection: Connection) -> None:
    """Make the views that are missing or defined differently. Where nothing changed, nothing is written."""
    wanted = views(cast(Database, connection.dialect.name))
    digest = hashlib.sha256(repr(sorted(wanted.items())).encode()).hexdigest()
    views_made.create(connection, checkfirst=True)
    there = set(inspect(connection).get_view_names())
    if wanted.keys() <= there and connection.scalar(select(views_made.c.digest)) == digest:
        return
    if not (connection.dialect.name == "postgresql" and _replaced(connection, wanted)):
        _made_anew(connection, wanted, there)
    connection.execute(delete(views_made))
    connection.execute(insert(views_made).values(digest=digest))


def _replaced(connection: Connection, wanted: dict[str, str]) -> bool:
    """Put new definitions in the place of old ones, which keeps rights on them; not where columns differ."""
    try:
        with connection.begin_nested():
            for name, query in wanted.items():
                connection.exec_driver_sql(f"CREATE OR REPLACE VIEW {name} AS {query}")
    except DBAPIError:
        return False
    return True


def _made_anew(connection: Connection, wanted: dict[str, str], there: set[str]) -> None:
    for name in reversed([each for each in wanted if each in there]):
        try:
            connection.exec_driver_sql(f"DROP VIEW {name}")
        except DBAPIError as error:
            raise WarehouseError(
                f"the view {name} is defined differently now and cannot be replaced: {error.orig}; "
                "drop what stands on it, and make that again afterwards"
            ) from error
    for name, query in wanted.items():
        connection.exec_driver_sql(f"CREATE VIEW {name} AS {query}")
