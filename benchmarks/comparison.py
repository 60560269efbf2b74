"""Compares what a warehouse says with what the papers print, field by field."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from alignment import Pair, align
from tally import Mismatch, Tally
from truth_tables import Expected, FormRows, Row
from values import FORM_FIELDS, FUNDING_FIELDS, INDICATOR_FIELDS, QUANTITY_FIELDS, same, squeezed

KEYS: dict[str, Callable[[Row], str]] = {
    "funding": lambda row: str(row["label_raw"] or ""),
    "indicators": lambda row: f"{row['name_raw'] or row['level2_raw']}|{row['target_raw'] or ''}",
}
FIELDS = {"funding": FUNDING_FIELDS, "indicators": INDICATOR_FIELDS}


def compare(documents: Sequence[Expected], found: Mapping[str, Sequence[FormRows]], tally: Tally) -> None:
    """Add every document of a medium to the tally."""
    for document in documents:
        _document(document, list(found.get(document.document, ())), tally)
    known = {document.document for document in documents}
    for name, forms in found.items():
        if name not in known:
            tally.rows("forms", 0, 0, len(forms))


def _document(document: Expected, got: list[FormRows], tally: Tally) -> None:
    wanted = [{**form.form, "rows": form.rows} for form in document.forms]
    have = [{**form.form, "rows": form.rows} for form in got]
    pairs = align(wanted, have, lambda form: f"{form['title']}|{form['project_name']}|{form['organization']}")
    tally.rows("forms", *_counted(pairs))
    for ordinal, (truth, reading) in enumerate(pairs, 1):
        if truth is None:
            continue
        place = Mismatch(document.document, document.family, ordinal)
        _fields(tally, place, "form", FORM_FIELDS, truth, reading)
        for record in ("funding", "indicators"):
            rows = reading["rows"][record] if reading else []
            _rows(tally, place, record, truth["rows"], rows, reading["rows"] if reading else {})
        _sections(tally, place, truth["rows"]["sections"], reading["rows"]["sections"] if reading else [])


def _counted(pairs: Sequence[Pair]) -> tuple[int, int, int]:
    """Found, missed, invented."""
    hits = sum(one is not None and other is not None for one, other in pairs)
    missed = sum(other is None for _, other in pairs)
    return hits, missed, len(pairs) - hits - missed


def _rows(
    tally: Tally,
    place: Mismatch,
    record: str,
    truth: Mapping[str, Sequence[Row]],
    got: Sequence[Row],
    reading: Mapping[str, Sequence[Row]],
) -> None:
    pairs = align(truth[record], got, KEYS[record])
    tally.rows(record, *_counted(pairs))
    for wanted, have in pairs:
        if wanted is None:
            if have is not None:
                tally.note(place.at(record, have["line_no"], "row", None, KEYS[record](have)))
            continue
        line = place.at(record, wanted["line_no"])
        if have is None:
            tally.note(line.at(record, wanted["line_no"], "row", KEYS[record](wanted), None))
        _fields(tally, line, record, FIELDS[record], wanted, have)
        if record == "indicators":
            _quantities(tally, line, truth, reading, wanted, have)


def _quantities(
    tally: Tally,
    place: Mismatch,
    truth: Mapping[str, Sequence[Row]],
    reading: Mapping[str, Sequence[Row]],
    wanted: Row,
    have: Row | None,
) -> None:
    """The figures of both cells of an indicator, in their order."""
    for side in ("target", "actual"):
        figures = _of(truth["quantities"], wanted["line_no"], side)
        read = _of(reading["quantities"], have["line_no"], side) if have else []
        for at in range(max(len(figures), len(read))):
            one = figures[at] if at < len(figures) else None
            other = read[at] if at < len(read) else None
            spot = place.at("quantities", wanted["line_no"], f"{side}[{at + 1}]")
            tally.rows("quantities", int(bool(one and other)), int(other is None), int(one is None))
            if one is None or other is None:
                tally.note(replace(spot, wanted=_shown(one), got=_shown(other)))
            if one is not None:
                _fields(tally, spot, "quantities", QUANTITY_FIELDS, one, other)


def _of(rows: Sequence[Row], line_no: int, side: str) -> list[Row]:
    chosen = [row for row in rows if row["line_no"] == line_no and row["side"] == side]
    return sorted(chosen, key=lambda row: row["ordinal"])


def _shown(row: Row | None) -> str | None:
    return (
        None if row is None else " ".join(str(row[name]) for name in QUANTITY_FIELDS if row[name] is not None)
    )


def _sections(tally: Tally, place: Mismatch, wanted: Sequence[Row], got: Sequence[Row]) -> None:
    """A section's text must stand in some section; its label and how notes are parted are left open."""
    whole = "".join(squeezed(row["text"] or "") for row in got)
    for line, row in enumerate(wanted, 1):
        hit = squeezed(row["text"]) in whole
        tally.rows("sections", int(hit), int(not hit), 0)
        if not hit:
            tally.note(place.at("sections", line, "text", row["text"], whole[:80] or None))


def _fields(
    tally: Tally,
    place: Mismatch,
    record: str,
    fields: Sequence[str],
    wanted: Row,
    have: Mapping[str, Any] | None,
) -> None:
    for name in fields:
        want, got = wanted[name], have.get(name) if have is not None else None
        good = have is not None and same(name, want, got)
        tally.field(record, name, good, printed=want is not None or got is not None)
        if not good and have is not None:
            tally.note(place.at(record, place.line, name, want, got))
