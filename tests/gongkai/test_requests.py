"""A request from the form to its answer and back, with the real parts; and nothing personal where it must not be."""

from __future__ import annotations

import logging
import re
import signal
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from gongkai import tasks
from gongkai.public_notices import furnish_public_side
from gongkai.status import read_status
from gongkai.submissions import take_submissions
from gongkai.verifying import verify_all
from portal.app import create_app
from records.domain.document import PersonId
from records.domain.requests.answer_rules import AnswerKind
from records.domain.requests.answers import DraftedAnswer
from records.domain.requests.lifecycle import RequestState
from records.domain.requests.request import RequestId
from search.open import open_engine
from tests.gongkai.dying_requests import MOMENTS
from tests.gongkai.home import Home

OFFICE, CLERK = PersonId("office-head"), PersonId("clerk-b")
CHAIN = (PersonId("employment-head"), PersonId("deputy-a"), PersonId("head"))
FIELDS = {
    "applicant": "natural_person",
    "name": "示例申请人甲",
    "identity_kind": "resident_id",
    "identity_number": "TEST-37000-1",
    "phone": "000-12345678",
    "description": "2025年职业技能培训补贴发放汇总表",
    "delivery": "inspection",
}
ANSWER = "请于工作日到本机关查阅汇总表"
PERSONAL = (FIELDS["name"], FIELDS["identity_number"], FIELDS["phone"], FIELDS["description"], ANSWER)


@pytest.fixture
def site(home: Home) -> Iterator[TestClient]:
    """The portal of this home, furnished as the first start does it."""
    with home.open() as app:
        app.engine.ids(app.bureau.id)
        furnish_public_side(app)
        bureau = app.bureau
    settings = home.settings
    settings.dropbox.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.search_url, read_only=True)
    with TestClient(create_app(settings.bundles, engine, bureau.id, bureau.name, dropbox=settings.dropbox)) as client:
        yield client
    engine.close()


def apply(site: TestClient) -> dict[str, str]:
    answer = site.post("/requests/new", data=FIELDS)
    assert answer.status_code == 201, answer.text
    receipt, secret = re.findall(r'<span class="receipt[^"]*">([^<]+)</span>', answer.text)
    return {"receipt": receipt, "secret": secret}


