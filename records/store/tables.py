"""The tables of the records database, and nothing else. Every row carries its bureau."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class UtcDateTime(TypeDecorator[dt.datetime]):
    """Aware times, stored as UTC; SQLite keeps no offset, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without its zone must not be stored")
        return value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _of_document() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["bureau", "document_id"], ["documents.bureau", "documents.id"])


documents = sa.Table(
    "documents",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("original_sha256", sa.Text, nullable=False),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("media_type", sa.Text, nullable=False),
    sa.Column("file_name", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("handed_in_by", sa.Text),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("sheet", sa.JSON(none_as_null=True)),
    sa.Column("content_hash", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("document_number", sa.Text),
    sa.Column("disclosure", sa.Text),
    sa.Column("legal_basis", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("listable", sa.Boolean, nullable=False),
    sa.Column("conflicts", sa.JSON, nullable=False),
    sa.Column("mark_ruled_out", sa.Boolean, nullable=False),
    sa.Column("fault_code", sa.Text),
    sa.Column("fault_message", sa.Text),
    sa.Column("reassess_on", sa.Date),
    sa.UniqueConstraint("bureau", "original_sha256"),
    sa.Index(None, "bureau", "state"),
    sa.Index(None, "bureau", "handed_in_by"),
)

readings = sa.Table(
    "readings",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("content_hash", sa.Text, primary_key=True),
    sa.Column("content", sa.JSON, nullable=False),
    # What lists show of the content, so that they need not load it.
    sa.Column("adopted_on", sa.Date),
    sa.Column("blocking_findings", sa.Integer, nullable=False, server_default="0"),
    _of_document(),
    # Answers lists from itself: they would have to read past every text to come to the columns behind it.
    sa.Index("ix_readings_summary", "bureau", "document_id", "content_hash", "adopted_on", "blocking_findings"),
)

arrivals = sa.Table(
    "arrivals",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("source_path", sa.Text),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("modified_at", UtcDateTime, nullable=False),
    sa.Column("first_seen_at", UtcDateTime, nullable=False),
    sa.Column("fate", sa.Text, nullable=False),
    sa.Column("document_id", sa.Text),
    sa.Column("code", sa.Text),
    sa.Column("message", sa.Text),
    _of_document(),
    sa.UniqueConstraint("bureau", "source_path", "size_bytes", "modified_at"),
    sa.Index(None, "bureau", "document_id"),
)

sightings = sa.Table(
    "sightings",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("run_key", sa.Text, primary_key=True),
    sa.Column("arrival_id", sa.Text, primary_key=True),
    sa.ForeignKeyConstraint(["bureau", "arrival_id"], ["arrivals.bureau", "arrivals.id"]),
)

review_rounds = sa.Table(
    "review_rounds",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("disclosure", sa.Text, nullable=False),
    sa.Column("legal_basis", sa.Text),
    sa.Column("proposal_reason", sa.Text),
    sa.Column("listable", sa.Boolean, nullable=False),
    sa.Column("opened_at", UtcDateTime, nullable=False),
    sa.Column("chain", sa.JSON, nullable=False),
    sa.Column("submitted_by", sa.Text),
    sa.Column("reason_kind", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("outcome", sa.Text),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("referral_answer", sa.Text),
    _of_document(),
)

delegations = sa.Table(
    "delegations",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("principal", sa.Text, nullable=False),
    sa.Column("delegate", sa.Text, nullable=False),
    sa.Column("start", sa.Date, nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("made_at", UtcDateTime, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Index(None, "bureau", "until"),
)

review_requests = sa.Table(
    "review_requests",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True),
    sa.Column("step", sa.Integer, primary_key=True),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("airflow_ref", sa.Text),
    _of_document(),
)

review_decisions = sa.Table(
    "review_decisions",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, nullable=False),
    sa.Column("round", sa.Integer, nullable=False),
    sa.Column("step", sa.Integer, nullable=False),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("verdict", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("acting_for", sa.Text),
    sa.Column("reason", sa.Text),
    sa.Column("legal_basis", sa.Text),
    sa.Column("listable", sa.Boolean),
    sa.Column("dismissals", sa.JSON, nullable=False),
    sa.Column("door", sa.Text, nullable=False),
    sa.Column("airflow_ref", sa.Text),
    sa.Column("decided_at", UtcDateTime, nullable=False),
    _of_document(),
    # One decision a step: the last guard behind all checks.
    sa.UniqueConstraint("bureau", "document_id", "round", "step"),
)

views = sa.Table(
    "views",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("content_hash", sa.Text, primary_key=True),
    sa.Column("viewed_at", UtcDateTime, nullable=False),
    _of_document(),
)

publications = sa.Table(
    "publications",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("content_hash", sa.Text, nullable=False),
    sa.Column("index_number", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("published_at", UtcDateTime, nullable=False),
    sa.Column("listed_only", sa.Boolean, nullable=False),
    sa.Column("ended_at", UtcDateTime),
    sa.Column("ended_reason", sa.Text),
    _of_document(),
)

index_numbers = sa.Table(
    "index_numbers",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("year", sa.Integer, primary_key=True),
    sa.Column("serial", sa.Integer, primary_key=True),
    sa.Column("document_id", sa.Text, nullable=False),
    sa.Column("index_number", sa.Text, nullable=False),
    _of_document(),
    sa.UniqueConstraint("bureau", "document_id"),
    sa.UniqueConstraint("bureau", "index_number"),
)

reminders = sa.Table(
    "reminders",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("due", sa.Date),
    sa.Column("days_left", sa.Integer),
    sa.Column("noted_at", UtcDateTime, nullable=False),
    _of_document(),
    sa.Index(None, "bureau", "day"),
)

request_reminders = sa.Table(
    "request_reminders",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("request_id", sa.Text, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("due", sa.Date),
    sa.Column("days_left", sa.Integer),
    sa.Column("noted_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["bureau", "request_id"], ["disclosure_requests.bureau", "disclosure_requests.id"]),
    sa.Index(None, "bureau", "day"),
)

reminder_digests = sa.Table(
    "reminder_digests",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("documents", sa.Integer, nullable=False),
    sa.Column("overdue", sa.Integer, nullable=False),
    sa.Column("sent_at", UtcDateTime, nullable=False),
)

error_reports = sa.Table(
    "error_reports",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("fault", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("sent_at", UtcDateTime, nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.Column("outcome", sa.Text),
    sa.Column("settled_by", sa.Text),
    sa.Column("settled_at", UtcDateTime),
    _of_document(),
    sa.Index(None, "bureau", "outcome"),
)

disclosure_requests = sa.Table(
    "disclosure_requests",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("channel", sa.Text, nullable=False),
    sa.Column("applicant", sa.Text, nullable=False),
    sa.Column("delivery", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("arrived_on", sa.Date, nullable=False),
    sa.Column("received_on", sa.Date),
    sa.Column("requester_key", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("information_key", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("purpose", sa.Text, nullable=False, server_default=sa.text("'disclosure'")),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("entered_by", sa.Text),
    sa.Column("unit", sa.Text),
    sa.Column("status_key", sa.Text),
    sa.Column("status_version", sa.Integer, nullable=False),
    sa.Column("letter_year", sa.Integer),
    sa.Column("letter_serial", sa.Integer),
    sa.Column("delivered_on", sa.Date),
    sa.Column("closing", sa.Text),
    sa.Column("closed_at", UtcDateTime),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.UniqueConstraint("bureau", "letter_year", "letter_serial"),
    sa.Index(None, "bureau", "state"),
    sa.Index(None, "bureau", "fingerprint"),
    sa.Index(None, "bureau", "requester_key"),
    sa.Index(None, "bureau", "information_key"),
)

often_rulings = sa.Table(
    "often_rulings",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("information_key", sa.Text, primary_key=True),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("ruled_by", sa.Text, nullable=False),
    sa.Column("ruled_at", UtcDateTime, nullable=False),
)

list_versions = sa.Table(
    "list_versions",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("series", sa.Text),
    sa.Column("original_sha256", sa.Text, nullable=False),
    sa.Column("row_count", sa.Integer, nullable=False),
    sa.Column("handed_in_by", sa.Text, nullable=False),
    sa.Column("handed_in_at", UtcDateTime, nullable=False),
    _of_document(),
    sa.UniqueConstraint("bureau", "kind", "series", "number"),
)

outbox = sa.Table(
    "outbox",
    metadata,
    # SQLite counts up by itself only on an INTEGER key.
    sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("bureau", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("document_id", sa.Text, nullable=False),
    sa.Column("round", sa.Integer),
    sa.Column("step", sa.Integer),
    sa.Column("version", sa.Integer),
    sa.Column("written_at", UtcDateTime, nullable=False),
    sa.Column("delivered_at", UtcDateTime),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("last_error", sa.Text),
    _of_document(),
    sa.Index(None, "bureau", "delivered_at"),
    sqlite_autoincrement=True,
)

audit_entries = sa.Table(
    "audit_entries",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("sequence", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", UtcDateTime, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("subject_id", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),
    sa.Column("previous_hash", sa.Text, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Index(None, "bureau", "subject_id"),
)
