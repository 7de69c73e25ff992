"""Error reports: what citizens say is wrong with a published page, and what came of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "error_reports",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sent_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("taken_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_error_reports_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_error_reports")),
    )
    op.create_index(op.f("ix_error_reports_bureau_outcome"), "error_reports", ["bureau", "outcome"])


def downgrade() -> None:
    refuse_with_rows("error_reports")
    op.drop_index(op.f("ix_error_reports_bureau_outcome"), table_name="error_reports")
    op.drop_table("error_reports")