def run_task(home: Home, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What the DAG runs every ten minutes."""
    for name, value in home.variables.items():
        monkeypatch.setenv(name, value)
    return tasks.take_submissions()


def answer_it(home: Home, request_id: RequestId) -> None:
    with home.open() as app:
        services, today = app.requests, app.requests.book.today
        services.intake.confirm(request_id, today, "电话确认", by=OFFICE)
        services.handling.assign(request_id, "employment", by=OFFICE)
        drafted = DraftedAnswer(AnswerKind.DISCLOSED, ANSWER, supplied_as="inspection")
        answer = services.answering.draft(request_id, drafted, by=CLERK).answer
        assert answer is not None
        for person in CHAIN:
            services.answering.decide(request_id, approves=True, seen=answer.hash, by=person)
        services.answering.deliver(request_id, today, "当面查阅", by=CLERK)


def test_a_request_goes_in_once_is_answered_and_the_citizen_sees_it(
    home: Home, site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = apply(site)
    assert site.post("/requests/status", data=ticket).status_code == 404
    (box,) = home.settings.dropbox.iterdir()
    copy = box.read_bytes()
    others = {"erased": 0, "consultations": 0, "erased_comments": 0, "mails": 0, "mails_left": 0}
    assert run_task(home, monkeypatch) == {"taken": 1, "known": 0, "unusable": 0, "told": 1, **others}
    box.write_bytes(copy)  # a run that was killed before it removed the box, or somebody who replays it
    assert run_task(home, monkeypatch) == {"taken": 0, "known": 1, "unusable": 0, "told": 0, **others}
    assert "工作人员将与您确认" in site.post("/requests/status", data=ticket).text

    answer_it(home, RequestId(ticket["receipt"]))
    assert run_task(home, monkeypatch)["told"] == 1
    shown = site.post("/requests/status", data=ticket).text
    assert "已答复" in shown
    assert not [secret for secret in PERSONAL if secret in shown]


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_taker_killed_at_this_moment_has_taken_and_told_once_in_the_end(
    home: Home, site: TestClient, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    ticket = apply(site)
    assert home.start(["-m", "tests.gongkai.dying_requests", moment]).wait() == -signal.SIGKILL
    run_task(home, monkeypatch)
    with home.open() as app:
        (listed,) = app.requests.desk.listed_for(OFFICE)
        with app.requests.book.open_work(read_only=True) as work:
            actions = [entry.action for entry in work.audit.entries(ticket["receipt"])]
    assert listed.request.id == ticket["receipt"]
    assert actions == ["request:taken"]
    assert list(home.settings.dropbox.iterdir()) == []
    assert "工作人员将与您确认" in site.post("/requests/status", data=ticket).text


def test_nothing_personal_lies_anywhere_in_the_clear(
    home: Home, site: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a log, the records, the audit chain, the bundles or the index: no file of this home names them."""
    caplog.set_level(logging.DEBUG)
    ticket = apply(site)
    counts = run_task(home, monkeypatch)
    answer_it(home, RequestId(ticket["receipt"]))
    counts |= run_task(home, monkeypatch)
    with home.open() as app:
        dossier = app.requests.desk.dossier(RequestId(ticket["receipt"]), by=OFFICE)
    assert dossier.content is not None
    assert dossier.content.requester.name == FIELDS["name"]

    assert all(isinstance(value, int) for value in counts.values())
    assert not [secret for secret in (*PERSONAL, ticket["secret"]) if secret in caplog.text]
    for path in (path for path in home.folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for secret in PERSONAL:
            assert secret.encode() not in data, path.name
            assert secret.encode("unicode_escape") not in data, path.name


def test_a_record_is_put_right_end_to_end_and_nothing_personal_lies_in_the_clear(
    home: Home, site: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Article 41: from the portal's form through the drop box to an approved, delivered answer on the status page."""
    caplog.set_level(logging.DEBUG)
    claimed = {"claim": "参保起始月份2019年3月", "evidence": "示例公司的缴费凭证", "delivery": "paper_collected"}
    answer = site.post("/requests/rectification", data=FIELDS | claimed)
    assert answer.status_code == 201, answer.text
    receipt, secret = re.findall(r'<span class="receipt[^"]*">([^<]+)</span>', answer.text)
    assert run_task(home, monkeypatch)["taken"] == 1
    with home.open() as app:
        services, today, request_id = app.requests, app.requests.book.today, RequestId(receipt)
        services.intake.confirm(request_id, today, "电话确认，核对证件和凭证", by=OFFICE)
        services.handling.assign(request_id, "employment", by=OFFICE)
        drafted = DraftedAnswer(AnswerKind.RECTIFIED, "已更正为2019年3月。")
        made = services.answering.draft(request_id, drafted, by=CLERK).answer
        assert made is not None
        for person in CHAIN:
            services.answering.decide(request_id, approves=True, seen=made.hash, by=person)
        services.answering.deliver(request_id, today, "窗口签收", by=CLERK)
    run_task(home, monkeypatch)
    assert "已答复" in site.post("/requests/status", data={"receipt": receipt, "secret": secret}).text

    named = (FIELDS["name"], FIELDS["identity_number"], claimed["claim"], claimed["evidence"], drafted.text)
    assert not [word for word in named if word in caplog.text]
    for path in (path for path in home.folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        assert not [word for word in named if word.encode() in data or word.encode("unicode_escape") in data], path.name


def test_operators_see_counts_and_what_is_on_record_verifies(
    home: Home, site: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = apply(site)
    run_task(home, monkeypatch)
    assert read_status(home.settings)["requests"] == {"open": 1, "overdue": 0, "uncountable": 0}
    answer_it(home, RequestId(ticket["receipt"]))
    assert verify_all(home.settings)["problems"] == []


def test_a_portal_whose_clock_runs_ahead_puts_no_request_into_days_to_come(home: Home, site: TestClient) -> None:
    apply(site)
    with home.open() as app:
        take_submissions(app)
        (listed,) = app.requests.desk.listed_for(OFFICE)
        assert listed.request.arrived_on <= app.requests.book.today
        assert listed.request.state is RequestState.UNCONFIRMED


def test_the_portal_prints_what_the_bureau_says_of_itself(site: TestClient) -> None:
    text = site.get("/requests").text
    for told in ("示例区人力资源和社会保障局办公室", "示例区示例路1号", "示例区人民法院"):
        assert told in text
