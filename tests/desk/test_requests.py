"""依申请公开 at the desk: who sees what, every step by its form, letters, hostile texts; without script."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from review_desk.request_acts import ACTS

from gongkai import request_words
from records.domain.document import PersonId
from records.domain.lifecycle import Role
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import Ground
from records.domain.requests.content import Requester
from records.domain.requests.lifecycle import REQUEST_TRANSITIONS, RequestEvent, RequestState
from records.domain.requests.often import OftenOutcome
from records.domain.requests.purpose import RequestPurpose
from records.domain.requests.receipt import Channel
from records.domain.requests.request import ApplicantClass, Closing, ConsultedKind, Delivery, Opinion, RequestId
from records.domain.requests.terms import RequestDuty
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.office_kit import Office
from tests.records.requests.registry_kit import NAME, PERSONAL, Registry, a_form, open_registry

Visitors = Callable[[str], Visitor]
CHAIN = ("user-unit-head", "user-deputy", "user-head")
SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def registry(office: Office) -> Registry:
    return open_registry(office)


def send(visitor: Visitor, request_id: str, act: str, **fields: str) -> int:
    """Open the request's page, fill in the form of this act, send it; the status of the answer."""
    page = visitor.get(f"/requests/{request_id}")
    assert page.status_code == 200, page.text
    assert f'name="act" value="{act}"' in page.text, act
    data = hidden_fields(page.text, act) | fields
    return visitor.client.post(f"/desk/requests/{request_id}", data=data, follow_redirects=False).status_code


def test_every_state_kind_and_event_has_its_word_and_every_event_its_form() -> None:
    for table, kinds in (
        (request_words.STATE_NAMES, RequestState),
        (request_words.CLOSING_NAMES, Closing),
        (request_words.CHANNEL_NAMES, Channel),
        (request_words.APPLICANT_NAMES, ApplicantClass),
        (request_words.DELIVERY_NAMES, Delivery),
        (request_words.CONSULTED_NAMES, ConsultedKind),
        (request_words.OPINION_NAMES, Opinion),
        (request_words.GROUND_NAMES, Ground),
        (request_words.DUTY_NAMES, RequestDuty),
        (request_words.OFTEN_NAMES, OftenOutcome),
        (request_words.PURPOSE_NAMES, RequestPurpose),
    ):
        assert set(table) == set(kinds)
    # The forms of approval, of an opinion and of an extension cause several events.
    together = {
        RequestEvent.STEP_APPROVED,
        RequestEvent.APPROVED,
        RequestEvent.LAST_OPINION_NOTED,
        RequestEvent.EXTENSION_REFUSED,
    }
    by_people = {event for (_, event), step in REQUEST_TRANSITIONS.items() if step.roles != {Role.SYSTEM}}
    assert {act.event for act in ACTS} | together == by_people


