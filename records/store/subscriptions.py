"""Subscriptions by mail in the database: who it is and what they want as an encrypted box, deleted when it ends."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from records.domain.subscriptions.subscription import MailKind, Subscription, SubscriptionId, SubscriptionMail
from records.store.rows import Row
from records.store.subscription_tables import subscription_mails, subscriptions


@dataclass(frozen=True, slots=True)
class SqlSubscriptions:
    """See `records.domain.subscriptions.ports.Subscriptions`."""

    connection: Connection
    bureau: str

    def get(self, subscription_id: SubscriptionId) -> Subscription | None:
        return next(iter(self._list(subscriptions.c.id == subscription_id)), None)

    def of_address(self, address_key: str) -> list[Subscription]:
        return self._list(subscriptions.c.address_key == address_key)

    def confirmed(self) -> list[Subscription]:
        return self._list(subscriptions.c.confirmed_at.is_not(None))

    def unconfirmed_before(self, moment: dt.datetime) -> list[Subscription]:
        return self._list(subscriptions.c.confirmed_at.is_(None), subscriptions.c.asked_at < moment)

    def add(self, subscription: Subscription) -> None:
        self.connection.execute(subscriptions.insert().values(**asdict(subscription)))

    def save(self, subscription: Subscription) -> None:
        self.connection.execute(
            subscriptions.update()
            .where(subscriptions.c.bureau == self.bureau, subscriptions.c.id == subscription.id)
            .values(**asdict(subscription))
        )

    def delete(self, subscription_id: SubscriptionId) -> None:
        mails = subscription_mails.c
        self.connection.execute(
            subscription_mails.delete().where(mails.bureau == self.bureau, mails.subscription_id == subscription_id)
        )
        self.connection.execute(
            subscriptions.delete().where(subscriptions.c.bureau == self.bureau, subscriptions.c.id == subscription_id)
        )

    def mails(self) -> list[SubscriptionMail]:
        query = (
            sa.select(subscription_mails)
            .where(subscription_mails.c.bureau == self.bureau)
            .order_by(subscription_mails.c.id)
        )
        return [_mail_of(row) for row in self.connection.execute(query).mappings()]

    def add_mail(self, mail: SubscriptionMail) -> None:
        self.connection.execute(
            subscription_mails.insert().values(**asdict(mail) | {"documents": list(mail.documents)})
        )

    def delete_mail(self, mail_id: str) -> None:
        columns = subscription_mails.c
        self.connection.execute(subscription_mails.delete().where(columns.bureau == self.bureau, columns.id == mail_id))

    def _list(self, *conditions: sa.ColumnElement[bool]) -> list[Subscription]:
        query = (
            sa.select(subscriptions)
            .where(subscriptions.c.bureau == self.bureau, *conditions)
            .order_by(subscriptions.c.id)
        )
        return [_subscription_of(row) for row in self.connection.execute(query).mappings()]


def _subscription_of(row: Row) -> Subscription:
    return Subscription(**dict(row) | {"id": SubscriptionId(row["id"])})


def _mail_of(row: Row) -> SubscriptionMail:
    kinds = {
        "subscription_id": SubscriptionId(row["subscription_id"]),
        "kind": MailKind(row["kind"]),
        "documents": tuple(row["documents"]),
    }
    return SubscriptionMail(**dict(row) | kinds)
