"""Requests as the monthly report counts them: numbers by unit, nothing of who asked or for what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from records.domain.months import Month
from records.domain.requests.deadlines import reply_due
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import DisclosureRequest
from records.domain.workdays import WorkingDays


@dataclass(frozen=True, slots=True)
class RequestMonth:
    """`received` and `answered` in the month; `open` now, `overdue` of them past the day of the answer.

    `uncountable` are open ones whose term reaches into a year without holiday data.
    """

    received: int = 0
    answered: int = 0
    open: int = 0
    overdue: int = 0
    uncountable: int = 0


def request_month(
    requests: Iterable[DisclosureRequest], month: Month, calendar: WorkingDays, today: dt.date
) -> RequestMonth:
    """Count those for information; one that was not confirmed is open, and not received."""
    found = [each for each in requests if each.purpose is RequestPurpose.DISCLOSURE]
    waiting = [each for each in found if each.state not in (RequestState.ANSWERED, RequestState.CLOSED)]
    terms = [term.limit(calendar, today) for each in waiting if (term := reply_due(calendar, each))]
    return RequestMonth(
        received=sum(each.received_on is not None and month.holds(each.received_on) for each in found),
        answered=sum(each.delivered_on is not None and month.holds(each.delivered_on) for each in found),
        open=len(waiting),
        overdue=sum(limit.is_overdue for limit in terms),
        uncountable=sum(limit.days_left is None and not limit.is_overdue for limit in terms),
    )
