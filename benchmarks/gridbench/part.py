"""What a part of a run comes to: text, bars, rows of the picture, versions, figures for a machine."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from gridbench.measuring import Progress
from gridbench.processes import Pythons
from gridbench.words import NOTHING, figure


@dataclass(frozen=True, slots=True)
class Run:
    """What was asked for. ``rounds`` is how often each tool reads each document."""

    pythons: Pythons
    folder: Path
    seed: str
    count: int
    rounds: int
    public: Path | None
    say: Progress


@dataclass(frozen=True, slots=True)
class Bar:
    """A demand: ``wanted`` in words, what was measured, and whether that is enough (None: not measured)."""

    subject: str
    wanted: str
    measured: str
    held: bool | None


@dataclass(frozen=True, slots=True)
class Row:
    """A tool in the picture: its F1 of exact cells, its pages a second."""

    name: str
    one_page: float | None
    over_pages: float | None
    pages_a_second: float | None


@dataclass(slots=True)
class Part:
    """``text`` is Markdown, a paragraph or a table each."""

    title: str
    text: list[str] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    versions: dict[str, str] = field(default_factory=dict)
    figures: dict[str, object] = field(default_factory=dict)


def at_least(subject: str, wanted: float | None, measured: float | None) -> Bar:
    """A ratio that must be as large; without ``wanted`` it is only told."""
    held = None if wanted is None or measured is None else measured >= wanted
    return Bar(subject, NOTHING if wanted is None else f"≥ {wanted:g}×", figure(measured, "×"), held)


def at_most(subject: str, wanted: float, measured: float | None) -> Bar:
    held = None if measured is None else measured <= wanted
    return Bar(subject, f"≤ {wanted:g}×", figure(measured, "×"), held)
