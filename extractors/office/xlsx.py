"""Excel files (.xlsx, .xlsm) by openpyxl, as ``WorkbookSheet``: formulas by the values last calculated."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import redirect_stdout
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from extractors.errors import DamagedDocument
from extractors.office.formatcode import LOCAL_FORMATS
from extractors.office.numberformat import Shown, shown_number, shown_text
from extractors.office.package import Budget, Package, damaged
from extractors.office.sheets import SheetCell, Span, WorkbookSheet
from extractors.options import ExtractionOptions

if TYPE_CHECKING:
    from openpyxl.styles import Side
    from openpyxl.worksheet.worksheet import Worksheet

_UNCALCULATED = re.compile(rb"<c\b([^>]*)>\s*<f\b[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # and the underscore itself, where a text looks like that
_NOTHING = re.compile(rb"""\bt=["']str["']""")  # a formula whose result is an empty text


def read_xlsx(data: bytes, name: str, options: ExtractionOptions) -> Iterator[WorkbookSheet]:
    """The visible sheets; raises DamagedDocument where openpyxl cannot read them or results are missing."""
    package = Package(data, name, Budget(options.max_unpacked))
    sheets = package.related(package.main("xl/workbook.xml"), "worksheet")
    if any(_lacks_results(package.content(part) or b"") for part in sheets):
        raise DamagedDocument(
            name,
            None,
            "it holds formulas whose results were never calculated",
            "open it in Excel or WPS, save it again, and add that",
        )
    from openpyxl import load_workbook

    with warnings.catch_warnings(), redirect_stdout(io.StringIO()):  # it warns of odd styles, and prints
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(io.BytesIO(package.packed()), data_only=True, keep_links=False)
        except Exception as error:  # it raises whatever its many parsers meet
            raise damaged(name) from error
    try:
        return iter([_sheet(each, book.epoch) for each in book.worksheets if each.sheet_state == "visible"])
    except IndexError as error:  # a cell refers to a style that is not there
        raise damaged(name) from error


def _lacks_results(part: bytes) -> bool:
    return any(not _NOTHING.search(match[1]) for match in _UNCALCULATED.finditer(part))


def _sheet(sheet: Worksheet, epoch: datetime) -> WorkbookSheet:
    from_1904 = epoch.year > 1900
    cells = {}
    for (row, column), cell in sheet._cells.items():
        if getattr(cell, "_style", None) is None:
            raise IndexError(cell.coordinate)
        shown = _shown(cell, from_1904)
        border = cell.border
        sides = _drawn(border.left), _drawn(border.top), _drawn(border.right), _drawn(border.bottom)
        if shown.text or any(sides):
            cells[row - 1, column - 1] = SheetCell(shown.text, shown.sure, sides)
    return WorkbookSheet(
        cells,
        [
            (each.min_row - 1, each.min_col - 1, each.max_row, each.max_col)
            for each in sheet.merged_cells.ranges
        ],
        frozenset(
            row - 1 for row, about in sheet.row_dimensions.items() if about.hidden or about.height == 0
        ),
        frozenset(
            column - 1
            for about in sheet.column_dimensions.values()
            if about.hidden and about.min and about.max
            for column in range(about.min, min(about.max, sheet.max_column) + 1)
        ),
        _print_areas(sheet),
    )


def _drawn(side: Side | None) -> bool:
    return bool(side and side.style)


def _print_areas(sheet: Worksheet) -> list[Span]:
    from openpyxl.utils.cell import range_boundaries

    areas: list[Span] = []
    for area in str(sheet.print_area or "").split(","):
        try:
            left, top, right, bottom = range_boundaries(area.rpartition("!")[2].replace("$", ""))
        except (ValueError, TypeError):
            continue
        if left and top and right and bottom:
            areas.append((top - 1, left - 1, bottom, right))
    return areas


def _shown(cell: Any, from_1904: bool) -> Shown:
    value = cell.value
    if value is None:
        return Shown("")
    code = LOCAL_FORMATS.get(cell._style.numFmtId) or cell.number_format
    if isinstance(value, bool):
        return Shown("TRUE" if value else "FALSE")
    if isinstance(value, datetime | date | time | timedelta):
        return shown_number(_serial(value, from_1904), code, from_1904)
    if isinstance(value, int | float):
        return shown_number(value, code, from_1904)
    return Shown(shown_text(_ESCAPED.sub(_unescaped, str(value)), code).replace("\r\n", "\n"))


def _unescaped(escape: re.Match[str]) -> str:
    """The character that XML cannot hold; line ends and tabs are the only ones of these on the paper."""
    character = chr(int(escape[1], 16))
    return character if character.isprintable() or character in "\t\n" else ""


def _serial(value: datetime | date | time | timedelta, from_1904: bool) -> float:
    """The number that the file holds: openpyxl makes dates of it."""
    from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

    epoch = CALENDAR_MAC_1904 if from_1904 else CALENDAR_WINDOWS_1900
    return float(to_excel(value, epoch))  # type: ignore[no-untyped-call]
