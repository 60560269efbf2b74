"""Word files: paragraphs and tables in the order of the body, merged cells as the XML has them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.errors import DamagedDocument
from extractors.model import Cell, Grid, Reading, TextLine

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_SKIPPED = frozenset(
    [f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "tblPr", "softHyphen")]
    + [f"{_MC}Fallback"]
)
_CHARACTERS = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_TEXT, _PARAGRAPH, _TABLE, _BOX = f"{_W}t", f"{_W}p", f"{_W}tbl", f"{_W}txbxContent"


def read_docx(data: bytes, name: str) -> tuple[TextLine | Grid, ...]:
    """The blocks of a Word file. Word has no pages, so none of them has a box."""
    from docx import Document

    try:
        body = Document(io.BytesIO(data)).element.body
    except (zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError) as error:
        raise DamagedDocument(
            name, None, "the Word file is cut off or damaged", "open it in Word, save it again, and add that"
        ) from error
    blocks: list[TextLine | Grid] = []
    for element in _blocks(body):
        if element.tag == _TABLE:
            grids = sum(isinstance(block, Grid) for block in blocks)
            blocks.extend(_grid(element, grids))
        else:
            blocks.extend(TextLine((Reading(line),)) for line in _lines(element))
    return tuple(blocks)


def _blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables below an element, through content controls; boxes after their anchor."""
    for child in container:
        if child.tag in _SKIPPED:
            continue
        if child.tag in (_PARAGRAPH, _TABLE):
            yield child
        if child.tag != _TABLE:
            yield from _blocks(child)


def _grid(table: Any, number: int) -> Iterator[Grid]:
    """The table as a grid; none if it has no cells."""
    rows = [_placed(row) for row in _children(table, "tr") if not _is_deleted(row)]
    growing: list[_Growing] = []
    above: dict[int, _Growing] = {}
    for row, places in enumerate(rows):
        current: dict[int, _Growing] = {}
        for column, span, cell in places:
            owner = above.get(column) if _continues(cell) else None
            if owner is not None and owner.column_span == span:
                owner.row_span += 1
            else:
                owner = _Growing(row, column, 1, span, "\n".join(_lines(cell)))
                growing.append(owner)
            current[column] = owner
        above = current
    if growing:
        columns = max(cell.column + cell.column_span for cell in growing)
        yield Grid(number, len(rows), columns, tuple(cell.grown() for cell in growing))


@dataclass(slots=True)
class _Growing:
    """A cell whose rows are still being counted."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str

    def grown(self) -> Cell:
        return Cell(self.row, self.column, self.row_span, self.column_span, (Reading(self.text),))


def _placed(row: Any) -> list[tuple[int, int, Any]]:
    """(column, span, cell) of a row."""
    places: list[tuple[int, int, Any]] = []
    column = _number(row, "trPr", "gridBefore", 0)
    for cell in _children(row, "tc"):
        span = _number(cell, "tcPr", "gridSpan", 1)
        if places and _property(cell, "tcPr", "hMerge") is not None and _value(cell, "hMerge") != "restart":
            start, width, first = places[-1]
            places[-1] = (start, width + span, first)
        else:
            places.append((column, span, cell))
        column += span
    return places


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}moveTo"):
            yield from _children(child, tag)


def _continues(cell: Any) -> bool:
    merge = _property(cell, "tcPr", "vMerge")
    return merge is not None and merge.get(f"{_W}val", "continue") == "continue"


def _is_deleted(row: Any) -> bool:
    return _property(row, "trPr", "del") is not None


def _property(element: Any, properties: str, name: str) -> Any:
    return element.find(f"{_W}{properties}/{_W}{name}")


def _value(cell: Any, name: str) -> str | None:
    found = _property(cell, "tcPr", name)
    return None if found is None else found.get(f"{_W}val")


def _number(element: Any, properties: str, name: str, default: int) -> int:
    found = _property(element, properties, name)
    value = None if found is None else found.get(f"{_W}val")
    return int(value) if value is not None and value.isdigit() else default


def _lines(element: Any) -> list[str]:
    """The lines of a paragraph or of all paragraphs in a cell; blank ones are left out.

    The texts of boxes stand after their paragraph; a body paragraph leaves them to ``_blocks``.
    """
    paragraphs = [element] if element.tag == _PARAGRAPH else list(_paragraphs(element))
    lines = (line.strip() for paragraph in paragraphs for line in "".join(_written(paragraph)).split("\n"))
    return [line for line in lines if line]


def _paragraphs(cell: Any) -> Iterator[Any]:
    for child in cell:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _PARAGRAPH:
            yield child
        yield from _paragraphs(child)


def _written(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _SKIPPED and child.tag != _BOX:
            yield from _written(child)
