"""Requests for information (依申请公开): kinds and dates as they are, what names the requester encrypted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "disclosure_requests",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("applicant", sa.Text(), nullable=False),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("requester_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entered_by", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("status_key", sa.Text(), nullable=True),
        sa.Column("status_version", sa.Integer(), nullable=False),
        sa.Column("letter_year", sa.Integer(), nullable=True),
        sa.Column("letter_serial", sa.Integer(), nullable=True),
        sa.Column("delivered_on", sa.Date(), nullable=True),
        sa.Column("closing", sa.Text(), nullable=True),
        sa.Column("closed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_disclosure_requests")),
        sa.UniqueConstraint(
            "bureau",
            "letter_year",
            "letter_serial",
            name=op.f("uq_disclosure_requests_bureau_letter_year_letter_serial"),
        ),
    )
    for name in ("state", "fingerprint", "requester_key"):
        op.create_index(op.f(f"ix_disclosure_requests_bureau_{name}"), "disclosure_requests", ["bureau", name])


def downgrade() -> None:
    refuse_with_rows("disclosure_requests")
    for name in ("requester_key", "fingerprint", "state"):
        op.drop_index(op.f(f"ix_disclosure_requests_bureau_{name}"), table_name="disclosure_requests")
    op.drop_table("disclosure_requests")
