"""What is to be done about a request next, by which day, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.domain.requests.deadlines import (
    FEE_DAYS,
    Explained,
    Reason,
    correction_notice_due,
    fee_due,
    opinion_due,
    reply_due,
)
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import ConsultedKind, DisclosureRequest
from records.domain.workdays import CalendarYearMissing, WorkingDays


class RequestDuty(StrEnum):
    """与申请人确认 · 审核并告知补正 · 申请人补正 · 征求的意见 · 申请人缴费 · 答复 · 答复更正申请."""

    CONFIRM = "request_confirm"
    COMPLETENESS = "request_completeness"
    CORRECTION = "request_correction"
    OPINION = "request_opinion"
    FEE = "request_fee"
    REPLY = "request_reply"
    RECTIFICATION = "request_rectification"


#: What ends with an answer to whoever asked.
ANSWERING: Final = frozenset({RequestDuty.REPLY, RequestDuty.RECTIFICATION})


@dataclass(frozen=True, slots=True)
class RequestTerm:
    duty: RequestDuty
    explained: Explained


_S = RequestState


def request_terms(calendar: WorkingDays, request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    """The terms that run, the one of the present step first; none once it was answered or closed. Never raises."""
    match request.state:
        case _S.UNCONFIRMED:
            return (RequestTerm(RequestDuty.CONFIRM, _confirmation(calendar, request.arrived_on)),)
        case _S.REGISTERED:
            return (*_completeness(calendar, request), *_reply(calendar, request))
        case _S.CORRECTION:
            return _correction(request)
        case _S.AWAITING_FEE:
            return _fee(request)
        case _S.CONSULTING:
            return (*_opinions(calendar, request), *_reply(calendar, request))
        case _S.ASSIGNED | _S.IN_APPROVAL | _S.APPROVED:
            return _reply(calendar, request)
        case _S.ANSWERED | _S.CLOSED:
            return ()


def _confirmation(calendar: WorkingDays, arrived_on: dt.date) -> Explained:
    """On the day that it came, or the first working day after (article 31)."""
    return _explained(
        lambda: calendar.due(arrived_on - dt.timedelta(days=1), 1), "收到当日与申请人确认，休息日顺延", "第三十一条"
    )


def _completeness(calendar: WorkingDays, request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    received_on = request.received_on
    if received_on is None or request.correction is not None or request.purpose is RequestPurpose.RECTIFICATION:
        return ()
    explained = _explained(
        lambda: correction_notice_due(calendar, received_on),
        f"内容不明确的，自收到（{received_on.isoformat()}）起 7 个工作日内一次性告知补正",
        "第三十条",
    )
    return (RequestTerm(RequestDuty.COMPLETENESS, explained),)


def _correction(request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    correction = request.correction
    if correction is None:
        return ()
    reason = Reason(correction.until, f"{correction.asked_on.isoformat()} 告知补正时给出的期限", "第三十条")
    return (RequestTerm(RequestDuty.CORRECTION, Explained(correction.until, (reason,))),)


def _fee(request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    fee = request.fee
    if fee is None:
        return ()
    due = fee_due(fee.notified_on)
    sentence = f"{fee.notified_on.isoformat()} 收到收费通知，{FEE_DAYS} 日内缴纳"
    explained = Explained(due, (Reason(due, sentence, "第四十二条、国办函〔2020〕109号"),))
    return (RequestTerm(RequestDuty.FEE, explained),)


def _opinions(calendar: WorkingDays, request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    """The opinion that is due first."""
    if not request.open_consultations:
        return ()
    first = min(request.open_consultations, key=lambda one: one.asked_on)
    article = "第三十四条" if first.kind is ConsultedKind.JOINT_ORGAN else "第三十二条"
    sentence = f"{first.asked_on.isoformat()} 收到征求意见书，15 个工作日内提出意见"
    return (RequestTerm(RequestDuty.OPINION, _explained(lambda: opinion_due(calendar, first), sentence, article)),)


def _reply(calendar: WorkingDays, request: DisclosureRequest) -> tuple[RequestTerm, ...]:
    explained = reply_due(calendar, request)
    duty = RequestDuty.RECTIFICATION if request.purpose is RequestPurpose.RECTIFICATION else RequestDuty.REPLY
    return (RequestTerm(duty, explained),) if explained else ()


def _explained(count: Callable[[], dt.date], sentence: str, article: str) -> Explained:
    try:
        due = count()
    except CalendarYearMissing as missing:
        return Explained(None, (), missing.year)
    return Explained(due, (Reason(due, sentence, article),))
