"""The tables. They may change; what people query are the views of ``warehouse.views``.

A document (one SHA-256) has readings, one a form found in it. A reading is linked to a form, and
the readings of a form to its versions. What was read stands in ``funding``, ``indicator`` … under
its reading, ``position`` counting the rows in the paper's order.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Column,
    Date,
    Double,
    ForeignKey,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from warehouse.types import Compact, Instant, Number, Yuan

SCHEMA_VERSION = 2

metadata = MetaData()

schema_version = Table("schema_version", metadata, Column("version", Integer, primary_key=True))

views_made = Table("views_made", metadata, Column("digest", String(64), primary_key=True))
"""Of which definitions the views of this warehouse are."""

document = Table(
    "document",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("uri", Text, nullable=False),
    Column("media_type", Text),
    Column("page_count", Integer),
    Column("status", Text, nullable=False),
    Column("reason", Text),
    Column("published_on", Date),
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("vocabulary_version", Text, nullable=False),
    Column("settings_key", Text, nullable=False),
    Column("facts_digest", Text),
)

document_address = Table(
    "document_address",
    metadata,
    Column("sha256", ForeignKey("document.sha256"), primary_key=True),
    Column("uri", Text, primary_key=True),
    Column("first_seen_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
)

form = Table(
    "form",
    metadata,
    Column("form_id", String(16), primary_key=True),
    Column("identity", Text, nullable=False, unique=True),
)

reading = Table(
    "reading",
    metadata,
    Column("reading_id", Integer, primary_key=True),
    Column("sha256", ForeignKey("document.sha256"), nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("form_id", ForeignKey("form.form_id"), nullable=False, index=True),
    Column("version_no", Integer),
    Column("closed_at", Instant),
    Column("content_hash", String(64), nullable=False),
    Column("medium", Text, nullable=False),
    Column("page_first", Integer),
    Column("page_last", Integer),
    Column("form_type", Text, nullable=False),
    Column("fiscal_year", Integer),
    Column("title", Text),
    Column("organization", Text),
    Column("department_code", Text),
    Column("competent_department", Text),
    Column("implementing_unit", Text),
    Column("project_name", Text),
    Column("organization_canonical", Text),
    Column("unit_canonical", Text),
    Column("project_canonical", Text),
    Column("project_edition", Text),
    Column("filled_on", Date),
    Column("money_unit", Text),
    Column("expected_goal", Text),
    Column("actual_outcome", Text),
    Column("total_weight", Number),
    Column("total_score", Number),
    Column("rating", Text),
    Column("conclusion", Text),
    Column("contact", Text),
    Column("read_share", Double, nullable=False),
    Column("confidence", Double, nullable=False),
    Column("extractor_version", Text, nullable=False),
    Column("vocabulary_version", Text, nullable=False),
    Column("loaded_at", Instant, nullable=False),
    Column("lineage", Compact, nullable=False),
    UniqueConstraint("sha256", "ordinal"),
)

version = Table(
    "version",
    metadata,
    Column("form_id", ForeignKey("form.form_id"), primary_key=True),
    Column("version_no", Integer, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("reading_id", ForeignKey("reading.reading_id"), nullable=False, index=True),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
)


def _of_a_reading() -> tuple[Column[Any], ...]:
    return (
        Column("reading_id", ForeignKey("reading.reading_id", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
    )


funding = Table(
    "funding",
    metadata,
    *_of_a_reading(),
    Column("line_no", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("label_raw", Text, nullable=False),
    Column("initial_budget_yuan", Yuan),
    Column("annual_budget_yuan", Yuan),
    Column("executed_yuan", Yuan),
    Column("weight", Number),
    Column("execution_rate", Number),
    Column("score", Number),
    Column("confidence", Double, nullable=False),
)


def _measure(side: str) -> tuple[Column[Any], ...]:
    return (
        Column(f"{side}_raw", Text),
        Column(f"{side}_kind", Text, nullable=False),
        Column(f"{side}_operator", Text),
        Column(f"{side}_value", Number),
        Column(f"{side}_unit", Text),
        Column(f"{side}_date", Text),
        Column(f"{side}_value_base", Number),
        Column(f"{side}_unit_base", Text),
    )


indicator = Table(
    "indicator",
    metadata,
    *_of_a_reading(),
    Column("line_no", Integer, nullable=False),
    Column("level1", Text),
    Column("level2", Text),
    Column("level1_raw", Text),
    Column("level2_raw", Text),
    Column("name_raw", Text),
    Column("indicator", Text),
    Column("indicator_code", Text),
    *_measure("target"),
    *_measure("actual"),
    Column("weight", Number),
    Column("score", Number),
    Column("recomputed_score", Number),
    Column("remark", Text),
    Column("confidence", Double, nullable=False),
    Column("indicator_score", Double),
    Column("indicator_reason", Text),
)

quantity = Table(
    "quantity",
    metadata,
    *_of_a_reading(),
    Column("line_no", Integer, nullable=False),
    Column("side", Text, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("operator", Text),
    Column("value", Number, nullable=False),
    Column("unit", Text),
)

section = Table(
    "section",
    metadata,
    *_of_a_reading(),
    Column("line_no", Integer, nullable=False),
    Column("label_raw", Text),
    Column("text", Text, nullable=False),
)

finding = Table(
    "finding",
    metadata,
    *_of_a_reading(),
    Column("record", Text, nullable=False),
    Column("line_no", Integer),
    Column("field", Text),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("expected", Text),
    Column("found", Text),
)

body = Table(
    "body",
    metadata,
    *_of_a_reading(),
    Column("role", Text, nullable=False),
    Column("spelling", Text, nullable=False),
    Column("canonical", Text, nullable=False, index=True),
    Column("department_kind", Text),
    Column("level", Text),
    Column("division_code", String(6)),
    Column("province", Text),
    Column("prefecture", Text),
    Column("county", Text),
)
"""The bodies that a form names; its organization is the one of that role."""

disagreement = Table(
    "disagreement",
    metadata,
    *_of_a_reading(),
    Column("form_id", ForeignKey("form.form_id"), nullable=False, index=True),
    Column("version_no", Integer, nullable=False),
    Column("record", Text, nullable=False),
    Column("line_no", Integer),
    Column("field", Text),
    Column("message", Text, nullable=False),
    Column("expected", Text),
    Column("found", Text),
)
"""Where a scan differs from the exact reading of its form; made again whenever the form is linked."""

FACTS = (funding, indicator, quantity, section, finding, body)
"""The tables whose rows belong to one reading and are written with it."""

decision = Table(
    "decision",
    metadata,
    Column("decision_id", Integer, primary_key=True),
    Column("decided_at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("subject_name", Text),
    Column("target", Text),
    Column("name", Text),
    Column("level", Text),
    Column("direction", Text),
    Column("dimension", Text),
    Column("unit", Text),
    Column("comment", Text),
    Column("undoes", ForeignKey("decision.decision_id")),
)
"""The diary of ``warehouse.decisions``: rows are added, never changed."""

run = Table(
    "run",
    metadata,
    Column("run_id", String(32), primary_key=True),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("status", Text, nullable=False),
    Column("sources", Text, nullable=False),
    Column("host", Text, nullable=False),
    Column("pid", Integer, nullable=False),
    Column("documents_seen", Integer, nullable=False, default=0),
    Column("documents_new", Integer, nullable=False, default=0),
    Column("unchanged", Integer, nullable=False, default=0),
    Column("skipped", Integer, nullable=False, default=0),
    Column("quarantined", Integer, nullable=False, default=0),
    Column("forms", Integer, nullable=False, default=0),
    Column("indicators", Integer, nullable=False, default=0),
    Column("findings", Integer, nullable=False, default=0),
)
