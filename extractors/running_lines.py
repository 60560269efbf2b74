"""Lines that pages print again and again: running titles, footers, numbers on top."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.pages import Line, PageReading, Table

_OUTER = (
    0.16  # share of the page's height at top and bottom where a line that other pages repeat is furniture
)
_SAME_HEIGHT = 4.0  # points from the edge within which two pages print the same running line


def with_running_lines(pages: Sequence[PageReading]) -> list[PageReading]:
    """The pages with those lines marked that others print at the same height: running titles, footers."""
    places: defaultdict[tuple[str, bool], list[tuple[int, float]]] = defaultdict(list)
    for reading in pages:
        for line in reading.blocks:
            for key, distance in _outer(line, reading):
                places[key].append((reading.page.number, distance))

    def marked(block: Line | Table, reading: PageReading) -> Line | Table:
        repeated = isinstance(block, Line) and any(
            number != reading.page.number and abs(other - distance) <= _SAME_HEIGHT
            for key, distance in _outer(block, reading)
            for number, other in places[key]
        )
        if isinstance(block, Line) and repeated:
            return replace(block, text_line=replace(block.text_line, is_running=True))
        return block

    return [
        replace(reading, blocks=tuple(marked(block, reading) for block in reading.blocks))
        for reading in pages
    ]


def _outer(block: Line | Table, page: PageReading) -> Iterator[tuple[tuple[str, bool], float]]:
    """The text of a line near the top or the foot of its page, without digits, and how far from the edge."""
    if isinstance(block, Line) and (key := _without_digits(block)):
        for at_foot, distance in ((False, block.y0), (True, page.height - block.y1)):
            if distance < _OUTER * page.height:
                yield (key, at_foot), distance


def _without_digits(line: Line) -> str:
    return "".join(
        character for character in line.text if not character.isdigit() and not character.isspace()
    )


def numbered_on_top(pages: Sequence[PageReading]) -> frozenset[int]:
    tops = {page.page.number: line for page in pages if (line := top_line(page)) and line.text.isdigit()}
    return frozenset(
        number
        for number, line in tops.items()
        if any(other != number and abs(tops[other].y0 - line.y0) <= _SAME_HEIGHT for other in tops)
    )


def top_line(page: PageReading) -> Line | None:
    """The first line of a page, if nothing but running titles stands above it."""
    for block in page.blocks:
        if isinstance(block, Table) or not block.text_line.is_running:
            return block if isinstance(block, Line) else None
    return None
