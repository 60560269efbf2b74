"""Decisions and lists of indicators as files: written, taken in, and refused by line."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from flows.errors import TeachingError
from flows.exchange import export_decisions, import_decisions
from flows.settings import Settings
from tests.flows.conftest import Again, Code, Jixiao, Run, Select, Teach
from tests.flows.decisions import LANTERNS, ME, SATISFIED, accepted
from warehouse import query

WHEN = "who: b, decided_at: '2026-01-01T00:00:00+00:00'"


def test_decisions_travel_as_files_and_come_back_the_same(
    loaded: None, teach: Teach, code: Code, tmp_path: Path, settings: Settings, again: Again, run: Run
) -> None:
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


def test_a_list_of_indicators_is_taken_as_decisions(
    loaded: None, again: Again, settings: Settings, tmp_path: Path, code: Code
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "- {code: EDU-901, name: 放灯数, level: 数量指标, direction: higher, dimension: count, "
        f"aliases: [{LANTERNS}]}}\n"
    )
    assert import_decisions(settings.warehouse, path, ME) == 2
    again()
    assert code() == "EDU-901"


def test_a_list_may_give_an_accepted_indicator_a_better_name(
    loaded: None, settings: Settings, teach: Teach, code: Code, tmp_path: Path, again: Again
) -> None:
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


def test_a_file_may_name_what_the_warehouse_accepted(
    loaded: None, settings: Settings, teach: Teach, code: Code, tmp_path: Path
) -> None:
    teach(*accepted(code(), "放灯盏数", "EDU-900"))
    path = tmp_path / "more.yaml"
    path.write_text(f"- {{verb: alias, subject: 灯会放灯, target: EDU-900, {WHEN}}}\n")
    assert import_decisions(settings.warehouse, path, ME) == 1


def test_what_is_decided_here_already_is_not_imported_again(
    loaded: None, settings: Settings, teach: Teach, tmp_path: Path
) -> None:
    teach("alias", "灯会放灯", SATISFIED)
    path = tmp_path / "same.yaml"
    path.write_text(f"- {{verb: alias, subject: 灯会放灯, target: {SATISFIED}, name: 群众满意度, {WHEN}}}\n")
    assert import_decisions(settings.warehouse, path, ME) == 0


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
        (
            f"- {{verb: accept, subject: P-1, target: EDU-9, name: 放灯, unit: 个个个, {WHEN}}}",
            r"bad.yaml: line 1: unit '个个个': nobody knows such a unit",
        ),
        (
            f"- {{verb: accept, subject: P-1, target: EDU-9, name: 放灯, dimension: lamps, {WHEN}}}",
            r"bad.yaml: line 1: dimension 'lamps'",
        ),
        (
            "- {code: EDU-9, name: 放灯, level: 数量指标, direction: higher, dimension: money, unit: 盏}",
            r"bad.yaml: line 1: dimension 'money': figures in 盏 are count",
        ),
        ("- {code: X-1, name: a}", r"bad.yaml: line 1: an indicator needs a text as level"),
    ],
)
def test_a_bad_file_is_refused_by_line_and_nothing_of_it_kept(
    loaded: None, settings: Settings, tmp_path: Path, select: Select, text: str, says: str
) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(TeachingError, match=says):
        import_decisions(settings.warehouse, path, ME)
    assert select("SELECT COUNT(*) FROM v_decisions") == [0]


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
    loaded: None,
    settings: Settings,
    teach: Teach,
    code: Code,
    tmp_path: Path,
    select: Select,
    at_once: Jixiao,
    text: str,
    says: str,
) -> None:
    teach(*accepted(code(), "放灯盏数", "EDU-900"))
    path = tmp_path / "theirs.yaml"
    path.write_text(text)
    with pytest.raises(TeachingError, match=f"theirs.yaml: {says}"):
        import_decisions(settings.warehouse, path, ME)
    assert select("SELECT COUNT(*) FROM v_decisions") == [1]
    refused = at_once("vocab", "--import", str(path))
    assert (refused.code, len(refused.err.splitlines())) == (1, 1)


def test_a_file_that_cannot_be_read_is_a_fault_of_usage_in_one_line(
    loaded: None, at_once: Jixiao, tmp_path: Path
) -> None:
    for number, content in enumerate((b"- {verb: alias", b"\xff\xfe\x00", b"- {verb: foo}", b"- [a]")):
        path = tmp_path / f"{number}.yaml"
        path.write_bytes(content)
        refused = at_once("vocab", "--import", str(path))
        assert (refused.code, len(refused.err.splitlines())) == (2, 1)
        assert f"{number}.yaml: line " in refused.err
    assert at_once("vocab", "--import", str(tmp_path / "none.yaml")).code == 2
