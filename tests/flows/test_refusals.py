"""What a database refuses of one document is that document's fault, and the others are loaded."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from flows.events import Event, silent
from flows.filling import fill, in_turn
from flows.reading import Order, Read, read_document
from flows.renormalizing import renormalize
from flows.settings import Settings
from flows.workers import Workers
from normalizers.model import FormFacts
from tests.flows.conftest import Write
from warehouse import connect, query
from warehouse.connect import writing
from warehouse.tables import document, reading

PROJECTS = (("a.docx", "校舍维修经费"), ("b.docx", "乡村教师培训经费"), ("c.docx", "路灯维护经费"))
Spoil = Callable[[FormFacts], FormFacts]


class Misreading(Workers):
    """Reads in this process, and reads of one project what no column can hold."""

    def __init__(self, spoil: Spoil) -> None:
        self._spoil = spoil

    def read(self, order: Order) -> Read:
        read = read_document(order)
        return replace(read, forms=self._spoilt(read.forms))

    def begin(self, work: Callable[..., Any], *arguments: object) -> Future[Any]:
        begun: Future[Any] = Future()
        renewed = work(*arguments)
        begun.set_result(
            tuple(replace(item, forms=item.forms and self._spoilt(item.forms)) for item in renewed)
        )
        return begun

    def _spoilt(self, forms: tuple[FormFacts, ...]) -> tuple[FormFacts, ...]:
        return tuple(self._spoil(facts) if "教师" in (facts.project_name or "") else facts for facts in forms)

    def hire(
        self,
        count: int,
        timeout: float,
        recognises: bool = True,
    ) -> AbstractContextManager[Workers]:
        return nullcontext(self)


def executed(yuan: Decimal) -> Spoil:
    return lambda facts: replace(
        facts, funding=tuple(replace(line, executed_yuan=yuan) for line in facts.funding)
    )


def half_a_character(facts: FormFacts) -> FormFacts:
    return replace(facts, project_name="乡村\ud800教师")


def nothing(facts: FormFacts) -> FormFacts:
    return facts


REFUSED = pytest.mark.parametrize(
    "spoil",
    [executed(Decimal(10**20)), executed(Decimal(10**30)), half_a_character],
    ids=["too-long", "far-too-long", "no-text"],
)


@REFUSED
def test_a_refused_document_is_quarantined_and_the_rest_loads(
    settings: Settings, folder: Path, write: Write, either: str, spoil: Spoil
) -> None:
    for name, project in PROJECTS:
        write(name, project)
    settings = settings.model_copy(update={"warehouse": either})
    events: list[Event] = []
    summary = fill(settings, [str(folder)], False, events.append, in_turn, Misreading(spoil).hire)
    assert (summary.tally.forms, summary.tally.quarantined, summary.tally.documents_new) == (2, 1, 3)
    [(uri, reason)] = summary.reasons
    assert uri.endswith("b.docx")
    assert reason.startswith("b.docx: the warehouse refuses what was read (")
    assert [event.trace is not None for event in events if event.what == "quarantined"] == [True]
    told = query("SELECT document_uri, status, reason FROM v_documents ORDER BY 1", either).rows
    assert [row[1:] for row in told] == [("loaded", None), ("quarantined", reason), ("loaded", None)]
    assert query("SELECT COUNT(*) FROM v_funding", either).rows == ((2,),)
    assert fill(settings, [str(folder)], False, silent, in_turn).nothing_new


@REFUSED
def test_a_refused_reading_is_found_among_those_that_are_written_at_once(
    settings: Settings, folder: Path, write: Write, either: str, spoil: Spoil
) -> None:
    for name, project in PROJECTS:
        write(name, project)
    settings = settings.model_copy(update={"warehouse": either})
    fill(settings, [str(folder)], False, silent, in_turn, Misreading(nothing).hire)
    _read_otherwise(either)
    renewal = renormalize(settings, silent, Misreading(spoil).hire)
    assert (renewal.changed, renewal.tally.forms, renewal.tally.quarantined) == (2, 2, 1)
    [(_, reason)] = renewal.reasons
    assert reason.startswith("b.docx: the warehouse refuses what was read (")
    told = query("SELECT status, reason FROM v_documents ORDER BY document_uri", either).rows
    assert told == (("loaded", None), ("quarantined", reason), ("loaded", None))
    assert renormalize(settings, silent).stale == 0


def test_a_database_that_is_gone_is_no_fault_of_a_document(
    settings: Settings, folder: Path, write: Write, url: str
) -> None:
    write("a.docx", "乡村教师培训经费")

    def away(facts: FormFacts) -> FormFacts:
        engine = connect(url)
        with writing(engine) as connection:
            connection.exec_driver_sql("ALTER TABLE reading RENAME TO elsewhere")
        engine.dispose()
        return facts

    with pytest.raises(OperationalError):
        fill(settings, [str(folder)], False, silent, in_turn, Misreading(away).hire)
    assert query("SELECT status FROM v_runs", url).rows == (("failed",),)


def _read_otherwise(url: str) -> None:
    engine = connect(url)
    with writing(engine) as connection:
        connection.execute(update(document).values(vocabulary_version="earlier", facts_digest="other"))
        connection.execute(update(reading).values(vocabulary_version="earlier"))
    engine.dispose()
