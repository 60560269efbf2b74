"""The benchmarks are scripts, not a package: their folder is put where imports look last."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2] / "benchmarks"))


@pytest.fixture(scope="session")
def matching() -> ModuleType:
    """The benchmark of matching."""
    return importlib.import_module("matching")
