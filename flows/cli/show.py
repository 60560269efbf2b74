"""``jixiao show``: the forms of a document, or one form."""

from __future__ import annotations

from pathlib import Path

from flows.cli.ending import FAILED, fail
from flows.cli.paper import print_form
from flows.cli.query import print_table
from flows.settings import Settings
from warehouse import query as ask

DOCUMENT = """
    SELECT document_sha256, document_uri, media_type, page_count, status, reason FROM v_documents
    WHERE document_sha256 IN (
        SELECT document_sha256 FROM v_document_addresses
        WHERE document_uri IN (:given, :path) OR document_uri LIKE :ending OR document_sha256 LIKE :beginning)
    ORDER BY document_uri"""

FORMS = """
    SELECT form_id, ordinal, page_first AS page, form_type, fiscal_year AS year, project_name,
        total_score AS score, rating, ROUND(CAST(confidence AS NUMERIC), 3) AS confidence,
        ROUND(CAST(read_share AS NUMERIC), 3) AS read_share, version
    FROM v_forms WHERE document_sha256 = :sha256 ORDER BY ordinal"""

SHORTEST_DIGEST = 6
"""Characters of a SHA-256 that are taken for one."""


def show(what: str) -> int:
    """Print what was asked for; return the exit code."""
    settings = Settings()
    url = settings.warehouse
    if ask("SELECT form_id FROM v_forms WHERE form_id = :form_id", url, {"form_id": what}).rows:
        print_form(what, settings)
        return 0
    documents = ask(DOCUMENT, url, _named(what)).rows
    if not documents:
        fail(f"{what}: no document and no form of this name; v_documents lists what there is", FAILED)
    for sha256, uri, media_type, pages, status, reason in documents:
        print(f"{uri}\n{media_type or 'unknown kind'}, {f'{pages} pages, ' if pages else ''}{status}")
        print(f"SHA-256 {sha256}" + (f"\n{reason}" if reason else ""))
        forms = ask(FORMS, url, {"sha256": sha256})
        if forms.rows:
            print_table(forms)
        elif status == "loaded":
            print("its forms are shown from another source of the same content")
    return 0


def _named(what: str) -> dict[str, object]:
    digest = f"{what.lower()}%" if len(what) >= SHORTEST_DIGEST and what.isalnum() else what
    return {
        "given": what,
        "path": Path(what).absolute().as_posix(),
        "ending": f"%/{what}",
        "beginning": digest,
    }
