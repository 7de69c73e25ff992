"""A draft from its publication to the decision made of it, with the real parts; comments are nowhere in the clear."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from starlette.testclient import TestClient

from gongkai import tasks
from gongkai.adoption_report import adoption_docx
from gongkai.app import App
from gongkai.public_notices import furnish_public_side
from gongkai.verifying import verify_all
from portal.app import create_app
from records.domain.consultations.comments import CommentId, Treatment
from records.domain.consultations.consultation import ConsultationId, Notice, OpinionVerdict
from records.domain.document import DocumentId, PersonId
from records.domain.errors import DecisionRefused
from records.domain.review import DecisionRequest, Verdict
from search.open import open_engine
from tests.gongkai.home import Home, approve_at_all_levels, decide, document_of
from tests.records.office_kit import SetClock

CLERK, OFFICE = PersonId("clerk-b"), PersonId("office-head")
CHAIN = (PersonId("employment-head"), PersonId("deputy-a"), PersonId("head"))
COMMENT = {"text": "第三条的期限建议改为六十日，否则来不及准备材料", "name": "示例群众甲", "contact": "000-12345678"}
PERSONAL = tuple(COMMENT.values())
SHEET = '{"拟稿科室": "就业促进科", "公开属性": "主动公开"%s}'


@dataclass
class Town:
    home: Home
    site: TestClient
    clock: SetClock

    def publish(self, app: App, path: Path) -> DocumentId:
        """Hand a file in with its sheet, approve it, publish it."""
        document_id = self.submit(path)
        approve_at_all_levels(app, document_id)
        app.publishing.publish(document_id)
        app.outbox.deliver(runs=_NoRuns(), public=app.public)
        return document_id

    def submit(self, path: Path, more: str = "") -> DocumentId:
        sheet = path.with_name(f"{path.name}.json")
        sheet.write_text(SHEET % more, encoding="utf-8")
        return document_of(self.home.ingest(sheet, path), path.name)

    def page(self, path: str) -> str:
        answer = self.site.get(path)
        assert answer.status_code == 200, answer.text
        return answer.text


class _NoRuns:
    """Airflow does not run here; nobody has to be woken."""

    def open(self, document_id: DocumentId, round: int) -> None: ...  # noqa: A002
    def wake(self, document_id: DocumentId, round: int, step: int) -> None: ...  # noqa: A002


@pytest.fixture
def town(home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Town]:
    """One clock for the inside and the portal."""
    clock = SetClock()
    clock.move_to(2026, 3, 2)
    monkeypatch.setattr("gongkai.app.SystemClock", lambda: clock)
    monkeypatch.setattr("portal.clock.now", clock.now)
    monkeypatch.setattr("portal.consultation_pages.now", clock.now)
    for name, value in home.variables.items():
        monkeypatch.setenv(name, value)
    with home.open() as app:
        app.engine.ids(app.bureau.id)
        furnish_public_side(app)
        bureau = app.bureau
    settings = home.settings
    settings.dropbox.mkdir(parents=True, exist_ok=True)
    engine = open_engine(settings.search_url, read_only=True)
    with TestClient(create_app(settings.bundles, engine, bureau.id, bureau.name, dropbox=settings.dropbox)) as site:
        yield Town(home, site, clock)
    engine.close()


def paper(folder: Path, name: str, title: str) -> Path:
    """A document with nothing in it that anybody has to look at."""
    document = docx.Document()
    for text in (title, "第一条　本办法适用于示例区。", "示例区人力资源和社会保障局", "2026年3月1日"):
        document.add_paragraph(text)
    document.save(str(folder / name))
    return folder / name


def consulted(town: Town, app: App, folder: Path) -> ConsultationId:
    """A published draft before the public, from tomorrow on for thirty days."""
    draft = town.publish(app, paper(folder, "draft.docx", "关于《示例补贴办法（征求意见稿）》公开征求意见的公告"))
    today = app.consultations.book.today
    notice = Notice(
        title="《示例补贴办法（征求意见稿）》公开征求意见",
        basis="《示例条例》第三条",
        explanation="现行办法已经五年。",
        opens_on=today.replace(day=3),
        closes_on=today.replace(month=4, day=1),
        email="office@bureau.example",
    )
    preparing = app.consultations.preparing
    id_ = preparing.prepare(draft, notice, by=CLERK).id
    tasks.take_submissions()
    assert "现在没有公开征求意见的草案" in town.page("/consultations")
    for person in CHAIN:
        with app.consultations.book.open_work(read_only=True) as work:
            seen = work.consultations.get(id_).notice_hash
        preparing.decide(id_, approves=True, seen=seen, by=person)
    return id_


def send(town: Town, id_: ConsultationId) -> CommentId:
    answer = town.site.post(f"/consultations/{id_}/comment", data=COMMENT)
    assert answer.status_code == 201, answer.text
    (receipt,) = re.findall(r'<span class="receipt">([^<]+)</span>', answer.text)
    return CommentId(receipt)


def test_a_draft_goes_to_the_public_and_comes_back_as_a_decision(town: Town, tmp_path: Path) -> None:
    with town.home.open() as app:
        id_ = consulted(town, app, tmp_path)
        assert tasks.take_submissions()["consultations"] == 1
        assert "请到时再提交" in town.site.post(f"/consultations/{id_}/comment", data=COMMENT).text
        town.clock.move_to(2026, 3, 10)
        comment_id = send(town, id_)
        (box,) = town.home.settings.dropbox.iterdir()
        copy = box.read_bytes()
        assert tasks.take_submissions()["taken"] == 1
        box.write_bytes(copy)  # a run that was killed before it removed the box, or somebody who replays it
        assert tasks.take_submissions()["known"] == 1

        decision = town.submit(paper(tmp_path, "decision.docx", "关于印发示例补贴办法的通知"), ', "公开征求意见": "是"')
        assert refusal(app, decision) == "no_consultation"
        linking, moderating = app.consultations.linking, app.consultations.moderating
        linking.link_decision(id_, decision, by=CLERK)
        assert refusal(app, decision) == "consultation_running"

        town.clock.move_to(2026, 4, 2)
        assert town.site.post(f"/consultations/{id_}/comment", data=COMMENT).status_code == 409
        moderating.write_opinion(id_, "期限改为六十日", OpinionVerdict.PARTLY, "改为四十五日", by=CLERK)
        moderating.sort(id_, comment_id, Treatment.GROUPED, opinion=1, by=CLERK)
        assert refusal(app, decision) == "no_adoption_report"
        report = tmp_path / "report.docx"
        made = moderating.report(id_, by=CLERK)
        report.write_bytes(adoption_docx(made, app.bureau.name, town.clock.now(), app.consultations.book.today))
        report_id = town.publish(app, report)
        linking.link_report(id_, report_id, by=CLERK)
        approve_at_all_levels(app, decision)
        app.publishing.publish(decision)
        app.outbox.deliver(runs=_NoRuns(), public=app.public)
    tasks.take_submissions()

    draft_id = re.findall(r'href="/d/(\w+)">阅读草案', town.page(f"/consultations/{id_}"))[0]
    pages = {each: town.page(f"/d/{each}") for each in (draft_id, report_id, decision)}
    for each, page in pages.items():
        assert all(f'href="/d/{other}"' in page for other in pages if other != each)
    assert "期限改为六十日" in pages[report_id]
    assert "/columns/adoption" in pages[report_id]
    assert verify_all(town.home.settings)["problems"] == []


def refusal(app: App, document_id: DocumentId) -> str:
    with pytest.raises(DecisionRefused) as refused:
        decide(app, document_id)
    return refused.value.code


def test_airflows_door_leads_to_the_same_lock(town: Town, tmp_path: Path) -> None:
    decision = town.submit(paper(tmp_path, "decision.docx", "关于印发示例补贴办法的通知"), ', "公开征求意见": "是"')
    with town.home.open() as app:
        waiting = app.review.waiting_step(decision)
        assert waiting is not None
        person = waiting.assignees[0].id
        app.review.note_view(decision, person, waiting.content_hash)
        request = DecisionRequest(
            document_id=decision,
            round=waiting.round,
            step=waiting.step,
            content_hash=waiting.content_hash,
            verdict=Verdict.APPROVE,
            person=person,
            door="airflow",
        )
        with pytest.raises(DecisionRefused) as refused:
            app.review.record(request)
    assert refused.value.code == "no_consultation"


def test_nothing_of_a_comment_lies_anywhere_in_the_clear(
    town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in a log, the records, the audit chain, the bundles or the index: no file of this home has it."""
    caplog.set_level(logging.DEBUG)
    with town.home.open() as app:
        id_ = consulted(town, app, tmp_path)
        tasks.take_submissions()
        town.clock.move_to(2026, 3, 10)
        send(town, id_)
        counts = tasks.take_submissions()
        (read,) = app.consultations.desk.dossier(id_, by=OFFICE).comments
    assert read.content is not None
    assert read.content.name == COMMENT["name"]
    assert all(isinstance(value, int) for value in counts.values())
    assert not [secret for secret in PERSONAL if secret in caplog.text]
    for path in (path for path in town.home.folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        for secret in PERSONAL:
            assert secret.encode() not in data, path.name
            assert secret.encode("unicode_escape") not in data, path.name


def test_what_is_past_its_term_is_erased_by_the_same_task(town: Town, tmp_path: Path) -> None:
    with town.home.open() as app:
        id_ = consulted(town, app, tmp_path)
        tasks.take_submissions()
        town.clock.move_to(2026, 3, 10)
        send(town, id_)
        tasks.take_submissions()
        town.clock.move_to(2029, 4, 10)
        assert tasks.take_submissions()["erased_comments"] == 1
        (read,) = app.consultations.desk.dossier(id_, by=OFFICE).comments
    assert read.content is None


def test_a_draft_that_is_taken_down_takes_its_consultation_with_it(town: Town, tmp_path: Path) -> None:
    with town.home.open() as app:
        id_ = consulted(town, app, tmp_path)
        tasks.take_submissions()
        assert "现行办法已经五年" in town.page(f"/consultations/{id_}")
        with app.consultations.book.open_work(read_only=True) as work:
            draft = work.consultations.get(id_).draft_id
        app.publishing.withdraw(draft, by=OFFICE, reason="有误")
        app.outbox.deliver(runs=_NoRuns(), public=app.public)
    assert town.site.get(f"/consultations/{id_}").status_code == 404
    assert town.site.post(f"/consultations/{id_}/comment", data=COMMENT).status_code == 404
    assert town.site.get("/api/v1/consultations").json() == []
