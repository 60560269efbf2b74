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
    loaded: None,
    teach: Teach,
    code: Code,
    again: Again,
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
    ("details", "says"), [({"level": "数"}, "--level"), ({"direction": "up"}, "higher, lower, none")]
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
