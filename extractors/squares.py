"""The atomic squares of a frame: those with no wall between them, as rectangles."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

Square = tuple[int, int]


def regions_of(rows: int, columns: int, above: set[Square], left: set[Square]) -> list[set[Square]]:
    """Squares with no wall between them, by flooding. ``left`` holds (column, row)."""
    taken: set[Square] = set()
    regions = []
    for square in product(range(rows), range(columns)):
        if square in taken:
            continue
        taken.add(square)
        region, edge = {square}, [square]
        while edge:
            row, column = edge.pop()
            open_to = []
            if row and (row, column) not in above:
                open_to.append((row - 1, column))
            if row + 1 < rows and (row + 1, column) not in above:
                open_to.append((row + 1, column))
            if column and (column, row) not in left:
                open_to.append((row, column - 1))
            if column + 1 < columns and (column + 1, row) not in left:
                open_to.append((row, column + 1))
            for neighbour in open_to:
                if neighbour not in taken:
                    taken.add(neighbour)
                    region.add(neighbour)
                    edge.append(neighbour)
        regions.append(region)
    return regions


def rectangles_of(region: set[Square]) -> list[tuple[int, int, int, int]]:
    """(row, column, row_end, column_end) of a region; an L is split the way that makes fewer pieces."""
    if len(region) == 1:
        ((row, column),) = region
        return [(row, column, row + 1, column + 1)]
    by_rows = _strips(region)
    if len(by_rows) == 1:
        return by_rows
    turned = _strips({(column, row) for row, column in region})
    by_columns = [(row, column, row_end, column_end) for column, row, column_end, row_end in turned]
    return by_rows if len(by_rows) <= len(by_columns) else by_columns


def _strips(region: set[Square]) -> list[tuple[int, int, int, int]]:
    """Runs along each row, joined with the equal run of the row above."""
    strips: list[tuple[int, int, int, int]] = []
    open_runs: dict[tuple[int, int], int] = {}
    by_row: defaultdict[int, list[int]] = defaultdict(list)
    for row, column in sorted(region):
        by_row[row].append(column)
    for row, columns in by_row.items():
        runs = _runs(columns)
        going_on: dict[tuple[int, int], int] = {}
        for run in runs:
            index = open_runs.get(run)
            if index is not None and strips[index][2] == row:
                strips[index] = (strips[index][0], run[0], row + 1, run[1])
            else:
                index = len(strips)
                strips.append((row, run[0], row + 1, run[1]))
            going_on[run] = index
        open_runs = going_on
    return strips


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column:
            runs[-1] = (runs[-1][0], column + 1)
        else:
            runs.append((column, column + 1))
    return runs
