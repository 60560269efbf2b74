"""``jixiao renormalize``: the run over stored layouts, seen from a terminal or written for a machine."""

from __future__ import annotations

import typer

from flows.cli.ending import DONE, QUARANTINED
from flows.cli.progress import listening, print_lines
from flows.renormalizing import Renewal
from flows.renormalizing import renormalize as run
from flows.settings import Settings

NAMED = 5
"""Documents without a layout that are named; the others are counted."""


def renormalize() -> int:
    """Run once and print the summary; return the exit code."""
    settings = Settings()
    with listening(settings.log_format) as listen:
        renewal = run(settings, listen)
    _print(renewal)
    return QUARANTINED if renewal.tally.quarantined else DONE


def _print(renewal: Renewal) -> None:
    if not renewal.stale:
        typer.echo(
            f"nothing to do: all {renewal.tally.documents_seen} documents know vocabulary {renewal.version}"
        )
        return
    print_lines(_lines(renewal))
    for uri in renewal.without_layout[:NAMED]:
        typer.echo(f"without layout  {uri}")
    if renewal.without_layout:
        typer.echo("documents without a stored layout are read again by: jixiao ingest SOURCE")
    for uri, reason in renewal.reasons:
        typer.echo(f"quarantined  {uri}\n             {reason}")


def _lines(renewal: Renewal) -> list[tuple[str, str]]:
    counted = renewal.tally
    again = counted.documents_seen - counted.unchanged
    found = ", ".join(f"{count} {severity}" for severity, count in renewal.severities.items())
    return [
        ("documents", f"{counted.documents_seen} ({again} read again, {counted.unchanged} left)"),
        ("changed", str(renewal.changed)),
        ("forms", str(counted.forms)),
        ("indicators", str(counted.indicators)),
        ("findings", f"{counted.findings}{f' ({found})' if found else ''}"),
        ("without layout", str(len(renewal.without_layout))),
        ("quarantined", str(counted.quarantined)),
        ("vocabulary", renewal.version),
        ("seconds", f"{renewal.seconds:.1f}"),
    ]
