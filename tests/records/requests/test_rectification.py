"""更正 (article 41): the same register, terms and approvals as for information; its own answers, letters and counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Final

import pytest

from records.domain.months import Month
from records.domain.reminders import Occasion
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import DraftedAnswer
from records.domain.requests.deadlines import reply_due
from records.domain.requests.letters import LetterNotReady, passing_on_letter, reply_letter
from records.domain.requests.lifecycle import RequestTransitionRefused
from records.domain.requests.monthly import RequestMonth, request_month
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.request import RequestId
from records.domain.requests.terms import RequestDuty, request_terms
from records.domain.requests.yearly import yearly_rows
from records.services.requests.book import RequestFactsInvalid
from records.services.requests.intake import Claimed
from records.services.requests.reminding import request_reminders
from tests.records.office_kit import CLERK, OFFICE, WORKING_DAYS
from tests.records.requests.registry_kit import DESCRIPTION, NAME, PHONE, Registry, a_form

CLAIM: Final = "参保起始月份应为2019年3月"
EVIDENCE: Final = "示例公司2019年3月的缴费凭证"
CLAIMED: Final = Claimed(CLAIM, EVIDENCE)


def answered(registry: Registry, kind: AnswerKind, *, organ: str = "") -> RequestId:
    request_id = registry.assigned(claimed=CLAIMED)
    drafted = DraftedAnswer(kind, "已将参保起始月份由2019年5月更正为2019年3月。", organ=organ)
    registry.services.answering.draft(request_id, drafted, by=CLERK)
    registry.approve(request_id)
    return request_id


def letter_text(registry: Registry, request_id: RequestId) -> str:
    book, request = registry.services.book, registry.request(request_id)
    letter = reply_letter(book.bureau, request, book.content(request), registry.today)
    return "\n".join((letter.title, *letter.paragraphs))


def test_a_record_is_rectified_and_whoever_asked_is_told(registry: Registry) -> None:
    request_id = answered(registry, AnswerKind.RECTIFIED)
    text = letter_text(registry, request_id)
    for told in ("政府信息更正申请答复书", DESCRIPTION, CLAIM, EVIDENCE, "本机关已经更正", "第四十一条", "6个月"):
        assert told in text
    registry.services.answering.deliver(request_id, registry.today, "电子邮件，有回执", by=CLERK)
    registry.services.answering.archive(request_id, by=OFFICE)


def test_what_another_organ_has_to_rectify_is_passed_on_with_the_evidence(registry: Registry) -> None:
    request_id = answered(registry, AnswerKind.PASSED_ON, organ="示例区民政局")
    book, request = registry.services.book, registry.request(request_id)
    letter = passing_on_letter(book.bureau, request, book.content(request), registry.today)
    assert letter.addressee == "示例区民政局"
    text = "\n".join(letter.paragraphs)
    for told in (NAME, PHONE, DESCRIPTION, CLAIM, EVIDENCE, "第四十一条"):
        assert told in text
    assert "有权更正的行政机关：示例区民政局。" in letter_text(registry, request_id)


def test_what_the_bureau_decides_itself_goes_to_no_other_organ(registry: Registry) -> None:
    request_id = answered(registry, AnswerKind.NOT_RECTIFIED)
    book, request = registry.services.book, registry.request(request_id)
    with pytest.raises(LetterNotReady):
        passing_on_letter(book.bureau, request, book.content(request), registry.today)


def test_the_term_is_the_bureaus_own_and_says_that_no_article_sets_one(registry: Registry) -> None:
    """The one that was promised when it came: a later change of the setting does not move it."""
    book = registry.services.book
    office = replace(book.bureau.request_office, rectification_working_days=10)
    ours = replace(registry.services, book=replace(book, bureau=replace(book.bureau, request_office=office)))
    request_id = replace(registry, services=ours).entered(claimed=CLAIMED)
    explained = reply_due(WORKING_DAYS, registry.request(request_id))
    assert explained is not None
    assert explained.due == WORKING_DAYS.due(registry.today, 10)
    assert "第四十一条没有规定期限" in explained.reasons[-1].article
    assert explained.reasons[0].article.startswith("比照第三十一条")


def test_it_has_one_term_and_the_leaders_hear_of_it_when_it_is_over(registry: Registry) -> None:
    request_id = registry.assigned(claimed=CLAIMED)
    (term,) = request_terms(WORKING_DAYS, registry.request(request_id))
    assert term.duty is RequestDuty.RECTIFICATION
    registry.office.clock.moment = dt.datetime(2026, 4, 20, 2, tzinfo=dt.UTC)
    book = registry.services.book
    with book.open_work(read_only=True) as work:
        (told,) = request_reminders(work, book.bureau, WORKING_DAYS, book.clock.now())
    assert (told.stage, told.occasion) == (RequestDuty.RECTIFICATION, Occasion.OVERDUE)
    assert book.bureau.head in told.people


def test_it_knows_no_correction_no_extension_no_opinion_and_no_fee(registry: Registry) -> None:
    request_id, handling = registry.assigned(claimed=CLAIMED), registry.services.handling
    until = registry.today + dt.timedelta(days=10)
    with pytest.raises(RequestTransitionRefused):
        handling.ask_correction(request_id, "请写明年度", until, by=OFFICE)
    with pytest.raises(RequestTransitionRefused):
        handling.ask_extension(request_id, 5, "档案多", by=CLERK)
    with pytest.raises(RequestTransitionRefused):
        handling.ask_reasons(request_id, "很多", by=OFFICE)


@pytest.mark.parametrize("missing", [Claimed("", EVIDENCE), Claimed(CLAIM, " ")])
def test_without_what_is_right_or_without_evidence_it_is_not_entered(registry: Registry, missing: Claimed) -> None:
    with pytest.raises(RequestFactsInvalid):
        registry.entered(claimed=missing)


def test_it_is_counted_with_none_for_information(registry: Registry) -> None:
    """Neither in the yearly table, the month, the fee's counting, nor as the same request."""
    information, rectification = registry.assigned(), answered(registry, AnswerKind.RECTIFIED)
    found = [registry.request(information), registry.request(rectification)]
    assert [one.purpose for one in found] == [RequestPurpose.DISCLOSURE, RequestPurpose.RECTIFICATION]
    month = request_month(found, Month(registry.today.year, registry.today.month), WORKING_DAYS, registry.today)
    assert month == RequestMonth(received=1, open=1)
    assert sum(sum(row) for row in yearly_rows(found[1:], registry.today.year).values()) == 0
    dossier = registry.services.desk.dossier(rectification, by=OFFICE)
    assert (dossier.same, dossier.nth_of_month) == ((), 1)
    assert registry.services.desk.dossier(information, by=OFFICE).nth_of_month == 1


def test_the_same_claim_is_recognised_and_another_about_the_same_record_is_not(registry: Registry) -> None:
    first, again = (
        registry.assigned(claimed=CLAIMED),
        registry.assigned(claimed=Claimed("参保起始月份，应为 2019年3月", "同上")),
    )
    registry.assigned(claimed=Claimed("参保起始月份应为2018年1月", EVIDENCE))
    assert [one.id for one in registry.services.desk.dossier(again, by=OFFICE).same] == [first]


def test_what_names_people_is_in_the_box_alone_and_goes_with_it(registry: Registry) -> None:
    request_id = registry.assigned(claimed=CLAIMED)
    request = registry.request(request_id)
    shown = repr(request) + repr(a_form(claimed=CLAIMED))
    assert not [secret for secret in (CLAIM, EVIDENCE, NAME) if secret in shown]
    assert request.sealed is not None
    assert CLAIM.encode() not in request.sealed
    assert registry.services.book.content(request).text("evidence") == EVIDENCE
