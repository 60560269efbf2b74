"""A Word document with one table, as offices fill it in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import docx


def write_word(path: Path, paragraphs: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> None:
    """Write paragraphs, and below them a ruled table where there are rows."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(path))
