"""What the office and a unit do on the way to an answer: correction, assignment, consultation, extension, fee."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from records.domain.document import PersonId
from records.domain.errors import Conflict, NotAllowed
from records.domain.lifecycle import Role
from records.domain.requests.content import RequestContent
from records.domain.requests.deadlines import LONGEST_EXTENSION_DAYS, correction_notice_due, opinion_due, reply_due
from records.domain.requests.fees import fee_of_pages, fee_of_request
from records.domain.requests.lifecycle import RequestEvent, RequestState
from records.domain.requests.often import information_of
from records.domain.requests.request import (
    Closing,
    Consultation,
    ConsultedKind,
    Correction,
    DisclosureRequest,
    Excess,
    Extension,
    Fee,
    Opinion,
    RequestId,
)
from records.domain.requests.terms import request_terms
from records.services.requests.book import Act, RequestBook, RequestFactsInvalid, require_text

_E = RequestEvent
_Changed = tuple[DisclosureRequest, RequestContent]


@dataclass(frozen=True, slots=True)
class RequestHandling:
    """Every method raises what `RequestBook.change` does, and RequestFactsInvalid if what is said makes no sense."""

    book: RequestBook

    def ask_correction(self, request_id: RequestId, what: str, until: dt.date, *, by: PersonId) -> DisclosureRequest:
        """Ask once, within seven working days, for a correction by a day (article 30)."""
        what, today = require_text(what, "需要补正的事项"), self.book.today
        if until <= today:
            raise RequestFactsInvalid("补正期限应当晚于今天，并且合理。")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            if request.correction is not None:
                raise RequestFactsInvalid("补正只能一次性告知，这件申请已经告知过（条例第三十条）。")
            received_on = request.received_on or request.arrived_on
            if today > correction_notice_due(self.book.calendar, received_on):
                raise RequestFactsInvalid("已经超过收到申请之日起 7 个工作日，不能再要求补正（条例第三十条）。")
            return replace(request, correction=Correction(today, until)), content.with_text("correction", what)

        return self._change(request_id, _E.CORRECTION_ASKED, by, act)

    def correct(self, request_id: RequestId, description: str, on: dt.date, *, by: PersonId) -> DisclosureRequest:
        """Enter the corrected request; the term for the answer begins anew (article 30)."""
        description = require_text(description, "补正后的内容")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            correction = request.correction
            assert correction is not None  # noqa: S101 - the state says so
            self.book.require_past(on, correction.asked_on)
            first = content.with_text("first_description", content.description)
            corrected = replace(first, description=description)
            changed = replace(
                request,
                correction=replace(correction, received_on=on),
                fingerprint=self.book.box.fingerprint(corrected.sameness),
                information_key=self.book.box.fingerprint(information_of(description)),
            )
            return changed, corrected

        return self._change(request_id, _E.CORRECTED, by, act, on=on)

    def abandon(self, request_id: RequestId, note: str, *, by: PersonId) -> DisclosureRequest:
        """End a request whose correction or fee did not come in time, without good reason (article 30)."""
        note = require_text(note, "为什么认为没有正当理由")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            waits_for_fee = request.state is RequestState.AWAITING_FEE
            self._require_term_over(request)
            closing = Closing.NOT_PAID if waits_for_fee else Closing.NOT_CORRECTED
            return request.closed(closing, self.book.clock.now()), content.with_text("abandoned", note)

        return self._change(request_id, _E.ABANDONED, by, act)

    def withdraw(self, request_id: RequestId, note: str, *, by: PersonId) -> DisclosureRequest:
        """Enter that the requester took it back, and how they said so."""
        note = require_text(note, "申请人怎样提出撤回")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            return request.closed(Closing.WITHDRAWN, self.book.clock.now()), content.with_text("withdrawn", note)

        return self._change(request_id, _E.WITHDRAWN, by, act)

    def assign(self, request_id: RequestId, unit: str, *, by: PersonId) -> DisclosureRequest:
        """Hand it to the unit that has the information.

        Raises:
            UnknownUnit: the directory has none of this id.
        """
        self.book.bureau.unit(unit)
        return self.book.change(
            request_id,
            _E.ASSIGNED,
            by,
            lambda request, content: (replace(request, unit=unit), content),
            details={"unit": unit},
        )

    def consult(
        self, request_id: RequestId, kind: ConsultedKind, party: str, asked_on: dt.date, *, by: PersonId
    ) -> DisclosureRequest:
        """Enter that somebody got a letter asking for their opinion on that day (articles 32–34)."""
        party = require_text(party, "征求谁的意见")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            self.book.require_past(asked_on, request.received_on or request.arrived_on)
            number = len(request.consultations) + 1
            asked = (*request.consultations, Consultation(number, kind, asked_on))
            return replace(request, consultations=asked), content.with_text(f"party_{number}", party)

        return self._change(request_id, _E.CONSULTED, by, act, on=asked_on, kind=kind)

    def note_opinion(
        self, request_id: RequestId, number: int, opinion: Opinion, text: str, on: dt.date, *, by: PersonId
    ) -> DisclosureRequest:
        """Enter what was answered, or that nothing was in time; an objection has its reasons (article 32)."""
        if opinion is Opinion.OBJECTS:
            text = require_text(text, "不同意公开的理由")
        is_last = self._is_last_open(request_id, number)

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            asked = next((one for one in request.open_consultations if one.number == number), None)
            if asked is None:
                raise RequestFactsInvalid("没有这一项等待答复的征求意见。")
            if (len(request.open_consultations) == 1) is not is_last:
                raise Conflict("另一项意见刚刚记录，请刷新后再记录这一项。")
            self.book.require_past(on, asked.asked_on)
            if opinion is Opinion.SILENT and on <= opinion_due(self.book.calendar, asked):
                raise RequestFactsInvalid("征求意见的 15 个工作日还没有过完，不能记为逾期未提出意见。")
            answered = replace(asked, opinion=opinion, answered_on=on)
            others = tuple(answered if one.number == number else one for one in request.consultations)
            return replace(request, consultations=others), content.with_text(f"opinion_{number}", text.strip())

        event = _E.LAST_OPINION_NOTED if is_last else _E.OPINION_NOTED
        return self._change(request_id, event, by, act, on=on, opinion=opinion)

    def ask_extension(self, request_id: RequestId, days: int, reason: str, *, by: PersonId) -> DisclosureRequest:
        """Ask for more time, once, before the term is over (article 33)."""
        reason = require_text(reason, "需要延长的理由")
        if not 1 <= days <= LONGEST_EXTENSION_DAYS:
            raise RequestFactsInvalid("延长的期限是 1 至 20 个工作日（条例第三十三条）。")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            if request.extension is not None:
                raise RequestFactsInvalid("这件申请已经申请过延长。")
            self._require_in_time(request)
            asked = Extension(days, by, self.book.today)
            return replace(request, extension=asked), content.with_text("extension", reason)

        return self._change(request_id, _E.EXTENSION_ASKED, by, act, days=days)

    def decide_extension(self, request_id: RequestId, *, approves: bool, by: PersonId) -> DisclosureRequest:
        """The head of the disclosure office agrees or does not; the requester has to be told (article 33)."""
        today = self.book.today

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            asked = request.extension
            if asked is None or asked.approved_on is not None:
                raise RequestFactsInvalid("没有等待同意的延长。")
            if asked.asked_by == by:
                raise NotAllowed("延长由经办人员提出，不能由提出的人自己同意。")
            self._require_in_time(request)
            decided = replace(asked, approved_by=by, approved_on=today) if approves else None
            return replace(request, extension=decided), content

        event = _E.EXTENDED if approves else _E.EXTENSION_REFUSED
        roles = frozenset({Role.OFFICE}) if by in self.book.extension_heads else frozenset[Role]()
        return self.book.change(request_id, event, by, act, roles=roles)

    def ask_reasons(self, request_id: RequestId, note: str, *, by: PersonId) -> DisclosureRequest:
        """Ask why so much is asked for, or so often (article 35); no term stops for it."""
        note = require_text(note, "数量、频次怎样明显超过合理范围")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            if request.excess is not None:
                raise RequestFactsInvalid("已经要求过申请人说明理由。")
            return replace(request, excess=Excess(self.book.today)), content.with_text("excess", note)

        return self._change(request_id, _E.REASONS_ASKED, by, act)

    def delay(self, request_id: RequestId, until: dt.date, reasons: str, *, by: PersonId) -> DisclosureRequest:
        """The reasons are good, the term is too short: a later day, which the requester is told (article 35)."""
        reasons = require_text(reasons, "申请人说明的理由")

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            if request.excess is None or request.excess.delayed_until is not None:
                raise RequestFactsInvalid("只有要求申请人说明过理由的，才能确定一次延迟答复的期限（条例第三十五条）。")
            if until <= self.book.today:
                raise RequestFactsInvalid("延迟答复的期限应当晚于今天。")
            delayed = replace(request.excess, delayed_until=until)
            return replace(request, excess=delayed), content.with_text("excess_reasons", reasons)

        return self._change(request_id, _E.TERM_DELAYED, by, act, on=until)

    def notify_fee(
        self, request_id: RequestId, pages: int | None, grounds: str, notified_on: dt.date, *, by: PersonId
    ) -> DisclosureRequest:
        """Enter the notice of a fee that the requester got on that day (article 42).

        It is counted by the pages to be supplied, or, where they are None, by the requests of the month.

        Raises:
            RequestFactsInvalid: so little costs nothing; or there are no grounds, or the day is none.
        """
        grounds = require_text(grounds, "收费的依据和计算")
        amount_yuan = self._fee(request_id, pages)

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            if request.fee is not None:
                raise RequestFactsInvalid("这件申请已经发过收费通知。")
            self.book.require_past(notified_on, request.received_on or request.arrived_on)
            return replace(request, fee=Fee(amount_yuan, notified_on)), content.with_text("fee", grounds)

        return self._change(request_id, _E.FEE_NOTIFIED, by, act, on=notified_on)

    def note_payment(self, request_id: RequestId, on: dt.date, *, by: PersonId) -> DisclosureRequest:
        """Enter that the fee was paid; the term begins anew."""

        def act(request: DisclosureRequest, content: RequestContent) -> _Changed:
            fee = request.fee
            assert fee is not None  # noqa: S101 - the state says so
            self.book.require_past(on, fee.notified_on)
            return replace(request, fee=replace(fee, paid_on=on)), content

        return self._change(request_id, _E.FEE_PAID, by, act, on=on)

    def _change(
        self, request_id: RequestId, event: RequestEvent, by: PersonId, act: Act, **details: str | int | dt.date
    ) -> DisclosureRequest:
        kept = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in details.items()}
        return self.book.change(request_id, event, by, act, details=kept)

    def _fee(self, request_id: RequestId, pages: int | None) -> int:
        with self.book.open_work(read_only=True) as work:
            nth = work.requests.nth_of_month(work.requests.get(request_id))
        amount = fee_of_request(nth) if pages is None else fee_of_pages(pages)
        if not amount:
            counted = f"当月第 {nth} 件" if pages is None else f"{pages} 页"
            raise RequestFactsInvalid(f"{counted}，不收取信息处理费：每月 10 件以内、每件 30 页以内不收费。")
        return amount

    def _is_last_open(self, request_id: RequestId, number: int) -> bool:
        with self.book.open_work(read_only=True) as work:
            open_ = work.requests.get(request_id).open_consultations
        return [one.number for one in open_] == [number]

    def _require_in_time(self, request: DisclosureRequest) -> None:
        explained = reply_due(self.book.calendar, request)
        if explained is None or explained.due is None or self.book.today > explained.due:
            raise RequestFactsInvalid("答复期限已经届满或者无法计算，不能延长。")

    def _require_term_over(self, request: DisclosureRequest) -> None:
        (term,) = request_terms(self.book.calendar, request)
        if term.explained.due is None or self.book.today <= term.explained.due:
            raise RequestFactsInvalid("给申请人的期限还没有过完。")
