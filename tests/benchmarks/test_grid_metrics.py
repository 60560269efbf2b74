"""What the benchmark of grids counts: nothing is right that is not, and no tool is wronged."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from gridbench.matching import concatenated, paired
from gridbench.measuring import Outcome, Result, quality, speed, times
from gridbench.metrics import (
    EMPTY,
    Score,
    adjacency,
    exact_cells,
    grits_content,
    grits_topology,
)
from gridbench.model import Table, boxed, flat, table, unflat
from gridbench.samples import Sample, of_truth
from gridbench.tools import JIXIAO, PLUMBER
from gridbench.words import percent

FIXTURES = Path(__file__).parents[2] / "fixtures"

Row = tuple[int, int, int, int, str]
Metric = Callable[[Table, Table], Score]

HEAD: list[Row] = [
    (0, 0, 2, 1, "一级指标"), (0, 1, 1, 2, "绩效指标"), (0, 3, 2, 1, "得分"),
    (1, 1, 1, 1, "年度指标值"), (1, 2, 1, 1, "实际完成值"),
    (2, 0, 1, 1, "产出指标"), (2, 1, 1, 1, "≥95%"), (2, 2, 1, 1, "96%"), (2, 3, 1, 1, "10"),
]  # fmt: skip
FORM = table(1, 1, HEAD)


def changed(*replaced: tuple[int, int, int, int, str], without: int = 1) -> Table:
    """The form with the first ``without`` cells of a place taken out and others put in."""
    places = {(row, column) for row, column, *_ in replaced}
    return table(1, 1, [cell for cell in HEAD if cell[:2] not in places] + list(replaced))


def forms() -> list[Table]:
    return [printed for sample in of_truth(FIXTURES, "pdf") for printed in sample.printed or ()]


def f1(score: Score) -> float:
    assert score.f1 is not None
    return score.f1


@pytest.mark.parametrize("metric", [exact_cells, adjacency])
def test_what_is_read_as_printed_scores_one_and_nothing_scores_none(metric: Metric) -> None:
    assert len(forms()) > 5
    for printed in forms():
        assert f1(metric(printed, printed)) == 1
        assert f1(metric(printed, EMPTY)) == 0
        assert f1(metric(EMPTY, printed)) == 0


@pytest.mark.parametrize("metric", [grits_topology, grits_content])
def test_grits_of_what_is_read_as_printed_is_one(metric: Metric) -> None:
    pytest.importorskip("grits", reason="grits-metric is installed by make bench-grids only")
    lost = table(1, 1, [*HEAD[:1], (0, 1, 1, 1, "绩效"), (0, 2, 1, 1, "指标"), *HEAD[2:]])
    assert f1(metric(FORM, FORM)) == 1
    assert 0.5 < f1(metric(FORM, lost)) < 1
    assert f1(metric(FORM, EMPTY)) == 0


def test_a_lost_span_costs_its_cell_and_its_neighbours() -> None:
    lost = table(1, 1, [*HEAD[:1], (0, 1, 1, 1, "绩效指标"), (0, 2, 1, 1, ""), *HEAD[2:]])
    score = exact_cells(FORM, lost)
    assert (score.right, score.printed, score.found) == (8, 9, 10)
    # 绩效指标 above 实际完成值 is lost; every other pair stands, the blank cell being skipped.
    assert adjacency(FORM, lost) == Score(adjacency(FORM, FORM).printed - 1, 14, 13)


def test_a_wrong_digit_costs_one_cell() -> None:
    wrong = changed((2, 2, 1, 1, "98%"))
    assert exact_cells(FORM, wrong) == Score(8, 9, 9)
    assert f1(adjacency(FORM, wrong)) < 1


def test_a_row_too_many_moves_all_below_it_but_not_who_stands_beside_whom() -> None:
    below = [(row + 1, column, high, wide, text) for row, column, high, wide, text in HEAD]
    moved = table(1, 1, [(0, 0, 1, 4, "2024年度"), *below])
    assert exact_cells(FORM, moved).right == 0
    assert f1(adjacency(FORM, moved)) > 0.8


def test_two_cells_are_neighbours_over_a_blank_one_and_only_once() -> None:
    line = table(1, 1, [(0, 0, 2, 1, "甲"), (0, 1, 1, 1, ""), (1, 1, 1, 1, ""), (0, 2, 2, 1, "乙")])
    assert adjacency(line, table(1, 1, [(0, 0, 1, 1, "甲"), (0, 1, 1, 1, "乙")])) == Score(1, 1, 1)


def test_texts_are_compared_without_blanks_and_widths() -> None:
    wide = [(*cell[:4], f" {cell[4]}\n".replace("%", "％")) for cell in HEAD]
    assert table(1, 1, wide) == FORM


def test_a_line_of_the_grid_that_no_cell_touches_is_not_counted() -> None:
    spread = [(row, column * 2, rows, columns * 2, text) for row, column, rows, columns, text in HEAD]
    assert table(1, 1, spread) == FORM


def test_spans_come_from_the_edges_of_boxes() -> None:
    xs, ys = (40.0, 90.2, 150.0, 210.7, 260.0), (100.0, 118.0, 140.4, 160.0)
    boxes = [
        ((xs[c] + 0.3, ys[r] - 0.4, xs[c + wide], ys[r + high]), text) for r, c, high, wide, text in HEAD
    ]
    assert boxed(1, boxes, tolerance=1) == FORM


def test_tables_cross_the_border_of_a_process_unchanged() -> None:
    assert unflat(flat([FORM])) == [FORM]


def test_each_printed_table_has_the_found_one_that_reads_alike() -> None:
    other = table(1, 1, [(0, 0, 1, 1, "项目名称"), (0, 1, 1, 1, "校舍维修")])
    overleaf = Table(2, 2, FORM.cells)
    assert paired([FORM, other], [other, FORM]) == [(FORM, FORM), (other, other)]
    assert paired([FORM], [overleaf]) == [(FORM, EMPTY), (EMPTY, overleaf)]


def test_what_is_missed_and_what_is_invented_both_cost() -> None:
    missed, invented = exact_cells(FORM, EMPTY), exact_cells(EMPTY, FORM)
    assert missed + invented == Score(0, 9, 9)


def test_pages_of_one_table_are_put_together_for_those_who_read_page_by_page() -> None:
    rows = [(row, column, 1, 1, f"{row}{column}") for row in range(6) for column in range(2)]
    long = table(1, 2, rows)
    next_form = table(2, 2, [(0, 0, 1, 1, "项目名称"), (0, 1, 1, 1, "校舍维修")])
    halves = [table(1, 1, rows[:8]), table(2, 2, rows[8:]), next_form]
    assert concatenated([long, next_form], halves) == [long, next_form]
    assert exact_cells(long, halves[0]).right == 8


def test_a_cell_cut_by_the_page_stays_two_for_those_who_read_page_by_page() -> None:
    long = table(1, 2, [(0, 0, 2, 1, "产出指标"), (0, 1, 1, 1, "甲"), (1, 1, 1, 1, "乙")])
    halves = [
        table(1, 1, [(0, 0, 1, 1, "产出指标"), (0, 1, 1, 1, "甲")]),
        table(2, 2, [(0, 0, 1, 1, ""), (0, 1, 1, 1, "乙")]),
    ]
    (joined,) = concatenated([long], halves)
    assert exact_cells(long, joined) == Score(2, 3, 4)


def result(*seconds: tuple[float, ...]) -> Result:
    return Result(JIXIAO, tuple(Outcome(seconds=list(each)) for each in seconds), {}, None)


def test_times_are_of_medians_and_of_documents_that_both_read() -> None:
    ours, other = result((1, 1, 9), (2, 2, 2), (5, 4, 6)), result((3, 3, 1), (), (7, 7, 8))
    assert times(ours, other) == (3 + 7) / (1 + 5)
    assert times(ours, result((), (), ())) is None


def test_a_document_that_was_read_once_says_nothing_about_speed() -> None:
    samples = [Sample(Path(name), pages, None) for name, pages in (("a.pdf", 1), ("b.pdf", 4))]
    ours, other = result((1, 1, 9), (100,)), result((3, 3, 1), (1,))
    assert times(ours, other) == 3
    assert speed(ours, samples).pages_a_second == 1


def test_a_document_that_a_tool_fails_on_counts_as_unread() -> None:
    pytest.importorskip("grits", reason="grits-metric is installed by make bench-grids only")
    sample = Sample(Path("a.pdf"), 1, (FORM,))
    failed = Result(PLUMBER, (Outcome(error="ValueError"),), {}, None)
    assert quality(failed, [sample]).one_page["exact cells"] == Score(0, 9, 0)


def test_a_share_is_never_rounded_up_to_all() -> None:
    assert [percent(1.0), percent(0.99999), percent(None)] == ["100.0%", "99.9%", "–"]
