"""Reminding over real records: once a day, on record, and again only what was left behind."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field, replace

import pytest
import sqlalchemy as sa

from records.domain.bureau import Person
from records.domain.digests import Digest
from records.domain.document import DocumentId, PersonId
from records.domain.legal_clock import Limit
from records.domain.reminder_ports import AddressRefused, ChannelUnavailable, ClockBehind
from records.domain.reminders import Duty, Occasion
from records.domain.review import Verdict
from records.domain.standing import StandingDuty, StandingKind
from records.domain.workdays import CalendarYearMissing
from records.services.digests import Sent
from records.services.reminding import Reminded, RemindingService
from records.services.review import ReviewService
from records.store.tables import reminder_digests, reminders
from tests.records.office_kit import ARTICLE_15, CLERK, DEPUTY, HEAD, OFFICE, UNIT_HEAD, WORKING_DAYS, Office


@dataclass
class Notebook:
    """A channel that writes down what it was given, and can fail as real ones do."""

    name: str = "notebook"
    fails: Exception | None = None
    fails_for: PersonId | None = None
    knows: frozenset[PersonId] | None = None
    given: list[Digest] = field(default_factory=list)

    def reaches(self, person: Person) -> bool:
        return self.knows is None or person.id in self.knows

    def send(self, digest: Digest, person: Person) -> None:
        if self.fails and self.fails_for in (None, person.id):
            raise self.fails
        self.given.append(digest)

    @property
    def people(self) -> list[PersonId]:
        return [digest.person for digest in self.given]


class Killed(BaseException):
    """What a kill looks like from inside."""


@pytest.fixture
def reminding(office: Office) -> RemindingService:
    return RemindingService(office.records, office.clock, office.bureau, WORKING_DAYS)


def rows(office: Office, table: sa.Table) -> int:
    with office.records.engine.connect() as connection:
        return connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def told(reminding: RemindingService, document_id: DocumentId) -> dict[str, tuple[Occasion, tuple[PersonId, ...]]]:
    return {each.stage: (each.occasion, each.people) for each in reminding.due() if each.subject_id == document_id}


def test_a_document_is_followed_from_desk_to_desk(office: Office, reminding: RemindingService) -> None:
    office.clock.move_to(2026, 3, 2)  # Monday
    document_id = office.submit()
    office.clock.move_to(2026, 3, 3)
    assert told(reminding, document_id) == {"unit_head": (Occasion.DUE, (UNIT_HEAD,))}
    office.decide(document_id, UNIT_HEAD)
    assert told(reminding, document_id) == {"deputy": (Occasion.BEFORE, (DEPUTY,))}
    office.clock.move_to(2026, 3, 4)
    office.decide(document_id, DEPUTY, Verdict.RETURN, reason="请更正")
    assert told(reminding, document_id) == {
        Duty.CLERK: (Occasion.BEFORE, (CLERK,)),
        Duty.PLAN: (Occasion.BEFORE, (CLERK,)),  # three working days since Monday
    }
    office.clock.move_to(2026, 3, 6)
    assert told(reminding, document_id)[Duty.CLERK] == (Occasion.OVERDUE, (CLERK, UNIT_HEAD))
    office.intake.submit(document_id, by=OFFICE)
    for person in (UNIT_HEAD, DEPUTY, HEAD):
        office.decide(document_id, person)
    office.publishing.publish(document_id)
    assert told(reminding, document_id) == {}


def test_the_offices_limit_runs_from_the_answer_to_a_referral(office: Office, reminding: RemindingService) -> None:
    document_id = office.submit()
    office.decide(document_id, UNIT_HEAD, Verdict.REFER, reason="拿不准")
    office.clock.move_to(2026, 4, 13)  # Monday, six weeks later
    office.review.answer_referral(document_id, by=OFFICE, answer="可以公开")
    assert told(reminding, document_id)[Duty.OFFICE] == (Occasion.BEFORE, (OFFICE,))


def test_a_second_look_has_limits_of_its_levels_and_no_clock(office: Office, reminding: RemindingService) -> None:
    document_id = office.publish()
    office.clock.move_to(2026, 6, 1)
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="再看", urgent=False)
    office.clock.move_to(2026, 6, 3)
    assert told(reminding, document_id) == {"unit_head": (Occasion.OVERDUE, (UNIT_HEAD, DEPUTY))}


def test_a_second_run_notes_and_sends_nothing(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 3)
    channel = Notebook()
    assert reminding.remind([channel]) == Reminded(documents=1, noted=1, sent=(Sent("notebook", 1),))
    assert reminding.remind([channel]) == Reminded(documents=1, noted=0, sent=(Sent("notebook", 0),))
    assert channel.people == [UNIT_HEAD]
    assert (rows(office, reminders), rows(office, reminder_digests)) == (1, 1)


def test_each_working_day_after_the_last_is_spoken_of_and_no_day_off(
    office: Office, reminding: RemindingService
) -> None:
    office.submit()  # on Monday 2 March
    channel, spoken_of = Notebook(), []
    for day in range(3, 11):
        office.clock.move_to(2026, 3, day)
        if reminding.remind([channel]).is_working_day:
            spoken_of.append(day)
    assert spoken_of == [3, 4, 5, 6, 9, 10]
    assert [digest.day.day for digest in channel.given if digest.person == UNIT_HEAD] == spoken_of


def test_a_person_gets_one_digest_however_many_documents_there_are(office: Office, reminding: RemindingService) -> None:
    ids = {office.submit(content) for content in ("甲", "乙", "丙")}
    office.clock.move_to(2026, 3, 4)
    channel = Notebook()
    reminding.remind([channel])
    digest = next(digest for digest in channel.given if digest.person == UNIT_HEAD)
    assert set(digest.to_do) == set(digest.overdue) == ids
    assert channel.people.count(UNIT_HEAD) == 1


def test_what_is_said_is_on_the_chain_with_ids_and_counts_alone(office: Office, reminding: RemindingService) -> None:
    document_id = office.submit("关于示例甲的通知")
    office.clock.move_to(2026, 3, 4)
    reminding.remind([Notebook()])
    with office.records(read_only=True) as work:
        (reminded,) = (entry for entry in work.audit.entries(document_id) if entry.action == "document:reminded")
        (sent,) = work.audit.entries(UNIT_HEAD)
    assert json.loads(reminded.details) == {
        "round": 1,
        "reminders": [
            {"stage": "unit_head", "occasion": "overdue"},
            {"stage": "plan", "occasion": "before"},
        ],
        "people": [DEPUTY, UNIT_HEAD],
    }
    assert json.loads(sent.details) == {
        "channel": "notebook",
        "day": "2026-03-04",
        "to_do": 1,
        "to_see_to": 0,
        "overdue": 1,
    }
    assert office.verifying.verify().problems == ()


def test_a_killed_run_sends_the_rest_and_nothing_twice(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)  # overdue: the unit head and the deputy are told
    killed = Notebook(fails=Killed(), fails_for=DEPUTY)
    with pytest.raises(Killed):
        reminding.remind([killed])
    again = Notebook()
    reminding.remind([again])
    assert killed.people + again.people == [UNIT_HEAD, DEPUTY]
    assert rows(office, reminders) == 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [(ChannelUnavailable("down"), "channel_unavailable"), (OSError("disk"), "OSError")],
)
def test_a_channel_that_fails_keeps_its_digests_for_the_next_run_and_holds_up_no_other(
    office: Office, reminding: RemindingService, fault: Exception, code: str
) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    broken, sound = Notebook("broken", fails=fault), Notebook("sound")
    assert reminding.remind([broken, sound]).sent == (Sent("broken", 0, 2, code), Sent("sound", 2))
    broken.fails = None
    assert reminding.remind([broken, sound]).sent == (Sent("broken", 2), Sent("sound", 0))


def test_an_address_that_is_refused_costs_that_person_alone(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    channel = Notebook(fails=AddressRefused("no such address"), fails_for=UNIT_HEAD)
    assert reminding.remind([channel]).sent == (Sent("notebook", 1, 1, "address_refused"),)
    assert channel.people == [DEPUTY]


def test_a_channel_is_asked_whom_it_reaches(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    channel = Notebook(knows=frozenset({DEPUTY}))
    assert reminding.remind([channel]).sent == (Sent("notebook", 1),)
    assert channel.people == [DEPUTY]


def test_a_year_without_arrangement_alarms_and_stops_nothing(office: Office, reminding: RemindingService) -> None:
    office.clock.move_to(2026, 12, 30)
    office.submit()
    channel = Notebook()
    office.clock.move_to(2026, 12, 31)
    done = reminding.remind([channel])
    assert (done.documents, done.undetermined) == (1, 1)
    assert set(channel.people) == {UNIT_HEAD, OFFICE}  # the level's last day is today, both clocks are unknown
    with pytest.raises(CalendarYearMissing, match="2027"):
        reminding.require_calendar()


def test_in_a_year_without_arrangement_people_are_reminded_on_any_day(
    office: Office, reminding: RemindingService
) -> None:
    office.clock.move_to(2026, 12, 30)
    office.submit()
    office.clock.move_to(2027, 1, 2)  # Saturday
    done = reminding.remind([Notebook()])
    assert (done.is_working_day, done.overdue) == (True, 1)


def test_a_known_calendar_is_no_alarm(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    reminding.require_calendar()


def test_a_person_sees_at_the_desk_what_they_are_told(office: Office, reminding: RemindingService) -> None:
    document_id = office.submit()
    office.clock.move_to(2026, 3, 4)
    assert [each.document.id for each in reminding.of_person(DEPUTY, office.desk.open_documents())] == [document_id]
    assert reminding.of_person(HEAD, office.desk.open_documents()) == []


def test_the_nearest_last_day_stands_first(office: Office) -> None:
    patient = replace(office.bureau, time_limits={"unit_head": 5}, plan_working_days=10)
    reminding = RemindingService(office.records, office.clock, patient, WORKING_DAYS)
    office.clock.move_to(2026, 3, 3)
    later = office.submit("后到的")
    office.clock.move_to(2026, 3, 2)
    sooner = office.submit("先到的")
    office.clock.move_to(2026, 3, 9)
    found = reminding.due()
    assert [(each.subject_id, each.limit.due) for each in found] == [
        (sooner, dt.date(2026, 3, 9)),
        (later, dt.date(2026, 3, 10)),
    ]


@dataclass
class Board:
    """A group channel that writes down what it was given."""

    name: str = "board"
    fails: Exception | None = None
    given: list[Digest] = field(default_factory=list)

    def announce(self, digest: Digest) -> None:
        if self.fails:
            raise self.fails
        self.given.append(digest)


DUTY = StandingDuty(StandingKind.ANNUAL_REPORT, 2025, Limit(dt.date(2026, 1, 31), -20, is_overdue=True))


def test_a_group_is_told_once_a_day_of_everything(office: Office, reminding: RemindingService) -> None:
    ids = {office.submit(content) for content in ("甲", "乙")}
    office.clock.move_to(2026, 3, 4)
    board = Board()
    reminding.remind([], [board])
    assert reminding.remind([], [board]).sent == (Sent("board", 0),)
    (digest,) = board.given
    assert (set(digest.subjects), digest.to_do) == (ids, ())


def test_a_group_is_told_nothing_if_there_is_nothing(reminding: RemindingService) -> None:
    board = Board()
    assert reminding.remind([], [board]).sent == (Sent("board", 0),)
    assert board.given == []


def test_what_a_group_was_not_given_is_sent_in_the_next_run(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    board, channel = Board(fails=ChannelUnavailable("down")), Notebook()
    assert reminding.remind([channel], [board]).sent == (
        Sent("notebook", 2),
        Sent("board", 0, 1, "channel_unavailable"),
    )
    board.fails = None
    assert reminding.remind([channel], [board]).sent == (Sent("notebook", 0), Sent("board", 1))


def test_a_run_killed_before_the_group_was_told_tells_it_once(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 4)
    channel, board = Notebook(), Board(fails=None)
    with pytest.raises(Killed):
        reminding.remind([channel], [Board(fails=Killed())])  # type: ignore[arg-type]
    reminding.remind([channel], [board])
    reminding.remind([channel], [board])
    assert len(board.given) == 1
    assert channel.people == [UNIT_HEAD, DEPUTY]


def test_duties_of_the_bureau_are_told_to_the_office_without_any_document(
    office: Office, reminding: RemindingService
) -> None:
    channel, board = Notebook(), Board()
    assert reminding.remind([channel], [board], [DUTY]).duties == 1
    assert [(digest.person, digest.duties) for digest in channel.given] == [(OFFICE, (DUTY,))]
    assert [digest.duties for digest in board.given] == [(DUTY,)]


def test_a_duty_that_has_time_is_not_spoken_of(reminding: RemindingService) -> None:
    later = replace(DUTY, limit=Limit(dt.date(2026, 3, 31), 15, is_overdue=False))
    channel = Notebook()
    assert reminding.remind([channel], [], [later]).duties == 0
    assert channel.given == []


def test_a_clock_that_jumps_back_says_nothing_twice(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 3, 5)
    channel = Notebook()
    reminding.remind([channel])
    told_before = list(channel.people)
    office.clock.move_to(2026, 3, 4)  # a day on which nobody was told
    with pytest.raises(ClockBehind, match="2026-03-05"):
        reminding.remind([channel])
    office.clock.move_to(2026, 3, 5)
    reminding.remind([channel])
    assert channel.people == told_before


def test_a_clock_that_once_ran_ahead_silences_nobody_for_ever(office: Office, reminding: RemindingService) -> None:
    office.submit()
    office.clock.move_to(2026, 9, 1)
    reminding.remind([Notebook()])
    office.clock.move_to(2026, 3, 4)
    channel = Notebook()
    with pytest.raises(ClockBehind):
        reminding.remind([channel])
    reminding.trust_clock()
    reminding.remind([channel])
    assert channel.people == [UNIT_HEAD, DEPUTY]
    assert office.actions(office.bureau.id) == ["reminder:clock_trusted"]


def withhold(office: Office) -> DocumentId:
    document_id = office.submit("不公开的")
    office.decide(document_id, UNIT_HEAD, Verdict.WITHHOLD, reason="涉及隐私", legal_basis=ARTICLE_15)
    for person in (DEPUTY, HEAD):
        office.decide(document_id, person)
    return document_id


def test_what_is_withheld_is_looked_at_again_after_a_year_or_what_the_bureau_says(office: Office) -> None:
    sooner = replace(office.bureau, reassess_days=30)
    office = replace(office, bureau=sooner, review=ReviewService(office.records, office.clock, sooner))
    document_id = withhold(office)
    assert office.document(document_id).reassess_on == dt.date(2026, 4, 1)
    reminding = RemindingService(office.records, office.clock, sooner, WORKING_DAYS)
    office.clock.move_to(2026, 3, 30)
    assert told(reminding, document_id) == {}
    office.clock.move_to(2026, 3, 31)
    assert told(reminding, document_id) == {Duty.REASSESS: (Occasion.BEFORE, (OFFICE,))}
    office.clock.move_to(2026, 4, 1)
    assert told(reminding, document_id) == {Duty.REASSESS: (Occasion.DUE, (OFFICE, UNIT_HEAD))}
    office.clock.move_to(2026, 4, 3)
    assert told(reminding, document_id) == {Duty.REASSESS: (Occasion.OVERDUE, (OFFICE, UNIT_HEAD))}


def test_a_second_look_ends_the_reminder_and_its_end_begins_the_term_anew(
    office: Office, reminding: RemindingService
) -> None:
    document_id = withhold(office)
    assert office.desk.open_documents().to_reassess == ()
    office.clock.moment = dt.datetime(2027, 2, 20, 1, tzinfo=dt.UTC)
    assert [document.id for document in office.desk.open_documents().to_reassess] == [document_id]
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="rule_changed", reason="评估", urgent=False)
    assert office.desk.open_documents().to_reassess == ()
    for person in (UNIT_HEAD, DEPUTY, HEAD):
        office.decide(document_id, person)
    assert office.document(document_id).reassess_on == dt.date(2028, 2, 20)
