"""Reminders: what was said of which term on which day, and to whom a digest was sent."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_reminders_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "round", "step", "stage", "day", name=op.f("pk_reminders")),
    )
    op.create_index(op.f("ix_reminders_bureau_day"), "reminders", ["bureau", "day"])
    op.create_table(
        "reminder_digests",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("overdue", sa.Integer(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "day", "person", "channel", name=op.f("pk_reminder_digests")),
    )


def downgrade() -> None:
    refuse_with_rows("reminder_digests", "reminders")
    op.drop_table("reminder_digests")
    op.drop_index(op.f("ix_reminders_bureau_day"), table_name="reminders")
    op.drop_table("reminders")
