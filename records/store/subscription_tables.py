"""The tables of subscriptions by mail, and of the mails that are not sent yet."""

from __future__ import annotations

import sqlalchemy as sa

from records.store.tables import UtcDateTime, metadata

subscriptions = sa.Table(
    "subscriptions",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("asked_at", UtcDateTime, nullable=False),
    sa.Column("confirmed_at", UtcDateTime),
    sa.Column("told_until", UtcDateTime, nullable=False),
    sa.Column("address_key", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False),
    sa.Column("refusals", sa.Integer, nullable=False),
    sa.UniqueConstraint("bureau", "fingerprint"),
    sa.Index(None, "bureau", "address_key"),
)

subscription_mails = sa.Table(
    "subscription_mails",
    metadata,
    sa.Column("bureau", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("subscription_id", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("documents", sa.JSON, nullable=False),
    sa.Column("noted_at", UtcDateTime, nullable=False),
    sa.ForeignKeyConstraint(["bureau", "subscription_id"], ["subscriptions.bureau", "subscriptions.id"]),
    sa.Index(None, "bureau", "subscription_id"),
)

#: What a backup leaves out: restored, it would write to people who have ended their subscription since.
NOT_BACKED_UP = frozenset({subscriptions.name, subscription_mails.name})