def test_a_paper_request_goes_all_the_way_to_the_archive(visitor: Visitors, registry: Registry) -> None:
    clerk, office = visitor("user-clerk"), visitor("user-office")
    form = clerk.get("/requests/new").text
    fields = hidden_fields(form) | {
        "purpose": "disclosure",
        "channel": "in_person",
        "arrived_on": "2026-03-04",
        "applicant": "natural_person",
        "name": NAME,
        "identity_kind": "resident_id",
        "identity_number": "TEST-1",
        "phone": "000-0000000",
        "description": f"{SCRIPT}培训补贴汇总表",
        "delivery": "paper_collected",
    }
    missing = clerk.client.post("/desk/requests/new", data=fields | {"name": ""}, follow_redirects=False)
    assert missing.status_code == 422
    assert "姓名或者名称" in missing.text
    entered = clerk.client.post("/desk/requests/new", data=fields, follow_redirects=False)
    assert entered.status_code == 303
    assert clerk.client.get(entered.headers["location"]).status_code == 200
    request_id = entered.headers["location"].rsplit("/", 1)[1]

    assert send(office, request_id, "assign", unit="employment") == 303
    assert send(clerk, request_id, "consult", kind="third_party", party="示例公司", on="2026-03-05") == 303
    assert send(clerk, request_id, "opinion", number="1", opinion="agrees", text="", on="2026-03-05") == 303
    page = clerk.get(f"/requests/{request_id}").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert SCRIPT not in page
    assert "第三十三条第三款" in page
    answer = {"kind": "disclosed", "supplied_as": "paper_collected", "text": f"{SCRIPT}请到窗口领取。"}
    assert send(clerk, request_id, "draft", **answer | {"text": ""}) == 422
    assert send(clerk, request_id, "draft", **answer) == 303
    for user in CHAIN:
        assert send(visitor(user), request_id, "decide", verdict="approve") == 303

    letter = clerk.get(f"/requests/{request_id}/letters/reply.docx")
    assert letter.headers["content-disposition"].startswith("attachment")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(letter.content)).paragraphs)
    for told in ("示人社公开复〔2026〕1号", NAME, "第三十六条第（二）项", "示例区人民政府", "60日", "6个月", SCRIPT):
        assert told in text

    assert send(clerk, request_id, "deliver", on="2026-03-05", text="当面领取，签收") == 303
    assert send(office, request_id, "archive") == 303
    assert registry.request(RequestId(request_id)).closing is Closing.ANSWERED


def test_a_request_to_put_right_a_record_goes_all_the_way_and_is_passed_on(
    visitor: Visitors, registry: Registry
) -> None:
    clerk, office = visitor("user-clerk"), visitor("user-office")
    fields = hidden_fields(clerk.get("/requests/new").text) | {
        "purpose": "rectification",
        "channel": "in_person",
        "arrived_on": "2026-03-04",
        "applicant": "natural_person",
        "name": NAME,
        "identity_kind": "resident_id",
        "identity_number": "TEST-1",
        "phone": "000-0000000",
        "description": "参保证明上的起始月份记为2019年5月",
        "claim": f"{SCRIPT}2019年3月",
        "evidence": "缴费凭证",
        "delivery": "paper_collected",
    }

    def enter(**changes: str) -> int:
        return clerk.client.post("/desk/requests/new", data=fields | changes, follow_redirects=False).status_code

    assert enter(evidence="") == 422
    assert enter(purpose="disclosure") == 422
    entered = clerk.client.post("/desk/requests/new", data=fields, follow_redirects=False)
    request_id = entered.headers["location"].rsplit("/", 1)[1]
    assert 'class="state">更正<' in office.get("/requests").text

    assert send(office, request_id, "assign", unit="employment") == 303
    page = clerk.get(f"/requests/{request_id}").text
    for told in ("更正申请", "缴费凭证", "&lt;script&gt;", "第四十一条没有规定期限"):
        assert told in page
    assert SCRIPT not in page
    for foreign in ("consult", "ask_extension", "ask_correction", "fee"):
        assert f'name="act" value="{foreign}"' not in page
    assert 'value="withheld"' not in page
    answer = {"kind": "passed_on", "text": "参保登记由示例区社会保险中心负责，已于3月5日转送。"}
    assert send(clerk, request_id, "draft", **answer) == 422
    assert send(clerk, request_id, "draft", organ="示例区社会保险中心", **answer) == 303
    for user in CHAIN:
        assert send(visitor(user), request_id, "decide", verdict="approve") == 303
    for name, told in (("reply", "政府信息更正申请答复书"), ("passing_on", "政府信息更正申请转送函")):
        letter = clerk.get(f"/requests/{request_id}/letters/{name}.docx")
        text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(letter.content)).paragraphs)
        assert told in text
        assert "示例区社会保险中心" in text
    assert send(clerk, request_id, "deliver", on="2026-03-05", text="当面领取，签收") == 303
    assert send(office, request_id, "archive") == 303


