"""The text of Word paragraphs as it stands on the paper.

Kept: tracked insertions, results of fields, list numbers, the base of ruby, formulas as one line. Left out:
tracked deletions, hidden text, field codes, the prompts of unfilled content controls, comments.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from extractors.office.numbering import VALUE, Numbers, W, whole
from extractors.office.wordcells import lines
from extractors.office.wordruns import ParagraphText
from extractors.office.wordstyles import Styles
from extractors.office.wordtags import (
    ALTERNATE,
    BOX,
    CHUNK,
    CONTROL,
    FALLBACK,
    PARAGRAPH,
    SKIPPED,
    TABLE,
    is_prompt,
    said,
)


class Writing:
    """Turns paragraphs into lines. It counts list numbers, so each is to be asked for once, in order."""

    def __init__(self, styles: Styles, numbers: Numbers) -> None:
        self._styles = styles
        self._numbers = numbers

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
            out.extend(lines(f"{carried}{text}"))
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
