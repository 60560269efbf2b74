"""One walk through a Word table: what its cells hold where that is plain text, and how they are merged.

A form has thousands of elements, and asking each cell for what it holds takes longer than to parse the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extractors.office.numbering import VALUE, W
from extractors.office.wordstyles import Styles
from extractors.office.wordtags import ALTERNATE, CELL, CONTROL, PARAGRAPH, RUN, TEXT, M, is_prompt

DELETED, MERGED = f"{W}cellDel", f"{W}hMerge"
SPAN, CONTINUED, TRACKED = f"{W}gridSpan", f"{W}vMerge", f"{W}cellMerge"
_MERGING = frozenset({DELETED, MERGED, SPAN, CONTINUED, TRACKED})
_FORMER = f"{W}tcPrChange"  # holds what the cell said before a tracked change
_STYLE, _RUN_STYLE, _RAISED, _TAB = f"{W}pStyle", f"{W}rStyle", f"{W}vertAlign", f"{W}tab"
_UNUSUAL_WORD = (
    "pStyle rStyle vertAlign vanish numPr del moveFrom fldChar sym tab ptab br cr noBreakHyphen sdt rt"
    " txbxContent sectPr tbl altChunk"
)
_UNUSUAL = (*(f"{W}{tag}" for tag in _UNUSUAL_WORD.split()), ALTERNATE, f"{M}oMath")
"""What makes a cell more than the texts of runs."""

_ASKED = (CELL, PARAGRAPH, TEXT, _FORMER, *_MERGING, *_UNUSUAL)
_ODD = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff\uf000-\uf0ff]")


@dataclass(frozen=True, slots=True)
class Cells:
    """By cell: the text of those that hold nothing but plain runs, and what merged ones say of it, by tag."""

    plain: dict[Any, str]
    merging: dict[Any, dict[str, Any]]


def cells(table: Any, styles: Styles) -> Cells:
    """What a table's cells hold and say. Cells of tables inside it are found too, and are not to be used."""
    plain: dict[Any, str] = {}
    merging: dict[Any, dict[str, Any]] = {}
    prompts: list[Any] = []
    cell: Any = None
    parts: list[str] = []
    is_plain, is_former = False, False
    for each in table.iter(*_ASKED):
        tag = each.tag
        if tag == TEXT:
            parts.append(each.text or "")
        elif tag == PARAGRAPH:
            parts.append("\n")
        elif tag == CELL:
            if is_plain:
                plain[cell] = "".join(parts)
            cell, parts, is_plain, is_former = each, [], True, False
        elif tag in _MERGING:
            if not is_former:
                merging.setdefault(cell, {})[tag] = each
        elif tag == _FORMER:
            is_former = True
        elif _is_special(each, tag, styles):
            is_plain = False
            if tag == CONTROL and is_prompt(each):
                prompts += each.iter(CELL)
    if is_plain:
        plain[cell] = "".join(parts)
    texts = {each: _tidied(text) for each, text in plain.items() if not _ODD.search(text)}
    return Cells(texts | dict.fromkeys(prompts, ""), merging)


def _tidied(text: str) -> str:
    text = text.strip()
    return "\n".join(lines(text)) if "\n" in text else text


def _is_special(element: Any, tag: str, styles: Styles) -> bool:
    value = element.get(VALUE)
    if tag == _STYLE:
        return styles.hides(value) or styles.number(value) is not None
    if tag == _RUN_STYLE:
        return styles.hides(value)
    if tag == _RAISED:
        return bool(value == "superscript")
    return tag != _TAB or element.getparent().tag == RUN  # elsewhere it says where tabs stop


def lines(text: str) -> Iterator[str]:
    """The lines of a text that are not blank."""
    return (line for each in text.split("\n") if (line := each.strip()))
