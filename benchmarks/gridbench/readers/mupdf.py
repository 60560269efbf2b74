"""PyMuPDF's ``find_tables``: by default, asking a layout model first; without that model; and refined."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf

from gridbench.model import Table, boxed, table
from gridbench.readers import Reader
from gridbench.readers.plumber import paired

_TOLERANCE = 1.0  # points: edges are snapped to each other before


def default() -> Reader:
    return Reader(lambda path: _read(path), _tables)


def without_layout() -> Reader:
    return Reader(lambda path: _read(path, use_layout=False), _tables)


def refined() -> Reader:
    """Without the model, each grid refined by the text in it: the option that keeps spans and texts."""
    return Reader(_read_refined, _refined_tables)


def _read(path: Path, **settings: bool) -> list[Any]:
    with pymupdf.open(path) as document:
        return [
            (
                page.number + 1,
                [(found.rows, found.extract()) for found in page.find_tables(**settings).tables],
            )
            for page in document
        ]


def _tables(pages: list[Any]) -> list[Table]:
    return [
        boxed(number, paired(rows, texts), _TOLERANCE) for number, tables in pages for rows, texts in tables
    ]


def _read_refined(path: Path) -> list[Any]:
    with pymupdf.open(path) as document:
        return [
            (
                page.number + 1,
                [found.placements for found in page.find_tables(use_layout=False, refine=True).tables],
            )
            for page in document
        ]


def _refined_tables(pages: list[Any]) -> list[Table]:
    return [table(number, number, _placed(rows)) for number, tables in pages for rows in tables]


def _placed(rows: list[list[Any]]) -> Iterator[tuple[int, int, int, int, str]]:
    """Rows of cells that name their spans, read as HTML is: each takes the first place that is free."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(rows):
        column = 0
        for cell in line:
            while (row, column) in taken:
                column += 1
            yield row, column, cell.rowspan, cell.colspan, cell.text or ""
            taken |= {
                (row + down, column + across)
                for down in range(cell.rowspan)
                for across in range(cell.colspan)
            }
