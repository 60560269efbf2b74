"""What the forms of a warehouse call their indicators, and what these names were matched to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, text

from warehouse.loading import CHUNK


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name as printed: how often, what it was matched to, and a form that prints it."""

    name: str
    code: str
    indicator: str
    level2: str | None
    score: float | None
    reason: str | None
    provisional: bool
    times: int
    form_id: str


@dataclass(frozen=True, slots=True)
class NameLine:
    """A line of a form that prints a name: its level, the unit of its target, what it was matched to."""

    form_id: str
    name: str
    code: str
    indicator: str
    level2: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Example:
    """A place where a name is printed; Word has no pages."""

    name: str
    times: int
    document_uri: str
    page: int | None
    form_id: str
    line_no: int


@dataclass(frozen=True, slots=True)
class Met:
    """An indicator as the forms print it: its spellings, the commonest first."""

    code: str
    spellings: tuple[Spelling, ...]

    @property
    def indicator(self) -> str:
        return self.spellings[0].indicator

    @property
    def times(self) -> int:
        return sum(item.times for item in self.spellings)

    @property
    def score(self) -> float | None:
        """That of the weakest match."""
        return min((item.score for item in self.spellings if item.score is not None), default=None)

    @property
    def reasons(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(item.reason for item in self.spellings if item.reason))


def spellings(connection: Connection) -> Iterator[Spelling]:
    """Every name that the current versions print, by what it was matched to."""
    rows = connection.execute(
        text("""
            SELECT name_raw, indicator_code, MIN(indicator), MIN(level2), MIN(score), MIN(reason),
                MAX(provisional), COUNT(*), MIN(form_id)
            FROM v_matches GROUP BY indicator_code, name_raw""")
    )
    for name, code, indicator, level2, score, reason, provisional, times, form_id in rows:
        yield Spelling(name, code, indicator, level2, score, reason, bool(provisional), times, form_id)


def met(found: Iterable[Spelling]) -> list[Met]:
    """Spellings by indicator, the most frequent first."""
    grouped: dict[str, list[Spelling]] = defaultdict(list)
    for item in found:
        grouped[item.code].append(item)
    ordered = (
        Met(code, tuple(sorted(group, key=lambda item: (-item.times, item.name))))
        for code, group in grouped.items()
    )
    return sorted(ordered, key=lambda item: (-item.times, item.code))


def lines_printing(connection: Connection, names: Sequence[tuple[str, str]]) -> Iterator[NameLine]:
    """Yield the lines that print one of these (name, code)."""
    columns = "SELECT form_id, name_raw, indicator_code, indicator, level2, target_unit FROM v_indicators"
    if len(names) <= CHUNK:
        query = text(f"{columns} WHERE name_raw = :name AND indicator_code = :code")
        for name, code in names:
            yield from (NameLine(*row) for row in connection.execute(query, {"name": name, "code": code}))
        return
    wanted = set(names)
    for row in connection.execute(text(f"{columns} WHERE indicator_code IS NOT NULL")):
        if (row.name_raw, row.indicator_code) in wanted:
            yield NameLine(*row)


def forms_of(connection: Connection, codes: Sequence[str]) -> dict[str, int]:
    """How many forms print each of these indicators."""
    query = text("""
        SELECT indicator_code, COUNT(DISTINCT form_id) FROM v_matches
        WHERE indicator_code IN :codes GROUP BY indicator_code""").bindparams(
        bindparam("codes", expanding=True)
    )
    found: dict[str, int] = {}
    for start in range(0, len(codes), CHUNK):
        rows = connection.execute(query, {"codes": list(codes[start : start + CHUNK])})
        found |= {row[0]: row[1] for row in rows}
    return found


def usual_lines(connection: Connection, code: str) -> list[tuple[str | None, str, str | None, int]]:
    """The lines of an indicator counted by second level, kind and canonical unit of the target."""
    rows = connection.execute(
        text("""
            SELECT level2, target_kind, target_unit_base, COUNT(*) FROM v_indicators
            WHERE indicator_code = :code GROUP BY level2, target_kind, target_unit_base
            ORDER BY COUNT(*) DESC, level2, target_kind, target_unit_base"""),
        {"code": code},
    )
    return [(level2, kind, unit, times) for level2, kind, unit, times in rows]


def example(connection: Connection, spelling: Spelling) -> Example:
    """Where a name is printed, by document, page and line."""
    key = {"form_id": spelling.form_id, "name": spelling.name, "code": spelling.code}
    line_no = connection.execute(
        text("""
            SELECT MIN(line_no) FROM v_matches
            WHERE form_id = :form_id AND name_raw = :name AND indicator_code = :code"""),
        key,
    ).scalar_one()
    uri, page = connection.execute(
        text("""
            SELECT f.document_uri, MIN(l.page) FROM v_forms f
            LEFT JOIN (
                SELECT form_id, page FROM v_lineage WHERE form_id = :form_id AND record = 'indicator'
                    AND line_no = :line_no AND field = 'name_raw') l ON l.form_id = f.form_id
            WHERE f.form_id = :form_id GROUP BY f.document_uri"""),
        {"form_id": spelling.form_id, "line_no": line_no},
    ).one()
    return Example(spelling.name, spelling.times, uri, page, spelling.form_id, line_no)
