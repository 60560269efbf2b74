"""Small Word and Excel files, made in memory."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from datetime import date, time, timedelta

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.saving import saved

THIN = Side(style="thin")
BOX = Border(left=THIN, top=THIN, right=THIN, bottom=THIN)
Value = str | int | float | bool | date | time | timedelta | CellRichText | None


def repacked(data: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The file with the name and the content of each of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            target.writestr(*change(name, source.read(name)))
    return out.getvalue()


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def tc(text: str, properties: str = "") -> str:
    """A cell of a Word table."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def with_xml(body: str) -> bytes:
    """A Word file whose body is this XML."""
    document = Document()
    for element in list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>")):
        document.element.body.insert(len(document.element.body) - 1, element)
    return saved(document)


def workbook(*fill: Callable[[Worksheet], None]) -> bytes:
    """A workbook of sheets, each filled by a function."""
    book = Workbook()
    for at, each in enumerate(fill):
        each(book.worksheets[0] if at == 0 else book.create_sheet())
    return saved(book)


def ruled(sheet: Worksheet, row: int, column: int, rows: Sequence[Sequence[Value]]) -> None:
    """Write a bordered table, its first cell at (row, column) from 1."""
    for down, texts in enumerate(rows):
        for aside, text in enumerate(texts):
            cell = sheet.cell(row + down, column + aside, text)
            cell.border = BOX
