"""Decisions as files: out of one warehouse, into the vocabulary or into another warehouse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import yaml

from flows.author import Author
from flows.decision_files import (
    ACCEPTED,
    DECISIONS,
    WRITTEN,
    direction_of,
    files_named,
    read_decisions,
    read_indicators,
    taught_by,
)
from flows.decisions_as_data import carried, check_together, said_already
from flows.errors import TeachingError
from warehouse import Decision, connect, diary, record, standing
from warehouse.connect import open_existing


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written where."""

    decisions: int
    indicators: int
    folder: Path


def export_decisions(url: str, folder: Path) -> Exported:
    """Write the decisions that stand as vocabulary files: all of them, and the indicators they accept."""
    engine = open_existing(url)
    try:
        stands = standing(diary(engine))
    finally:
        engine.dispose()
    accepted = list(_indicators(stands))
    try:
        (folder / ACCEPTED).parent.mkdir(parents=True, exist_ok=True)
        _write(folder / DECISIONS, "What people decided on indicators", map(_entry, stands))
        _write(folder / ACCEPTED, "Indicators that people accepted", accepted)
    except OSError as error:
        raise TeachingError(f"cannot write {error.filename}: {error.strerror}") from error
    return Exported(len(stands), len(accepted), folder)


def import_decisions(url: str, path: Path, author: Author) -> int:
    """Add to a warehouse's diary what files decide and it does not say yet; return how many that were.

    A folder as it was exported, or one file: decisions, or a list of indicators. Twice adds nothing.
    """
    engine = connect(url)
    try:
        made = diary(engine)
        added = tuple(_new(made, path, author))
        try:
            check_together(standing(made), standing((*made, *added)))
        except TeachingError as error:
            raise TeachingError(f"{path}: {error}") from error
        record(engine, added)
        return len(added)
    finally:
        engine.dispose()


def _entry(item: Decision) -> dict[str, str]:
    values = ((name, getattr(item, name)) for name in WRITTEN)
    return {name: _text(value) for name, value in values if value is not None}


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _indicators(stands: Sequence[Decision]) -> Iterator[dict[str, object]]:
    """The accepted indicators in the format of the vocabulary, with the names that were given to them."""
    for item in stands:
        if item.verb != "accept" or not item.target or not item.name:
            continue
        codes = {item.subject, item.target}
        codes |= {each.subject for each in stands if each.verb == "merge" and each.target in codes}
        given = [each.subject_name for each in stands if each.subject in codes]
        given += [each.subject for each in stands if each.verb == "alias" and each.target in codes]
        aliases = [name for name in dict.fromkeys(given) if name and name != item.name]
        known = {"unit": item.unit} if item.unit else {}
        yield {
            "code": item.target,
            "name": item.name,
            "level": item.level,
            "direction": direction_of(item),
            "dimension": item.dimension,
            **known,
            **({"aliases": aliases} if aliases else {}),
        }


def _write(path: Path, title: str, entries: Iterator[Mapping[str, object]] | list[dict[str, object]]) -> None:
    lines = [
        yaml.safe_dump(dict(item), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6)
        for item in entries
    ]
    body = "".join(f"- {line}" for line in lines) or "[]\n"
    part = path.with_suffix(".part")
    part.write_text(f"# {title}. Written by jixiao vocab --export.\n{body}", encoding="utf-8")
    part.replace(path)


def _new(made: Sequence[Decision], path: Path, author: Author) -> Iterator[Decision]:
    """Decisions of files that the diary does not say."""
    diaries, lists = files_named(path)
    stands = standing(made)
    said = {_text_of(item) for item in stands}
    read = [item for file in diaries for item in read_decisions(file, stands)]
    times = Counter(item.subject for item in read)
    added = [
        item
        for item in read
        if _text_of(item) not in said and not (times[item.subject] == 1 and said_already(item, stands))
    ]
    added += carried(stands, added)
    yield from added
    so_far = [*made, *added]
    for file in lists:
        for line, item in read_indicators(file):
            more = list(taught_by(f"{file.name}: line {line}", item, standing(so_far), author))
            yield from more
            so_far += more


def _text_of(item: Decision) -> tuple[str, ...]:
    return tuple(f"{name} {value}" for name, value in _entry(item).items())
