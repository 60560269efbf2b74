"""A run over stored layouts: what a new vocabulary makes of documents, none of which is opened."""

from __future__ import annotations

import time
import traceback
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from extractors import EXTRACTOR_VERSION
from flows import layout_store
from flows.decisions_as_data import taught
from flows.events import Event, Listener, Status
from flows.filling import maker_of, refused, trust_vocabulary
from flows.rereading import Renewed, Stored, renew_layouts
from flows.settings import Settings
from flows.summary import Outcome, severities, tally
from flows.workers import Hire, Workers, workers
from normalizers.matching import Decisions
from warehouse import REFUSING, Remembered, Tally, filling, recorded, remembered, renew
from warehouse.connect import open_to_fill
from warehouse.runs import Entry

BATCH = 32
"""Layouts that a worker is handed at once, and that one transaction writes."""

AHEAD = 3
"""Batches a worker begins before the oldest is written: facts wait in memory no longer than that."""

PER_WORKER = 64
"""Layouts for which one worker more is worth the half second that it takes to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What a run did: ``changed`` documents were written anew, ``without_layout`` cannot be read here."""

    run_id: str
    seconds: float
    version: str
    tally: Tally
    stale: int
    changed: int
    without_layout: tuple[str, ...]
    severities: dict[str, int]
    reasons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Work:
    """The documents of a warehouse that another vocabulary read, with a stored layout and without."""

    seen: int
    stored: tuple[Stored, ...]
    without_layout: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document: its outcome, whether it was written anew, whether its layout was gone."""

    outcome: Outcome
    changed: bool
    gone: bool


def renormalize(settings: Settings, listen: Listener, hire: Hire = workers) -> Renewal:
    """Read every stored layout again whose document was read with another vocabulary.

    Harmless when repeated, and after a crash: what has been read with this vocabulary is not read again.
    """
    started = time.monotonic()
    engine = open_to_fill(settings.warehouse)
    try:
        with filling(engine), recorded(engine, ["stored layouts"]) as entry:
            decisions = taught(engine)
            version = maker_of(settings, decisions).vocabulary_version
            work = outdated(engine, settings.layouts, version)
            renewer = LayoutRenewer(
                engine=engine,
                settings=settings,
                version=version,
                decisions=decisions,
                entry=entry,
                total=len(work.stored),
                listen=listen,
                hire=hire,
            )
            done = renewer.carry_out(work.stored)
            entry.tally = _tally(work, done)
            gone = (item.outcome.uri for item in done if item.gone)
            return Renewal(
                run_id=entry.run_id,
                seconds=time.monotonic() - started,
                version=version,
                tally=entry.tally,
                stale=len(work.stored) + len(work.without_layout),
                changed=sum(item.changed for item in done),
                without_layout=(*work.without_layout, *gone),
                severities=severities(item.outcome for item in done),
                reasons=tuple(
                    (item.outcome.uri, item.outcome.reason) for item in done if item.outcome.reason
                ),
            )
    finally:
        engine.dispose()


def outdated(engine: Engine, layouts: Path, version: str) -> Work:
    """What is to be read again. A document in quarantine has a layout only where the fault was ours."""
    documents = tuple(remembered(engine))
    stale = [item for item in documents if item.maker.vocabulary_version != version]
    stored = tuple(found for item in stale if (found := _stored(layouts, item)))
    at_hand = {item.sha256 for item in stored}
    left = (item for item in stale if item.sha256 not in at_hand and item.status != "quarantined")
    return Work(len(documents), stored, tuple(item.uri for item in left))


def _stored(layouts: Path, item: Remembered) -> Stored | None:
    key = item.maker.settings_key.partition(" ")[0]
    if item.maker.extractor_version != EXTRACTOR_VERSION or not layout_store.holds(layouts, item.sha256, key):
        return None
    return Stored(item.sha256, item.uri, key, item.facts_digest, item.reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRenewer:
    """Where layouts are handed to workers, and what comes back is written, batch by batch."""

    engine: Engine
    settings: Settings
    version: str
    decisions: Decisions
    entry: Entry
    total: int
    listen: Listener
    hire: Hire

    def carry_out(self, documents: Sequence[Stored]) -> list[Done]:
        """Read all of them; without any, no process is started."""
        self.listen(Event(what="started", run_id=self.entry.run_id, total=self.total))
        done: list[Done] = []
        if documents:
            count = min(self.settings.workers, 1 + len(documents) // PER_WORKER)
            with self.hire(count, self.settings.document_timeout, recognises=False) as pool:
                for batch, renewed in self._read(pool, documents, count):
                    done += self._write(batch, renewed)
        self.listen(Event(what="finished", run_id=self.entry.run_id, total=self.total))
        return done

    def _read(
        self, pool: Workers, documents: Sequence[Stored], count: int
    ) -> Iterator[tuple[Sequence[Stored], tuple[Renewed, ...]]]:
        size = max(1, min(BATCH, -(-len(documents) // (count * AHEAD))))
        waiting = deque(documents[start : start + size] for start in range(0, len(documents), size))
        begun: deque[tuple[Sequence[Stored], Future[tuple[Renewed, ...]]]] = deque()
        while waiting or begun:
            while waiting and len(begun) < count * AHEAD:
                batch = waiting.popleft()
                begun.append((batch, self._begin(pool, batch)))
            trust_vocabulary()  # while the workers load it too; nothing has been written yet
            batch, future = begun.popleft()
            renewed, reason = pool.outcome(future)
            if renewed is not None:
                yield batch, renewed
            elif len(batch) == 1:
                name = Path(batch[0].uri).name
                yield batch, (Renewed(batch[0].sha256, reason=f"{name}: {reason}"),)
            else:  # one of them did it, and is found alone
                waiting.extendleft([one] for one in reversed(batch))

    def _begin(self, pool: Workers, batch: Sequence[Stored]) -> Future[tuple[Renewed, ...]]:
        return pool.begin(renew_layouts, self.settings.layouts, batch, self.decisions)

    def _write(self, batch: Sequence[Stored], renewed: tuple[Renewed, ...]) -> list[Done]:
        written = self._written(batch, renewed)
        for document, item in zip(batch, written, strict=True):
            self.listen(self._event(document, item))
        return [_done(document, item) for document, item in zip(batch, written, strict=True)]

    def _written(self, batch: Sequence[Stored], renewed: tuple[Renewed, ...]) -> tuple[Renewed, ...]:
        """Write what was read; a document that the database refuses is found alone, and quarantined."""
        try:
            self._renew(renewed)
        except REFUSING as error:
            reason, trace = refused(Path(batch[0].uri).name, error), traceback.format_exc()
        else:
            return renewed
        if len(batch) > 1:
            pairs = zip(batch, renewed, strict=True)
            return tuple(self._written([document], (item,))[0] for document, item in pairs)
        (item,) = renewed
        broken = Renewed(item.sha256, reason=reason, trace=trace, seconds=item.seconds)
        self._renew((broken,))
        return (broken,)

    def _renew(self, renewed: tuple[Renewed, ...]) -> None:
        renew(
            self.engine,
            {item.sha256: item.forms for item in renewed if item.forms is not None},
            [item.sha256 for item in renewed if not (item.forms or item.reason or item.gone)],
            {item.sha256: item.reason for item in renewed if item.reason},
            self.version,
            {item.sha256: item.unread for item in renewed if item.unread},
        )

    def _event(self, document: Stored, item: Renewed) -> Event:
        return Event(
            what=_status(item),
            run_id=self.entry.run_id,
            total=self.total,
            sha256=item.sha256,
            uri=document.uri,
            forms=item.counted,
            reason=item.reason or item.unread,
            seconds=item.seconds,
            trace=item.trace,
        )


def _status(item: Renewed) -> Status:
    if item.reason:
        return "quarantined"
    return "loaded" if item.counted else "no_forms"


def _done(document: Stored, item: Renewed) -> Done:
    outcome = Outcome(
        document.uri, _status(item), False, item.counted, item.indicators, item.severities, item.reason
    )
    return Done(outcome, item.forms is not None, item.gone)


def _tally(work: Work, done: Sequence[Done]) -> Tally:
    read = [item.outcome for item in done if not item.gone]
    return tally(read, work.seen - len(read), 0)
