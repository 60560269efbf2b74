"""Decisions as files: out of one warehouse, into the vocabulary or into another warehouse."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path

import yaml

from flows.errors import TeachingError
from flows.taught import PROVISIONAL, as_data
from flows.teaching import Author, now
from normalizers.levels import PARENT
from normalizers.lexicon import VocabularyError
from normalizers.matching import Decisions, Indicator, Name, indicators, match, normal_form, parse_indicators
from normalizers.scoring import told_direction
from normalizers.text import squashed
from warehouse import Decision, connect, diary, record, standing
from warehouse.connect import open_existing

DECISIONS = "decisions.yaml"
ACCEPTED = Path("indicators") / "accepted.yaml"
WRITTEN = tuple(item.name for item in fields(Decision) if item.name not in ("decision_id", "undoes"))
REQUIRED = ("verb", "subject", "target", "who", "decided_at")
VERBS = ("accept", "alias", "merge", "split")
TEXTS = {"subject", "target"}


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
            as_data(standing((*made, *added)))
        except ValueError as error:
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
            "direction": _direction(item),
            "dimension": item.dimension,
            **known,
            **({"aliases": aliases} if aliases else {}),
        }


def _direction(item: Decision) -> str:
    """Which way is better: what was said, else what the name and the level tell, which a list must say."""
    counted = "个" if item.dimension == "count" else None
    told = told_direction(item.name, PARENT.get(item.level or ""), item.level, counted)
    return item.direction or told or "none"


def _write(path: Path, title: str, entries: Iterator[Mapping[str, object]] | list[dict[str, object]]) -> None:
    lines = [
        yaml.safe_dump(dict(item), allow_unicode=True, sort_keys=False, default_flow_style=True, width=10**6)
        for item in entries
    ]
    body = "".join(f"- {line}" for line in lines) or "[]\n"
    part = path.with_suffix(".part")
    part.write_text(f"# {title}. Written by jixiao vocab --export.\n{body}", encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105


def _new(made: Sequence[Decision], path: Path, author: Author) -> Iterator[Decision]:
    """Decisions of files that the diary does not say."""
    stands = {_text_of(item) for item in standing(made)}
    read = [item for file in _files(path, DECISIONS) for item in _decisions(file)]
    added = [item for item in read if _text_of(item) not in stands]
    yield from added
    so_far = [*made, *added]
    for file in _files(path, ACCEPTED.parent.name):
        for item in _parsed(file):
            more = list(_taught(item, standing(so_far), author))
            yield from more
            so_far += more


def _text_of(item: Decision) -> tuple[str, ...]:
    return tuple(f"{name} {value}" for name, value in _entry(item).items())


def _files(path: Path, what: str) -> list[Path]:
    """The files of decisions, or the lists of indicators, that a path names."""
    wants_decisions = what == DECISIONS
    if path.is_file():
        return [path] if _holds_decisions(path) == wants_decisions else []
    if not path.is_dir():
        raise TeachingError(f"{path}: there is no such file or folder")
    found = [path / DECISIONS] if wants_decisions else sorted((path / what).glob("*.yaml"))
    if wants_decisions and not found[0].is_file():
        found = []
    if not found and not wants_decisions and not (path / DECISIONS).is_file():
        raise TeachingError(f"{path}: holds neither {DECISIONS} nor {ACCEPTED.parent}/*.yaml")
    return found


def _holds_decisions(path: Path) -> bool:
    entries = _compose(path)
    first = entries[0][1] if entries else {"verb": ""}
    return "verb" in first


def _compose(path: Path) -> list[tuple[int, dict[str, str]]]:
    """The mappings of a list in a file, with the line of each."""
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise TeachingError(f"{path.name}: cannot be read: {error}") from error
    if not isinstance(node, yaml.SequenceNode):
        raise TeachingError(f"{path.name}: line 1: expected a list of decisions or of indicators")
    found = []
    for item in node.value:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            raise TeachingError(f"{path.name}: line {line}: expected a mapping")
        found.append((line, {str(key.value): value.value for key, value in item.value}))
    return found


def _decisions(path: Path) -> Iterator[Decision]:
    entries = _compose(path)
    accepted = {entry.get("target") for _, entry in entries if entry.get("verb") == "accept"}
    for line, entry in entries:
        where = f"{path.name}: line {line}"
        missing = [key for key in REQUIRED if not entry.get(key)]
        unknown = sorted(entry.keys() - set(WRITTEN))
        if missing or unknown:
            fault = f"needs {', '.join(missing)}" if missing else f"has an unknown key {unknown[0]}"
            raise TeachingError(f"{where}: a decision {fault}")
        if entry["verb"] not in VERBS:
            raise TeachingError(f"{where}: verb {entry['verb']!r} is none of {', '.join(VERBS)}")
        target = entry["target"]
        if not (target in accepted or target in indicators() or target.startswith(PROVISIONAL)):
            raise TeachingError(f"{where}: no indicator has the code {target}")
        try:
            decided_at = datetime.fromisoformat(entry["decided_at"])
        except ValueError:
            raise TeachingError(f"{where}: decided_at {entry['decided_at']!r} is no moment") from None
        if decided_at.tzinfo is None:
            raise TeachingError(f"{where}: decided_at {entry['decided_at']!r} has no time zone")
        yield Decision(**{**entry, "decided_at": decided_at})  # type: ignore[arg-type]


def _parsed(path: Path) -> tuple[Indicator, ...]:
    try:
        found, _ = parse_indicators([path], lambda name: normal_form(name.text, name.level2, name.unit))
    except VocabularyError as error:
        raise TeachingError(str(error)) from error
    return found


def _taught(item: Indicator, stands: Sequence[Decision], author: Author) -> Iterator[Decision]:
    """What a list's entry says that the vocabulary and the decisions so far do not."""
    data = as_data(stands)
    before = next((each for each in stands if each.verb == "accept" and each.target == item.code), None)
    if item.code not in indicators():
        subject = before.subject if before else _provisional(item, data)
        unsaid = before and not before.direction and item.direction == _direction(before)
        said = None if unsaid else item.direction
        details = (item.name, item.level, said, item.dimension, item.unit)
        if (
            before is None
            or (before.name, before.level, before.direction, before.dimension, before.unit) != details
        ):
            name, level, direction, dimension, unit = details
            subject_name = before.subject_name if before else name
            accepted = Decision(
                "accept", subject, author.who, now(), item.code, name, subject_name, level, direction,
                dimension,
                unit, author.comment,
            )  # fmt: skip
            yield accepted
            data = as_data((*stands, accepted))
    for alias in item.aliases:
        (found,) = match([Name(alias, item.level, item.unit)], data)
        if found.code != item.code:
            yield Decision(
                "alias", squashed(alias), author.who, now(), item.code, item.name, comment=author.comment
            )


def _provisional(item: Indicator, data: Decisions) -> str:
    """The provisional code of an indicator's name; raises TeachingError where the name is taken."""
    (found,) = match([Name(item.name, item.level, item.unit)], data)
    if not found.provisional:
        raise TeachingError(f"{item.name} of {item.code} is {found.code} ({found.indicator}) already")
    return found.code
