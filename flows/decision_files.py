"""Files of decisions and lists of indicators, checked against what a warehouse and the vocabulary know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from pathlib import Path

import yaml

from flows.author import Author
from flows.decisions_as_data import PROVISIONAL, as_data, carried
from flows.details import Details, check_details
from flows.errors import TeachingError, UsageError
from normalizers.files import VocabularyError, composed
from normalizers.levels import PARENT
from normalizers.matching import Decisions, Indicator, Name, indicators, match, normal_form, parse_indicators
from normalizers.scoring import told_direction
from normalizers.text import squashed
from warehouse import Decision, standing
from warehouse.decisions import Verb

DECISIONS = "decisions.yaml"
ACCEPTED = Path("indicators") / "accepted.yaml"
WRITTEN = tuple(item.name for item in fields(Decision) if item.name not in ("decision_id", "undoes"))
REQUIRED = ("verb", "subject", "target", "who", "decided_at")
VERBS: tuple[Verb, ...] = ("accept", "alias", "merge", "split")


def files_named(path: Path) -> tuple[list[Path], list[Path]]:
    """The files of decisions and the lists of indicators that a path names."""
    if path.is_file():
        return ([path], []) if _holds_decisions(path) else ([], [path])
    if not path.is_dir():
        raise UsageError(f"{path}: there is no such file or folder")
    diaries = [file for file in (path / DECISIONS,) if file.is_file()]
    lists = sorted((path / ACCEPTED.parent).glob("*.yaml"))
    if not diaries and not lists:
        raise UsageError(f"{path}: holds neither {DECISIONS} nor {ACCEPTED.parent}/*.yaml")
    return diaries, lists


def _holds_decisions(path: Path) -> bool:
    entries = _mappings(path)
    first = entries[0][1] if entries else {"verb": None}
    return "verb" in first


def _mappings(path: Path) -> list[tuple[int, dict[str, yaml.Node]]]:
    """The mappings of a list in a file, with the line of each."""
    try:
        node = composed(path)
    except VocabularyError as error:
        raise UsageError(str(error)) from error
    if not isinstance(node, yaml.SequenceNode):
        raise UsageError(f"{path.name}: line 1: expected a list of decisions or of indicators")
    found = []
    for item in node.value:
        line = item.start_mark.line + 1
        if not isinstance(item, yaml.MappingNode):
            raise UsageError(f"{path.name}: line {line}: expected a mapping")
        found.append((line, {str(key.value): value for key, value in item.value}))
    return found


def read_decisions(path: Path, stands: Sequence[Decision]) -> Iterator[Decision]:
    """The decisions of a file, whose codes must mean here what they meant where they were made."""
    entries = [(f"{path.name}: line {line}", entry) for line, entry in _mappings(path)]
    read = [_decision(where, entry) for where, entry in entries]
    accepted = {item.target for item in (*read, *stands) if item.verb == "accept"}
    accepted |= {item.subject for item in (*read, *stands) if item.verb == "merge"}
    for (where, _), item in zip(entries, read, strict=True):
        target = item.target or ""
        if not (target in accepted or target in indicators() or target.startswith(PROVISIONAL)):
            raise UsageError(f"{where}: no indicator has the code {target}")
        if item.name and (other := _other_name(item, stands)):
            raise TeachingError(f"{where}: {target} is {other} here, not {item.name}; nothing was imported")
        yield item


def _decision(where: str, entry: Mapping[str, yaml.Node]) -> Decision:
    for key, node in entry.items():
        if key not in WRITTEN:
            raise UsageError(f"{where}: a decision has an unknown key {key}")
        if not isinstance(node, yaml.ScalarNode):
            raise UsageError(f"{where}: {key} must be a text")
    texts = {key: str(node.value) for key, node in entry.items() if node.value}
    said = texts.get("verb", "")
    verb = next((known for known in VERBS if known == said), None)
    if verb is None:
        raise UsageError(f"{where}: verb {said!r} is none of {', '.join(VERBS)}")
    missing = [key for key in REQUIRED if key not in texts]
    if missing:
        raise UsageError(f"{where}: a decision needs {', '.join(missing)}")
    details = Details(*(texts.get(name) for name in ("level", "direction", "dimension", "unit")))
    check_details(details, f"{where}: {{}}")
    return Decision(
        verb=verb,
        subject=texts["subject"],
        who=texts["who"],
        decided_at=_moment(where, texts["decided_at"]),
        target=texts["target"],
        name=texts.get("name"),
        subject_name=texts.get("subject_name"),
        level=texts.get("level"),
        direction=texts.get("direction"),
        dimension=texts.get("dimension"),
        unit=texts.get("unit"),
        comment=texts.get("comment"),
    )


def _moment(where: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"{where}: decided_at {text!r} is no moment") from None
    if moment.tzinfo is None:
        raise UsageError(f"{where}: decided_at {text!r} has no time zone")
    return moment


def _other_name(item: Decision, stands: Sequence[Decision]) -> str | None:
    """What a decision's target is called here, where that is another thing than was meant."""
    curated = indicators().get(item.target or "")
    if curated:
        (found,) = match([Name(item.name or "", curated.level, curated.unit)])
        return None if curated.name == item.name or found.code == curated.code else curated.name
    if item.verb != "accept":
        return None
    taken = (each for each in stands if (each.verb, each.target) == ("accept", item.target))
    return next(
        (each.name for each in taken if each.subject != item.subject and each.name != item.name), None
    )


