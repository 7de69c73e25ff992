"""What reports and reminders ask of the records, on both databases."""

from __future__ import annotations

import datetime as dt

from records.domain.digests import Digest
from records.domain.document import PersonId
from records.domain.lifecycle import State
from records.domain.review import Verdict
from tests.records.office_kit import ARTICLE_15, DEPUTY, HEAD, OFFICE, UNIT_HEAD, Office

MARCH = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
APRIL = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


def test_the_facts_of_a_report_tell_when_a_document_was_published_or_closed(office: Office) -> None:
    published = office.publish("公开的")
    withheld = office.submit("不公开的")
    office.clock.move_to(2026, 3, 5)
    office.decide(withheld, UNIT_HEAD, Verdict.WITHHOLD, reason="涉及隐私", legal_basis=ARTICLE_15)
    for person in (DEPUTY, HEAD):
        office.decide(withheld, person)
    with office.records(read_only=True) as work:
        facts = {each.id: each for each in work.report_facts.documents(MARCH)}
        assert work.report_facts.documents(APRIL) == []
        assert [document.id for document in work.documents.to_reassess(dt.date(2027, 3, 5))] == [withheld]
        assert work.documents.to_reassess(dt.date(2027, 3, 4)) == []
        assert work.documents.first_received_at() == dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert facts[published].published_at == dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
    assert facts[published].closed_at is None
    assert (facts[withheld].state, facts[withheld].closed_at) == (State.WITHHELD, office.clock.now())


def test_what_is_still_open_is_reported_however_old_it_is(office: Office) -> None:
    document_id = office.submit("未办结的")
    with office.records(read_only=True) as work:
        assert [each.id for each in work.report_facts.documents(APRIL)] == [document_id]


def test_second_looks_are_those_that_were_opened_in_the_time(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(document_id, by=OFFICE, reason_kind="other", reason="再看", urgent=False)
    with office.records(read_only=True) as work:
        assert [each.document_id for each in work.report_facts.rereviews(MARCH, APRIL)] == [document_id]
        assert work.report_facts.rereviews(APRIL, APRIL + dt.timedelta(days=30)) == []


def test_what_was_said_on_later_days_can_be_forgotten(office: Office) -> None:
    days = [dt.date(2026, 3, day) for day in (3, 4, 5)]
    with office.records() as work:
        assert work.reminders.last_day() is None
        for day in days:
            work.reminders.mark_sent(Digest("shili-hrss", PersonId("head"), day, ()), "mail", office.clock.now())
        work.commit()
    with office.records() as work:
        assert work.reminders.last_day() == days[-1]
        work.reminders.forget_after(days[0])
        assert work.reminders.last_day() == days[0]
