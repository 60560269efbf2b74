"""What one sees while a run works: a bar in a terminal, plain lines elsewhere, or JSON lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from flows.events import Event, Listener
from flows.summary import counted

PER_DOCUMENT = ("loaded", "no_forms", "quarantined")


@contextmanager
def listening(log_format: str) -> Iterator[Listener]:
    """Give the listener that suits where stderr goes."""
    console = Console(stderr=True)
    if log_format == "json":
        yield _write_json
    elif console.is_terminal:
        with _bar(console) as listen:
            yield listen
    else:
        yield _write_text


@contextmanager
def _bar(console: Console) -> Iterator[Listener]:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("starting", total=None)

        def listen(event: Event) -> None:
            if event.what == "started":
                progress.update(task, description="reading", total=event.total)
            elif event.what in PER_DOCUMENT:
                progress.update(task, description=_name(event), advance=1)
            if event.what == "quarantined":
                progress.console.print(f"quarantined: {event.reason}", markup=False, highlight=False)
            elif event.what == "no_forms" and event.reason:
                progress.console.print(f"no form read: {event.reason}", markup=False, highlight=False)

        yield listen


def _write_text(event: Event) -> None:
    if event.what == "started":
        _line(f"{counted(event.total, 'document')} to read")
    elif event.what in PER_DOCUMENT:
        result = counted(event.forms, "form") if event.what == "loaded" else event.what.replace("_", " ")
        _line(f"{event.uri}: {result}, {event.seconds} s")
    if event.trace:
        _line(event.trace)


def _write_json(event: Event) -> None:
    known = {name: value for name, value in asdict(event).items() if value is not None}
    _line(
        json.dumps(
            {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), **known}, ensure_ascii=False
        )
    )


def print_lines(lines: Sequence[tuple[str, str]]) -> None:
    """Print labels and texts in two columns, without blanks at the ends."""
    width = max(len(label) for label, _ in lines)
    for label, text in lines:
        print(f"{label:<{width}}  {text}")


def _line(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _name(event: Event) -> str:
    return (event.uri or "").rpartition("/")[2][-32:]
