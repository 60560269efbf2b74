"""One run, without Prefect: find the documents, read what is new, load it, count.

How the batches are carried out is the caller's: the Prefect flow makes a task of each.
"""

from __future__ import annotations

import threading
import time
import traceback
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Engine

from extractors import EXTRACTOR_VERSION, ExtractionOptions
from extractors.office.libreoffice import program
from flows.addresses import as_text
from flows.decisions_as_data import taught
from flows.errors import BrokenVocabularyError
from flows.events import Event, Listener
from flows.layout_store import options_key
from flows.plan import Batch, Plan, batches, plan
from flows.reading import Order, Read
from flows.settings import Settings
from flows.sources import Document, Found, discover
from flows.summary import Outcome, Summary, outcome, reasons, severities, tally
from flows.workers import Hire, Workers, workers
from normalizers import VOCABULARY_VERSION, VocabularyError, check_vocabulary
from normalizers.matching import Decisions
from warehouse import (
    REFUSING,
    Arrival,
    Maker,
    connect,
    filling,
    is_refusal,
    known,
    load,
    quarantine,
    recorded,
    refusal,
    seen,
)
from warehouse.connect import shown

Reader = Callable[[Batch], tuple[Outcome, ...]]
Conductor = Callable[[Reader, Sequence[Batch]], Iterable[tuple[Outcome, ...]]]


def in_turn(read: Reader, batches: Sequence[Batch]) -> Iterable[tuple[Outcome, ...]]:
    """Carry out batches one after the other, in this thread."""
    return map(read, batches)


@dataclass(frozen=True, slots=True)
class Run:
    """What everything in one run shares."""

    run_id: str
    began: datetime
    engine: Engine
    settings: Settings
    maker: Maker
    options: ExtractionOptions
    decisions: Decisions
    hire: Hire
    published_on: date | None


def fill(
    settings: Settings,
    sources: Sequence[str],
    retry: bool,
    listen: Listener,
    conduct: Conductor,
    hire: Hire = workers,
    found: Found | None = None,
    published_on: date | None = None,
) -> Summary:
    """Bring a warehouse up to date with its sources.

    ``found`` is what lies under them, where that was looked up a moment ago; ``published_on`` is
    the day on which the documents that are new in this run were published.

    Harmless when repeated, and after a crash: what is loaded is known by its SHA-256 and not read again.
    """
    started = time.monotonic()
    trust_vocabulary()
    engine = connect(settings.warehouse)
    try:
        with filling(engine), recorded(engine, [as_text(source) for source in sources]) as entry:
            decisions = taught(engine)
            maker, options = maker_of(settings, decisions), _options(settings)
            run = Run(
                entry.run_id, entry.began, engine, settings, maker, options, decisions, hire, published_on
            )
            summary = _fill(run, found or discover(sources), retry, listen, conduct, started)
            entry.tally = summary.tally
            return summary
    finally:
        engine.dispose()


def anything_to_read(settings: Settings, found: Found, retry: bool) -> bool:
    """Say whether a run would read any of the documents; raise where another run is at work."""
    trust_vocabulary()
    engine = connect(settings.warehouse)
    try:
        with filling(engine):
            remembered = known(engine, (item.sha256 for item in found.documents))
            return bool(plan(found.documents, remembered, maker_of(settings, taught(engine)), retry).to_read)
    finally:
        engine.dispose()


def _fill(
    run: Run, found: Found, retry: bool, listen: Listener, conduct: Conductor, started: float
) -> Summary:
    remembered = known(run.engine, (item.sha256 for item in found.documents))
    work = plan(found.documents, remembered, run.maker, retry)
    listen(Event(what="started", run_id=run.run_id, total=len(work.to_read)))
    outcomes = _read_all(run, work, listen, conduct)
    outcomes += [Outcome(uri, "quarantined", False, reason=why) for uri, why in found.unreadable]
    seen(run.engine, {item.sha256: item.uris for item in work.unchanged}, run.began)
    listen(Event(what="finished", run_id=run.run_id, total=len(work.to_read)))
    return _summary(run, found, work, outcomes, time.monotonic() - started)


def _read_all(run: Run, work: Plan, listen: Listener, conduct: Conductor) -> list[Outcome]:
    """Read what the plan says; without anything to read no process is started."""
    if not work.to_read:
        return []
    count = min(run.settings.workers, len(work.to_read))
    with run.hire(count, run.settings.document_timeout) as pool:
        loader = DocumentLoader(run, work, pool, listen)
        done = conduct(loader.read_batch, tuple(batches(work.to_read, count)))
        return [item for batch in done for item in batch]


