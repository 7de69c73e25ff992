"""What people see of consultations: their list with its terms, and one with all that is known of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from records.domain.audit import AuditEntry
from records.domain.consultations.comments import Comment, CommentContent, CommentCounts
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    Phase,
    PublicConsultation,
)
from records.domain.consultations.needs import NeedRuling, needs_consultation
from records.domain.consultations.terms import ConsultationTerm, consultation_term
from records.domain.document import DocumentId, PersonId
from records.domain.errors import NotAllowed
from records.domain.level_approval import WaitingApproval
from records.domain.ports import UnitOfWork
from records.domain.refusals import Refusal
from records.services.consultations.book import ConsultationBook
from records.services.consultations.stopping import lack_of

#: What waits for somebody, or may.
_WORKED_ON = (ConsultationState.IN_APPROVAL, ConsultationState.RETURNED, ConsultationState.RUNNING)


@dataclass(frozen=True, slots=True)
class ListedConsultation:
    """In a list: nothing in it says what a comment says. `may_approve`: it waits for the person who asked."""

    consultation: PublicConsultation
    phase: Phase
    term: ConsultationTerm | None
    waiting: WaitingApproval | None
    counts: CommentCounts
    may_approve: bool

    @property
    def is_overdue(self) -> bool:
        return self.term is not None and self.term.limit.is_overdue

    @property
    def is_done(self) -> bool:
        """Whether nobody has to do anything with it any more."""
        one = self.consultation
        return one.state is ConsultationState.CANCELLED or one.report_id is not None


@dataclass(frozen=True, slots=True)
class ReadComment:
    """A comment with what it says, None once erased; `same` is how many others have the same words."""

    comment: Comment
    content: CommentContent | None
    same: int


@dataclass(frozen=True, slots=True)
class ConsultationDossier(ListedConsultation):
    """`comments` are shown to who handles it, else empty. `titles` are those of draft, report and decision."""

    titles: Mapping[DocumentId, str]
    handles: bool
    comments: tuple[ReadComment, ...]
    history: Sequence[AuditEntry]


@dataclass(frozen=True, slots=True)
class DocumentConsultation:
    """What a document has to do with consultations. `lack` is what stops its approval."""

    is_needed: bool
    ruling: NeedRuling | None
    lack: Refusal | None
    linked: tuple[PublicConsultation, ...]


@dataclass(frozen=True, slots=True)
class ConsultationDesk:
    book: ConsultationBook

    def listed_for(self, person: PersonId) -> list[ListedConsultation]:
        """Those that this person has to do with; what is still worked on first, each part newest first."""
        book = self.book
        with book.open_work(read_only=True) as work:
            found = [one for one in work.consultations.in_states(ConsultationState) if book.may_see(work, one, person)]
            listed = [self._listed(work, one, person) for one in found]
        return sorted(listed, key=lambda one: one.is_done)

    def waiting_for(self, person: PersonId) -> list[ListedConsultation]:
        """What this person has to do something about: approve, mend, sort, report."""
        return [one for one in self.listed_for(person) if one.may_approve or self._is_at_hand(one, person)]

    def dossier(self, consultation_id: ConsultationId, *, by: PersonId) -> ConsultationDossier:
        """One consultation; that its comments were shown to this person is on record, once after each change.

        Raises:
            NotFound: there is none.
            NotAllowed: it is none of this person's business.
        """
        book = self.book
        with book.open_work() as work:
            consultation = work.consultations.get(consultation_id)
            if not book.may_see(work, consultation, by):
                raise NotAllowed("您不是这次征求意见的承办或者审批人员，不能查看。")
            handles = book.handles(by, consultation.unit)
            comments = work.comments.of(consultation_id)
            history = list(work.audit.entries(consultation_id))
            if handles and comments and not _has_seen(history, by):
                role = book.require_handler(by, consultation.unit)
                book.note(work, "viewed", consultation_id, actor=by, role=role)
                work.commit()
            listed = self._listed(work, consultation, by)
            return ConsultationDossier(
                **{name: getattr(listed, name) for name in ListedConsultation.__slots__},
                titles=self._titles(work, consultation),
                handles=handles,
                comments=self._read(comments) if handles else (),
                history=history,
            )

    def of_document(self, document_id: DocumentId) -> DocumentConsultation:
        """Whether the document needs a consultation, what it lacks, and which ones name it.

        Raises:
            NotFound: there is no such document.
        """
        with self.book.open_work(read_only=True) as work:
            document = work.documents.get(document_id)
            ruling = work.consultations.ruling(document_id)
            deciding = work.consultations.of_decision(document_id)
            return DocumentConsultation(
                is_needed=needs_consultation(document.sheet, ruling, deciding),
                ruling=ruling,
                lack=lack_of(work, document, self.book.today),
                linked=tuple(work.consultations.of_document(document_id)),
            )

    def _listed(self, work: UnitOfWork, consultation: PublicConsultation, person: PersonId) -> ListedConsultation:
        book = self.book
        waiting = book.waiting(work, consultation)
        return ListedConsultation(
            consultation=consultation,
            phase=consultation.phase(book.today),
            term=consultation_term(book.calendar, book.bureau, consultation, book.today),
            waiting=waiting,
            counts=work.comments.counts(consultation.id),
            may_approve=bool(waiting and waiting.holder(person)),
        )

    def _is_at_hand(self, listed: ListedConsultation, person: PersonId) -> bool:
        one = listed.consultation
        if listed.is_done or not self.book.handles(person, one.unit):
            return False
        is_returned = one.state is ConsultationState.RETURNED
        return is_returned or (one.is_running and (listed.phase is Phase.CLOSED or listed.counts.unsorted > 0))

    def _titles(self, work: UnitOfWork, consultation: PublicConsultation) -> dict[DocumentId, str]:
        ids = (consultation.draft_id, consultation.report_id, consultation.decision_id)
        found = (work.documents.get(document_id) for document_id in ids if document_id is not None)
        return {document.id: document.title or document.id for document in found}

    def _read(self, comments: Sequence[Comment]) -> tuple[ReadComment, ...]:
        same = Counter(one.fingerprint for one in comments if one.fingerprint)
        return tuple(ReadComment(one, self.book.content(one), max(0, same[one.fingerprint] - 1)) for one in comments)


def _has_seen(history: Sequence[AuditEntry], person: PersonId) -> bool:
    """Whether this person's look is on record since something last happened."""
    for entry in reversed(history):
        if entry.action != "consultation:viewed":
            return False
        if entry.actor == person:
            return True
    return False
