"""The types of matching: a name as printed, what it was matched to and why, people's decisions as data."""

from __future__ import annotations

import hashlib
import json
from dataclasses import astuple, dataclass
from functools import lru_cache
from typing import Literal

Direction = Literal["higher", "lower", "none"]
"""Which way is better: a higher figure, a lower one, or neither."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A curated indicator: ``dimension`` is that of its figures (ratio, count …), ``unit`` the usual one."""

    code: str
    name: str
    level: str
    direction: Direction
    dimension: str
    unit: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Name:
    """An indicator's name as printed, with its canonical second level and its unit where they are known."""

    text: str
    level2: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means: ``indicator`` is the canonical name of ``code``, ``score`` runs from 0 to 100.

    A provisional code is ``P-`` and a hash of the name's normal form; nobody has curated it yet.
    """

    code: str
    indicator: str
    score: float
    reason: str
    provisional: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two provisional indicators that look alike; a person says whether they are one."""

    first: Match
    second: Match
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided, handed in as data. A name is given as printed or as its normal form.

    ``alias``: (name, code). ``accept``: (provisional code, new code, new name). ``merge``: (code, code it
    becomes). ``split``: (name, code that it must not get). ``names``: (code, what it is called), for codes
    that no vocabulary names. ``directions``: (code, which way is better). Raises ValueError where merges run
    in a circle.
    """

    alias: tuple[tuple[str, str], ...] = ()
    accept: tuple[tuple[str, str, str], ...] = ()
    merge: tuple[tuple[str, str], ...] = ()
    split: tuple[tuple[str, str], ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    directions: tuple[tuple[str, Direction], ...] = ()

    def __post_init__(self) -> None:
        for code, _ in self.merge:
            self.merged(code)

    @property
    def digest(self) -> str:
        """Twelve hex digits that change when and only when a decision does."""
        return _digest(self)

    @property
    def mark(self) -> str:
        """What decisions add to the version of the vocabulary; nothing where there are none."""
        return "" if self == NONE else f"+{self.digest}"

    def merged(self, code: str) -> str:
        """The code that ``code`` has become, merge after merge."""
        becomes = dict(self.merge)
        seen = {code}
        while code in becomes:
            code = becomes[code]
            if code in seen:
                raise ValueError(f"merges run in a circle at {code}; undo one of them")
            seen.add(code)
        return code


@lru_cache(maxsize=8)
def _digest(decisions: Decisions) -> str:
    lists = [sorted(group) for group in astuple(decisions)]
    return hashlib.sha256(json.dumps(lists, ensure_ascii=False).encode()).hexdigest()[:12]


NONE = Decisions()
"""No decisions: the vocabulary alone."""
