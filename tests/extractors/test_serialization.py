from __future__ import annotations

import json

import pytest
import zstandard

from extractors.model import Box, Cell, Grid, Layout, Page, Reading, TextLine
from extractors.serialization import UnknownLayoutVersion, dump, load

LAYOUT = Layout(
    "00ff",
    "application/pdf",
    "scan",
    (
        TextLine((Reading("（2023年度）", 0.1 + 0.2, 200),), Box(1, 1 / 3, 2.5, 3e-7, 4)),
        Grid(0, 1, 2, (Cell(0, 0, 1, 2, (Reading("≥95%\n≤3", 0.9, 200), Reading("295%", 0.4, 300))),)),
    ),
    (Page(1, 595.276, 841.89, "scan"),),
)


def test_a_stored_layout_comes_back_equal() -> None:
    assert load(dump(LAYOUT)) == LAYOUT


def test_another_schema_is_refused_and_not_guessed() -> None:
    content = json.loads(zstandard.decompress(dump(LAYOUT)))
    content["schema"] = 999
    with pytest.raises(UnknownLayoutVersion, match="999"):
        load(zstandard.compress(json.dumps(content).encode()))


@pytest.mark.parametrize("stored", [b"", b"not zstd", zstandard.compress(b"{}"), zstandard.compress(b"[1]")])
def test_what_is_no_layout_is_refused(stored: bytes) -> None:
    with pytest.raises(UnknownLayoutVersion):
        load(stored)
