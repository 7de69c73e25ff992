"""Before the public is asked: the notice is written, approved level by level, made longer, or ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.canonical import Json
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    Notice,
    NoticeApproval,
    PublicConsultation,
)
from records.domain.consultations.rules import (
    ConsultationInvalid,
    ConsultationRefused,
    require_later,
    require_notice,
    require_state,
    require_unreported,
)
from records.domain.document import DocumentId, PersonId
from records.domain.errors import NotFound
from records.domain.level_approval import ApprovalRefused
from records.domain.lifecycle import Role
from records.domain.ports import UnitOfWork
from records.services.consultations.book import ConsultationBook
from records.services.identity import new_id
from records.services.refusing import refusals_noted

_S = ConsultationState


@dataclass(frozen=True, slots=True)
class ConsultationPreparing:
    book: ConsultationBook

    def prepare(self, draft_id: DocumentId, notice: Notice, *, by: PersonId) -> PublicConsultation:
        """Write the notice about a published draft and hand it in for approval. Nothing of it is public yet.

        Raises:
            NotFound: the document is not published as a draft.
            NotAllowed: this person is neither of the office nor a clerk of the draft's unit.
            ConsultationInvalid: a text is missing, or the period cannot be.
            ConsultationRefused: there is a consultation about this draft already.
        """
        book = self.book
        with (
            refusals_noted(book.open_work, book.clock, "consultation:prepared", draft_id, by),
            book.open_work() as work,
        ):
            document = work.documents.get(draft_id)
            role = book.require_handler(by, document.unit)
            if book.drafts.draft_title(draft_id) is None:
                raise NotFound("征求意见的草案应当先作为公文审查、公开，并在意见征集栏目。")
            require_notice(notice, book.bureau.consultation_rules, book.today)
            if any(one.state is not _S.CANCELLED for one in _about(work, draft_id)):
                raise ConsultationRefused("这份草案已经有一次征求意见。")
            now = book.clock.now()
            consultation = PublicConsultation(
                bureau=book.bureau.id,
                id=ConsultationId(new_id(now)),
                draft_id=draft_id,
                unit=document.unit or "",
                state=_S.IN_APPROVAL,
                notice=notice,
                prepared_by=by,
                prepared_at=now,
            )
            work.consultations.add(consultation)
            details = {"draft": draft_id, "notice_hash": consultation.notice_hash}
            book.note(work, "prepared", consultation.id, actor=by, role=role, details=details)
            work.commit()
        return consultation

    def prepare_again(self, consultation_id: ConsultationId, notice: Notice, *, by: PersonId) -> PublicConsultation:
        """Write a returned notice anew."""
        book = self.book

        def act(_: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, _S.RETURNED)
            require_notice(notice, book.bureau.consultation_rules, book.today)
            return replace(
                consultation, state=_S.IN_APPROVAL, notice=notice, prepared_by=by, prepared_at=book.clock.now()
            )

        return book.change(consultation_id, "prepared", by, act)

    def decide(
        self, consultation_id: ConsultationId, *, approves: bool, seen: str, by: PersonId, reason: str = ""
    ) -> PublicConsultation:
        """Approve the notice with the hash `seen` at one's own level, or return it with a reason.

        With the last approval the notice goes to the public; its first day must not have passed by then.

        Raises:
            ApprovalRefused: it is not this person's turn, or they saw another notice.
            ConsultationInvalid: a return without a reason.
            ConsultationRefused: the period has begun before the last level agreed.
        """
        if not approves and not reason.strip():
            raise ConsultationInvalid("请写明退回的理由。")
        book = self.book
        noting = refusals_noted(book.open_work, book.clock, "consultation:decided", consultation_id, by)
        with noting, book.open_work() as work:
            consultation = work.consultations.get(consultation_id)
            made, is_last = self._approval(work, consultation, approves, seen, by, reason.strip())
            changed = replace(consultation, approvals=(*consultation.approvals, made))
            event = "step_approved" if approves else "returned"
            if not approves:
                changed = replace(changed, state=_S.RETURNED)
            elif is_last:
                event, changed = "approved", self._approved(changed)
            saved = work.consultations.save(changed)
            details: dict[str, Json] = {"step": made.step, "notice_hash": seen, "acting_for": made.acting_for}
            book.note(work, event, saved.id, actor=by, role=Role.REVIEWER, details=details)
            work.commit()
        return saved

    def extend(self, consultation_id: ConsultationId, closes_on: dt.date, *, by: PersonId) -> PublicConsultation:
        """Give the public more time: a later last day, as long as the period is not over."""

        def act(_: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, _S.RUNNING)
            require_later(consultation, closes_on, self.book.today)
            return replace(consultation, extended_to=closes_on)

        return self.book.change(consultation_id, "extended", by, act, {"closes_on": closes_on.isoformat()})

    def cancel(self, consultation_id: ConsultationId, *, by: PersonId) -> PublicConsultation:
        """End it for good. What was public of it stays with a sentence that it ended."""

        def act(_: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, _S.IN_APPROVAL, _S.RETURNED, _S.RUNNING)
            require_unreported(consultation)
            return replace(consultation, state=_S.CANCELLED, ended_at=self.book.clock.now())

        return self.book.change(consultation_id, "cancelled", by, act)

    def _approval(
        self,
        work: UnitOfWork,
        consultation: PublicConsultation,
        approves: bool,
        seen: str,
        by: PersonId,
        reason: str,
    ) -> tuple[NoticeApproval, bool]:
        waiting = self.book.waiting(work, consultation)
        holder = waiting.holder(by) if waiting else None
        if waiting is None or holder is None:
            raise ApprovalRefused("征求意见的公告现在不由您审批：没有轮到这一级，或者您是拟稿人、已在另一级审批过。")
        if consultation.notice_hash != seen:
            raise ApprovalRefused("公告内容已经变化，请查看新的内容后再审批。")
        now = self.book.clock.now()
        made = NoticeApproval(waiting.step, waiting.level, by, holder.acting_for, approves, seen, now, reason)
        return made, waiting.is_last

    def _approved(self, consultation: PublicConsultation) -> PublicConsultation:
        if consultation.notice.opens_on < self.book.today:
            raise ConsultationRefused("公告写明的开始日期已经过去，请退回改期，期限才能完整。")
        return replace(consultation, state=_S.RUNNING, approved_at=self.book.clock.now())


def _about(work: UnitOfWork, draft_id: DocumentId) -> list[PublicConsultation]:
    return [one for one in work.consultations.of_document(draft_id) if one.draft_id == draft_id]
