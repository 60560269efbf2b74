"""From a provisional name to an accepted indicator: decisions, and stored layouts read with them."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import UTC, datetime

import docx
import pytest
import yaml

from extractors import ExtractionOptions
from flows import filling, renormalizing, stored, teaching
from flows.errors import TeachingError, UsageError
from flows.events import silent
from flows.exchange import export_decisions, import_decisions
from flows.filling import fill, in_turn
from flows.reading import Order, read_document
from flows.renormalizing import renormalize
from flows.teaching import Author, Details, decide
from flows.unsettled import alike, unsettled
from normalizers.matching import NONE, indicators
from warehouse import Arrival, connect, load, query

ME = Author("auditor", None)
LANTERNS = "孔明灯放飞盏数"
"""A name that no vocabulary knows."""
SATISFIED = "GEN-001"
SATISFACTION = indicators()[SATISFIED].name


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, tmp_path):
    """The address of an empty warehouse, on each database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/jixiao.db"
    return request.getfixturevalue("new_database")()


@pytest.fixture
def run(settings, folder):
    return lambda **more: fill(settings.model_copy(update=more), [str(folder)], False, silent, in_turn)


@pytest.fixture
def loaded(write, settings):
    """A warehouse with one form that prints one indicator; it is read in this process, which is quicker."""
    path = write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    read = read_document(Order(digest, path, settings.layouts, ExtractionOptions()))
    engine = connect(settings.warehouse)
    maker = filling.maker_of(settings, NONE)
    load(engine, Arrival(digest, (str(path),), "docx", datetime.now(UTC)), read.forms, maker)
    engine.dispose()


@pytest.fixture
def again(settings):
    return lambda listen=silent: renormalize(settings, listen)


@pytest.fixture
def teach(url):
    """Make a decision by the function of its verb."""

    def make(verb, *arguments, **more):
        def decisions(known):
            made = getattr(teaching, verb)(known, *arguments, author=ME, **more)
            return made if isinstance(made, list) else [made]

        return decide(url, decisions)

    return make


@pytest.fixture
def code(select):
    """The code of the one indicator."""
    return lambda: select("SELECT indicator_code FROM v_indicators")[0]


def accepted(code, name=None, new_code=None, **details):
    return ("accept", code, name, new_code, Details(**details))


def test_a_provisional_name_becomes_an_accepted_indicator(at_once, settings, either, write, folder):
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS, spent="900000.00")
    write("b.docx", "乡村教师培训经费", indicator=LANTERNS, spent="950000.00")
    fill(settings.model_copy(update={"warehouse": either}), [str(folder)], False, silent, in_turn)
    shutil.rmtree(folder)
    ours = {"JIXIAO_WAREHOUSE": either, "JIXIAO_STATE_DIR": str(settings.state_dir)}

    def ask(sql):
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


def evaluated(path, *lines):
    """A form whose results and points are printed: name, second level, target, result, weight, score."""
    document = docx.Document()
    document.add_paragraph("项目支出绩效自评表")
    document.add_paragraph("（2024年度）")
    table = document.add_table(rows=0, cols=7, style="Table Grid")
    head = ("一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分")
    rows = [("产出指标", level, name, *rest) for name, level, *rest in lines]
    for row in (("项目名称", "元宵灯会经费", *[""] * 5), head, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))


@pytest.mark.parametrize(
    ("target", "dimension"),
    [
        ("≥20吨", "mass"), ("≥20吨/日", "flow"), ("20千瓦时", "energy"), ("20兆帕", "pressure"),
        ("≥20平方米", "area"), ("20%", "ratio"), ("20万元", "money"), ("20盏", "count"),
        ("15个工作日", "duration"), ("2024年12月", "date"), ("良好", "qualitative"),
    ],
)  # fmt: skip
def test_an_accepted_indicator_has_the_dimension_of_its_targets(folder, run, teach, code, target, dimension):
    evaluated(folder / "a.docx", (LANTERNS, "质量指标", target, target, "10", "10"))
    run()
    assert teach(*accepted(code())).decisions[0].dimension == dimension


