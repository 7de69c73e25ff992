"""What staff make of comments: each is looked at, opinions are put into words, with what becomes of them and why."""

from __future__ import annotations

from dataclasses import dataclass, replace

from records.domain.consultations.comments import Comment, CommentId, Treatment
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    OpinionVerdict,
    PublicConsultation,
    SummarisedOpinion,
)
from records.domain.consultations.report import AdoptionReport, adoption_report
from records.domain.consultations.rules import (
    ConsultationInvalid,
    require_opinion,
    require_state,
    require_unreported,
)
from records.domain.document import PersonId
from records.domain.ports import UnitOfWork
from records.services.consultations.book import ConsultationBook


@dataclass(frozen=True, slots=True)
class ConsultationModerating:
    book: ConsultationBook

    def write_opinion(
        self,
        consultation_id: ConsultationId,
        wording: str,
        verdict: OpinionVerdict,
        reason: str,
        *,
        by: PersonId,
        number: int | None = None,
    ) -> PublicConsultation:
        """Put an opinion into words, or the one with this number into other words.

        Raises:
            ConsultationInvalid: it says nothing, lacks the reason of its verdict, or has a number that there is not.
            ConsultationRefused: the report is published.
        """

        def act(_: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, ConsultationState.RUNNING)
            require_unreported(consultation)
            if number is not None and consultation.opinion(number) is None:
                raise ConsultationInvalid("没有这一条归纳的意见。")
            given = number or len(consultation.opinions) + 1
            opinion = SummarisedOpinion(given, wording.strip(), verdict, reason.strip())
            require_opinion(opinion)
            return consultation.with_opinion(opinion)

        return self.book.change(consultation_id, "opinion_written", by, act, {"verdict": verdict})

    def sort(
        self,
        consultation_id: ConsultationId,
        comment_id: CommentId,
        treatment: Treatment,
        *,
        by: PersonId,
        opinion: int | None = None,
    ) -> Comment:
        """Say what a comment is: part of an opinion (its number), a repetition, or nothing about the draft.

        Raises:
            NotFound: there is no such comment on this consultation.
            ConsultationInvalid: grouped without an opinion that there is.
            ConsultationRefused: the report is published.
        """
        sorted_: list[Comment] = []

        def act(work: UnitOfWork, consultation: PublicConsultation) -> PublicConsultation:
            require_state(consultation, ConsultationState.RUNNING)
            require_unreported(consultation)
            is_grouped = treatment is Treatment.GROUPED
            if is_grouped and (opinion is None or consultation.opinion(opinion) is None):
                raise ConsultationInvalid("请选择归入哪一条意见；还没有的，先写归纳的意见。")
            comment = work.comments.get(comment_id)
            if comment.consultation_id != consultation.id:
                raise ConsultationInvalid("这条意见不属于这次征求意见。")
            sorted_.append(
                replace(
                    comment,
                    treatment=treatment,
                    opinion=opinion if is_grouped else None,
                    sorted_by=by,
                    sorted_at=self.book.clock.now(),
                )
            )
            work.comments.save(sorted_[0])
            return consultation

        details = {"comment": comment_id, "treatment": treatment, "opinion": opinion}
        self.book.change(consultation_id, "comment_sorted", by, act, details)
        return sorted_[0]

    def report(self, consultation_id: ConsultationId, *, by: PersonId) -> AdoptionReport:
        """The report on adoption as the records stand now, to be handed in as a document.

        Raises:
            NotAllowed: this person does not handle it.
            ConsultationRefused: the period runs, or a comment waits to be looked at.
        """
        with self.book.open_work(read_only=True) as work:
            consultation = work.consultations.get(consultation_id)
            self.book.require_handler(by, consultation.unit)
            draft = work.documents.get(consultation.draft_id)
            comments = work.comments.of(consultation_id)
        title = self.book.drafts.draft_title(draft.id) or draft.title or consultation.notice.title
        return adoption_report(consultation, comments, title, self.book.today)
