"""``jixiao show``: the forms of a document, or one form."""

from __future__ import annotations

import re
from pathlib import Path

from flows.cli.ending import FAILED, USAGE, fail
from flows.cli.paper import print_form
from flows.cli.query import print_table
from flows.settings import Settings
from flows.summary import counted
from warehouse import query as ask
from warehouse import shown_elsewhere

DOCUMENT = """
    SELECT document_sha256, document_uri, media_type, page_count, status, reason FROM v_documents
    WHERE document_sha256 IN (
        SELECT document_sha256 FROM v_document_addresses
        WHERE document_uri IN (:given, :path) OR document_uri LIKE :ending ESCAPE '!'
            OR document_sha256 LIKE :beginning)
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
    if not what.strip():
        fail("DOCUMENT|FORM_ID: it is empty; give a path or its end, a SHA-256, or a form_id", USAGE)
    settings = Settings()
    url = settings.warehouse
    if ask("SELECT form_id FROM v_forms WHERE form_id = :form_id", url, {"form_id": what}).rows:
        print_form(what, settings)
        return 0
    documents = ask(DOCUMENT, url, _named(what)).rows
    if not documents:
        fail(f"{what}: no document and no form of this name; v_documents lists what there is", FAILED)
    for sha256, uri, media_type, pages, status, reason in documents:
        length = [counted(pages, "page")] if pages else []
        print("\n".join((uri, ", ".join((media_type or "unknown kind", *length, status)))))
        print(f"SHA-256 {sha256}" + (f"\n{reason}" if reason else ""))
        forms, others = ask(FORMS, url, {"sha256": sha256}), shown_elsewhere(sha256, url)
        if forms.rows:
            print_table(forms)
        if others.rows:
            print("these forms stand in it too, and are shown from another document:")
            print_table(others)
    return 0


def _named(what: str) -> dict[str, object]:
    is_digest = len(what) >= SHORTEST_DIGEST and what.isalnum()
    return {
        "given": what,
        "path": Path(what).absolute().as_posix(),
        "ending": f"%/{_literal(what)}",
        "beginning": f"{what.lower()}%" if is_digest else "",
    }


def _literal(text: str) -> str:
    """A text as LIKE takes it for itself, with ! before its wildcards."""
    return re.sub("[!%_]", r"!\g<0>", text)