def test_the_direction_that_a_person_gives_is_used_by_scores_and_checks(at_once, run, folder, settings):
    evaluated(
        folder / "a.docx",
        (LANTERNS, "质量指标", "20盏", "25盏", "10", "10"),
        ("另一种灯的盏数", "质量指标", "20盏", "25盏", "10", "10"),
    )
    run()
    ours = {"JIXIAO_STATE_DIR": str(settings.state_dir)}

    def ask(sql):
        return json.loads(at_once("query", sql, "--format", "json", **ours).out)

    def scores():
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


def test_all_spellings_of_a_name_follow_its_alias(loaded, again, teach, select, run, write):
    assert teach("alias", "1.孔明灯放飞盏数（盏）", SATISFIED).forms == 1
    assert again().changed == 1
    assert select("SELECT indicator_code, indicator, reason FROM v_matches") == [
        (SATISFIED, SATISFACTION, "decision: alias")
    ]
    write("b.docx", "另一个项目", indicator=LANTERNS)
    run()
    assert select("SELECT DISTINCT indicator_code FROM v_matches") == [SATISFIED]


def test_a_name_is_known_under_the_level_of_its_indicator_too(folder, run, again, teach, select):
    evaluated(folder / "a.docx", ("2024年灯会秩序（%）", "满意度指标", "≥90%", "95%", "10", "10"))
    run()
    assert teach("alias", "灯会秩序", SATISFIED).forms == 1
    again()
    assert select("SELECT indicator_code, reason FROM v_matches") == [(SATISFIED, "decision: alias")]


def test_the_name_that_an_indicator_is_accepted_by_means_it(folder, run, again, teach, select):
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


def test_what_is_merged_shows_the_other_and_is_taken_back_by_undo(loaded, again, teach, code, select):
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


def test_a_split_name_is_kept_from_its_indicator(loaded, again, teach, code):
    provisional = code()
    teach("alias", LANTERNS, SATISFIED)
    again()
    assert teach("split", [LANTERNS], None).forms == 1
    again()
    assert code() == provisional


def test_a_split_counts_the_decisions_that_wait(loaded, again, teach, code, select):
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


def test_a_name_that_was_merged_or_accepted_is_not_split_in_vain(loaded, teach, code, select):
    provisional = code()
    teach("merge", provisional, SATISFIED)
    with pytest.raises(TeachingError, match="accepted or merged as GEN-001"):
        teach("split", [LANTERNS], None)
    teach("undo", 1)
    target = teach(*accepted(provisional)).decisions[0].target
    with pytest.raises(TeachingError, match=f"accepted or merged as {target}"):
        teach("split", [LANTERNS], None)
    assert select("SELECT verb FROM v_decisions ORDER BY decision_id") == ["merge", "undo", "accept"]


def test_what_changes_nothing_says_so(loaded, teach, again, code):
    assert teach("alias", "没有印过的名称", SATISFIED).forms == 0
    assert teach("alias", LANTERNS, SATISFIED).forms == 1
    again()
    assert teach("merge", code(), "GEN-002").forms == 1
    assert teach("undo", 3).forms == 0  # the merge was not applied yet
    assert teach("undo", 1).forms == 0  # nothing prints that name
    assert teach("undo", 2).forms == 1


def test_another_code_takes_along_what_went_to_the_former(run, write, again, teach, select, settings):
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    write("b.docx", "元宵灯会经费", indicator="观灯席位布置数")
    run()
    codes = dict(select("SELECT name_raw, indicator_code FROM v_indicators"))
    first = teach(*accepted(codes[LANTERNS])).decisions[0].target
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


def test_another_name_keeps_the_former(run, write, again, teach, select):
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    write("b.docx", "元宵灯会经费", indicator="观灯席位布置数")
    run()
    codes = dict(select("SELECT name_raw, indicator_code FROM v_indicators"))
    first = teach(*accepted(codes[LANTERNS], "观灯席位布置数")).decisions[0].target
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


