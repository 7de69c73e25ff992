"""Review: asking a step, deciding it, and starting over. `record` is the only way a decision comes to exist."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.errors import DecisionRefused, NotFound
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork
from records.domain.refusals import Refusal
from records.domain.review import DecisionRequest, Outcome, ReviewDecision, ReviewRequest
from records.domain.waiting import Asked, Settled, WaitingStep
from records.services.deciding import decide, find_decision, find_round
from records.services.office import AttributeRuling, answer_referral, decide_attribute
from records.services.refusing import refusals_noted
from records.services.reopening import RereviewCause, reopen
from records.services.rounds import current_wait


@dataclass(frozen=True, slots=True)
class ReviewService:
    open_work: OpenWork
    clock: Clock
    bureau: Bureau

    def waiting_step(self, document_id: DocumentId) -> WaitingStep | None:
        """The step that the document waits at and who may decide there now; None if it is not in review."""
        with self.open_work(read_only=True) as work:
            return current_wait(work, self.bureau, work.documents.get(document_id), self.clock.now())

    def ask(
        self,
        document_id: DocumentId,
        round: int,  # noqa: A002 - one word for it everywhere
        step: int,
        airflow_ref: str | None = None,
    ) -> Asked | Settled:
        """Fix what a person is asked about: document, round, step and content hash; repeatable.

        Raises:
            DecisionRefused: `wrong_step` if a lower step is undecided, whatever Airflow thinks of it.
        """
        with self._noting("ask", document_id, None, round=round, step=step), self.open_work() as work:
            document = work.documents.get(document_id)
            asked_round = find_round(work, document_id, round)
            decided = find_decision(work, document_id, round, step)
            waiting = current_wait(work, self.bureau, document, self.clock.now()) if document.round == round else None
            if decided is not None or waiting is None:
                return Settled(decided, asked_round.outcome)
            if waiting.step != step:
                raise DecisionRefused(Refusal.WRONG_STEP)
            now = self.clock.now()
            request = ReviewRequest(self.bureau.id, document_id, round, step, waiting.content_hash, now, airflow_ref)
            work.reviews.put_request(request)
            work.commit()
        return Asked(request, waiting)

    def request(self, document_id: DocumentId, round: int, step: int) -> ReviewRequest:  # noqa: A002
        """What was asked, with the hash fixed then.

        Raises:
            NotFound: nobody was asked.
        """
        with self.open_work(read_only=True) as work:
            request = work.reviews.request(document_id, round, step)
        if request is None:
            raise NotFound(f"公文 {document_id} 第 {round} 轮第 {step} 级尚未送审。")
        return request

    def note_view(self, document_id: DocumentId, person: PersonId, content_hash: str) -> None:
        """Put on record that this person was shown this content; the first time counts, repeating it is fine.

        Raises:
            DecisionRefused: `stale_hash` if it is not the current content, `unknown_person`.
        """
        with self._noting("view", document_id, person), self.open_work() as work:
            document = work.documents.get(document_id)
            if self.bureau.person(person) is None:
                raise DecisionRefused(Refusal.UNKNOWN_PERSON)
            if document.content_hash != content_hash:
                raise DecisionRefused(Refusal.STALE_HASH)
            if work.reviews.note_view(document_id, person, content_hash, self.clock.now()):
                work.audit.append(
                    "document:viewed",
                    at=self.clock.now(),
                    actor=person,
                    role=Role.REVIEWER,
                    subject_id=document_id,
                    details={"content_hash": content_hash},
                )
            work.commit()

    def record(self, decision: DecisionRequest) -> ReviewDecision:
        """Make a decision exist: checked, written, audited and acted upon in one transaction.

        The same decision again is the one on record.

        Raises:
            DecisionRefused: a rule forbids it; the refusal itself is on the audit chain.
            Conflict: another decision is on record for this step.
        """
        details: dict[str, Json] = {
            "round": decision.round,
            "step": decision.step,
            "verdict": decision.verdict,
            "door": decision.door,
        }
        with (
            self._noting("record", decision.document_id, decision.person, **details),
            self.open_work() as work,
        ):
            recorded = decide(work, self.bureau, decision, self.clock.now())
            work.commit()
        return recorded

    def decision_for(self, document_id: DocumentId, round: int, step: int) -> ReviewDecision | None:  # noqa: A002
        with self.open_work(read_only=True) as work:
            return find_decision(work, document_id, round, step)

    def outcome(self, document_id: DocumentId, round: int) -> Outcome | None:  # noqa: A002
        """How this round ended; None while it runs.

        Raises:
            NotFound: there is none of this number.
        """
        with self.open_work(read_only=True) as work:
            return find_round(work, document_id, round).outcome

    def decide_attribute(
        self,
        document_id: DocumentId,
        *,
        by: PersonId,
        disclosure: Disclosure,
        legal_basis: str | None = None,
        reason: str | None = None,
        unit: str | None = None,
    ) -> Document:
        """The office settles a missing or contradictory attribute, and the unit if the sheet named none it has.

        Raises:
            TransitionRefused: the document is not waiting for it, or the person is not of the office.
            DecisionRefused: `no_reason` or `no_legal_basis`.
            UnknownUnit: the bureau has no such unit.
        """
        ruling = AttributeRuling(disclosure, legal_basis, reason, unit)
        with self._noting("decide_attribute", document_id, by), self.open_work() as work:
            decided = decide_attribute(work, self.bureau, document_id, by, ruling, self.clock.now())
            work.commit()
        return decided

    def answer_referral(self, document_id: DocumentId, *, by: PersonId, answer: str) -> Document:
        """The competent authority has answered (article 17): on record, the office decides the attribute anew.

        Raises:
            TransitionRefused: the document was not referred, or the person is not of the office.
        """
        with self._noting("answer_referral", document_id, by), self.open_work() as work:
            answered = answer_referral(work, self.bureau, document_id, by, answer, self.clock.now())
            work.commit()
        return answered

    def request_rereview(
        self, document_id: DocumentId, *, by: PersonId, reason_kind: str, reason: str, urgent: bool, door: str = "desk"
    ) -> int:
        """Begin a second look (重新审查) and return its round; an urgent one takes the page off at once.

        A document already in review keeps its round; urgency still takes its page off.

        Raises:
            NotAllowed: the person is no clerk of its unit, office or duty officer.
            TransitionRefused: there is nothing to look at again.
        """
        cause = RereviewCause(reason_kind, reason, urgent, door)
        with self._noting("request_rereview", document_id, by), self.open_work() as work:
            document = work.documents.get(document_id)
            reopened = reopen(work, self.bureau, document, by, cause, self.clock.now())
            work.commit()
        return reopened.round

    def _noting(
        self, act: str, document_id: DocumentId, by: PersonId | None, **details: Json
    ) -> AbstractContextManager[None]:
        return refusals_noted(self.open_work, self.clock, act, document_id, by, **details)
