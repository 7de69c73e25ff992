"""What lists ask of a store: many documents in a few queries, and no text."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from records.domain.document import PersonId
from records.domain.lifecycle import State
from records.domain.reading import Attribute, ReadingSummary
from records.domain.review import Verdict
from tests.records.office_kit import CLERK, DEPUTY, UNIT_HEAD, Office, blocking, reading_of


def test_a_summary_is_of_the_current_content(office: Office) -> None:
    document_id = office.submit("甲", findings=(blocking(),))
    other = office.receive("还没有读")
    changed = reading_of("甲，改过")
    attributes = {**changed.attributes, "adopted_on": Attribute("2026-02-27")}
    office.intake.store_reading(document_id, replace(changed, attributes=attributes))
    with office.records(read_only=True) as work:
        summaries = work.readings.summaries(State.IN_REVIEW, State.RECEIVED)
    assert summaries == {document_id: ReadingSummary(dt.date(2026, 2, 27), 0)}
    assert other not in summaries


def test_what_is_no_date_is_no_adoption_date() -> None:
    for written in ("2026-02-30", "二月", ""):
        reading = replace(reading_of(), attributes={"adopted_on": Attribute(written)})
        assert reading.summary.adopted_on is None


def test_the_rounds_and_the_decisions_of_the_latest_are_listed(office: Office) -> None:
    returned = office.submit("甲")
    office.decide(returned, UNIT_HEAD, Verdict.RETURN, reason="请更正")
    office.intake.submit(returned, by=CLERK)
    forward = office.submit("乙")
    first = office.decide(forward, UNIT_HEAD)
    second = office.decide(forward, DEPUTY)
    office.publish("丙")
    with office.records(read_only=True) as work:
        rounds = work.reviews.all_rounds(State.IN_REVIEW)
        decisions = work.reviews.latest_decisions(State.IN_REVIEW)
    numbers = {document_id: [one.number for one in found] for document_id, found in rounds.items()}
    assert numbers == {returned: [1, 2], forward: [1]}
    assert decisions == {forward: [first, second]}


def test_what_somebody_handed_in_comes_newest_first_and_in_portions(office: Office) -> None:
    mine = [office.receive(f"第{number}件") for number in range(5)]
    office.receive("别人的", by=PersonId("other-clerk"))
    with office.records(read_only=True) as work:
        assert work.documents.count_handed_in_by(CLERK) == 5
        assert [document.id for document in work.documents.handed_in_by(CLERK)] == mine[::-1]
        assert [document.id for document in work.documents.handed_in_by(CLERK, skip=1, limit=2)] == [mine[3], mine[2]]
        assert [document.id for document in work.documents.handed_in_by(CLERK, skip=4)] == [mine[0]]
