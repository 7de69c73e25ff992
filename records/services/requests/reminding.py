"""What is to be said today of the requests that are open; in the caller's transaction, and without a name."""

from __future__ import annotations

import datetime as dt

from records.domain.bureau import Bureau
from records.domain.ports import UnitOfWork
from records.domain.reminders import Reminder, reminder_of
from records.domain.requests.approval import waiting_approval
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.reminding import RequestTermBook
from records.domain.requests.request import day_of
from records.domain.requests.terms import request_terms
from records.domain.workdays import WorkingDays

#: Where a term can run.
_RUNNING = tuple(state for state in RequestState if state not in (RequestState.ANSWERED, RequestState.CLOSED))


def request_reminders(work: UnitOfWork, bureau: Bureau, calendar: WorkingDays, now: dt.datetime) -> list[Reminder]:
    """Of every open request what is due, late or cannot be counted; `bureau` knows the delegations of the desk."""
    book, today, found = RequestTermBook(bureau), day_of(now), []
    for request in work.requests.in_states(_RUNNING):
        waiting = waiting_approval(bureau, request, now)
        for one in request_terms(calendar, request):
            term = book.term(request, one.duty, one.explained.limit(calendar, today), waiting)
            found.append(reminder_of(term, today))
    return [reminder for reminder in found if reminder]
