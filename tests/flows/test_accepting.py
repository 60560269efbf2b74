"""From a provisional name to an accepted indicator, and what is said of it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from flows.errors import TeachingError
from flows.settings import Settings
from tests.flows.conftest import Again, Code, Jixiao, Run, Select, Teach, Write
from tests.flows.decisions import LANTERNS, accepted, evaluated
from warehouse import query


def test_a_provisional_name_becomes_an_accepted_indicator(
    at_once: Jixiao, run: Run, settings: Settings, either: str, write: Write, folder: Path
) -> None:
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS, spent="900000.00")
    write("b.docx", "乡村教师培训经费", indicator=LANTERNS, spent="950000.00")
    run(warehouse=either)
    shutil.rmtree(folder)
    ours = {"JIXIAO_WAREHOUSE": either, "JIXIAO_STATE_DIR": str(settings.state_dir)}

    def ask(sql: str) -> list[Any]:
        return [tuple(row) for row in query(sql, either).rows]

    before = ask("SELECT form_id, version, project_name FROM v_forms")
    assert [version for _, version, _ in before] == [2]
    (listed,) = json.loads(at_once("vocab", "--format", "json", **ours).out)
    assert (listed["indicator"], listed["provisional"], listed["forms"]) == (LANTERNS, True, 1)
    (example,) = listed["examples"]
    assert example["name"] == LANTERNS
    assert example["document_uri"] in [f"{folder}/{name}.docx" for name in "ab"]

    options = ("--name", "放灯盏数", "--direction", "higher", "--who", "王敏", "--comment", "问过教育局")
    told = at_once("accept", listed["code"], *options, **ours)
    assert told.code == 0
    assert "1 form may change; apply it with: jixiao renormalize" in told.out
    assert ask("SELECT indicator FROM v_indicators") == [(LANTERNS,)]

    done = at_once("renormalize", **ours)
    assert (done.code, "quarantined" in done.out) == (0, True)
    code = "A-" + listed["code"].removeprefix("P-")
    assert ask("SELECT indicator_code, indicator, name_raw FROM v_indicators") == [
        (code, "放灯盏数", LANTERNS)
    ]
    assert ask("SELECT score, reason, provisional FROM v_matches") == [(100, "decision: accepted", 0)]
    assert ask("SELECT form_id, version, project_name FROM v_forms") == before
    assert ask("SELECT COUNT(*) FROM version") == [(2,)]
    assert ask("SELECT who, verb, subject, target, name, direction, comment FROM v_decisions") == [
        ("王敏", "accept", listed["code"], code, "放灯盏数", "higher", "问过教育局")
    ]
    assert ask("SELECT status, documents_seen, documents_new, forms FROM v_runs ORDER BY started_at")[1:] == [
        ("done", 2, 0, 2)
    ]
    assert "nothing to do" in at_once("renormalize", **ours).out


@pytest.mark.parametrize(
    ("target", "dimension"),
    [
        ("≥20吨", "mass"), ("≥20吨/日", "flow"), ("20千瓦时", "energy"), ("20兆帕", "pressure"),
        ("≥20平方米", "area"), ("20%", "ratio"), ("20万元", "money"), ("20盏", "count"),
        ("15个工作日", "duration"), ("2024年12月", "date"), ("良好", "qualitative"),
    ],
)  # fmt: skip
def test_an_accepted_indicator_has_the_dimension_of_its_targets(
    folder: Path, run: Run, teach: Teach, code: Code, target: str, dimension: str
) -> None:
    evaluated(folder / "a.docx", (LANTERNS, "质量指标", target, target, "10", "10"))
    run()
    assert teach(*accepted(code())).decisions[0].dimension == dimension


def test_the_direction_that_a_person_gives_is_used_by_scores_and_checks(
    at_once: Jixiao, run: Run, folder: Path, settings: Settings
) -> None:
    evaluated(
        folder / "a.docx",
        (LANTERNS, "质量指标", "20盏", "25盏", "10", "10"),
        ("另一种灯的盏数", "质量指标", "20盏", "25盏", "10", "10"),
    )
    run()
    ours = {"JIXIAO_STATE_DIR": str(settings.state_dir)}

    def ask(sql: str) -> Any:
        return json.loads(at_once("query", sql, "--format", "json", **ours).out)

    def scores() -> tuple[list[object], list[tuple[object, ...]]]:
        lines = ask("SELECT recomputed_score AS points FROM v_indicators ORDER BY line_no")
        found = ask("SELECT line_no, rule FROM v_findings WHERE field = 'score' AND record = 'indicator'")
        return [line["points"] for line in lines], [tuple(each.values()) for each in found]

    assert scores() == ([None, None], [])
    codes = {row["indicator"]: row["code"] for row in json.loads(at_once("vocab", "--format", "json").out)}
    first, second = codes[LANTERNS], codes["另一种灯的盏数"]
    at_once("accept", first)
    at_once("renormalize", **ours)
    assert scores() == ([None, None], [])
    told = at_once("accept", first, "--direction", "lower")
    assert "1 form may change" in told.out
    at_once("renormalize", **ours)
    assert scores() == ([8, None], [(1, "missed_but_full_marks")])
    at_once("merge", second, "A-" + first.removeprefix("P-"))
    at_once("renormalize", **ours)
    assert scores() == ([8, 8], [(1, "missed_but_full_marks"), (2, "missed_but_full_marks")])
    at_once("undo", "2")
    at_once("renormalize", **ours)
    assert scores() == ([None, None], [])


def test_the_name_that_an_indicator_is_accepted_by_means_it(
    folder: Path, run: Run, again: Again, teach: Teach, select: Select
) -> None:
    evaluated(
        folder / "a.docx",
        (LANTERNS, "数量指标", "20盏", "25盏", "10", "10"),
        ("2024年灯会灯盏数量", "数量指标", "20盏", "25盏", "10", "10"),
    )
    run()
    (code,) = select(f"SELECT indicator_code FROM v_matches WHERE name_raw = '{LANTERNS}'")
    teach(*accepted(code, "灯会灯盏数量"))
    again()
    assert select("SELECT indicator, COUNT(*) FROM v_matches GROUP BY indicator_code, indicator") == [
        ("灯会灯盏数量", 2)
    ]


def test_another_code_takes_along_what_went_to_the_former(
    run: Run, write: Write, again: Again, teach: Teach, select: Select, settings: Settings
) -> None:
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    write("b.docx", "元宵灯会经费", indicator="观灯席位布置数")
    run()
    codes = dict(select("SELECT name_raw, indicator_code FROM v_indicators"))
    first = teach(*accepted(codes[LANTERNS])).decisions[0].target
    assert first is not None
    teach("alias", "观灯席位布置数", first)
    with pytest.raises(TeachingError, match=f"decision 2, the alias of 观灯席位布置数, goes to {first}"):
        teach("undo", 1)
    made = teach(*accepted(first, None, "CUL-901")).decisions
    assert [(item.verb, item.subject, item.target) for item in made] == [
        ("accept", codes[LANTERNS], "CUL-901"),
        ("merge", first, "CUL-901"),
    ]
    again()
    assert select("SELECT indicator_code FROM v_indicators") == ["CUL-901", "CUL-901"]
    teach("undo", 3)
    again()
    assert select("SELECT indicator_code FROM v_indicators") == [first, first]
    teach("undo", 5)  # the undoing itself
    again()
    assert select("SELECT indicator_code FROM v_indicators") == ["CUL-901", "CUL-901"]


def test_another_name_keeps_the_former(
    run: Run, write: Write, again: Again, teach: Teach, select: Select
) -> None:
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    write("b.docx", "元宵灯会经费", indicator="观灯席位布置数")
    run()
    codes = dict(select("SELECT name_raw, indicator_code FROM v_indicators"))
    first = teach(*accepted(codes[LANTERNS], "观灯席位布置数")).decisions[0].target
    assert first is not None
    again()
    made = teach(*accepted(first, "放灯盏数")).decisions
    assert [(item.verb, item.subject) for item in made] == [
        ("accept", codes[LANTERNS]),
        ("alias", "观灯席位布置数"),
    ]
    again()
    assert select("SELECT indicator_code, indicator FROM v_indicators") == [(first, "放灯盏数")] * 2
    teach("undo", 2)
    again()
    assert select("SELECT indicator FROM v_indicators") == ["观灯席位布置数"] * 2
    assert select("SELECT undoes FROM v_decisions WHERE undoes > 0 ORDER BY 1") == [2, 3]


def test_what_was_undone_can_be_accepted_before_the_forms_are_read_again(
    loaded: None, again: Again, teach: Teach, code: Code
) -> None:
    provisional = code()
    first = teach(*accepted(provisional)).decisions[0].target
    again()
    teach("undo", 1)
    with pytest.raises(TeachingError, match=f"{first} is accepted by nobody any longer"):
        teach("alias", "别的名称", first)
    teach(*accepted(provisional, "放灯盏数"))
    again()
    assert code() == first
