"""The page of delegations (委托): giving one, taking it back, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

FORM = {"act": "make", "delegate": "other-head", "start": "2026-03-05", "until": "2026-03-06"}


def send(visitor: Visitor, **fields: str):
    page = visitor.get("/delegations").text
    token = {"form_token": hidden_fields(page)["form_token"]}
    return visitor.client.post("/desk/delegations", data=token | fields, follow_redirects=False)


def test_a_reviewer_delegates_and_both_see_it_until_it_is_taken_back(office: Office, visitor: Visitors):
    document_id = office.submit()
    head, delegate = visitor("user-unit-head"), visitor("user-other-head")
    assert send(head, **FORM).status_code == 303
    assert "测试员庚" in head.get("/delegations").text
    assert "我代为审查" in delegate.get("/delegations").text
    assert "代 测试员乙" in delegate.get("/").text
    assert delegate.decide(document_id, verdict="approve").status_code == 303

    (kept,) = head.get("/delegations").text.split('name="id" value="')[1:]
    assert send(head, act="end", id=kept.split('"')[0]).status_code == 303
    assert "我代为审查" not in delegate.get("/delegations").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"until": "2026-03-04"}, "早于"),
        ({"start": "tomorrow"}, "请写明开始日期"),
        ({"delegate": "unit-head"}, "另一位人员"),
        ({"delegate": "<b>nobody</b>"}, "另一位人员"),
    ],
)
def test_what_makes_no_sense_is_told_and_what_was_typed_stays(
    visitor: Visitors, changes: dict[str, str], sentence: str
):
    answer = send(visitor("user-unit-head"), **(FORM | changes))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="2026-03-06"' in answer.text or "until" in changes
    assert "<b>nobody" not in answer.text


def test_who_holds_no_level_has_no_form_and_is_refused(visitor: Visitors):
    clerk = visitor("user-clerk")
    assert "没有可以委托的审查" in clerk.get("/delegations").text
    token = hidden_fields(visitor("user-unit-head").get("/delegations").text)["form_token"]
    foreign = clerk.client.post("/desk/delegations", data=FORM | {"form_token": token}, follow_redirects=False)
    assert foreign.status_code == 403


def test_strangers_and_other_sites_are_refused(office: Office, visitor: Visitors):
    head = visitor("user-unit-head")
    token = hidden_fields(head.get("/delegations").text)["form_token"]
    elsewhere = head.client.post(
        "/desk/delegations", data=FORM | {"form_token": token}, headers={"origin": "http://elsewhere.example"}
    )
    assert elsewhere.status_code == 403
    stranger = DeskHouse(office).stranger()
    assert stranger.get("/desk/delegations").status_code == 401
    assert stranger.post("/desk/delegations", data=FORM).status_code == 401
    with office.records(read_only=True) as work:
        assert work.delegations.standing() == []
