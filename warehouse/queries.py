"""Reading: a view as a typed frame, or the rows of anybody's SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from warehouse.asking import ask, asking
from warehouse.errors import UnknownViewError
from warehouse.views import views

if TYPE_CHECKING:
    import pandas

INTEGERS = {
    *("forms_as_unit", "first_year", "last_year", "published", "documents", "undated_forms"),
    *("project_self_evaluation", "department_self_evaluation", "project_target", "department_target"),
    *("ordinal", "page_first", "page_last", "fiscal_year", "version", "line_no", "page", "grid", "row"),
    *("column", "page_count", "documents_seen", "documents_new", "unchanged", "skipped", "quarantined"),
    *("forms", "indicators", "findings", "dpi", "provisional", "decision_id", "undoes"),
}
FLOATS = {
    *("total_weight", "total_score", "read_share", "confidence", "initial_budget_yuan", "annual_budget_yuan"),
    *(
        "executed_yuan",
        "weight",
        "execution_rate",
        "score",
        "recomputed_score",
        "target_value",
        "actual_value",
    ),
    *("target_value_base", "actual_value_base", "value", "x0", "y0", "x1", "y1", "seconds"),
}
DAYS = {"filled_on", "first_published_on"}
INSTANTS = {"loaded_at", "decided_at", "first_seen_at", "last_seen_at", "started_at", "ended_at"}

_ELSEWHERE = """
    SELECT f.form_id, r.ordinal, f.form_type, f.fiscal_year AS year, f.project_name, f.total_score AS score,
        f.version, f.document_uri AS shown_from
    FROM reading r JOIN v_forms f ON f.form_id = r.form_id
    WHERE r.sha256 = :sha256 AND f.document_sha256 <> r.sha256 AND r.closed_at IS NULL ORDER BY r.ordinal"""


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows of a query, in its order."""

    columns: tuple[str, ...]
    rows: tuple[Sequence[Any], ...]


def query(sql: str, url: str, parameters: Mapping[str, object] | None = None) -> Answer:
    """Run one statement of SQL that only reads; the database refuses the rest.

    With ``parameters`` the SQL names them (``:year``); without, it is handed over untouched.
    """
    with asking(url) as connection:
        result = ask(connection, sql, parameters)
        return Answer(tuple(result.keys()), tuple(tuple(row) for row in result))


def shown_elsewhere(sha256: str, url: str) -> Answer:
    """The forms that stand in a document and are shown from another one, in the order of its pages.

    Columns: form_id, ordinal (in this document), form_type, year, project_name, score, version, shown_from.
    """
    return query(_ELSEWHERE, url, {"sha256": sha256})


def read(view: str, url: str) -> pandas.DataFrame:
    """Return a view as a DataFrame: the way into a notebook.

    Integers are ``Int64``, figures and money ``Float64`` (both with ``<NA>``), days ``datetime64``,
    moments ``datetime64`` in UTC, the rest ``string``. A double holds fifteen digits, so that money is
    exact to the fen up to ten trillion yuan; where a sum must be exact beyond, sum it in SQL on PostgreSQL.
    A date as precise as printed (``target_date``: 2022, 2023-08) stays text.
    """
    import pandas

    if view not in views("sqlite"):
        raise UnknownViewError(f"there is no view {view!r}; there are {', '.join(views('sqlite'))}")
    answer = query(f"SELECT * FROM {view}", url)  # noqa: S608 - a name of our own
    frame = pandas.DataFrame(list(answer.rows), columns=list(answer.columns), dtype=object)
    return frame.assign(**{name: _typed(frame[name]) for name in answer.columns})


def _typed(column: pandas.Series[Any]) -> pandas.Series[Any]:
    import pandas

    name = str(column.name)
    if name in INTEGERS:
        return column.astype("Int64")
    if name in FLOATS:
        return column.map(lambda value: value if value is None else float(value)).astype("Float64")
    if name in DAYS:
        return pandas.to_datetime(column)
    if name in INSTANTS:
        return pandas.to_datetime(column, utc=True, format="ISO8601")
    return column.astype("string")
