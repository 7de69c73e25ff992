"""`gongkai rereview` and its outcomes, on real records, bundles and index: what citizens find, and what is left."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from bundles.format import Tombstone
from bundles.reader import Published
from gongkai.app import App
from gongkai.indexing import index_document
from gongkai.rereviewing import UnknownPerson, request
from gongkai.verifying import verify_all
from records.domain.document import DocumentId
from records.domain.errors import NotAllowed, NotFound, TransitionRefused
from records.domain.lifecycle import State
from records.domain.reading import Reading
from records.domain.review import Verdict
from search.engine import SearchQuery
from tests.gongkai.home import Home, approve_at_all_levels, decide, document_of

NOTICE, PHRASE = "01-失业保险金申领发放通知.docx", "失业保险金"
ARTICLE_15 = "《中华人民共和国政府信息公开条例》第十五条"
CORRECTED = "更正后的申领办法"


@dataclass(frozen=True)
class Live:
    """One document that is before the public, in a home of its own."""

    home: Home
    id: DocumentId

    def flag(self, app: App, account: str = "clerk-a", *, urgent: bool = True, document_id: str = "") -> int:
        asked = request(
            app,
            document_id or self.id,
            account=account,
            reason_kind="other",
            reason="疑似有误",
            urgent=urgent,
            door="cli",
        )
        return asked.round

    def found(self, app: App, words: str = PHRASE) -> int:
        return app.engine.search(SearchQuery(bureau=app.bureau.id, text=words)).total

    def current(self, app: App) -> Published | Tombstone | None:
        return app.bundles.current(app.bureau.id, self.id)

    def holds(self, words: str) -> list[str]:
        """The files of the public side, bundles and index, that hold these words in whatever packing they come."""
        public = self.home.folder / "public"
        return [str(path) for path in public.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


@pytest.fixture(scope="module")
def live_once(shared_home: Home, papers: Path) -> Live:
    """Made once; every test has a copy."""
    home = shared_home
    sheet = f"文件名,拟稿科室,拟稿人\n{NOTICE},社会保险科,示例经办员丙\n"
    (home.inbox / "dispatch.csv").write_text(sheet, encoding="utf-8")
    document_id = document_of(home.ingest(papers / NOTICE), NOTICE)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        assert app.publishing.publish_cleared(limit=10) == [document_id]
        app.deliver_outbox()
        published = Live(home, document_id)
        assert published.found(app) == 1
    return published


@pytest.fixture
def live(live_once: Live, tmp_path: Path) -> Live:
    return Live(live_once.home.copy_to(tmp_path / "home"), live_once.id)


def test_an_urgent_request_takes_page_and_search_result_off_before_the_command_ends(live: Live) -> None:
    done = live.home.command("rereview", live.id, "--reason", "疑似泄露", "--urgent", "--by", "clerk-a", "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer == {"document_id": live.id, "round": 2, "urgent": True, "public": False, "undelivered": 5}
    with live.home.open() as app:
        current = live.current(app)
        assert isinstance(current, Tombstone)
        assert (current.kind, current.reason) == ("suspended", "该公文正在重新审查，暂停公开。")
        assert live.found(app) == 0
        assert app.desk.dossier(live.id).document.state is State.IN_REVIEW
    assert live.holds(PHRASE) == []


def test_a_person_has_to_be_named_who_may_ask(live: Live) -> None:
    """Nobody in the bureau is called like the user of this machine."""
    done = live.home.command("rereview", live.id, "--reason", "疑似泄露", "--urgent")
    assert (done.returncode, len(done.stderr.splitlines())) == (65, 1)
    assert "--by" in done.stderr
    with live.home.open() as app:
        for account, refusal in (("nobody", UnknownPerson), ("", UnknownPerson), ("clerk-b", NotAllowed),
                                 ("insurance-head", NotAllowed), ("head", NotAllowed)):  # fmt: skip
            before = app.audit.head().sequence
            with pytest.raises(refusal):
                live.flag(app, account)
            assert app.audit.head().sequence == before + 1  # the attempt
        with pytest.raises(NotFound):
            live.flag(app, document_id="01ARZ3NDEKTSV4RRFFQ69G5FAV")
        assert isinstance(live.current(app), Published)
        assert live.found(app) == 1
        app.publishing.withdraw(live.id, by=_duty(app), reason="已失效")
        live.flag(app, "office-head", urgent=False)
        decide(app, live.id, Verdict.RETURN, reason="请核对")
        with pytest.raises(TransitionRefused):
            live.flag(app)


def test_restored_is_the_same_page_and_version(live: Live) -> None:
    with live.home.open() as app:
        before = live.current(app)
        live.flag(app)
        approve_at_all_levels(app, live.id)
        app.deliver_outbox()
        assert live.current(app) == before
        assert live.found(app) == 1
    assert verify_all(live.home.settings)["problems"] == []


def _corrected(reading: Reading) -> Reading:
    (page, *rest) = reading.pages
    changed = dataclasses.replace(page, text=page.text.replace(PHRASE, CORRECTED))
    attributes = {
        name: dataclasses.replace(each, value=each.value.replace(PHRASE, CORRECTED))
        if isinstance(each.value, str)
        else each
        for name, each in reading.attributes.items()
    }
    return dataclasses.replace(reading, pages=(changed, *rest), attributes=attributes, findings=())


@pytest.mark.parametrize("urgent", [True, False], ids=["suspended-meanwhile", "up-meanwhile"])
def test_corrected_is_a_new_version_that_says_so_and_leaves_nothing_of_the_old_one(live: Live, urgent: bool) -> None:
    with live.home.open() as app:
        live.flag(app, urgent=urgent)
        reading = app.desk.dossier(live.id).reading
        assert reading is not None
        app.intake.store_reading(live.id, _corrected(reading))
        app.deliver_outbox()
        assert live.found(app, CORRECTED) == 0  # nothing new before a full chain
        approve_at_all_levels(app, live.id)
        assert app.publishing.publish_cleared(limit=10) == [live.id]
        app.deliver_outbox()
        current = live.current(app)
        assert isinstance(current, Published)
        assert current.meta.version == 2
        (note,) = current.meta.corrections
        assert (note.version, note.at) == (1, current.meta.published_at)
        assert (live.found(app), live.found(app, CORRECTED)) == (0, 1)
    assert live.holds(PHRASE) == []
    folder = live.home.settings.bundles / app.bureau.id / live.id
    assert sorted(path.name for path in folder.iterdir()) == ["current.json", "v2"]
    assert verify_all(live.home.settings)["problems"] == []


@pytest.mark.parametrize("verdict", [Verdict.WITHHOLD, Verdict.ON_REQUEST])
def test_withdrawn_leaves_a_tombstone_with_date_and_reason_and_no_content(live: Live, verdict: Verdict) -> None:
    basis = ARTICLE_15 if verdict is Verdict.WITHHOLD else ARTICLE_15.replace("十五", "二十七")
    with live.home.open() as app:
        live.flag(app, urgent=False)
        decide(app, live.id, verdict, reason="只供内部查看的理由", legal_basis=basis)
        for _ in range(2):
            decide(app, live.id)
        app.publishing.publish_cleared(limit=10)
        app.deliver_outbox()
        current = live.current(app)
        assert isinstance(current, Tombstone)
        assert (current.kind, current.reason) == ("withdrawn", "经重新审查，该公文不再公开。")
        assert app.clock.now() - current.at < dt.timedelta(minutes=5)
        assert live.found(app) == 0
    for words in (PHRASE, "只供内部查看"):
        assert live.holds(words) == []
    assert verify_all(live.home.settings)["problems"] == []


def test_what_is_withdrawn_from_among_many_is_in_no_file_of_the_index(live: Live) -> None:
    """Engines merge documents into common files, and keep the bytes of those that were removed."""
    with live.home.open() as app:
        current = live.current(app)
        assert isinstance(current, Published)
        entry = index_document(app.bundles, current.meta, today=current.meta.published_at.date(), is_repealed=False)
        for number in range(12):
            neighbour = dataclasses.replace(entry, id=f"01ARZ3NDEKTSV4RRFFQ69G5F{number:02}", title="邻", body="居")
            app.engine.put([neighbour])
        assert app.public.index.forget_removed() is False
        app.publishing.withdraw(live.id, by=_duty(app), reason="已失效")
        app.deliver_outbox()
        assert live.found(app) == 0
        assert app.public.index.forget_removed() is True
    assert live.holds(PHRASE) == []


def _duty(app: App) -> str:
    return next(person.id for person in app.bureau.people if "duty_officer" in person.roles)
