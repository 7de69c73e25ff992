"""The terms of consultations as people are reminded of them: who has to act, and who is told when nobody does."""

from __future__ import annotations

from typing import Final

from records.domain.bureau import Bureau, StepRole
from records.domain.consultations.consultation import PublicConsultation
from records.domain.consultations.terms import ConsultationDuty, ConsultationTerm, handlers_of
from records.domain.reminders import FIRST_TOLD_DAYS_LEFT, Audience, Term
from records.domain.terms import office_of

#: Days left of a term that is one working day late.
_LATE: Final = -1


def told_term(bureau: Bureau, consultation: PublicConsultation, term: ConsultationTerm) -> Term:
    """The unit works on it; its head and the office are told of the report a day before it is due, the leader after."""
    unit = consultation.unit
    head = bureau.principals(unit, StepRole.UNIT_HEAD) if bureau.has_unit(unit) else ()
    office = office_of(bureau)
    is_report = term.duty is ConsultationDuty.REPORT
    first = FIRST_TOLD_DAYS_LEFT if is_report else _LATE
    leaders = (Audience((bureau.head,), _LATE),) if is_report else ()
    return Term(
        subject_id=consultation.id,
        round=0,
        step=0,
        stage=term.duty,
        limit=term.limit,
        doers=handlers_of(bureau, unit),
        others=(Audience(office, first), Audience(head, first), *leaders),
        calendar_keepers=office,
    )
