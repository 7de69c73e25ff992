"""Releases of lists: the way of every document, versions of one list, and shorter ways where the bureau allows them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from records.domain.bureau import CHAIN, StepRole
from records.domain.document import DocumentId, PersonId
from records.domain.errors import Conflict, DecisionRefused, NotAllowed, TransitionRefused
from records.domain.lifecycle import State
from records.domain.lists.content import ListUnusable, list_of
from records.domain.lists.public_table import PublicTable, public_table
from records.domain.redaction import Redaction
from records.domain.review import Verdict
from records.services.editing import EditService
from records.services.lists import ListMoved, ListUnchanged
from records.store.export import kept_originals
from tests.records.lists.list_kit import content, guide, hand_in, inspection, power, published, service
from tests.records.office_kit import (
    BUREAU,
    CLERK,
    DEPUTY,
    DUTY,
    HEAD,
    OFFICE,
    SECRECY,
    UNIT_HEAD,
    Office,
    blocking,
    open_office,
)

ROUTES = {"random_inspections": (StepRole.UNIT_HEAD,)}


@pytest.fixture
def short(sqlite_url: str, tmp_path: Path) -> Office:
    """A bureau that publishes 双随机 results once the unit's head has looked."""
    return open_office(tmp_path, sqlite_url, bureau=replace(BUREAU, list_routes=ROUTES))


def table(office: Office, document_id: DocumentId) -> PublicTable:
    document = office.document(document_id)
    with office.records(read_only=True) as work:
        found = public_table(work.readings.get(document_id, document.content_hash or ""))
    assert found is not None
    return found


def test_a_list_is_one_document_in_review(office: Office) -> None:
    released = hand_in(office, "powers", power(1), power(2))
    document = office.document(released[0].document_id)
    assert (len(released), released[0].number, released[0].round) == (1, 1, 1)
    assert (document.state, document.title) == (State.IN_REVIEW, "示例区人力资源和社会保障局权责清单")
    assert list_of(office.originals.read(document.original_sha256)).rows == (power(1), power(2))
    assert office.actions(document.id) == [
        "document:received",
        "document:extracted",
        "document:submitted",
        "review:opened",
    ]
    assert office.verifying.verify().is_whole


def test_each_row_of_a_kind_per_row_is_a_document_with_its_own_review(office: Office) -> None:
    released = hand_in(office, "service_guides", guide(), guide(code="示-G2", name="示例证明"))
    assert [one.title for one in released] == ["示例补贴申领办事指南", "示例证明办事指南"]
    office.approve_all(released[0].document_id)
    assert office.document(released[1].document_id).state is State.IN_REVIEW


def test_one_row_that_cannot_be_taken_takes_none(office: Office) -> None:
    hand_in(office, "service_guides", guide())
    with pytest.raises(ListUnchanged):
        hand_in(office, "service_guides", guide(code="示-G2", name="示例证明"), guide())
    assert len(office.intake.ledger("none").arrivals) == 0
    with office.records(read_only=True) as work:
        assert len(work.documents.all()) == 1


@pytest.mark.parametrize("person", [UNIT_HEAD, HEAD, DUTY, PersonId("other-clerk"), PersonId("nobody")])
def test_only_the_units_clerk_or_the_office_hands_in_a_list(office: Office, person: PersonId) -> None:
    with pytest.raises(NotAllowed):
        hand_in(office, "powers", power(), by=person)
    assert hand_in(office, "powers", power(), by=OFFICE)


def test_who_hands_in_a_version_does_not_approve_it(office: Office) -> None:
    office = open_office(office.folder, str(office.records.engine.url), bureau=_head_is_clerk())
    released = hand_in(office, "powers", power(), by=UNIT_HEAD)
    with pytest.raises(DecisionRefused, match="报送"):
        office.decide(released[0].document_id, UNIT_HEAD)


def test_what_was_made_of_an_older_release_is_refused(office: Office) -> None:
    """Two processes at once: the later one would take the other's rows away."""
    lists = service(office)
    first, second = (lists.draft(content("powers", *rows)) for rows in ((power(1),), (power(2),)))
    lists.release(first, by=CLERK)
    with pytest.raises(ListMoved):
        lists.release(second, by=CLERK)


def _head_is_clerk() -> object:
    clerk = next(person for person in BUREAU.people if person.id == CLERK)
    people = tuple(replace(p, roles=clerk.roles) if p.id == UNIT_HEAD else p for p in BUREAU.people)
    return replace(BUREAU, people=people)


