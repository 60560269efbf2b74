"""A vocabulary that cannot be trusted is refused when it is loaded, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from normalizers.lexicon import VocabularyError, lexicon, parse_lexicon, vocabulary_folder


def written(folder: Path, text: str) -> Path:
    path = folder / "labels.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_alias_of_two_names_is_refused_with_file_and_line(tmp_path: Path) -> None:
    path = written(tmp_path, "weight: [分值]\nscore:\n  - 得分\n  - 分值\n")
    with pytest.raises(VocabularyError, match=r"labels\.yaml: line 4: “分值” already stands for weight"):
        parse_lexicon(path)


def test_a_name_without_a_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"labels\.yaml: line 1: expected a list of aliases for weight"):
        parse_lexicon(written(tmp_path, "weight: 分值\n"))


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
def test_what_is_no_yaml_is_refused_with_file_and_line(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "labels.yaml"
    path.write_bytes(content)
    with pytest.raises(VocabularyError, match=rf"labels\.yaml: {says}"):
        parse_lexicon(path)


@pytest.mark.parametrize("path", sorted(vocabulary_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_every_shipped_vocabulary_loads(path: Path) -> None:
    if path.stem == "units":
        from normalizers.units import registry

        assert registry()["万元"].base == "元"
    elif path.stem == "templates":
        from normalizers.templates import templates

        assert templates()
    else:
        assert parse_lexicon(path).aliases


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