def read_indicators(path: Path) -> list[tuple[int, Indicator]]:
    """The indicators of a list, each with its line."""
    lines = [line for line, _ in _mappings(path)]
    try:
        found, _ = parse_indicators([path], lambda name: normal_form(name.text, name.level2, name.unit))
    except VocabularyError as error:
        raise UsageError(str(error)) from error
    return list(zip(lines, found, strict=True))


def taught_by(where: str, item: Indicator, stands: Sequence[Decision], author: Author) -> Iterator[Decision]:
    """What a list's entry says that the vocabulary and the decisions so far do not."""
    data = as_data(stands)
    before = next((each for each in stands if each.verb == "accept" and each.target == item.code), None)
    curated = indicators().get(item.code)
    if curated:
        _check_same(where, item, curated)
    else:
        accepted = _accepted(where, item, before, data, author)
        if accepted:
            made = (accepted, *carried(stands, [accepted]))
            yield from made
            data = as_data(standing((*stands, *made)))
    for alias in item.aliases:
        (found,) = match([Name(alias, item.level, item.unit)], data)
        if found.code != item.code:
            yield author.decides("alias", squashed(alias), item.code, item.name)


def _check_same(where: str, item: Indicator, curated: Indicator) -> None:
    """Raise where an entry says otherwise of a curated indicator, which only its vocabulary file may."""
    (found,) = match([Name(item.name, item.level, item.unit)])
    if item.name != curated.name and found.code != curated.code:
        raise TeachingError(
            f"{where}: {item.code} is {curated.name} here, not {item.name}; give it a code of its own"
        )
    for key in ("level", "direction", "dimension", "unit"):
        said, known = getattr(item, key), getattr(curated, key)
        if said and known and said != known:
            raise TeachingError(
                f"{where}: the {key} of {item.code} {curated.name} is {known} here, not {said}; what the "
                "vocabulary says of an indicator is changed in its file"
            )


def _accepted(
    where: str, item: Indicator, before: Decision | None, data: Decisions, author: Author
) -> Decision | None:
    """The decision that accepts an entry; None where that is said already, word for word."""
    check_details(Details(unit=item.unit, dimension=item.dimension), f"{where}: {{}}")
    unsaid = before and not before.direction and item.direction == direction_of(before)
    said = None if unsaid else item.direction
    if before is None:
        subject, subject_name = _provisional(where, item, data), item.name
    else:
        _check_met(where, item, before, data)
        subject, subject_name = before.subject, before.subject_name or item.name
        details = (item.name, item.level, said, item.dimension, item.unit)
        if details == (before.name, before.level, before.direction, before.dimension, before.unit):
            return None
    return author.decides(
        "accept",
        subject,
        item.code,
        item.name,
        subject_name=subject_name,
        level=item.level,
        direction=said,
        dimension=item.dimension,
        unit=item.unit,
    )


def _check_met(where: str, item: Indicator, before: Decision, data: Decisions) -> None:
    """Raise where none of an entry's names is one of the accepted indicator that has its code."""
    names = (item.name, *item.aliases)
    known = match([Name(name, item.level, item.unit) for name in names], data)
    if before.name not in names and item.code not in [found.code for found in known]:
        raise TeachingError(
            f"{where}: {item.code} is {before.name} here, not {item.name}; "
            "give it another code, or the other's name as an alias"
        )


def _provisional(where: str, item: Indicator, data: Decisions) -> str:
    """The provisional code of an indicator's name; raises TeachingError where the name is taken."""
    (found,) = match([Name(item.name, item.level, item.unit)], data)
    if not found.provisional:
        raise TeachingError(
            f"{where}: {item.name} of {item.code} is {found.code} ({found.indicator}) already"
        )
    return found.code


def direction_of(item: Decision) -> str:
    """Which way is better: what was said, else what the name and the level tell, which a list must say."""
    counted = "个" if item.dimension == "count" else None
    told = told_direction(item.name, PARENT.get(item.level or ""), item.level, counted)
    return item.direction or told or "none"
