"""What lies under the sources: names of any bytes, files of any size and kind, the same bytes twice."""

from __future__ import annotations

import os
import tracemalloc
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from extractors.detect import media_type, media_type_of
from flows.addresses import as_text, meant
from flows.events import silent
from flows.filling import fill, in_turn
from flows.settings import Settings
from flows.sources import discover
from flows.workers import Hire
from tests.flows.conftest import Jixiao, Run, Write
from warehouse import query

LARGE = 64_000_000
GBK = os.fsdecode("测试".encode("gbk"))


def test_a_name_that_is_no_utf8_is_read_stored_and_printed(
    settings: Settings, folder: Path, write: Write, either: str, hire: Hire
) -> None:
    write(f"{GBK}.docx", "乡村教师培训经费")
    (folder / f"{GBK}.pdf").write_bytes(b"")
    settings = settings.model_copy(update={"warehouse": either})
    source = str(folder / f"{GBK}.docx")
    summary = fill(settings, [source, str(folder)], False, silent, in_turn, hire)
    assert (summary.tally.forms, summary.tally.quarantined) == (1, 1)
    [(uri, reason)] = summary.reasons
    assert uri == f"{folder}/\\xb2\\xe2\\xca\\xd4.pdf"
    assert reason.startswith("\\xb2\\xe2\\xca\\xd4.pdf: the file is empty")
    told = query("SELECT document_uri FROM v_documents ORDER BY 1", either).rows
    assert told == ((f"{folder}/\\xb2\\xe2\\xca\\xd4.docx",), (uri,))
    assert query("SELECT sources FROM run", either).rows == ((f"{as_text(source)}\n{folder}",),)


def test_a_command_names_such_files_as_text_and_takes_the_text_for_them(
    run: Run, at_once: Jixiao, folder: Path, write: Write
) -> None:
    write(f"{GBK}.docx", "乡村教师培训经费")
    (folder / f"{GBK}.txt").write_text("绩效")
    run()
    for name in (GBK, as_text(GBK)):
        done = at_once("ingest", f"documents/{name}.docx", f"documents/{name}.txt")
        assert (done.code, done.out.splitlines()[-1]) == (0, "nothing new")
        assert "1 unchanged" in done.out
        assert "skipped      documents/\\xb2\\xe2\\xca\\xd4.txt" in done.out
    missing = at_once("ingest", f"documents/{GBK}.xls")
    assert (missing.code, "\\xb2\\xe2\\xca\\xd4.xls: there is no such file" in missing.err) == (2, True)


def test_an_address_that_is_text_is_left_as_it_is(folder: Path) -> None:
    odd = folder / "\\xb2.docx"
    odd.touch()
    assert meant(str(odd)) == str(odd)
    assert meant(as_text(folder / GBK)) == str(folder / GBK)
    assert as_text("绩效/a.docx") == "绩效/a.docx"


@pytest.mark.parametrize(
    "head", [b"\0\0\0\x18ftypmp42", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF-"]
)
def test_no_file_is_held_in_memory(folder: Path, head: bytes) -> None:
    with (folder / "large.bin").open("wb") as file:
        file.write(head)
        file.truncate(LARGE)
    tracemalloc.start()
    try:
        found = discover([str(folder / "large.bin")])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.documents) == (head == b"%PDF-")
    assert most < LARGE / 8


@pytest.mark.parametrize("at", [30, 1023, (1 << 20) - 3, (1 << 20) + 5, (3 << 20) - 1])
def test_a_kind_is_told_wherever_it_stands_in_a_file_that_is_cut_off(at: int) -> None:
    data = b"PK\x03\x04".ljust(at, b"\0") + b"word/document.xml" + bytes(1 << 20)
    assert media_type(data) == media_type_of(BytesIO(data))
    assert "wordprocessing" in str(media_type(data))


def test_a_foreign_file_that_is_named_is_told_of_and_one_in_a_folder_counted(folder: Path) -> None:
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("notes.txt", "绩效")
    (folder / "notes.txt").write_text("绩效")
    (folder / ".hidden").write_text("绩效")
    named = [str(folder / "a.zip"), str(folder / ".hidden")]
    found = discover([*named, str(folder)])
    assert (found.skipped, found.documents) == (3, ())
    assert [name for name, _ in found.foreign] == named
    assert "this is an archive" in found.foreign[0][1]
    assert "hidden files are left out" in found.foreign[1][1]


def test_each_of_the_files_that_are_broken_alike_is_named(run: Run, folder: Path) -> None:
    for name in ("empty.pdf", "zero.docx", "zero.pdf"):
        (folder / name).touch()
    summary = run()
    assert summary.tally.quarantined == 1
    assert [uri for uri, _ in summary.reasons] == [
        f"{folder}/{name}" for name in ("empty.pdf", "zero.docx", "zero.pdf")
    ]
    assert {reason for _, reason in summary.reasons[1:]} == {f"the same bytes as {folder}/empty.pdf"}
