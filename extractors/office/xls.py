"""Old Excel files (.xls, WPS .et) by xlrd, as ``WorkbookSheet``."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from extractors.errors import EncryptedDocument
from extractors.office.formatcode import LOCAL_FORMATS
from extractors.office.numberformat import Shown, shown_number, shown_text
from extractors.office.package import damaged
from extractors.office.sheets import SheetCell, WorkbookSheet


def read_xls(data: bytes, name: str) -> Iterator[WorkbookSheet]:
    """The visible sheets; raises DamagedDocument where xlrd cannot read the file."""
    import xlrd

    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # xlrd raises whatever a damaged record leads it to
        if "encrypted" in str(error).lower():
            raise EncryptedDocument(
                name, None, "the file is locked with a password", "remove the password and add it again"
            ) from error
        raise damaged(name) from error
    try:
        return iter([_sheet(book, sheet) for sheet in book.sheets() if sheet.visibility == 0])
    except (IndexError, KeyError) as error:  # a cell refers to a style or a format that is not there
        raise damaged(name) from error


def _sheet(book: Any, sheet: Any) -> WorkbookSheet:
    cells = {}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            form = book.xf_list[cell.xf_index]
            line = form.border
            sides = (
                line.left_line_style > 0, line.top_line_style > 0,
                line.right_line_style > 0, line.bottom_line_style > 0,
            )  # fmt: skip
            shown = _shown(book, cell, form.format_key)
            if shown.text or any(sides):
                cells[row, column] = SheetCell(shown.text, shown.sure, sides)
    return WorkbookSheet(
        cells,
        [(top, left, bottom, right) for top, bottom, left, right in sheet.merged_cells],
        frozenset(row for row, about in sheet.rowinfo_map.items() if about.hidden or about.height == 0),
        frozenset(column for column, about in sheet.colinfo_map.items() if about.hidden or about.width == 0),
    )


def _shown(book: Any, cell: Any, key: int) -> Shown:
    import xlrd

    code = LOCAL_FORMATS.get(key) or book.format_map[key].format_str
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return shown_number(cell.value, code, book.datemode == 1)
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return Shown(shown_text(cell.value, code).replace("\r\n", "\n"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return Shown("TRUE" if cell.value else "FALSE")
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return Shown(str(xlrd.error_text_from_code.get(cell.value, "#N/A")))
    return Shown("")
