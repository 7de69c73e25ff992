"""What reminding needs from outside: its own part of the records, and ways to reach a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from records.domain.bureau import Person
from records.domain.digests import Digest
from records.domain.document import PersonId
from records.domain.errors import BadInput, Unavailable
from records.domain.reminders import Reminder, SubjectId


class ReminderKey(NamedTuple):
    """Of which there is one at most."""

    subject_id: SubjectId
    round: int
    step: int
    stage: str
    day: dt.date


class AddressRefused(BadInput):
    """The channel works, and does not take this person's address."""

    code = "address_refused"
    advice = "请核对 bureau.toml 中的 email。"


class ChannelUnavailable(Unavailable):
    """The channel takes nothing now; what it did not take is sent in the next run."""

    code = "channel_unavailable"


class ClockBehind(Unavailable):
    """People were reminded on a day that has not come: the system's clock was wrong then, or is now."""

    code = "clock_behind"
    advice = "请核对系统时间；现在的时间正确的，执行 gongkai remind --trust-clock。"


class GroupChannel(Protocol):
    """A way out to a group of colleagues. It carries counts and days alone: no id, no title, no name of anybody."""

    @property
    def name(self) -> str:
        """Stable: what was sent is on record under it."""

    def announce(self, digest: Digest) -> None:
        """Hand the digest over; a repetition bears the same `digest.id`. Raise ChannelUnavailable."""


class ReminderChannel(Protocol):
    """A way out of the system. It carries ids, counts and days alone: no title, no text, no citizen's name."""

    @property
    def name(self) -> str:
        """Stable: what was sent is on record under it."""

    def reaches(self, person: Person) -> bool: ...
    def send(self, digest: Digest, person: Person) -> None:
        """Hand the digest over; a repetition bears the same `digest.id`.

        Raise AddressRefused or ChannelUnavailable.
        """


class Reminders(Protocol):
    """What was said and sent, by day in Asia/Shanghai."""

    def noted_on(self, day: dt.date) -> frozenset[ReminderKey]: ...
    def note(self, reminders: Iterable[Reminder], at: dt.datetime) -> None: ...
    def sent_on(self, day: dt.date) -> frozenset[tuple[PersonId, str]]:
        """Who got their digest through which channel."""

    def mark_sent(self, digest: Digest, channel: str, at: dt.datetime) -> None: ...
    def last_day(self) -> dt.date | None:
        """The latest day on which anything was said or sent."""

    def forget_after(self, day: dt.date) -> None:
        """Drop what is on record for later days: the clock was wrong when it was written."""
