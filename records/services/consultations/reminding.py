"""What is to be said today of the consultations that run; in the caller's transaction."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import Bureau
from records.domain.consultations.consultation import ConsultationState
from records.domain.consultations.reminding import told_term
from records.domain.consultations.terms import consultation_term
from records.domain.ports import UnitOfWork
from records.domain.reminders import Reminder, reminder_of
from records.domain.requests.request import day_of
from records.domain.workdays import WorkingDays


def consultation_reminders(work: UnitOfWork, bureau: Bureau, calendar: WorkingDays, now: dt.datetime) -> list[Reminder]:
    """Of every running consultation what is due, late or cannot be counted."""
    today = day_of(now)
    running = work.consultations.in_states((ConsultationState.RUNNING,))
    counted = ((one, consultation_term(calendar, bureau, one, today)) for one in running)
    said = (reminder_of(told_term(bureau, one, term), today) for one, term in counted if term is not None)
    return [reminder for reminder in said if reminder]
