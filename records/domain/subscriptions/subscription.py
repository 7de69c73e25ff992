"""A subscription, what is sealed with it, and a mail that is on its way to a subscriber."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final, NewType

from records.domain.canonical import Json

SubscriptionId = NewType("SubscriptionId", str)

#: Subscriptions that one address may have, and how many of them may wait for its confirmation: as many mails at most
#: are sent within `UNCONFIRMED_FOR` to somebody who did not ask for them.
MOST_OF_ONE_ADDRESS: Final = 20
MOST_UNCONFIRMED: Final = 3
#: What was not confirmed by then is deleted.
UNCONFIRMED_FOR: Final = dt.timedelta(days=7)
#: A subscription ends when its address was refused for good so many times in a row: one time, the fault may be ours.
MOST_REFUSALS: Final = 3


class MailKind(StrEnum):
    """请确认订阅 · 新公开的公文."""

    CONFIRMATION = "confirmation"
    DIGEST = "digest"


class SubscriptionAct(StrEnum):
    """What a link in a mail lets its holder do."""

    CONFIRM = "confirm"
    END = "end"


@dataclass(frozen=True, slots=True)
class SubscriptionContent:
    """What a citizen asked for: sealed, and opened only to send them a mail.

    `column` is one of the site, `search` the parameters of a question; both None: everything. `path` is the page of
    the site with the same list.
    """

    email: str = field(repr=False)
    path: str
    column: str | None = None
    search: Mapping[str, Any] | None = None

    def as_json(self) -> Json:
        return {
            "email": self.email,
            "path": self.path,
            "column": self.column,
            "search": dict(self.search) if self.search is not None else None,
        }

    @classmethod
    def of_json(cls, value: Any) -> SubscriptionContent:  # noqa: ANN401 - as it was sealed
        return cls(value["email"], value["path"], value["column"], value["search"])

    @property
    def address_key(self) -> Json:
        """The same for one address however it is written; to be kept as a keyed fingerprint alone."""
        return ["address", self.email.casefold()]

    @property
    def sameness(self) -> Json:
        """The same if somebody asks for the same list twice; to be kept as a keyed fingerprint alone."""
        return ["subscription", self.email.casefold(), self.path]


@dataclass(frozen=True, slots=True)
class Subscription:
    """`told_until`: what was published up to then is known to the subscriber, or none of their business.

    `address_key` and `fingerprint` are keyed: they tell what is alike, and nothing else. `refusals` of the address in
    a row.
    """

    bureau: str
    id: SubscriptionId
    asked_at: dt.datetime
    confirmed_at: dt.datetime | None
    told_until: dt.datetime
    address_key: str
    fingerprint: str
    sealed: bytes = field(repr=False)
    refusals: int = 0


@dataclass(frozen=True, slots=True)
class SubscriptionMail:
    """A mail that is to be sent, on record before it is: `id` makes it the same one however often it is handed over.

    `documents` are those that a digest names, the newest first; a confirmation has none.
    """

    bureau: str
    id: str
    subscription_id: SubscriptionId
    kind: MailKind
    documents: tuple[str, ...]
    noted_at: dt.datetime
