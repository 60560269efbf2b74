"""Ourselves: everything ``extract`` does, lines outside the tables and the joining of pages included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractors import ExtractionOptions, extract
from extractors.model import Grid, Layout
from gridbench.model import Table, table
from gridbench.readers import Reader


def default() -> Reader:
    return _reader(ExtractionOptions())


def pdfplumber() -> Reader:
    """The reference reader of exported PDFs, where it is an option."""
    if "pdf_reader" not in ExtractionOptions.model_fields:
        raise ImportError("this version reads exported PDFs in one way only")
    return _reader(ExtractionOptions.model_validate({"pdf_reader": "pdfplumber"}))


def docx_open() -> Reader:
    """What python-docx takes to open a file, nothing read: the measure for Word."""
    from docx import Document

    return Reader(lambda path: Document(str(path)))


def _reader(options: ExtractionOptions) -> Reader:
    def read(path: Path) -> Layout:
        return extract(path.read_bytes(), path.name, options)

    return Reader(read, _tables)


def _tables(layout: Layout) -> list[Table]:
    return [_table(block) for block in layout.blocks if isinstance(block, Grid)]


def _table(grid: Grid) -> Table:
    pages = {box.page for cell in grid.cells for box in cell.boxes} or {1}
    cells: list[Any] = [(c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells]
    return table(min(pages), max(pages), cells)
