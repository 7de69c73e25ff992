"""The terms of requests as people are reminded of them: who has to act, and who is told when nobody does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from records.domain.bureau import Bureau, StepRole
from records.domain.document import PersonId
from records.domain.legal_clock import Limit
from records.domain.level_approval import WaitingApproval
from records.domain.lifecycle import Role
from records.domain.reminders import FIRST_TOLD_DAYS_LEFT, Audience, Term
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.request import DisclosureRequest
from records.domain.requests.terms import ANSWERING, RequestDuty

#: Days left of a term that is one working day late.
_LATE: Final = -1
#: Where the unit works on the request; elsewhere the office does, or a level of approval.
_OF_UNIT: Final = frozenset({RequestState.ASSIGNED, RequestState.CONSULTING, RequestState.APPROVED})


@dataclass(frozen=True, slots=True)
class RequestTermBook:
    """Whom a request's terms concern in one bureau; it knows the delegations of the desk."""

    bureau: Bureau

    def term(
        self, request: DisclosureRequest, duty: RequestDuty, limit: Limit, waiting: WaitingApproval | None
    ) -> Term:
        """The answer's term is the law's: the office is told before it ends, the leaders when it has (article 53)."""
        first = FIRST_TOLD_DAYS_LEFT if duty in ANSWERING else _LATE
        others = (Audience(self._office, first), Audience(self._head_of_unit(request), first))
        leaders = (Audience((self.bureau.head,), _LATE),) if duty in ANSWERING else ()
        return Term(
            subject_id=request.id,
            round=0,
            step=waiting.step if waiting else 0,
            stage=duty,
            limit=limit,
            doers=self._doers(request, duty, waiting),
            others=(*others, *leaders),
            calendar_keepers=self._office,
        )

    def _doers(
        self, request: DisclosureRequest, duty: RequestDuty, waiting: WaitingApproval | None
    ) -> tuple[PersonId, ...]:
        if waiting is not None:
            return tuple(holder.person.id for holder in waiting.holders) or self._office  # they name a delegate
        if duty in (*ANSWERING, RequestDuty.OPINION) and request.state in _OF_UNIT:
            return self._clerks(request) or self._head_of_unit(request) or self._office
        return self._office

    def _clerks(self, request: DisclosureRequest) -> tuple[PersonId, ...]:
        people = self.bureau.people
        return tuple(one.id for one in people if Role.CLERK in one.roles and one.unit == request.unit)

    def _head_of_unit(self, request: DisclosureRequest) -> tuple[PersonId, ...]:
        return (
            self.bureau.principals(request.unit, StepRole.UNIT_HEAD)
            if self.bureau.has_unit(request.unit) and request.unit
            else ()
        )

    @property
    def _office(self) -> tuple[PersonId, ...]:
        """The office's people; a bureau that names none leaves it to the principal leader."""
        return self.bureau.people_with(Role.OFFICE) or (self.bureau.head,)
