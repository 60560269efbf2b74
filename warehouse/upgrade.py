"""Warehouses of earlier schemas: what is only added is added, and filled by the next run over layouts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Table, inspect, text, update
from sqlalchemy.schema import CreateColumn

from warehouse.tables import SCHEMA_VERSION, document, metadata, schema_version

ADDED_TO = frozenset({1})
"""Schemas of which this one is an extension: new tables, and new columns that may be NULL."""


def upgrade(connection: Connection, old_views: Iterable[str]) -> None:
    """Add the tables and columns that are new, and drop the views, which are made anew.

    Every document counts as read with an unknown vocabulary from then on, so that renormalize or ingest
    fills the new columns.
    """
    there = set(inspect(connection).get_view_names())
    for view in reversed([name for name in old_views if name in there]):
        connection.execute(text(f"DROP VIEW {view}"))
    tables = set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if table.name in tables:
            _add_columns(connection, table)
    metadata.create_all(connection)
    connection.execute(update(document).values(vocabulary_version=""))
    connection.execute(update(schema_version).values(version=SCHEMA_VERSION))


def _add_columns(connection: Connection, table: Table) -> None:
    there = {column["name"] for column in inspect(connection).get_columns(table.name)}
    for column in table.columns:
        if column.name not in there:
            definition = CreateColumn(column).compile(dialect=connection.dialect)
            connection.execute(text(f"ALTER TABLE {table.name} ADD COLUMN {definition}"))
