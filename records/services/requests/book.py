"""The register of requests: loads one, lets one thing happen to it by the table, and keeps it with its audit entry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from records.domain.bureau import Bureau
from records.domain.canonical import Json
from records.domain.document import PersonId
from records.domain.errors import BadInput, NotAllowed, NotFound
from records.domain.level_approval import WaitingApproval
from records.domain.lifecycle import Role
from records.domain.ports import Clock, OpenWork, UnitOfWork
from records.domain.requests.approval import waiting_approval
from records.domain.requests.content import RequestContent
from records.domain.requests.lifecycle import RequestEvent, RequestState, follow_request
from records.domain.requests.ports import PrivateBox
from records.domain.requests.request import DisclosureRequest, RequestId, day_of
from records.domain.workdays import WorkingDays
from records.services.delegating import with_delegations
from records.services.refusing import refusals_noted

#: What one act makes of a request and of what is sealed with it.
Act = Callable[[DisclosureRequest, RequestContent], tuple[DisclosureRequest, RequestContent]]


class RequestFactsInvalid(BadInput):
    """A form about a request that says nothing or contradicts what is on record."""

    code = "request_facts_invalid"


@dataclass(frozen=True, slots=True)
class RequestBook:
    """What names a requester is opened here alone, and sealed again before it is stored."""

    open_work: OpenWork
    clock: Clock
    bureau: Bureau
    calendar: WorkingDays
    box: PrivateBox

    @property
    def today(self) -> dt.date:
        return day_of(self.clock.now())

    def change(
        self,
        request_id: RequestId,
        event: RequestEvent,
        by: PersonId,
        act: Act,
        *,
        roles: frozenset[Role] | None = None,
        details: Mapping[str, Json] | None = None,
    ) -> DisclosureRequest:
        """Let `event` happen by this person's hand; `details` go on the audit chain and name nobody outside.

        `roles` replaces those that the person has by the directory.

        Raises:
            NotFound, Conflict, RequestTransitionRefused: as they say; the attempt is on record.
        """
        noting = refusals_noted(self.open_work, self.clock, f"request:{event}", request_id, by)
        with noting, self.open_work() as work:
            request = work.requests.get(request_id)
            held = self.roles_of(work, request, by) if roles is None else roles
            to, role = follow_request(request.state, event, held, request.purpose)
            changed, content = act(request, self.content(request))
            saved = work.requests.save(replace(changed, state=to, sealed=self.box.seal(request.id, content.as_json())))
            self.note(work, event, saved, actor=by, role=role, details=details)
            work.commit()
        return saved

    def note(
        self,
        work: UnitOfWork,
        event: str,
        request: DisclosureRequest,
        *,
        actor: str,
        role: Role,
        details: Mapping[str, Json] | None = None,
    ) -> None:
        """Put what happened on the audit chain, in the caller's transaction."""
        work.audit.append(
            f"request:{event}",
            at=self.clock.now(),
            actor=actor,
            role=role,
            subject_id=request.id,
            details={"state": request.state, **(details or {})},
        )

    def content(self, request: DisclosureRequest) -> RequestContent:
        """What names the requester.

        Raises:
            NotFound: it was erased by the retention rule.
        """
        if request.sealed is None:
            raise NotFound("这件申请的个人信息已按保存期限删除。")
        stored = self.box.open(request.id, request.sealed)
        assert isinstance(stored, dict)  # noqa: S101 - we wrote it, and the box proves it
        return RequestContent.of_json(stored)

    def waiting(self, work: UnitOfWork, request: DisclosureRequest) -> WaitingApproval | None:
        """The level that its answer waits at, with those who stand in there today."""
        if request.state is not RequestState.IN_APPROVAL:
            return None  # without asking for delegations: lists ask this of every request
        return waiting_approval(with_delegations(work, self.bureau), request, self.clock.now())

    def roles_of(self, work: UnitOfWork, request: DisclosureRequest, person: PersonId) -> frozenset[Role]:
        """In which roles somebody handles this request: reviewer only while its answer waits for them."""
        roles = self.bureau.roles_of(person, request.unit) & {Role.OFFICE, Role.CLERK}
        waiting = self.waiting(work, request)
        return roles | {Role.REVIEWER} if waiting and waiting.holder(person) else roles

    def may_see(self, work: UnitOfWork, request: DisclosureRequest, person: PersonId) -> bool:
        """Whether this person handles the request.

        The office, its unit's clerks, the levels of its answer, the head of the disclosure office; who entered it as
        long as no unit has it.
        """
        decided = any(one.person == person for one in request.approvals)
        entered = request.entered_by == person and request.unit is None
        return bool(self.roles_of(work, request, person)) or decided or entered or person in self.extension_heads

    def require_reader(self, work: UnitOfWork, request: DisclosureRequest, person: PersonId) -> None:
        """Let pass who handles the request.

        Raises:
            NotAllowed: it is none of this person's business.
        """
        if not self.may_see(work, request, person):
            raise NotAllowed("您不是这件申请的承办或者审批人员，不能查看。")

    @property
    def extension_heads(self) -> frozenset[PersonId]:
        """Who approves an extension today: the head of the disclosure office, or who stands in for them."""
        head = self.bureau.request_office.head or self.bureau.head
        delegates = {
            one.delegate for one in self.bureau.delegations if one.principal == head and one.holds_on(self.today)
        }
        return frozenset({head, *delegates})

    def require_past(self, day: dt.date, since: dt.date) -> None:
        """Let pass a day from `since` up to today.

        Raises:
            RequestFactsInvalid: it is before or after that.
        """
        if not since <= day <= self.today:
            raise RequestFactsInvalid(f"日期应当在 {since.isoformat()} 至今天之间。")


def require_text(text: str, what: str) -> str:
    """The text without blanks around it.

    Raises:
        RequestFactsInvalid: there is none.
    """
    if not text.strip():
        raise RequestFactsInvalid(f"请写明{what}。")
    return text.strip()
