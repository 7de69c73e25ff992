"""Finding documents again, and only those that are one's own business."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.domain.document import DocumentId
from tests.desk.visitors import Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]


@pytest.fixture
def published(office: Office) -> DocumentId:
    return office.publish("关于示例100%补贴_的通知")


def found(visitor: Visitor, text: str) -> list[str]:
    page = visitor.client.get("/desk/find", params={"q": text}).text
    return [part.split('"')[0] for part in page.split("/desk/documents/")[1:]]


@pytest.mark.parametrize("user", ["clerk", "unit-head", "deputy", "head", "office", "duty"])
@pytest.mark.parametrize("text", ["示例100%", "补贴_的", " 100%补贴 "])
def test_the_documents_people_find_it_by_any_words_of_its_title(
    visitor: Visitors, published: DocumentId, user: str, text: str
):
    assert found(visitor(f"user-{user}"), text) == [published]


def test_it_is_found_by_its_id_too(visitor: Visitors, published: DocumentId):
    assert found(visitor("user-clerk"), published.lower()) == [published]


@pytest.mark.parametrize("text", ["", "  ", "1000%", "100_", "别的"])
def test_other_words_find_nothing(visitor: Visitors, published: DocumentId, text: str):
    assert found(visitor("user-office"), text) == []


@pytest.mark.parametrize("user", ["other-clerk", "other-head", "standin"])
def test_nobody_else_finds_it(visitor: Visitors, published: DocumentId, user: str):
    assert found(visitor(f"user-{user}"), "补贴") == []


def test_a_delegate_finds_it_while_the_delegation_lasts(office: Office, visitor: Visitors, published: DocumentId):
    office.clock.move_to(2026, 3, 10)
    assert found(visitor("user-standin"), "补贴") == [published]


def test_a_sealed_document_is_found_by_nobody(office: Office, visitor: Visitors):
    document_id = office.submit("示例密件")
    office.intake.seal(document_id)
    assert found(visitor("user-office"), document_id) == []


def test_the_duty_officer_finds_only_what_was_published(office: Office, visitor: Visitors):
    office.submit("尚未公开的示例")
    assert found(visitor("user-duty"), "尚未公开") == []


def test_what_was_typed_is_shown_and_never_obeyed(visitor: Visitors):
    page = visitor("user-office").client.get("/desk/find", params={"q": '"><script>alert(1)</script>'}).text
    assert "<script>" not in page
