"""The stages of reading: find the forms in a layout, read each one row by row."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest

from extractors.model import Layout, Medium, TextLine
from normalizers.model import Form, Printed
from normalizers.reading.draft import Draft
from normalizers.reading.lists import Listed, ProjectList, project_list, projects, read_project
from normalizers.reading.rows import read_row
from normalizers.reading.stream import Item, Row, page_of, printed, printed_line, stream
from normalizers.reading.texts import read_line
from normalizers.reading.titles import form_starts, heading_lines, is_bare_title, is_title, title_text


def read_forms(layout: Layout) -> tuple[Form, ...]:
    """Every form of a layout in order, typed, in the paper's words."""
    items = list(stream(layout))
    starts = form_starts(items)
    ends = [*starts[1:], len(items)][: len(starts)]
    media = {page.number: page.medium for page in layout.pages}
    forms: list[Form] = []
    for start, end in zip(starts, ends, strict=True):
        part = items[start:end]
        listed = project_list(part)
        drafts = _listed(listed, part) if listed else [(_read(part), part)]
        for draft, said in drafts:
            forms.append(_finished(draft, len(forms) + 1, said, media, layout.medium))
    return tuple(forms)


def _listed(found: ProjectList, items: list[Item]) -> list[tuple[Draft, list[Item]]]:
    """A form for each project of a list, all under the list's heading."""
    return [
        (_read_listed(found, listed, items), [*items[: found.header], *listed.rows])
        for listed in projects(found, items)
    ]


def _read_listed(found: ProjectList, listed: Listed, items: list[Item]) -> Draft:
    draft = _read(items[: found.header])
    read_project(found, listed, draft)
    return draft


def _read(items: list[Item]) -> Draft:
    draft = Draft()
    body = _take_title(items, draft)
    for item, after in zip_longest(body, body[1:]):
        if is_title(item):
            continue
        if isinstance(item, Row):
            read_row(item, after if isinstance(after, Row) else None, draft)
        else:
            read_line(item, draft)
    return draft


def _finished(
    draft: Draft, ordinal: int, items: list[Item], media: dict[int, Medium], default: Medium
) -> Form:
    pages = [page for page in map(page_of, _said(items, draft)) if page is not None]
    found = {media.get(page, default) for page in pages} or {default}
    medium: Medium = "scan" if "scan" in found else default if default in found else next(iter(found))
    form = draft.form(ordinal, min(pages, default=None), max(_last_pages(items, pages), default=None), medium)
    return replace(form, is_ruled=all(item.is_ruled for item in items if isinstance(item, Row)))


def _take_title(items: list[Item], draft: Draft) -> list[Item]:
    """Put the heading's lines (one, or some that follow each other) into the draft; return the rest."""
    first = items[0] if items else None
    if first is not None and heading_lines(items, 0) > 1:
        rest = _take_title(items[1:], draft)
        assert isinstance(first, TextLine)
        half = printed_line(first, title_text(first.text))
        draft.title = Printed(half.text + draft.title.text, (*half.spots, *draft.title.spots))
        draft.use(first)
        return rest
    if first is None or not (is_title(first) or is_bare_title(first)):
        return items
    if isinstance(first, TextLine):
        draft.title = printed_line(first, title_text(first.text))
        draft.use(first)
    else:
        whole = printed(first.said, first.grid)
        draft.title = Printed(title_text(whole.text), whole.spots)
        for cell in first.said:
            draft.use(cell)
    return items[1:]


def _said(items: list[Item], draft: Draft) -> list[Item]:
    """The items of the form that hold something of it: page numbers after its end are not it."""
    return [item for item in items if isinstance(item, Row) or draft.is_used(item)]


def _last_pages(items: list[Item], pages: list[int]) -> list[int]:
    boxes = [box.page for item in items if isinstance(item, Row) for cell in item.cells for box in cell.boxes]
    return [*pages, *boxes]
