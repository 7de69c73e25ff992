"""What the public side is told of a request, and what the retention rule takes away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Protocol

from records.domain.lifecycle import Role
from records.domain.requests.lifecycle import RequestEvent, follow_request
from records.domain.requests.request import DisclosureRequest
from records.domain.requests.terms import RequestTerm, request_terms
from records.services.requests.book import RequestBook


class StatusBoard(Protocol):
    """Where requesters look up the state of their request: states and days, never a name or an answer."""

    def show(self, request: DisclosureRequest, terms: tuple[RequestTerm, ...], at: dt.datetime) -> None: ...
    def forget(self, status_key: str) -> None:
        """Fine if there is nothing."""


@dataclass(frozen=True, slots=True)
class RequestTelling:
    book: RequestBook

    def tell(self, board: StatusBoard, *, limit: int = 500) -> int:
        """Show the states that are behind; how many. May be killed and repeated."""
        with self.book.open_work(read_only=True) as work:
            behind = work.requests.untold(limit)
        for request in behind:
            board.show(request, request_terms(self.book.calendar, request), self.book.clock.now())
            with self.book.open_work() as work:
                work.requests.mark_told(request.id, request.version)
                work.commit()
        return len(behind)

    def erase_expired(self, board: StatusBoard) -> int:
        """Erase what names the requester of requests that ended before the bureau's term of retention; how many.

        Kinds, dates and the audit chain stay: the reports are made of them. May be killed and repeated.
        """
        with self.book.open_work(read_only=True) as work:
            expired = work.requests.to_erase(self._kept_since())
        for request in expired:
            if request.status_key:
                board.forget(request.status_key)
            with self.book.open_work() as work:
                erased = replace(
                    request, sealed=None, requester_key="", fingerprint="", information_key="", status_key=None
                )
                follow_request(request.state, RequestEvent.ERASED, {Role.SYSTEM}, request.purpose)
                saved = work.requests.save(erased)
                self.book.note(work, RequestEvent.ERASED, saved, actor=Role.SYSTEM, role=Role.SYSTEM)
                work.commit()
        if expired:
            self.book.open_work.forget_erased()
        return len(expired)

    def _kept_since(self) -> dt.datetime:
        """Those that ended before this moment are past the term."""
        now, years = self.book.clock.now(), self.book.bureau.request_office.retention_years
        return now - dt.timedelta(days=366 * years)
