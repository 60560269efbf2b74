from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractors.lattice import Frame, Ruling, solve


def spans(frame: Frame) -> list[tuple[int, int, int, int]]:
    return [(slot.row, slot.column, slot.row_span, slot.column_span) for slot in frame.slots]


def box(x0: float, y0: float, x1: float, y1: float) -> tuple[list[Ruling], list[Ruling]]:
    return [Ruling(y0, x0, x1), Ruling(y1, x0, x1)], [Ruling(x0, y0, y1), Ruling(x1, y0, y1)]


def test_a_cell_over_two_columns_and_one_over_two_rows() -> None:
    horizontals, verticals = box(0, 0, 100, 60)
    horizontals += [Ruling(20, 0, 100), Ruling(40, 50, 100)]
    verticals += [Ruling(50, 20, 60)]
    (frame,) = solve(horizontals, verticals)
    assert spans(frame) == [(0, 0, 1, 2), (1, 0, 2, 1), (1, 1, 1, 1), (2, 1, 1, 1)]


def test_doubled_broken_and_short_rulings_make_the_same_table() -> None:
    horizontals, verticals = box(0, 0, 100, 60)
    horizontals += [Ruling(1.5, 0, 100), Ruling(30, 0, 48), Ruling(30.4, 51, 97.5)]
    verticals += [Ruling(50, 2, 28), Ruling(50.8, 31, 58)]
    (frame,) = solve(horizontals, verticals)
    assert spans(frame) == [(0, 0, 1, 1), (0, 1, 1, 1), (1, 0, 1, 1), (1, 1, 1, 1)]


def test_a_table_open_at_both_sides_is_closed() -> None:
    horizontals = [Ruling(y, 0, 100) for y in (0, 20, 40)]
    (frame,) = solve(horizontals, [Ruling(30, 0, 40), Ruling(60, 0, 40)])
    assert frame.xs == (0.0, 30.0, 60.0, 100.0)
    assert len(frame.slots) == 6


def test_an_underline_inside_a_cell_makes_no_row() -> None:
    horizontals, verticals = box(0, 0, 100, 60)
    horizontals += [Ruling(30, 2, 40)]
    (frame,) = solve(horizontals, verticals)
    assert spans(frame) == [(0, 0, 1, 1)]


def test_two_tables_that_do_not_touch_are_two() -> None:
    upper, lower = box(0, 0, 100, 40), box(0, 60, 100, 90)
    frames = solve(upper[0] + lower[0], upper[1] + lower[1])
    assert [frame.ys for frame in frames] == [(0, 40), (60, 90)]


def test_a_border_around_a_page_is_no_table() -> None:
    page, table = box(0, 0, 500, 800), box(50, 100, 450, 300)
    table[0].append(Ruling(200, 50, 450))
    (frame,) = solve(page[0] + table[0], page[1] + table[1])
    assert frame.xs == (50, 450)


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[int], list[int], set[tuple[int, int, int, int]]]:
    """Boundaries, and cells that tile them: runs along a row, some of them two rows high."""
    xs = [0, *_running(draw(st.lists(st.integers(12, 80), min_size=2, max_size=5)))]
    ys = [0, *_running(draw(st.lists(st.integers(12, 60), min_size=2, max_size=6)))]
    cells: set[tuple[int, int, int, int]] = set()
    taken: set[tuple[int, int]] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            widest = 1
            while (row, column + widest) not in taken and column + widest < len(xs) - 1:
                widest += 1
            width = draw(st.integers(1, widest))
            height = draw(st.integers(1, min(2, len(ys) - 1 - row)))
            if any((r, c) in taken for r in range(row, row + height) for c in range(column, column + width)):
                height = 1
            taken |= {(r, c) for r in range(row, row + height) for c in range(column, column + width)}
            cells.add((row, column, row + height, column + width))
    return xs, ys, cells


def _running(widths: list[int]) -> list[int]:
    return [sum(widths[: i + 1]) for i in range(len(widths))]


@given(_tables())
def test_any_tiling_drawn_as_boxes_comes_back(
    table: tuple[list[int], list[int], set[tuple[int, int, int, int]]],
) -> None:
    xs, ys, cells = table
    drawn = [box(xs[left], ys[top], xs[right], ys[bottom]) for top, left, bottom, right in cells]
    (frame,) = solve([r for h, _ in drawn for r in h], [r for _, v in drawn for r in v])
    assert {(slot.x0, slot.y0, slot.x1, slot.y1) for slot in frame.slots} == {
        (xs[left], ys[top], xs[right], ys[bottom]) for top, left, bottom, right in cells
    }