class DocumentLoader:
    """Where the threads of a run meet: processes read side by side, the warehouse is written in turn."""

    def __init__(self, run: Run, work: Plan, pool: Workers, listen: Listener) -> None:
        self._run, self._work, self._pool, self._listen = run, work, pool, listen
        self._writing = threading.Lock()

    def read_batch(self, batch: Batch) -> tuple[Outcome, ...]:
        """Read and load a batch; harmless when repeated, each document is loaded in place of itself."""
        return tuple(self._one(document) for document in batch.documents)

    def _one(self, document: Document) -> Outcome:
        started = time.monotonic()
        run = self._run
        order = Order(document.sha256, document.paths[0], run.settings.layouts, run.options, run.decisions)
        read = self._pool.read(order)
        with self._writing:
            read = self._written(document, read)
            result = self._outcome(document, read)
            seconds = round(time.monotonic() - started, 2)
            self._listen(self._event(document, result, seconds, read.trace))
        return result

    def _written(self, document: Document, read: Read) -> Read:
        """Write what was read; where the database refuses it, the document is one that cannot be read."""
        run = self._run
        published_on = run.published_on if document.sha256 in self._work.new else None
        arrival = Arrival(
            document.sha256, document.uris, document.media_type, run.began, read.page_count, published_on
        )
        if not read.reason:
            try:
                load(run.engine, arrival, read.forms, run.maker, read.unread)
            except REFUSING as error:
                reason = refused(document.name, error)
                read = replace(read, forms=(), reason=reason, trace=traceback.format_exc())
        if read.reason and read.lasting:
            quarantine(run.engine, arrival, read.reason, run.maker)
        return read

    def _outcome(self, document: Document, read: Read) -> Outcome:
        (uri, *more), new = document.uris, document.sha256 in self._work.new
        if read.reason:
            return Outcome(uri, "quarantined", new, reason=read.reason, copies=tuple(more))
        return outcome(uri, read.forms, new, self._run.settings.review_below, read.unread)

    def _event(self, document: Document, result: Outcome, seconds: float, trace: str | None) -> Event:
        return Event(
            what=result.status,
            run_id=self._run.run_id,
            total=len(self._work.to_read),
            sha256=document.sha256,
            uri=result.uri,
            forms=result.forms,
            reason=result.reason or result.missed,
            seconds=seconds,
            trace=trace,
        )


def refused(name: str, error: Exception) -> str:
    """Say of a document that the warehouse does not take what was read of it; raise what is no refusal."""
    if not is_refusal(error):
        raise error
    return (
        f"{name}: the warehouse refuses what was read ({refusal(error)}); please report it with the document"
    )


def _options(settings: Settings) -> ExtractionOptions:
    return ExtractionOptions(
        ocr_engine=settings.ocr_engine,
        pdf_reader=settings.pdf_reader,
        word_reader=settings.word_reader,
        soffice=settings.soffice,
    )


def trust_vocabulary() -> None:
    """Load the vocabulary; raise BrokenVocabularyError where a file of it is wrong."""
    try:
        check_vocabulary()
    except VocabularyError as error:
        raise BrokenVocabularyError(f"{error}; mend the file, nothing was read") from error


def maker_of(settings: Settings, decisions: Decisions) -> Maker:
    """What makes readings in a run of these settings, with these decisions."""
    key = f"{options_key(_options(settings))} {settings.document_timeout:g}"
    if program(settings.soffice) is None:
        key += " without LibreOffice"  # once it is installed, what is in quarantine is worth another try
    return Maker(EXTRACTOR_VERSION, VOCABULARY_VERSION + decisions.mark, key)


def _summary(run: Run, found: Found, work: Plan, outcomes: Sequence[Outcome], seconds: float) -> Summary:
    read_again = sum(not item.new for item in outcomes) - len(found.unreadable)
    return Summary(
        run.run_id,
        shown(run.settings.warehouse),
        seconds,
        tally(outcomes, len(work.unchanged), found.skipped),
        read_again,
        sum(item.status == "no_forms" for item in outcomes),
        work.still_quarantined,
        severities(outcomes),
        sum(item.values for item in outcomes),
        sum(item.doubtful for item in outcomes),
        run.settings.review_below,
        tuple(count for item in outcomes for count in item.unread),
        reasons(outcomes),
        tuple((item.uri, item.missed) for item in outcomes if item.missed),
        found.foreign,
    )
