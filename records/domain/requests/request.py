"""One request as it is on record: dates, kinds and people of the bureau. What names the requester is in content.py."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType

from records.domain.bureau import SHANGHAI, StepRole
from records.domain.document import PersonId
from records.domain.requests.answers import Answer
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import Channel

#: A ULID; it is the receipt number (受理编号) that the requester was given.
RequestId = NewType("RequestId", str)


class ApplicantClass(StrEnum):
    """Classes of the annual report's table (国办公开办函〔2021〕30号): 自然人 and five kinds of organisation."""

    NATURAL_PERSON = "natural_person"
    BUSINESS = "business"
    RESEARCH = "research"
    PUBLIC_INTEREST = "public_interest"
    LEGAL_SERVICE = "legal_service"
    OTHER = "other"


class Delivery(StrEnum):
    """Form and route that the information is wanted in (article 29): 邮寄 · 自行领取 · 电子邮件 · 当面查阅、抄录."""

    PAPER_BY_MAIL = "paper_by_mail"
    PAPER_COLLECTED = "paper_collected"
    EMAIL = "email"
    INSPECTION = "inspection"


class Closing(StrEnum):
    """答复 · 逾期不补正 · 逾期不缴费 · 申请人撤回 · 无法确认."""

    ANSWERED = "answered"
    NOT_CORRECTED = "not_corrected"
    NOT_PAID = "not_paid"
    WITHDRAWN = "withdrawn"
    NOT_CONFIRMED = "not_confirmed"


@dataclass(frozen=True, slots=True)
class Correction:
    """补正 (article 30), once. `until` is the term given; `received_on` the day the corrected request came."""

    asked_on: dt.date
    until: dt.date
    received_on: dt.date | None = None


class ConsultedKind(StrEnum):
    """第三方 (article 32) · 共同制作机关 (article 34) · 其他机关 (article 33)."""

    THIRD_PARTY = "third_party"
    JOINT_ORGAN = "joint_organ"
    OTHER_ORGAN = "other_organ"


class Opinion(StrEnum):
    """同意公开 · 不同意公开 · 逾期未提出意见."""

    AGREES = "agrees"
    OBJECTS = "objects"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Consultation:
    """Somebody was asked in writing. `asked_on` is the day on which they got the letter; `number` is 1-based."""

    number: int
    kind: ConsultedKind
    asked_on: dt.date
    opinion: Opinion | None = None
    answered_on: dt.date | None = None

    @property
    def is_open(self) -> bool:
        return self.opinion is None


@dataclass(frozen=True, slots=True)
class Extension:
    """延长 (article 33): `approved_by` heads the disclosure office; the requester is told. 1 to 20 working days."""

    working_days: int
    asked_by: PersonId
    asked_on: dt.date
    approved_by: PersonId | None = None
    approved_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Excess:
    """数量、频次明显超过合理范围 (article 35): reasons were asked for; `delayed_until` if they were good."""

    asked_on: dt.date
    delayed_until: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Fee:
    """信息处理费 (article 42). `amount_yuan` is whole yuan; `notified_on` the day on which the notice arrived."""

    amount_yuan: int
    notified_on: dt.date
    paid_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """One level's word on the drafted answer with this hash. `acting_for` names the principal of a delegate."""

    step: int
    level: StepRole
    person: PersonId
    acting_for: PersonId | None
    approves: bool
    answer_hash: str
    decided_at: dt.datetime


@dataclass(frozen=True, slots=True)
class DisclosureRequest:
    """Holds nothing that names the requester or says what they want; `sealed` does, encrypted, None once erased.

    `arrived_on` is the day it came, `received_on` the one that terms are counted from (article 31), None before it is
    confirmed. Days are in Asia/Shanghai. `fingerprint` is the same for the same requester and wording,
    `requester_key` for the same requester, `information_key` for the same information, whoever asks; all are keyed, and
    empty once erased. `status_key` names the public state,
    None for a request on paper. `status_version` is the version whose state the public side was told, 0 for none.
    `reply_days` are the working days that the bureau gave itself for a rectification when it came; None where the law
    says it.
    """

    bureau: str
    id: RequestId
    channel: Channel
    applicant: ApplicantClass
    delivery: Delivery
    state: RequestState
    arrived_on: dt.date
    requester_key: str
    fingerprint: str
    sealed: bytes | None
    purpose: RequestPurpose = RequestPurpose.DISCLOSURE
    reply_days: int | None = None
    information_key: str = ""
    entered_by: PersonId | None = None
    received_on: dt.date | None = None
    unit: str | None = None
    status_key: str | None = None
    correction: Correction | None = None
    consultations: tuple[Consultation, ...] = ()
    extension: Extension | None = None
    excess: Excess | None = None
    fee: Fee | None = None
    answer: Answer | None = None
    approvals: tuple[Approval, ...] = ()
    letter_year: int | None = None
    letter_serial: int | None = None
    delivered_on: dt.date | None = None
    closing: Closing | None = None
    closed_at: dt.datetime | None = None
    version: int = 1
    status_version: int = 0

    @property
    def standing_approvals(self) -> tuple[Approval, ...]:
        """Those of the answer as it is drafted now: a changed answer has none, nor one that was returned since."""
        wanted = self.answer.hash if self.answer else None
        standing: list[Approval] = []
        for one in self.approvals:
            standing = [*standing, one] if one.approves else []
        return tuple(one for one in standing if one.answer_hash == wanted)

    @property
    def open_consultations(self) -> tuple[Consultation, ...]:
        return tuple(one for one in self.consultations if one.is_open)

    @property
    def was_objected_to(self) -> bool:
        """Whether a third party did not agree (articles 15 and 32)."""
        return any(
            one.kind is ConsultedKind.THIRD_PARTY and one.opinion is Opinion.OBJECTS for one in self.consultations
        )

    @property
    def was_answered(self) -> bool:
        return self.delivered_on is not None

    def closed(self, closing: Closing, at: dt.datetime) -> DisclosureRequest:
        return replace(self, closing=closing, closed_at=at)


def day_of(moment: dt.datetime) -> dt.date:
    """The day in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()
