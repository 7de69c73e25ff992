"""`gongkai rescreen`: what an earlier rule overlooked is found in what is public, once, and looked at again."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from docx import Document

from bundles.format import Tombstone
from bundles.reader import Published
from gongkai import rescreening
from gongkai.app import App
from gongkai.rescreening import RescreenCounts, rescreen_all
from gongkai.verifying import verify_all
from processors.screening.words import Words
from records.domain.document import DocumentId
from records.domain.lifecycle import State
from records.domain.outbox import OutboxKind
from records.domain.reading import Finding, Reading
from search.engine import SearchQuery
from tests.gongkai.home import Home, approve_at_all_levels, document_of

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PAPERS = {"安静": "本次培训不收取费用。", "手机": "经办人手机 13812345678。", "身份证": "身份证号 {number}。"}


def _number() -> str:
    """A resident ID number of a region that is not assigned, with its check digit (GB 11643-1999)."""
    body = "379999" + "19900101" + "123"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True)) % 11]


@dataclasses.dataclass(frozen=True)
class Old:
    """Three documents that were published before a rule found anything in them."""

    home: Home
    ids: dict[str, DocumentId]

    def page(self, app: App, name: str) -> Published | Tombstone | None:
        return app.bundles.current(app.bureau.id, self.ids[name])

    def state(self, app: App, name: str) -> State:
        return app.desk.dossier(self.ids[name]).document.state


@pytest.fixture(scope="module")
def old_once(shared_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Old:
    """Made once; every test has a copy."""
    home, folder = shared_home, tmp_path_factory.mktemp("old")
    rows, paths = ["文件名,拟稿科室,拟稿人"], []
    for name, sentence in PAPERS.items():
        paper = Document()
        for line in (f"示例区人力资源和社会保障局关于{name}有关事项的通知", "各有关单位：",
                     sentence.format(number=_number()), "（此件主动公开）"):  # fmt: skip
            paper.add_paragraph(line)
        paths.append(folder / f"{name}.docx")
        paper.save(str(paths[-1]))
        rows.append(f"{name}.docx,社会保险科,示例经办员丙")
    (home.inbox / "dispatch.csv").write_text("\n".join(rows), encoding="utf-8")
    ledger = home.ingest(*paths)
    ids = {name: document_of(ledger, f"{name}.docx") for name in PAPERS}
    with home.open() as app:
        for document_id in ids.values():
            _forget_findings(app, document_id)
            approve_at_all_levels(app, document_id)
        assert len(app.publishing.publish_cleared(limit=10)) == len(PAPERS)
        app.deliver_outbox()
    return Old(home, ids)


@pytest.fixture
def old(old_once: Old, tmp_path: Path) -> Old:
    return Old(old_once.home.copy_to(tmp_path / "home"), old_once.ids)


def _forget_findings(app: App, document_id: DocumentId) -> None:
    """Leave on record what a reader without today's rules had left there."""
    with app.intake.open_work() as work:
        content = work.documents.get(document_id).content_hash or ""
        reading = work.readings.get(document_id, content)
        work.readings.put(document_id, content, dataclasses.replace(reading, findings=()))
        work.commit()


def _found(app: App, words: str) -> int:
    return app.engine.search(SearchQuery(bureau=app.bureau.id, text=words)).total


def test_new_findings_open_a_review_each_and_what_blocks_is_off_at_once(old: Old) -> None:
    done = old.home.command("rescreen", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "published": 3,
        "screened": 3,
        "documents_with_new": 2,
        "new_findings": 2,
        "rereviews": 2,
        "suspended": 1,
        "failed": 0,
    }
    assert "3/3" in done.stderr
    assert _number() not in done.stderr + done.stdout
    with old.home.open() as app:
        assert [old.state(app, name) for name in PAPERS] == [State.PUBLISHED, State.IN_REVIEW, State.IN_REVIEW]
        assert isinstance(old.page(app, "手机"), Published)
        assert isinstance(old.page(app, "身份证"), Tombstone)
        assert _found(app, "身份证号") == 0
        reading = app.desk.dossier(old.ids["身份证"]).reading
        assert reading is not None
        assert [(finding.kind, finding.text) for finding in reading.findings] == [("resident_id", _number())]
        opened = {row.message.document_id for row in app.overview.undelivered() if row.message.round == 2}
        assert opened == {old.ids["手机"], old.ids["身份证"]}
        before = app.audit.head()
    assert verify_all(old.home.settings)["problems"] == []
    again = rescreen_all(old.home.settings, lambda _number, _total: None)
    # The suspended page is before nobody; the other one is, and what is found in it is known.
    assert again == RescreenCounts(published=2, screened=2)
    with old.home.open() as app:
        assert app.audit.head() == before


class _Killed(BaseException):
    """Stands for SIGKILL: nothing between here and the end of the process runs."""


def test_killed_after_a_document_the_next_run_does_the_rest(old: Old) -> None:
    seen: list[tuple[int, int]] = []

    def die(number: int, total: int) -> None:
        seen.append((number, total))
        if number == 2:
            raise _Killed

    with pytest.raises(_Killed):
        rescreen_all(old.home.settings, die)
    assert seen == [(1, 3), (2, 3)]
    rescreen_all(old.home.settings, lambda _number, _total: None)
    with old.home.open() as app:
        assert [old.state(app, name) for name in PAPERS] == [State.PUBLISHED, State.IN_REVIEW, State.IN_REVIEW]
        assert isinstance(old.page(app, "身份证"), Tombstone)
        rounds = [len(app.desk.dossier(document_id).rounds) for document_id in old.ids.values()]
        assert rounds == [1, 2, 2]
    assert verify_all(old.home.settings)["problems"] == []


def test_killed_between_record_and_delivery_the_next_run_takes_the_page_off(
    old: Old, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_app: App, *, limit: int = 500, document_id: DocumentId | None = None) -> None:
        raise _Killed

    with monkeypatch.context() as killed:
        killed.setattr(App, "deliver_outbox", die)
        with pytest.raises(_Killed):
            rescreen_all(old.home.settings, lambda _number, _total: None)
    with old.home.open() as app:
        assert isinstance(old.page(app, "身份证"), Published)
        assert OutboxKind.TOMBSTONE in {row.message.kind for row in app.overview.undelivered()}
    rescreen_all(old.home.settings, lambda _number, _total: None)
    with old.home.open() as app:
        assert isinstance(old.page(app, "身份证"), Tombstone)


def test_a_document_that_cannot_be_screened_costs_itself_alone(old: Old, monkeypatch: pytest.MonkeyPatch) -> None:
    findings_in = rescreening.findings_in

    @contextmanager
    def stumbling() -> Iterator[None]:
        def screen(reading: Reading, words: Words | None) -> tuple[Finding, ...]:
            if "手机" in reading.pages[0].text:
                raise RuntimeError
            return findings_in(reading, words)

        with monkeypatch.context() as patched:
            patched.setattr(rescreening, "findings_in", screen)
            yield

    with stumbling():
        counts = rescreen_all(old.home.settings, lambda _number, _total: None)
    assert (counts.screened, counts.failed, counts.rereviews) == (2, 1, 1)
