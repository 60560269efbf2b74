"""The list of indicators that nobody has settled."""

from __future__ import annotations

from flows.unsettled import alike, unsettled
from tests.flows.conftest import Run, Write
from tests.flows.decisions import LANTERNS


def test_the_list_is_the_most_frequent_first(run: Run, write: Write, url: str) -> None:
    for number in range(3):
        write(f"{number}.docx", f"项目{number}号经费", indicator=LANTERNS)
    run()
    listing = unsettled(url, 1)
    (first,) = listing.shown
    assert (first.indicator, first.lines, first.forms, listing.provisional) == (LANTERNS, 3, 3, 1)
    assert alike(url, 5) == []