def test_a_new_version_keeps_the_page_until_it_is_approved_and_then_corrects_it(office: Office) -> None:
    document_id = published(office, "powers", power(1), power(2))
    public = office.deliver()
    released = hand_in(office, "powers", power(1, unit="劳动关系科"), power(3))
    assert released[0].document_id == document_id
    assert (released[0].number, released[0].round) == (2, 2)
    office.deliver(public=public)
    assert public.shown[document_id].version == 1

    office.approve_all(document_id)
    office.publishing.publish(document_id)
    office.deliver(public=public)
    assert (public.shown[document_id].version, public.corrected[document_id]) == (2, (1,))
    shown = table(office, document_id)
    assert shown.base == 1
    assert shown.sentence == "与第 1 版（2026年3月2日公开）相比：新增 1 项，取消 1 项，调整 1 项。"
    assert shown.changes == (
        ("新增", "示例职权3", "", "", ""),
        ("取消", "示例职权2", "", "", ""),
        ("调整", "示例职权1", "承办机构", "就业科", "劳动关系科"),
    )
    assert office.verifying.verify().is_whole


def test_a_version_is_compared_with_what_the_public_saw_and_not_with_what_was_taken_out(office: Office) -> None:
    released = hand_in(office, "powers", power(1, phone="000-1111111"))[0]
    document = office.document(released.document_id)
    with office.records(read_only=True) as work:
        text = work.readings.get(document.id, document.content_hash or "").pages[0].text
    start = text.index("000-1111111")
    EditService(office.records, office.clock, office.bureau).redact(
        document.id,
        by=CLERK,
        seen_hash=document.content_hash or "",
        redactions=[Redaction(1, start, start + 11, "***", "text", "不对外", CLERK)],
    )
    office.approve_all(document.id)
    office.publishing.publish(document.id)
    hand_in(office, "powers", power(1))
    assert "1111111" not in str(table(office, document.id))
    assert table(office, document.id).changes == (("调整", "示例职权1", "监督电话", "***", ""),)


@pytest.mark.parametrize("end", ["withdrawn", "suspended"])
def test_what_was_taken_down_is_nothing_to_compare_with(office: Office, end: str) -> None:
    document_id = published(office, "powers", power(1), power(2))
    if end == "withdrawn":
        office.publishing.withdraw(document_id, by=DUTY, reason="有误")
    else:
        office.publishing.suspend(document_id, by=CLERK)
    hand_in(office, "powers", power(1))
    assert table(office, document_id).base is None


def test_a_version_during_review_starts_the_review_again(office: Office) -> None:
    document_id = hand_in(office, "powers", power(1))[0].document_id
    office.decide(document_id, UNIT_HEAD)
    assert hand_in(office, "powers", power(2))[0].round == 2
    assert office.review.waiting_step(document_id).step == 1  # type: ignore[union-attr]


def test_a_returned_and_a_cleared_list_can_be_handed_in_anew(office: Office) -> None:
    document_id = hand_in(office, "powers", power(1))[0].document_id
    office.decide(document_id, UNIT_HEAD, Verdict.RETURN, reason="缺一项")
    assert hand_in(office, "powers", power(1), power(2))[0].round == 2
    office.approve_all(document_id)
    assert office.document(document_id).state is State.CLEARED
    assert hand_in(office, "powers", power(3))[0].round == 3
    assert office.verifying.verify().is_whole


def test_a_list_that_is_referred_waits_for_the_answer(office: Office) -> None:
    document_id = hand_in(office, "powers", power(1))[0].document_id
    office.decide(document_id, UNIT_HEAD, Verdict.REFER, reason="拿不准")
    with pytest.raises(TransitionRefused):
        hand_in(office, "powers", power(2))


def test_the_same_content_again_and_the_list_of_another_unit_are_refused(office: Office) -> None:
    hand_in(office, "powers", power(1))
    with pytest.raises(ListUnchanged):
        hand_in(office, "powers", power(1))
    lists = service(office)
    with pytest.raises(NotAllowed):
        lists.release(lists.draft(content("powers", power(2), unit="labour")), by=OFFICE)


def test_a_draft_of_a_version_that_is_public_no_more_is_made_again(office: Office) -> None:
    document_id = published(office, "powers", power(1))
    lists = service(office)
    drafts = lists.draft(content("powers", power(2)))
    office.publishing.withdraw(document_id, by=DUTY, reason="有误")
    with pytest.raises(Conflict):
        lists.release(drafts, by=CLERK)


