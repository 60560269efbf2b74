"""``jixiao status``: the last runs and the quarantine."""

from __future__ import annotations

from flows.cli.query import print_table
from flows.settings import Settings
from warehouse import query as ask

RUNS = """
    SELECT run_id, status, documents_seen AS seen, documents_new AS new, unchanged, quarantined, forms,
        indicators, findings, seconds
    FROM v_runs ORDER BY started_at DESC LIMIT {0}"""

QUARANTINE = """
    SELECT document_uri, reason, last_seen_at FROM v_documents
    WHERE status = 'quarantined' ORDER BY document_uri"""

MISSED = """
    SELECT document_uri, reason, last_seen_at FROM v_documents
    WHERE status = 'no_forms' AND reason IS NOT NULL ORDER BY document_uri"""


def status(runs: int) -> None:
    """Print the runs, the quarantine or that it is empty, and documents whose forms were not found."""
    url = Settings().warehouse
    print_table(ask(RUNS.format(runs), url))
    quarantined = ask(QUARANTINE, url)
    if quarantined.rows:
        print("in quarantine:")
        print_table(quarantined)
    else:
        print("nothing in quarantine")
    missed = ask(MISSED, url)
    if missed.rows:
        print("without forms, though the heading of one was found:")
        print_table(missed)
