"""What handling requests needs from outside: its own part of the records, and a box for personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Protocol

from records.domain.canonical import Json
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.often import OftenRuling
from records.domain.requests.request import DisclosureRequest, RequestId


class PrivateBox(Protocol):
    """Encrypts what names people, and tells whether two things are the same without saying what they are."""

    def seal(self, subject_id: str, content: Json) -> bytes: ...
    def open(self, subject_id: str, sealed: bytes) -> object:
        """What was sealed for this subject; raise Broken if it does not open, or was sealed for another one."""

    def fingerprint(self, content: Json) -> str:
        """Keyed, 64 hexadecimal digits; the same for the same content."""


class Requests(Protocol):
    def get(self, request_id: RequestId) -> DisclosureRequest:
        """Raise NotFound if this bureau has none."""

    def has(self, request_id: RequestId) -> bool: ...
    def add(self, request: DisclosureRequest) -> None: ...
    def save(self, request: DisclosureRequest) -> DisclosureRequest:
        """Store and return it with the next version; raise Conflict if the stored one isn't `request.version`."""

    def in_states(self, states: Iterable[RequestState]) -> list[DisclosureRequest]:
        """Oldest first."""

    def recently_closed(self, limit: int) -> list[DisclosureRequest]:
        """The last ones that were closed, the newest first."""

    def same(self, fingerprint: str) -> list[DisclosureRequest]:
        """All with this fingerprint, oldest first."""

    def nth_of_month(self, request: DisclosureRequest) -> int:
        """Which of its requester's requests of one calendar month it is, by day of arrival; 1-based, 0 if unknown."""

    def repeated_information(self, times: int) -> list[DisclosureRequest]:
        """All for information that so many requests or more are for."""

    def often_rulings(self) -> Mapping[str, OftenRuling]:
        """The office's last word on each, by its key."""

    def rule_often(self, ruling: OftenRuling) -> None:
        """In the place of an earlier one."""

    def next_serial(self, year: int) -> int:
        """The number of the year's next letter, 1-based; inside a writing unit of work nobody else gets it."""

    def untold(self, limit: int) -> list[DisclosureRequest]:
        """Those with a public state that is behind, oldest first."""

    def mark_told(self, request_id: RequestId, version: int) -> None: ...
    def to_erase(self, closed_before: dt.datetime) -> list[DisclosureRequest]:
        """Those closed before that moment that still hold what names the requester."""
