# ruff: noqa: S608 - the SQL is put together from our own names only
"""The analysts' views: names, columns and their order are the contract, the same on both databases."""

from __future__ import annotations

from warehouse.coverage import coverage, organizations
from warehouse.lineage import Database, lineage_view, readings_view

__all__ = ["Database", "views"]

FORM = """
    r.form_id, d.uri AS document_uri, r.sha256 AS document_sha256, r.ordinal, r.page_first, r.page_last,
    r.form_type, r.fiscal_year, r.title, r.organization, r.department_code, r.competent_department,
    r.implementing_unit, r.project_name, r.organization_canonical, r.project_canonical, r.filled_on,
    r.money_unit, r.expected_goal, r.actual_outcome, r.total_weight, r.total_score, r.rating,
    r.conclusion, r.contact, r.read_share, r.confidence, r.extractor_version, r.vocabulary_version,
    v.version_no AS version, r.loaded_at"""

SHOWN = """version v JOIN reading r ON r.reading_id = v.reading_id AND v.valid_to IS NULL
    JOIN document d ON d.sha256 = r.sha256"""
"""The reading that stands for each form: that of its current version."""

MEASURE = """i.{0}_raw, i.{0}_kind, i.{0}_operator, i.{0}_value, i.{0}_unit, i.{0}_date,
    i.{0}_value_base, i.{0}_unit_base"""

SECONDS = {
    "sqlite": "ROUND((julianday(ended_at) - julianday(started_at)) * 86400, 1)",
    "postgresql": "ROUND(EXTRACT(EPOCH FROM ended_at - started_at), 1)::double precision",
}


def views(database: Database) -> dict[str, str]:
    """Return the SELECT behind every view of the contract, by name, each after those that it uses."""

    def yuan(column: str) -> str:
        return f"f.{column} / 100.0 AS {column}" if database == "sqlite" else f"f.{column}"

    whose = "r.form_id, r.fiscal_year, r.organization, r.project_name"
    finding = "n.record, n.line_no, n.field"
    return {
        "v_forms": f"SELECT {FORM} FROM {SHOWN}",
        "v_funding": f"""
            SELECT {whose}, f.line_no, f.kind, f.label_raw, {yuan("initial_budget_yuan")},
                {yuan("annual_budget_yuan")}, {yuan("executed_yuan")}, f.weight, f.execution_rate, f.score,
                f.confidence
            FROM {SHOWN} JOIN funding f ON f.reading_id = r.reading_id""",
        "v_indicators": f"""
            SELECT {whose}, i.line_no, i.level1, i.level2, i.level1_raw, i.level2_raw, i.name_raw,
                i.indicator, i.indicator_code, {MEASURE.format("target")}, {MEASURE.format("actual")},
                i.weight, i.score, i.recomputed_score, i.remark, i.confidence
            FROM {SHOWN} JOIN indicator i ON i.reading_id = r.reading_id""",
        "v_matches": f"""
            SELECT r.form_id, i.line_no, i.name_raw, i.level2, i.indicator_code, i.indicator,
                i.indicator_score AS score, i.indicator_reason AS reason,
                CASE WHEN substr(i.indicator_code, 1, 2) = 'P-' THEN 1 ELSE 0 END AS provisional
            FROM {SHOWN} JOIN indicator i ON i.reading_id = r.reading_id AND i.indicator_code IS NOT NULL""",
        "v_quantities": f"""
            SELECT r.form_id, q.line_no, q.side, q.ordinal, q.operator, q.value, q.unit
            FROM {SHOWN} JOIN quantity q ON q.reading_id = r.reading_id""",
        "v_sections": f"""
            SELECT r.form_id, s.line_no, s.label_raw, s.text
            FROM {SHOWN} JOIN section s ON s.reading_id = r.reading_id""",
        "v_findings": f"""
            SELECT {whose}, {finding}, n.rule, n.severity, n.message, n.expected, n.found
            FROM {SHOWN} JOIN finding n ON n.reading_id = r.reading_id
            UNION ALL
            SELECT {whose}, {finding}, 'scan_disagrees', 'warning', n.message, n.expected, n.found
            FROM {SHOWN} JOIN disagreement n ON n.form_id = v.form_id AND n.version_no = v.version_no""",
        "v_bodies": f"""
            SELECT r.form_id, r.fiscal_year, b.role, b.spelling, b.canonical AS organization_canonical,
                b.department_kind, b.level, b.division_code, b.province, b.prefecture, b.county
            FROM {SHOWN} JOIN body b ON b.reading_id = r.reading_id""",
        "v_organizations": organizations(postgresql=database == "postgresql"),
        "v_coverage": coverage(),
        "v_lineage": lineage_view(database, SHOWN),
        "v_readings": readings_view(database, SHOWN),
        "v_documents": """
            SELECT d.sha256 AS document_sha256, d.uri AS document_uri, d.media_type, d.page_count, d.status,
                d.reason, d.first_seen_at, d.last_seen_at
            FROM document d""",
        "v_document_addresses": """
            SELECT sha256 AS document_sha256, uri AS document_uri, first_seen_at, last_seen_at
            FROM document_address""",
        "v_decisions": """
            SELECT decision_id, decided_at, who, verb, subject, subject_name, target, name, level, direction,
                dimension, unit, comment, undoes
            FROM decision""",
        "v_runs": f"""
            SELECT run_id, started_at, ended_at, status, documents_seen, documents_new, unchanged, skipped,
                quarantined, forms, indicators, findings, {SECONDS[database]} AS seconds
            FROM run""",
    }
