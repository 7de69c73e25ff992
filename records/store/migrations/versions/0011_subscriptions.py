"""Subscriptions by mail, and the mails that are not sent yet."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.store.downgrading import refuse_with_rows
from records.store.tables import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "subscriptions",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("told_until", UtcDateTime(timezone=True), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("refusals", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint("bureau", "fingerprint", name=op.f("uq_subscriptions_bureau_fingerprint")),
    )
    op.create_index(op.f("ix_subscriptions_bureau_address_key"), "subscriptions", ["bureau", "address_key"])
    op.create_table(
        "subscription_mails",
        sa.Column("bureau", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subscription_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("noted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["bureau", "subscription_id"],
            ["subscriptions.bureau", "subscriptions.id"],
            name=op.f("fk_subscription_mails_bureau_subscription_id"),
        ),
        sa.PrimaryKeyConstraint("bureau", "id", name=op.f("pk_subscription_mails")),
    )
    op.create_index(
        op.f("ix_subscription_mails_bureau_subscription_id"), "subscription_mails", ["bureau", "subscription_id"]
    )


def downgrade() -> None:
    refuse_with_rows("subscription_mails", "subscriptions")
    op.drop_index(op.f("ix_subscription_mails_bureau_subscription_id"), table_name="subscription_mails")
    op.drop_table("subscription_mails")
    op.drop_index(op.f("ix_subscriptions_bureau_address_key"), table_name="subscriptions")
    op.drop_table("subscriptions")
