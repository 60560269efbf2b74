"""``jixiao query``: rows of SQL as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import sys
from datetime import date
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.table import Table

from flows.cli.ending import USAGE, fail
from flows.cli.excel import print_for_excel
from flows.settings import Settings
from warehouse import query as ask
from warehouse.queries import Answer

WIDE = 10_000
"""Columns of a table that goes to a file or a pipe: nothing is cut there."""


def query(sql: str, layout: str) -> None:
    """Ask and print; SQL that asks for nothing is a mistake of the person who gave it."""
    if not sql.strip(" \t\r\n;"):
        fail("SQL: it asks for no rows; write a SELECT, such as SELECT * FROM v_forms", USAGE)
    print_rows(ask(sql, Settings().warehouse), layout)


def print_rows(answer: Answer, layout: str) -> None:
    """Print rows as ``table``, ``csv``, ``csv-excel`` or ``json``."""
    {"table": print_table, "csv": _csv, "csv-excel": _excel, "json": _json}[layout](answer)


def text(value: Any) -> str:
    """Write a value as a person reads it: 98.0 as 98, NULL as nothing."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return str(value)


def print_table(answer: Answer) -> None:
    """Print rows as a table, figures to the right; no column is cut when it goes into a file."""
    table = Table()
    for place, name in enumerate(answer.columns):
        figures = all(isinstance(row[place], int | float | Decimal | None) for row in answer.rows)
        table.add_column(name, justify="right" if figures else "left", overflow="fold")
    for row in answer.rows:
        table.add_row(*map(text, row))
    console = Console(markup=False, highlight=False)
    console.width = console.width if console.is_terminal else WIDE
    console.print(table)


def _csv(answer: Answer) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([text(value) for value in row] for row in answer.rows)


def _excel(answer: Answer) -> None:
    print_for_excel(answer.columns, ([text(value) for value in row] for row in answer.rows))


def _json(answer: Answer) -> None:
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    print(json.dumps(rows, ensure_ascii=False, indent=1, default=_plain))


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