def test_what_was_undone_can_be_accepted_before_the_forms_are_read_again(loaded, again, teach, code):
    provisional = code()
    first = teach(*accepted(provisional)).decisions[0].target
    again()
    teach("undo", 1)
    with pytest.raises(TeachingError, match=f"{first} is accepted by nobody any longer"):
        teach("alias", "别的名称", first)
    teach(*accepted(provisional, "放灯盏数"))
    again()
    assert code() == first


def test_an_undone_decision_gives_way_to_the_one_it_replaced(loaded, again, teach, code):
    teach("alias", LANTERNS, SATISFIED)
    other = teach(*accepted(code(), "放灯盏数")).decisions[0].target
    teach("alias", LANTERNS, other)
    again()
    assert code() == other
    teach("undo", 3)
    again()
    assert code() == SATISFIED


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
def test_what_cannot_stand_is_refused_with_a_reason(loaded, teach, select, decision, says):
    with pytest.raises(TeachingError, match=says):
        teach(*decision)
    assert select("SELECT COUNT(*) FROM v_decisions") == [0]


def test_decisions_may_not_contradict_each_other(loaded, teach, code, again):
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
def test_a_word_that_is_none_is_a_fault_of_usage(loaded, teach, code, details, says):
    with pytest.raises(UsageError, match=says):
        teach(*accepted(code(), **details))


def test_exit_codes_tell_usage_from_what_cannot_be_done(at_once, loaded, code):
    assert at_once("accept", code(), "--direction", "up").code == 2
    refused = at_once("merge", "P-none", SATISFIED)
    assert (refused.code, "no indicator has the code P-none" in refused.err) == (1, True)


def test_decisions_travel_as_files_and_come_back_the_same(
    loaded, teach, code, tmp_path, settings, again, run
):
    provisional = code()
    teach(*accepted(provisional, "放灯盏数", "EDU-900", level="数量指标", unit="人"))
    teach("alias", "灯会放灯总数", "EDU-900")
    teach("merge", provisional, SATISFIED)
    teach("undo", 3)
    teach("alias", "教师满意程度", SATISFIED)
    first, second = tmp_path / "first", tmp_path / "second"
    export_decisions(settings.warehouse, first)
    other = settings.model_copy(update={"warehouse": f"sqlite:///{tmp_path}/other.db"})
    assert import_decisions(other.warehouse, first, ME) == 3
    assert import_decisions(other.warehouse, first, ME) == 0
    export_decisions(other.warehouse, second)
    for name in ("decisions.yaml", "indicators/accepted.yaml"):
        assert (first / name).read_text() == (second / name).read_text()
    (entry,) = yaml.safe_load((first / "indicators" / "accepted.yaml").read_text())
    assert entry == {
        "code": "EDU-900", "name": "放灯盏数", "level": "数量指标", "direction": "higher",
        "dimension": "count", "unit": "人", "aliases": [LANTERNS, "灯会放灯总数"],
    }  # fmt: skip
    run(warehouse=other.warehouse)
    rows = query("SELECT indicator_code, indicator, name_raw FROM v_indicators", other.warehouse).rows
    assert list(rows) == [("EDU-900", "放灯盏数", LANTERNS)]


