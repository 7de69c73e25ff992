"""Article 44: what several people asked for is proposed to the office, until it says what becomes of it."""

from __future__ import annotations

import pytest

from records.domain.errors import NotAllowed, NotFound
from records.domain.requests.content import Requester
from records.domain.requests.often import OftenAsked, OftenOutcome, information_of
from records.domain.requests.request import RequestId
from records.services.requests.book import RequestFactsInvalid
from tests.records.office_kit import CLERK, OFFICE
from tests.records.requests.registry_kit import Registry


def ask(registry: Registry, who: int, description: str = "示人社发〔2021〕5号文件") -> RequestId:
    requester = Requester(f"示例申请人{who}", f"居民身份证 TEST-{who}", "000-0000000")
    return registry.entered(requester=requester, description=description)


def proposed(registry: Registry) -> tuple[OftenAsked, ...]:
    return registry.services.often.proposed_to(OFFICE)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("请公开示人社发〔2021〕5号", "我要示人社发[2021]05号文件的附件", True),
        ("《示例区培训补贴办法》全文", "申请公开《示例区培训补贴办法》", True),
        ("2025年 补贴发放汇总表", "2025年补贴发放汇总表。", True),
        ("示人社发〔2021〕5号", "示人社发〔2021〕6号", False),
        ("示人社发〔2021〕5号", "示人社函〔2021〕5号", False),
        ("《示例区培训补贴办法》", "《示例区创业补贴办法》", False),
        ("《甲方案全文》和《乙方案全文》", "《甲方案全文》", False),
    ],
)
def test_the_same_information_is_known_by_number_title_or_words(one: str, other: str, same: bool) -> None:
    assert (information_of(one) == information_of(other)) is same


def test_what_three_people_asked_for_is_proposed_to_the_office_alone(registry: Registry) -> None:
    requests = [ask(registry, who) for who in (1, 2)]
    ask(registry, 4, "别的信息")
    assert proposed(registry) == ()
    requests.append(ask(registry, 3, "请公开示人社发[2021]05号"))
    (one,) = proposed(registry)
    assert (one.people, [request.id for request in one.requests]) == (3, requests)
    assert registry.services.often.proposed_to(CLERK) == ()


def test_one_person_who_asks_three_times_is_one(registry: Registry) -> None:
    for _ in range(3):
        ask(registry, 1)
    assert proposed(registry) == ()


def test_what_was_taken_back_counts_for_nothing(registry: Registry) -> None:
    requests = [ask(registry, who) for who in (1, 2, 3)]
    registry.services.handling.withdraw(requests[0], "电话", by=OFFICE)
    assert proposed(registry) == ()


def test_a_corrected_request_counts_for_what_it_says_then(registry: Registry) -> None:
    for who in (1, 2):
        ask(registry, who)
    vague, handling = ask(registry, 3, "那个文件"), registry.services.handling
    registry.office.clock.move_to(2026, 3, 3)
    handling.ask_correction(vague, "请写明文号", registry.today.replace(day=20), by=OFFICE)
    handling.correct(vague, "示人社发〔2021〕5号", registry.today, by=OFFICE)
    assert [one.people for one in proposed(registry)] == [3]


def test_the_office_says_what_becomes_of_it_with_a_reason_and_it_is_proposed_again_after_three_more(
    registry: Registry,
) -> None:
    often = registry.services.often
    last = [ask(registry, who) for who in (1, 2, 3)][-1]
    key = proposed(registry)[0].information_key
    with pytest.raises(NotAllowed):
        often.settle(key, OftenOutcome.DISCLOSED, "已公开", by=CLERK)
    with pytest.raises(RequestFactsInvalid):
        often.settle(key, OftenOutcome.UNSUITABLE, " ", by=OFFICE)
    often.settle(key, OftenOutcome.DISCLOSED, "已公开，索引号 SLQ-HRSS/2026-00001", by=OFFICE)
    assert proposed(registry) == ()
    assert registry.office.actions(last)[-1] == "request:often_settled"
    with pytest.raises(NotFound):
        often.settle(key, OftenOutcome.DISCLOSED, "再次", by=OFFICE)
    registry.office.clock.move_to(2026, 3, 4)
    for who in (1, 2, 3):
        ask(registry, who)
    assert [len(one.requests) for one in proposed(registry)] == [3]
