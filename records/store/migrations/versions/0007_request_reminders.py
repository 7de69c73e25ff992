"""Reminders of requests: what was said of which term of a request on which day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_reminders",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("days_left", sa.Integer(), nullable=True),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "request_id"],
            ["disclosure_requests.bureau", "disclosure_requests.id"],
            name=op.f("fk_request_reminders_bureau_request_id"),
        ),
        sa.PrimaryKeyConstraint(
            "bureau", "request_id", "round", "step", "stage", "day", name=op.f("pk_request_reminders")
        ),
    )
    op.create_index(op.f("ix_request_reminders_bureau_day"), "request_reminders", ["bureau", "day"])


def downgrade() -> None:
    refuse_with_rows("request_reminders")
    op.drop_index(op.f("ix_request_reminders_bureau_day"), table_name="request_reminders")
    op.drop_table("request_reminders")
