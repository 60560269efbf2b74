"""``jixiao match``: CSV in, CSV out, and what a person is told where the file is wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.flows.conftest import Jixiao

TABLE = """id,name,level2,unit
1,遵义市2023年义务教育巩固率（%）,质量指标,%
2,游客不满意度,,
3,,,
4,学生满意度
"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_names_are_matched_and_columns_kept(jixiao: Jixiao, tmp_path: Path, encoding: str) -> None:
    (tmp_path / "names.csv").write_text(TABLE, encoding=encoding)
    run = jixiao("match", "names.csv")
    assert run.code == 0, run.err
    rows = list(csv.DictReader(io.StringIO(run.out)))
    assert list(rows[0]) == ["id", "name", "level2", "unit", "indicator_code", "indicator", "score", "reason"]
    assert [row["id"] for row in rows] == ["1", "2", "3", "4"]
    assert [row["indicator"] for row in rows] == ["义务教育巩固率", "游客不满意度", "", "学生满意度"]
    assert [row["indicator_code"].startswith("P-") for row in rows] == [False, True, False, False]
    assert [row["score"] for row in rows] == ["98", "0", "", "100"]
    assert rows[1]["reason"] == "veto: polarity 不, which 游客满意度 has not"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("title,unit\n污水处理率,%\n", "names.csv: line 1: there is no column “name” (columns: title, unit)"),
        ("", "names.csv: the file is empty"),
        ("name,score\n污水处理率,1\n", "names.csv: line 1: the column “score” is there already"),
        ("name\n污水处理率,1\n", "names.csv: line 2: 2 values, 1 columns"),
        ("name,unit,Name\n污水处理率,%,1\n", "names.csv: line 1: the column “name” is there twice"),
        ('name\n"污水处理率\n', "names.csv: line 2: this is no CSV"),
    ],
)
def test_what_is_wrong_with_the_file_is_said_with_its_line(
    at_once: Jixiao, tmp_path: Path, content: str, says: str
) -> None:
    (tmp_path / "names.csv").write_text(content, encoding="utf-8")
    run = at_once("match", "names.csv")
    assert run.code == 2
    assert says in run.err
    assert run.out == ""


def test_a_level_that_nobody_knows_is_said_once(at_once: Jixiao, tmp_path: Path) -> None:
    content = "name,level2\n污水处理率,质量指标\n污水处理率,数量级\n污水处理量,数量级\n"
    (tmp_path / "names.csv").write_text(content, encoding="utf-8")
    run = at_once("match", "names.csv")
    assert (run.code, len(run.out.splitlines())) == (0, 4)
    assert [line.partition(" is ")[0] for line in run.err.splitlines()] == [
        "jixiao: names.csv: line 3: “数量级”"
    ]


def test_a_file_that_is_not_there_is_named(at_once: Jixiao) -> None:
    run = at_once("match", "nowhere.csv")
    assert run.code == 2
    assert "nowhere.csv: no such file" in run.err


def test_a_provisional_code_has_one_name(at_once: Jixiao, tmp_path: Path) -> None:
    (tmp_path / "names.csv").write_text("name\n财政资金支付及时率\n资金支付及时率\n", encoding="utf-8")
    lines = at_once("match", "names.csv").out.splitlines()[1:]
    assert len({tuple(line.split(",")[1:3]) for line in lines}) == 1
