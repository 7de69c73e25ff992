"""清单 at the desk: forms made of a kind's fields, tables with every fault named, who may do it; without script."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest

from records.domain.lists.catalogue import KINDS
from records.domain.lists.content import list_of
from records.domain.lists.kind import ListKind, Row
from tests.desk.visitors import DeskHouse, Visitor, hidden_fields
from tests.records.lists.list_kit import guide, hand_in, inspection, power, published
from tests.records.office_kit import Office

Visitors = Callable[[str], Visitor]
SCRIPT = "<script>alert(1)</script>"


def csv_of(kind: str, *rows: Row) -> bytes:
    fields = KINDS[kind].fields
    lines = [",".join(field.label for field in fields)]
    lines += [",".join(f'"{row.get(field.name, "")}"' for field in fields) for row in rows]
    return "\n".join(lines).encode("gb18030")


def upload(visitor: Visitor, kind: str, data: bytes | None, **fields: str) -> tuple[int, str, str]:
    """Import a table by the page's own form: status, text, address."""
    form = hidden_fields(visitor.get(f"/lists/{kind}").text) | {"unit": "employment", **fields}
    files = {"file": ("清单.csv", data, "text/csv")} if data is not None else {"file": ("", b"", "text/csv")}
    sent = visitor.client.post(f"/desk/lists/{kind}", data=form, files=files, follow_redirects=False)
    return sent.status_code, unescape(sent.text), sent.headers.get("location", "")


def typed(row: Row, **header: str) -> dict[str, str]:
    return {"unit": "employment"} | header | {f"field-{name}": value for name, value in row.items()}


def send(visitor: Visitor, kind: str, query: str, fields: dict[str, str]) -> tuple[int, str, str]:
    page = visitor.get(f"/lists/{kind}/new{query}")
    assert page.status_code == 200, page.text
    data = hidden_fields(page.text) | fields
    sent = visitor.client.post(f"/desk/lists/{kind}/new", data=data, follow_redirects=False)
    return sent.status_code, unescape(sent.text), sent.headers.get("location", "")


def test_a_table_is_imported_and_goes_to_review(visitor: Visitors, house: DeskHouse) -> None:
    clerk = visitor("user-clerk")
    status, text, address = upload(clerk, "powers", csv_of("powers", power(1), power(2)))
    assert status == 303, text
    assert address.startswith("/desk/documents/")
    page = clerk.client.get(address).text
    assert "<td>示例职权2</td>" in page
    assert house.woken == 1
    assert "权责清单" in visitor("user-unit-head").get("/").text
    listed = clerk.get("/lists/powers").text
    assert "第 1 次，2 项" in listed


def test_a_broken_table_takes_nothing_and_names_rows_and_columns(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    rows = [power(n, type="别的" if n % 2 else "行政检查") for n in range(1, 5)]
    status, text, _ = upload(clerk, "powers", csv_of("powers", *rows))
    assert status == 422
    assert "4 行中有 2 行有误" in text
    for row in (2, 4):
        assert f"第 {row} 行“职权类型”" in text
    with office.records(read_only=True) as work:
        assert work.documents.all() == []


@pytest.mark.parametrize(
    ("data", "said"),
    [(None, "请选择"), (b"%PDF-1.7\n", "只能导入"), (b"\xff\xff\xff", "文字编码"), ("机密★10年,\n".encode(), "密级")],
)
def test_what_is_no_table_is_said_at_the_form(visitor: Visitors, data: bytes | None, said: str) -> None:
    status, text, _ = upload(visitor("user-clerk"), "powers", data)
    assert status == 422
    assert said in text


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.id)
def test_the_form_of_a_kind_has_its_fields(visitor: Visitors, kind: ListKind) -> None:
    page = visitor("user-clerk").get(f"/lists/{kind.id}/new").text
    for field in kind.fields:
        assert f'<label for="field-{field.name}">{field.label}' in page
        assert all(f">{choice}</option>" in page for choice in field.choices)


