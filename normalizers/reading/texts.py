"""Lines outside the tables, and cells that say what a line would: labels and values in one text."""

from __future__ import annotations

from extractors.model import Cell, TextLine
from normalizers.model import Printed
from normalizers.reading.draft import Draft
from normalizers.reading.lines import (
    is_furniture,
    is_note_item,
    is_signed,
    labelled,
    money_line,
    note_label,
    without_money,
    year_between,
    year_line,
)
from normalizers.reading.places import put
from normalizers.reading.stream import printed_line
from normalizers.reading.titles import is_annex

NOTE = "注"


def read_line(line: TextLine, draft: Draft) -> None:
    """Add one line outside the grid to the draft."""
    if is_furniture(line.text) or is_annex(line.text):
        draft.note_open = False
        return
    draft.meet(line)
    read_text(line, printed_line(line), draft)


def read_text(source: Cell | TextLine, text: Printed, draft: Draft) -> bool:
    """Read a text that labels itself; False where it says nothing that a form has a place for."""
    text = _without_year(text, draft)
    draft.note_open = draft.note_open and not is_signed(text.text)
    note = note_label(text.text) if draft.part in ("tail", "indicators") or draft.indicators else None
    if note:
        heading = Printed(note, text.spots)
        body = text.text.strip()[len(note) :].lstrip(" :：\u3000")
        draft.sections.append((heading, Printed(body, text.spots)))
        draft.note_open, draft.part = True, "tail"
    elif year_line(text.text) is not None and "year" not in draft.fields:
        draft.put("year", text)
    elif money_line(text.text) and not _has_labels(rest := without_money(text.text)):
        draft.headers.setdefault("money_unit", text)
    elif money_line(text.text) and not draft.note_open:
        draft.headers.setdefault("money_unit", text)
        for field, label, value in labelled(rest):
            _put_line(field, Printed(label, text.spots), Printed(value, text.spots), draft)
    elif not draft.note_open and (triples := labelled(text.text)):
        for field, label, value in triples:
            _put_line(field, Printed(label, text.spots), Printed(value, text.spots), draft)
    elif (draft.note_open and not _is_running(source)) or (
        draft.sections and is_note_item(text.text) and draft.sections[-1][0].text == NOTE
    ):
        heading, known = draft.sections[-1]
        draft.sections[-1] = (heading, Printed(known.text + text.text, known.spots + text.spots))
    else:
        return False
    draft.use(source)
    return True


def _without_year(text: Printed, draft: Draft) -> Printed:
    """A line without the year between its labels, which is the form's."""
    year = None if draft.note_open else year_between(text.text)
    if year is None or not draft.put("year", Printed(year[0], text.spots)):
        return text
    return Printed(year[1], text.spots)


def _is_running(source: Cell | TextLine) -> bool:
    """Whether a line is printed on every page: a note that goes on overleaf does not hold it."""
    return isinstance(source, TextLine) and source.is_running


def _has_labels(text: str) -> bool:
    return any(value for _, _, value in labelled(text))


def _put_line(field: str, label: Printed, value: Printed, draft: Draft) -> None:
    unit = money_line(f"{label.text}:{value.text}")
    if unit:
        draft.headers.setdefault("money_unit", Printed(f"{label.text}:{value.text}", value.spots))
        words = value.text.replace(unit, "").replace("万元", "").replace("元", "").strip("()（） \u3000")
        if not words:
            return
    put(field, label, value, draft)
