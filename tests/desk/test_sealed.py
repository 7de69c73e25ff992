"""The confidentiality officer before a sealed file, and everybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from records.domain.document import DocumentId
from records.domain.lifecycle import State
from records.store.seals import open_box
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]

CONTENT = "机密★1年\n关于示例事项的通知"


@pytest.fixture
def sealed(office: Office) -> DocumentId:
    document_id = office.receive(CONTENT)
    office.sealing.seal(document_id)
    return document_id


def settle(visitor: Visitor, document_id: DocumentId, data: bytes | None = None, **fields: str):
    page = visitor.get(f"/documents/{document_id}").text
    files = {"file": ("通知.txt", data)} if data is not None else {"none": ("", b"")}
    token = {"form_token": hidden_fields(page)["form_token"]}
    return visitor.client.post(
        f"/desk/documents/{document_id}/box", data=token | fields, files=files, follow_redirects=False
    )


def test_the_officer_sees_what_is_sealed_by_its_id_alone(office: Office, visitor: Visitors, sealed: DocumentId):
    officer = visitor("user-officer")
    assert f'href="/desk/documents/{sealed}">{sealed}</a>' in officer.get("/").text
    page = officer.open(sealed)
    assert "下载密封件" in page
    assert "示例事项" not in page


def test_the_box_that_the_officer_fetches_opens_with_their_key(office: Office, visitor: Visitors, sealed: DocumentId):
    answer = visitor("user-officer").get(f"/documents/{sealed}/box")
    assert answer.headers["content-disposition"] == f'attachment; filename="{sealed}.sealed"'
    assert open_box(answer.content, office.keys.private).data == CONTENT.encode()
    assert office.actions(sealed)[-1] == "document:box_fetched"


def test_what_was_taken_away_is_gone_and_the_event_stays(office: Office, visitor: Visitors, sealed: DocumentId):
    officer = visitor("user-officer")
    answer = settle(officer, sealed, act="remove")
    assert answer.status_code == 303
    assert f"已记录。《{sealed}》现在是“已封存”。" in officer.client.get(answer.headers["location"]).text
    assert not office.vault.has(sealed)
    assert sealed not in officer.get("/").text
    assert "已经取走" in officer.open(sealed)
    assert office.actions(sealed)[-1] == "document:removed"


def test_a_false_alarm_is_handed_back(office: Office, visitor: Visitors, sealed: DocumentId):
    officer = visitor("user-officer")
    answer = settle(officer, sealed, CONTENT.encode(), act="hand_back", reason="是样例，不是密级标志")
    assert answer.status_code == 303
    assert f"已记录。《{sealed}》现在是“已接收”。" in officer.client.get(answer.headers["location"]).text
    document = office.document(sealed)
    assert (document.state, document.file_name, document.mark_ruled_out) == (State.RECEIVED, "通知.txt", True)
    assert office.originals.has(document.original_sha256)


@pytest.mark.parametrize(
    ("data", "reason", "sentence"),
    [
        (b"another file", "不是密件", "不是封存时的那一份"),
        (CONTENT.encode(), "", "请写明为什么不是密件"),
        (None, "不是密件", "请选择解封以后的文件"),
    ],
)
def test_a_hand_back_that_cannot_be_is_told_and_changes_nothing(
    office: Office, visitor: Visitors, sealed: DocumentId, data: bytes | None, reason: str, sentence: str
):
    answer = settle(visitor("user-officer"), sealed, data, act="hand_back", reason=reason)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert office.document(sealed).state is State.SEALED
    assert office.vault.has(sealed)


@pytest.mark.parametrize("user", ["head", "office", "clerk", "unit-head"])
def test_nobody_else_gets_the_box_or_settles_it(office: Office, visitor: Visitors, sealed: DocumentId, user: str):
    person = visitor(f"user-{user}")
    assert person.get(f"/documents/{sealed}/box").status_code == 403
    token = hidden_fields(person.get("/delegations").text).get("form_token", "")
    if not token:
        token = hidden_fields(person.open(office.submit(user)))["form_token"]
    answer = person.client.post(
        f"/desk/documents/{sealed}/box", data={"form_token": token, "act": "remove"}, files={"none": ("", b"")}
    )
    assert answer.status_code == 403
    assert office.vault.has(sealed)


def test_strangers_and_other_sites_are_refused(office: Office, visitor: Visitors, sealed: DocumentId):
    officer = visitor("user-officer")
    token = hidden_fields(officer.open(sealed))["form_token"]
    elsewhere = officer.client.post(
        f"/desk/documents/{sealed}/box",
        data={"form_token": token, "act": "remove"},
        headers={"origin": "http://elsewhere.example"},
    )
    assert elsewhere.status_code == 403
    stranger = DeskHouse(office).stranger()
    assert stranger.get(f"/desk/documents/{sealed}/box").status_code == 401
    assert stranger.post(f"/desk/documents/{sealed}/box").status_code == 401
    assert office.vault.has(sealed)
