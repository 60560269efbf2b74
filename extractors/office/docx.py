"""Word files: paragraphs and tables in the order of the body, merged cells as the XML has them.

What stands where: the lines of a section's header before its first block and those of its footer after its
last, each once a file and without page numbers; what a text box holds after the paragraph that it hangs on;
a footnote after the block that refers to it; a table in a cell, spliced into the grid (see ``nesting``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from extractors.errors import UnsupportedKind
from extractors.model import Grid, Reading, TextLine
from extractors.office.nesting import Ruled, grid
from extractors.office.numbering import Numbers, W
from extractors.office.package import RELATION_ID, Budget, Package, damaged
from extractors.office.wordcells import cells
from extractors.office.wordstyles import Styles
from extractors.office.wordtable import placed
from extractors.office.wordtags import PARAGRAPH, TABLE, on
from extractors.office.wordtext import Writing, blocks
from extractors.options import ExtractionOptions

_PAGE_FIELD = re.compile(r"^\s*(PAGE|NUMPAGES|SECTIONPAGES)\b", re.I)
_PAGE_WORDS = re.compile(r"[\W\d_]|第|页|共|总|page|of", re.I)
_INNER = 5  # documents within documents: deeper is no document that anybody wrote


def read_docx(data: bytes, name: str, options: ExtractionOptions) -> tuple[TextLine | Grid, ...]:
    """The blocks of a Word file. Word has no pages, so none of them has a box."""
    return _read(Package(data, name, Budget(options.max_unpacked)), 0)


def _read(package: Package, depth: int) -> tuple[TextLine | Grid, ...]:
    story = _Story(package, depth)
    out: list[TextLine | Grid] = []
    for block in story.blocks():
        if isinstance(block, Ruled):
            number = sum(isinstance(each, Grid) for each in out)
            out.append(grid(block, number))
        elif isinstance(block, TextLine):
            out.append(block)
        elif isinstance(block, Grid):
            number = sum(isinstance(each, Grid) for each in out)
            out.append(Grid(number, block.rows, block.columns, block.cells))
        else:
            out.append(TextLine((Reading(block),)))
    return tuple(out)


class _Story:
    """The body of a Word file, and the parts that it refers to."""

    def __init__(self, package: Package, depth: int) -> None:
        self._package = package
        self._depth = depth
        self._part = package.main("word/document.xml")
        self._relations = package.relations(self._part)
        self._styles = Styles(lambda: self._related("styles"))
        self._writing = Writing(self._styles, Numbers(lambda: self._related("numbering")))
        self._printed: set[str] = set()
        """Headers and footers that stand in the blocks already."""

    def blocks(self) -> Iterator[str | Ruled | Grid | TextLine]:
        root = self._package.tree(self._part)
        body = None if root is None else root.find(f"{W}body")
        if body is None:
            raise damaged(self._package.name)
        sections = [each for child in body for each in _sections(child)]
        self._notes = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        at = 0
        yield from self._margin(sections, at, "header")
        for block in self._merged(blocks(body)):
            if isinstance(block, list):
                yield from self._paragraphs(block)
                ended = sum(map(_ends_section, block))
            else:
                yield from self._unframed(self._ruled(block)) if block.tag == TABLE else self._chunk(block)
                ended = 0
            yield from self._referred(block)
            for _ in range(ended):
                yield from self._margin(sections, at, "footer")
                at += 1
                yield from self._margin(sections, at, "header")
        yield from self._margin(sections, at, "footer")

    def _merged(self, found: Iterator[Any]) -> Iterator[Any]:
        """Paragraphs that follow each other within a section as lists, anything else as it is."""
        paragraphs: list[Any] = []
        for element in found:
            if element.tag == PARAGRAPH:
                paragraphs.append(element)
                if not _ends_section(element):
                    continue
            if paragraphs:
                yield paragraphs
                paragraphs = []
            if element.tag != PARAGRAPH:
                yield element
        if paragraphs:
            yield paragraphs

    def _paragraphs(self, paragraphs: list[Any]) -> Iterator[str]:
        yield from self._writing.lines(paragraphs)

    def _unframed(self, table: Ruled) -> Iterator[str | Ruled]:
        """The table, or what it holds where it is only a frame; nothing where it has no cells."""
        if not table.is_frame:
            if table.spots:
                yield table
            return
        for spot in table.spots:
            for part in spot.parts:
                if isinstance(part, Ruled):
                    yield from self._unframed(part)
                else:
                    yield part

    def _ruled(self, table: Any) -> Ruled:
        seen = cells(table, self._styles)
        known = placed(table, seen.merging)
        for spot in known.spots:
            text = seen.plain.get(spot.content)
            spot.content = tuple(self._mixed(spot.content)) if text is None else text
        return Ruled(known.rows, known.edges, known.spots)

    def _mixed(self, cell: Any) -> Iterator[str | Ruled]:
        for block in self._merged(blocks(cell)):
            if isinstance(block, list):
                yield from self._paragraphs(block)
            elif block.tag == TABLE:
                inner = self._ruled(block)
                if inner.spots:
                    yield inner

    def _chunk(self, element: Any) -> Iterator[Grid | str]:
        """Another document that Word shows in this place."""
        _, part = self._relations.get(element.get(RELATION_ID, ""), ("", ""))
        data = self._package.content(part)
        if data is None or not data.startswith(b"PK\x03\x04") or self._depth >= _INNER:
            raise UnsupportedKind(
                self._package.name,
                None,
                "it holds another document that only Word can unfold",
                "open it in Word, save it again, and add that",
            )
        inner = Package(data, self._package.name, self._package.budget)
        for block in _read(inner, self._depth + 1):
            yield block.text if isinstance(block, TextLine) else block

    def _margin(self, sections: list[Any], at: int, kind: str) -> Iterator[TextLine]:
        """The lines of a section's headers or footers that have not been printed yet."""
        section = sections[at] if at < len(sections) else None
        if section is None:
            return
        first_differs = on(section.find(f"{W}titlePg"))
        for reference in section.iterchildren(f"{W}{kind}Reference"):
            shown = reference.get(f"{W}type", "default")
            _, part = self._relations.get(reference.get(RELATION_ID, ""), ("", ""))
            if part in self._printed or not (shown == "default" or (shown == "first" and first_differs)):
                continue
            self._printed.add(part)
            root = self._package.tree(part)
            if root is not None:
                yield from (TextLine((Reading(line),), is_running=True) for line in self._furniture(root))

    def _furniture(self, root: Any) -> Iterator[str]:
        """The lines of a header or footer; its tables row by row, so that they are taken for no form."""
        for block in self._merged(blocks(root)):
            if isinstance(block, list):
                yield from (
                    line
                    for each in block
                    for line in self._writing.lines([each])
                    if not _is_page_number(each, line)
                )
                continue
            if block.tag == TABLE:
                yield from self._furniture_rows(block)

    def _furniture_rows(self, table: Any) -> Iterator[str]:
        spots = placed(table, cells(table, self._styles).merging).spots
        for _, row in groupby(spots, key=lambda spot: spot.row):
            elements: list[Any] = [spot.content for spot in row]
            texts = [self._writing.lines(each.iter(PARAGRAPH)) for each in elements]
            line = "\t".join("".join(lines) for lines in texts if lines)
            if line and not any(_is_page_number(each, line) for each in elements):
                yield line

    def _notes_of(self, kind: str) -> dict[str, Any]:
        root = self._related(f"{kind}s")
        if root is None:
            return {}
        return {
            note.get(f"{W}id", ""): note
            for note in root.iterchildren(f"{W}{kind}")
            if note.get(f"{W}type", "normal") == "normal"
        }

    def _referred(self, block: Any) -> Iterator[str]:
        for kind, notes in self._notes.items():
            if not notes:
                continue
            for element in block if isinstance(block, list) else [block]:
                for reference in element.iter(f"{W}{kind}Reference"):
                    note = notes.get(reference.get(f"{W}id", ""))
                    if note is not None:
                        yield from self._writing.lines(note.iter(PARAGRAPH))

    def _related(self, kind: str) -> Any:
        part = next((target for found, target in self._relations.values() if found == kind), None)
        return None if part is None else self._package.tree(part)


def _sections(child: Any) -> Iterator[Any]:
    """The sections that end with a child of the body."""
    if child.tag == f"{W}sectPr":
        yield child
    elif child.tag != TABLE:
        yield from child.iter(f"{W}sectPr")


def _ends_section(paragraph: Any) -> bool:
    properties = paragraph[0] if len(paragraph) else None
    return (
        properties is not None and properties.tag == f"{W}pPr" and properties.find(f"{W}sectPr") is not None
    )


def _is_page_number(element: Any, line: str) -> bool:
    """Whether a line of a header says nothing but the page."""
    codes = [each.text or "" for each in element.iter(f"{W}instrText")]
    codes += [each.get(f"{W}instr", "") for each in element.iter(f"{W}fldSimple")]
    return any(_PAGE_FIELD.match(code) for code in codes) and not _PAGE_WORDS.sub("", line)
