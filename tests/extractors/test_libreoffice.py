"""Old office kinds, through LibreOffice where it is installed; without it, what is said instead."""

from __future__ import annotations

import io
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from extractors import DamagedDocument, ExtractionOptions, MissingReader, extract
from extractors.model import Grid, Layout
from extractors.office.libreoffice import program
from tests.extractors.conftest import needs_office

RTF = (
    r"{\rtf1\ansi\ansicpg936\deff0{\fonttbl{\f0 SimSun;}}\pard \u33258?\u35780?\u34920?\par "
    r"\trowd\cellx2000\cellx6000\pard\intbl \u21517?\u31216?\cell 95%\cell\row \pard\par}"
)
"""自评表 above a table of two cells: 名称, 95%."""


def texts(layout: Layout) -> list[str]:
    return [
        each.text
        for block in layout.blocks
        for each in (block.cells if isinstance(block, Grid) else [block])
        if each.text
    ]


@needs_office
def test_rich_text() -> None:
    layout = extract(RTF.encode(), "自评表.rtf")
    assert texts(layout) == ["自评表", "名称", "95%"]
    assert (layout.media_type, layout.medium) == ("application/rtf", "word")


@needs_office
def test_an_old_word_file_reads_like_the_new_one(tmp_path: Path, fixtures: Callable[[str], bytes]) -> None:
    document = Document(io.BytesIO(fixtures("family-1.docx")))
    document.add_paragraph("完")
    new, old = tmp_path / "form.docx", tmp_path / "form.doc"
    document.save(str(new))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(program()),
        profile,
        "--headless",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(new),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    layout = extract(old.read_bytes(), "form.doc")
    assert layout.media_type == "application/msword"
    assert texts(layout) == texts(extract(new.read_bytes(), "form.docx"))


def test_without_libreoffice_the_package_is_named() -> None:
    with pytest.raises(MissingReader, match=r"a\.rtf: .*libreoffice-writer.*save it as \.docx or PDF"):
        extract(RTF.encode(), "a.rtf", ExtractionOptions(soffice="no-such-program"))


def test_a_conversion_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    hanging, child = tmp_path / "soffice", tmp_path / "child"
    hanging.write_text(f"#!/bin/sh\nsleep 300 &\necho $! >{child}\nwait\n")
    hanging.chmod(0o755)
    with pytest.raises(DamagedDocument, match=r"a\.rtf: .*after 1 s and was stopped"):
        extract(RTF.encode(), "a.rtf", ExtractionOptions(soffice=str(hanging), conversion_timeout=1))
    assert _ended(int(child.read_text()))


def _ended(process: int) -> bool:
    """Whether a process is gone within a moment, or only waits for somebody to notice."""
    for _ in range(50):
        try:
            os.kill(process, 0)
            if Path(f"/proc/{process}/stat").read_text().split()[2] == "Z":
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.1)
    return False
