"""Which of several readings is taken: looks that agree, and sums that hold; the paper's errors stay."""

from __future__ import annotations

from extractors.model import Box, Cell, Grid, Layout, Page, Place, Reading, TextLine
from normalizers import doubts, normalize
from normalizers.model import FormFacts

Looks = tuple[tuple[str, float], ...]
SURE = 0.999
HEADER = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
SCORES = (5, 6)
"""The columns of weight and score."""


def scan(weights: str, scores: str, looks: dict[tuple[int, int], Looks], total: tuple[str, str]) -> Layout:
    """A scanned form, an indicator for each weight and score; ``looks`` are the readings of some cells."""
    rows = [("项目名称", "村道维修", "实施单位", "清源县交通局", "", "", ""), HEADER]
    for number, (weight, score) in enumerate(zip(weights.split(), scores.split(), strict=True), 1):
        rows.append(("产出指标", "数量指标", f"维修村道{number}号", "按计划", "12公里", weight, score))
    rows.append(("总分", "", "", "", "", *total))
    cells = [
        Cell(row, column, 1, 1, _readings(looks.get((row, column), ((text, SURE),))), (Box(1, 0, 0, 9, 9),))
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    ]
    title = TextLine((Reading("2018年度项目支出绩效自评表", SURE, 200),), Box(1, 0, 0, 9, 9))
    page = Page(1, 595.0, 842.0, "scan")
    return Layout("00", "image/png", "scan", (title, Grid(0, len(rows), 7, tuple(cells))), (page,))


def _readings(looks: Looks) -> tuple[Reading, ...]:
    return tuple(Reading(text, sure, 300 if at else 200) for at, (text, sure) in enumerate(looks))


def facts(layout: Layout) -> FormFacts:
    (form,) = normalize(layout)
    return form


def score(form: FormFacts, line: int) -> tuple[str, float, str | None]:
    """What is taken of a score, how sure it is, and why."""
    spot = next(i.spot for i in form.lineage if (i.line_no, i.field) == (line, "score"))
    return spot.text, spot.confidence, spot.choice


def rules(form: FormFacts) -> set[str]:
    return {found.rule for found in form.findings}


def test_another_reading_is_taken_where_the_sum_then_holds() -> None:
    form = facts(scan("40 60", "38 51", {(3, 6): (("51", 0.9), ("57", 0.6), ("51", 0.7))}, ("100", "95")))
    text, confidence, choice = score(form, 2)
    assert (text, choice) == ("57", "sums")
    assert confidence > 0.95
    assert str(form.indicators[1].score) == "57"
    assert rules(form) == {"second_look"}
    (told,) = form.findings
    assert (told.line_no, told.field, told.expected, told.found) == (2, "score", "51", "57")


def test_a_sum_that_the_paper_gets_wrong_stays_wrong() -> None:
    looks: dict[tuple[int, int], Looks] = {(3, 6): (("51", 0.97), ("51", 0.99), ("51", 0.98))}
    form = facts(scan("40 60", "38 51", looks, ("100", "95")))
    assert score(form, 2) == ("51", 0.97, "agreed")
    assert rules(form) == {"total_score"}


def test_a_look_with_a_decimal_point_is_taken_before_one_with_a_raised_dot() -> None:
    looks: dict[tuple[int, int], Looks] = {(2, 4): (("335·38公里", 0.6), ("335.38公里", 0.7))}
    form = facts(scan("40 60", "38 57", looks, ("100", "95")))
    actual = next(item.spot for item in form.lineage if (item.line_no, item.field) == (1, "actual_raw"))
    assert (actual.text, actual.choice) == ("335.38公里", "point")
    assert actual.confidence < 0.95
    assert str(form.indicators[0].actual.value) == "335.38"
    assert rules(form) == {"second_look"}


def test_two_ways_to_make_a_sum_hold_are_none() -> None:
    looks: dict[tuple[int, int], Looks] = {
        (2, 6): (("38", 0.9), ("33", 0.6), ("33", 0.6)),
        (3, 6): (("57", 0.9), ("52", 0.6), ("52", 0.6)),
    }
    form = facts(scan("40 60", "38 57", looks, ("100", "90")))
    assert [score(form, line)[::2] for line in (1, 2)] == [("38", "disputed"), ("57", "disputed")]
    assert rules(form) == {"total_score", "second_look"}
    assert all(score(form, line)[1] < 0.5 for line in (1, 2))


def test_a_reading_that_would_break_another_sum_is_not_taken() -> None:
    looks: dict[tuple[int, int], Looks] = {(3, 6): (("51", 0.9), ("61", 0.8), ("61", 0.7))}
    form = facts(scan("40 60", "34 51", looks, ("100", "95")))
    assert score(form, 2)[0] == "51"  # 61 points of 60 would make the total right
    assert "total_score" in rules(form)


def test_looks_that_agree_make_a_value_surer_and_a_sum_that_holds_more_so() -> None:
    looks: dict[tuple[int, int], Looks] = {
        (2, 4): (("12公里", 0.8), ("12公里", 0.9), ("12公里", 0.9)),
        (2, 6): (("38", 0.8), ("38", 0.9), ("38", 0.9)),
    }
    form = facts(scan("40 60", "38 57", looks, ("100", "95")))
    actual = next(i.spot for i in form.lineage if (i.line_no, i.field) == (1, "actual_raw"))
    assert 0.8 < actual.confidence < score(form, 1)[1]
    assert form.findings == ()


def test_looks_that_differ_make_a_value_doubtful() -> None:
    looks: dict[tuple[int, int], Looks] = {(2, 4): (("12公里", 0.9), ("72公里", 0.8), ("12公里", 0.7))}
    form = facts(scan("40 60", "38 57", looks, ("100", "95")))
    assert str(form.indicators[0].actual.value) == "12"
    assert form.indicators[0].confidence < 0.5
    assert rules(form) == {"second_look"}


def test_doubts_are_unsure_values_and_the_members_of_a_sum_that_fails() -> None:
    unsure: dict[tuple[int, int], Looks] = {(2, 4): (("12公里", 0.9),), (2, 6): (("38", 0.7),)}
    found = {(doubt.place, doubt.reason) for doubt in doubts(scan("40 60", "38 57", unsure, ("100", "95")))}
    assert found == {(Place(0, 2, 4), "unsure"), (Place(0, 2, 6), "unsure")}
    failing = doubts(scan("40 60", "38 57", {}, ("100", "91")))
    assert {doubt.place for doubt in failing} == {Place(0, 2, 6), Place(0, 3, 6), Place(0, 4, 6)}
    assert {doubt.reason for doubt in failing} == {"total_score"}


def test_a_form_in_which_all_is_well_has_no_doubts() -> None:
    assert doubts(scan("40 60", "38 57", {}, ("100", "95"))) == ()
