"""Names of indicators → canonical indicators: two names are one where their values belong in one column.

>>> from normalizers.matching import Name, match
>>> [found.indicator for found in match([Name("花溪区2023年居民满意度（%）")])]
['群众满意度']
"""

from __future__ import annotations

from normalizers.matching.curated import parse_indicators
from normalizers.matching.forms import normal_form
from normalizers.matching.matcher import direction, indicators, match
from normalizers.matching.model import NONE, Decisions, Direction, Indicator, Match, Name, Proposal
from normalizers.matching.naming import one_name_a_code
from normalizers.matching.proposing import proposals

__all__ = [
    "NONE",
    "Decisions",
    "Direction",
    "Indicator",
    "Match",
    "Name",
    "Proposal",
    "direction",
    "indicators",
    "match",
    "normal_form",
    "one_name_a_code",
    "parse_indicators",
    "proposals",
]
