"""A vocabulary that cannot be trusted is refused when it is loaded, with file and line."""

from __future__ import annotations

import re
import shutil
from functools import partial
from pathlib import Path

import hypothesis.strategies as st
import pytest
import yaml
from hypothesis import given, settings
from rapidfuzz import fuzz

from normalizers import check_vocabulary
from normalizers.dimensions import DIMENSIONS, check_dimensions, dimension_of
from normalizers.files import VocabularyError, check_files, keyed, vocabulary_folder
from normalizers.keys import KEYS, OPEN
from normalizers.lexicon import REPAIR_RATIO, Lexicon, lexicon, parse_lexicon, words
from normalizers.text import squashed
from normalizers.units import registry
from tests.normalizers.conftest import Refusal

LETTERS = st.text("甲乙丙丁戊己", min_size=4, max_size=9)
NEEDED = [(name, key) for name, keys in KEYS.items() for key in keys.needed]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("weight: [分值]\nscore:\n  - 得分\n  - 分值\n", "line 4: “分值” already stands for weight"),
        ("weight: 分值\n", "line 1: expected a list of aliases for weight"),
    ],
)
def test_an_alias_of_two_names_or_of_no_list_is_refused_with_file_and_line(
    refusal: Refusal, content: str, says: str
) -> None:
    assert refusal(parse_lexicon, "labels.yaml", content).startswith(f"labels.yaml: {says}")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (
            b"weight: [\xe5\x88\x86\xe5\x80\xbc]\nscore: [a, b\nother: x\n",
            r"line 3: this is no YAML: .*expected",
        ),
        ("weight: [分值]\nscore: [得分]".encode("gb18030"), r"line 1: this is not UTF-8"),
        (b"weight: [a]\nscore: [b\x07]\n", r"line 2: this is no YAML: "),
    ],
)
def test_what_is_no_yaml_is_refused_with_file_and_line(refusal: Refusal, content: bytes, says: str) -> None:
    assert re.match(rf"labels\.yaml: {says}", refusal(parse_lexicon, "labels.yaml", content))


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """A copy of the vocabulary that may be spoilt."""
    folder = tmp_path / "vocabulary"
    shutil.copytree(vocabulary_folder(), folder)
    return folder


def test_every_shipped_vocabulary_loads() -> None:
    check_files(vocabulary_folder())
    check_vocabulary()
    for path in vocabulary_folder().rglob("*.yaml"):
        assert yaml.safe_load(path.read_text(encoding="utf-8")), path


@pytest.mark.parametrize(("name", "key"), NEEDED)
def test_every_key_that_is_asked_for_has_its_words(name: str, key: str) -> None:
    path = vocabulary_folder() / f"{name}.yaml"
    written = yaml.safe_load(path.read_text(encoding="utf-8"))[key]
    assert set(map(squashed, map(str, written))) <= set(words(name)[key])


@pytest.mark.parametrize(("name", "key"), NEEDED)
def test_a_misspelt_key_is_refused_with_its_line_and_what_is_meant(
    refusal: Refusal, name: str, key: str
) -> None:
    lines = (vocabulary_folder() / f"{name}.yaml").read_text(encoding="utf-8").splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith((f"{key}:", f'"{key}":')))
    lines[at - 1] = lines[at - 1].replace(key, f"{key}s", 1)
    file = f"{name.rpartition('/')[2]}.yaml"
    says = (
        f"line 1: the key “{key}” is missing; add it with its words"
        if KEYS[name].others
        else f"line {at}: “{key}s” is no key of this file, is “{key}” meant?"
    )
    said = refusal(partial(parse_lexicon, keys=KEYS[name]), file, "\n".join(lines))
    assert said.startswith(f"{file}: {says}")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("higher: [满意度]\n", "line 1: the key “lower” is missing"),
        ("higher: [满意度]\nlower: []\n", "line 2: “lower” has no word"),
        (
            "higher: [满意度]\nlower: [投诉率]\nhigher: [完成率]\n",
            "line 3: “higher” stands at line 1 already",
        ),
        ("higher: [满意度]\nlower: [投诉率]\nup: [完成率]\n", "line 3: “up” is no key of this file"),
        ("higher: [满意度]\n[lower]: [投诉率]\n", "line 2: expected a name"),
        ("", "line 1: expected a mapping"),
    ],
)
def test_a_file_has_its_keys_once_and_no_others(refusal: Refusal, text: str, says: str) -> None:
    said = refusal(partial(parse_lexicon, keys=KEYS["directions"]), "directions.yaml", text)
    assert said.startswith(f"directions.yaml: {says}")


def test_a_file_of_names_may_hold_any(tmp_path: Path) -> None:
    path = tmp_path / "projects.yaml"
    path.write_text("元宵灯会管理: [灯会管理]\n", encoding="utf-8")
    assert parse_lexicon(path, OPEN).aliases == {
        "元宵灯会管理": "元宵灯会管理",
        "灯会管理": "元宵灯会管理",
    }


