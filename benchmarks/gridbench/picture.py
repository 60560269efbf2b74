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

_OURS, _OTHERS = "#b5382a", "#8a939c"
_LINE = 0.34  # inches a tool
_MARGIN = 0.75  # inches above and below the bars of a medium


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
    axes.set_title(f"{part.title}: cells exactly right (F1, tables on one page)", loc="left", fontsize=10)
    axes.set_xlim(0, 1.12)
    _bars(axes, part.rows, [row.exact or 0.0 for row in part.rows], [percent(row.exact) for row in part.rows])
    axes.set_yticks(range(len(part.rows)), [row.name for row in part.rows], fontsize=9)


def _speed(axes: Axes, part: Part) -> None:
    speeds = [row.pages_a_second or 0.0 for row in part.rows]
    axes.set_title("pages a second, one thread", loc="left", fontsize=10)
    axes.set_xlim(0, max(speeds) * 1.15 or 1)
    _bars(axes, part.rows, speeds, [figure(row.pages_a_second) for row in part.rows])
    axes.set_yticks([])


def _bars(axes: Axes, rows: Sequence[Row], lengths: Sequence[float], labels: Sequence[str]) -> None:
    colours = [_OURS if row.name.startswith("jixiao") else _OTHERS for row in rows]
    axes.bar_label(
        axes.barh(range(len(rows)), lengths, color=colours, height=0.7), labels, padding=3, fontsize=9
    )
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.spines[["top", "right", "bottom"]].set_visible(False)
