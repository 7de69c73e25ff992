"""Whose desk a document lies on, by when it has to leave it, and who is reminded when it doesn't."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from records.domain.bureau import CHAIN, Bureau, Person, StepRole, Unit
from records.domain.digests import digests
from records.domain.disclosure import Disclosure
from records.domain.document import Document, DocumentId, PersonId
from records.domain.legal_clock import CountedFrom, Formation, disclosure_clock
from records.domain.lifecycle import Role, State
from records.domain.reminders import Duty, Occasion, Reminder, Stage, reminder_of
from records.domain.review import Proposal, ReviewDecision, Round, Verdict
from records.domain.terms import Pending, TermBook
from records.domain.waiting import WaitingStep, waiting_step
from records.domain.workdays import Arrangement, WorkingDays
from tests.records.office_kit import BUREAU, CHAIN_PEOPLE, CLERK, DEPUTY, HEAD, OFFICE, STANDIN, UNIT, UNIT_HEAD

ID = DocumentId("01J00000000000000000000000")
#: Thursday; the year is without holidays but for the first week of October.
RECEIVED = dt.datetime(2026, 3, 5, 1, tzinfo=dt.UTC)
CALENDAR = WorkingDays((Arrangement(2026, frozenset(), frozenset()),), "working-days.toml")


def document(state: State, **changes: object) -> Document:
    facts = Document(
        bureau=BUREAU.id,
        id=ID,
        original_sha256="0" * 64,
        size_bytes=1,
        media_type="text/plain",
        file_name="通知.txt",
        unit=UNIT,
        handed_in_by=CLERK,
        state=state,
        received_at=RECEIVED,
        round=1,
        disclosure=Disclosure.PROACTIVE,
    )
    return replace(facts, **changes)  # type: ignore[arg-type]


def waiting_at(role: StepRole, day: dt.date, bureau: Bureau = BUREAU) -> WaitingStep:
    """A document that the levels below this one have agreed to."""
    below = CHAIN[: CHAIN.index(role)]
    round_ = Round(bureau.id, ID, 1, UNIT, "", Proposal(Disclosure.PROACTIVE), RECEIVED)
    waiting = waiting_step(bureau, document(State.IN_REVIEW), round_, [agreed(level) for level in below], noon(day))
    assert waiting is not None
    return waiting


def agreed(level: StepRole) -> ReviewDecision:
    step = CHAIN.index(level) + 1
    return ReviewDecision(
        id=f"decision-{step}",
        bureau=BUREAU.id,
        document_id=ID,
        round=1,
        step=step,
        content_hash="",
        verdict=Verdict.APPROVE,
        person=CHAIN_PEOPLE[step - 1],
        acting_for=None,
        reason=None,
        legal_basis=None,
        listable=None,
        dismissals={},
        door="desk",
        airflow_ref=None,
        decided_at=RECEIVED,
    )


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, 4, tzinfo=dt.UTC)


def said(pending: Pending, day: dt.date, bureau: Bureau = BUREAU) -> dict[Stage, Reminder]:
    """The reminders of a day, by stage."""
    terms = TermBook(bureau, CALENDAR, noon(day)).terms_of(pending)
    found = (reminder_of(term, day) for term in terms)
    return {reminder.stage: reminder for reminder in found if reminder}


def at_level(role: StepRole, day: dt.date, bureau: Bureau = BUREAU) -> Reminder | None:
    pending = Pending(document(State.IN_REVIEW), waiting_at(role, day, bureau), RECEIVED, None)
    return said(pending, day, bureau).get(role)


THURSDAY, FRIDAY, SATURDAY, MONDAY = (dt.date(2026, 3, day) for day in (5, 6, 7, 9))


@pytest.mark.parametrize(
    ("day", "occasion", "days_left"),
    [
        (THURSDAY, Occasion.BEFORE, 1),  # it came today, and may lie here until the next working day
        (FRIDAY, Occasion.DUE, 0),
        (SATURDAY, Occasion.OVERDUE, -1),
        (MONDAY, Occasion.OVERDUE, -1),
        (dt.date(2026, 3, 11), Occasion.OVERDUE, -3),
    ],
)
def test_a_level_has_one_working_day_and_is_told_before_on_and_after_the_last(
    day: dt.date, occasion: Occasion, days_left: int
) -> None:
    reminder = at_level(StepRole.UNIT_HEAD, day)
    assert reminder is not None
    assert (reminder.occasion, reminder.limit.days_left, reminder.limit.due) == (occasion, days_left, FRIDAY)
    assert UNIT_HEAD in reminder.doers


def test_a_longer_limit_of_the_bureau_is_silent_until_the_working_day_before_its_end() -> None:
    patient = replace(BUREAU, time_limits={"unit_head": 3})
    assert at_level(StepRole.UNIT_HEAD, FRIDAY, patient) is None
    told = at_level(StepRole.UNIT_HEAD, MONDAY, patient)
    assert told is not None
    assert told.occasion is Occasion.BEFORE


@pytest.mark.parametrize("role", CHAIN)
def test_every_level_of_the_chain_has_a_limit(role: StepRole) -> None:
    assert at_level(role, FRIDAY) is not None


@pytest.mark.parametrize(
    ("role", "above"),
    [(StepRole.UNIT_HEAD, DEPUTY), (StepRole.DEPUTY, HEAD), (StepRole.HEAD, OFFICE)],
)
def test_who_is_late_is_seen_by_the_level_above_and_the_principal_leader_by_the_office(
    role: StepRole, above: PersonId
) -> None:
    on_time, late = at_level(role, FRIDAY), at_level(role, MONDAY)
    assert on_time is not None
    assert late is not None
    assert on_time.informed == ()
    assert late.informed == (above,)


def test_a_late_confidentiality_officer_is_seen_by_the_deputy_in_charge() -> None:
    at_officer = replace(waiting_at(StepRole.UNIT_HEAD, MONDAY), role=StepRole.OFFICER)
    reminder = said(Pending(document(State.IN_REVIEW), at_officer, RECEIVED, None), MONDAY)[StepRole.OFFICER]
    assert reminder.informed == (DEPUTY,)


def test_the_office_is_told_once_a_level_has_used_up_the_term_of_the_whole_plan() -> None:
    two_late, three_late = (at_level(StepRole.UNIT_HEAD, dt.date(2026, 3, day)) for day in (10, 11))
    assert two_late is not None
    assert three_late is not None
    assert OFFICE not in two_late.people
    assert three_late.informed == (DEPUTY, OFFICE)


def test_a_delegate_is_reminded_while_the_delegation_lasts() -> None:
    told = {day: at_level(StepRole.UNIT_HEAD, dt.date(2026, 3, day)) for day in (9, 10, 13)}
    assert [STANDIN in reminder.doers for reminder in told.values() if reminder] == [False, True, False]


def test_a_step_that_nobody_may_decide_is_the_offices_to_see_to() -> None:
    stuck = replace(waiting_at(StepRole.UNIT_HEAD, FRIDAY), holders=())
    reminder = said(Pending(document(State.IN_REVIEW), stuck, RECEIVED, None), FRIDAY)[StepRole.UNIT_HEAD]
    assert reminder.doers == (OFFICE,)


def test_the_office_has_a_limit_for_determining_an_attribute() -> None:
    undetermined = Pending(document(State.EXTRACTED, disclosure=None), None, RECEIVED, None)
    assert said(undetermined, FRIDAY)[Duty.OFFICE].people == (OFFICE,)
    assert said(undetermined, MONDAY)[Duty.OFFICE].people == (OFFICE, HEAD)


def test_an_office_in_a_unit_answers_to_the_deputy_in_charge_of_it() -> None:
    unit = Unit("office", "办公室", OFFICE, DEPUTY)
    people = tuple(replace(person, unit="office") if person.id == OFFICE else person for person in BUREAU.people)
    bureau = replace(BUREAU, units=(*BUREAU.units, unit), people=people)
    undetermined = Pending(document(State.EXTRACTED, disclosure=None), None, RECEIVED, None)
    assert said(undetermined, MONDAY, bureau)[Duty.OFFICE].informed == (DEPUTY,)


def test_a_bureau_without_an_office_leaves_its_part_to_the_principal_leader() -> None:
    bureau = replace(BUREAU, people=tuple(person for person in BUREAU.people if Role.OFFICE not in person.roles))
    undetermined = Pending(document(State.EXTRACTED, disclosure=None), None, RECEIVED, None)
    assert said(undetermined, FRIDAY, bureau)[Duty.OFFICE].people == (HEAD,)


def test_what_came_back_lies_with_the_units_clerks_and_then_with_its_head() -> None:
    colleague = Person(PersonId("colleague"), "示例乙", "user-colleague", UNIT, frozenset({Role.CLERK}))
    bureau = replace(BUREAU, people=(*BUREAU.people, colleague))
    returned = Pending(document(State.EXTRACTED), None, RECEIVED, None)
    assert said(returned, FRIDAY, bureau)[Duty.CLERK].people == (CLERK, colleague.id)
    assert said(returned, MONDAY, bureau)[Duty.CLERK].informed == (UNIT_HEAD,)


def with_clock(state: State, formed_on: dt.date, day: dt.date, waiting: WaitingStep | None = None) -> Pending:
    clock = disclosure_clock(CALENDAR, Formation(formed_on, CountedFrom.ADOPTION), noon(day), plan_working_days=3)
    return Pending(document(state), waiting, RECEIVED, clock)


def test_the_plans_term_is_told_to_who_has_the_document_and_on_its_last_day_to_the_office() -> None:
    """Formed on Thursday the 5th: its third working day is Tuesday the 10th."""
    for day, people in ((9, (DEPUTY,)), (10, (DEPUTY, OFFICE)), (11, (DEPUTY, OFFICE))):
        on = dt.date(2026, 3, day)
        pending = with_clock(State.IN_REVIEW, THURSDAY, on, waiting_at(StepRole.DEPUTY, on))
        assert said(pending, on)[Duty.PLAN].people == people


def test_the_statutory_term_missed_is_told_to_the_principal_leader() -> None:
    """Formed on 5 February, without holidays: the twentieth working day is Thursday 5 March."""
    formed_on = dt.date(2026, 2, 5)
    for day, told in ((4, (UNIT_HEAD, OFFICE)), (5, (UNIT_HEAD, OFFICE)), (6, (UNIT_HEAD, OFFICE, HEAD))):
        on = dt.date(2026, 3, day)
        pending = with_clock(State.IN_REVIEW, formed_on, on, waiting_at(StepRole.UNIT_HEAD, on))
        assert said(pending, on)[Duty.STATUTORY].people == told


@pytest.mark.parametrize(
    ("state", "doer"), [(State.REFERRED, OFFICE), (State.CLEARED, OFFICE), (State.QUARANTINED, CLERK)]
)
def test_a_clock_runs_on_where_no_stage_has_a_limit(state: State, doer: PersonId) -> None:
    reminders = said(with_clock(state, THURSDAY, MONDAY), MONDAY)
    assert set(reminders) == {Duty.PLAN}
    assert reminders[Duty.PLAN].doers == (doer,)


def test_a_term_into_a_year_without_arrangement_alarms_the_office_and_guesses_nothing() -> None:
    last = dt.date(2026, 12, 31)
    pending = Pending(document(State.IN_REVIEW), waiting_at(StepRole.UNIT_HEAD, last), noon(last), None)
    reminder = said(pending, last)[StepRole.UNIT_HEAD]
    assert (reminder.occasion, reminder.limit.due, reminder.limit.missing_year) == (Occasion.UNDETERMINED, None, 2027)
    assert reminder.people == (OFFICE,)


def test_a_term_that_is_over_in_a_year_without_arrangement_is_over_all_the_same() -> None:
    reminder = at_level(StepRole.UNIT_HEAD, dt.date(2027, 1, 4))
    assert reminder is not None
    assert reminder.occasion is Occasion.OVERDUE
    assert reminder.people == (UNIT_HEAD, DEPUTY)


def test_a_person_is_told_everything_in_one_message_their_own_work_apart_from_that_of_others() -> None:
    own = at_level(StepRole.DEPUTY, FRIDAY)
    late = at_level(StepRole.UNIT_HEAD, MONDAY)
    assert own is not None
    assert late is not None
    elsewhere = replace(late, subject_id=DocumentId("01J00000000000000000000001"))
    told = {digest.person: digest for digest in digests(BUREAU.id, MONDAY, (own, elsewhere))}
    assert set(told) == {DEPUTY, UNIT_HEAD}
    assert told[DEPUTY].to_do == (ID,)
    assert told[DEPUTY].to_see_to == (elsewhere.subject_id,)
    assert told[DEPUTY].overdue == (elsewhere.subject_id,)
    assert told[UNIT_HEAD].to_see_to == ()
