"""``jixiao ingest``: the run, seen from a terminal or written for a machine."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import date

import typer

from flows import summary as summaries
from flows.addresses import as_text
from flows.cli.ending import DONE, QUARANTINED, USAGE, fail
from flows.cli.progress import listening, print_lines
from flows.errors import NoSuchSourceError
from flows.events import Listener
from flows.filling import anything_to_read, fill, in_turn
from flows.prefect_server import prefect_server
from flows.settings import Settings, prepare_prefect
from flows.sources import discover, require, without_documents
from flows.summary import Summary

NAMED = 5
"""Files of a foreign kind that are named one by one: a shell turns * into all of a folder."""


def ingest(sources: Sequence[str], retry: bool, published_on: date | None = None) -> int:
    """Run once and print the summary; return the exit code."""
    settings, sources = Settings(), [as_text(source) for source in sources]
    try:
        require(sources)
    except NoSuchSourceError as error:
        fail(str(error), USAGE)
    with listening(settings.log_format) as listen:
        summary = _run(settings, sources, retry, listen, published_on)
    print_summary(summary, sources)
    return QUARANTINED if summary.tally.quarantined else DONE


def _run(
    settings: Settings, sources: Sequence[str], retry: bool, listen: Listener, published_on: date | None
) -> Summary:
    """Run under Prefect, unless there is nothing to read and no server that would show the run.

    Prefect's temporary server takes ten seconds to start, and what it records dies with it.
    """
    found = discover(sources)
    if not os.environ.get("PREFECT_API_URL") and not anything_to_read(settings, found, retry):
        return fill(settings, sources, retry, listen, in_turn, found=found)
    prepare_prefect(settings)
    with prefect_server(lasting=False) as ready:
        from flows.ingest import run  # takes two seconds, which the server needs anyway

        ready()
        return run(sources, retry, listen, found, published_on)


def print_summary(summary: Summary, sources: Sequence[str]) -> None:
    """Print what a run did, why documents are quarantined, and why a file that was named is none of ours."""
    print_lines(summaries.lines(summary))
    for uri, reason in summary.reasons:
        typer.echo(f"quarantined  {uri}\n             {reason}")
    for uri, reason in summary.missed:
        typer.echo(f"no form      {uri}\n             {reason}")
    foreign = summary.foreign
    for name, reason in foreign[:NAMED]:
        typer.echo(f"skipped      {name}\n             {reason}")
    if len(foreign) > NAMED:
        typer.echo(f"skipped      {len(foreign) - NAMED} more of the files that were named")
    if not summary.tally.documents_seen:
        for source, reason in without_documents(sources):
            typer.echo(f"no document  {source}\n             {reason}")
    if summary.nothing_new:
        typer.echo("nothing new" if summary.tally.documents_seen else "no document found")
