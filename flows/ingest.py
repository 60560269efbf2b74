"""The Prefect flow: a run of ``flows.filling`` whose batches are tasks that Prefect shows and tries again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from prefect import flow, tags, task
from prefect.artifacts import create_markdown_artifact
from prefect.cache_policies import NO_CACHE
from prefect.futures import as_completed
from sqlalchemy.exc import OperationalError

from flows.events import Listener, silent
from flows.filling import Reader, fill
from flows.plan import Batch
from flows.settings import Settings
from flows.sources import Found
from flows.summary import Outcome, Summary, markdown

TRANSIENT = (OperationalError,)
"""What may be gone in a moment: a database that is busy, or comes back. A document does not change."""

RETRY_AFTER = [2.0, 15.0]
"""Seconds before a batch is tried again."""


@dataclass(frozen=True, slots=True)
class _Call:
    """What one run is given beside its parameters, which Prefect writes down."""

    listen: Listener = silent
    found: Found | None = None


def run(
    sources: Sequence[str],
    retry: bool,
    listen: Listener = silent,
    found: Found | None = None,
    published_on: date | None = None,
) -> Summary:
    """Carry out one run of the flow, telling ``listen`` what happens.

    ``found`` is what lies under the sources, where that was looked up a moment ago.
    """
    call = _call.set(_Call(listen, found))
    try:
        with tags("jixiao"):
            return ingest(list(sources), retry, published_on)
    finally:
        _call.reset(call)


_call: ContextVar[_Call | None] = ContextVar("call", default=None)


def _run_name() -> str:
    from prefect.runtime import flow_run

    sources = flow_run.parameters["sources"]
    more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
    return f"{sources[0]}{more} {datetime.now(UTC):%Y-%m-%d %H:%M}"


@flow(name="ingest", flow_run_name=_run_name, log_prints=False)
def ingest(sources: list[str], retry: bool = False, published_on: date | None = None) -> Summary:
    """Bring the warehouse of the settings up to date with the sources.

    Settings come from the environment, so that a password in a warehouse URL is no flow parameter.
    """
    call = _call.get() or _Call()
    summary = fill(
        Settings(), sources, retry, call.listen, _conduct, found=call.found, published_on=published_on
    )
    create_markdown_artifact(
        markdown(summary), key="jixiao-ingest", description="What the run read, and what it could not"
    )
    return summary


def _conduct(read: Reader, batches: Sequence[Batch]) -> Iterable[tuple[Outcome, ...]]:
    futures = [load_documents.submit(batch, read) for batch in batches]
    return [future.result() for future in as_completed(futures)]


def _may_pass(_task: object, _run: object, state: Any) -> bool:
    return isinstance(state.result(raise_on_failure=False), TRANSIENT)


@task(
    name="load documents",
    task_run_name="{batch.label}",
    retries=len(RETRY_AFTER),
    retry_delay_seconds=RETRY_AFTER,
    retry_condition_fn=_may_pass,
    cache_policy=NO_CACHE,
    persist_result=False,
)
def load_documents(batch: Batch, read: Reader) -> tuple[Outcome, ...]:
    """Read and load a batch; a repetition loads each document in place of itself."""
    return read(batch)
