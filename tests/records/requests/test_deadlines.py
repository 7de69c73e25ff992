"""When the answer to a request is due, and why; every rule of articles 30–35 by itself, then all of them together."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from records.domain.document import PersonId
from records.domain.requests.deadlines import (
    LONGEST_EXTENSION_DAYS,
    OPINION_DAYS,
    REPLY_DAYS,
    Pause,
    correction_notice_due,
    due_with_pauses,
    fee_due,
    opinion_due,
    pause_of,
    reply_due,
    silence_means,
)
from records.domain.requests.receipt import RECEIPT_RULE, RECEIVED_AT_ONCE, Channel
from records.domain.requests.request import (
    Consultation,
    ConsultedKind,
    Correction,
    DisclosureRequest,
    Excess,
    Extension,
    Fee,
    Opinion,
)
from records.domain.workdays import WorkingDays
from tests.records.office_kit import WORKING_DAYS
from tests.records.requests.requests_kit import a_request, march

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 5, 29))


def due(request: DisclosureRequest) -> dt.date | None:
    explained = reply_due(WORKING_DAYS, request)
    assert explained is not None
    return explained.due


def extended(days: int, on: dt.date) -> Extension:
    return Extension(days, PersonId("clerk"), on, PersonId("office"), on)


def asked(
    on: dt.date, answered: dt.date | None = None, kind: ConsultedKind = ConsultedKind.THIRD_PARTY
) -> Consultation:
    return Consultation(1, kind, on, Opinion.AGREES if answered else None, answered)


def test_article_31_says_when_a_request_counts_as_received() -> None:
    assert set(RECEIPT_RULE) == set(Channel)
    assert {Channel.IN_PERSON, Channel.ORAL, Channel.SIGNED_MAIL} == RECEIVED_AT_ONCE
    assert reply_due(WORKING_DAYS, a_request(received_on=None)) is None


def test_article_33_the_answer_is_due_after_twenty_working_days() -> None:
    assert due(a_request()) == march(30)


def test_article_30_asking_for_a_correction_is_due_after_seven_and_the_term_begins_anew() -> None:
    assert correction_notice_due(WORKING_DAYS, march(2)) == march(11)
    corrected = Correction(march(4), march(25), march(20))
    assert due(a_request(correction=corrected)) == dt.date(2026, 4, 17)


def test_article_33_an_extension_counts_once_it_is_approved() -> None:
    asked_for = Extension(10, PersonId("clerk"), march(20))
    assert due(a_request(extension=asked_for)) == march(30)
    assert due(a_request(extension=extended(10, march(23)))) == dt.date(2026, 4, 13)


def test_article_33_time_for_opinions_does_not_count() -> None:
    """Asked on Friday 6, answered on Friday 13: five working days are left out."""
    assert due(a_request(consultations=(asked(march(6), march(13)),))) == dt.date(2026, 4, 6)


def test_articles_32_and_34_an_opinion_is_due_after_fifteen_and_the_clock_waits_no_longer() -> None:
    consultation = asked(march(6))
    assert opinion_due(WORKING_DAYS, consultation) == march(27)
    open_ = reply_due(WORKING_DAYS, a_request(consultations=(consultation,)))
    late = reply_due(WORKING_DAYS, a_request(consultations=(asked(march(6), dt.date(2026, 5, 6)),)))
    assert open_ is not None
    assert late is not None
    assert open_.due == late.due == dt.date(2026, 4, 20)
    assert open_.is_provisional
    assert not late.is_provisional


def test_silence_noted_late_does_not_stretch_the_pause() -> None:
    silent = Consultation(1, ConsultedKind.THIRD_PARTY, march(6), Opinion.SILENT, dt.date(2026, 4, 10))
    assert pause_of(WORKING_DAYS, silent).until == march(27)


def test_articles_32_and_34_silence_means_the_opposite() -> None:
    assert "视为同意" in silence_means(ConsultedKind.JOINT_ORGAN)
    assert "由本机关" in silence_means(ConsultedKind.THIRD_PARTY)


def test_article_35_a_delay_moves_the_day_and_never_forward() -> None:
    assert due(a_request(excess=Excess(march(4), dt.date(2026, 6, 30)))) == dt.date(2026, 6, 30)
    assert due(a_request(excess=Excess(march(4), march(10)))) == march(30)
    assert due(a_request(excess=Excess(march(4)))) == march(30)


def test_article_42_a_fee_is_due_after_thirty_days_and_the_term_begins_anew() -> None:
    assert fee_due(march(2)) == dt.date(2026, 4, 1)
    assert due(a_request(fee=Fee(200, march(4), march(16)))) == dt.date(2026, 4, 13)


def test_every_day_is_explained_with_its_article() -> None:
    request = a_request(
        channel=Channel.ONLINE,
        correction=Correction(march(4), march(12), march(10)),
        extension=extended(5, march(30)),
        consultations=(asked(march(12), march(18)), asked(march(16), kind=ConsultedKind.JOINT_ORGAN)),
    )
    explained = reply_due(WORKING_DAYS, request)
    assert explained is not None
    assert [reason.article for reason in explained.reasons] == [
        "第三十一条第（三）项",
        "第三十条",
        "第三十三条第二款",
        "第三十三条第二款",
        "第三十二条",
        "第三十四条",
        "第三十三条第三款",
    ]
    assert explained.reasons[-1].day == explained.due


def test_a_term_that_reaches_into_an_unknown_year_names_it_and_alarms() -> None:
    explained = reply_due(WORKING_DAYS, a_request(received_on=dt.date(2026, 12, 15)))
    assert explained is not None
    assert (explained.due, explained.missing_year) == (None, 2027)
    limit = explained.limit(WORKING_DAYS, dt.date(2026, 12, 16))
    assert (limit.due, limit.days_left, limit.missing_year) == (None, None, 2027)


def by_hand(calendar: WorkingDays, began: dt.date, working_days: int, pauses: list[Pause]) -> dt.date:
    """Day after day: a working day counts unless it lies in a pause."""
    day, left = began, working_days
    while left:
        day += dt.timedelta(days=1)
        paused = any(pause.asked_on < day <= pause.until for pause in pauses)
        left -= calendar.is_working(day) and not paused
    return day


@given(
    began=DAYS,
    extra=st.integers(0, LONGEST_EXTENSION_DAYS),
    pauses=st.lists(st.tuples(DAYS, st.integers(0, 30)), max_size=4),
)
def test_pauses_are_left_out_day_by_day_however_they_overlap(
    began: dt.date, extra: int, pauses: list[tuple[dt.date, int]]
) -> None:
    made = [Pause(start, start + dt.timedelta(days=length)) for start, length in pauses]
    counted = due_with_pauses(WORKING_DAYS, began, REPLY_DAYS + extra, made)
    assert counted == by_hand(WORKING_DAYS, began, REPLY_DAYS + extra, made)
    assert WORKING_DAYS.is_working(counted)


@given(began=DAYS, offset=st.integers(0, 20), length=st.integers(0, 60))
def test_an_opinion_never_makes_the_answer_due_earlier_nor_more_than_its_own_term_later(
    began: dt.date, offset: int, length: int
) -> None:
    start = began + dt.timedelta(days=offset)
    consultation = asked(start, start + dt.timedelta(days=length))
    plain = due(a_request(received_on=began))
    with_opinion = due(a_request(received_on=began, consultations=(consultation,)))
    assert plain is not None
    assert with_opinion is not None
    assert 0 <= WORKING_DAYS.between(plain, with_opinion) <= OPINION_DAYS
    assert with_opinion >= plain