def test_a_list_of_indicators_is_taken_as_decisions(loaded, again, settings, tmp_path, code):
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- {code: EDU-901, name: 放灯数, level: 数量指标, direction: higher, dimension: count, "
        f"aliases: [{LANTERNS}]}}\n"
    )
    assert import_decisions(settings.warehouse, path, ME) == 2
    again()
    assert code() == "EDU-901"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("verb: alias", r"bad.yaml: line 1: expected a list"),
        ("- {verb: alias, subject: a}", r"bad.yaml: line 1: a decision needs target, who, decided_at"),
        (
            "- {verb: alias, subject: a, target: X-1, who: b, decided_at: '2026-01-01T00:00:00+00:00'}",
            r"bad.yaml: line 1: no indicator has the code X-1",
        ),
        (
            "\n- {verb: marry, subject: a, target: GEN-001, who: b, decided_at: '2026-01-01T00:00:00+00:00'}",
            r"bad.yaml: line 2: verb 'marry'",
        ),
        ("- {code: X-1, name: a}", r"bad.yaml: line 1: an indicator needs a text as level"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_nothing_of_it_kept(loaded, settings, tmp_path, select, text, says):
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(TeachingError, match=says):
        import_decisions(settings.warehouse, path, ME)
    assert select("SELECT COUNT(*) FROM v_decisions") == [0]


WHEN = "who: b, decided_at: '2026-01-01T00:00:00+00:00'"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (
            "- {code: GEN-001, name: 放灯数, level: 数量指标, direction: higher, dimension: count}",
            r"line 1: GEN-001 is 群众满意度 here, not 放灯数; give it a code of its own",
        ),
        (
            "\n- {code: GEN-001, name: 群众满意度, level: 服务对象满意度指标, direction: lower, "
            "dimension: ratio}",
            r"line 2: the direction of GEN-001 群众满意度 is higher here, not lower",
        ),
        (
            "- {code: EDU-900, name: 别的盏数, level: 数量指标, direction: higher, dimension: count}",
            r"line 1: EDU-900 is 放灯盏数 here, not 别的盏数",
        ),
        (
            "- {code: EDU-902, name: 放灯盏数, level: 数量指标, direction: higher, dimension: count}",
            r"line 1: 放灯盏数 of EDU-902 is EDU-900 \(放灯盏数\) already",
        ),
        (
            f"- {{verb: alias, subject: 放灯, target: GEN-001, name: 资金到位率, {WHEN}}}",
            r"line 1: GEN-001 is 群众满意度 here, not 资金到位率; nothing was imported",
        ),
        (
            f"- {{verb: accept, subject: P-1, target: EDU-900, name: 别的盏数, {WHEN}}}",
            r"line 1: EDU-900 is 放灯盏数 here, not 别的盏数; nothing was imported",
        ),
    ],
)
def test_a_code_that_means_another_thing_here_is_refused_by_line(
    loaded, settings, teach, code, tmp_path, select, at_once, text, says
):
    teach(*accepted(code(), "放灯盏数", "EDU-900"))
    path = tmp_path / "theirs.yaml"
    path.write_text(text)
    with pytest.raises(TeachingError, match=f"theirs.yaml: {says}"):
        import_decisions(settings.warehouse, path, ME)
    assert select("SELECT COUNT(*) FROM v_decisions") == [1]
    refused = at_once("vocab", "--import", str(path))
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)


def test_a_list_may_give_an_accepted_indicator_a_better_name(loaded, settings, teach, code, tmp_path, again):
    teach(*accepted(code(), "放灯盏数", "EDU-900"))
    path = tmp_path / "better.yaml"
    path.write_text(
        "- {code: EDU-900, name: 灯会放灯数, level: 数量指标, direction: higher, dimension: count, "
        "aliases: [放灯盏数]}\n"
    )
    assert import_decisions(settings.warehouse, path, ME) == 2
    assert import_decisions(settings.warehouse, path, ME) == 0
    again()
    assert query("SELECT indicator_code, indicator FROM v_indicators", settings.warehouse).rows == (
        ("EDU-900", "灯会放灯数"),
    )


def test_a_file_may_name_what_the_warehouse_accepted(loaded, settings, teach, code, tmp_path):
    teach(*accepted(code(), "放灯盏数", "EDU-900"))
    path = tmp_path / "more.yaml"
    path.write_text(f"- {{verb: alias, subject: 灯会放灯, target: EDU-900, {WHEN}}}\n")
    assert import_decisions(settings.warehouse, path, ME) == 1


