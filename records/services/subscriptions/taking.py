"""How a subscription begins and ends: asked for on the portal, confirmed and ended by links that came by mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from records.domain.subscriptions.subscription import (
    MOST_OF_ONE_ADDRESS,
    MOST_UNCONFIRMED,
    UNCONFIRMED_FOR,
    MailKind,
    Subscription,
    SubscriptionAct,
    SubscriptionContent,
    SubscriptionId,
    SubscriptionMail,
)
from records.services.identity import new_id
from records.services.subscriptions.book import SubscriptionBook


@dataclass(frozen=True, slots=True)
class SubscriptionTaking:
    book: SubscriptionBook

    def take(self, subscription_id: str, content: SubscriptionContent, *, asked_at: dt.datetime) -> bool:
        """Put a wish on record, with the mail that asks for its confirmation.

        False, and nothing happens, if it is there already or the address has as many as it may: whoever typed it is
        told the same either way, so that nobody learns who has subscribed.
        """
        book, id_ = self.book, SubscriptionId(subscription_id)
        now = book.clock.now()
        wish = Subscription(
            bureau=book.bureau.id,
            id=id_,
            asked_at=asked_at,
            confirmed_at=None,
            told_until=asked_at,
            address_key=book.box.fingerprint(content.address_key),
            fingerprint=book.box.fingerprint(content.sameness),
            sealed=book.seal(id_, content),
        )
        with book.open_work() as work:
            if not _may_be_added(wish, work.subscriptions.of_address(wish.address_key)):
                return False
            work.subscriptions.add(wish)
            mail = SubscriptionMail(book.bureau.id, new_id(now), id_, MailKind.CONFIRMATION, (), now)
            work.subscriptions.add_mail(mail)
            book.note(work, "asked", id_)
            work.commit()
        return True

    def act(self, act: SubscriptionAct, subscription_id: str, key: str) -> bool:
        """Do what a link of a mail is for; False if there is no such subscription, or the key is not its own."""
        id_ = SubscriptionId(subscription_id)
        if not self.book.is_key(key, act, id_):
            return False
        match act:
            case SubscriptionAct.CONFIRM:
                return self._confirm(id_)
            case SubscriptionAct.END:
                return self._delete([id_], "ended") > 0

    def delete_unconfirmed(self) -> int:
        """Delete what was not confirmed in time; how many. May be killed and repeated."""
        with self.book.open_work(read_only=True) as work:
            late = work.subscriptions.unconfirmed_before(self.book.clock.now() - UNCONFIRMED_FOR)
        return self._delete([each.id for each in late], "expired")

    def delete_unreachable(self, subscription_id: SubscriptionId) -> None:
        """Delete one whose address was refused for good too often."""
        self._delete([subscription_id], "unreachable")

    def _confirm(self, id_: SubscriptionId) -> bool:
        book = self.book
        with book.open_work() as work:
            found = work.subscriptions.get(id_)
            if found is None or found.confirmed_at is not None:
                return found is not None
            now = book.clock.now()
            work.subscriptions.save(replace(found, confirmed_at=now, told_until=now))
            book.note(work, "confirmed", id_)
            work.commit()
        return True

    def _delete(self, ids: Iterable[SubscriptionId], event: str) -> int:
        deleted = 0
        for id_ in ids:
            with self.book.open_work() as work:
                if work.subscriptions.get(id_) is None:
                    continue
                work.subscriptions.delete(id_)
                self.book.note(work, event, id_)
                work.commit()
            deleted += 1
        if deleted:
            self.book.open_work.forget_erased()
        return deleted


def _may_be_added(wish: Subscription, others: list[Subscription]) -> bool:
    is_known = any(each.id == wish.id or each.fingerprint == wish.fingerprint for each in others)
    unconfirmed = sum(each.confirmed_at is None for each in others)
    return not is_known and len(others) < MOST_OF_ONE_ADDRESS and unconfirmed < MOST_UNCONFIRMED
