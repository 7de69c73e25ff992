"""The tables of consultations, their comments, and what was ruled on the need for one."""

from __future__ import annotations

import sqlalchemy as sa

from records.store.tables import UtcDateTime, metadata

consultations = sa.Table(
    "consultations",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("draft_id", sa.Text, nullable=False),
    sa.Column("unit", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("closes_on", sa.Date, nullable=False),
    sa.Column("report_id", sa.Text),
    sa.Column("decision_id", sa.Text),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("facts", sa.JSON, nullable=False),
    sa.ForeignKeyConstraint(["bureau", "draft_id"], ["documents.bureau", "documents.id"]),
    sa.ForeignKeyConstraint(["bureau", "report_id"], ["documents.bureau", "documents.id"]),
    sa.ForeignKeyConstraint(["bureau", "decision_id"], ["documents.bureau", "documents.id"]),
    sa.Index(None, "bureau", "state"),
    sa.Index(None, "bureau", "draft_id"),
    sa.Index(None, "bureau", "report_id"),
    sa.Index(None, "bureau", "decision_id"),
)

consultation_comments = sa.Table(
    "consultation_comments",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("consultation_id", sa.Text, nullable=False),
    sa.Column("received_on", sa.Date, nullable=False),
    sa.Column("taken_at", UtcDateTime, nullable=False),
    sa.Column("is_late", sa.Boolean, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary),
    sa.Column("entered_by", sa.Text),
    sa.Column("treatment", sa.Text),
    sa.Column("opinion", sa.Integer),
    sa.Column("sorted_by", sa.Text),
    sa.Column("sorted_at", UtcDateTime),
    sa.ForeignKeyConstraint(["bureau", "consultation_id"], ["consultations.bureau", "consultations.id"]),
    sa.Index(None, "bureau", "consultation_id"),
)

consultation_needs = sa.Table(
    "consultation_needs",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("document_id", sa.Text, primary_key=True),
    sa.Column("is_needed", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("ruled_by", sa.Text, nullable=False),
    sa.Column("ruled_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["bureau", "document_id"], ["documents.bureau", "documents.id"]),
)

consultation_reminders = sa.Table(
    "consultation_reminders",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("consultation_id", sa.Text, primary_key=True),
    sa.Column("round", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("step", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("stage", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("occasion", sa.Text, nullable=False),
    sa.Column("due", sa.Date),
    sa.Column("days_left", sa.Integer),
    sa.Column("noted_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["bureau", "consultation_id"], ["consultations.bureau", "consultations.id"]),
    sa.Index(None, "bureau", "day"),
)
