"""The elements of a Word file that hold its text, and the switches among them."""

from __future__ import annotations

from typing import Any

from extractors.office.numbering import VALUE, W

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
PARAGRAPH, TABLE, ROW, CELL = f"{W}p", f"{W}tbl", f"{W}tr", f"{W}tc"
BOX, CONTROL, CHUNK = f"{W}txbxContent", f"{W}sdt", f"{W}altChunk"
FALLBACK = f"{MC}Fallback"
RUN, TEXT, SYMBOL, FIELD = f"{W}r", f"{W}t", f"{W}sym", f"{W}fldChar"
ALTERNATE = f"{MC}AlternateContent"
_SKIPPED_WORD = (
    "del moveFrom instrText delText delInstrText rPr pPr tblPr tblGrid trPr tcPr sdtPr sectPr softHyphen rt"
    " rubyPr txbxContent"
)
_SKIPPED_MATH = "fPr dPr sSupPr radPr ctrlPr rPr deg"
SKIPPED = frozenset(
    [f"{W}{tag}" for tag in _SKIPPED_WORD.split()] + [f"{M}{tag}" for tag in _SKIPPED_MATH.split()]
)
"""What holds no text of the paragraph or cell that it stands in."""

_OFF = frozenset({"0", "false", "off", "none"})


def on(toggle: Any) -> bool:
    """Whether a switch of Word's is there and not turned off."""
    return toggle is not None and toggle.get(VALUE, "1") not in _OFF


def is_prompt(control: Any) -> bool:
    """Whether a content control is unfilled and shows only its prompt (click here to type)."""
    return on(control.find(f"{W}sdtPr/{W}showingPlcHdr"))


def said(parent: Any, name: str) -> str | None:
    """The value of a child by its name without prefix; None where there is none."""
    found = None if parent is None else parent.find(f"{W}{name}")
    return None if found is None else found.get(VALUE)
