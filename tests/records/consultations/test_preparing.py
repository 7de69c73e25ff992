"""Before the public is asked: who writes the notice, who approves it, and what no notice may lack."""

from __future__ import annotations

import datetime as dt

import pytest

from records.domain.consultations.consultation import ConsultationState, Phase
from records.domain.consultations.rules import ConsultationInvalid, ConsultationRefused
from records.domain.document import PersonId
from records.domain.errors import NotAllowed, NotFound
from records.domain.level_approval import ApprovalRefused
from tests.records.consultations.consultation_kit import CLOSES, OPENS, Forum, a_notice
from tests.records.office_kit import CLERK, DEPUTY, HEAD, OFFICE, STANDIN, UNIT_HEAD


def test_three_levels_approve_a_notice_before_anybody_outside_reads_it(forum: Forum) -> None:
    consultation_id = forum.prepared()
    assert shown(forum) == []
    forum.approve(consultation_id, UNIT_HEAD, DEPUTY)
    assert shown(forum) == []
    forum.approve(consultation_id, HEAD)
    assert shown(forum) == [consultation_id]
    assert forum.consultation(consultation_id).state is ConsultationState.RUNNING
    assert forum.office.actions(consultation_id) == [
        "consultation:prepared",
        "consultation:step_approved",
        "consultation:step_approved",
        "consultation:approved",
    ]


class _Board:
    def __init__(self) -> None:
        self.shown: list[str] = []

    def show(self, consultations: object) -> None:
        self.shown = [one.id for one in consultations]  # type: ignore[attr-defined]


def shown(forum: Forum) -> list[str]:
    board = _Board()
    forum.services.telling.tell(board)
    return board.shown


def test_nobody_approves_their_own_notice_nor_at_two_levels_nor_out_of_turn(forum: Forum) -> None:
    draft = forum.draft()
    own = forum.services.preparing.prepare(draft, a_notice(), by=OFFICE).id
    for person in (OFFICE, CLERK, DEPUTY, HEAD, PersonId("other-head")):
        with pytest.raises(ApprovalRefused):
            forum.approve(own, person)
    forum.approve(own, UNIT_HEAD)
    with pytest.raises(ApprovalRefused):
        forum.approve(own, UNIT_HEAD)


def test_who_stands_in_approves_in_the_name_of_their_principal(forum: Forum) -> None:
    consultation_id = forum.prepared(opens_on=dt.date(2026, 3, 12), closes_on=dt.date(2026, 4, 30))
    forum.office.clock.move_to(2026, 3, 11)
    forum.approve(consultation_id, STANDIN)
    (approval,) = forum.consultation(consultation_id).approvals
    assert approval.acting_for == UNIT_HEAD


def test_an_approval_is_of_the_notice_that_was_seen(forum: Forum) -> None:
    consultation_id = forum.prepared()
    with pytest.raises(ApprovalRefused, match="已经变化"):
        forum.services.preparing.decide(consultation_id, approves=True, seen="0" * 64, by=UNIT_HEAD)


def test_a_returned_notice_is_written_anew_and_begins_at_the_first_level(forum: Forum) -> None:
    consultation_id, preparing = forum.prepared(), forum.services.preparing
    forum.approve(consultation_id, UNIT_HEAD)
    seen = forum.consultation(consultation_id).notice_hash
    with pytest.raises(ConsultationInvalid, match="理由"):
        preparing.decide(consultation_id, approves=False, seen=seen, by=DEPUTY)
    preparing.decide(consultation_id, approves=False, seen=seen, by=DEPUTY, reason="依据不全")
    assert forum.consultation(consultation_id).state is ConsultationState.RETURNED
    preparing.prepare_again(consultation_id, a_notice(basis="《示例条例》第三条、第四条"), by=CLERK)
    forum.approve(consultation_id)
    assert forum.consultation(consultation_id).notice.basis.endswith("第四条")


def test_a_notice_approved_too_late_goes_back_for_another_period(forum: Forum) -> None:
    consultation_id = forum.prepared()
    forum.approve(consultation_id, UNIT_HEAD, DEPUTY)
    forum.office.clock.move_to(2026, 3, 4)
    with pytest.raises(ConsultationRefused, match="退回改期"):
        forum.approve(consultation_id, HEAD)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"title": " "}, "标题"),
        ({"basis": ""}, "依据"),
        ({"explanation": ""}, "起草说明"),
        ({"email": ""}, "至少一种"),
        ({"opens_on": dt.date(2026, 3, 1)}, "早于今天"),
        ({"closes_on": dt.date(2026, 3, 2)}, "不早于开始日期"),
        ({"closes_on": dt.date(2028, 3, 2)}, "366"),
        ({"closes_on": CLOSES - dt.timedelta(days=1)}, "只有 29 日"),
    ],
)
def test_a_notice_that_lacks_something_is_refused_with_one_sentence(
    forum: Forum, changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(ConsultationInvalid, match=sentence):
        forum.prepared(**changes)


def test_a_short_period_passes_with_a_reason_that_the_public_reads(forum: Forum) -> None:
    consultation_id = forum.running(closes_on=OPENS, short_reason="补贴须在汛期前发放")
    assert forum.consultation(consultation_id).notice.days == 1


def test_only_a_published_draft_is_put_before_the_public_and_only_once(forum: Forum) -> None:
    preparing = forum.services.preparing
    ordinary = forum.office.publish("关于示例事项的通知")
    with pytest.raises(NotFound, match="意见征集栏目"):
        preparing.prepare(ordinary, a_notice(), by=CLERK)
    draft = forum.draft()
    first = preparing.prepare(draft, a_notice(), by=CLERK)
    with pytest.raises(ConsultationRefused, match="已经有"):
        preparing.prepare(draft, a_notice(), by=OFFICE)
    preparing.cancel(first.id, by=CLERK)
    assert preparing.prepare(draft, a_notice(), by=OFFICE).id != first.id


def test_who_handles_it_is_the_office_or_the_unit(forum: Forum) -> None:
    draft = forum.draft()
    for person in (PersonId("other-clerk"), UNIT_HEAD, PersonId("nobody")):
        with pytest.raises(NotAllowed):
            forum.services.preparing.prepare(draft, a_notice(), by=person)
    assert "document:refused" in forum.office.actions(draft)


def test_the_period_has_both_its_ends_and_may_grow_but_not_shrink(forum: Forum) -> None:
    consultation_id = forum.running()
    one = forum.consultation(consultation_id)
    phases = [one.phase(day) for day in (OPENS - dt.timedelta(1), OPENS, CLOSES, CLOSES + dt.timedelta(1))]
    assert phases == [Phase.UPCOMING, Phase.OPEN, Phase.OPEN, Phase.CLOSED]
    preparing = forum.services.preparing
    with pytest.raises(ConsultationInvalid):
        preparing.extend(consultation_id, CLOSES, by=CLERK)
    preparing.extend(consultation_id, dt.date(2026, 4, 10), by=CLERK)
    assert forum.consultation(consultation_id).closes_on == dt.date(2026, 4, 10)
    forum.office.clock.move_to(2026, 4, 11)
    with pytest.raises(ConsultationRefused, match="已经届满"):
        preparing.extend(consultation_id, dt.date(2026, 4, 20), by=CLERK)


def test_what_is_cancelled_was_public_only_if_it_was_approved(forum: Forum) -> None:
    never, once = forum.prepared(), forum.running()
    for consultation_id in (never, once):
        forum.services.preparing.cancel(consultation_id, by=OFFICE)
    assert shown(forum) == [once]
    with pytest.raises(ConsultationRefused):
        forum.services.preparing.cancel(once, by=OFFICE)
