"""CSV for Excel: it takes UTF-8 without a mark for GBK, and texts that begin like formulas for formulas."""

from __future__ import annotations

import csv
import io
import re
import sys
from collections.abc import Iterable, Sequence

_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r\n]")
_HARMLESS = re.compile(r"[+-]?\d[\d,]*(?:\.\d+)?%?|[+\-＋－]+")
"""A number stays one, and a dash where nothing was filled in a dash."""


def cell(text: str) -> str:
    """The text of a cell, with an apostrophe before what a spreadsheet would carry out as a formula."""
    return f"'{text}" if _FORMULA.match(text) and not _HARMLESS.fullmatch(text) else text


def print_for_excel(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows as CSV with the mark of UTF-8 in front, whatever the encoding of the terminal."""
    out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8-sig", newline="")
    writer = csv.writer(out)
    writer.writerow(map(cell, columns))
    writer.writerows([cell(value) for value in row] for row in rows)
    out.detach()