def test_the_list_shows_terms_and_names_nobody(visitor: Visitors, registry: Registry) -> None:
    request_id = registry.assigned()
    page = visitor("user-clerk").get("/requests").text
    assert request_id in page
    assert "个工作日" in page
    assert not [secret for secret in PERSONAL if secret in page]
    assert request_id not in visitor("user-other-clerk").get("/requests").text


def test_an_online_request_is_confirmed_and_its_day_explained(visitor: Visitors, registry: Registry) -> None:
    now = registry.office.clock.now()
    registry.services.intake.take("01JZX000000000000000000001", a_form(), sent_at=now, status_key="a" * 64)
    office = visitor("user-office")
    assert send(office, "01JZX000000000000000000001", "confirm", on="2026-03-05", text="") == 422
    assert send(office, "01JZX000000000000000000001", "confirm", on="2026-03-05", text="电话，核对证件") == 303
    page = office.get("/requests/01JZX000000000000000000001").text
    assert "双方确认之日为收到之日" in page
    assert "第三十一条第（三）项" in page


def test_an_extension_is_offered_to_the_head_of_the_disclosure_office_alone(
    visitor: Visitors, registry: Registry
) -> None:
    request_id = registry.assigned()
    assert send(visitor("user-clerk"), request_id, "ask_extension", days="21", text="档案多") == 422
    assert send(visitor("user-clerk"), request_id, "ask_extension", days="10", text="档案多") == 303
    assert 'value="extend"' not in visitor("user-office").get(f"/requests/{request_id}").text
    assert send(visitor("user-duty"), request_id, "extend", verdict="approve") == 303
    letter = visitor("user-clerk").get(f"/requests/{request_id}/letters/extension.docx")
    assert "延长10个工作日" in "".join(
        paragraph.text for paragraph in docx.Document(io.BytesIO(letter.content)).paragraphs
    )


def test_the_office_settles_what_several_people_asked_for(visitor: Visitors, registry: Registry) -> None:
    for who in (1, 2, 3):
        registry.entered(requester=Requester(f"示例申请人{who}", f"居民身份证 TEST-{who}", "000-0000000"))
    office = visitor("user-office")
    page = office.get("/requests").text
    assert "3 人" in page
    assert "多人申请的信息" in office.get("/").text
    assert "多人申请的信息" not in visitor("user-clerk").get("/requests").text
    fields = hidden_fields(page) | {"outcome": "disclosed", "reason": "已公开"}
    post = office.client.post
    assert post("/desk/requests", data=fields | {"outcome": "eaten"}, follow_redirects=False).status_code == 422
    assert post("/desk/requests", data=fields | {"reason": " "}, follow_redirects=False).status_code == 422
    assert post("/desk/requests", data=fields, follow_redirects=False).status_code == 303
    assert "多人申请的信息" not in office.get("/requests").text
    assert post("/desk/requests", data=fields, follow_redirects=False).status_code == 404


def test_who_is_not_logged_in_comes_nowhere(house: DeskHouse, registry: Registry) -> None:
    request_id = registry.assigned()
    stranger = house.stranger()
    for path in ("", "/new", f"/{request_id}", f"/{request_id}/letters/reply.docx"):
        assert stranger.get(f"/desk/requests{path}").status_code == 401
    for path in ("/new", f"/{request_id}"):
        assert stranger.post(f"/desk/requests{path}", data={}).status_code == 401


@pytest.mark.parametrize("user", ["user-other-clerk", "user-unit-head", "user-officer", "user-standin"])
def test_who_does_not_handle_a_request_sees_and_does_nothing(visitor: Visitors, registry: Registry, user: str) -> None:
    request_id, other = registry.assigned(), visitor(user)
    token = hidden_fields(other.get("/requests/new").text) or {"form_token": _token(other)}
    for path in (f"/{request_id}", f"/{request_id}/letters/reply.docx"):
        refused = other.get(f"/requests{path}")
        assert refused.status_code == 403
        assert NAME not in refused.text
    data = {**token, "act": "draft", "kind": AnswerKind.NOT_HELD, "text": "没有"}
    sent = other.client.post(f"/desk/requests/{request_id}", data=data, follow_redirects=False)
    assert sent.status_code in (403, 409)
    assert registry.request(request_id).answer is None


