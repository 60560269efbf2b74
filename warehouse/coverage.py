# ruff: noqa: S608 - the SQL is put together from our own names only
"""The views that say who there is, and who has published what. They stand on v_forms and v_bodies."""

from __future__ import annotations

REGION = ("level", "division_code", "province", "prefecture", "county")
FORM_TYPES = (
    "project_self_evaluation",
    "department_self_evaluation",
    "project_target",
    "department_target",
)


def organizations(*, postgresql: bool) -> str:
    """One row a body, whatever its role; what its readings do not agree on is NULL."""
    agreed = ", ".join(
        f"CASE WHEN COUNT(DISTINCT b.{name}) = 1 THEN MIN(b.{name}) END AS {name}"
        for name in ("department_kind", *REGION)
    )
    listed = "SELECT DISTINCT s.spelling FROM v_bodies s WHERE s.organization_canonical = o.canonical"
    spellings = f"(SELECT group_concat(spelling, '；') FROM ({listed} ORDER BY 1) x)"
    if postgresql:
        spellings = f"""(SELECT string_agg(spelling, '；' ORDER BY spelling COLLATE "C") FROM ({listed}) x)"""
    region = ", ".join(f"o.{name}" for name in REGION)
    return f"""
        SELECT o.canonical AS organization_canonical, o.department_kind, {region},
            {spellings} AS spellings, o.forms, o.forms_as_unit, o.first_year, o.last_year
        FROM (
            SELECT b.organization_canonical AS canonical, {agreed},
                COUNT(DISTINCT CASE WHEN b.role = 'organization' THEN b.form_id END) AS forms,
                COUNT(DISTINCT CASE WHEN b.role = 'implementing_unit' THEN b.form_id END) AS forms_as_unit,
                MIN(b.fiscal_year) AS first_year, MAX(b.fiscal_year) AS last_year
            FROM v_bodies b GROUP BY b.organization_canonical
        ) o"""


def coverage() -> str:
    """One row an organization and year, from the first to the last fiscal year of the warehouse."""
    counts = ", ".join(
        f"COUNT(DISTINCT CASE WHEN f.form_type = '{kind}' THEN f.form_id END) AS {kind}"
        for kind in FORM_TYPES
    )
    region = ", ".join(f"o.{name}" for name in ("province", "prefecture", "county", "division_code", "level"))
    return f"""
        WITH RECURSIVE span(fiscal_year, last_year) AS (
            SELECT MIN(fiscal_year), MAX(fiscal_year) FROM v_forms WHERE organization_canonical IS NOT NULL
            UNION ALL SELECT fiscal_year + 1, last_year FROM span WHERE fiscal_year < last_year
        ), published AS (
            SELECT f.organization_canonical, f.fiscal_year, COUNT(DISTINCT f.form_id) AS forms, {counts},
                COUNT(DISTINCT d.sha256) AS documents, MIN(d.published_on) AS first_published_on,
                MIN(d.first_seen_at) AS first_seen_at
            FROM v_forms f JOIN reading r ON r.form_id = f.form_id AND r.closed_at IS NULL
            JOIN document d ON d.sha256 = r.sha256
            GROUP BY f.organization_canonical, f.fiscal_year
        )
        SELECT {region}, o.organization_canonical, o.department_kind, y.fiscal_year,
            CASE WHEN p.forms IS NULL THEN 0 ELSE 1 END AS published, COALESCE(p.forms, 0) AS forms,
            {", ".join(f"COALESCE(p.{kind}, 0) AS {kind}" for kind in FORM_TYPES)},
            COALESCE(p.documents, 0) AS documents, p.first_published_on, p.first_seen_at,
            COALESCE(u.forms, 0) AS undated_forms
        FROM v_organizations o JOIN span y ON o.forms > 0 AND y.fiscal_year IS NOT NULL
        LEFT JOIN published p
            ON p.organization_canonical = o.organization_canonical AND p.fiscal_year = y.fiscal_year
        LEFT JOIN published u
            ON u.organization_canonical = o.organization_canonical AND u.fiscal_year IS NULL"""
