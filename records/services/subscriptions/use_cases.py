"""All that may be done with subscriptions, over one register."""

from __future__ import annotations

from dataclasses import dataclass

from records.services.subscriptions.book import SubscriptionBook
from records.services.subscriptions.mailing import SubscriptionMailing
from records.services.subscriptions.taking import SubscriptionTaking


@dataclass(frozen=True, slots=True)
class SubscriptionServices:
    book: SubscriptionBook

    @property
    def taking(self) -> SubscriptionTaking:
        return SubscriptionTaking(self.book)

    @property
    def mailing(self) -> SubscriptionMailing:
        return SubscriptionMailing(self.book)
