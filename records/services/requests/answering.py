"""The answer: drafted by the unit, approved level by level, numbered, delivered, filed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.canonical import Json
from records.domain.document import PersonId
from records.domain.lifecycle import Role
from records.domain.ports import UnitOfWork
from records.domain.requests.answers import Answer, AnswerFacts, DraftedAnswer, require_complete
from records.domain.requests.approval import answer_hash, require_holder
from records.domain.requests.content import RequestContent
from records.domain.requests.lifecycle import RequestEvent, follow_request
from records.domain.requests.request import Approval, Closing, DisclosureRequest, RequestId
from records.services.refusing import refusals_noted
from records.services.requests.book import RequestBook, require_text

_Changed = tuple[DisclosureRequest, RequestContent]


@dataclass(frozen=True, slots=True)
class RequestAnswering:
    book: RequestBook

    def draft(self, request_id: RequestId, drafted: DraftedAnswer, *, by: PersonId) -> DisclosureRequest:
        """Hand in an answer for approval; an answer that was returned is drafted anew.

        Raises:
            AnswerIncomplete: it lacks what its article asks for.
            RequestTransitionRefused: somebody's opinion is still out, or it is not this person's to draft.
        """
        repeats = self._repeats_an_answer(request_id)

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            require_complete(drafted, _facts(request, repeats_an_answer=repeats))
            answer = Answer(
                kind=drafted.kind,
                ground=drafted.ground,
                supplied_as=drafted.supplied_as,
                overrides_objection=request.was_objected_to and drafted.supplied_as is not None,
                hash=answer_hash(request.id, drafted),
                drafted_by=by,
                drafted_at=self.book.clock.now(),
            )
            kept = content.with_text("answer", drafted.text).with_text("form_reason", drafted.form_reason)
            kept = kept.with_text("override_reason", drafted.override_reason).with_text("organ", drafted.organ)
            return replace(request, answer=answer), kept

        return self.book.change(request_id, RequestEvent.DRAFTED, by, act, details={"kind": drafted.kind})

    def decide(
        self, request_id: RequestId, *, approves: bool, seen: str, by: PersonId, reason: str = ""
    ) -> DisclosureRequest:
        """Approve the answer with the hash `seen` at one's own level, or return it with a reason.

        The last approval gives the letter its number.

        Raises:
            ApprovalRefused: it is not this person's turn, or they saw another answer.
        """
        if not approves:
            reason = require_text(reason, "退回的理由")
        book = self.book
        with refusals_noted(book.open_work, book.clock, "request:decided", request_id, by), book.open_work() as work:
            request = work.requests.get(request_id)
            waiting = book.waiting(work, request)
            holder = require_holder(waiting, request, by, seen)
            assert waiting is not None  # noqa: S101 - there is a holder
            made = Approval(waiting.step, waiting.level, by, holder.acting_for, approves, seen, book.clock.now())
            event = _event(approves=approves, is_last=waiting.is_last)
            to, role = follow_request(request.state, event, {Role.REVIEWER}, request.purpose)
            changed = replace(request, state=to, approvals=(*request.approvals, made))
            if event is RequestEvent.APPROVED:
                changed = self._numbered(work, changed)
            content = book.content(request)
            kept = content if approves else content.with_text("returned", reason)
            saved = work.requests.save(replace(changed, sealed=book.box.seal(request.id, kept.as_json())))
            details: dict[str, Json] = {"step": made.step, "answer_hash": seen, "acting_for": made.acting_for}
            book.note(work, event, saved, actor=by, role=role, details=details)
            work.commit()
        return saved

    def deliver(self, request_id: RequestId, on: dt.date, how: str, *, by: PersonId) -> DisclosureRequest:
        """Enter that the answer reached the requester on that day, and how that is proved."""
        how = require_text(how, "怎样送达（例如挂号信的单号、签收人）")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            self.book.require_past(on, request.received_on or request.arrived_on)
            return replace(request, delivered_on=on), content.with_text("delivery", how)

        return self.book.change(request_id, RequestEvent.DELIVERED, by, act, details={"on": on.isoformat()})

    def archive(self, request_id: RequestId, *, by: PersonId) -> DisclosureRequest:
        """File it (article 45); the retention rule counts from now on."""

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            return request.closed(Closing.ANSWERED, self.book.clock.now()), content

        return self.book.change(request_id, RequestEvent.ARCHIVED, by, act)

    def _repeats_an_answer(self, request_id: RequestId) -> bool:
        with self.book.open_work(read_only=True) as work:
            request = work.requests.get(request_id)
            return any(one.was_answered and one.id != request.id for one in work.requests.same(request.fingerprint))

    def _numbered(self, work: UnitOfWork, request: DisclosureRequest) -> DisclosureRequest:
        """With the number of its letter: the one it has, or the next of the year."""
        if request.letter_serial is not None:
            return request
        year = self.book.today.year
        return replace(request, letter_year=year, letter_serial=work.requests.next_serial(year))


def _event(*, approves: bool, is_last: bool) -> RequestEvent:
    if not approves:
        return RequestEvent.RETURNED
    return RequestEvent.APPROVED if is_last else RequestEvent.STEP_APPROVED


def _facts(request: DisclosureRequest, *, repeats_an_answer: bool) -> AnswerFacts:
    return AnswerFacts(
        wanted_as=request.delivery,
        was_objected_to=request.was_objected_to,
        was_corrected=request.correction is not None and request.correction.received_on is not None,
        asked_for_reasons=request.excess is not None,
        repeats_an_answer=repeats_an_answer,
        purpose=request.purpose,
    )
