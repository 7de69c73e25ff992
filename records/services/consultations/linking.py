"""How draft, report and decision are tied together, and which decision needs a consultation at all."""

from __future__ import annotations

from dataclasses import dataclass, replace

from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    Phase,
    PublicConsultation,
)
from records.domain.consultations.needs import NeedRuling
from records.domain.consultations.rules import ConsultationInvalid, ConsultationRefused, require_state
from records.domain.document import DocumentId, PersonId
from records.domain.errors import NotAllowed
from records.domain.lifecycle import Role
from records.domain.ports import UnitOfWork
from records.services.consultations.book import ConsultationBook
from records.services.refusing import refusals_noted


@dataclass(frozen=True, slots=True)
class ConsultationLinking:
    book: ConsultationBook

    def link_report(
        self, consultation_id: ConsultationId, report_id: DocumentId, *, by: PersonId
    ) -> PublicConsultation:
        """Name the published report on adoption; from now on nothing of what it says changes here.

        Raises:
            NotFound: there is no such document.
            ConsultationRefused: the period runs, or the document is not published as a report on adoption.
        """

        def act(work: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, ConsultationState.RUNNING)
            if consultation.phase(self.book.today) is not Phase.CLOSED:
                raise ConsultationRefused("征求意见的期限届满以后才有采纳情况。")
            report = work.documents.get(report_id)
            others = [one for one in work.consultations.of_document(report.id) if one.report_id == report.id]
            if any(one.id != consultation.id for one in others):
                raise ConsultationRefused("这件公文已经是另一次征求意见的采纳情况。")
            if not self.book.drafts.is_adoption_report(report.id):
                raise ConsultationRefused("采纳情况应当先作为公文审查、公开，并在意见采纳情况栏目。")
            return replace(consultation, report_id=report.id)

        return self.book.change(consultation_id, "report_linked", by, act, {"document": report_id})

    def link_decision(
        self, consultation_id: ConsultationId, decision_id: DocumentId | None, *, by: PersonId
    ) -> PublicConsultation:
        """Name the document that is made of the draft, or take the name back (None), by the office.

        From then on the document is approved only if the report on adoption is before the public.

        Raises:
            NotFound: there is no such document.
            NotAllowed: who is not of the office takes a link back.
            ConsultationInvalid: it is the draft or the report itself.
        """

        def act(work: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            if decision_id is not None:
                require_state(consultation, ConsultationState.RUNNING)
            if decision_id is not None and decision_id in (consultation.draft_id, consultation.report_id):
                raise ConsultationInvalid("决定不能是草案或者采纳情况本身。")
            changes_link = consultation.decision_id is not None and decision_id != consultation.decision_id
            if changes_link and Role.OFFICE not in self.book.bureau.roles_of(by, consultation.unit):
                raise NotAllowed("已经关联的决定由办公室更改。")
            if decision_id is not None:
                work.documents.get(decision_id)
            return replace(consultation, decision_id=decision_id)

        event = "decision_linked" if decision_id else "decision_unlinked"
        return self.book.change(consultation_id, event, by, act, {"document": decision_id})

    def rule_need(self, document_id: DocumentId, *, is_needed: bool, reason: str, by: PersonId) -> NeedRuling:
        """Say that a decision needs a consultation, or, by the office, that it needs none after all.

        Raises:
            NotFound: there is no such document.
            NotAllowed: this person is neither of the office nor a clerk of its unit; or no one of the office and says
                that none is needed.
            ConsultationInvalid: there is no reason.
        """
        book = self.book
        act = "consultation:needed" if is_needed else "consultation:not_needed"
        with refusals_noted(book.open_work, book.clock, act, document_id, by), book.open_work() as work:
            document = work.documents.get(document_id)
            role = book.require_handler(by, document.unit)
            if not is_needed and role is not Role.OFFICE:
                raise NotAllowed("不需要公开征求意见的，由办公室写明理由确定。")
            if not reason.strip():
                raise ConsultationInvalid("请写明为什么需要或者不需要公开征求意见。")
            ruling = NeedRuling(book.bureau.id, document_id, is_needed, reason.strip(), by, book.clock.now())
            work.consultations.rule(ruling)
            work.audit.append(
                act, at=ruling.ruled_at, actor=by, role=role, subject_id=document_id, private=ruling.reason
            )
            work.commit()
        return ruling
