"""Everything that people do at the review desk, in Airflow's own pages and by keyboard alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from gongkai.stack.airflow_environment import password_of
from records.domain.bureau import SHANGHAI
from records.domain.document import DocumentId
from records.domain.publication import PublicationStatus
from records.domain.review import Verdict
from samples.catalogue import Kind, Sample
from samples.make import content
from tests.stack.desk_keys import DeskKeys, chromium
from tests.stack.stack_kit import wait_for

LIST, RETURNED, WITHHELD, MARKED, UNKNOWN_UNIT = "键盘名单", "键盘退回", "键盘不予公开", "键盘密级", "键盘待定科室"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def papers(stack, notice, tmp_path_factory):
    """A list with three ID numbers, which has page pictures, and four plain notices; the office has to see the last."""
    printed = tmp_path_factory.mktemp("printed") / "list.pdf"
    printed.write_bytes(content(Sample("list.pdf", "public_post_list", Kind.PDF), 41))
    stack.hand_in(f"{LIST}.pdf", printed)
    for name in (RETURNED, WITHHELD, MARKED):
        stack.hand_in(f"{name}.docx", notice(name))
    stack.hand_in(f"{UNKNOWN_UNIT}.docx", notice(UNKNOWN_UNIT), unit="没有这个科")
    stack.run("ingest_documents")
    names = {LIST: "pdf", RETURNED: "docx", WITHHELD: "docx", MARKED: "docx", UNKNOWN_UNIT: "docx"}
    return {name: stack.document(f"{name}.{suffix}") for name, suffix in names.items()}


@pytest.fixture
def keys(stack, browser) -> Iterator[Callable[[str], DeskKeys]]:
    opened: list[DeskKeys] = []

    def log_in(person_id: str) -> DeskKeys:
        person = next(person for person in stack.app.bureau.people if person.id == person_id)
        password = password_of(stack.settings, person.airflow_user)
        opened.append(DeskKeys.log_in(browser, stack.settings.airflow_url, person.airflow_user, password))
        return opened[-1]

    yield log_in
    for one in opened:
        one.close()


def dossier(stack, document_id):
    return stack.app.desk.dossier(DocumentId(document_id))


def approve(desk: DeskKeys, document_id: str) -> None:
    desk.open(document_id)
    desk.choose("verdict", "approve")
    desk.send("form.decision button", "[role=status]")


def test_a_unit_head_corrects_takes_out_words_and_areas_and_approves(stack, papers, keys):
    desk, document_id = keys("insurance-head"), papers[LIST]
    desk.open(document_id)

    desk.enter("summary[aria-label='更正标题']")
    desk.type("#value-title", "关于公布示例名单的通知")
    desk.send("details[open].correct form button", "h1:has-text('关于公布示例名单的通知')")

    desk.send("form:has([value=redact]) button", "h2:has-text('已隐去（3）')")
    desk.type("#words", "社区保洁员")
    desk.send("form:has([value=redact]) button", "h2:has-text('已隐去（4）')")

    desk.enter("#page-1 details.picture summary")
    desk.tab_to("#page-1 .stage")
    desk.press("ArrowDown", "Shift+ArrowRight", "Enter")
    desk.send("#areas button", "h2:has-text('已隐去（5）')")

    desk.choose("verdict", "approve")
    desk.send("form.decision button", "[role=status]")
    found = dossier(stack, document_id)
    assert found.document.title == "关于公布示例名单的通知"
    assert found.reading is not None
    assert (len(found.reading.redactions), len(found.reading.areas)) == (4, 1)
    assert [(one.person, one.verdict) for one in found.decisions] == [("insurance-head", Verdict.APPROVE)]


def test_a_unit_head_returns_withholds_and_seals(stack, papers, keys):
    desk = keys("insurance-head")
    desk.open(papers[RETURNED])
    desk.choose("verdict", "return")
    desk.type("#reason", "请补充联系方式。")
    desk.send("form.decision button", "[role=status]")

    desk.open(papers[WITHHELD])
    desk.choose("verdict", "withhold")
    desk.type("#reason", "公开会影响正在进行的检查。")
    desk.type("#legal_basis", "《中华人民共和国政府信息公开条例》第十六条第二款")
    desk.send("form.decision button", "[role=status]")

    desk.open(papers[MARKED])
    desk.tick("form:has([value=seal]) input[name=urgent]")
    desk.send("form:has([value=seal]) button", "[role=status]")

    assert [stack.state(papers[name]) for name in (RETURNED, WITHHELD, MARKED)] == ["extracted", "in_review", "sealed"]
    assert dossier(stack, papers[WITHHELD]).decisions[0].verdict is Verdict.WITHHOLD


def test_the_officer_takes_a_sealed_file_away(stack, papers, keys):
    desk, document_id = keys("officer"), papers[MARKED]
    desk.follow(f"a[href$='{document_id}']")
    with desk.page.expect_download() as box:
        desk.enter("a[href$='/box']")
    assert box.value.path().stat().st_size > 0
    desk.tick("form:has([value=remove]) input[type=checkbox]")
    desk.send("form:has([value=remove]) button", "[role=status]")
    assert document_id in desk.frame.inner_text("[role=status]")
    assert not any(stack.settings.home.glob(f"sealed/**/*{document_id}*"))


def test_the_clerk_sends_what_came_back_into_review_again(stack, papers, keys):
    desk, document_id = keys("clerk-a"), papers[RETURNED]
    desk.open(document_id)
    desk.send("form:has([value=submit]) button", "[role=status]")
    assert (stack.state(document_id), dossier(stack, document_id).waiting.round) == ("in_review", 2)


def test_the_office_determines_unit_and_disclosure(stack, papers, keys):
    desk, document_id = keys("office-head"), papers[UNKNOWN_UNIT]
    desk.open(document_id)
    desk.choose("disclosure", "proactive")
    desk.pick("unit", "insurance")
    desk.send("form:has([value=determine]) button", "[role=status]")
    assert (stack.state(document_id), dossier(stack, document_id).document.unit) == ("in_review", "insurance")


def test_a_deputy_delegates_and_the_delegate_decides(stack, papers, keys):
    """The deputy in charge of another unit stands in: nobody decides twice in one round."""
    today = stack.app.desk.clock.now().astimezone(SHANGHAI).date()
    deputy = keys("deputy-b")
    deputy.follow("a[href$='/delegations']")
    deputy.pick("delegate", "deputy-a")
    deputy.date("input[name=start]", today)
    deputy.date("input[name=until]", today + dt.timedelta(days=1))  # midnight may be near
    deputy.send("form:has([value=make]) button", "table.list")

    approve(keys("deputy-a"), papers[LIST])
    assert [(one.person, one.acting_for) for one in dossier(stack, papers[LIST]).decisions][-1] == (
        "deputy-a",
        "deputy-b",
    )

    deputy.send("form:has([value=end]) button", "body:has-text('现在没有委托')")
    assert dossier(stack, papers[RETURNED]).waiting.holder("deputy-a") is None


def test_the_head_approves_and_the_clerk_takes_the_page_off_again(stack, papers, keys):
    document_id = papers[LIST]
    approve(keys("head"), document_id)
    wait_for("the page is public", lambda: stack.is_on_portal(document_id) and stack.is_in_index(document_id))

    desk = keys("clerk-a")
    desk.type("input[name=q]", "关于公布示例名单的通知")
    desk.follow("form[role=search] button")
    desk.follow(f"a[href$='{document_id}']")
    desk.pick("reason_kind", "personal_data")
    desk.type("#rereview-reason", "名单中还有电话。")
    desk.tick("form:has([value=rereview]) input[name=urgent]")
    desk.send("form:has([value=rereview]) button", "[role=status]")
    assert dossier(stack, document_id).versions[-1].status is PublicationStatus.SUSPENDED
    wait_for("the page is off", lambda: not stack.is_public(document_id))
