"""By which day something has to be done about a request, and why: every day is explained step by step.

Days are in Asia/Shanghai. The day of an event is not counted, the last day of a term is inclusive (民法典 article 201).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from records.domain.legal_clock import Limit, limit_until
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import RECEIPT_RULE
from records.domain.requests.request import Consultation, ConsultedKind, DisclosureRequest, Opinion
from records.domain.workdays import CalendarYearMissing, WorkingDays

CORRECTION_NOTICE_DAYS: Final = 7
REPLY_DAYS: Final = 20
LONGEST_EXTENSION_DAYS: Final = 20
OPINION_DAYS: Final = 15
#: Calendar days after the notice of a fee (国办函〔2020〕109号).
FEE_DAYS: Final = 30

_ARTICLE_OF_CONSULTED: Final = {
    ConsultedKind.THIRD_PARTY: ("第三方", "第三十二条"),
    ConsultedKind.JOINT_ORGAN: ("共同制作机关", "第三十四条"),
    ConsultedKind.OTHER_ORGAN: ("其他机关", "第三十三条第三款"),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of an explanation. `article` is of the Regulations, or names another rule."""

    day: dt.date
    sentence: str
    article: str


@dataclass(frozen=True, slots=True)
class Explained:
    """A last day, inclusive, and how it comes about. `due` is None if a year cannot be counted: `missing_year`.

    `is_provisional`: somebody's opinion is still out; if it comes earlier than its own last day, this day does too.
    """

    due: dt.date | None
    reasons: tuple[Reason, ...]
    missing_year: int | None = None
    is_provisional: bool = False

    def limit(self, calendar: WorkingDays, today: dt.date) -> Limit:
        """Where the term stands today."""
        if self.due is None:
            return Limit(None, None, is_overdue=False, missing_year=self.missing_year)
        return limit_until(calendar, self.due, today)


@dataclass(frozen=True, slots=True)
class Pause:
    """The clock stands still after the day `asked_on`, up to and including the day `until`."""

    asked_on: dt.date
    until: dt.date


def correction_notice_due(calendar: WorkingDays, received_on: dt.date) -> dt.date:
    """The last day on which the requester may be asked to correct (article 30).

    Raises:
        CalendarYearMissing: the term reaches into a year that is not on file.
    """
    return calendar.due(received_on, CORRECTION_NOTICE_DAYS)


def opinion_due(calendar: WorkingDays, consultation: Consultation) -> dt.date:
    """The last day for an opinion (articles 32 and 34).

    Raises:
        CalendarYearMissing: the term reaches into a year that is not on file.
    """
    return calendar.due(consultation.asked_on, OPINION_DAYS)


def silence_means(kind: ConsultedKind) -> str:
    """What follows if no opinion came in time: of a joint organ consent, of others nothing."""
    if kind is ConsultedKind.JOINT_ORGAN:
        return "逾期未提出意见的视为同意公开（第三十四条）"
    return "逾期未提出意见的，由本机关依照条例决定是否公开（第三十二条）"


def fee_due(notified_on: dt.date) -> dt.date:
    """The last day to pay, in calendar days."""
    return notified_on + dt.timedelta(days=FEE_DAYS)


def pause_of(calendar: WorkingDays, consultation: Consultation) -> Pause:
    """The time needed for an opinion (article 33): until it came, at most its own term.

    Silence ends it on the last day of that term, whenever somebody notes it.

    Raises:
        CalendarYearMissing: the term reaches into a year that is not on file.
    """
    last = opinion_due(calendar, consultation)
    answered = consultation.answered_on if consultation.opinion is not Opinion.SILENT else None
    return Pause(consultation.asked_on, min(last, answered) if answered else last)


def reply_due(calendar: WorkingDays, request: DisclosureRequest) -> Explained | None:
    """The last day for the answer to reach the requester (articles 30–35, 41); None before receipt is confirmed.

    Never raises: an unknown year is part of the answer. While a correction or a fee is awaited the term of the
    request as it stands goes on being shown; it begins anew with what is awaited.
    """
    start = _start(request)
    if start is None:
        return None
    began, reasons = start
    try:
        return _counted(calendar, request, began, list(reasons))
    except CalendarYearMissing as missing:
        return Explained(None, tuple(reasons), missing.year)


