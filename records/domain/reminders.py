"""Reminders (催办): which running term is spoken of on a day, and to whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from records.domain.bureau import StepRole
from records.domain.consultations.consultation import ConsultationId
from records.domain.consultations.terms import ConsultationDuty
from records.domain.document import DocumentId, PersonId
from records.domain.legal_clock import Limit
from records.domain.requests.request import RequestId
from records.domain.requests.terms import RequestDuty

#: Working days before the last one, on which people are told for the first time.
FIRST_TOLD_DAYS_LEFT: Final = 1
#: How late a term counts that is over by an unknown number of working days.
_OVER: Final = -1


class Duty(StrEnum):
    """What has a term beside the levels of review.

    `OFFICE`: the office determines the attribute. `CLERK`: what came back is mended and handed in again. `PLAN` and
    `STATUTORY` are the clocks of active disclosure. `REASSESS`: what is not disclosed is looked at again (article 18).
    """

    OFFICE = "office"
    CLERK = "clerk"
    PLAN = "plan"
    STATUTORY = "statutory"
    REASSESS = "reassess"


class SubjectKind(StrEnum):
    """公文 · 依申请公开的申请 · 公开征求意见."""

    DOCUMENT = "document"
    REQUEST = "request"
    CONSULTATION = "consultation"


Stage = StepRole | Duty | RequestDuty | ConsultationDuty
#: What a term is of: a document, a request for information, or a consultation.
SubjectId = DocumentId | RequestId | ConsultationId


class Occasion(StrEnum):
    """Why something is spoken of: the working day before the last, the last day, each working day after it.

    `UNDETERMINED`: its last day cannot be counted, because the arrangement of a year is unknown.
    """

    BEFORE = "before"
    DUE = "due"
    OVERDUE = "overdue"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Audience:
    """People who are told of a term they don't work on, from so many days left on; negative once it is over."""

    people: tuple[PersonId, ...]
    from_days_left: int


@dataclass(frozen=True, slots=True)
class Term:
    """Something that has to be done by the last day of `limit`.

    `doers` have to do it. `others` are told as well, each from some day on. `calendar_keepers` are told instead of
    them if it cannot be counted. `round` and `step` are 0 where there is none.
    """

    subject_id: SubjectId
    round: int
    step: int
    stage: Stage
    limit: Limit
    doers: tuple[PersonId, ...]
    others: tuple[Audience, ...]
    calendar_keepers: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class Reminder:
    """What is said of one term on one day; there is one at most. `doers` are asked to act, `informed` to see to it."""

    subject_id: SubjectId
    round: int
    step: int
    stage: Stage
    day: dt.date
    occasion: Occasion
    limit: Limit
    doers: tuple[PersonId, ...]
    informed: tuple[PersonId, ...]

    @property
    def subject_kind(self) -> SubjectKind:
        match self.stage:
            case RequestDuty():
                return SubjectKind.REQUEST
            case ConsultationDuty():
                return SubjectKind.CONSULTATION
            case StepRole() | Duty():
                return SubjectKind.DOCUMENT

    @property
    def people(self) -> tuple[PersonId, ...]:
        return (*self.doers, *self.informed)


def occasion_of(limit: Limit) -> Occasion | None:
    """Why a term is spoken of today, or None if there is time left."""
    if limit.is_overdue:
        return Occasion.OVERDUE
    if limit.days_left is None:
        return Occasion.UNDETERMINED
    if limit.days_left == 0:
        return Occasion.DUE
    return Occasion.BEFORE if limit.days_left <= FIRST_TOLD_DAYS_LEFT else None


def reminder_of(term: Term, day: dt.date) -> Reminder | None:
    """What is said of this term on `day`, a day in Asia/Shanghai that `term.limit` was counted for."""
    occasion = occasion_of(term.limit)
    if occasion is None:
        return None
    doers, informed = _each_once(term.calendar_keepers), tuple[PersonId, ...]()
    if occasion is not Occasion.UNDETERMINED:
        days_left = _OVER if term.limit.days_left is None else term.limit.days_left
        told = (
            person for audience in term.others if days_left <= audience.from_days_left for person in audience.people
        )
        doers = _each_once(term.doers)
        informed = tuple(person for person in _each_once(told) if person not in doers)
    key = (term.subject_id, term.round, term.step, term.stage, day)
    return Reminder(*key, occasion, term.limit, doers, informed)


def _each_once(people: Iterable[PersonId]) -> tuple[PersonId, ...]:
    return tuple(dict.fromkeys(people))
