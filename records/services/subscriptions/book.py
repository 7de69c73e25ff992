"""The register of subscriptions: the only place that opens what is sealed with one, and makes the keys of its links."""

from __future__ import annotations

import hmac
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.requests.ports import PrivateBox
from records.domain.subscriptions.subscription import (
    Subscription,
    SubscriptionAct,
    SubscriptionContent,
    SubscriptionId,
)


@dataclass(frozen=True, slots=True)
class SubscriptionBook:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    box: PrivateBox

    def seal(self, subscription_id: SubscriptionId, content: SubscriptionContent) -> bytes:
        return self.box.seal(subscription_id, content.as_json())

    def content(self, subscription: Subscription) -> SubscriptionContent:
        """What was asked for. Raises Broken if it does not open."""
        return SubscriptionContent.of_json(self.box.open(subscription.id, subscription.sealed))

    def key(self, act: SubscriptionAct, subscription_id: SubscriptionId) -> str:
        """What proves that a link came by mail: 64 hexadecimal digits, one for each act, kept nowhere."""
        return self.box.fingerprint(["subscription link", act.value, subscription_id])

    def is_key(self, key: str, act: SubscriptionAct, subscription_id: SubscriptionId) -> bool:
        return hmac.compare_digest(key, self.key(act, subscription_id))

    def note(self, work: UnitOfWork, event: str, subscription_id: SubscriptionId, **details: Json) -> None:
        """An entry on the audit chain: ids and numbers, never whose subscription it is or of what."""
        work.audit.append(
            f"subscription:{event}",
            at=self.clock.now(),
            actor=Role.SYSTEM,
            role=Role.SYSTEM,
            subject_id=subscription_id,
            details=details,
        )
