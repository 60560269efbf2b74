"""``jixiao ingest``: the run, seen from a terminal or written for a machine."""

from __future__ import annotations

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.table import Table

from flows import summary as summaries
from flows.cli.ending import USAGE, fail
from flows.cli.progress import listening
from flows.settings import Settings, prepare_prefect
from flows.sources import NoSuchSourceError, require
from flows.summary import Summary
from warehouse import connect, filling

DONE, QUARANTINED = 0, 3


def ingest(sources: Sequence[str], retry: bool) -> int:
    """Run once and print the summary; return the exit code."""
    settings = Settings()
    try:
        require(sources)
    except NoSuchSourceError as error:
        fail(str(error), USAGE)
    _refuse_early(settings)
    prepare_prefect(settings)
    with listening(settings.log_format) as listen:
        from flows.ingest import run  # Prefect, which takes its time

        summary = run(sources, retry, listen)
    _print(summary)
    return QUARANTINED if summary.tally.quarantined else DONE


def _refuse_early(settings: Settings) -> None:
    """Say that the warehouse is taken before Prefect is started; the run itself asks again."""
    engine = connect(settings.warehouse)
    try:
        with filling(engine):
            pass
    finally:
        engine.dispose()


def _print(summary: Summary) -> None:
    console = Console()
    table = Table.grid(padding=(0, 2))
    for label, text in summaries.lines(summary):
        table.add_row(label, text)
    console.print(table)
    for uri, reason in summary.reasons:
        typer.echo(f"quarantined  {uri}\n             {reason}")
    if summary.nothing_new:
        typer.echo("nothing new")
