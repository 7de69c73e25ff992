"""A round says which levels it has: the confidentiality officer may be one of them."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

#: What every round had before.
_CHAIN = json.dumps(["unit_head", "deputy", "head"])


def upgrade() -> None:
    op.add_column("review_rounds", sa.Column("chain", sa.JSON(), server_default=_CHAIN, nullable=False))


def downgrade() -> None:
    op.drop_column("review_rounds", "chain")
