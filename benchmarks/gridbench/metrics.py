"""What is counted of two tables, and the F1 that comes of it over many."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from gridbench.model import Cell, Table

EMPTY = Table(1, 1, ())


@dataclass(frozen=True, slots=True)
class Score:
    """``right`` of ``printed`` things on the paper and of ``found`` things of a tool; sums over tables."""

    right: float = 0.0
    printed: int = 0
    found: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.printed + other.printed, self.found + other.found)

    @property
    def f1(self) -> float | None:
        """2 · right ÷ (printed + found), the mean of precision and recall; None where there is nothing."""
        both = self.printed + self.found
        return 2 * self.right / both if both else None


def exact_cells(printed: Table, found: Table) -> Score:
    """Cells with the same place, the same spans and the same text, one to one; blank cells are cells."""
    return _common(Counter(printed.cells), Counter(found.cells))


def adjacency(printed: Table, found: Table) -> Score:
    """Pairs of cells with text that stand next to each other, and in which direction (ICDAR 2013).

    Blank cells between two are skipped. A pair counts once, along however many rows it runs.
    """
    return _common(_neighbours(printed), _neighbours(found))


def _common(one: Counter[Any], other: Counter[Any]) -> Score:
    return Score((one & other).total(), one.total(), other.total())


def _neighbours(table: Table) -> Counter[tuple[str, str, str]]:
    """(text, text, direction) of each cell with text and its next one on the right, its next one below."""
    places = _places(table)
    pairs: set[tuple[Cell, Cell, str]] = set()
    for cell in table.cells:
        if not cell.text:
            continue
        for row in range(cell.row, cell.row + cell.rows):
            ahead = (places.get((row, at)) for at in range(cell.column + cell.columns, table.width))
            pairs.update((cell, other, "right") for other in [next(filter(None, ahead), None)] if other)
        for column in range(cell.column, cell.column + cell.columns):
            ahead = (places.get((at, column)) for at in range(cell.row + cell.rows, table.height))
            pairs.update((cell, other, "below") for other in [next(filter(None, ahead), None)] if other)
    return Counter((cell.text, other.text, direction) for cell, other, direction in pairs)


def _places(table: Table) -> dict[tuple[int, int], Cell]:
    """The cell with text at each place of the grid that such a cell covers."""
    return {
        (row, column): cell
        for cell in table.cells
        if cell.text
        for row in range(cell.row, cell.row + cell.rows)
        for column in range(cell.column, cell.column + cell.columns)
    }


def grits_topology(printed: Table, found: Table) -> Score:
    """How alike the spans are, after the best alignment of rows and columns (GriTS)."""
    from grits import cell_list_to_grid_top, grits_top_matching

    return _grits(printed, found, cell_list_to_grid_top, grits_top_matching)


def grits_content(printed: Table, found: Table) -> Score:
    """How alike the texts are, by their longest common subsequence, after the best alignment (GriTS)."""
    from grits import cell_list_to_grid_con, grits_con_matching

    return _grits(printed, found, cell_list_to_grid_con, grits_con_matching)


def _grits(printed: Table, found: Table, to_grid: Any, match: Any) -> Score:
    sizes = (printed.height * printed.width, found.height * found.width)
    if not all(sizes):
        return Score(0.0, *sizes)
    grids = [to_grid(_cell_list(each)) for each in (printed, found)]
    return Score(float(match(*grids).true_positive_score), *sizes)


def _cell_list(table: Table) -> list[Any]:
    from grits import TableCell

    return [
        TableCell(
            list(range(cell.row, cell.row + cell.rows)),
            list(range(cell.column, cell.column + cell.columns)),
            cell.text,
        )
        for cell in table.cells
    ]


METRICS = {
    "exact cells": exact_cells,
    "adjacency": adjacency,
    "GriTS topology": grits_topology,
    "GriTS content": grits_content,
}
Scores = dict[str, Score]


def scores(printed: Table, found: Table) -> Scores:
    """Every metric of one pair; what is missed or invented has ``EMPTY`` on the other side."""
    return {name: metric(printed, found) for name, metric in METRICS.items()}


def summed(all_scores: list[Scores]) -> Scores:
    return {name: sum((each[name] for each in all_scores), Score()) for name in METRICS}
