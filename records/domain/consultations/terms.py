"""The terms of a consultation: the end of its period, then the report on what became of the opinions."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from records.domain.bureau import Bureau, StepRole
from records.domain.consultations.consultation import Phase, PublicConsultation
from records.domain.document import PersonId
from records.domain.legal_clock import Limit, limit_of, limit_until
from records.domain.lifecycle import Role
from records.domain.workdays import WorkingDays


class ConsultationDuty(StrEnum):
    """征求意见截止 · 公开采纳情况."""

    CLOSING = "consultation_closing"
    REPORT = "consultation_report"


@dataclass(frozen=True, slots=True)
class ConsultationTerm:
    duty: ConsultationDuty
    limit: Limit


def consultation_term(
    calendar: WorkingDays, bureau: Bureau, consultation: PublicConsultation, today: dt.date
) -> ConsultationTerm | None:
    """The term that runs, None where none does; never raises, an unknown year is part of the answer."""
    if not consultation.is_running or consultation.report_id is not None:
        return None
    if consultation.phase(today) is not Phase.CLOSED:
        return ConsultationTerm(ConsultationDuty.CLOSING, limit_until(calendar, consultation.closes_on, today))
    days = bureau.consultation_rules.report_working_days
    return ConsultationTerm(ConsultationDuty.REPORT, limit_of(calendar, consultation.closes_on, days, today))


def handlers_of(bureau: Bureau, unit: str) -> tuple[PersonId, ...]:
    """The unit's clerks; a unit without any leaves it to its head."""
    clerks = tuple(one.id for one in bureau.people if Role.CLERK in one.roles and one.unit == unit)
    return clerks or (bureau.principals(unit, StepRole.UNIT_HEAD) if bureau.has_unit(unit) else ()) or (bureau.head,)
