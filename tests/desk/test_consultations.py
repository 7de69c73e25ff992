"""公开征求意见 at the desk: the notice through its levels, comments as text, the report, what stops a decision."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from httpx import Response
from review_desk.consultation_acts import ACTS

from gongkai import consultation_words
from gongkai.term_words import stage_name
from records.domain.consultations.comments import Treatment
from records.domain.consultations.consultation import (
    ConsultationId,
    ConsultationState,
    OpinionVerdict,
    Phase,
)
from records.domain.consultations.terms import ConsultationDuty
from records.domain.document import DocumentId, PersonId
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.consultations.consultation_kit import CONTACT, NAME, PERSONAL, TEXT, Forum
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]
CHAIN = ("user-unit-head", "user-deputy", "user-head")
SCRIPT = "<script>alert(1)</script>"
NOTICE = {
    "title": f"《示例补贴办法》征求意见{SCRIPT}",
    "basis": "《示例条例》第三条",
    "explanation": f"{SCRIPT}标准需要调整",
    "opens_on": "2026-03-06",
    "closes_on": "2026-04-10",
    "email": "office@bureau.example",
}


@pytest.fixture
def forum(house: DeskHouse) -> Forum:
    house.office.clock.move_to(2026, 3, 2)
    return house.forum


def send(visitor: Visitor, consultation_id: str, act: str, **fields: str) -> Response:
    """Open the page, fill in the form of this act, send it."""
    page = visitor.get(f"/consultations/{consultation_id}")
    assert page.status_code == 200, page.text
    assert f'name="act" value="{act}"' in page.text, act
    data = hidden_fields(page.text, act) | fields
    return visitor.client.post(f"/desk/consultations/{consultation_id}", data=data, follow_redirects=False)


def test_every_kind_has_its_word() -> None:
    for table, kinds in (
        (consultation_words.STATE_NAMES, ConsultationState),
        (consultation_words.PHASE_NAMES, Phase),
        (consultation_words.VERDICT_NAMES, OpinionVerdict),
        (consultation_words.TREATMENT_NAMES, Treatment),
        (consultation_words.DUTY_NAMES, ConsultationDuty),
    ):
        assert set(table) == set(kinds)
    assert {duty.value: stage_name(duty) for duty in ConsultationDuty} == consultation_words.DUTY_NAMES


def test_a_draft_goes_all_the_way_to_its_report(visitor: Visitors, forum: Forum) -> None:
    clerk, clock = visitor("user-clerk"), forum.office.clock
    draft = forum.draft()
    assert f"/consultations/new?draft={draft}" in clerk.open(draft)
    form = clerk.get(f"/consultations/new?draft={draft}").text
    assert f'value="{draft}"' in form
    fields = hidden_fields(form) | NOTICE | {"draft": draft}
    refused = clerk.client.post("/desk/consultations/new", data=fields | {"basis": ""}, follow_redirects=False)
    assert refused.status_code == 422
    assert "请写明依据" in refused.text
    assert SCRIPT not in refused.text
    made = clerk.client.post("/desk/consultations/new", data=fields, follow_redirects=False)
    assert made.status_code == 303
    id_ = made.headers["location"].rsplit("/", 1)[1]

    for user in CHAIN:
        assert "待您审批" in visitor(user).get("/consultations").text
        assert send(visitor(user), id_, "decide", verdict="approve").status_code == 303
    clock.move_to(2026, 3, 10)
    comment = forum.comment(ConsultationId(id_), SCRIPT + TEXT)
    page = clerk.get(f"/consultations/{id_}").text
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert CONTACT in page
    assert send(clerk, id_, "opinion", wording="改为六十日", verdict="not_adopted", reason="").status_code == 422
    assert send(clerk, id_, "opinion", wording="改为六十日", verdict="not_adopted", reason="上位法").status_code == 303
    assert send(clerk, id_, "opinion", number="1", wording="延长", verdict="adopted").status_code == 303
    assert send(clerk, id_, "enter", text="来信的意见", received_on="2026-03-09").status_code == 303
    assert send(clerk, id_, "sort", comment=comment, treatment="1").status_code == 303
    letter = next(one.comment.id for one in read(forum, id_) if one.comment.id != comment)
    assert send(clerk, id_, "sort", comment=letter, treatment="repeated").status_code == 303
    assert "期限届满以后才能形成" in clerk.get(f"/consultations/{id_}").text

    clock.move_to(2026, 4, 13)
    page = clerk.get(f"/consultations/{id_}").text
    assert "共收到意见 2 条，其中重复的 1 条" in page
    report = clerk.get(f"/consultations/{id_}/report.docx")
    assert report.headers["content-disposition"].startswith("attachment")
    document = docx.Document(io.BytesIO(report.content))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "公开征求意见采纳情况" in text
    assert "采纳 1 条，部分采纳 0 条，未采纳 0 条" in text
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["1", "延长", "1", "采纳", "—"]
    assert not [secret for secret in (*PERSONAL, SCRIPT) if secret in text]

    published = forum.report()
    wrong = send(clerk, id_, "report", document=draft)
    assert wrong.status_code == 422
    assert "意见采纳情况栏目" in wrong.text
    assert send(clerk, id_, "report", document=f"http://host/documents/{published}").status_code == 303
    page = clerk.get(f"/consultations/{id_}").text
    assert 'value="opinion"' not in page
    assert "草案" in clerk.open(draft)
    assert "采纳情况" in clerk.open(published)


def read(forum: Forum, id_: str):
    return forum.services.desk.dossier(ConsultationId(id_), by=PersonId("clerk")).comments


def test_lists_and_levels_see_no_comment_and_strangers_nothing(
    visitor: Visitors, house: DeskHouse, forum: Forum
) -> None:
    id_ = forum.running()
    forum.office.clock.move_to(2026, 3, 10)
    forum.comment(id_)
    for path in ("/consultations", f"/consultations/{id_}"):
        page = visitor("user-head").get(path).text
        assert not [secret for secret in PERSONAL if secret in page]
    other = visitor("user-other-clerk")
    assert id_ not in other.get("/consultations").text
    for path in (f"/consultations/{id_}", f"/consultations/{id_}/report.docx"):
        refused = other.get(path)
        assert refused.status_code == 403
        assert NAME not in refused.text
    stranger = house.stranger()
    for path in ("", "/new", f"/{id_}", f"/{id_}/report.docx"):
        assert stranger.get(f"/desk/consultations{path}").status_code == 401
    for path in ("/new", f"/{id_}"):
        assert stranger.post(f"/desk/consultations{path}", data={}).status_code == 401


def test_each_act_is_refused_to_who_may_not_do_it(visitor: Visitors, forum: Forum) -> None:
    id_ = forum.running()
    before = forum.consultation(id_)
    head = visitor("user-unit-head")
    token = hidden_fields(visitor("user-unit-head").get("/delegations").text)["form_token"]
    filled = {
        **NOTICE,
        "form_token": token,
        "wording": "x",
        "reason": "y",
        "text": "z",
        "received_on": "2026-03-05",
        "document": before.draft_id,
        "comment": before.draft_id,
    }
    choices = {"decide": "approve", "opinion": "adopted"}
    for act in ACTS:
        data = filled | {"act": act, "verdict": choices.get(act, ""), "treatment": "repeated"}
        answer = head.client.post(f"/desk/consultations/{id_}", data=data, follow_redirects=False)
        assert answer.status_code in (403, 409), (act, answer.status_code)
    assert forum.consultation(id_) == before


def test_a_form_from_elsewhere_of_another_act_or_too_long_changes_nothing(visitor: Visitors, forum: Forum) -> None:
    id_, clerk = forum.running(), visitor("user-clerk")
    before = forum.consultation(id_)
    fields = hidden_fields(clerk.get(f"/consultations/{id_}").text, "cancel")
    path = f"/desk/consultations/{id_}"
    foreign = clerk.client.post(path, data=fields, headers={"origin": "https://evil.example"}, follow_redirects=False)
    assert foreign.status_code == 403
    assert clerk.client.post(path, data=fields | {"act": "eat"}).status_code == 422
    assert clerk.client.post(path, data=fields | {"text": "长" * 5000}).status_code == 413
    assert forum.consultation(id_) == before


def test_a_returned_notice_stands_in_its_form_again(visitor: Visitors, forum: Forum) -> None:
    id_ = forum.prepared()
    assert send(visitor("user-unit-head"), id_, "decide", verdict="return", reason="").status_code == 422
    assert send(visitor("user-unit-head"), id_, "decide", verdict="return", reason="依据不全").status_code == 303
    clerk = visitor("user-clerk")
    page = clerk.get(f"/consultations/{id_}").text
    assert "依据不全" in page
    assert "现行办法已经五年，补贴标准需要调整。</textarea>" in page
    assert "<b>1</b>征求意见待办" in clerk.get("/").text
    notice = NOTICE | {"title": "重写的标题"}
    assert send(clerk, id_, "prepare", **notice).status_code == 303
    assert forum.consultation(id_).notice.title == "重写的标题"


def test_it_is_made_longer_and_ended_by_who_handles_it(visitor: Visitors, forum: Forum) -> None:
    id_, clerk = forum.running(), visitor("user-clerk")
    assert send(clerk, id_, "extend", closes_on="2026-03-20").status_code == 422
    assert send(clerk, id_, "extend", closes_on="2026-04-20").status_code == 303
    assert "原定至 2026-04-01" in clerk.get(f"/consultations/{id_}").text
    assert send(clerk, id_, "cancel").status_code == 303
    assert "已终止" in clerk.get(f"/consultations/{id_}").text


def test_a_decision_that_lacks_its_report_says_so_and_is_not_approved(
    visitor: Visitors, office: Office, forum: Forum
) -> None:
    document_id, clerk = office.submit("关于印发示例补贴办法的通知"), visitor("user-clerk")
    needed = clerk.send(document_id, clerk.open(document_id), act="needs_consultation", reason="涉及补贴标准")
    assert needed.status_code == 303
    head = visitor("user-unit-head")
    sentence = "还没有关联征求意见稿的征求意见，不能同意"
    assert sentence in head.open(document_id)
    refused = head.decide(document_id, verdict="approve")
    assert refused.status_code == 422
    assert refused.text.count(sentence) == 2
    assert "needs_no_consultation" not in clerk.open(document_id)
    desk = visitor("user-office")
    assert desk.send(document_id, desk.open(document_id), act="needs_no_consultation", reason="").status_code == 422
    page = desk.open(document_id)
    assert desk.send(document_id, page, act="needs_no_consultation", reason="属于内部事务").status_code == 303
    assert head.decide(document_id, verdict="approve").status_code == 303


def test_a_decision_is_linked_at_the_desk(visitor: Visitors, office: Office, forum: Forum) -> None:
    id_, document_id, clerk = forum.running(), office.submit("决定"), visitor("user-clerk")
    assert send(clerk, id_, "decision", document="").status_code == 422
    assert send(clerk, id_, "decision", document=document_id).status_code == 303
    assert "还没有结束" in visitor("user-unit-head").open(document_id)
    assert 'value="unlink"' not in clerk.get(f"/consultations/{id_}").text
    assert send(visitor("user-office"), id_, "unlink").status_code == 303
    assert forum.consultation(id_).decision_id is None


def test_a_draft_that_is_none_is_refused_with_all_that_was_typed(visitor: Visitors, forum: Forum) -> None:
    clerk, ordinary = visitor("user-clerk"), forum.office.publish("关于示例事项的通知")
    fields = hidden_fields(clerk.get("/consultations/new").text) | NOTICE
    for draft in (ordinary, DocumentId("none")):
        answer = clerk.client.post("/desk/consultations/new", data=fields | {"draft": draft}, follow_redirects=False)
        assert answer.status_code == 422
        assert "《示例条例》第三条" in answer.text
