"""What a name means by decision: aliases, merges, splits, and what is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import TeachingError
from tests.flows.conftest import Again, Code, Run, Select, Teach, Write
from tests.flows.decisions import LANTERNS, SATISFACTION, SATISFIED, accepted, evaluated


def test_all_spellings_of_a_name_follow_its_alias(
    loaded: None, again: Again, teach: Teach, select: Select, run: Run, write: Write
) -> None:
    assert teach("alias", "1.孔明灯放飞盏数（盏）", SATISFIED).forms == 1
    assert again().changed == 1
    assert select("SELECT indicator_code, indicator, reason FROM v_matches") == [
        (SATISFIED, SATISFACTION, "decision: alias")
    ]
    write("b.docx", "另一个项目", indicator=LANTERNS)
    run()
    assert select("SELECT DISTINCT indicator_code FROM v_matches") == [SATISFIED]


def test_a_name_is_known_under_the_level_of_its_indicator_too(
    folder: Path, run: Run, again: Again, teach: Teach, select: Select
) -> None:
    evaluated(folder / "a.docx", ("2024年灯会秩序（%）", "满意度指标", "≥90%", "95%", "10", "10"))
    run()
    assert teach("alias", "灯会秩序", SATISFIED).forms == 1
    again()
    assert select("SELECT indicator_code, reason FROM v_matches") == [(SATISFIED, "decision: alias")]


def test_what_is_merged_shows_the_other_and_is_taken_back_by_undo(
    loaded: None, again: Again, teach: Teach, code: Code, select: Select
) -> None:
    provisional = code()
    teach("merge", provisional, SATISFIED)
    again()
    assert code() == SATISFIED
    assert teach("undo", 1).forms == 1
    again()
    assert code() == provisional
    assert select("SELECT verb, undoes FROM v_decisions ORDER BY decision_id") == [
        ("merge", None),
        ("undo", 1),
    ]
    with pytest.raises(TeachingError, match="decision 1 does not stand"):
        teach("undo", 1)


def test_an_undone_decision_gives_way_to_the_one_it_replaced(
    loaded: None, again: Again, teach: Teach, code: Code
) -> None:
    teach("alias", LANTERNS, SATISFIED)
    other = teach(*accepted(code(), "放灯盏数")).decisions[0].target
    teach("alias", LANTERNS, other)
    again()
    assert code() == other
    teach("undo", 3)
    again()
    assert code() == SATISFIED


def test_a_split_name_is_kept_from_its_indicator(
    loaded: None, again: Again, teach: Teach, code: Code
) -> None:
    provisional = code()
    teach("alias", LANTERNS, SATISFIED)
    again()
    assert teach("split", [LANTERNS], None).forms == 1
    again()
    assert code() == provisional


def test_a_split_counts_the_decisions_that_wait(
    loaded: None, again: Again, teach: Teach, code: Code, select: Select
) -> None:
    provisional = code()
    assert teach("alias", LANTERNS, SATISFIED).forms == 1
    (made,) = (verdict := teach("split", [LANTERNS], None)).decisions
    assert (made.target, verdict.forms) == (SATISFIED, 0)
    assert again().changed == 0
    assert code() == provisional
    teach("alias", LANTERNS, SATISFIED)
    again()
    teach("alias", LANTERNS, "GEN-002")
    with pytest.raises(TeachingError, match=r"does not go to GEN-001 .*, but to GEN-002"):
        teach("split", [LANTERNS], SATISFIED)
    (made,) = teach("split", [LANTERNS], None).decisions
    assert made.target == "GEN-002"
    again()
    assert code() == provisional


def test_a_name_that_was_merged_or_accepted_is_not_split_in_vain(
    loaded: None, teach: Teach, code: Code, select: Select
) -> None:
    provisional = code()
    teach("merge", provisional, SATISFIED)
    with pytest.raises(TeachingError, match="accepted or merged as GEN-001"):
        teach("split", [LANTERNS], None)
    teach("undo", 1)
    target = teach(*accepted(provisional)).decisions[0].target
    with pytest.raises(TeachingError, match=f"accepted or merged as {target}"):
        teach("split", [LANTERNS], None)
    assert select("SELECT verb FROM v_decisions ORDER BY decision_id") == ["merge", "undo", "accept"]


def test_what_changes_nothing_says_so(loaded: None, teach: Teach, again: Again, code: Code) -> None:
    assert teach("alias", "没有印过的名称", SATISFIED).forms == 0
    assert teach("alias", LANTERNS, SATISFIED).forms == 1
    again()
    assert teach("merge", code(), "GEN-002").forms == 1
    assert teach("undo", 3).forms == 0  # the merge was not applied yet
    assert teach("undo", 1).forms == 0  # nothing prints that name
    assert teach("undo", 2).forms == 1
