"""The terms that run for a document: whose desk it lies on, by when it has to leave it, who is told when it doesn't."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from records.domain.bureau import SHANGHAI, Bureau, StepRole
from records.domain.document import Document, PersonId
from records.domain.legal_clock import LegalClock, Limit, limit_of, limit_until
from records.domain.lifecycle import Role, State
from records.domain.reminders import FIRST_TOLD_DAYS_LEFT, Audience, Duty, Stage, Term
from records.domain.waiting import WaitingStep
from records.domain.workdays import WorkingDays

#: Working days for each stage where bureau.toml says nothing: the plan's three (clause 二.一) are shared by the three
#: levels that it asks for (clause 二.四). It sets no term for the office and the clerk; they get no more than a level.
USUAL_LIMIT: Final = 1

#: Days left of a term that is one working day late.
_LATE: Final = -1


@dataclass(frozen=True, slots=True)
class Pending:
    """A document that has not come to a decision. `waiting` is its step of review, if it is at one.

    `since` is when it came to whoever has it now; `clock` is None where no clock of active disclosure runs.
    `blocking_findings` are those that nobody has taken out.
    """

    document: Document
    waiting: WaitingStep | None
    since: dt.datetime
    clock: LegalClock | None
    blocking_findings: int = 0


def office_of(bureau: Bureau) -> tuple[PersonId, ...]:
    """The office's people; a bureau that names none leaves it to the principal leader."""
    return bureau.people_with(Role.OFFICE) or (bureau.head,)


@dataclass(frozen=True, slots=True)
class TermBook:
    """Which terms run, by the rules of one bureau, at one moment."""

    bureau: Bureau
    calendar: WorkingDays
    now: dt.datetime

    def terms_of(self, pending: Pending) -> tuple[Term, ...]:
        """The term of the stage that the document is at, if it has one, then the bureau's own and the statutory one."""
        at_hand = self._at_hand(pending)
        doers = at_hand[0].doers if at_hand else self._without_stage(pending.document)
        return (*at_hand, *self._of_clock(pending, doers))

    def reassessment_of(self, document: Document) -> Term:
        """When a document that was not disclosed is looked at again (article 18): the office sees to it, with its unit.

        `document.reassess_on` is set by the review that closed it.
        """
        due = document.reassess_on or self._today
        key = (document.id, document.round, 0, Duty.REASSESS, limit_until(self.calendar, due, self._today))
        others = (Audience(self._unit_head(document.unit), 0),)
        return Term(*key, self._office, others, calendar_keepers=self._office)

    def _at_hand(self, pending: Pending) -> tuple[Term, ...]:
        document, waiting = pending.document, pending.waiting
        if waiting is not None:
            doers = tuple(person.id for person in waiting.assignees) or self._office  # they have to name a delegate
            return (self._stage(pending, waiting.role, doers, self._above(document.unit, waiting.role)),)
        if document.state is not State.EXTRACTED:
            return ()
        if not document.is_determined:
            return (self._stage(pending, Duty.OFFICE, self._office, self._above_office),)
        return (self._stage(pending, Duty.CLERK, self._clerks(document), self._unit_head(document.unit)),)

    def _stage(
        self, pending: Pending, stage: StepRole | Duty, doers: tuple[PersonId, ...], above: tuple[PersonId, ...]
    ) -> Term:
        """One working day late, the level above is told; late by the plan's whole term, the office that keeps it is."""
        began = pending.since.astimezone(SHANGHAI).date()
        limit = limit_of(self.calendar, began, self.bureau.time_limits.get(stage, USUAL_LIMIT), self._today)
        others = (Audience(above, _LATE), Audience(self._office, -self.bureau.plan_working_days))
        return self._term(pending, stage, limit, doers, *others)

    def _of_clock(self, pending: Pending, doers: tuple[PersonId, ...]) -> tuple[Term, ...]:
        """The two clocks of active disclosure.

        The office coordinates disclosure (Regulations, article 4): it is told of the last day of the plan, and of the
        statutory one before it comes. That one missed breaks the law: the leaders answer for it (article 53).
        """
        clock = pending.clock
        if clock is None:
            return ()
        office, head = self._office, (self.bureau.head,)
        first = FIRST_TOLD_DAYS_LEFT
        return (
            self._term(pending, Duty.PLAN, clock.plan, doers, Audience(office, 0)),
            self._term(pending, Duty.STATUTORY, clock.statutory, doers, Audience(office, first), Audience(head, _LATE)),
        )

    def _term(
        self, pending: Pending, stage: Stage, limit: Limit, doers: tuple[PersonId, ...], *others: Audience
    ) -> Term:
        step = pending.waiting.step if pending.waiting else 0
        key = (pending.document.id, pending.document.round, step)
        return Term(*key, stage, limit, doers, others, calendar_keepers=self._office)

    @property
    def _today(self) -> dt.date:
        return self.now.astimezone(SHANGHAI).date()

    @property
    def _office(self) -> tuple[PersonId, ...]:
        return office_of(self.bureau)

    @property
    def _above_office(self) -> tuple[PersonId, ...]:
        """The deputies in charge of the office's people, else the principal leader."""
        office = self._office
        units = {person.unit for person in self.bureau.people if person.id in office}
        deputies = tuple(unit.deputy for unit in self.bureau.units if unit.id in units)
        return deputies or (self.bureau.head,)

    def _above(self, unit: str | None, role: StepRole) -> tuple[PersonId, ...]:
        """Who answers for this level today; nobody stands above the principal leader, so the office has to speak up."""
        if role is StepRole.HEAD:
            return self._office
        answers = StepRole.HEAD if role is StepRole.DEPUTY else StepRole.DEPUTY
        return tuple(holder.person.id for holder in self.bureau.holders(unit or "", answers, self.now))

    def _unit_head(self, unit: str | None) -> tuple[PersonId, ...]:
        return tuple(holder.person.id for holder in self.bureau.holders(unit or "", StepRole.UNIT_HEAD, self.now))

    def _clerks(self, document: Document) -> tuple[PersonId, ...]:
        """Whoever handed it in and the clerks of its unit; a unit without any leaves it to its head."""
        clerks = tuple(
            person.id
            for person in self.bureau.people
            if person.id == document.handed_in_by or (Role.CLERK in person.roles and person.unit == document.unit)
        )
        return clerks or self._unit_head(document.unit) or self._office

    def _without_stage(self, document: Document) -> tuple[PersonId, ...]:
        """Who sees to a document that lies on nobody's desk: a file that can't be read, an answer, a publication."""
        return self._clerks(document) if document.state is State.QUARANTINED else self._office
