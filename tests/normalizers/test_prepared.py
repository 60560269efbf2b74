"""What is kept of the vocabulary between processes: never older than its files, and nothing needs it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import copytree, ignore_patterns
from types import FrameType
from typing import Any

import pytest

from extractors import extract
from normalizers import normalize, tries
from normalizers.prepared import KEPT, prepared

ROOT = Path(__file__).resolve().parents[2]
ASK = "from normalizers.matching import Name, match; print(match([Name('学生满意度')])[0].indicator)"
LIST = Path("normalizers", "vocabulary", "indicators", "education.yaml")
LINE = "name: 学生满意度,"

Ask = Callable[[], tuple[str, str]]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The packages that match names, to edit, with the indicators of one file."""
    for name in ("normalizers", "extractors"):
        copytree(ROOT / name, tmp_path / "code" / name, ignore=ignore_patterns("__pycache__"))
    for path in (tmp_path / "code" / LIST).parent.glob("*.yaml"):
        if path.name != LIST.name:
            path.unlink()
    return tmp_path / "code"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user's cache folder that nobody has used."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "jixiao"


@pytest.fixture
def ask(package: Path, cache: Path) -> Ask:
    """What a new process makes of 学生满意度, and what it complains of."""

    def run() -> tuple[str, str]:
        environment = {**os.environ, "PYTHONPATH": str(package), "PYTHONIOENCODING": "utf-8"}
        done = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, cwd=package)
        return done.stdout.decode().strip(), done.stderr.decode().strip()

    return run


def kept(cache: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in cache.glob("indicators-*")}


def test_an_edit_of_words_or_code_is_seen_at_once_checked_and_taken_back(
    ask: Ask, package: Path, cache: Path
) -> None:
    path = package / LIST
    before = path.read_text(encoding="utf-8")
    assert ask() == ("学生满意度", "")
    first = kept(cache)

    path.write_text(before.replace(LINE, "name: 全体学生满意度,"), encoding="utf-8")
    assert ask() == ("全体学生满意度", "")
    path.write_text(before + "- {code: XXX-001, name: 无级别数量}\n", encoding="utf-8")
    answer, complaint = ask()
    assert answer == ""
    assert complaint.endswith(
        f"VocabularyError: {path.name}: line {len(before.splitlines()) + 1}: "
        "an indicator needs a text as level, direction, dimension"
    )

    path.write_text(before, encoding="utf-8")
    assert ask() == ("学生满意度", "")
    assert first.items() <= kept(cache).items()

    code = package / "normalizers" / "matching" / "cleaning.py"
    code.write_text(code.read_text(encoding="utf-8") + "\n# another version\n", encoding="utf-8")
    assert ask() == ("学生满意度", "")
    assert len(kept(cache)) == len({"first", "renamed", "of other code"})


@pytest.mark.parametrize("damaged", [b"", b"{}", b"0" * 64 + b"\n{}"])
def test_a_damaged_file_is_made_anew(cache: Path, damaged: bytes) -> None:
    assert prepared("thing", lambda: {"figures": [1, 2]}) == {"figures": [1, 2]}
    (path,) = cache.iterdir()
    whole = path.read_bytes()
    for content in (damaged, whole[:-1], whole.replace(b"1", b"3")):
        path.write_bytes(content)
        assert prepared("thing", lambda: {"figures": [1, 2]}) == {"figures": [1, 2]}
        assert path.read_bytes() == whole


def test_what_is_kept_is_not_made_again(cache: Path) -> None:
    assert prepared("thing", lambda: {"made": "first"}) == {"made": "first"}
    assert prepared("thing", lambda: {"made": "again"}) == {"made": "first"}
    assert [path.suffix for path in cache.iterdir()] == [".json"]


def test_several_at_once_leave_one_whole_file(cache: Path) -> None:
    figures = list(range(100_000))
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: prepared("thing", lambda: {"figures": figures}), range(40)))
    assert made == [{"figures": figures}] * 40
    assert [path.suffix for path in cache.iterdir()] == [".json"]


def test_without_a_folder_to_write_it_is_made_every_time(cache: Path) -> None:
    cache.parent.write_text("a file where the folder would be", encoding="utf-8")
    made: list[dict[str, Any]] = [prepared("thing", lambda: {"made": "first"})]
    made.append(prepared("thing", lambda: {"made": "again"}))
    assert made == [{"made": "first"}, {"made": "again"}]


def test_old_versions_do_not_pile_up(cache: Path) -> None:
    cache.mkdir(parents=True)
    for number in range(KEPT + 3):
        (cache / f"thing-{number}.json").write_text("old", encoding="utf-8")
        os.utime(cache / f"thing-{number}.json", (number, number))
    prepared("thing", dict)
    left = {path.name for path in cache.iterdir()}
    assert len(left) == KEPT
    assert not left & {f"thing-{number}.json" for number in range(4)}


def test_words_become_patterns_once_and_not_for_every_form() -> None:
    layouts = [
        extract(path.read_bytes(), path.name)
        for path in sorted((ROOT / "fixtures").glob("family-*.docx"))[:2]
    ]
    assert layouts
    first = [normalize(layout) for layout in layouts]
    called = set[str]()

    def watch(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            called.add(frame.f_code.co_filename)

    sys.setprofile(watch)
    try:
        again = [normalize(layout) for layout in layouts]
    finally:
        sys.setprofile(None)
    assert again == first
    assert any(Path(name).name == "dates.py" for name in called)
    assert tries.__file__ not in called, "a pattern is built again"
