"""Stored layouts read again, for a decision or a newer vocabulary: what is written, and what is let be."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

import pytest

from extractors import Layout
from flows import rereading
from flows.events import Event, silent
from flows.renormalizing import renormalize
from flows.settings import Settings
from normalizers import VOCABULARY_VERSION
from normalizers.matching import NONE
from tests.flows.conftest import Again, Code, ReadEarlier, Run, Select, Teach, Write, nobody
from tests.flows.decisions import LANTERNS, SATISFIED
from warehouse import query
from warehouse.errors import NoWarehouseError


def test_ingest_knows_the_decisions_too(
    loaded: None, run: Run, teach: Teach, code: Code, settings: Settings
) -> None:
    teach("alias", LANTERNS, SATISFIED)
    assert run().read_again == 1
    assert code() == SATISFIED
    assert run().nothing_new


def test_a_decision_wakes_no_quarantine(run: Run, folder: Path, teach: Teach, write: Write) -> None:
    (folder / "text.docx").write_text("绩效自评")
    write("a.docx", "乡村教师培训经费", indicator=LANTERNS)
    run()
    teach("alias", LANTERNS, SATISFIED)
    summary = run()
    assert (summary.tally.quarantined, summary.still_quarantined, summary.read_again) == (0, 1, 1)


def test_a_mistyped_address_makes_no_warehouse(settings: Settings, either: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(NoWarehouseError, match="jixiao ingest"):
        renormalize(settings.model_copy(update={"warehouse": either}), silent)
    with pytest.raises(NoWarehouseError):
        query("SELECT 1", either)
    assert sorted(tmp_path.iterdir()) == before


def test_nothing_changed_is_said_and_no_worker_started(loaded: None, again: Again) -> None:
    renewal = again(hire=nobody)
    assert (renewal.stale, renewal.tally.documents_seen, renewal.tally.unchanged) == (0, 1, 1)


def test_what_says_the_same_only_takes_the_version(
    loaded: None, again: Again, read_earlier: ReadEarlier, select: Select
) -> None:
    documents = select("SELECT uri, last_seen_at, status FROM document")
    written = select("SELECT loaded_at FROM v_forms")
    read_earlier("vocabulary")
    events: list[Event] = []
    renewal = again(events.append)
    assert (renewal.changed, renewal.tally.forms, renewal.tally.indicators) == (0, 1, 1)
    assert [event.what for event in events] == ["started", "loaded", "finished"]
    assert select("SELECT loaded_at FROM v_forms") == written
    assert select("SELECT vocabulary_version FROM v_forms") == [VOCABULARY_VERSION]
    assert select("SELECT uri, last_seen_at, status FROM document") == documents
    assert again().stale == 0


def test_documents_without_a_layout_are_named_and_left_to_ingest(
    run: Run, write: Write, settings: Settings, again: Again, read_earlier: ReadEarlier
) -> None:
    for name in ("a", "b", "c"):
        write(f"{name}.docx", f"项目{name}号经费", indicator=LANTERNS)
    run()
    lost, torn, _ = sorted(item for item in settings.layouts.rglob("*") if item.is_file())
    lost.unlink()
    torn.write_bytes(b"torn")
    read_earlier("vocabulary")
    renewal = again()
    assert (len(renewal.without_layout), renewal.tally.forms, renewal.tally.quarantined) == (2, 1, 0)
    assert again().stale == 2
    assert run().read_again == 2
    assert again().stale == 0


def test_a_fault_over_one_layout_leaves_the_others_alone(
    loaded: None, settings: Settings, tmp_path: Path, select: Select, monkeypatch: pytest.MonkeyPatch
) -> None:
    digest, uri, key = select("SELECT sha256, uri, settings_key FROM document")[0]
    item = rereading.Stored(digest, uri, key.partition(" ")[0], None)

    def break_on_one(layout: Layout, _decisions: object) -> NoReturn:
        raise ZeroDivisionError("a fault of ours")

    monkeypatch.setattr(rereading, "normalize", break_on_one)
    (renewed,) = rereading.renew_layouts(settings.layouts, [item], NONE)
    assert "a.docx: a fault in jixiao (ZeroDivisionError: a fault of ours" in (renewed.reason or "")
    assert renewed.forms is None
