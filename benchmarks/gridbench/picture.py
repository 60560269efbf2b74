"""The figures as a picture: exact cells on the left, pages a second on the right, a medium a row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from gridbench.part import Part, Row
from gridbench.words import figure, percent

_OURS, _OTHERS = ("#b5382a", "#e0a49c"), ("#6f7880", "#c3c9ce")
"""Colours of tables on one page and over pages, or of the one bar of speed."""

_LINE = 0.42  # inches a tool
_MARGIN = 0.75  # inches above and below the bars of a medium
_THICK = 0.4  # of the height of a tool, each of two bars


def draw(parts: Sequence[Part], path: Path) -> None:
    """Write a PNG; parts without rows are left out."""
    shown = [part for part in parts if part.rows]
    if not shown:
        return
    heights = [len(part.rows) * _LINE + _MARGIN for part in shown]
    page = Figure(figsize=(10, sum(heights) + 0.3), layout="constrained")
    panels = page.subplots(len(shown), 2, squeeze=False, height_ratios=heights, width_ratios=(3, 2))
    for part, (left, right) in zip(shown, panels, strict=True):
        _exact(left, part)
        _speed(right, part)
    page.savefig(path, dpi=130, metadata={"Software": None})


def _exact(axes: Axes, part: Part) -> None:
    axes.set_title(
        f"{part.title}: cells exactly right (F1)\ndark: tables on one page, light: over pages",
        loc="left", fontsize=10,
    )  # fmt: skip
    axes.set_xlim(0, 1.12)
    for side, shift in ((0, -_THICK / 2), (1, _THICK / 2)):
        shares = [(row.one_page, row.over_pages)[side] for row in part.rows]
        _bars(axes, part.rows, [share or 0.0 for share in shares], list(map(percent, shares)), side, shift)
    axes.set_yticks(range(len(part.rows)), [row.name for row in part.rows], fontsize=9)


def _speed(axes: Axes, part: Part) -> None:
    speeds = [row.pages_a_second or 0.0 for row in part.rows]
    axes.set_title("pages a second,\none thread", loc="left", fontsize=10)
    axes.set_xlim(0, max(speeds) * 1.2 or 1)
    _bars(axes, part.rows, speeds, [figure(row.pages_a_second) for row in part.rows], 0, 0.0)
    axes.set_yticks([])


def _bars(
    axes: Axes, rows: Sequence[Row], lengths: Sequence[float], labels: Sequence[str], side: int, shift: float
) -> None:
    colours = [(_OURS if row.name.startswith("jixiao") else _OTHERS)[side] for row in rows]
    places = [number + shift for number in range(len(rows))]
    bars = axes.barh(places, lengths, color=colours, height=_THICK)
    axes.bar_label(bars, labels, padding=3, fontsize=8)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xticks([])
    axes.spines[["top", "right", "bottom"]].set_visible(False)