def test_a_guide_is_entered_and_updated_by_its_form(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    status, text, _ = send(clerk, "service_guides", "", typed(guide(name=SCRIPT, hours="")))
    assert status == 422
    assert "办理时间”：必填，没有填写" in text
    assert SCRIPT not in clerk.get("/lists/service_guides/new").text
    status, text, address = send(clerk, "service_guides", "", typed(guide()))
    assert status == 303, text
    document_id = address.rsplit("/", 1)[1]
    filled = clerk.get(f"/lists/service_guides/new?of={document_id}").text
    assert "申请表\n身份证明</textarea>" in filled
    changed = typed(guide(fees="每件10元"))
    assert send(clerk, "service_guides", f"?of={document_id}", changed)[2] == address
    assert office.document(document_id).round == 2  # type: ignore[arg-type]


def test_reviewers_see_the_table_of_a_new_version_and_what_is_another(visitor: Visitors, office: Office) -> None:
    document_id = published(office, "powers", power(1), power(2))
    hand_in(office, "powers", power(1))
    page = visitor("user-unit-head").open(document_id)
    assert "重新审查：清单的新版本" in page
    assert "公众将看到的表" in page
    assert "<td>取消</td><td>示例职权2</td>" in page


def test_one_row_of_a_list_is_added_changed_and_taken_out(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    rows = f"/lists/powers/rows/{document_id}"
    header = {"name": "权责清单"}
    assert send(clerk, "powers", f"?of={document_id}", typed(power(3), **header))[0] == 303
    assert send(clerk, "powers", f"?of={document_id}&row=示-001", typed(power(1, code="示-009"), **header))[0] == 303
    page = clerk.get(rows).text
    assert [f"示-00{n}" in page for n in (1, 2, 3, 9)] == [False, True, True, True]
    repeated = send(clerk, "powers", f"?of={document_id}&row=示-009", typed(power(2), **header))
    assert (repeated[0], "清单中已有这一项" in repeated[1]) == (422, True)

    def take_out(key: str) -> int:
        token = {"form_token": hidden_fields(clerk.get(rows).text)["form_token"], "row": key}
        return clerk.client.post(f"/desk{rows}", data=token, follow_redirects=False).status_code

    assert take_out("示-002") == 303
    assert take_out("没有的") == 422
    assert "示-002" not in clerk.get(rows).text
    assert office.document(document_id).round == 4


def open_form(visitor: Visitor, kind: str, query: str) -> dict[str, str]:
    """The hidden fields of a form that somebody has open while others work."""
    page = visitor.get(f"/lists/{kind}/new{query}")
    assert page.status_code == 200, page.text
    return hidden_fields(page.text)


def post(visitor: Visitor, kind: str, data: dict[str, str]) -> tuple[int, str]:
    sent = visitor.client.post(f"/desk/lists/{kind}/new", data=data, follow_redirects=False)
    return sent.status_code, unescape(sent.text)


def test_two_people_change_different_rows_at_once_and_both_changes_stay(visitor: Visitors, office: Office) -> None:
    clerk, other = visitor("user-clerk"), visitor("user-office")
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    forms = [open_form(who, "powers", f"?of={document_id}&row=示-00{n}") for n, who in ((1, clerk), (2, other))]
    header = {"name": "权责清单"}
    assert post(other, "powers", forms[1] | typed(power(2, duties="他人的更新"), **header))[0] == 303
    assert post(clerk, "powers", forms[0] | typed(power(1, duties="我的更新"), **header))[0] == 303
    for number, said in ((1, "我的更新"), (2, "他人的更新")):
        assert said in clerk.get(f"/lists/powers/new?of={document_id}&row=示-00{number}").text


def test_the_same_row_changed_by_two_is_refused_to_the_later_one_and_named(visitor: Visitors, office: Office) -> None:
    clerk, other = visitor("user-clerk"), visitor("user-office")
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    query, header = f"?of={document_id}&row=示-001", {"name": "权责清单"}
    mine, theirs = open_form(clerk, "powers", query), open_form(other, "powers", query)
    assert post(other, "powers", theirs | typed(power(1, duties="他人的更新"), **header))[0] == 303
    status, text = post(clerk, "powers", mine | typed(power(1, duties="我的更新"), **header))
    assert status == 422
    assert "“示-001 示例职权1”：您打开页面以后，这一项已由他人登记、更新或者取消" in text
    assert "我的更新</textarea>" in text  # what was typed is still there to be copied
    assert post(clerk, "powers", mine | typed(power(1, duties="再来一次"), **header))[0] == 422
    assert "他人的更新</textarea>" in clerk.get(f"/lists/powers/new{query}").text
    assert office.document(document_id).round == 2


def test_an_import_keeps_what_others_changed_since_its_page_was_opened(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    seen = hidden_fields(clerk.get("/lists/powers").text)["seen"]
    hand_in(office, "powers", power(1), power(2, duties="他人的更新"))
    table = csv_of("powers", power(1, duties="表中的更新"), power(2), power(3))
    assert upload(clerk, "powers", table, seen=seen)[0] == 303
    rows = list_of(office.originals.read(office.document(document_id).original_sha256)).rows
    assert [row["duties"] for row in rows] == ["表中的更新", "他人的更新", power(3)["duties"]]
    status, text, _ = upload(clerk, "powers", csv_of("powers", power(1), power(2, duties="另一种")), seen=seen)
    assert (status, "示-002 示例职权2" in text) == (422, True)


def test_a_row_that_somebody_else_updated_is_not_taken_out(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    document_id = hand_in(office, "powers", power(1), power(2))[0].document_id
    address = f"/desk/lists/powers/rows/{document_id}"
    form = hidden_fields(clerk.client.get(address).text)
    hand_in(office, "powers", power(1), power(2, duties="他人的更新"))
    refused = clerk.client.post(address, data=form | {"row": "示-002"}, follow_redirects=False)
    assert (refused.status_code, "示-002 示例职权2" in unescape(refused.text)) == (422, True)
    assert clerk.client.post(address, data=form | {"row": "示-001"}, follow_redirects=False).status_code == 303


def test_two_who_update_one_guide_do_not_overwrite_each_other(visitor: Visitors, office: Office) -> None:
    """A list of one row each is one document each: the later one is refused."""
    clerk, other = visitor("user-clerk"), visitor("user-office")
    document_id = hand_in(office, "service_guides", guide())[0].document_id
    mine, theirs = (open_form(who, "service_guides", f"?of={document_id}") for who in (clerk, other))
    assert post(other, "service_guides", theirs | typed(guide(fees="每件10元")))[0] == 303
    assert post(clerk, "service_guides", mine | typed(guide(hours="全天")))[0] == 422


def test_results_need_a_name_and_a_day_that_is_not_to_come(visitor: Visitors) -> None:
    clerk = visitor("user-clerk")
    data = csv_of("random_inspections", inspection())
    status, text, _ = upload(clerk, "random_inspections", data, made_on="2027-01-01")
    assert status == 422
    assert "清单名称”：必填，没有填写" in text
    assert "晚于今天" in text
    assert upload(clerk, "random_inspections", data, name="2026年第1次抽查结果")[0] == 303


def test_a_table_of_many_documents_says_how_many_were_taken(visitor: Visitors) -> None:
    clerk = visitor("user-clerk")
    data = csv_of("service_guides", guide(), guide(code="示-G2", name="示例证明"))
    address = upload(clerk, "service_guides", data)[2]
    assert address == "/desk/lists/service_guides?taken=2"
    assert "已登记 2 件" in clerk.client.get(address).text


def test_templates_are_handed_out(visitor: Visitors) -> None:
    clerk = visitor("user-clerk")
    assert clerk.get("/lists/powers/template.csv").content.decode("utf-8-sig").startswith("事项编码,")
    assert clerk.get("/lists/powers/template.xlsx").content.startswith(b"PK")
    assert clerk.get("/lists/powers/template.exe").status_code == 404
    assert clerk.get("/lists/nothing").status_code == 404


@pytest.mark.parametrize("user", ["user-unit-head", "user-head", "user-duty", "user-officer"])
def test_who_keeps_no_lists_sees_none(visitor: Visitors, office: Office, user: str) -> None:
    document_id = hand_in(office, "powers", power())[0].document_id
    other = visitor(user)
    for path in ("", "/powers", "/powers/new", f"/powers/rows/{document_id}", "/powers/template.csv"):
        assert other.get(f"/lists{path}").status_code == 403
    assert ">清单</a>" not in other.get("/").text


def test_another_units_clerk_neither_sees_nor_changes_a_list(visitor: Visitors, office: Office) -> None:
    document_id = hand_in(office, "powers", power())[0].document_id
    other = visitor("user-other-clerk")
    assert document_id not in other.get("/lists/powers").text
    assert other.get(f"/lists/powers/rows/{document_id}").status_code == 403
    assert other.get(f"/lists/powers/new?of={document_id}").status_code == 403
    assert upload(other, "powers", csv_of("powers", power(2)))[0] == 403
    assert office.document(document_id).round == 1


def test_who_is_not_logged_in_comes_nowhere(house: DeskHouse) -> None:
    stranger = house.stranger()
    for path in ("", "/powers", "/powers/new", "/powers/template.csv", "/powers/rows/x"):
        assert stranger.get(f"/desk/lists{path}").status_code == 401
    for path in ("/powers", "/powers/new", "/powers/rows/x"):
        assert stranger.post(f"/desk/lists{path}", data={}).status_code == 401


def test_a_form_from_elsewhere_changes_nothing(visitor: Visitors, office: Office) -> None:
    clerk = visitor("user-clerk")
    fields = hidden_fields(clerk.get("/lists/powers/new").text) | typed(power())
    evil = {"origin": "https://evil.example"}
    assert clerk.client.post("/desk/lists/powers/new", data=fields, headers=evil).status_code == 403
    with office.records(read_only=True) as work:
        assert work.documents.all() == []
