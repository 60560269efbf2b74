"""Headings under which no form was read: what tells a form that was missed from a letter."""

from __future__ import annotations

from extractors.model import Layout, TextLine
from normalizers.reading.stream import Row, page_of, stream
from normalizers.reading.titles import is_title, item_text, title_text
from normalizers.text import unbroken


def unread_heading(layout: Layout) -> str | None:
    """Why a layout without forms may hold one, and what to do; None where it holds no heading of a form.

    A heading counts where a table stands below it. On a scan it counts without one, too, for a table may
    not have been seen; not in a list of annexes, as letters end with.
    """
    items = list(stream(layout))
    last_table = max((at for at, item in enumerate(items) if isinstance(item, Row)), default=-1)
    scans = {page.number for page in layout.pages if page.medium == "scan"}
    for at, item in enumerate(items):
        if is_title(item) and (at < last_table or (page_of(item) in scans and _stands_alone(item))):
            return _said(title_text(item_text(item) or ""), page_of(item), layout.medium == "scan")
    return None


def _stands_alone(item: TextLine | Row) -> bool:
    text = unbroken(item_text(item) or "").strip()
    return title_text(text) == text and not text[:1].isdigit()


def _said(heading: str, page: int | None, is_scan: bool) -> str:
    where = f" on page {page}" if page else ""
    found = f"a form's heading was found{where}, “{heading}”, but no form could be read under it: "
    if is_scan:
        return found + "scan it straight and at 300 dpi, or take the Word, Excel or PDF file it was made from"
    return found + "if there is one, please report it with the document; its layout is not known"
