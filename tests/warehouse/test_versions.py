"""Readings, forms and versions: the same outcome, whatever came first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import Engine

from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import Maker, load

FIRST, LATER = date(2025, 2, 5), date(2025, 6, 30)
VERSIONS = (
    "SELECT version_no, CAST(valid_from AS TEXT), CAST(valid_to AS TEXT) FROM version ORDER BY version_no"
)


def orders(*names: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("order", list(permutations(names)), ids="".join)


def test_the_same_content_from_another_document_is_a_source(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    load(engine, arrival("b", day=1), (form(title="项目支出 绩效自评表"),), maker)
    assert select("SELECT version, document_uri FROM v_forms") == [(1, "/data/a")]
    assert select("SELECT COUNT(*) FROM reading WHERE version_no = 1") == [2]


@orders("a", "b")
def test_changed_content_is_a_version_ordered_by_the_date_on_it(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    papers = {
        "a": form(filled_on=FIRST, total_score=Decimal(90)),
        "b": form(filled_on=LATER, total_score=Decimal(95)),
    }
    for day, name in enumerate(order):
        load(engine, arrival(name, day), (papers[name],), maker)
    assert select(VERSIONS) == [(1, "2025-02-05", "2025-06-30"), (2, "2025-06-30", None)]
    assert select("SELECT version, total_score FROM v_forms") == [(2, 95)]


@orders("a", "b")
def test_a_publication_date_goes_before_the_date_on_the_paper(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    published = {"a": date(2025, 9, 1), "b": date(2025, 8, 1)}
    papers = {"a": form(filled_on=FIRST), "b": form(filled_on=LATER)}
    for name in order:
        load(engine, arrival(name, published_on=published[name]), (papers[name],), maker)
    assert select("SELECT version, document_uri FROM v_forms") == [(2, "/data/a")]


def test_without_any_date_the_first_seen_is_the_first(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("b", day=0), (form(filled_on=None, rating="良"),), maker)
    load(engine, arrival("a", day=1), (form(filled_on=None, rating="优"),), maker)
    assert select("SELECT version, rating FROM v_forms") == [(2, "优")]


def test_content_that_returns_is_the_version_that_it_was(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    first, corrected = form(filled_on=None), form(filled_on=None, total_score=Decimal(95))
    for day, paper in enumerate((first, corrected, first)):
        load(engine, arrival("abc"[day], day), (paper,), maker)
    assert select("SELECT version, document_uri FROM v_forms") == [(2, "/data/b")]
    assert select("SELECT version_no FROM reading ORDER BY sha256") == [1, 2, 1]


def test_a_form_without_a_date_is_of_the_day_on_which_it_was_seen_in_china(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    at_night = replace(arrival("b"), seen_at=datetime(2025, 3, 1, 18, tzinfo=UTC))
    load(engine, arrival("a"), (form(filled_on=date(2025, 3, 2)),), maker)
    load(engine, at_night, (form(filled_on=None, total_score=Decimal(95)),), maker)
    assert select(VERSIONS) == [(1, "2025-03-02", "2025-03-02"), (2, "2025-03-02", None)]
    assert select("SELECT total_score FROM v_forms") == [95]


@orders("scan", "pdf", "docx")
def test_the_shown_reading_is_chosen_by_medium(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    media = {"scan": "scan", "pdf": "pdf", "docx": "word"}
    for day, name in enumerate(order):
        load(engine, arrival(name, day), (form(medium=media[name]),), maker)
    assert select("SELECT version, document_uri FROM v_forms") == [(1, "/data/docx")]


@orders("a", "b", "c")
def test_then_by_confidence_then_by_digest(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    confidence = {"a": 0.9, "b": 0.95, "c": 0.95}
    for day, name in enumerate(order):
        load(engine, arrival(name, day), (form(medium="scan", confidence=confidence[name]),), maker)
    assert select("SELECT document_uri FROM v_forms") == ["/data/b"]


@orders("scan", "pdf")
def test_a_scan_that_disagrees_is_a_finding(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    funding = replace(form().funding[0], executed_yuan=Decimal("95287.62"))
    papers = {
        "scan": form(medium="scan", total_score=Decimal(93), funding=(funding,)),
        "pdf": form(total_score=Decimal(98)),
    }
    for day, name in enumerate(order):
        load(engine, arrival(name, day), (papers[name],), maker)
    assert select("SELECT version, total_score FROM v_forms") == [(1, 98)]
    columns = "record, line_no, field, severity, expected, found"
    findings = select(f"SELECT {columns} FROM v_findings WHERE rule = 'scan_disagrees' ORDER BY record")
    assert findings == [
        ("form", None, "total_score", "warning", "98", "93"),
        ("funding", 1, "executed_yuan", "warning", "95237.62", "95287.62"),
    ]


def test_scans_alone_make_versions(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(medium="scan", rating="良"),), maker)
    load(engine, arrival("b", day=1), (form(medium="scan", rating="优"),), maker)
    assert select("SELECT version, rating FROM v_forms") == [(2, "优")]


def test_reading_again_is_no_version(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(rating="良"),), maker)
    before = select("SELECT form_id FROM v_forms")
    load(engine, arrival("a"), (form(rating="优"),), replace(maker, extractor_version="2"))
    assert select("SELECT version, rating, extractor_version FROM v_forms") == [(1, "优", "2")]
    assert select("SELECT form_id FROM v_forms") == before
    assert select("SELECT COUNT(*) FROM reading") == [1]


def test_reading_again_closes_what_is_no_longer_found(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    other = form(ordinal=2, project_canonical="另一个项目")
    load(engine, arrival("a"), (form(), other), maker)
    load(engine, arrival("a"), (form(),), maker)
    assert select("SELECT ordinal FROM v_forms") == [1]
    assert select("SELECT COUNT(*) FROM version WHERE valid_to IS NOT NULL") == [1]
    load(engine, arrival("a"), (form(), other), maker)
    assert select("SELECT ordinal FROM v_forms ORDER BY 1") == [1, 2]


def test_a_form_found_to_be_another_leaves_no_trace(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    load(engine, arrival("a"), (form(project_canonical="视频前端维护费"),), maker)
    assert select("SELECT project_canonical FROM v_forms") == ["视频前端维护费"]
    assert select("SELECT COUNT(*) FROM version") == [1]


@orders("a", "b")
def test_forms_of_one_document_with_one_name_stay_apart(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, order: tuple[str, ...]
) -> None:
    pair = (form(rating="良"), form(ordinal=2, rating="优"))
    for day, name in enumerate(order):
        load(engine, arrival(name, day), pair, maker)
    assert select("SELECT ordinal, rating, version FROM v_forms ORDER BY 1") == [(1, "良", 1), (2, "优", 1)]


@pytest.mark.parametrize(
    "unknown",
    [
        {"organization_canonical": None, "unit_canonical": None},
        {"project_name": None, "project_canonical": None},
        {"fiscal_year": None},
        {
            "organization_canonical": None,
            "unit_canonical": None,
            "project_name": None,
            "project_canonical": None,
            "fiscal_year": None,
        },
    ],
    ids=["organization", "project", "year", "everything"],
)
def test_a_form_that_does_not_say_what_it_is_hides_no_other(
    engine: Engine,
    select: Select,
    form: MakeForm,
    arrival: MakeArrival,
    maker: Maker,
    unknown: dict[str, None],
) -> None:
    load(engine, arrival("a"), (form(rating="良", **unknown),), maker)
    load(engine, arrival("b", day=1), (form(rating="优", **unknown),), maker)
    load(engine, arrival("b", day=2), (form(rating="优", **unknown),), maker)
    assert select("SELECT version, rating FROM v_forms ORDER BY document_uri") == [(1, "良"), (1, "优")]


def test_a_project_without_a_name_of_its_own_is_known_by_its_indicators(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    titled = {"project_name": "项目支出绩效自评表", "project_canonical": None}
    one = form(**titled)
    other = form(**titled, indicators=tuple(replace(line, name_raw="路灯盏数") for line in one.indicators))
    load(engine, arrival("a"), (one,), maker)
    load(engine, arrival("b", day=1), (other,), maker)
    load(engine, arrival("c", day=2), (replace(one, medium="word"),), maker)
    assert select("SELECT document_uri, version FROM v_forms ORDER BY 1") == [("/data/b", 1), ("/data/c", 1)]


def test_a_department_needs_no_project(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    department = {"form_type": "department_self_evaluation", "project_name": None, "project_canonical": None}
    load(engine, arrival("a"), (form(rating="良", **department),), maker)
    load(engine, arrival("b", day=1), (form(rating="优", **department),), maker)
    assert select("SELECT version, rating FROM v_forms") == [(2, "优")]
