"""The text of Word paragraphs as it stands on the paper.

Kept: tracked insertions, results of fields, list numbers, the base of ruby, formulas as one line. Left out:
tracked deletions, hidden text, field codes, the prompts of unfilled content controls, comments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from extractors.office.numbering import VALUE, Numbers, W, whole
from extractors.office.wordruns import ParagraphText
from extractors.office.wordstyles import Styles
from extractors.office.wordtags import (
    ALTERNATE,
    BOX,
    CELL,
    CHUNK,
    CONTROL,
    FALLBACK,
    PARAGRAPH,
    RUN,
    SKIPPED,
    TABLE,
    TEXT,
    M,
    is_prompt,
    said,
)

_UNUSUAL_WORD = (
    "pStyle rStyle vertAlign vanish numPr del moveFrom fldChar sym tab ptab br cr noBreakHyphen sdt rt"
    " txbxContent sectPr tbl altChunk"
)
_UNUSUAL = (*(f"{W}{tag}" for tag in _UNUSUAL_WORD.split()), ALTERNATE, f"{M}oMath")
"""What makes a paragraph, and the cell that it stands in, more than the texts of runs."""

_ODD = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\uf000-\uf0ff]")


class Writing:
    """Turns paragraphs into lines. It counts list numbers, so each is to be asked for once, in order."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self._styles = styles
        self._numbers = numbers
        self._unusual: set[Any] = set()
        self._prompts: set[Any] = set()
        """Cells that an unfilled content control lies around."""

    def open(self, root: Any) -> None:
        """Look once through a part for what is more than plain runs: few paragraphs of a form are."""
        styles, parents = self._styles, self._unusual
        for each in root.iter(*_UNUSUAL):
            tag, value = each.tag, each.get(VALUE)
            if (
                (tag == f"{W}pStyle" and not styles.hides(value) and styles.number(value) is None)
                or (tag == f"{W}rStyle" and not styles.hides(value))
                or (tag == f"{W}vertAlign" and value != "superscript")
                or (tag == f"{W}tab" and each.getparent().tag != RUN)
            ):
                continue
            parents.update(each.iterancestors(PARAGRAPH, CELL))
            if tag == CONTROL and is_prompt(each):
                self._prompts.update(each.iter(CELL))

    def plain_cells(self, table: Any) -> dict[Any, str]:
        """The text of each cell of a table that holds nothing but paragraphs of plain runs.

        One walk through the table: what asking each cell for its children takes is most of reading a form.
        """
        texts: dict[Any, list[str]] = {}
        parts: list[str] = []
        for each in table.iter(CELL, PARAGRAPH, TEXT):
            tag = each.tag
            if tag == TEXT:
                parts.append(each.text or "")
            elif tag == PARAGRAPH:
                parts.append("\n")
            else:
                parts = texts[each] = []
        plain: dict[Any, str] = {}
        for cell, parts in texts.items():
            if cell in self._prompts:
                plain[cell] = ""
            elif cell not in self._unusual and not _ODD.search(text := "".join(parts).strip()):
                plain[cell] = "\n".join(_lines(text)) if "\n" in text else text
        return plain

    def lines(self, paragraphs: Iterable[Any]) -> list[str]:
        """The lines of paragraphs, without blank ones. A deleted paragraph mark joins two paragraphs."""
        out: list[str] = []
        carried = ""
        for paragraph in paragraphs:
            properties = _properties(paragraph)
            text = ParagraphText(self._styles, self._is_hidden(properties)).of(paragraph)
            if _mark_is_deleted(properties):
                carried += text
                continue
            if not carried:
                text = self._number(properties) + text
            out.extend(_lines(f"{carried}{text}"))
            carried = ""
        return [*out, *([carried.strip()] if carried.strip() else [])]

    def _is_hidden(self, properties: dict[str, Any]) -> bool:
        """Whether the paragraph's style hides its text; a hidden mark alone hides nothing."""
        style = properties.get(f"{W}pStyle")
        return style is not None and self._styles.hides(style.get(VALUE))

    def _number(self, properties: dict[str, Any]) -> str:
        own, style = properties.get(f"{W}numPr"), properties.get(f"{W}pStyle")
        if own is None and style is None:
            return ""
        inherited = None if style is None else self._styles.number(style.get(VALUE))
        number = said(own, "numId") or said(inherited, "numId")
        level = said(own, "ilvl") or said(inherited, "ilvl")
        if not number or number == "0":
            return ""
        return self._numbers.label(number, whole(level, 0))


def _lines(text: str) -> Iterator[str]:
    return (line for each in text.split("\n") if (line := each.strip()))


def _properties(paragraph: Any) -> dict[str, Any]:
    """What a paragraph says of itself, by tag."""
    first = paragraph[0] if len(paragraph) else None
    return {each.tag: each for each in first} if first is not None and first.tag == f"{W}pPr" else {}


def _mark_is_deleted(properties: dict[str, Any]) -> bool:
    mark = properties.get(f"{W}rPr")
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def blocks(container: Any) -> Iterator[Any]:
    """Paragraphs and tables below an element; what boxes hold follows their anchor."""
    for child in container:
        tag = child.tag
        if tag == PARAGRAPH:
            yield child
            for box in child.iter(BOX):
                if next(box.iterancestors(PARAGRAPH)) is child and not _is_repeated(box):
                    yield from blocks(box)
        elif tag in (TABLE, CHUNK):
            yield child
        elif tag in SKIPPED or (tag == CONTROL and is_prompt(child)):
            continue
        elif tag == ALTERNATE:
            if len(child):
                yield from blocks(child[0])
        else:
            yield from blocks(child)


def _is_repeated(box: Any) -> bool:
    """Whether a box is the old spelling of one that was read already, or was deleted."""
    if next(box.iterancestors(f"{W}del", f"{W}moveFrom"), None) is not None:
        return True
    fallback = next(box.iterancestors(FALLBACK), None)
    return fallback is not None and next(fallback.getparent().iter(BOX)) is not box
