"""One consultation as it is on record: what the public reads, who approved it, what staff made of the comments."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import NewType

from records.domain.bureau import Bureau, StepRole
from records.domain.canonical import sha256_of
from records.domain.document import DocumentId, PersonId
from records.domain.level_approval import WaitingApproval, waiting_level

#: A ULID.
ConsultationId = NewType("ConsultationId", str)


class ConsultationState(StrEnum):
    """待审批 · 已退回 · 已批准 · 已终止. Whether comments may be sent is a matter of days: `Phase`."""

    IN_APPROVAL = "in_approval"
    RETURNED = "returned"
    RUNNING = "running"
    CANCELLED = "cancelled"


class Phase(StrEnum):
    """尚未开始 · 正在征求意见 · 已经结束."""

    UPCOMING = "upcoming"
    OPEN = "open"
    CLOSED = "closed"


class OpinionVerdict(StrEnum):
    """采纳 · 部分采纳 · 未采纳."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


@dataclass(frozen=True, slots=True)
class Notice:
    """What the public reads. `opens_on` and `closes_on` are days in Asia/Shanghai, both within the period.

    `short_reason` says why the period is shorter than usual. Of phone, email and address one at least is filled in.
    """

    title: str
    basis: str
    explanation: str
    opens_on: dt.date
    closes_on: dt.date
    short_reason: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""

    @property
    def days(self) -> int:
        """Calendar days, both ends included."""
        return (self.closes_on - self.opens_on).days + 1


@dataclass(frozen=True, slots=True)
class NoticeApproval:
    """One level's word on the notice with this hash. `acting_for` names the principal of a delegate."""

    step: int
    level: StepRole
    person: PersonId
    acting_for: PersonId | None
    approves: bool
    notice_hash: str
    decided_at: dt.datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SummarisedOpinion:
    """What one or more comments say, in staff's words, and what the bureau does about it. `number` is 1-based."""

    number: int
    wording: str
    verdict: OpinionVerdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PublicConsultation:
    """A consultation about the published draft `draft_id`; `unit` is the one that the draft belongs to.

    `extended_to` is a later last day, given after the approval. `report_id` is the published report on adoption,
    `decision_id` the document that was made of the draft; None as long as they are not linked. `ended_at` is when it
    was cancelled, `approved_at` when the last level agreed.
    """

    bureau: str
    id: ConsultationId
    draft_id: DocumentId
    unit: str
    state: ConsultationState
    notice: Notice
    prepared_by: PersonId
    prepared_at: dt.datetime
    approvals: tuple[NoticeApproval, ...] = ()
    approved_at: dt.datetime | None = None
    extended_to: dt.date | None = None
    opinions: tuple[SummarisedOpinion, ...] = ()
    report_id: DocumentId | None = None
    decision_id: DocumentId | None = None
    ended_at: dt.datetime | None = None
    version: int = 1

    @property
    def closes_on(self) -> dt.date:
        """The last day on which comments are taken."""
        return self.extended_to or self.notice.closes_on

    @property
    def is_running(self) -> bool:
        return self.state is ConsultationState.RUNNING

    @property
    def notice_hash(self) -> str:
        """What approvals are of: the draft, and everything that the public will read of it here."""
        notice = asdict(self.notice) | {
            "opens_on": self.notice.opens_on.isoformat(),
            "closes_on": self.notice.closes_on.isoformat(),
        }
        return sha256_of({"consultation": self.id, "draft": self.draft_id, "notice": notice})

    @property
    def standing_approvals(self) -> tuple[NoticeApproval, ...]:
        """Those of the notice as it is now; a return voids what was approved before it."""
        standing: tuple[NoticeApproval, ...] = ()
        for one in self.approvals:
            standing = (*standing, one) if one.approves else ()
        return tuple(one for one in standing if one.notice_hash == self.notice_hash)

    def phase(self, today: dt.date) -> Phase:
        if today < self.notice.opens_on:
            return Phase.UPCOMING
        return Phase.OPEN if today <= self.closes_on else Phase.CLOSED

    def opinion(self, number: int) -> SummarisedOpinion | None:
        return next((one for one in self.opinions if one.number == number), None)

    def with_opinion(self, opinion: SummarisedOpinion) -> PublicConsultation:
        """With this opinion in the place of the one with its number, or after the others."""
        others = [one for one in self.opinions if one.number != opinion.number]
        return replace(self, opinions=tuple(sorted((*others, opinion), key=lambda one: one.number)))


def waiting_notice(bureau: Bureau, consultation: PublicConsultation, now: dt.datetime) -> WaitingApproval | None:
    """The level that the notice waits at, or None. `bureau` knows the delegations of the desk."""
    if consultation.state is not ConsultationState.IN_APPROVAL:
        return None
    given: Sequence[PersonId] = [one.person for one in consultation.standing_approvals]
    return waiting_level(bureau, consultation.unit, consultation.prepared_by, given, now)
