"""Lists: which document is which list, and the originals that it has had."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "list_versions",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=True),
        sa.Column("original_sha256", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("handed_in_by", sa.Text(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_list_versions_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "number", name=op.f("pk_list_versions")),
        sa.UniqueConstraint(
            "bureau", "kind", "series", "number", name=op.f("uq_list_versions_bureau_kind_series_number")
        ),
    )


def downgrade() -> None:
    refuse_with_rows("list_versions")
    op.drop_table("list_versions")
