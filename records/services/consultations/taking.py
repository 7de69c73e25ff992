"""How a comment comes on record: from the drop box, or by a clerk's hand for what came on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from records.domain.canonical import Json
from records.domain.consultations.comments import Comment, CommentContent, CommentId
from records.domain.consultations.consultation import ConsultationId, ConsultationState, Phase, PublicConsultation
from records.domain.consultations.rules import ConsultationInvalid, require_state
from records.domain.document import PersonId
from records.domain.errors import NotFound
from records.domain.lifecycle import Role
from records.domain.ports import UnitOfWork
from records.domain.requests.request import day_of
from records.services.consultations.book import ConsultationBook
from records.services.identity import new_id


@dataclass(frozen=True, slots=True)
class CommentTaking:
    book: ConsultationBook

    def take(self, comment_id: str, consultation_id: str, content: CommentContent, *, sent_at: dt.datetime) -> bool:
        """Put what came through the portal on record; False if it is there already.

        What was sent after the period is taken, and marked late.

        Raises:
            NotFound: there is no such consultation, or it never was before the public.
        """
        book, id_ = self.book, CommentId(comment_id)
        with book.open_work() as work:
            if work.comments.has(id_):
                return False
            consultation = work.consultations.get(ConsultationId(consultation_id))
            if consultation.approved_at is None:
                raise NotFound("这次征求意见没有公开过。")
            self._add(work, consultation, id_, content, day_of(sent_at), entered_by=None)
            work.commit()
        return True

    def enter(
        self, consultation_id: ConsultationId, content: CommentContent, received_on: dt.date, *, by: PersonId
    ) -> CommentId:
        """Enter a comment that came by letter, by mail, or was told to a clerk.

        Raises:
            ConsultationInvalid: it says nothing, or the day lies ahead or before the period.
        """
        id_ = CommentId(new_id(self.book.clock.now()))

        def act(work: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, ConsultationState.RUNNING)
            if not content.text.strip():
                raise ConsultationInvalid("请写明意见的内容。")
            if not consultation.notice.opens_on <= received_on <= self.book.today:
                raise ConsultationInvalid("收到的日期应当在征求意见开始之日至今天之间。")
            self._add(work, consultation, id_, content, received_on, entered_by=by)
            return consultation

        self.book.change(consultation_id, "comment_entered", by, act, {"comment": id_})
        return id_

    def _add(
        self,
        work: UnitOfWork,
        consultation: PublicConsultation,
        id_: CommentId,
        content: CommentContent,
        received_on: dt.date,
        *,
        entered_by: PersonId | None,
    ) -> None:
        book = self.book
        comment = Comment(
            bureau=book.bureau.id,
            id=id_,
            consultation_id=consultation.id,
            received_on=received_on,
            taken_at=book.clock.now(),
            is_late=consultation.phase(received_on) is Phase.CLOSED,
            fingerprint=book.box.fingerprint(content.sameness),
            sealed=book.seal(id_, content),
            entered_by=entered_by,
        )
        work.comments.add(comment)
        if entered_by is None:
            details: dict[str, Json] = {"comment": id_, "late": comment.is_late}
            book.note(work, "comment_taken", consultation.id, actor=Role.SYSTEM, role=Role.SYSTEM, details=details)
