"""Consultations (公开征求意见): notices, comments with their texts encrypted, rulings on the need, reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_DOCUMENTS = ["documents.bureau", "documents.id"]
_CONSULTATIONS = ["consultations.bureau", "consultations.id"]


def upgrade() -> None:
    op.create_table(
        "consultations",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("draft_id", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("report_id", sa.Text(), nullable=True),
        sa.Column("decision_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        *(
            sa.ForeignKeyConstraint(["bureau", name], _DOCUMENTS, name=op.f(f"fk_consultations_bureau_{name}"))
            for name in ("draft_id", "report_id", "decision_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_consultations")),
    )
    for name in ("state", "draft_id", "report_id", "decision_id"):
        op.create_index(op.f(f"ix_consultations_bureau_{name}"), "consultations", ["bureau", name])
    _create_comments()
    _create_needs()
    _create_reminders()


def downgrade() -> None:
    refuse_with_rows("consultation_needs", "consultations")
    op.drop_table("consultation_reminders")
    op.drop_table("consultation_needs")
    op.drop_table("consultation_comments")
    op.drop_table("consultations")


def _create_comments() -> None:
    op.create_table(
        "consultation_comments",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Text(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("taken_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.Column("treatment", sa.Text(), nullable=True),
        sa.Column("opinion", sa.Integer(), nullable=True),
        sa.Column("sorted_by", sa.Text(), nullable=True),
        sa.Column("sorted_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "consultation_id"],
            _CONSULTATIONS,
            name=op.f("fk_consultation_comments_bureau_consultation_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_consultation_comments")),
    )
    index = op.f("ix_consultation_comments_bureau_consultation_id")
    op.create_index(index, "consultation_comments", ["bureau", "consultation_id"])


def _create_needs() -> None:
    op.create_table(
        "consultation_needs",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("is_needed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Text(), nullable=False),
        sa.Column("ruled_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"], _DOCUMENTS, name=op.f("fk_consultation_needs_bureau_document_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", name=op.f("pk_consultation_needs")),
    )


def _create_reminders() -> None:
    op.create_table(
        "consultation_reminders",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "consultation_id"],
            _CONSULTATIONS,
            name=op.f("fk_consultation_reminders_bureau_consultation_id"),
        ),
        sa.PrimaryKeyConstraint(
            "bureau", "consultation_id", "round", "step", "stage", "day", name=op.f("pk_consultation_reminders")
        ),
    )
    op.create_index(op.f("ix_consultation_reminders_bureau_day"), "consultation_reminders", ["bureau", "day"])
