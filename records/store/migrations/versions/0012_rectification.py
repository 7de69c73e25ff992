"""Requests may ask for rectification of a record (article 41) instead of information."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_values

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "disclosure_requests", sa.Column("purpose", sa.Text(), nullable=False, server_default=sa.text("'disclosure'"))
    )


def downgrade() -> None:
    refuse_with_values("disclosure_requests", "purpose", but="'disclosure'")
    op.drop_column("disclosure_requests", "purpose")
