"""The reference reader of Word files: paragraphs and tables as python-docx's own model gives them.

Slower than the walk through the XML, and independent of it: tests hold the two against each other. It knows
neither text boxes, nested tables, tracked changes nor list numbers.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from extractors.model import Cell, Grid, Reading, TextLine
from extractors.office.package import Budget, Package, damaged

if TYPE_CHECKING:
    from docx.oxml.table import CT_Tc
    from docx.table import Table


def read_docx(data: bytes, name: str, most: int) -> tuple[TextLine | Grid, ...]:
    """The lines and grids of the body of a Word file that unpacks to at most ``most`` bytes."""
    import docx

    packed = Package(data, name, Budget(most)).packed()
    try:
        document = docx.Document(io.BytesIO(packed))
        blocks = list(document.iter_inner_content())
    except Exception as error:  # python-docx raises whatever a broken file leads it to
        raise damaged(name) from error
    out: list[TextLine | Grid] = []
    for block in blocks:
        if isinstance(block, docx.table.Table):
            out.append(_grid(block, sum(isinstance(each, Grid) for each in out)))
        elif block.text.strip():
            out.append(TextLine((Reading(block.text),)))
    return tuple(out)


def _grid(table: Table, number: int) -> Grid:
    """The grid of a table: a merged cell covers the places where python-docx gives the same element."""
    places: dict[CT_Tc, list[tuple[int, int]]] = {}
    texts: dict[CT_Tc, str] = {}
    for index, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells, start=row.grid_cols_before):
            places.setdefault(cell._tc, []).append((index, column))
            texts[cell._tc] = "\n".join(paragraph.text for paragraph in cell.paragraphs).strip()
    cells = []
    for element, covered in places.items():
        rows, columns = zip(*covered, strict=True)
        size = max(rows) - min(rows) + 1, max(columns) - min(columns) + 1
        cells.append(Cell(min(rows), min(columns), *size, (Reading(texts[element]),)))
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    return Grid(number, len(table.rows), width, tuple(sorted(cells, key=lambda c: (c.row, c.column))))
