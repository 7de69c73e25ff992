"""Who comes in: nobody without a log-in, nobody from outside the bureau, and only the document's own people."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.routing import APIRoute
from review_desk.app import create_app
from review_desk.security import form_token

from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import State
from tests.desk.conftest import new_office
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

ROUTES = [
    (method, route.path) for route in create_app().routes if isinstance(route, APIRoute) for method in route.methods
]


def address(path: str, document_id: DocumentId) -> str:
    """A route's path with something in every place that it leaves open."""
    numbers = {"number": 1, "month": "2026-02", "year": 2026}
    words = {"form": "csv" if "/template" in path else "docx", "name": "reply", "kind": "powers"}
    ids = dict.fromkeys(("document_id", "request_id", "consultation_id"), document_id)
    return "/desk" + path.format(**numbers, **words, **ids)


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return office.submit("关于示例事项的通知", by=PersonId("clerk"))


@dataclass(frozen=True)
class Shut:
    """A house with a document in review that nobody of these tests gets into."""

    house: DeskHouse
    document_id: DocumentId

    def address(self, path: str) -> str:
        return address(path, self.document_id)


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory, empty_records: Path) -> Iterator[Shut]:
    """One for all routes; it is as it was in the end."""
    office = new_office(tmp_path_factory.mktemp("shut"), empty_records)
    house = DeskHouse(office)
    document_id = office.submit("关于示例事项的通知", by=PersonId("clerk"))
    before = office.document(document_id), office.actions(document_id)
    yield Shut(house, document_id)
    house.pool.close()
    assert (office.document(document_id), office.actions(document_id)) == before


def test_the_desk_has_no_route_that_the_tests_below_do_not_walk():
    assert [type(route) for route in create_app().routes] == [APIRoute] * len(ROUTES)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_a_stranger_is_asked_to_log_in(shut: Shut, method: str, path: str):
    response = shut.house.stranger().request(method, shut.address(path))
    assert response.status_code == 401
    assert "尚未登录" in response.text
    assert "示例" not in response.text


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_naming_a_user_in_the_address_is_no_log_in(shut: Shut, method: str, path: str):
    named = {"user": "user-head", "user_id": "user-head"}
    response = shut.house.stranger().request(method, shut.address(path), params=named)
    assert response.status_code == 401


@pytest.mark.parametrize(("method", "path"), [route for route in ROUTES if "/static/" not in route[1]])
def test_an_airflow_user_who_is_not_in_the_bureau_is_told_so(shut: Shut, method: str, path: str):
    response = shut.house.visitor("user-from-elsewhere").client.request(method, shut.address(path))
    assert response.status_code == 403
    assert "通讯录中没有与此账号对应的人员" in response.text


@pytest.mark.parametrize("user", ["user-other-clerk", "user-other-head", "user-standin"])
def test_people_of_other_units_see_nothing_of_a_document(visitor: Visitors, document_id: DocumentId, user: str):
    for path in ("", "/original", "/pages/1/picture", "/layout", "/layout/1/picture"):
        response = visitor(user).get(f"/documents/{document_id}{path}")
        assert response.status_code == 403
        assert "关于示例事项的通知" not in response.text
    assert "关于示例事项的通知" not in visitor(user).get(f"/?recorded={document_id}").text


@pytest.mark.parametrize("user", ["user-clerk", "user-unit-head", "user-deputy", "user-head", "user-office"])
def test_the_documents_own_people_see_it(visitor: Visitors, document_id: DocumentId, user: str):
    assert "关于示例事项的通知" in visitor(user).open(document_id)


def test_a_delegate_sees_the_document_while_the_delegation_lasts(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    office.clock.move_to(2026, 3, 11)
    assert visitor("user-standin").get(f"/documents/{document_id}").status_code == 200
    office.clock.move_to(2026, 3, 13)
    assert visitor("user-standin").get(f"/documents/{document_id}").status_code == 403


def test_who_decided_on_a_document_sees_it_after_their_delegation(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    office.decide(document_id, PersonId("unit-head"))
    office.clock.move_to(2026, 3, 11)
    assert visitor("user-standin").decide(document_id, verdict="approve").status_code == 303
    office.clock.move_to(2026, 3, 20)
    assert visitor("user-standin").get(f"/documents/{document_id}").status_code == 200


def test_a_document_without_a_unit_is_for_the_office_and_who_handed_it_in(office: Office, visitor: Visitors):
    document_id = office.receive("没有科室的通知", unit=None, by=PersonId("clerk"))
    assert visitor("user-office").get(f"/documents/{document_id}").status_code == 200
    assert visitor("user-clerk").get(f"/documents/{document_id}").status_code == 200
    assert visitor("user-unit-head").get(f"/documents/{document_id}").status_code == 403


@pytest.mark.parametrize("document_id", ["01ARZ3NDEKTSV4RRFFQ69G5FAV", "x", "%00"])
def test_a_document_that_does_not_exist_is_not_found(visitor: Visitors, document_id: str):
    assert visitor("user-office").get(f"/documents/{document_id}").status_code == 404


def test_a_reviewer_of_a_higher_level_cannot_decide_before_the_lower(
    office: Office, visitor: Visitors, document_id: DocumentId
):
    page = visitor("user-unit-head").open(document_id)
    head = visitor("user-head")
    head.open(document_id)
    response = head.decide(document_id, **_fields_of("user-head", page), verdict="approve")
    assert response.status_code == 403
    assert "不由您负责" in response.text
    assert office.document(document_id).state is State.IN_REVIEW
    assert office.actions(document_id)[-1] == "document:refused"


def test_who_handed_a_document_in_cannot_approve_it(office: Office, visitor: Visitors):
    document_id = office.submit("自己报送的通知", by=PersonId("unit-head"))
    page = visitor("user-unit-head").open(document_id)
    assert "提交意见" not in page
    assert "没有可以办理的人员" in page


def _fields_of(user: str, page: str) -> dict[str, str]:
    """The hidden fields of somebody else's form, with this user's own token."""
    return hidden_fields(page, "decide") | {"form_token": form_token(user)}