def _token(visitor: Visitor) -> str:
    return hidden_fields(visitor.get("/delegations").text).get("form_token", "")


def test_a_form_from_elsewhere_and_one_of_another_act_change_nothing(visitor: Visitors, registry: Registry) -> None:
    request_id, clerk = registry.assigned(), visitor("user-clerk")
    before = registry.request(request_id)
    fields = hidden_fields(clerk.get(f"/requests/{request_id}").text, "draft")
    foreign = clerk.client.post(
        f"/desk/requests/{request_id}", data=fields, headers={"origin": "https://evil.example"}, follow_redirects=False
    )
    assert foreign.status_code == 403
    unknown = clerk.client.post(f"/desk/requests/{request_id}", data=fields | {"act": "eat"}, follow_redirects=False)
    assert unknown.status_code == 422
    long = clerk.client.post(
        f"/desk/requests/{request_id}", data=fields | {"text": "长" * 5000}, follow_redirects=False
    )
    assert long.status_code == 413
    assert registry.request(request_id) == before


def test_an_approval_sent_twice_or_for_another_answer_counts_once(visitor: Visitors, registry: Registry) -> None:
    request_id, head = registry.drafted(), visitor("user-unit-head")
    fields = hidden_fields(head.get(f"/requests/{request_id}").text, "decide") | {"verdict": "approve"}
    first = head.client.post(f"/desk/requests/{request_id}", data=fields, follow_redirects=False)
    again = head.client.post(f"/desk/requests/{request_id}", data=fields, follow_redirects=False)
    assert (first.status_code, again.status_code) == (303, 409)
    assert len(registry.request(request_id).approvals) == 1


def test_who_entered_a_request_sees_it_until_a_unit_has_it(visitor: Visitors, registry: Registry) -> None:
    other = visitor("user-other-clerk")
    request_id = registry.services.intake.enter(a_form(), Channel.FAX, registry.today, by=PersonId("other-clerk")).id
    assert other.get(f"/requests/{request_id}").status_code == 200
    registry.services.intake.confirm(request_id, registry.today, "电话", by=PersonId("office"))
    registry.services.handling.assign(request_id, "employment", by=PersonId("office"))
    assert other.get(f"/requests/{request_id}").status_code == 403


def test_a_returned_answer_stands_in_the_form_again(visitor: Visitors, registry: Registry) -> None:
    request_id = registry.drafted()
    assert send(visitor("user-unit-head"), request_id, "decide", verdict="return", reason="请写明页数") == 303
    page = visitor("user-clerk").get(f"/requests/{request_id}").text
    assert '<option value="disclosed" selected>' in page
    assert "随函提供汇总表一份。</textarea>" in page
    assert "请写明页数" in page


def test_a_letter_that_cannot_be_written_yet_says_why(visitor: Visitors, registry: Registry) -> None:
    request_id, clerk = registry.assigned(), visitor("user-clerk")
    early = clerk.get(f"/requests/{request_id}/letters/reply.docx")
    assert early.status_code == 409
    assert "还没有审批通过" in early.text
    assert clerk.get(f"/requests/{request_id}/letters/nothing.docx").status_code == 404


def test_a_letter_that_asks_for_an_opinion_is_there_before_it_is_sent(visitor: Visitors, registry: Registry) -> None:
    request_id, clerk = registry.assigned(), visitor("user-clerk")
    assert "letters/consultation-third_party.docx" in clerk.get(f"/requests/{request_id}").text
    letter = clerk.get(f"/requests/{request_id}/letters/consultation-third_party.docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(letter.content)).paragraphs)
    assert "＿＿＿" in text
    assert NAME not in text
