"""A vocabulary that somebody spoilt: the doctor says where, and no run begins with it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from normalizers.files import vocabulary_folder
from tests.flows.conftest import Jixiao, Write

Diagnosis = Callable[[], tuple[int, str, str]]


@pytest.fixture
def vocabulary(tmp_path: Path) -> Path:
    """The vocabulary of a copy of the package, which commands take that start in the test's folder."""
    package = tmp_path / "normalizers"
    shutil.copytree(vocabulary_folder().parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    return package / "vocabulary"


@pytest.fixture
def diagnosis(jixiao: Jixiao) -> Diagnosis:
    def ask() -> tuple[int, str, str]:
        done = jixiao("doctor", "--json")
        (part,) = (part for part in json.loads(done.out) if part["name"] == "vocabulary")
        return done.code, part["state"], part["remedy"]

    return ask


def test_a_misspelt_key_ends_the_run_before_anything_is_read(
    vocabulary: Path, diagnosis: Diagnosis, jixiao: Jixiao, write: Write
) -> None:
    path = vocabulary / "labels.yaml"
    lines = path.read_text().splitlines()
    at = next(number for number, line in enumerate(lines, 1) if line.startswith("competent_department:"))
    path.write_text(path.read_text().replace("\ncompetent_department:", "\ncompetent_departement:"))
    says = f"labels.yaml: line {at}: “competent_departement” is no key of this file"
    code, state, remedy = diagnosis()
    assert (code, state) == (1, "missing")
    assert f"{says}, is “competent_department” meant?" in remedy
    write("a.docx", "乡村教师培训经费")
    done = jixiao("ingest", "documents")
    assert (done.code, says in done.err, "nothing was read" in done.err) == (1, True, True)


def test_a_missing_file_ends_the_run_before_anything_is_read(
    vocabulary: Path, diagnosis: Diagnosis, jixiao: Jixiao, write: Write
) -> None:
    (vocabulary / "titles.yaml").unlink()
    code, state, remedy = diagnosis()
    assert (code, state, "titles.yaml: this file is missing" in remedy) == (1, "missing", True)
    write("a.docx", "乡村教师培训经费")
    done = jixiao("ingest", "documents")
    assert (done.code, "titles.yaml: this file is missing" in done.err) == (1, True)
    assert "quarantine" not in done.out
