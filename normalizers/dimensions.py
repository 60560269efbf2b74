"""The dimension of an indicator, told from the canonical unit of its figures."""

from __future__ import annotations

from pathlib import Path

from normalizers.files import keyed
from normalizers.keys import Keys
from normalizers.units import registry

COUNT = "count"
_OF_UNITS = {
    "money": "money", "currencies": "money", "ratio": "ratio", "percentage_points": "ratio",
    "duration": "duration",
    "working_time": "duration", "months": "duration", "length": "length", "area": "area",
    "volume": "volume", "mass": "mass", "standard_coal": "energy", "concentration": "concentration",
    "energy": "energy", "power": "power", "peak_power": "power", "reactive_power": "power",
    "apparent_power": "power", "voltage": "voltage",
    "radio_frequency": "radio_frequency", "pressure": "pressure", "temperature": "temperature",
    "sound": "sound", "illuminance": "illuminance", "data": "data", "bandwidth": "bandwidth",
    "persons": COUNT, "times": COUNT, "counters": COUNT,
}  # fmt: skip
"""The dimension of an indicator by that of its unit in ``units.yaml``: every one that stands there."""
_OVER_TIME = {"volume": "flow", "mass": "flow", "length": "speed"}
"""What an amount becomes over a stroke and a time: 吨/日, 公里/小时."""
_UNIT_KEYS = Keys((*_OF_UNITS, "per", "nouns"))
_WORDS_ONLY = ("date", "index", "grade", "qualitative")
DIMENSIONS = tuple(dict.fromkeys((*_OF_UNITS.values(), *_OVER_TIME.values(), *_WORDS_ONLY)))
"""What an indicator's figures may be; ``qualitative`` is words only."""


def dimension_of(unit: str | None) -> str:
    """The dimension of figures in a canonical unit; what nobody knows, and no unit, is counted.

    >>> dimension_of("吨/日"), dimension_of("元/人"), dimension_of("盏")
    ('flow', 'money', 'count')
    """
    if unit is None:
        return COUNT
    if unit in registry():
        return _told(unit)
    head, *below = unit.split("/")
    told = _told(head)
    over_time = any(_told(part) == "duration" for part in below)
    return _OVER_TIME.get(told, told) if over_time else told


def check_dimensions(path: Path) -> None:
    """Raise VocabularyError, with file and line, where units stand under a dimension that is none."""
    keyed(path, _UNIT_KEYS)


def _told(unit: str) -> str:
    known = registry().get(unit)
    return _OF_UNITS.get(known.dimension, COUNT) if known else COUNT
