"""``jixiao match``: the names of indicators in a CSV file, each with the indicator that it means."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

import typer

from flows.cli.ending import USAGE, fail
from normalizers.lexicon import lexicon
from normalizers.matching import Match, Name, one_name_a_code
from normalizers.matching import match as match_names

APPENDED = ("indicator_code", "indicator", "score", "reason")
READ = ("name", "level2", "unit")
ENCODINGS = ("utf-8-sig", "gb18030")
"""Tried in this order: hardly any text of GB18030 is valid UTF-8 too."""


def match(file: str) -> None:
    """Read the file, match its names, write it to stdout with four columns more."""
    header, rows = _table(file)
    titles = [title.strip().lower() for title in header]
    place = {title: at for at, title in enumerate(titles)}
    if "name" not in place:
        known = ", ".join(title for title in header if title.strip()) or "none"
        fail(
            f"{file}: line 1: there is no column “name” (columns: {known}); name it in the first line", USAGE
        )
    twice = [title for title in READ if titles.count(title) > 1]
    if twice:
        fail(f"{file}: line 1: the column “{twice[0]}” is there twice; rename or take off one of them", USAGE)
    taken = [title for title in APPENDED if title in place]
    if taken:
        fail(f"{file}: line 1: the column “{taken[0]}” is there already; rename it or take it off", USAGE)
    names = [_name(row, place) for _, row in rows]
    for line, row in rows:
        if len(row) > len(header):
            fail(
                f"{file}: line {line}: {len(row)} values, {len(header)} columns; quote what holds commas",
                USAGE,
            )
    _say_unknown_levels(file, rows, names)
    found = iter(one_name_a_code(match_names(name for name in names if name.text)))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow([*header, *APPENDED])
    for (_, row), name in zip(rows, names, strict=True):
        padded = [*row, *[""] * (len(header) - len(row))]
        writer.writerow([*padded, *(_cells(next(found)) if name.text else [""] * len(APPENDED))])


def _table(file: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The header, and each row that is not blank with the line on which it ends."""
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        fail(f"{file}: line {reader.line_num}: this is no CSV: {error}", USAGE)
    if not rows:
        fail(f"{file}: the file is empty; its first line names the columns: name, level2, unit", USAGE)
    return rows[0][1], rows[1:]


def _text(file: str) -> str:
    """The file as text; ends the command where it cannot be read."""
    try:
        content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        fail(f"{file}: {(error.strerror or 'cannot be read').lower()}; give the path of a CSV file", USAGE)
    encoding = next((name for name in ENCODINGS if _decodes(content, name)), None)
    if encoding is None:
        fail(f"{file}: this is neither UTF-8 nor GB18030; save it as CSV in UTF-8", USAGE)
    return content.decode(encoding)


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _name(row: Sequence[str], place: dict[str, int]) -> Name:
    def cell(title: str) -> str | None:
        at = place.get(title)
        return row[at].strip() or None if at is not None and at < len(row) else None

    return Name(cell("name") or "", cell("level2"), cell("unit"))


def _say_unknown_levels(file: str, rows: Sequence[tuple[int, list[str]]], names: Sequence[Name]) -> None:
    """Say on stderr which levels are none that is known, once each: the names are matched without them."""
    known = set(lexicon("level2").aliases.values())
    unknown: dict[str, int] = {}
    for (line, _), name in zip(rows, names, strict=True):
        if name.level2 and name.level2 not in known:
            unknown.setdefault(name.level2, line)
    for level, line in unknown.items():
        typer.echo(
            f"jixiao: {file}: line {line}: “{level}” is no second level and is left out of account; "
            f"known are {', '.join(sorted(known))}",
            err=True,
        )


def _cells(found: Match) -> list[str]:
    return [found.code, found.indicator, f"{found.score:g}", found.reason]
