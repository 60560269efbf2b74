"""Rows no higher than their text: strokes of characters run from ruling to ruling."""

from __future__ import annotations

from pathlib import Path

from extractors import extract
from extractors.model import Grid

PICTURE = Path(__file__).with_name("signs") / "tight_rows.png"


def rows() -> list[list[str]]:
    """Of the upper part of a form that came by fax."""
    blocks = extract(PICTURE.read_bytes(), PICTURE.name).blocks
    (grid,) = (block for block in blocks if isinstance(block, Grid))
    return [[cell.text for cell in row] for row in grid.by_row()]


def test_a_stroke_above_a_ruling_cuts_no_text() -> None:
    """The right stroke of 费 stands over the ruling between a name and 实施单位."""
    assert rows()[0] == ["项目名称", "高素质农民培育经费(2021年)"]


def test_a_ruling_goes_on_where_it_begins_a_little_above_its_row() -> None:
    """Print above it touches the ruling that parts the label of the goals from them."""
    assert rows()[8] == ["总体\n目标", "年度目标"]
