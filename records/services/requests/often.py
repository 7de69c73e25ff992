"""The office's list of what several people asked for (article 44), and what it says to each."""

from __future__ import annotations

from dataclasses import dataclass

from records.domain.document import PersonId
from records.domain.errors import NotAllowed, NotFound
from records.domain.lifecycle import Role
from records.domain.ports import UnitOfWork
from records.domain.requests.often import SEVERAL, OftenAsked, OftenOutcome, OftenRuling, often_asked
from records.services.refusing import refusals_noted
from records.services.requests.book import RequestBook, require_text


@dataclass(frozen=True, slots=True)
class OftenAskedFor:
    book: RequestBook

    def proposed_to(self, person: PersonId) -> tuple[OftenAsked, ...]:
        """What waits for the office's word; nothing for anybody else."""
        if Role.OFFICE not in self.book.bureau.roles_of(person, None):
            return ()
        with self.book.open_work(read_only=True) as work:
            return _proposed(work)

    def settle(self, information_key: str, outcome: OftenOutcome, reason: str, *, by: PersonId) -> OftenRuling:
        """Say what becomes of it, and why.

        Raises:
            NotAllowed: this person is not of the office.
            NotFound: it is not proposed, or not any more.
            RequestFactsInvalid: there is no reason.
        """
        book = self.book
        with refusals_noted(book.open_work, book.clock, "request:often_settled", book.bureau.id, by):
            if Role.OFFICE not in book.bureau.roles_of(by, None):
                raise NotAllowed("多人申请的信息是否主动公开，由办公室办理。")
            reason = require_text(reason, "在哪里公开，或者为什么不宜公开")
            with book.open_work() as work:
                asked = next((one for one in _proposed(work) if one.information_key == information_key), None)
                if asked is None:
                    raise NotFound("这项信息不在建议主动公开的清单中，或者刚刚由他人办理过。")
                ruling = OftenRuling(book.bureau.id, information_key, outcome, reason, by, book.clock.now())
                work.requests.rule_often(ruling)
                work.audit.append(
                    "request:often_settled",
                    at=ruling.ruled_at,
                    actor=by,
                    role=Role.OFFICE,
                    subject_id=asked.requests[-1].id,
                    details={"outcome": outcome, "people": asked.people, "requests": len(asked.requests)},
                    private=reason,
                )
                work.commit()
        return ruling


def _proposed(work: UnitOfWork) -> tuple[OftenAsked, ...]:
    return often_asked(work.requests.repeated_information(SEVERAL), work.requests.often_rulings())
