"""Readers give out what they read, and one that fails stops nobody."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from gridbench.matching import concatenated, paired
from gridbench.measuring import measure
from gridbench.metrics import exact_cells
from gridbench.processes import Pythons, opened
from gridbench.readers import open_reader
from gridbench.samples import Sample, of_truth
from gridbench.tools import PLUMBER, Tool

FIXTURES = Path(__file__).parents[2] / "fixtures"


def on_one_page() -> Sample:
    """A fixture none of whose tables runs over a page."""
    return next(
        each
        for each in of_truth(FIXTURES, "pdf")
        if each.printed and all(printed.first == printed.last for printed in each.printed)
    )


def over_pages() -> Sample:
    """A fixture of one table, over pages."""
    return next(each for each in of_truth(FIXTURES, "pdf") if each.path.name == "long-target.pdf")


@pytest.mark.parametrize("reader", ["jixiao:default", "plumber:default"])
def test_every_cell_of_a_plain_form_is_found(reader: str) -> None:
    """A peer that reads a form rightly must be seen to: else the benchmark would wrong it."""
    opened_reader = open_reader(reader)
    assert opened_reader.tables is not None
    form = on_one_page()
    found = opened_reader.tables(opened_reader.read(form.path))
    for printed, read in paired(form.printed or (), found):
        assert exact_cells(printed, read).f1 == 1


def test_a_table_over_pages_is_one_table_for_jixiao_only() -> None:
    form = over_pages()
    (printed,) = form.printed or ()
    assert printed.first < printed.last
    ours, theirs = open_reader("jixiao:default"), open_reader("plumber:default")
    assert ours.tables is not None
    assert theirs.tables is not None
    ((_, joined),) = paired([printed], ours.tables(ours.read(form.path)))
    assert exact_cells(printed, joined).f1 == 1
    pages = theirs.tables(theirs.read(form.path))
    assert len(pages) > 1
    ((_, pasted),) = paired([printed], concatenated([printed], pages))
    assert 0.5 < (exact_cells(printed, pasted).f1 or 0) < 1


def test_a_peer_that_is_not_there_and_a_document_that_cannot_be_read_are_answers(tmp_path: Path) -> None:
    missing = Tool("nobody", "nobody:default", ())
    documents = [on_one_page(), Sample(FIXTURES / "bad" / "empty.pdf", 1, None)]
    pythons = Pythons(Path(sys.executable), Path(sys.executable))
    with opened([PLUMBER, missing], pythons, tmp_path) as asked:
        plumber, nobody = measure(asked, documents, 2, lambda _: None)
    assert nobody.refusal is not None
    assert "nobody" in nobody.refusal
    assert [each.error is None for each in plumber.outcomes] == [True, False]
    assert len(plumber.outcomes[0].seconds) == 2
    assert plumber.versions["pdfplumber"][0].isdigit()
