"""What is handed on: the wheel is whole, typed, and says whose its data were."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("flows", "extractors", "normalizers", "warehouse")
DATA = sorted(
    path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*")
    if path.suffix in (".tsv", ".yaml", ".txt", ".json", ".csv")
)
LICENCES = {path.stem: path.read_text(encoding="utf-8") for path in (ROOT / "LICENSES").glob("*.txt")}


def origins(path: Path) -> list[str]:
    """The packages from which the head of a file says that its data were drawn."""
    text = path.read_text(encoding="utf-8")
    head = " ".join(line.lstrip("# ") for line in text.splitlines()[:20] if line.startswith("#"))
    named = re.findall(r"Python package ([\w-]+)", head)
    assert named or not re.search(r"origin:|drawn from|licen[cs]e", head, re.IGNORECASE), path
    return named


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in a wheel that is built of this folder; what is below dist-info without the version."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    with zipfile.ZipFile(built) as content:
        return {re.sub(r"^jixiao-[^/]*\.dist-info", "about", name) for name in content.namelist()}


def test_every_origin_of_data_has_its_licence_with_its_holder() -> None:
    named = {package for path in DATA for package in origins(path)}
    assert named == set(LICENCES)
    for text in LICENCES.values():
        assert re.search(r"^Copyright \(c\) 20\d\d \w", text, re.MULTILINE)
        assert "The above copyright notice and this permission notice" in " ".join(text.split())


def test_the_wheel_holds_licences_types_and_data(wheel: set[str]) -> None:
    assert {"about/licenses/LICENSE", *(f"about/licenses/LICENSES/{name}.txt" for name in LICENCES)} <= wheel
    assert {f"{package}/py.typed" for package in PACKAGES} <= wheel
    assert {path.relative_to(ROOT).as_posix() for path in DATA} <= wheel
