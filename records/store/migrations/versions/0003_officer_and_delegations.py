"""The confidentiality officer decides in some rounds and on marks; who stands in for whom can be said at the desk."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows, refuse_with_values

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: What every round had before.
_CHAIN = json.dumps(["unit_head", "deputy", "head"])


def upgrade() -> None:
    op.add_column("review_rounds", sa.Column("chain", sa.JSON(), server_default=_CHAIN, nullable=False))
    op.add_column("documents", sa.Column("mark_ruled_out", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table(
        "delegations",
        sa.Column("bureau", sa.Text(), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("principal", sa.Text(), nullable=False),
        sa.Column("delegate", sa.Text(), nullable=False),
        sa.Column("start", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
    )
    op.create_index(op.f("ix_delegations_bureau_until"), "delegations", ["bureau", "until"])


def downgrade() -> None:
    refuse_with_rows("delegations")
    refuse_with_values("documents", "mark_ruled_out", but="false")
    refuse_with_values("review_rounds", "chain", but=f"'{_CHAIN}'")
    op.drop_table("delegations")
    op.drop_column("documents", "mark_ruled_out")
    op.drop_column("review_rounds", "chain")
