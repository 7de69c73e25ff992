"""The operators' page: who sees it, what it says, and taking files out of quarantine from there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from gongkai.seeing.alarms import ALARMS
from gongkai.seeing.survey import Store
from records.domain.document import DocumentId, PersonId
from records.domain.lifecycle import State
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]


@pytest.fixture
def broken(office: Office) -> list[DocumentId]:
    """Two documents that a missing program kept from being read, and one that is damaged."""
    found = [office.receive(name) for name in ("甲", "乙", "丙")]
    for document_id, code in zip(found, ("unsupported", "unsupported", "broken"), strict=True):
        office.intake.quarantine(document_id, code=code, message="本机没有安装 LibreOffice，不能读取。")
    return found


def send(visitor: Visitor, **fields: str) -> str:
    """Send a form of the page with these hidden fields, and follow to the page that it leads to."""
    token = hidden_fields(visitor.get("/operations").text)["form_token"]
    answer = visitor.client.post("/desk/operations", data={"form_token": token, **fields})
    return answer.text


@pytest.mark.parametrize("user", ["user-operator", "user-office"])
def test_operators_and_the_office_find_it_in_the_navigation(visitor: Visitors, user: str):
    assert "/desk/operations" in visitor(user).get("/").text
    assert visitor(user).get("/operations").status_code == 200


@pytest.mark.parametrize("user", ["user-clerk", "user-head", "user-officer", "user-duty"])
def test_nobody_else_sees_it(visitor: Visitors, user: str):
    for path in ("/operations", "/operations/runbook"):
        assert visitor(user).get(path).status_code == 403
    assert "/desk/operations" not in visitor(user).get("/").text


def test_an_operator_sees_counts_and_no_title_of_what_is_in_review(office: Office, visitor: Visitors):
    office.submit("关于示例事项的通知")
    page = visitor("user-operator").get("/operations").text
    assert "<dt>等待审查</dt><dd>1 件，最早自 2026-03-05 09:07</dd>" in page
    assert "示例事项" not in page


def test_all_is_well_is_said_too(visitor: Visitors):
    assert "没有报警" in visitor("user-operator").get("/operations").text


def test_each_alarm_says_what_to_do_and_leads_to_its_steps(house: DeskHouse, visitor: Visitors):
    house.index, house.parts = Store(3, 0, 2), {"scheduler": False}
    page = visitor("user-operator").get("/operations").text
    assert "紧急：检索中有不该公开的文件" in page
    assert "执行 gongkai reindex" in page
    for code in ("surplus_hits", "part_down"):
        assert f"/desk/operations/runbook#{code}" in page
    house.index = None
    assert "/desk/operations/runbook#search_down" in visitor("user-operator").get("/operations").text


def test_the_steps_of_every_alarm_can_be_linked_to(visitor: Visitors):
    page = visitor("user-operator").get("/operations/runbook").text
    for alarm in ALARMS:
        assert f'<h2 id="{alarm.code}">' in page


def test_one_file_is_read_again_on_record_under_the_operators_name(
    office: Office, house: DeskHouse, visitor: Visitors, broken: list[DocumentId]
):
    page = send(visitor("user-operator"), id=broken[0])
    assert "已把 1 件移出隔离" in page
    assert [office.document(each).state for each in broken] == [State.RECEIVED, *[State.QUARANTINED] * 2]
    last = office.desk.dossier(broken[0]).history[-1]
    assert (last.action, last.actor, last.role) == ("document:retried", "operator", "operator")
    assert house.runs == 1


def test_all_files_with_one_fault_are_read_again_at_once(office: Office, visitor: Visitors, broken: list[DocumentId]):
    assert "已把 2 件移出隔离" in send(visitor("user-operator"), code="unsupported")
    assert [office.document(each).state for each in broken] == [*[State.RECEIVED] * 2, State.QUARANTINED]


def test_without_airflow_the_file_is_out_and_the_page_says_when_it_is_read(
    house: DeskHouse, visitor: Visitors, broken: list[DocumentId]
):
    house.airflow_is_down = True
    assert "Airflow 没有应答" in send(visitor("user-operator"), id=broken[0])


def test_what_is_out_already_is_said(visitor: Visitors, broken: list[DocumentId]):
    send(visitor("user-office"), id=broken[0])
    assert "没有移出隔离的公文" in send(visitor("user-operator"), id=broken[0])


def test_others_cannot_send_the_form_either(office: Office, visitor: Visitors, broken: list[DocumentId]):
    from review_desk.security import form_token

    head = visitor("user-head")
    fields = {"form_token": form_token("user-head"), "id": broken[0]}
    assert head.client.post("/desk/operations", data=fields).status_code == 403
    assert office.document(broken[0]).state is State.QUARANTINED


def test_an_operator_cannot_read_the_document(office: Office, visitor: Visitors):
    document_id = office.submit("关于示例事项的通知", by=PersonId("clerk"))
    assert visitor("user-operator").get(f"/documents/{document_id}").status_code == 403
