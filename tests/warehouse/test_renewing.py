"""New readings of known documents, many in one transaction."""

from __future__ import annotations

from sqlalchemy import Engine

from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import Maker, load, quarantine, remembered, renew


def test_readings_are_replaced_and_only_forms_that_moved_are_linked_anew(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    same, moved, shown = (arrival(name) for name in "abc")
    load(engine, same, (form(),), maker)
    load(engine, moved, (form(project_canonical="另一个"),), maker)
    load(
        engine, shown, (form(project_canonical="第三个"), form(project_canonical="第四个", ordinal=2)), maker
    )
    before = select("SELECT document_uri, last_seen_at FROM v_document_addresses ORDER BY 1")
    changed = {
        same.sha256: (form(vocabulary_version="v2", read_share=0.5),),
        moved.sha256: (form(project_canonical="第五个", vocabulary_version="v2"),),
        shown.sha256: (form(project_canonical="第三个", vocabulary_version="v2"),),
    }
    for _ in range(2):
        renew(engine, changed, [], {}, "v2")
        assert select(
            "SELECT document_uri, project_canonical, read_share, version FROM v_forms ORDER BY 1, 2"
        ) == [
            ("/data/a", "指挥中心视频前端维护费", 0.5, 1),
            ("/data/b", "第五个", 1, 1),
            ("/data/c", "第三个", 1, 1),
        ]
        assert select("SELECT COUNT(*) FROM v_indicators") == [3]
        assert select("SELECT DISTINCT vocabulary_version FROM v_forms") == ["v2"]
    assert select("SELECT COUNT(*) FROM reading WHERE closed_at IS NOT NULL") == [1]
    assert select("SELECT document_uri, last_seen_at FROM v_document_addresses ORDER BY 1") == before


def test_a_fault_keeps_what_was_read_and_the_next_vocabulary_mends_it(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    document = arrival("a")
    load(engine, document, (form(),), maker)
    renew(engine, {}, [], {document.sha256: "a fault in jixiao"}, "v2")
    assert select("SELECT status, reason FROM v_documents") == [("quarantined", "a fault in jixiao")]
    assert select("SELECT COUNT(*) FROM v_indicators") == [1]
    (known,) = remembered(engine)
    assert (known.status, known.maker.vocabulary_version, known.facts_digest) == ("quarantined", "v2", None)
    renew(engine, {document.sha256: (form(),)}, [], {}, "v3")
    assert select("SELECT status, reason FROM v_documents") == [("loaded", None)]


def test_a_quarantined_document_has_no_facts_to_compare_with(
    engine: Engine, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    quarantine(engine, arrival("a", 1), "gone bad", maker)
    assert [item.facts_digest for item in remembered(engine)] == [None]


def test_a_scan_that_dissents_is_compared_again_line_by_line(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    scan = arrival("b")
    load(engine, scan, (form(medium="scan", contact="李四"),), maker)
    assert select("SELECT field, found FROM v_findings WHERE rule = 'scan_disagrees'") == [
        ("contact", "李四")
    ]
    renew(engine, {scan.sha256: (form(medium="scan", contact="王五"),)}, [], {}, "v2")
    assert select("SELECT field, found FROM v_findings WHERE rule = 'scan_disagrees'") == [
        ("contact", "王五")
    ]
