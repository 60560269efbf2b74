"""Prints the figures as tables and gives them as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table
from tally import GROUPS, Tally, merged

RECORDS = ("forms", "funding", "indicators", "quantities", "sections")


def show(tallies: Mapping[str, Tally], worst: int, console: Console) -> None:
    columns = {**tallies, "all": merged(list(tallies.values()))}
    console.print(_rows(columns), _groups(columns), _fields(columns))
    for medium, tally in tallies.items():
        _worst(medium, tally, worst, console)


def _table(title: str, first: str, columns: Mapping[str, Tally]) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column(first)
    for name in columns:
        table.add_column(name, justify="right")
    return table


def _rows(columns: Mapping[str, Tally]) -> Table:
    table = _table("Rows: found / missed / invented", "record", columns)
    table.add_row("documents", *(str(tally.documents) for tally in columns.values()))
    for record in RECORDS:
        counts = (tally.row_counts[record] for tally in columns.values())
        table.add_row(record, *(f"{each.found} / {each.missed} / {each.invented}" for each in counts))
    table.add_row("seconds", *(f"{tally.seconds:.1f}" for tally in columns.values()))
    return table


def _groups(columns: Mapping[str, Tally]) -> Table:
    table = _table("Fields exact, by group", "group", columns)
    table.add_row("all fields", *(_percent(tally.share().share) for tally in columns.values()))
    for name, chosen in GROUPS.items():
        table.add_row(name, *(_percent(tally.share(*chosen).share) for tally in columns.values()))
    return table


def _fields(columns: Mapping[str, Tally]) -> Table:
    table = _table("Fields exact, by field (where the paper or the reading has a value)", "field", columns)
    for key in columns["all"].fields:
        shares = (tally.fields[key].share if key in tally.fields else None for tally in columns.values())
        table.add_row(".".join(key), *(_percent(share) for share in shares))
    return table


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.2%}"


def _worst(medium: str, tally: Tally, count: int, console: Console) -> None:
    for document, wrong in tally.wrong.most_common(count):
        console.print(f"\n[bold]{medium}: {document}[/bold], {wrong} mismatches")
        of_it = [each for each in tally.mismatches if each.document == document]
        for each in of_it[:12]:
            line = "" if each.line is None else f" line {each.line}"
            console.print(
                f"  form {each.ordinal} {each.record}{line} {each.name}: expected {_short(each.wanted)}, "
                f"found {_short(each.got)}",
                markup=False,
                highlight=False,
            )


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 70 else f"{text[:67]}..."


def figures(tallies: Mapping[str, Tally]) -> dict[str, Any]:
    """Everything printed, for a machine."""
    columns = {**tallies, "all": merged(list(tallies.values()))}
    return {
        medium: {
            "documents": tally.documents,
            "seconds": round(tally.seconds, 2),
            "rows": {
                record: {"found": each.found, "missed": each.missed, "invented": each.invented}
                for record, each in tally.row_counts.items()
            },
            "exact": tally.share().share,
            "exact_with_blanks": (total := tally.share()).all_exact / total.all if tally.fields else None,
            "groups": {name: tally.share(*chosen).share for name, chosen in GROUPS.items()},
            "fields": {".".join(key): each.share for key, each in tally.fields.items()},
            "mismatches": [
                {
                    "document": each.document, "form": each.ordinal, "record": each.record, "line": each.line,
                    "field": each.name, "expected": each.wanted, "found": each.got,
                }
                for each in tally.mismatches
            ] if medium != "all" else [],
        }
        for medium, tally in columns.items()
    }  # fmt: skip