def test_a_file_that_cannot_be_read_is_a_fault_of_usage_in_one_line(loaded, at_once, tmp_path):
    for number, content in enumerate((b"- {verb: alias", b"\xff\xfe\x00", b"- {verb: foo}", b"- [a]")):
        path = tmp_path / f"{number}.yaml"
        path.write_bytes(content)
        refused = at_once("vocab", "--import", str(path))
        assert (refused.code, len(refused.err.splitlines())) == (2, 1)
        assert f"{number}.yaml: line " in refused.err
    assert at_once("vocab", "--import", str(tmp_path / "none.yaml")).code == 2


def test_ingest_knows_the_decisions_too(loaded, run, teach, code, settings):
    teach("alias", LANTERNS, SATISFIED)
    assert run().read_again == 1
    assert code() == SATISFIED
    assert run().nothing_new


def test_a_decision_wakes_no_quarantine(run, folder, teach, write):
    (folder / "text.docx").write_text("绩效自评")
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    run()
    teach("alias", LANTERNS, SATISFIED)
    summary = run()
    assert (summary.tally.quarantined, summary.still_quarantined, summary.read_again) == (0, 1, 1)


def test_nothing_changed_is_said_and_no_worker_started(loaded, again, monkeypatch):
    monkeypatch.setattr(renormalizing, "workers", lambda *_: pytest.fail("a worker was started"))
    renewal = again()
    assert (renewal.stale, renewal.tally.documents_seen, renewal.tally.unchanged) == (0, 1, 1)


def test_what_says_the_same_only_takes_the_version(loaded, again, monkeypatch, select):
    documents = select("SELECT uri, last_seen_at, status FROM document")
    written = select("SELECT loaded_at FROM v_forms")
    monkeypatch.setattr(filling, "VOCABULARY_VERSION", "newer")
    events = []
    renewal = again(events.append)
    assert (renewal.changed, renewal.tally.forms, renewal.tally.indicators) == (0, 1, 1)
    assert [event.what for event in events] == ["started", "loaded", "finished"]
    assert select("SELECT loaded_at FROM v_forms") == written
    assert select("SELECT vocabulary_version FROM v_forms") == ["newer"]
    assert select("SELECT uri, last_seen_at, status FROM document") == documents
    assert again().stale == 0


def test_documents_without_a_layout_are_named_and_left_to_ingest(run, write, settings, again, monkeypatch):
    for name in ("a", "b", "c"):
        write(f"{name}.docx", f"项目{name}号经费", indicator=LANTERNS)
    run()
    lost, torn, _ = sorted(item for item in settings.layouts.rglob("*") if item.is_file())
    lost.unlink()
    torn.write_bytes(b"torn")
    monkeypatch.setattr(filling, "VOCABULARY_VERSION", "newer")
    renewal = again()
    assert (len(renewal.without_layout), renewal.tally.forms, renewal.tally.quarantined) == (2, 1, 0)
    assert again().stale == 2
    assert run().read_again == 2
    assert again().stale == 0


def test_a_fault_over_one_layout_leaves_the_others_alone(loaded, settings, tmp_path, select, monkeypatch):
    digest, uri, key = select("SELECT sha256, uri, settings_key FROM document")[0]
    item = stored.Stored(digest, uri, key.partition(" ")[0], None)

    def break_on_one(layout, _decisions):
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(stored, "normalize", break_on_one)
    (renewed,) = stored.renew_layouts(settings.layouts, [item], NONE)
    assert "a.docx: a fault in jixiao (ZeroDivisionError: a fault of ours" in renewed.reason
    assert renewed.forms is None


def test_the_list_is_the_most_frequent_first(run, write, url):
    for number in range(3):
        write(f"{number}.docx", f"项目{number}号经费", indicator=LANTERNS)
    run()
    listing = unsettled(url, 1)
    (first,) = listing.shown
    assert (first.indicator, first.lines, first.forms, listing.provisional) == (LANTERNS, 3, 3, 1)
    assert alike(url, 5) == []
