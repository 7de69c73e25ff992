"""Mails to subscribers: on record first, then handed over, then forgotten. Killed anywhere, the next run goes on."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from records.domain.reminder_ports import AddressRefused, ChannelUnavailable
from records.domain.requests.request import day_of
from records.domain.subscriptions.subscription import (
    MOST_REFUSALS,
    MailKind,
    Subscription,
    SubscriptionAct,
    SubscriptionContent,
    SubscriptionMail,
)
from records.services.identity import new_id
from records.services.subscriptions.book import SubscriptionBook
from records.services.subscriptions.taking import SubscriptionTaking

log = logging.getLogger(__name__)

#: What a subscriber has not been told of: ids of documents published after the moment, the newest first.
FindNew = Callable[[SubscriptionContent, dt.datetime], Sequence[str]]


@dataclass(frozen=True, slots=True)
class AddressedMail:
    """A mail with whom it goes to, and the keys of the links in it."""

    mail: SubscriptionMail
    content: SubscriptionContent
    confirm_key: str
    end_key: str


class SubscriberPost(Protocol):
    """The way out. It looks at the moment of sending at what is public, and names nothing else."""

    def send(self, addressed: AddressedMail) -> int:
        """Hand it over and say how many documents it named; none: there was nothing left to send.

        A repetition bears the same id. Raise AddressRefused or ChannelUnavailable.
        """


@dataclass(frozen=True, slots=True)
class Mailed:
    """What became of the mails that waited; `left` stay for the next run."""

    sent: int = 0
    empty: int = 0
    refused: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class SubscriptionMailing:
    book: SubscriptionBook

    def note_digests(self, find_new: FindNew) -> int:
        """Put on record what each subscriber is to be told of, one mail a day in Asia/Shanghai at most; how many."""
        now = self.book.clock.now()
        with self.book.open_work(read_only=True) as work:
            waiting = {each.subscription_id for each in work.subscriptions.mails()}
            due = [each for each in work.subscriptions.confirmed() if day_of(each.told_until) < day_of(now)]
        return sum(self._note(each, find_new, now) for each in due if each.id not in waiting)

    def send(self, kind: MailKind, post: SubscriberPost) -> Mailed:
        """Hand over what of this kind is on record, the oldest first; the first that is not taken ends the run.

        One run a kind at a time, or somebody gets the same mail twice.
        """
        with self.book.open_work(read_only=True) as work:
            mails = [each for each in work.subscriptions.mails() if each.kind is kind]
        done = Mailed()
        for place, mail in enumerate(mails):
            try:
                done = self._send(post, mail, done)
            except ChannelUnavailable as error:
                log.warning("Mails to subscribers stop (%s): %d stay", error.code, len(mails) - place)
                return replace(done, left=len(mails) - place)
        return done

    def _note(self, subscription: Subscription, find_new: FindNew, now: dt.datetime) -> bool:
        documents = tuple(find_new(self.book.content(subscription), subscription.told_until))
        if not documents:
            return False
        book = self.book
        with book.open_work() as work:
            found = work.subscriptions.get(subscription.id)
            if found is None or found.told_until != subscription.told_until:  # ended, or another run was first
                return False
            work.subscriptions.save(replace(found, told_until=now))
            mail = SubscriptionMail(book.bureau.id, new_id(now), found.id, MailKind.DIGEST, documents, now)
            work.subscriptions.add_mail(mail)
            work.commit()
        return True

    def _send(self, post: SubscriberPost, mail: SubscriptionMail, done: Mailed) -> Mailed:
        addressed = self._addressed(mail)
        if addressed is None:
            return done
        try:
            named = post.send(addressed)
        except AddressRefused:
            self._note_refusal(mail)
            return replace(done, refused=done.refused + 1)
        self._note_sent(mail, named)
        is_empty = mail.kind is MailKind.DIGEST and named == 0
        return replace(done, empty=done.empty + 1) if is_empty else replace(done, sent=done.sent + 1)

    def _addressed(self, mail: SubscriptionMail) -> AddressedMail | None:
        """None if the subscription ended meanwhile; it is looked for as late as can be."""
        book, id_ = self.book, mail.subscription_id
        with book.open_work(read_only=True) as work:
            found = work.subscriptions.get(id_)
        if found is None:
            return None
        keys = (book.key(SubscriptionAct.CONFIRM, id_), book.key(SubscriptionAct.END, id_))
        return AddressedMail(mail, book.content(found), *keys)

    def _note_sent(self, mail: SubscriptionMail, named: int) -> None:
        with self.book.open_work() as work:
            work.subscriptions.delete_mail(mail.id)
            found = work.subscriptions.get(mail.subscription_id)
            if found is not None and found.refusals:
                work.subscriptions.save(replace(found, refusals=0))
            if mail.kind is MailKind.CONFIRMATION or named:
                self.book.note(work, "mailed", mail.subscription_id, kind=mail.kind.value, documents=named)
            work.commit()

    def _note_refusal(self, mail: SubscriptionMail) -> None:
        with self.book.open_work() as work:
            work.subscriptions.delete_mail(mail.id)
            found = work.subscriptions.get(mail.subscription_id)
            refusals = found.refusals + 1 if found else 0
            if found is not None:
                work.subscriptions.save(replace(found, refusals=refusals))
            self.book.note(work, "refused", mail.subscription_id, kind=mail.kind.value)
            work.commit()
        if refusals >= MOST_REFUSALS:
            SubscriptionTaking(self.book).delete_unreachable(mail.subscription_id)
