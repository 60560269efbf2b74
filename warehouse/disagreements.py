"""What a scan reads differently from the exact medium of the same form, value by value."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, Table, select

from warehouse.content import PrintedPlace, printed
from warehouse.rows import Row
from warehouse.tables import document, funding, indicator, reading

COMPARED = (funding, indicator)
"""Sections are left out: notes and footers differ between media without anybody having changed them."""


def disagreements(connection: Connection, exact_id: int, scan_id: int) -> Iterator[Row]:
    """Yield a row for every printed value of which exact medium and scan say different things."""
    exact, lines = _stored(connection, exact_id)
    scan, scan_lines = _stored(connection, scan_id)
    where = _address(connection, scan_id)
    for place in sorted({*exact, *scan}, key=lambda place: (place.record, place.position or 0, place.field)):
        expected, found = exact.get(place), scan.get(place)
        if expected != found:
            yield {
                "record": place.record,
                "line_no": {**scan_lines, **lines}.get((place.record, place.position)),
                "field": place.field,
                "message": f"the scan {where} reads {found or 'nothing'}, "
                f"the exact document {expected or 'nothing'}",
                "expected": expected,
                "found": found,
            }


Lines = dict[tuple[str, int | None], int]


def _stored(connection: Connection, reading_id: int) -> tuple[dict[PrintedPlace, str], Lines]:
    """Return a stored reading's printed values, and the line number of each of its rows."""
    header = connection.execute(select(reading).where(reading.c.reading_id == reading_id)).mappings().one()
    children = {table.name: _rows(connection, table, reading_id) for table in COMPARED}
    lines: Lines = {
        (name, position): row["line_no"]
        for name, rows in children.items()
        for position, row in enumerate(rows, 1)
    }
    return printed(dict(header), children), lines


def _rows(connection: Connection, table: Table, reading_id: int) -> list[Row]:
    query = select(table).where(table.c.reading_id == reading_id).order_by(table.c.position)
    return [dict(row) for row in connection.execute(query).mappings()]


def _address(connection: Connection, reading_id: int) -> str:
    query = select(document.c.uri).join(reading, reading.c.sha256 == document.c.sha256)
    return str(connection.execute(query.where(reading.c.reading_id == reading_id)).scalar_one())
