"""What is loaded stands in the views, exactly; loading again changes nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.exc import SQLAlchemyError

from extractors.model import Reading
from normalizers.model import Lineage, Spot
from tests.warehouse.conftest import MakeArrival, MakeForm, Select
from warehouse import Maker, known, load, quarantine, seen
from warehouse.lineage import lineage_entries
from warehouse.tables import FACTS, disagreement, form, reading, version

CONTRACT = {
    "v_forms": "form_id document_uri document_sha256 ordinal page_first page_last form_type fiscal_year "
    "title organization department_code competent_department implementing_unit project_name "
    "organization_canonical project_canonical filled_on money_unit expected_goal "
    "actual_outcome total_weight total_score rating conclusion contact read_share confidence "
    "extractor_version vocabulary_version version loaded_at",
    "v_funding": "form_id fiscal_year organization project_name line_no kind label_raw initial_budget_yuan "
    "annual_budget_yuan executed_yuan weight execution_rate score confidence",
    "v_indicators": "form_id fiscal_year organization project_name line_no level1 level2 level1_raw "
    "level2_raw name_raw indicator indicator_code target_raw target_kind target_operator "
    "target_value target_unit target_date target_value_base target_unit_base actual_raw "
    "actual_kind actual_operator actual_value actual_unit actual_date actual_value_base "
    "actual_unit_base weight score recomputed_score remark confidence",
    "v_quantities": "form_id line_no side ordinal operator value unit",
    "v_sections": "form_id line_no label_raw text",
    "v_findings": "form_id fiscal_year organization project_name record line_no field rule severity message "
    "expected found",
    "v_lineage": "form_id record line_no field document_uri page x0 y0 x1 y1 text confidence grid row column",
    "v_readings": "form_id record line_no field ordinal text confidence dpi choice",
    "v_documents": "document_sha256 document_uri media_type page_count status reason first_seen_at "
    "last_seen_at",
    "v_document_addresses": "document_sha256 document_uri first_seen_at last_seen_at",
    "v_runs": "run_id started_at ended_at status documents_seen documents_new unchanged skipped "
    "quarantined forms indicators findings seconds",
}

EVERYTHING = [f"SELECT * FROM {table.name}" for table in (*FACTS, form, reading, version)]


@pytest.mark.parametrize("view", CONTRACT)
def test_a_view_has_the_columns_of_the_contract(engine: Engine, view: str) -> None:
    columns = [column["name"] for column in inspect(engine).get_columns(view)]
    assert columns == CONTRACT[view].split()


def test_values_come_back_as_they_went_in(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)

    money = select("SELECT initial_budget_yuan, annual_budget_yuan, executed_yuan FROM v_funding")[0]
    assert [Decimal(str(amount)) for amount in money] == [1020000, 1020000, Decimal("95237.62")]
    rate, weight, score = select("SELECT execution_rate, weight, score FROM v_funding")[0]
    assert (Decimal(str(rate)), weight, score) == (Decimal("0.9857"), 10, None)
    target = select("SELECT target_raw, target_operator, target_value, target_unit FROM v_indicators")[0]
    assert (*target[:2], Decimal(str(target[2])), target[3]) == ("≥98.11%", ">=", Decimal("98.11"), "%")
    assert select("SELECT actual_kind, actual_value, actual_date FROM v_indicators") == [
        ("date", None, "2024-05")
    ]
    values = select("SELECT value FROM v_quantities ORDER BY side, ordinal")
    assert [Decimal(str(value)) for value in values] == [Decimal("98.11"), Decimal("378.56125")]
    assert select("SELECT text FROM v_sections") == ["0858-1234567"]
    assert select("SELECT rule, severity, expected FROM v_findings") == [
        ("execution_rate", "warning", "0.0934")
    ]
    assert select("SELECT CAST(filled_on AS TEXT) FROM v_forms") == ["2025-02-05"]


def test_figures_divide_as_figures(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    assert [float(share) for share in select("SELECT score / weight FROM v_indicators")] == [0.9]
    assert [float(share) for share in select("SELECT weight / 100 FROM v_funding")] == [0.1]


@pytest.mark.parametrize(
    "figure", ["95237.62", "378.56125", "0.9857", "98.1100000000", "98", "0", "1E+5", "120000000", "0.1"]
)
def test_a_figure_is_exact(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, figure: str
) -> None:
    load(engine, arrival("a"), (form(total_score=Decimal(figure)),), maker)
    assert Decimal(str(select("SELECT total_score FROM v_forms")[0])) == Decimal(figure)


def test_postgresql_adds_no_zeros(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(total_score=Decimal("98.1100")),), maker)
    assert str(select("SELECT total_score FROM v_forms")[0]) == "98.11"


@pytest.mark.parametrize("amount", ["0.00", "0.01", "12345678901.23", "12345678901234.56"])
def test_money_is_exact_to_the_fen(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker, amount: str
) -> None:
    funding = replace(form().funding[0], executed_yuan=Decimal(amount))
    load(engine, arrival("a"), (form(funding=(funding,)),), maker)
    assert Decimal(str(select("SELECT executed_yuan FROM v_funding")[0])) == Decimal(amount)


def test_lineage_says_where_a_value_stands(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    spot = select(
        "SELECT page, x0, y0, x1, y1, text, confidence, document_uri FROM v_lineage"
        " WHERE field = 'target_value'"
    )
    assert spot == [(1, 10.0, 20.0, 60.0, 32.5, "≥98.11%", 0.97, "/data/a")]
    word = select(
        """SELECT record, line_no, page, x0, grid, "row", "column" FROM v_lineage WHERE field = 'title'"""
    )
    assert word == [("form", None, None, None, 0, 0, 1)]
    assert select("SELECT COUNT(*) FROM v_lineage") == [3]


def test_the_readings_of_a_cell_stand_in_their_order(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    looks = (Reading("85", 0.712345, 200), Reading("95", 0.9, 400))
    spot = Spot("95", 0.9, 2, 1, 2, 3, 4.06, grid=1, row=7, column=5, looks=looks, choice="surer")
    lineage = tuple(Lineage("indicator", 3, field, spot) for field in ("score", "remark"))
    assert lineage_entries(lineage) == [  # as warehouses hold it
        ["indicator", 3, ["remark", "score"], 2, 1, 2, 3, 4.1, "95", 0.9, 1, 7, 5, "surer",
         [["85", 0.7123, 200], ["95", 0.9, 400]]]
    ]  # fmt: skip
    load(engine, arrival("a"), (form(lineage=lineage),), maker)
    columns = "record, line_no, ordinal, text, confidence, dpi, choice"
    assert select(f"SELECT {columns} FROM v_readings WHERE field = 'score' ORDER BY ordinal") == [
        ("indicator", 3, 1, "85", 0.7123, 200, "surer"),
        ("indicator", 3, 2, "95", 0.9, 400, "surer"),
    ]
    columns = 'field, page, x0, y0, x1, y1, text, confidence, grid, "row", "column"'
    assert select(f"SELECT {columns} FROM v_lineage ORDER BY field") == [
        (field, 2, 1, 2, 3, 4.1, "95", 0.9, 1, 7, 5) for field in ("remark", "score")
    ]


def test_loading_again_changes_nothing(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    facts = [sorted(map(repr, select(query))) for query in EVERYTHING[: len(FACTS)]]
    form_id = select("SELECT form_id FROM v_forms")
    load(engine, arrival("a"), (form(),), maker)
    assert [sorted(map(repr, select(query))) for query in EVERYTHING[: len(FACTS)]] == facts
    assert select("SELECT form_id FROM v_forms") == form_id
    assert select("SELECT version FROM v_forms") == [1]


def test_a_transaction_that_breaks_leaves_nothing(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    def breaks(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        if f"DELETE FROM {disagreement.name}" in statement:  # facts are written, and being compared
            raise SQLAlchemyError("the power went")

    event.listen(engine, "before_cursor_execute", breaks)
    with pytest.raises(SQLAlchemyError, match="the power went"):
        load(engine, arrival("a"), (form(),), maker)
    event.remove(engine, "before_cursor_execute", breaks)
    assert [select(query) for query in EVERYTHING] == [[]] * len(EVERYTHING)
    assert known(engine, [arrival("a").sha256]) == {}

    load(engine, arrival("a"), (form(),), maker)
    assert select("SELECT COUNT(*) FROM v_forms") == [1]


def test_a_document_is_known_with_its_maker(
    engine: Engine, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    load(engine, arrival("b"), (), maker)
    quarantine(engine, arrival("c"), "cut off", maker)
    found = known(engine, [arrival(name).sha256 for name in "abcd"])
    assert {sha256[0]: item.status for sha256, item in found.items()} == {
        "a": "loaded",
        "b": "no_forms",
        "c": "quarantined",
    }
    assert {item.maker for item in found.values()} == {maker}


def test_quarantine_keeps_what_was_read_before(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    quarantine(engine, arrival("a"), "the new reader stumbles", maker)
    assert select("SELECT status, reason FROM v_documents") == [("quarantined", "the new reader stumbles")]
    assert select("SELECT COUNT(*) FROM v_forms") == [1]


def test_a_document_keeps_all_its_addresses(
    engine: Engine, select: Select, form: MakeForm, arrival: MakeArrival, maker: Maker
) -> None:
    load(engine, arrival("a"), (form(),), maker)
    seen(engine, {arrival("a").sha256: ("/data/a", "/elsewhere/a")}, arrival("a", day=1).seen_at)
    seen(engine, {arrival("a").sha256: ("/data/a",)}, arrival("a", day=2).seen_at)
    assert select("SELECT document_uri FROM v_document_addresses ORDER BY 1") == ["/data/a", "/elsewhere/a"]
    assert select("SELECT document_uri FROM v_documents") == ["/data/a"]
    assert str(select("SELECT last_seen_at FROM v_documents")[0]).startswith("2025-03-03")
