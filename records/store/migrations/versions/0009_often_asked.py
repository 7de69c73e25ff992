"""Requests know what they are for by a keyed digest, and what the office said to what many asked for (article 44)."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows, refuse_with_values
from records.store.tables import UtcDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Empty for requests that are there: what they are for lies in their boxes, which no migration opens.
    op.add_column(
        "disclosure_requests", sa.Column("information_key", sa.Text(), nullable=False, server_default=sa.text("''"))
    )
    index = op.f("ix_disclosure_requests_bureau_information_key")
    op.create_index(index, "disclosure_requests", ["bureau", "information_key"])
    op.create_table(
        "often_rulings",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("information_key", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ruled_by", sa.Text(), nullable=False),
        sa.Column("ruled_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "information_key", name=op.f("pk_often_rulings")),
    )


def downgrade() -> None:
    refuse_with_rows("often_rulings")
    refuse_with_values("disclosure_requests", "information_key", but="''")
    op.drop_table("often_rulings")
    op.drop_index(op.f("ix_disclosure_requests_bureau_information_key"), table_name="disclosure_requests")
    op.drop_column("disclosure_requests", "information_key")
