"""The book of consultations: loads one, lets a person do one thing to it, and keeps it with its audit entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.consultations.comments import Comment, CommentContent
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    PublicConsultation,
    waiting_notice,
)
from records.domain.consultations.ports import PublishedDrafts
from records.domain.document import PersonId
from records.domain.errors import NotAllowed
from records.domain.level_approval import WaitingApproval
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.requests.ports import PrivateBox
from records.domain.requests.request import day_of
from records.domain.workdays import WorkingDays
from records.services.delegating import with_delegations
from records.services.refusing import refusals_noted

#: What one act makes of a consultation, inside its transaction.
Act = Callable[[UnitOfWork, PublicConsultation], PublicConsultation]
#: Who handles a consultation: the office, and the clerks of the draft's unit.
HANDLERS = frozenset({Role.OFFICE, Role.CLERK})


@dataclass(frozen=True, slots=True)
class ConsultationBook:
    """What a comment says and who sent it is sealed and opened here alone."""

    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays
    box: PrivateBox
    drafts: PublishedDrafts

    @property
    def today(self) -> dt.date:
        return day_of(self.clock.now())

    def change(
        self,
        consultation_id: ConsultationId,
        event: str,
        by: PersonId,
        act: Act,
        details: Mapping[str, Json] | None = None,
    ) -> PublicConsultation:
        """Let somebody who handles it do one thing; `details` go on the audit chain and name nobody outside.

        Raises:
            NotFound, NotAllowed, Conflict, ConsultationRefused: as they say; the attempt is on record.
            ConsultationInvalid: what was entered cannot be.
        """
        noting = refusals_noted(self.open_work, self.clock, f"consultation:{event}", consultation_id, by)
        with noting, self.open_work() as work:
            consultation = work.consultations.get(consultation_id)
            role = self.require_handler(by, consultation.unit)
            saved = work.consultations.save(act(work, consultation))
            self.note(work, event, consultation_id, actor=by, role=role, details=details)
            work.commit()
        return saved

    def note(
        self,
        work: UnitOfWork,
        event: str,
        subject_id: str,
        *,
        actor: str,
        role: Role,
        details: Mapping[str, Json] | None = None,
    ) -> None:
        """Put what happened on the audit chain, in the caller's transaction."""
        work.audit.append(
            f"consultation:{event}",
            at=self.clock.now(),
            actor=actor,
            role=role,
            subject_id=subject_id,
            details=dict(details or {}),
        )

    def require_handler(self, person: PersonId, unit: str | None) -> Role:
        """In which role this person handles the consultations of a unit.

        Raises:
            NotAllowed: in none.
        """
        held = self.bureau.roles_of(person, unit) & HANDLERS
        if not held:
            raise NotAllowed("征求意见由办公室或者草案所属科室的经办人员办理。")
        return Role.OFFICE if Role.OFFICE in held else Role.CLERK

    def handles(self, person: PersonId, unit: str | None) -> bool:
        return bool(self.bureau.roles_of(person, unit) & HANDLERS)

    def waiting(self, work: UnitOfWork, consultation: PublicConsultation) -> WaitingApproval | None:
        """The level that its notice waits at, with those who stand in there today."""
        if consultation.state is not ConsultationState.IN_APPROVAL:
            return None  # without asking for delegations: lists ask this of every consultation
        return waiting_notice(with_delegations(work, self.bureau), consultation, self.clock.now())

    def may_see(self, work: UnitOfWork, consultation: PublicConsultation, person: PersonId) -> bool:
        """Whether this person has to do with it: who handles it, whose level it is, who decided. Comments are less."""
        waiting = self.waiting(work, consultation)
        is_level = Role.REVIEWER in self.bureau.roles_of(person, consultation.unit)
        decided = any(one.person == person for one in consultation.approvals)
        return (
            self.handles(person, consultation.unit) or is_level or decided or bool(waiting and waiting.holder(person))
        )

    def seal(self, comment_id: str, content: CommentContent) -> bytes:
        return self.box.seal(comment_id, content.as_json())

    def content(self, comment: Comment) -> CommentContent | None:
        """What was written and by whom; None once it is erased."""
        if comment.sealed is None:
            return None
        stored = self.box.open(comment.id, comment.sealed)
        assert isinstance(stored, dict)  # noqa: S101 - we wrote it, and the box proves it
        return CommentContent.of_json(stored)
