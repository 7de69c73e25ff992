"""What is asked often costs what there is to do, not what there is in all: queries for just that."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from records.domain.document import DocumentId
from records.domain.review import Verdict
from records.store import repositories
from tests.records.office_kit import ARTICLE_27, CHAIN_PEOPLE, CLERK, DEPUTY, DUTY, HEAD, UNIT_HEAD, Office


def to_publish(office: Office) -> list[DocumentId]:
    with office.records(read_only=True) as work:
        return work.documents.to_publish()


def on_request(office: Office, content: str, *, listable: bool) -> DocumentId:
    document_id = office.submit(content, disclosure="on_request", legal_basis=ARTICLE_27, reason="内容特定")
    office.decide(document_id, UNIT_HEAD, listable=listable)
    for person in (DEPUTY, HEAD):
        office.decide(document_id, person)
    return document_id


def test_to_publish_is_what_is_cleared_and_then_what_may_be_listed(office: Office) -> None:
    listed = on_request(office, "可列入目录", listable=True)
    on_request(office, "不列入目录", listable=False)
    office.submit("在审查中")
    cleared = [office.clear("先通过"), office.clear("后通过")]
    assert to_publish(office) == [*cleared, listed]


def test_what_has_its_page_or_row_is_not_to_publish(office: Office) -> None:
    on_request(office, "可列入目录", listable=True)
    office.clear()
    assert len(office.publishing.publish_cleared(limit=10)) == 2
    assert to_publish(office) == []


def test_a_row_that_is_suspended_is_still_the_document_s_row(office: Office) -> None:
    listed = on_request(office, "可列入目录", listable=True)
    office.publishing.publish_cleared(limit=10)
    office.publishing.suspend(listed, by=DUTY)
    assert to_publish(office) == []


def test_a_page_that_becomes_on_request_and_listable_after_a_re_review_is_to_publish_as_a_row(office: Office) -> None:
    document_id = office.publish()
    office.review.request_rereview(
        document_id, by=CLERK, reason_kind="other", reason="应依申请公开", urgent=False, door="cli"
    )
    office.decide(document_id, UNIT_HEAD, Verdict.ON_REQUEST, legal_basis=ARTICLE_27, reason="内容特定", listable=True)
    for person in CHAIN_PEOPLE[1:]:
        office.decide(document_id, person)
    assert to_publish(office) == [document_id]


def test_no_document_is_loaded_to_find_what_is_to_publish(office: Office) -> None:
    """However many lie there on request, each a row with its sheet: ids alone come back."""
    on_request(office, "不列入目录", listable=False)
    statements: list[str] = []
    sa.event.listen(office.records.engine, "before_cursor_execute", lambda *told: statements.append(told[2]))
    assert office.publishing.publish_cleared(limit=10) == []
    assert [each for each in statements if "documents.sheet" in each] == []


def test_of_a_run_s_arrivals_those_that_are_asked_for_come_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repositories, "_IDS_AT_ONCE", 2)
    seen = [office.arrive(f"{number}.txt") for number in range(5)]
    other = office.arrive("另一次.txt", run_key="run-2")
    asked = [seen[4].id, seen[0].id, seen[2].id, other.id, office.receive("不是到件的编号")]
    found = office.intake.seen_among("run-1", asked)
    assert found == {arrival.id: arrival for arrival in (seen[0], seen[2], seen[4])}
    assert office.intake.seen_among("run-1", []) == {}