def test_results_pass_the_units_head_alone_where_the_bureau_says_so(short: Office) -> None:
    document_id = hand_in(short, "random_inspections", inspection(), name="第1次抽查结果")[0].document_id
    short.decide(document_id, UNIT_HEAD)
    assert short.document(document_id).state is State.CLEARED
    assert short.publishing.publish(document_id).version == 1
    assert short.verifying.verify().is_whole


def test_without_such_an_order_results_pass_every_level(office: Office) -> None:
    document_id = hand_in(office, "random_inspections", inspection(), name="第1次抽查结果")[0].document_id
    assert len(_levels(office, document_id)) == 3


def test_results_with_something_to_take_out_pass_every_level_until_it_is_out(short: Office) -> None:
    found = blocking(start=20, end=24)
    document_id = hand_in(short, "random_inspections", inspection(), name="第1次", findings=(found,))[0].document_id
    assert _levels(short, document_id) == CHAIN
    EditService(short.records, short.clock, short.bureau).redact(
        document_id,
        by=CLERK,
        seen_hash=short.document(document_id).content_hash or "",
        redactions=[Redaction(1, 20, 24, "****", "resident_id", "个人信息", CLERK)],
    )
    assert _levels(short, document_id) == (StepRole.UNIT_HEAD,)


def test_no_other_list_and_no_other_document_gets_a_shorter_way(short: Office, tmp_path: Path) -> None:
    daring = replace(BUREAU, list_routes={"powers": (StepRole.UNIT_HEAD,)})
    office = replace(short, bureau=daring)
    document_id = hand_in(office, "powers", power())[0].document_id
    assert _levels(short, document_id) == CHAIN
    assert _levels(short, short.submit("通知")) == CHAIN


def _levels(office: Office, document_id: DocumentId) -> tuple[StepRole, ...]:
    with office.records(read_only=True) as work:
        return work.reviews.rounds(document_id)[-1].chain


def test_a_sealed_list_leaves_neither_its_name_nor_an_earlier_original(office: Office) -> None:
    document_id = hand_in(office, "powers", power(1))[0].document_id
    first = office.document(document_id).original_sha256
    hand_in(office, "powers", power(2))
    second = office.document(document_id).original_sha256
    assert kept_originals(str(office.records.engine.url)) == sorted([first, second])
    office.sealing.seal(document_id, by=SECRECY)
    assert not office.originals.has(first)
    assert not office.originals.has(second)
    assert kept_originals(str(office.records.engine.url)) == []
    with office.records(read_only=True) as work:
        assert {version.series for version in work.lists.of_document(document_id)} == {None}
    assert hand_in(office, "powers", power(3))[0].document_id != document_id


def test_redaction_never_moves_a_cell(office: Office) -> None:
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    document = office.document(document_id)
    with office.records(read_only=True) as work:
        text = work.readings.get(document_id, document.content_hash or "").pages[0].text
    start = text.index("示例职权1") + 2
    end = text.index("行政检查") + 2
    EditService(office.records, office.clock, office.bureau).redact(
        document_id,
        by=CLERK,
        seen_hash=document.content_hash or "",
        redactions=[Redaction(1, start, end, "■", "text", "试", CLERK)],
    )
    shown = table(office, document_id)
    assert shown.rows[0][:4] == ("示-001", "示例■", "检查", "《示例条例》第三条；《示例办法》第四条")
    assert {len(row) for row in shown.rows} == {len(shown.head)}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: b"{}",
        lambda data: b"[" * 100_000,
        lambda data: data + b" ",
        lambda data: data.replace(b'"powers"', b'"nothing"'),
    ],
)
def test_bytes_that_are_no_canonical_list_are_refused(spoil: Callable[[bytes], bytes]) -> None:
    data = content("powers", power())[0].data
    assert list_of(data).data == data
    with pytest.raises(ListUnusable):
        list_of(spoil(data))


def test_the_people_of_the_chain_are_asked_in_turn(office: Office) -> None:
    document_id = hand_in(office, "proofs", _proof())[0].document_id
    for person in (UNIT_HEAD, DEPUTY, HEAD):
        office.decide(document_id, person)
    assert office.document(document_id).state is State.CLEARED


def _proof() -> dict[str, str]:
    return {"name": "示例证明", "purpose": "示例事项", "status": "取消", "basis": "《示例办法》", "instead": "内部核查"}
