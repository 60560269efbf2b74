"""Both sides of the comparison in one shape: forms with their rows, from truth files and a warehouse."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Row = Mapping[str, Any]
RECORDS = {
    "funding": "v_funding",
    "indicators": "v_indicators",
    "quantities": "v_quantities",
    "sections": "v_sections",
}


@dataclass(slots=True)
class FormRows:
    """A form and its rows by record, as dicts keyed by the views' column names."""

    form: Row
    rows: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Expected:
    """A document's truth file."""

    document: str
    family: int
    medium: str
    forms: tuple[FormRows, ...]


def expected(folder: Path) -> list[Expected]:
    """The truth of every document in a folder."""
    return [_expected(path) for path in sorted(folder.glob("*.truth.json"))]


def _expected(path: Path) -> Expected:
    content = json.loads(path.read_text(encoding="utf-8"))
    forms = tuple(
        FormRows(entry["form"], {record: entry[record] for record in RECORDS}) for entry in content["forms"]
    )
    return Expected(content["document"], content["family"], content["medium"], forms)


def found(database: Path) -> dict[str, list[FormRows]]:
    """What the views say, by the file name of the document, forms in their order."""
    if not database.exists():
        return {}
    with sqlite3.connect(database) as link:
        link.row_factory = sqlite3.Row
        if not link.execute("select 1 from sqlite_master where name = 'v_forms'").fetchone():
            return {}
        rows = {record: _by_form(link, view) for record, view in RECORDS.items()}
        out: dict[str, list[FormRows]] = defaultdict(list)
        for form in link.execute("select * from v_forms order by document_uri, ordinal"):
            form_id = form["form_id"]
            name = str(form["document_uri"]).rsplit("/", 1)[-1]
            out[name].append(FormRows(dict(form), {record: by[form_id] for record, by in rows.items()}))
    return dict(out)


def _by_form(link: sqlite3.Connection, view: str) -> defaultdict[Any, list[Row]]:
    out: defaultdict[Any, list[Row]] = defaultdict(list)
    for row in link.execute(f"select * from {view} order by form_id, line_no"):
        out[row["form_id"]].append(dict(row))
    return out
