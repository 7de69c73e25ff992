"""Lists load no texts: what they show of a reading gets columns, filled from what is stored already."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.rows import reading_of

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_READINGS = sa.table(
    "readings",
    sa.column("bureau", sa.Text()),
    sa.column("document_id", sa.Text()),
    sa.column("content_hash", sa.Text()),
    sa.column("content", sa.JSON()),
    sa.column("adopted_on", sa.Date()),
    sa.column("blocking_findings", sa.Integer()),
)
_KEY = (_READINGS.c.bureau, _READINGS.c.document_id, _READINGS.c.content_hash)


def upgrade() -> None:
    op.add_column("readings", sa.Column("adopted_on", sa.Date(), nullable=True))
    op.add_column("readings", sa.Column("blocking_findings", sa.Integer(), server_default="0", nullable=False))
    op.create_index(op.f("ix_documents_bureau_handed_in_by"), "documents", ["bureau", "handed_in_by"])
    summary_of = ["bureau", "document_id", "content_hash", "adopted_on", "blocking_findings"]
    op.create_index("ix_readings_summary", "readings", summary_of)
    connection = op.get_bind()
    # One reading at a time: a text may have thousands of pages.
    for key in connection.execute(sa.select(*_KEY)).all():
        is_this = sa.and_(*(column == value for column, value in zip(_KEY, key, strict=True)))
        summary = reading_of(connection.execute(sa.select(_READINGS.c.content).where(is_this)).scalar_one()).summary
        connection.execute(
            _READINGS.update()
            .where(is_this)
            .values(adopted_on=summary.adopted_on, blocking_findings=summary.blocking_findings)
        )


def downgrade() -> None:
    op.drop_index(op.f("ix_documents_bureau_handed_in_by"), table_name="documents")
    op.drop_index("ix_readings_summary", table_name="readings")
    op.drop_column("readings", "blocking_findings")
    op.drop_column("readings", "adopted_on")
