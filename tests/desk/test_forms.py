"""Forms count only from our own pages, for the person they were made for, and in a size that a person can mean."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from review_desk.security import MAX_FORM_BYTES, PAGE_POLICY, form_token

from records.domain.document import DocumentId, PersonId
from tests.desk.visitors import ORIGIN, Visitor
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]


@pytest.fixture
def document_id(office: Office) -> DocumentId:
    return office.submit("关于示例事项的通知", by=PersonId("clerk"))


def _undecided(office: Office, document_id: DocumentId) -> bool:
    return office.review.decision_for(document_id, 1, 1) is None


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": ORIGIN, "sec-fetch-site": "cross-site"},
        {"origin": ORIGIN, "sec-fetch-site": "same-site"},
        {"origin": ORIGIN, "sec-fetch-site": "none"},
        {"origin": f"{ORIGIN}.evil.example"},
        {"origin": f"{ORIGIN}:8443"},
    ],
    ids=str,
)
def test_a_form_from_another_origin_is_refused(
    office: Office, visitor: Visitors, document_id: DocumentId, headers: dict[str, str]
):
    reviewer = visitor("user-unit-head")
    page = reviewer.open(document_id)
    reviewer.client.headers.update(headers)
    response = reviewer.send(document_id, page, verdict="approve")
    assert response.status_code == 403
    assert "不是从审查台页面提交" in response.text
    assert _undecided(office, document_id)


def test_a_form_without_an_origin_is_refused(office: Office, visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    page = reviewer.open(document_id)
    del reviewer.client.headers["origin"]
    assert reviewer.send(document_id, page, verdict="approve").status_code == 403
    assert _undecided(office, document_id)


@pytest.mark.parametrize("token", ["", "guess", "密码", pytest.param(form_token("user-deputy"), id="another person's")])
def test_a_form_without_the_persons_own_token_is_refused(
    office: Office, visitor: Visitors, document_id: DocumentId, token: str
):
    response = visitor("user-unit-head").decide(document_id, verdict="approve", form_token=token)
    assert response.status_code == 403
    assert _undecided(office, document_id)


def test_a_browser_that_names_its_own_origin_is_let_in(visitor: Visitors, document_id: DocumentId):
    reviewer = visitor("user-unit-head")
    reviewer.client.headers["sec-fetch-site"] = "same-origin"
    assert reviewer.decide(document_id, verdict="approve").status_code == 303


def test_a_form_of_ten_megabytes_is_refused_unread(office: Office, visitor: Visitors, document_id: DocumentId):
    client = visitor("user-unit-head").client
    response = client.post(f"/desk/documents/{document_id}", content=b"reason=" + b"x" * 10_000_000)
    assert response.status_code == 413
    assert "内容过长" in response.text
    assert _undecided(office, document_id)


def test_a_field_longer_than_the_page_allows_is_refused(office: Office, visitor: Visitors, document_id: DocumentId):
    response = visitor("user-unit-head").decide(document_id, verdict="return", reason="长" * 2001)
    assert response.status_code == 413
    assert _undecided(office, document_id)


def test_a_body_that_states_no_length_is_refused(visitor: Visitors, document_id: DocumentId):
    client = visitor("user-unit-head").client
    response = client.post(f"/desk/documents/{document_id}", content=iter([b"verdict=approve"]))
    assert response.status_code == 413


def test_the_longest_reason_that_a_person_can_type_fits(office: Office, visitor: Visitors, document_id: DocumentId):
    reason = "长" * 2000
    assert len(reason.encode()) * 3 < MAX_FORM_BYTES
    assert visitor("user-unit-head").decide(document_id, verdict="return", reason=reason).status_code == 303
    decision = office.review.decision_for(document_id, 1, 1)
    assert decision is not None
    assert decision.reason == reason


def test_an_uploaded_file_is_no_form(office: Office, visitor: Visitors, document_id: DocumentId):
    client = visitor("user-unit-head").client
    response = client.post(f"/desk/documents/{document_id}", files={"reason": ("x.txt", b"x")})
    assert response.status_code == 400
    assert _undecided(office, document_id)


@pytest.mark.parametrize("path", ["/", "/static/desk.css", "/static/icon.svg", "/documents/x", "/nowhere"])
def test_every_response_forbids_scripts_sniffing_and_foreign_frames(visitor: Visitors, path: str):
    headers = visitor("user-unit-head").get(path).headers
    assert headers["content-security-policy"] == PAGE_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_pages_are_never_stored_by_the_browser(visitor: Visitors, document_id: DocumentId):
    assert visitor("user-unit-head").get(f"/documents/{document_id}").headers["cache-control"] == "no-store"


def test_pages_hold_no_script_no_style_and_nothing_from_elsewhere(visitor: Visitors, document_id: DocumentId):
    page = visitor("user-unit-head").open(document_id)
    for forbidden in ("<script", "<style", "style=", "onclick", "http://", "https://", "//"):
        assert forbidden not in page
