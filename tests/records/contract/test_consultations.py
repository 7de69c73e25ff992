"""Consultations come back from both databases as they were stored, and nothing of a comment lies there in the clear."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from records.domain.consultations.comments import CommentId, counts_of
from records.domain.consultations.consultation import ConsultationId
from records.domain.errors import Conflict, NotFound
from records.services.reminding import RemindingService
from tests.records.consultations.consultation_kit import PERSONAL, Forum, open_forum
from tests.records.office_kit import CLERK, OFFICE, WORKING_DAYS, Office


@pytest.fixture
def forum(office: Office) -> Forum:
    return open_forum(office)


def test_a_consultation_comes_back_as_it_was_stored_with_all_that_happened_to_it(forum: Forum) -> None:
    consultation_id = forum.reported()
    decision = forum.office.submit("关于印发示例补贴办法的通知")
    forum.services.linking.link_decision(consultation_id, decision, by=CLERK)
    stored = forum.consultation(consultation_id)
    with forum.office.records() as work:
        saved = work.consultations.save(stored)
        work.commit()
    assert forum.consultation(consultation_id) == saved
    with forum.office.records(read_only=True) as work:
        for document_id in (stored.draft_id, stored.report_id, decision):
            assert document_id is not None
            assert work.consultations.of_document(document_id) == [saved]
        assert work.consultations.of_decision(decision) == [saved]


def test_of_two_who_change_the_same_version_one_wins(forum: Forum) -> None:
    stored = forum.consultation(forum.running())
    with forum.office.records() as work:
        work.consultations.save(stored)
        work.commit()
    with pytest.raises(Conflict), forum.office.records() as work:
        work.consultations.save(stored)
    with forum.office.records(read_only=True) as work:
        with pytest.raises(NotFound):
            work.consultations.get(ConsultationId("01JZX999999999999999999999"))
        with pytest.raises(NotFound):
            work.comments.get(CommentId("01JZX999999999999999999999"))


def test_comments_are_counted_as_they_are(forum: Forum) -> None:
    consultation_id = forum.sorted()
    for text in ("迟到的", "又一条"):
        forum.comment(consultation_id, text)
    with forum.office.records(read_only=True) as work:
        counts = work.comments.counts(consultation_id)
        assert counts == counts_of(work.comments.of(consultation_id))
    assert (counts.total, counts.grouped, counts.unsorted, counts.late) == (3, 1, 2, 2)


def test_a_later_ruling_takes_the_place_of_an_earlier_one(forum: Forum) -> None:
    document_id, linking = forum.office.submit("决定"), forum.services.linking
    linking.rule_need(document_id, is_needed=True, reason="涉及补贴", by=CLERK)
    ruling = linking.rule_need(document_id, is_needed=False, reason="误填", by=OFFICE)
    with forum.office.records(read_only=True) as work:
        assert work.consultations.ruling(document_id) == ruling


def test_a_reminder_is_noted_once(forum: Forum) -> None:
    forum.running()
    forum.office.clock.move_to(2026, 4, 1)
    reminding = RemindingService(forum.office.records, forum.office.clock, forum.office.bureau, WORKING_DAYS)
    assert reminding.remind([]).noted == 1
    assert reminding.remind([]).noted == 0


def test_nothing_in_the_database_says_what_a_comment_says_or_who_sent_it(forum: Forum) -> None:
    forum.reported()
    with forum.office.records.engine.connect() as connection:
        for table in sa.inspect(connection).get_table_names():
            rows = connection.execute(sa.text(f'SELECT * FROM "{table}"')).all()
            assert not [secret for secret in PERSONAL for row in rows if secret in repr(row)], table


def test_what_is_erased_is_gone_from_the_database(forum: Forum) -> None:
    consultation_id = forum.reported()
    forum.office.clock.move_to(2030, 1, 2)
    assert forum.services.telling.erase_expired() == 1
    with forum.office.records(read_only=True) as work:
        assert [one.sealed for one in work.comments.of(consultation_id)] == [None]
