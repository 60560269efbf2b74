"""The administrative divisions of China: codes (GB/T 2260), the names they had, and who lies in whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from normalizers.bodies.simplified import simplified
from normalizers.lexicon import VocabularyError, lexicon, vocabulary_folder

Level = Literal["province", "prefecture", "county"]
FILE = "divisions.tsv"
COLUMNS = 6
OWN_AREAS = ("特区", "林区")
"""Counties in all but name: 六枝特区, 神农架林区."""
AUTONOMOUS = {"自治州": "州", "自治县": "县", "自治旗": "旗"}
"""How the name of an autonomous area is shortened: 黔南布依族苗族自治州 is 黔南州."""


@dataclass(frozen=True, slots=True)
class Division:
    """A province, prefecture or county under one name: a code of six digits, the last year of the name.

    A place that is on no list has an empty code: its name is all that is known of it.
    """

    code: str
    name: str
    short: str | None = None
    until: int | None = None

    @property
    def level(self) -> Level:
        if self.code.endswith("0000"):
            return "province"
        return "prefecture" if self.code.endswith("00") else "county"

    @property
    def prefix(self) -> str:
        """The digits that the codes of all divisions inside begin with."""
        return self.code[: {"province": 2, "prefecture": 4, "county": 6}[self.level]]

    @property
    def is_district(self) -> bool:
        """Whether it is a district of a city (市辖区), whose name says little without the city's."""
        return self.level == "county" and self.name.endswith("区") and not self.name.endswith(OWN_AREAS)

    def holds(self, other: Division) -> bool:
        return bool(self.code) and other.code != self.code and other.code.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All divisions: by code those in force and those that ended without an heir, by name all candidates."""

    by_code: dict[str, Division]
    by_name: dict[str, tuple[Division, ...]]
    longest: int
    characters: frozenset[str]

    def named(self, name: str) -> tuple[Division, ...]:
        """Every division that the name may stand for; its heir, where it was renamed."""
        return self.by_name.get(name, ())

    def above(self, division: Division) -> Iterator[Division]:
        """The divisions that hold this one, the nearest first."""
        for code in (f"{division.code[:4]}00", f"{division.code[:2]}0000"):
            found = self.by_code.get(code)
            if found and found.holds(division):
                yield found


@cache
def gazetteer() -> Gazetteer:
    """The divisions that ship with jixiao, loaded once."""
    return parse_divisions(vocabulary_folder() / FILE)


def parse_divisions(path: Path) -> Gazetteer:
    """Read the file of divisions: code, name, short name, first year, last year, heir's code, tab-separated.

    Raises VocabularyError, with file and line, where a code is none, stands twice, or names no known heir.
    """
    rows = list(_rows(path))
    by_code: dict[str, Division] = {}
    for number, division, _ in rows:
        known = by_code.get(division.code)
        if known and known.until is None and division.until is None:
            raise VocabularyError(
                f"{path.name}: line {number}: {division.code} already stands for {known.name}"
            )
        if known is None or known.until is not None:
            by_code[division.code] = division
    by_name: dict[str, list[Division]] = {}
    for number, division, heir in rows:
        if heir and heir not in by_code:
            raise VocabularyError(
                f"{path.name}: line {number}: the heir {heir} of {division.name} is no division"
            )
        stands = by_code[heir] if heir else division
        for name in _spellings(division):
            by_name.setdefault(name, []).append(stands)
            by_name.setdefault(simplified(name), []).append(stands)
    _add_places(by_name)
    settled = {name: _in_force(candidates) for name, candidates in by_name.items()}
    written = frozenset("".join(division.name for _, division, _ in rows))
    return Gazetteer(by_code, settled, max(map(len, settled)), written)


def _add_places(by_name: dict[str, list[Division]]) -> None:
    """Add the short names of places.yaml to the divisions that they stand for."""
    path = vocabulary_folder() / "bodies" / "places.yaml"
    for name, full in lexicon("bodies/places").aliases.items():
        if full not in by_name:
            lines = path.read_text(encoding="utf-8").splitlines()
            number = next(at for at, line in enumerate(lines, start=1) if full in line)
            raise VocabularyError(
                f"{path.name}: line {number}: “{full}” is the name of no division in {FILE}"
            )
        known = by_name.setdefault(name, [])
        known += [item for item in by_name[full] if item not in known]


def _rows(path: Path) -> Iterator[tuple[int, Division, str | None]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        code, name, short, _since, until, heir = (line.split("\t") + [""] * COLUMNS)[:COLUMNS]
        if not (len(code) == COLUMNS and code.isdigit() and name.strip()):
            raise VocabularyError(
                f"{path.name}: line {number}: expected a code of six digits, a tab and a name"
            )
        if until and not until.isdigit():
            raise VocabularyError(f"{path.name}: line {number}: “{until}” is no year")
        yield number, Division(code, name, short or None, int(until) if until else None), heir or None


def _spellings(division: Division) -> Iterator[str]:
    """The full name, and the usual short ones of an autonomous area: 黔南州, 黔南自治州."""
    yield division.name
    for ending, short in AUTONOMOUS.items():
        if division.short and division.name.endswith(ending):
            yield division.short + short
            yield division.short + ending


def _in_force(candidates: Iterable[Division]) -> tuple[Division, ...]:
    """Each division once; one that ended is no candidate beside one in force of its own province.

    Of a county-level and a prefecture-level city of one name the prefecture is meant: the county ended
    when it began.
    """
    found = list(dict.fromkeys(candidates))
    alive = {item.code[:2] for item in found if item.until is None}
    kept = [item for item in found if item.until is None or item.code[:2] not in alive]
    higher = {item.prefix for item in kept if item.level == "prefecture"}
    return tuple(item for item in kept if item.level != "county" or item.code[:4] not in higher)
