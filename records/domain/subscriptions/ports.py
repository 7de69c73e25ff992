"""Where subscriptions and the mails on their way are kept."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from records.domain.subscriptions.subscription import Subscription, SubscriptionId, SubscriptionMail


class Subscriptions(Protocol):
    def get(self, subscription_id: SubscriptionId) -> Subscription | None: ...
    def of_address(self, address_key: str) -> list[Subscription]: ...
    def confirmed(self) -> list[Subscription]:
        """Oldest first."""

    def unconfirmed_before(self, moment: dt.datetime) -> list[Subscription]:
        """Those asked for before that moment and never confirmed, oldest first."""

    def add(self, subscription: Subscription) -> None: ...
    def save(self, subscription: Subscription) -> None: ...
    def delete(self, subscription_id: SubscriptionId) -> None:
        """Leave nothing of it, nor of its mails."""

    def mails(self) -> list[SubscriptionMail]:
        """Those that are not sent, oldest first."""

    def add_mail(self, mail: SubscriptionMail) -> None: ...
    def delete_mail(self, mail_id: str) -> None: ...
