"""``jixiao vocab``: what is provisional, what looks alike, what was decided; decisions out and in."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from flows.cli.ending import USAGE, fail
from flows.cli.query import print_rows
from flows.deciding import Author
from flows.exchange import export_decisions, import_decisions
from flows.settings import Settings
from flows.summary import counted
from flows.unsettled import Unsettled, alike, unsettled
from warehouse import query as ask
from warehouse.names import Example
from warehouse.queries import Answer

DECISIONS = "SELECT * FROM v_decisions ORDER BY decision_id DESC LIMIT :limit"
SHORTLY = """
    SELECT decision_id AS id, decided_at, who, verb, subject, target, name, undoes, comment
    FROM v_decisions ORDER BY decision_id DESC LIMIT :limit"""


def vocab(layout: str, limit: int, similar: bool, decisions: bool) -> None:
    """Print one of the three lists."""
    url = Settings().warehouse
    if similar and decisions:
        fail("--proposals and --decisions are two lists: ask for one", USAGE)
    if decisions:
        print_rows(ask(SHORTLY if layout == "table" else DECISIONS, url, {"limit": limit}), layout)
    elif similar:
        print_rows(_pairs(url, limit), layout)
    else:
        _print_unsettled(url, layout, limit)


def exchange(source: Path | None, target: Path | None, author: Author) -> None:
    """Write decisions to a folder, or take them from a folder or file."""
    url = Settings().warehouse
    if source and target:
        fail("--export and --import are two ways: take one at a time", USAGE)
    if target:
        done = export_decisions(url, target)
        print(
            f"{counted(done.decisions, 'decision')} and {counted(done.indicators, 'accepted indicator')} "
            f"written to {done.folder}"
        )
    if source:
        added = import_decisions(url, source, author)
        more = "; apply them with: jixiao renormalize" if added else ", the warehouse knows them all"
        print(f"{counted(added, 'decision')} added from {source}{more}")


def _print_unsettled(url: str, layout: str, limit: int) -> None:
    found = unsettled(url, limit)
    if layout == "json":
        print_rows(_answer([asdict(item) for item in found.shown]), layout)
        return
    print_rows(_answer([_row(item) for item in found.shown]), layout)
    rest = found.provisional + found.weak - len(found.shown)
    more = f"; {rest} more, see --limit" if rest else ""
    print(
        f"{counted(found.provisional, 'provisional indicator')}, {found.weak} weakly matched{more}",
        file=sys.stderr,
    )


def _row(item: Unsettled) -> dict[str, Any]:
    return {
        "lines": item.lines,
        "forms": item.forms,
        "code": item.code,
        "indicator": item.indicator,
        "score": item.score,
        "reason": item.reason,
        "examples": "\n".join(map(_said, item.examples)),
    }


def _said(found: Example) -> str:
    page = f" p. {found.page}" if found.page else ""
    return f"{found.name} ×{found.times}: {Path(found.document_uri).name}{page}, line {found.line_no}"


def _pairs(url: str, limit: int) -> Answer:
    return _answer(
        [
            {
                "score": pair.score,
                "lines": first,
                "code": pair.first.code,
                "indicator": pair.first.indicator,
                "other_lines": second,
                "other_code": pair.second.code,
                "other_indicator": pair.second.indicator,
                "reason": pair.reason,
            }
            for pair, first, second in alike(url, limit)
        ]
    )


def _answer(rows: Sequence[dict[str, Any]]) -> Answer:
    columns = tuple(rows[0]) if rows else ("nothing",)
    return Answer(columns, tuple(tuple(row.values()) for row in rows))
