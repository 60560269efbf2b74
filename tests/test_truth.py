"""Every fixture, through the real run and the analysts' views, against the truth it was drawn from.

Exact media must be read without a single wrong field; scans may lose a few, never a form or a row.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from flows.events import silent
from flows.filling import fill
from flows.settings import Settings
from tests.conducting import two_at_once
from warehouse import read

FIXTURES = Path(__file__).parents[1] / "fixtures"
EXACT_OF_SCANS = 0.97
"""Share of fields: what the committed scans reach today, less two fields of noise."""
COUNTED = frozenset({"line_no", "ordinal"})

Row = dict[str, Any]


def truths(medium: str) -> dict[str, list[Row]]:
    found = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(FIXTURES.glob("*.truth.json")))
    return {truth["document"]: truth["forms"] for truth in found if truth["medium"] == medium}


def plain(value: Any) -> Any:
    """A value as it is compared: figures as Decimal, text folded and without blanks, nothing as None."""
    if value is None or value != value:
        return None
    text = "".join(unicodedata.normalize("NFKC", str(value)).split())
    try:
        return Decimal(text).normalize()
    except ArithmeticError:
        return text.removesuffix("00:00:00")


def warehouse_of(medium: str, folder: Path, layouts: Path) -> str:
    """A warehouse of all fixtures of a medium: Word by the command, the others by the run that it starts."""
    url = f"sqlite:///{folder / 'warehouse.db'}"
    documents = [str(FIXTURES / name) for name in truths(medium)]
    if medium != "word":
        settings = Settings(warehouse=url, state_dir=layouts, workers=2)
        summary = fill(settings, documents, False, silent, two_at_once)
        assert summary.tally.quarantined == 0, summary.reasons
        return url
    environment = os.environ | {"JIXIAO_STATE_DIR": str(layouts)}
    command = [str(Path(sys.executable).with_name("jixiao")), "ingest", *documents, "--warehouse", url]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=folder)
    assert done.returncode == 0, done.stderr
    return url


def rows_of(view: str, url: str) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in read(view, url).to_dict("records")]


def records(url: str) -> dict[tuple[str, int], dict[str, list[Row]]]:
    forms = rows_of("v_forms", url)
    tables = {name: rows_of(f"v_{name}", url) for name in ("funding", "indicators", "quantities", "sections")}
    return {
        (Path(form["document_uri"]).name, form["ordinal"]): {"form": [form]}
        | {name: [row for row in rows if row["form_id"] == form["form_id"]] for name, rows in tables.items()}
        for form in forms
    }


def compare(expected: Row, found: dict[str, list[Row]], place: str) -> tuple[int, list[str]]:
    """How many fields the paper has, and those that are wrong; a different number of rows fails at once."""
    fields, wrong = 0, []
    for name in ("form", "funding", "indicators", "quantities", "sections"):
        rows = [expected["form"]] if name == "form" else expected[name]
        order = "line_no" if name != "form" else "ordinal"
        got = sorted(
            found[name], key=lambda row: (row[order], row.get("side") == "actual", row.get("ordinal") or 0)
        )
        if name in ("funding", "indicators"):
            assert len(rows) == len(got), f"{place}: {name}: {len(rows)} rows are printed, {len(got)} found"
        if len(rows) != len(got):
            wrong.append(f"{place} {name}: {len(rows)} rows are printed, {len(got)} found")
        for number, (want, have) in enumerate(zip(rows, got, strict=False), start=1):
            for field in want.keys() - COUNTED:
                fields += 1
                if plain(want[field]) != plain(have[field]):
                    wrong.append(
                        f"{place} {name} {number} {field}: {want[field]!r} is printed, {have[field]!r} read"
                    )
    return fields, wrong


@pytest.mark.parametrize("medium", ["word", "pdf", "scan", "xlsx", "xls"])
def test_what_is_printed_is_what_is_read(medium: str, tmp_path: Path, layouts: Path) -> None:
    expected = {
        (document, ordinal): form
        for document, forms in truths(medium).items()
        for ordinal, form in enumerate(forms, start=1)
    }
    found = records(warehouse_of(medium, tmp_path, layouts))
    assert found.keys() == expected.keys()
    results = [compare(form, found[key], f"{key[0]} form {key[1]}") for key, form in expected.items()]
    fields, wrong = sum(count for count, _ in results), [line for _, lines in results for line in lines]
    share = 1 - len(wrong) / fields
    assert share >= (EXACT_OF_SCANS if medium == "scan" else 1), "\n".join(wrong)
