"""Figures as they are printed, and tables in Markdown that can be read as they stand."""

from __future__ import annotations

from collections.abc import Sequence

NOTHING = "–"


def percent(share: float | None) -> str:
    """Rounded down, so that 100.0% is said of nothing less."""
    return NOTHING if share is None else f"{int(share * 1000 + 1e-9) / 10:.1f}%"


def figure(value: float | None, unit: str = "") -> str:
    """Three digits that count."""
    if value is None:
        return NOTHING
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{unit}"


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The first column to the left, the others to the right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    parting = ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])]
    return "\n".join(_line(line, widths) for line in (lines[0], parting, *lines[1:]))


def _line(line: Sequence[str], widths: Sequence[int]) -> str:
    others = [text.rjust(width) for text, width in zip(line[1:], widths[1:], strict=True)]
    return f"| {' | '.join((line[0].ljust(widths[0]), *others))} |"