def _start(request: DisclosureRequest) -> tuple[dt.date, Sequence[Reason]] | None:
    """The day that the term is counted from, and why: the last of receipt, corrected request and paid fee."""
    if request.received_on is None:
        return None
    sentence, article = RECEIPT_RULE[request.channel]
    if request.purpose is RequestPurpose.RECTIFICATION:
        article = f"比照{article}"
    began, reasons = request.received_on, [Reason(request.received_on, sentence, article)]
    correction, fee = request.correction, request.fee
    if correction and correction.received_on:
        began = correction.received_on
        reasons.append(Reason(began, "收到补正的申请，答复期限从这一天重新起算", "第三十条"))
    if fee and fee.paid_on:
        began = max(began, fee.paid_on)
        reasons.append(Reason(fee.paid_on, "申请人缴清信息处理费，期限重新计算", "第四十二条、国办函〔2020〕109号"))
    return began, reasons


def _counted(calendar: WorkingDays, request: DisclosureRequest, began: dt.date, reasons: list[Reason]) -> Explained:
    days, rule = _reply_term(request)
    due = calendar.due(began, days)
    reasons.append(Reason(due, f"答复期限 {days} 个工作日，起算之日不计入", rule))
    extension = request.extension
    if extension and extension.approved_on:
        days += extension.working_days
        due = calendar.due(began, days)
        sentence = f"经公开工作机构负责人同意，延长 {extension.working_days} 个工作日"
        reasons.append(Reason(due, sentence, "第三十三条第二款"))
    pauses = [pause_of(calendar, one) for one in request.consultations]
    if pauses:
        due = due_with_pauses(calendar, began, days, pauses)
        reasons += [_pause_reason(one, pause) for one, pause in zip(request.consultations, pauses, strict=True)]
        reasons.append(Reason(due, "扣除征求意见所需时间后的最后一天", "第三十三条第三款"))
    excess = request.excess
    if excess and excess.delayed_until and excess.delayed_until > due:
        due = excess.delayed_until
        reasons.append(Reason(due, "申请数量、频次明显超过合理范围，理由合理，确定延迟答复的期限", "第三十五条"))
    return Explained(due, tuple(reasons), is_provisional=bool(request.open_consultations))


def _reply_term(request: DisclosureRequest) -> tuple[int, str]:
    """Working days for the answer, and what says so. Article 41 sets no term: the bureau does, in bureau.toml."""
    if request.purpose is RequestPurpose.RECTIFICATION:
        return request.reply_days or REPLY_DAYS, "第四十一条没有规定期限，由本机关规定"
    return REPLY_DAYS, "第三十三条第二款"


def _pause_reason(consultation: Consultation, pause: Pause) -> Reason:
    who, article = _ARTICLE_OF_CONSULTED[consultation.kind]
    asked, until = consultation.asked_on.isoformat(), pause.until.isoformat()
    end = "至今没有意见，最迟计到" if consultation.is_open else "计到"
    return Reason(pause.until, f"征求{who}意见：{asked} 送达，{end} {until}，其间不计入", article)


def due_with_pauses(calendar: WorkingDays, began: dt.date, working_days: int, pauses: Iterable[Pause]) -> dt.date:
    """The last day of a term that does not run during the pauses; they may overlap, and lie before or after it.

    Raises:
        CalendarYearMissing: the term reaches into a year that is not on file.
    """
    merged = _merged(began, pauses)
    # The least n with n - (working days in pauses up to the n-th) = working_days: each round counts more of them in.
    counted = working_days
    while True:
        due = calendar.due(began, counted)
        paused = sum(calendar.between(pause.asked_on, min(pause.until, due)) for pause in merged)
        if working_days + paused == counted:
            return due
        counted = working_days + paused


def _merged(began: dt.date, pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses after `began`, in order, none overlapping another."""
    merged: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.asked_on):
        asked = max(pause.asked_on, merged[-1].until if merged else began, began)
        if pause.until > asked:
            merged.append(Pause(asked, pause.until))
    return merged
