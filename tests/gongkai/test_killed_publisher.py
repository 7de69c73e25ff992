"""kill -9 of the publisher: delivering again publishes, and publishes once."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from bundles.reader import Published
from gongkai.verifying import verify_all
from records.domain.document import DocumentId
from records.domain.lifecycle import State
from tests.gongkai.dying import MOMENTS
from tests.gongkai.home import Home, approve_at_all_levels, document_of

NOTICE = "01-失业保险金申领发放通知.docx"
LETTER = "02-人大代表建议答复函.docx"
SHEETS = f"文件名,拟稿科室,公开属性\n{NOTICE},社会保险科,\n{LETTER},就业促进科,主动公开\n"
#: What a task of publish_documents runs.
PUBLISH = "from gongkai.tasks import publish_batch; publish_batch(limit=10)"


@pytest.fixture(scope="module")
def cleared_once(shared_home: Home, papers: Path) -> tuple[Home, list[DocumentId]]:
    """Two documents that every level approved; made once, every test has a copy."""
    home = shared_home
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    ledger = home.ingest(papers / NOTICE, papers / LETTER)
    documents = [document_of(ledger, name) for name in (NOTICE, LETTER)]
    with home.open() as app:
        for document_id in documents:
            approve_at_all_levels(app, document_id)
    return home, documents


@pytest.fixture
def home(cleared_once: tuple[Home, list[DocumentId]], tmp_path: Path) -> Home:
    return cleared_once[0].copy_to(tmp_path / "home")


@pytest.fixture
def cleared(cleared_once: tuple[Home, list[DocumentId]]) -> list[DocumentId]:
    return cleared_once[1]


def assert_published_once(home: Home, documents: list[DocumentId]) -> None:
    with home.open() as app:
        app.publishing.publish_cleared(limit=10)
        app.deliver_outbox()
        assert app.overview.counts()[State.PUBLISHED] == len(documents)
        for document_id in documents:
            assert len(app.desk.dossier(document_id).versions) == 1
            current = app.bundles.current(app.bureau.id, document_id)
            assert isinstance(current, Published)
            assert current.meta.version == 1
        assert sorted(app.engine.ids(app.bureau.id)) == sorted(documents)
    assert verify_all(home.settings)["problems"] == []


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_publisher_killed_at_this_moment_has_published_once_in_the_end(
    home: Home, cleared: list[DocumentId], moment: str
) -> None:
    assert home.start(["-m", "tests.gongkai.dying", moment]).wait() == -signal.SIGKILL
    assert_published_once(home, cleared)


def test_until_it_is_delivered_again_verify_does_not_call_it_a_problem(home: Home, cleared: list[DocumentId]) -> None:
    home.start(["-m", "tests.gongkai.dying", "between_bundle_and_index"]).wait()
    assert verify_all(home.settings)["problems"] == []


@pytest.mark.parametrize("delay_s", [0.7, 1.0, 1.3])
def test_a_publisher_killed_at_any_moment_has_published_once_in_the_end(
    home: Home, cleared: list[DocumentId], delay_s: float
) -> None:
    process = home.start(["-c", PUBLISH])
    time.sleep(delay_s)
    process.kill()
    process.wait()
    assert_published_once(home, cleared)


def test_two_publishers_at_once_publish_once(home: Home, cleared: list[DocumentId]) -> None:
    both = [home.start(["-c", PUBLISH]) for _ in range(2)]
    for process in both:
        process.wait()
    assert_published_once(home, cleared)