@pytest.mark.parametrize("name", ["titles.yaml", "divisions.tsv", "matching/common.tsv", "bodies/zones.yaml"])
def test_a_missing_file_is_named_with_its_folder(vocabulary: Path, name: str) -> None:
    path = vocabulary / name
    path.unlink()
    with pytest.raises(VocabularyError, match=f"{path.name}: this file is missing from {path.parent}"):
        check_files(vocabulary)
    if name.endswith(".yaml"):
        with pytest.raises(VocabularyError, match=f"{path.name}: this file is missing from {path.parent}"):
            keyed(path, OPEN)


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("lables.yaml", "nothing reads a file of this name, is “labels.yaml” meant?"),
        ("titles.yml", "nothing reads a file of this name, is “titles.yaml” meant?"),
        ("bodies/schools.yaml", "nothing reads a file of this name"),
    ],
)
def test_a_file_that_nothing_reads_is_refused(vocabulary: Path, name: str, says: str) -> None:
    (vocabulary / name).write_text("a: [b]\n")
    with pytest.raises(VocabularyError, match=f"{name}: line 1: {says}"):
        check_files(vocabulary)


def test_lists_of_indicators_may_be_any_number_but_none(vocabulary: Path) -> None:
    lists = sorted((vocabulary / "indicators").glob("*.yaml"))
    for path in lists[1:]:
        path.unlink()
    (vocabulary / "indicators" / "accepted.yaml").write_text("[]\n")
    check_files(vocabulary)
    for path in (vocabulary / "indicators").glob("*.yaml"):
        path.unlink()
    with pytest.raises(VocabularyError, match="there is no list of indicators"):
        check_files(vocabulary)


def test_every_dimension_of_the_units_is_one_of_an_indicator(vocabulary: Path) -> None:
    check_dimensions(vocabulary / "units.yaml")
    counters = {unit.base for unit in registry().values() if unit.dimension == unit.base} - {"ratio"}
    told = {unit.base: dimension_of(unit.base) for unit in registry().values()}
    assert {base for base, dimension in told.items() if dimension == "count"} == {*counters, "人", "次"}
    assert set(told.values()) <= set(DIMENSIONS)
    text = (vocabulary / "units.yaml").read_text(encoding="utf-8").replace("\npersons:", "\nperson:")
    (vocabulary / "units.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(
        VocabularyError, match=r"line \d+: “person” is no key of this file, is “persons” meant"
    ):
        check_dimensions(vocabulary / "units.yaml")


@pytest.mark.parametrize(
    ("unit", "dimension"),
    [
        ("吨", "mass"), ("吨/平方米", "mass"), ("吨/日", "flow"), ("立方米/日", "flow"), ("米/日", "speed"),
        ("千瓦时", "energy"), ("吨标准煤", "energy"), ("千瓦", "power"), ("毫克/立方米", "concentration"),
        ("元/年/人", "money"), ("ratio", "ratio"), ("百分点", "ratio"), ("工作日", "duration"),
        ("月", "duration"), ("人/日", "count"), ("盏", "count"), (None, "count"),
    ],
)  # fmt: skip
def test_the_dimension_of_an_indicator_is_that_of_its_canonical_unit(
    unit: str | None, dimension: str
) -> None:
    assert dimension_of(unit) == dimension


@given(aliases=st.sets(LETTERS, min_size=1, max_size=12), text=LETTERS)
@settings(max_examples=300, deadline=None)
def test_a_misread_label_is_the_one_that_is_most_like_it_of_all(aliases: set[str], text: str) -> None:
    likeness = {alias: fuzz.ratio(text, alias) for alias in aliases}
    best = [alias for alias, ratio in likeness.items() if ratio == max(likeness.values()) >= REPAIR_RATIO]
    found = Lexicon({alias: alias for alias in aliases}).match(text)
    if found is None:
        assert len(best) != 1
    elif found.rule == "misread":
        assert best == [found.name]


@pytest.mark.parametrize(
    ("name", "text", "canonical"),
    [
        ("level2", "可持续影", "可持续影响指标"),
        ("level2", "满意度指", "服务对象满意度指标"),
        ("level1", "产出指标\n(50分)", "产出指标"),
        ("labels", "年\n度\n总\n体\n目\n标", "goal_group"),
        ("labels", "项 目 名 称", "project_name"),
        ("labels", "顷目名称", "project_name"),
        ("funding_rows", "-----其中：上级补助：", "superior"),
        ("funding_rows", "本级安", "local"),
        ("indicator_columns", "年度指标值（A）", "target"),
        ("indicator_columns", "末完成原因分析", "remark"),
    ],
)
def test_labels_are_known_clipped_stacked_spaced_and_misread(name: str, text: str, canonical: str) -> None:
    found = lexicon(name).match(text)
    assert found is not None
    assert found.name == canonical


@pytest.mark.parametrize(
    ("name", "text"), [("level2", "指标"), ("labels", "指标"), ("indicator_columns", "分")]
)
def test_a_label_that_could_be_two_is_none(name: str, text: str) -> None:
    assert lexicon(name).match(text) is None
