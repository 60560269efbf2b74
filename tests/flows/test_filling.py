"""A run without Prefect: what it finds, reads, remembers and leaves alone."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import IO, Any

import pytest
from sqlalchemy import update

from flows.events import Event, silent
from flows.filling import Reader, anything_to_read, fill
from flows.plan import Batch
from flows.settings import Settings
from flows.sources import discover
from flows.summary import Outcome, lines
from flows.workers import Hire
from tests.flows.conftest import Again, ReadEarlier, Run, Select, Write, nobody
from tests.flows.paper import write_word
from warehouse import connect
from warehouse.connect import writing
from warehouse.tables import document


def test_a_folder_is_read_loaded_and_told(run: Run, write: Write, select: Select) -> None:
    write("a.docx", "乡村教师培训经费")
    write("deep/b.docx", "特殊教育学校运转经费")
    write("letter.docx")
    events: list[Event] = []
    summary = run(listen=events.append)
    assert (summary.tally.documents_seen, summary.tally.documents_new, summary.tally.forms) == (3, 3, 2)
    assert summary.no_forms == 1
    assert sorted(event.what for event in events) == ["finished", "loaded", "loaded", "no_forms", "started"]
    assert {event.run_id for event in events} == {summary.run_id}
    assert select("SELECT COUNT(*) FROM v_forms") == [2]
    assert select("SELECT documents_seen, documents_new, forms, status FROM v_runs") == [(3, 3, 2, "done")]


def test_a_heading_without_a_form_under_it_is_told_and_a_letter_is_not(
    run: Run, write: Write, folder: Path, select: Select, read_earlier: ReadEarlier, again: Again, url: str
) -> None:
    write_word(folder / "form.docx", ["项目支出绩效目标表"], [["甲", "乙"], ["丙", "丁"]])
    write_word(folder / "list.docx", ["附件：项目支出绩效目标表"])
    write("letter.docx")
    events: list[Event] = []
    summary = run(listen=events.append)
    assert (summary.no_forms, summary.tally.quarantined) == (3, 0)
    [(uri, reason)] = summary.missed
    assert uri.endswith("form.docx")
    assert [event.reason for event in events if event.reason] == [reason]
    assert ("without forms", "3 (1 with the heading of a form)") in lines(summary)
    told = "SELECT status, reason FROM v_documents ORDER BY document_uri"
    assert select(told) == [("no_forms", reason), ("no_forms", None), ("no_forms", None)]
    assert "“项目支出绩效目标表”" in reason
    _as_before_there_were_reasons(url)
    read_earlier("vocabulary")
    assert again().changed == 1
    assert select(told)[0] == ("no_forms", reason)
    read_earlier("vocabulary")
    assert again().changed == 0


def _as_before_there_were_reasons(url: str) -> None:
    engine = connect(url)
    with writing(engine) as connection:
        connection.execute(update(document).values(reason=None))
    engine.dispose()


def test_the_second_run_reads_nothing_and_starts_no_worker(run: Run, write: Write, select: Select) -> None:
    write("a.docx", "乡村教师培训经费")
    run()
    loaded = select("SELECT reading_id, loaded_at FROM reading")
    summary = run(hire=nobody)
    assert summary.nothing_new
    assert (summary.tally.unchanged, summary.tally.forms) == (1, 0)
    assert select("SELECT reading_id, loaded_at FROM reading") == loaded


def test_a_copy_is_another_address_of_the_same_document(
    run: Run, write: Write, folder: Path, select: Select
) -> None:
    path = write("a.docx", "乡村教师培训经费")
    run()
    shutil.copy(path, folder / "copy.docx")
    assert run().nothing_new
    assert select("SELECT document_uri FROM v_document_addresses ORDER BY 1") == [
        f"{folder}/a.docx",
        f"{folder}/copy.docx",
    ]
    assert select("SELECT document_uri FROM v_forms") == [f"{folder}/a.docx"]


def test_a_corrected_paper_is_a_version(run: Run, write: Write, select: Select) -> None:
    write("a.docx", "乡村教师培训经费", spent="900000.00")
    run()
    write("b.docx", "乡村教师培训经费", spent="950000.00")
    run()
    assert select("SELECT version FROM v_forms") == [2]
    assert select("SELECT executed_yuan FROM v_funding WHERE kind = 'total'") == [950000.0]


def test_versions_stand_in_the_order_in_which_papers_were_published(
    run: Run, write: Write, select: Select, read_earlier: ReadEarlier
) -> None:
    write("corrected.docx", "乡村教师培训经费", spent="950000.00")
    run(published_on=date(2025, 9, 1))
    write("first.docx", "乡村教师培训经费", spent="900000.00")
    run(published_on=date(2025, 2, 1))
    shown = "SELECT version, executed_yuan FROM v_forms JOIN v_funding USING (form_id) WHERE kind = 'total'"
    assert select(shown) == [(2, 950000)]
    read_earlier("vocabulary")
    assert run(published_on=date(2020, 1, 1)).read_again == 2
    assert select("SELECT published_on FROM document ORDER BY uri") == ["2025-09-01", "2025-02-01"]
    assert select(shown) == [(2, 950000)]


def test_a_title_in_the_place_of_a_projects_name_hides_no_other_project(
    run: Run, write: Write, select: Select
) -> None:
    write("a.docx", "项目支出绩效目标自评表", spent="900000.00", indicator="培训教师人数")
    write("b.docx", "项目支出绩效目标自评表", spent="12000.00", indicator="维修路灯数")
    run()
    assert select("SELECT version, executed_yuan FROM v_forms JOIN v_funding USING (form_id) ORDER BY 2") == [
        (1, 12000),
        (1, 900000),
    ]


def test_what_is_none_of_ours_is_skipped_and_counted(run: Run, write: Write, folder: Path) -> None:
    write("~$a.docx", "乡村教师培训经费")
    write(".hidden/b.docx", "乡村教师培训经费")
    for name in ("notes.txt", "a.truth.json", "make.py", "README.md", "table.csv", ".DS_Store"):
        (folder / name).write_text("绩效")
    summary = run()
    assert (summary.tally.documents_seen, summary.tally.skipped, summary.tally.quarantined) == (0, 8, 0)


def test_a_document_is_told_by_its_bytes(run: Run, write: Write, folder: Path, select: Select) -> None:
    write("a.docx", "乡村教师培训经费").rename(folder / "a.bin")
    assert run().tally.forms == 1


def test_a_bad_document_is_quarantined_with_a_reason_and_the_rest_loads(
    run: Run, write: Write, folder: Path, select: Select
) -> None:
    (folder / "text.docx").write_text("绩效自评")
    (folder / "empty.pdf").touch()
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n1 0 obj\n<<")
    write("a.docx", "乡村教师培训经费")
    summary = run()
    assert (summary.tally.quarantined, summary.tally.forms) == (3, 1)
    reasons = dict(select("SELECT document_uri, reason FROM v_documents WHERE status = 'quarantined'"))
    assert "text" in reasons[f"{folder}/text.docx"]
    assert "empty" in reasons[f"{folder}/empty.pdf"]
    assert dict(summary.reasons) == reasons


def test_quarantine_is_tried_again_when_asked_or_when_it_may_help(
    run: Run, folder: Path, read_earlier: ReadEarlier
) -> None:
    (folder / "text.docx").write_text("绩效自评")
    run()
    assert run(retry=True).tally.quarantined == 1
    assert run(document_timeout=30).tally.quarantined == 1
    read_earlier("extractor")
    assert run(document_timeout=30).tally.quarantined == 1
    summary = run(hire=nobody, document_timeout=30)
    assert (summary.tally.quarantined, summary.still_quarantined) == (0, 1)
    assert summary.nothing_new


def test_an_old_word_file_waits_for_libreoffice(run: Run, folder: Path, select: Select) -> None:
    (folder / "old.rtf").write_bytes(b"{\\rtf1 x}")
    assert run(soffice="no-such-program").tally.quarantined == 1
    (reason,) = select("SELECT reason FROM v_documents")
    assert "install the Debian package libreoffice-writer" in reason
    assert run(soffice="/bin/true").tally.quarantined == 1
    (reason,) = select("SELECT reason FROM v_documents")
    assert "LibreOffice could make nothing of this .rtf file" in reason
    assert run(hire=nobody, soffice="/bin/true").still_quarantined == 1


def test_a_new_vocabulary_reads_layouts_not_documents(
    run: Run, settings: Settings, write: Write, select: Select, read_earlier: ReadEarlier
) -> None:
    write("a.docx", "乡村教师培训经费")
    run()
    (first,) = layouts_in(settings)
    write("b.docx", "特殊教育学校运转经费")
    run()
    (second,) = set(layouts_in(settings)) - {first}
    second.write_bytes(first.read_bytes())
    read_earlier("vocabulary")
    summary = run()
    assert (summary.read_again, summary.tally.documents_new, summary.tally.quarantined) == (2, 0, 0)
    assert select("SELECT project_name FROM v_forms") == ["乡村教师培训经费"]


def layouts_in(settings: Settings) -> list[Path]:
    return [item for item in settings.layouts.rglob("*") if item.is_file()]


def test_a_layout_that_is_damaged_is_read_again(
    run: Run, settings: Settings, write: Write, read_earlier: ReadEarlier
) -> None:
    write("a.docx", "乡村教师培训经费")
    run()
    layouts_in(settings)[0].write_bytes(b"torn")
    read_earlier("vocabulary")
    assert run().tally.forms == 1


def test_a_document_that_cannot_be_opened_is_tried_every_time(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, select: Select
) -> None:
    (folder / "gone.pdf").symlink_to(folder / "nowhere.pdf")
    (folder / "locked.pdf").write_bytes(b"%PDF-")
    path_type = type(folder)
    original = path_type.open

    def locked(path: Path, mode: str) -> IO[Any]:
        if path.name == "locked.pdf":
            raise PermissionError(13, "Permission denied")
        return original(path, mode)

    monkeypatch.setattr(path_type, "open", locked)
    for _ in range(2):
        summary = run()
        assert summary.reasons == ((f"{folder}/locked.pdf", "Permission denied"),)
        assert summary.tally.quarantined == 1
    assert select("SELECT COUNT(*) FROM v_documents") == [0]


def test_a_run_that_breaks_is_finished_by_the_next(
    run: Run, settings: Settings, folder: Path, write: Write, select: Select
) -> None:
    for number in range(4):
        write(f"{number}.docx", f"项目{number}号经费")
    loaded = []

    def breaks(event: Event) -> None:
        loaded.append(event.what)
        if loaded.count("loaded") == 2:
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        run(listen=breaks)
    assert select("SELECT COUNT(*) FROM v_forms") == [2]
    assert anything_to_read(settings, discover([str(folder)]), retry=False)
    summary = run()
    assert (summary.tally.documents_new, summary.tally.unchanged) == (2, 2)
    assert select("SELECT COUNT(*), COUNT(DISTINCT form_id) FROM v_forms") == [(4, 4)]
    assert select("SELECT status FROM v_runs ORDER BY started_at") == ["failed", "done"]


def test_threads_load_one_warehouse(
    settings: Settings, folder: Path, write: Write, select: Select, hire: Hire
) -> None:
    for number in range(12):
        write(f"{number}.docx", f"项目{number}号经费")

    def at_once(read: Reader, batches: Sequence[Batch]) -> list[tuple[Outcome, ...]]:
        with ThreadPoolExecutor(4) as threads:
            return list(threads.map(read, batches))

    assert fill(settings, [str(folder)], False, silent, at_once, hire).tally.forms == 12
    assert select("SELECT COUNT(*), COUNT(DISTINCT form_id) FROM v_forms") == [(12, 12)]
