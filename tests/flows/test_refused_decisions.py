"""Decisions that cannot stand are refused, with a reason, and leave nothing behind."""

from __future__ import annotations

import pytest

from flows.errors import TeachingError, UsageError
from tests.flows.conftest import Again, Code, Jixiao, Select, Teach
from tests.flows.decisions import LANTERNS, SATISFACTION, SATISFIED, accepted


@pytest.mark.parametrize(
    ("decision", "says"),
    [
        (("merge", "P-none", SATISFIED), "no indicator has the code P-none"),
        (("merge", SATISFIED, SATISFIED), "one indicator already"),
        (("alias", LANTERNS, "X-1"), "no indicator has the code X-1"),
        (accepted(SATISFIED), "is no provisional indicator"),
        (("split", ["没有印过的名称"], None), "printed in no form"),
        (("split", [LANTERNS], SATISFIED), "does not go to GEN-001"),
        (("split", [LANTERNS], None), "nothing to split it from"),
        (("undo", 7), "there is no decision 7"),
    ],
)
def test_what_cannot_stand_is_refused_with_a_reason(
    loaded: None, teach: Teach, select: Select, decision: tuple[object, ...], says: str
) -> None:
    with pytest.raises(TeachingError, match=says):
        teach(*decision)
    assert select("SELECT COUNT(*) FROM v_decisions") == [0]


def test_decisions_may_not_contradict_each_other(
    loaded: None, teach: Teach, code: Code, again: Again
) -> None:
    provisional = code()
    teach("merge", provisional, SATISFIED)
    with pytest.raises(TeachingError, match="circle"):
        teach("merge", SATISFIED, provisional)
    with pytest.raises(TeachingError, match=r"merged into GEN-001 \(decision 1\)"):
        teach(*accepted(provisional))
    teach("undo", 1)
    with pytest.raises(
        TeachingError, match=f"{SATISFACTION} is GEN-001 already.*jixiao merge {provisional} GEN-001"
    ):
        teach(*accepted(provisional, SATISFACTION))
    with pytest.raises(TeachingError, match="the code GEN-001 is taken"):
        teach(*accepted(provisional, None, SATISFIED))


@pytest.mark.parametrize(
    ("details", "says"),
    [
        ({"level": "数"}, "--level"),
        ({"direction": "up"}, "higher, lower, none"),
        ({"dimension": "个"}, "--dimension"),
        ({"unit": "个个个"}, "--unit '个个个': nobody knows such a unit"),
        ({"unit": "人", "dimension": "money"}, "figures in 人 are count"),
    ],
)
def test_a_word_that_is_none_is_a_fault_of_usage(
    loaded: None, teach: Teach, code: Code, details: dict[str, str], says: str
) -> None:
    with pytest.raises(UsageError, match=says):
        teach(*accepted(code(), **details))


def test_exit_codes_tell_usage_from_what_cannot_be_done(at_once: Jixiao, loaded: None, code: Code) -> None:
    assert at_once("accept", code(), "--direction", "up").code == 2
    refused = at_once("merge", "P-none", SATISFIED)
    assert (refused.code, "no indicator has the code P-none" in refused.err) == (1, True)


@pytest.mark.parametrize("unit", ["个", "%", "万元/公里", "张/千人", "微克/立方米"])
def test_a_unit_that_is_known_is_taken(loaded: None, teach: Teach, code: Code, unit: str) -> None:
    assert teach(*accepted(code(), unit=unit)).decisions[0].unit == unit


def test_a_unit_tells_the_dimension(loaded: None, teach: Teach, code: Code, select: Select) -> None:
    teach(*accepted(code(), unit="万元"))
    teach(*accepted(code(), unit="%"))
    assert select("SELECT dimension FROM v_decisions ORDER BY decision_id") == ["money", "ratio"]


def test_what_is_decided_already_is_no_decision(
    at_once: Jixiao, loaded: None, teach: Teach, code: Code, select: Select
) -> None:
    provisional = code()
    teach(*accepted(provisional, unit="人"))
    again = at_once("accept", provisional, "--unit", "人", "--who", "another")
    assert (again.code, "decision 1 of auditor says the same already" in again.out) == (0, True)
    assert "renormalize" not in again.out
    assert at_once("accept", provisional, "--comment", "asked the bureau").code == 0
    teach("merge", provisional, SATISFIED)
    assert len(teach("merge", provisional, SATISFIED).known) == 1
    assert select("SELECT verb FROM v_decisions ORDER BY decision_id") == ["accept", "accept", "merge"]
