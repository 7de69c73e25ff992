"""The clocks of a consultation: the end of its period, then the report; who is told, and by when it is due."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from records.domain.consultations.office import ConsultationRules
from records.domain.consultations.terms import ConsultationDuty, consultation_term
from records.domain.reminders import Occasion, Reminder
from records.services.reminding import RemindingService
from tests.records.consultations.consultation_kit import Forum
from tests.records.office_kit import BUREAU, CLERK, HEAD, OFFICE, UNIT_HEAD, WORKING_DAYS


@pytest.fixture
def reminding(forum: Forum) -> RemindingService:
    return RemindingService(forum.office.records, forum.office.clock, forum.office.bureau, WORKING_DAYS)


def of_consultations(reminding: RemindingService) -> list[Reminder]:
    return [each for each in reminding.due() if isinstance(each.stage, ConsultationDuty)]


def test_the_unit_is_told_before_and_on_the_last_day_of_the_period(forum: Forum, reminding: RemindingService) -> None:
    forum.running()
    told = {}
    for day in (30, 31):
        forum.office.clock.move_to(2026, 3, day)
        told[day] = [(each.stage, each.occasion) for each in of_consultations(reminding)]
    forum.office.clock.move_to(2026, 4, 1)
    (last,) = of_consultations(reminding)
    assert told == {30: [], 31: [(ConsultationDuty.CLOSING, Occasion.BEFORE)]}
    assert (last.occasion, last.doers, last.informed) == (Occasion.DUE, (CLERK,), ())


def test_the_report_is_due_twenty_working_days_after_the_period_and_late_ones_are_known_above(
    forum: Forum, reminding: RemindingService
) -> None:
    consultation_id = forum.running()
    forum.office.clock.move_to(2026, 4, 28)
    (before,) = of_consultations(reminding)
    assert before.limit.due == dt.date(2026, 4, 29)
    assert (before.occasion, before.doers) == (Occasion.BEFORE, (CLERK,))
    assert set(before.informed) == {OFFICE, UNIT_HEAD}
    forum.office.clock.move_to(2026, 4, 30)
    (late,) = of_consultations(reminding)
    assert late.occasion is Occasion.OVERDUE
    assert HEAD in late.informed
    done = reminding.remind([])
    assert done.consultations == 1
    assert reminding.remind([]).noted == 0
    assert forum.office.actions(consultation_id)[-1] == "consultation:reminded"


def test_a_published_report_ends_the_clock(forum: Forum, reminding: RemindingService) -> None:
    forum.reported()
    forum.office.clock.move_to(2026, 6, 1)
    assert of_consultations(reminding) == []


def test_the_bureau_sets_the_term(forum: Forum) -> None:
    one = forum.consultation(forum.running())
    bureau = replace(BUREAU, consultation_rules=ConsultationRules(report_working_days=5))
    term = consultation_term(WORKING_DAYS, bureau, one, dt.date(2026, 4, 2))
    assert term is not None
    assert term.limit.due == dt.date(2026, 4, 8)


def test_a_year_without_arrangement_alarms_and_stops_nothing(forum: Forum, reminding: RemindingService) -> None:
    forum.running(closes_on=dt.date(2026, 12, 20))
    forum.office.clock.move_to(2026, 12, 21)
    (told,) = of_consultations(reminding)
    assert told.occasion is Occasion.UNDETERMINED
    assert told.limit.missing_year == 2027
    assert told.doers == (OFFICE,)
