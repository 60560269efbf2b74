"""What is said of an accepted indicator besides its code and name, and whether it can be so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from flows.errors import UsageError
from normalizers.dimensions import COUNT, DIMENSIONS, dimension_of
from normalizers.lexicon import lexicon
from normalizers.matching import Direction
from normalizers.units import in_base

DIRECTIONS: tuple[str, ...] = get_args(Direction)
OF_COUNTS = (COUNT, "ratio")
"""What figures may be whose unit has a stroke: 张/千人 is counted, and is a ratio."""


@dataclass(frozen=True, slots=True)
class Details:
    """What is known of an indicator that is accepted, besides its code and name."""

    level: str | None = None
    direction: str | None = None
    dimension: str | None = None
    unit: str | None = None


def check_details(details: Details, named: str = "--{}") -> None:
    """Raise UsageError for a word that is none, or a unit of another dimension; ``named`` names the field."""
    allowed: tuple[tuple[str, str | None, Sequence[str]], ...] = (
        ("level", details.level, sorted(set(lexicon("level2").aliases.values()))),
        ("direction", details.direction, DIRECTIONS),
        ("dimension", details.dimension, DIMENSIONS),
    )
    for field, given, words in allowed:
        if given is not None and given not in words:
            raise UsageError(f"{named.format(field)} {given!r}: it is none of {', '.join(words)}")
    if details.unit is None:
        return
    told = dimension_in(details.unit)
    if told is None:
        raise UsageError(
            f"{named.format('unit')} {details.unit!r}: nobody knows such a unit; one that is missing is "
            "added in normalizers/vocabulary/units.yaml"
        )
    rate = "/" in details.unit and told in OF_COUNTS and details.dimension in OF_COUNTS
    if details.dimension not in (None, told) and not rate:
        raise UsageError(
            f"{named.format('dimension')} {details.dimension!r}: figures in {details.unit} are {told}"
        )


def dimension_in(unit: str) -> str | None:
    """The dimension of figures in a printed unit; None for a unit that nobody knows."""
    _, base = in_base(Decimal(1), unit)
    return dimension_of(base) if base else None
