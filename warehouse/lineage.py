# ruff: noqa: S608 - the SQL is put together from our own names only
"""Where each value stands, kept as a compact list: its positions are told here, to writer and reader."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from normalizers.model import Lineage, Spot

Database = Literal["sqlite", "postgresql"]

SPOT = {
    "record": "text", "line_no": "integer", "fields": "list", "page": "integer", "x0": "double precision",
    "y0": "double precision", "x1": "double precision", "y1": "double precision", "text": "text",
    "confidence": "double precision", "grid": "integer", "row": "integer", "column": "integer",
    "choice": "text", "looks": "list",
}  # fmt: skip
"""An entry by position, one a spot and line: the many columns that one cell fills, ``fields``, share it.

The types are what PostgreSQL is told; SQLite knows. The last two are there only where a cell was looked at
again. Warehouses hold such lists: what is new goes to the end.
"""
LOOK = {"text": "text", "confidence": "double precision", "dpi": "integer"}
"""One of ``looks`` by position, in the order in which they were taken."""
_SHOWN = tuple(name for name, kind in SPOT.items() if kind != "list" and name != "choice")


def lineage_entries(lineage: tuple[Lineage, ...]) -> list[list[Any]]:
    """Lay lineage out as ``lineage_view`` expands it; the fields that share a spot share an entry."""
    shared: dict[tuple[str, int | None, Spot], set[str]] = {}
    for item in lineage:
        shared.setdefault((item.record, item.line_no, item.spot), set()).add(item.field)
    return [_entry(*key, sorted(names)) for key, names in shared.items()]


def _entry(record: str, line_no: int | None, spot: Spot, names: list[str]) -> list[Any]:
    edges = {edge: getattr(spot, edge) for edge in ("x0", "y0", "x1", "y1")}
    values = {
        "record": record,
        "line_no": line_no,
        "fields": names,
        "page": spot.page,
        **{edge: None if value is None else round(value, 1) for edge, value in edges.items()},
        "text": spot.text,
        "confidence": round(spot.confidence, 4),
        "grid": spot.grid,
        "row": spot.row,
        "column": spot.column,
        "choice": spot.choice,
        "looks": _looks(spot),
    }
    laid = [values[name] for name in SPOT]
    return laid if spot.looks else laid[: list(SPOT).index("choice")]


def _looks(spot: Spot) -> list[list[Any]]:
    said = (
        {"text": look.text, "confidence": round(look.confidence, 4), "dpi": look.dpi} for look in spot.looks
    )
    return [[values[name] for name in LOOK] for values in said]


def lineage_view(database: Database, source: str) -> str:
    """The SELECT of ``v_lineage``: a row a field; ``source`` joins reading r and document d."""
    columns = [f'{_value(database, "s.value", SPOT, name)} AS "{name}"' for name in _SHOWN]
    return f"""
        SELECT r.form_id, {columns[0]}, {columns[1]}, f.value AS field, d.uri AS document_uri,
            {", ".join(columns[2:])}
        FROM {source} {_spots(database)}"""


def readings_view(database: Database, source: str) -> str:
    """The SELECT of ``v_readings``: a row a reading of each cell that was looked at again."""
    of_spot = {
        name: f"{_value(database, 's.value', SPOT, name)} AS {name}"
        for name in ("record", "line_no", "choice")
    }
    of_look = ", ".join(f"{_value(database, 'g.value', LOOK, name)} AS {name}" for name in LOOK)
    looks, ordinal = list(SPOT).index("looks"), "g.key + 1"
    join = f"JOIN json_each(s.value, '$[{looks}]') g"
    if database == "postgresql":
        ordinal = "g.ordinal::integer"
        join = (
            f"CROSS JOIN LATERAL jsonb_array_elements(s.value->{looks}) WITH ORDINALITY AS g(value, ordinal)"
        )
    return f"""
        SELECT r.form_id, {of_spot["record"]}, {of_spot["line_no"]}, f.value AS field, {ordinal} AS ordinal,
            {of_look}, {of_spot["choice"]}
        FROM {source} {_spots(database)} {join}"""


def _spots(database: Database) -> str:
    """Each entry of a reading as s, and each of its fields as f."""
    fields = list(SPOT).index("fields")
    if database == "sqlite":
        return f"JOIN json_each(r.lineage) s JOIN json_each(s.value, '$[{fields}]') f"
    return f"""CROSS JOIN LATERAL jsonb_array_elements(r.lineage) AS s(value)
        CROSS JOIN LATERAL jsonb_array_elements_text(s.value->{fields}) AS f(value)"""


def _value(database: Database, holder: str, entry: Mapping[str, str], name: str) -> str:
    """The SQL for one value of a list, by its name."""
    at, kind = list(entry).index(name), entry[name]
    if database == "sqlite":
        return f"json_extract({holder}, '$[{at}]')"
    return f"{holder}->>{at}" if kind == "text" else f"({holder}->>{at})::{kind}"
