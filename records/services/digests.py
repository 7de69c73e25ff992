"""Sending people their digests: each once a day and channel, whatever is killed or repeated in between."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from records.domain.bureau import Bureau, Person
from records.domain.canonical import Json
from records.domain.digests import Digest
from records.domain.errors import BureauError
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork
from records.domain.reminder_ports import AddressRefused, GroupChannel, ReminderChannel

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one channel's digests: `sent` now, `left` for the next run; `code` says why, None if none is."""

    channel: str
    sent: int
    left: int = 0
    code: str | None = None


@dataclass(frozen=True, slots=True)
class DigestSender:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def send(self, channel: ReminderChannel, digests: Sequence[Digest]) -> Sent:
        """Hand over what this channel was not given yet, to those whom it reaches.

        A digest is marked after it was handed over, so a kill in between sends that one again, with the same id. What
        refuses one address goes on with the others; what fails otherwise is left alone until the next run.
        """
        waiting = self._unsent(channel, digests)
        sent = refused = 0
        for digest, person in waiting:
            try:
                channel.send(digest, person)
            except AddressRefused:
                log.warning("Reminders by %s: the address of %s is refused", channel.name, digest.person)
                refused += 1
            except Exception as error:  # noqa: BLE001 - one channel must not keep the others from being used
                code = error.code if isinstance(error, BureauError) else type(error).__name__
                left = len(waiting) - sent
                log.warning("Reminders by %s stop (%s): %d digests stay for the next run", channel.name, code, left)
                return Sent(channel.name, sent, left, code)
            else:
                self._mark_sent(channel, digest)
                sent += 1
        return Sent(channel.name, sent, refused, AddressRefused.code if refused else None)

    def announce(self, channel: GroupChannel, digest: Digest | None) -> Sent:
        """Hand a group its digest, if this channel was not given it yet; what fails is left for the next run."""
        if digest is None or self._was_announced(channel, digest):
            return Sent(channel.name, 0)
        try:
            channel.announce(digest)
        except Exception as error:  # noqa: BLE001 - one channel must not keep the others from being used
            code = error.code if isinstance(error, BureauError) else type(error).__name__
            log.warning("Reminders by %s stop (%s): the digest stays for the next run", channel.name, code)
            return Sent(channel.name, 0, 1, code)
        self._mark_sent(channel, digest)
        return Sent(channel.name, 1)

    def _was_announced(self, channel: GroupChannel, digest: Digest) -> bool:
        with self.open_work(read_only=True) as work:
            return (digest.person, channel.name) in work.reminders.sent_on(digest.day)

    def _unsent(self, channel: ReminderChannel, digests: Sequence[Digest]) -> list[tuple[Digest, Person]]:
        with self.open_work(read_only=True) as work:
            sent = {day: work.reminders.sent_on(day) for day in {digest.day for digest in digests}}
        people = ((digest, self.bureau.person(digest.person)) for digest in digests)
        return [
            (digest, person)
            for digest, person in people
            if person and channel.reaches(person) and (person.id, channel.name) not in sent[digest.day]
        ]

    def _mark_sent(self, channel: ReminderChannel | GroupChannel, digest: Digest) -> None:
        now = self.clock.now()
        with self.open_work() as work:
            work.reminders.mark_sent(digest, channel.name, now)
            work.audit.append(
                "reminder:sent",
                at=now,
                actor=Role.SYSTEM,
                role=Role.SYSTEM,
                subject_id=digest.person,
                details=_said(channel.name, digest),
            )
            work.commit()


def _said(channel: str, digest: Digest) -> dict[str, Json]:
    duties: list[Json] = [duty.kind.value for duty in digest.duties]
    return {
        "channel": channel,
        "day": digest.day.isoformat(),
        "to_do": len(digest.to_do),
        "to_see_to": len(digest.to_see_to),
        "overdue": len(digest.overdue),
        **({"duties": duties} if duties else {}),
    }
