"""pdfplumber, at its defaults: rulings drawn as lines, rectangles and curves."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pdfplumber

from gridbench.model import Table, boxed
from gridbench.readers import Reader

_TOLERANCE = 1.0  # points: edges are snapped to each other before


def default() -> Reader:
    return Reader(_read, _tables)


def _read(path: Path) -> list[Any]:
    """What ``extract_tables`` does, with the boxes it throws away."""
    with pdfplumber.open(path) as document:
        return [
            (page.page_number, [(found.rows, found.extract()) for found in page.find_tables()])
            for page in document.pages
        ]


def _tables(pages: list[Any]) -> list[Table]:
    return [
        boxed(number, paired(rows, texts), _TOLERANCE) for number, tables in pages for rows, texts in tables
    ]


def paired(rows: Any, texts: list[list[str | None]]) -> list[Any]:
    """(box, text) of every cell; a place under another cell has no box."""
    return [
        (box, text or "")
        for row, line in zip(rows, texts, strict=True)
        for box, text in zip(row.cells, line, strict=True)
        if box
    ]
