"""The first schema: documents, reviews, publications, outbox and the audit chain, which only grows."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_REFUSAL = "the audit chain is append-only"

_SQLITE_TRIGGERS = tuple(
    f"CREATE TRIGGER audit_entries_no_{act.lower()} BEFORE {act} ON audit_entries "
    f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    for act in ("UPDATE", "DELETE")
)

_POSTGRESQL_TRIGGERS = (
    f"CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{_REFUSAL}'; END $$",
    "CREATE TRIGGER audit_entries_no_change BEFORE UPDATE OR DELETE ON audit_entries "
    "FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
    "CREATE TRIGGER audit_entries_no_truncate BEFORE TRUNCATE ON audit_entries "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
)


def upgrade() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "sequence", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_bureau_subject_id"), "audit_entries", ["bureau", "subject_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("original_sha256", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("handed_in_by", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("disclosure", sa.Text(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("listable", sa.Boolean(), nullable=False),
        sa.Column("conflicts", sa.JSON(), nullable=False),
        sa.Column("fault_code", sa.Text(), nullable=True),
        sa.Column("fault_message", sa.Text(), nullable=True),
        sa.Column("reassess_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_documents")),
        sa.UniqueConstraint("bureau", "original_sha256", name=op.f("uq_documents_bureau_original_sha256")),
    )
    op.create_index(op.f("ix_documents_bureau_state"), "documents", ["bureau", "state"], unique=False)
    op.create_table(
        "arrivals",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source_path", sa.Text(), nullable=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"], ["documents.bureau", "documents.id"], name=op.f("fk_arrivals_bureau_document_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_arrivals")),
        sa.UniqueConstraint(
            "bureau",
            "source_path",
            "size_bytes",
            "modified_at",
            name=op.f("uq_arrivals_bureau_source_path_size_bytes_modified_at"),
        ),
    )
    op.create_index(op.f("ix_arrivals_bureau_document_id"), "arrivals", ["bureau", "document_id"], unique=False)
    op.create_table(
        "index_numbers",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("index_number", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_index_numbers_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "year", "serial", name=op.f("pk_index_numbers")),
        sa.UniqueConstraint("bureau", "document_id", name=op.f("uq_index_numbers_bureau_document_id")),
        sa.UniqueConstraint("bureau", "index_number", name=op.f("uq_index_numbers_bureau_index_number")),
    )
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=True),
        sa.Column("step", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"], ["documents.bureau", "documents.id"], name=op.f("fk_outbox_bureau_document_id")
        ),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_bureau_delivered_at"), "outbox", ["bureau", "delivered_at"], unique=False)
    op.create_table(
        "publications",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("index_number", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listed_only", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_publications_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "version", name=op.f("pk_publications")),
    )
    op.create_table(
        "readings",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"], ["documents.bureau", "documents.id"], name=op.f("fk_readings_bureau_document_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "content_hash", name=op.f("pk_readings")),
    )
    op.create_table(
        "review_decisions",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("acting_for", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("listable", sa.Boolean(), nullable=True),
        sa.Column("dismissals", sa.JSON(), nullable=False),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("airflow_ref", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_review_decisions_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_review_decisions")),
        sa.UniqueConstraint(
            "bureau", "document_id", "round", "step", name=op.f("uq_review_decisions_bureau_document_id_round_step")
        ),
    )
    op.create_table(
        "review_requests",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("airflow_ref", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_review_requests_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "round", "step", name=op.f("pk_review_requests")),
    )
    op.create_table(
        "review_rounds",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("disclosure", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("proposal_reason", sa.Text(), nullable=True),
        sa.Column("listable", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=True),
        sa.Column("reason_kind", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("referral_answer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"],
            ["documents.bureau", "documents.id"],
            name=op.f("fk_review_rounds_bureau_document_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "number", name=op.f("pk_review_rounds")),
    )
    op.create_table(
        "views",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "document_id"], ["documents.bureau", "documents.id"], name=op.f("fk_views_bureau_document_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "document_id", "person", "content_hash", name=op.f("pk_views")),
    )
    op.create_table(
        "sightings",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("run_key", sa.Text(), nullable=False),
        sa.Column("arrival_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "arrival_id"], ["arrivals.bureau", "arrivals.id"], name=op.f("fk_sightings_bureau_arrival_id")
        ),
        sa.PrimaryKeyConstraint("bureau", "run_key", "arrival_id", name=op.f("pk_sightings")),
    )
    postgresql = op.get_bind().dialect.name == "postgresql"
    for statement in _POSTGRESQL_TRIGGERS if postgresql else _SQLITE_TRIGGERS:
        op.execute(statement)


def downgrade() -> None:
    refuse_with_rows("audit_entries", "documents")
    op.drop_table("sightings")
    op.drop_table("views")
    op.drop_table("review_rounds")
    op.drop_table("review_requests")
    op.drop_table("review_decisions")
    op.drop_table("readings")
    op.drop_table("publications")
    op.drop_index(op.f("ix_outbox_bureau_delivered_at"), table_name="outbox")
    op.drop_table("outbox")
    op.drop_table("index_numbers")
    op.drop_index(op.f("ix_arrivals_bureau_document_id"), table_name="arrivals")
    op.drop_table("arrivals")
    op.drop_index(op.f("ix_documents_bureau_state"), table_name="documents")
    op.drop_table("documents")
    op.drop_index(op.f("ix_audit_entries_bureau_subject_id"), table_name="audit_entries")
    op.drop_table("audit_entries")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_audit_change()")
