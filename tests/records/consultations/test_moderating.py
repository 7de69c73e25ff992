"""What becomes of a comment: taken once, late or in time, looked at by staff, in the report in their words alone."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.consultations.comments import CommentContent, Treatment
from records.domain.consultations.consultation import OpinionVerdict
from records.domain.consultations.report import adoption_report
from records.domain.consultations.rules import ConsultationInvalid, ConsultationRefused
from records.domain.document import DocumentId, PersonId
from records.domain.errors import NotAllowed, NotFound
from tests.records.consultations.consultation_kit import PERSONAL, TEXT, Forum, a_comment
from tests.records.office_kit import CLERK, HEAD, OFFICE, UNIT_HEAD


def test_a_comment_is_taken_once(forum: Forum) -> None:
    consultation_id = forum.running()
    forum.office.clock.move_to(2026, 3, 10)
    comment_id, now = forum.comment(consultation_id), forum.office.clock.now()
    assert not forum.services.taking.take(comment_id, consultation_id, a_comment(), sent_at=now)
    assert forum.services.desk.dossier(consultation_id, by=CLERK).counts.total == 1


@pytest.mark.parametrize(
    ("sent_at", "is_late"),
    [
        (dt.datetime(2026, 4, 1, 15, 59, tzinfo=dt.UTC), False),  # 23:59 on the last day in Shanghai
        (dt.datetime(2026, 4, 1, 16, 0, tzinfo=dt.UTC), True),
    ],
)
def test_what_was_sent_after_the_last_day_in_shanghai_is_marked_late(
    forum: Forum, sent_at: dt.datetime, is_late: bool
) -> None:
    consultation_id = forum.running()
    forum.office.clock.move_to(2026, 4, 2)
    forum.comment(consultation_id, sent_at=sent_at)
    (read,) = forum.services.desk.dossier(consultation_id, by=CLERK).comments
    assert read.comment.is_late is is_late


def test_nobody_comments_on_what_was_never_public(forum: Forum) -> None:
    now = forum.office.clock.now()
    for target in (forum.prepared(), "01JZX999999999999999999999"):
        with pytest.raises(NotFound):
            forum.services.taking.take("01JZX000000000000000000001", target, a_comment(), sent_at=now)


def test_a_letter_is_entered_by_hand_within_the_days_that_it_can_have_come(forum: Forum) -> None:
    consultation_id, taking = forum.running(), forum.services.taking
    forum.office.clock.move_to(2026, 3, 5)
    with pytest.raises(ConsultationInvalid, match="内容"):
        taking.enter(consultation_id, CommentContent(" "), forum.today, by=CLERK)
    for day in (dt.date(2026, 3, 2), dt.date(2026, 3, 6)):
        with pytest.raises(ConsultationInvalid, match="收到的日期"):
            taking.enter(consultation_id, a_comment(), day, by=CLERK)
    taking.enter(consultation_id, a_comment(), forum.today, by=CLERK)
    (read,) = forum.services.desk.dossier(consultation_id, by=OFFICE).comments
    assert read.comment.entered_by == CLERK
    assert read.content == a_comment()


def test_comments_are_shown_to_who_handles_them_alone_and_the_look_is_on_record(forum: Forum) -> None:
    consultation_id, desk = forum.running(), forum.services.desk
    forum.office.clock.move_to(2026, 3, 10)
    forum.comment(consultation_id)
    assert desk.dossier(consultation_id, by=HEAD).comments == ()
    assert "consultation:viewed" not in forum.office.actions(consultation_id)
    for _ in range(2):
        (read,) = desk.dossier(consultation_id, by=CLERK).comments
        assert read.content == a_comment()
    assert forum.office.actions(consultation_id).count("consultation:viewed") == 1
    forum.comment(consultation_id)
    desk.dossier(consultation_id, by=CLERK)
    assert forum.office.actions(consultation_id).count("consultation:viewed") == 2
    with pytest.raises(NotAllowed):
        desk.dossier(consultation_id, by=PersonId("other-clerk"))


def test_the_same_words_are_recognised_however_they_are_set(forum: Forum) -> None:
    consultation_id = forum.running()
    forum.office.clock.move_to(2026, 3, 10)
    for text in (TEXT, f" {TEXT}。", "另一条意见"):
        forum.comment(consultation_id, text)
    assert [read.same for read in forum.services.desk.dossier(consultation_id, by=CLERK).comments] == [1, 1, 0]


def test_an_opinion_that_is_not_adopted_needs_its_reason(forum: Forum) -> None:
    consultation_id, moderating = forum.running(), forum.services.moderating
    for verdict in (OpinionVerdict.NOT_ADOPTED, OpinionVerdict.PARTLY):
        with pytest.raises(ConsultationInvalid, match="理由"):
            moderating.write_opinion(consultation_id, "取消期限", verdict, " ", by=CLERK)
    with pytest.raises(ConsultationInvalid, match="归纳后的意见"):
        moderating.write_opinion(consultation_id, " ", OpinionVerdict.ADOPTED, "", by=CLERK)
    moderating.write_opinion(consultation_id, "取消期限", OpinionVerdict.NOT_ADOPTED, "上位法有规定", by=CLERK)
    moderating.write_opinion(consultation_id, "延长期限", OpinionVerdict.ADOPTED, "", by=CLERK, number=1)
    with pytest.raises(ConsultationInvalid, match="没有这一条"):
        moderating.write_opinion(consultation_id, "缩短期限", OpinionVerdict.ADOPTED, "", by=CLERK, number=2)
    assert [one.wording for one in forum.consultation(consultation_id).opinions] == ["延长期限"]


def test_a_comment_is_grouped_under_an_opinion_that_there_is(forum: Forum) -> None:
    consultation_id, moderating = forum.running(), forum.services.moderating
    other = forum.running()
    forum.office.clock.move_to(2026, 3, 10)
    comment_id = forum.comment(consultation_id)
    for opinion in (None, 1):
        with pytest.raises(ConsultationInvalid, match="归入哪一条"):
            moderating.sort(consultation_id, comment_id, Treatment.GROUPED, opinion=opinion, by=CLERK)
    with pytest.raises(ConsultationInvalid, match="不属于"):
        moderating.sort(other, comment_id, Treatment.REPEATED, by=CLERK)
    with pytest.raises(NotAllowed):
        moderating.sort(consultation_id, comment_id, Treatment.REPEATED, by=UNIT_HEAD)


def test_the_report_counts_every_comment_and_quotes_none(forum: Forum) -> None:
    consultation_id, moderating = forum.running(), forum.services.moderating
    forum.office.clock.move_to(2026, 3, 10)
    comments = [forum.comment(consultation_id) for _ in range(5)]
    with pytest.raises(ConsultationRefused, match="届满以后"):
        moderating.report(consultation_id, by=CLERK)
    forum.office.clock.move_to(2026, 4, 2)
    comments.append(forum.comment(consultation_id))
    with pytest.raises(ConsultationRefused, match="还有 6 条"):
        moderating.report(consultation_id, by=CLERK)

    moderating.write_opinion(consultation_id, "期限改为六十日", OpinionVerdict.ADOPTED, "", by=CLERK)
    moderating.write_opinion(consultation_id, "补贴加倍", OpinionVerdict.NOT_ADOPTED, "财力不足", by=CLERK)
    moderating.write_opinion(consultation_id, "没有人提过的", OpinionVerdict.ADOPTED, "", by=CLERK)
    for comment_id, opinion in zip(comments, (1, 1, 2), strict=False):
        moderating.sort(consultation_id, comment_id, Treatment.GROUPED, opinion=opinion, by=CLERK)
    moderating.sort(consultation_id, comments[3], Treatment.REPEATED, by=CLERK)
    moderating.sort(consultation_id, comments[4], Treatment.NOT_PERTINENT, by=CLERK)
    moderating.sort(consultation_id, comments[5], Treatment.GROUPED, opinion=1, by=CLERK)
    report = moderating.report(consultation_id, by=CLERK)

    assert report.title == "《示例补贴办法（征求意见稿）》公开征求意见采纳情况"
    counts = report.counts
    assert (counts.total, counts.grouped, counts.repeated, counts.not_pertinent, counts.late) == (6, 4, 1, 1, 1)
    assert [(one.opinion.wording, one.comments) for one in report.opinions] == [("期限改为六十日", 3), ("补贴加倍", 1)]
    assert report.with_verdict(OpinionVerdict.ADOPTED) == 1
    assert not [secret for secret in PERSONAL if secret in repr(report)]


def test_the_report_names_the_draft_or_what_its_notice_is_about(forum: Forum) -> None:
    one = forum.consultation(forum.running())
    titles = [
        adoption_report(one, [], title, dt.date(2026, 4, 2)).title for title in ("示例规划", "关于《甲》和《乙》的公告")
    ]
    assert titles == ["《示例规划》公开征求意见采纳情况", "《甲》和《乙》公开征求意见采纳情况"]


def test_once_the_report_is_published_what_it_says_stays(forum: Forum) -> None:
    consultation_id, moderating = forum.reported(), forum.services.moderating
    with pytest.raises(ConsultationRefused, match="不能再改"):
        moderating.write_opinion(consultation_id, "另一条", OpinionVerdict.ADOPTED, "", by=CLERK)
    late = forum.comment(consultation_id)
    with pytest.raises(ConsultationRefused):
        moderating.sort(consultation_id, late, Treatment.GROUPED, opinion=1, by=CLERK)
    with pytest.raises(ConsultationRefused):
        forum.services.preparing.cancel(consultation_id, by=CLERK)


def test_a_report_is_linked_once_it_is_published_as_one(forum: Forum) -> None:
    consultation_id, linking = forum.sorted(), forum.services.linking
    with pytest.raises(ConsultationRefused, match="意见采纳情况栏目"):
        linking.link_report(consultation_id, forum.office.publish("关于示例事项的通知"), by=CLERK)
    with pytest.raises(NotFound):
        linking.link_report(consultation_id, DocumentId("01JZX999999999999999999999"), by=CLERK)
    report = forum.report()
    linking.link_report(consultation_id, report, by=CLERK)
    assert forum.consultation(consultation_id).report_id == report


def test_comments_are_erased_after_the_term_and_what_staff_made_of_them_stays(forum: Forum) -> None:
    consultation_id = forum.reported()
    forum.office.clock.move_to(2029, 4, 3)
    assert forum.services.telling.erase_expired() == 0
    forum.office.clock.move_to(2029, 4, 6)
    assert forum.services.telling.erase_expired() == 1
    assert forum.services.telling.erase_expired() == 0
    (read,) = forum.services.desk.dossier(consultation_id, by=CLERK).comments
    assert read.content is None
    assert read.comment.fingerprint == ""
    assert read.comment.treatment is Treatment.GROUPED
    assert forum.consultation(consultation_id).opinions[0].wording == "期限改为六十日"
    assert "consultation:erased" in forum.office.actions(consultation_id)
