"""How a request comes on record: from the drop box or by a clerk's hand; confirmed where article 31 asks for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from records.domain.document import PersonId
from records.domain.errors import NotAllowed
from records.domain.lifecycle import Role
from records.domain.requests.content import RequestContent, Requester
from records.domain.requests.lifecycle import RequestEvent, RequestState
from records.domain.requests.often import information_of
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import RECEIVED_AT_ONCE, Channel
from records.domain.requests.request import (
    ApplicantClass,
    Closing,
    Delivery,
    DisclosureRequest,
    RequestId,
    day_of,
)
from records.services.identity import new_id
from records.services.refusing import refusals_noted
from records.services.requests.book import RequestBook, RequestFactsInvalid, require_text


@dataclass(frozen=True, slots=True)
class Claimed:
    """What article 41 asks for beside that: what the record ought to say, and what proves it."""

    claim: str = field(repr=False)
    evidence: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestForm:
    """What article 29 asks for, as it was filled in. `claimed` makes of it a request for rectification (article 41)."""

    applicant: ApplicantClass
    requester: Requester = field(repr=False)
    description: str = field(repr=False)
    delivery: Delivery
    claimed: Claimed | None = None

    @property
    def purpose(self) -> RequestPurpose:
        return RequestPurpose.RECTIFICATION if self.claimed else RequestPurpose.DISCLOSURE


@dataclass(frozen=True, slots=True)
class RequestIntake:
    book: RequestBook

    def take(self, request_id: str, form: RequestForm, *, sent_at: dt.datetime, status_key: str) -> bool:
        """Put what came through the portal on record; False if it is there already. No term runs yet."""
        request = self._request(
            RequestId(request_id), form, Channel.ONLINE, day_of(sent_at), status_key=status_key, entered_by=None
        )
        with self.book.open_work() as work:
            if work.requests.has(request.id):
                return False
            work.requests.add(request)
            self.book.note(work, "taken", request, actor=Role.SYSTEM, role=Role.SYSTEM, details=_kinds(request))
            work.commit()
        return True

    def enter(self, form: RequestForm, channel: Channel, arrived_on: dt.date, *, by: PersonId) -> DisclosureRequest:
        """Enter a request that came on paper, by fax, or was told to a clerk who filled in the form.

        Raises:
            NotAllowed: this person is neither of the office nor a clerk.
            RequestFactsInvalid: a field that article 29 asks for is empty, or the day has not come.
        """
        book = self.book
        request_id = RequestId(new_id(book.clock.now()))
        with refusals_noted(book.open_work, book.clock, "request:entered", request_id, by), book.open_work() as work:
            role = self._role_of(by)
            if channel is Channel.ONLINE:
                raise RequestFactsInvalid("网上申请由系统收取，不能手工登记。")
            if arrived_on > book.today:
                raise RequestFactsInvalid("收到的日期不能晚于今天。")
            _require_complete(form)
            request = self._request(request_id, form, channel, arrived_on, status_key=None, entered_by=by)
            work.requests.add(request)
            book.note(work, "entered", request, actor=by, role=role, details=_kinds(request))
            work.commit()
        return request

    def confirm(self, request_id: RequestId, on: dt.date, note: str, *, by: PersonId) -> DisclosureRequest:
        """Say that the request was confirmed with the requester on that day, and how: it counts as received then."""
        note = require_text(note, "怎样与申请人确认的，身份证明是怎样核对的")

        def act(request: DisclosureRequest, content: RequestContent) -> tuple[DisclosureRequest, RequestContent]:
            self.book.require_past(on, request.arrived_on)
            return replace(request, received_on=on), content.with_text("confirmation", note)

        return self.book.change(request_id, RequestEvent.CONFIRMED, by, act, details={"on": on.isoformat()})

    def set_aside(self, request_id: RequestId, note: str, *, by: PersonId) -> DisclosureRequest:
        """End what could not be confirmed: nobody answers under the contact given, or nobody asked for anything."""
        note = require_text(note, "怎样联系过、为什么无法确认")

        def act(request: DisclosureRequest, content: RequestContent) -> tuple[DisclosureRequest, RequestContent]:
            ended = request.closed(Closing.NOT_CONFIRMED, self.book.clock.now())
            return ended, content.with_text("set_aside", note)

        return self.book.change(request_id, RequestEvent.SET_ASIDE, by, act)

    def _request(
        self,
        request_id: RequestId,
        form: RequestForm,
        channel: Channel,
        arrived_on: dt.date,
        *,
        status_key: str | None,
        entered_by: PersonId | None,
    ) -> DisclosureRequest:
        content, purpose = _content(form), form.purpose
        office, box = self.book.bureau.request_office, self.book.box
        is_for_information = purpose is RequestPurpose.DISCLOSURE
        at_once = channel in RECEIVED_AT_ONCE
        return DisclosureRequest(
            bureau=self.book.bureau.id,
            id=request_id,
            channel=channel,
            applicant=form.applicant,
            delivery=form.delivery,
            state=RequestState.REGISTERED if at_once else RequestState.UNCONFIRMED,
            arrived_on=arrived_on,
            received_on=arrived_on if at_once else None,
            purpose=purpose,
            reply_days=None if is_for_information else office.rectification_working_days,
            # Apart, so that one is never counted or recognised as the other.
            requester_key=box.fingerprint(content.who if is_for_information else [purpose, content.who]),
            fingerprint=box.fingerprint(
                content.sameness if is_for_information else [purpose, content.claimed_sameness]
            ),
            information_key=box.fingerprint(information_of(form.description)) if is_for_information else "",
            sealed=box.seal(request_id, content.as_json()),
            entered_by=entered_by,
            status_key=status_key,
        )

    def _role_of(self, person_id: PersonId) -> Role:
        person = self.book.bureau.person(person_id)
        for role in (Role.OFFICE, Role.CLERK):
            if person and role in person.roles:
                return role
        raise NotAllowed("申请由办公室或者科室经办人员登记。")


def _require_complete(form: RequestForm) -> None:
    require_text(form.requester.name, "申请人的姓名或者名称")
    require_text(form.requester.identity, "身份证明")
    if not (form.requester.phone or form.requester.email or form.requester.address):
        raise RequestFactsInvalid("请写明至少一种联系方式。")
    if form.claimed is None:
        require_text(form.description, "所申请信息的名称、文号或者其他特征性描述")
        return
    require_text(form.description, "哪一项政府信息、记录在哪里、现在是怎样记录的")
    require_text(form.claimed.claim, "准确的内容是什么")
    require_text(form.claimed.evidence, "证明记录不准确的证据（条例第四十一条）")


def _content(form: RequestForm) -> RequestContent:
    content = RequestContent(form.requester, form.description)
    if form.claimed is None:
        return content
    return content.with_text("claim", form.claimed.claim).with_text("evidence", form.claimed.evidence)


def _kinds(request: DisclosureRequest) -> dict[str, str]:
    return {
        "channel": request.channel,
        "applicant": request.applicant,
        "delivery": request.delivery,
        "purpose": request.purpose,
    }
