"""From a citizen's form to the staff's list: through the drop box, once, and nothing of it in a log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from gongkai.submissions import take_submissions
from portal.app import create_app
from records.domain.document import DocumentId, PersonId
from search.open import open_engine
from tests.gongkai.home import Home, approve_at_all_levels, document_of

POLICY = "03-职业技能培训补贴标准.pdf"
SHEETS = f"文件名,拟稿科室,拟稿人\n{POLICY},就业促进科,示例经办员乙\n"
TEXT = "附件1中焊工的标准与正文不一致"
CLERK, OTHER_CLERK = PersonId("clerk-b"), PersonId("clerk-a")


@pytest.fixture
def published(home: Home, papers: Path) -> DocumentId:
    (home.inbox / "dispatch.csv").write_text(SHEETS, encoding="utf-8")
    document_id = document_of(home.ingest(papers / POLICY), POLICY)
    with home.open() as app:
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(limit=10)
        app.deliver_outbox()
    return document_id


@pytest.fixture
def site(home: Home, published: DocumentId) -> Iterator[TestClient]:
    """The portal of this home."""
    with home.open() as app:
        bureau = app.bureau
    settings = home.settings
    engine = open_engine(settings.search_url, read_only=True)
    with TestClient(create_app(settings.bundles, engine, bureau.id, bureau.name, dropbox=settings.dropbox)) as client:
        yield client
    engine.close()


def test_a_citizens_report_reaches_the_clerk_of_the_unit_once_and_no_log(
    home: Home, site: TestClient, published: DocumentId, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answer = site.post(f"/d/{published}/report", data={"fault": "attachment", "text": TEXT})
    assert answer.status_code == 201
    (box,) = home.settings.dropbox.iterdir()
    assert box.stem in answer.text

    with home.open() as app:
        copy = box.read_bytes()
        assert take_submissions(app) == {"taken": 1, "known": 0, "unusable": 0}
        box.write_bytes(copy)  # a run that was killed before it removed the box
        assert take_submissions(app) == {"taken": 0, "known": 1, "unusable": 0}
        (flagged,) = app.error_reports.open_for(CLERK)
        assert app.error_reports.open_for(OTHER_CLERK) == []

    assert (flagged.document.id, flagged.report.text, flagged.report.id) == (published, TEXT, box.stem)
    assert list(home.settings.dropbox.iterdir()) == []
    assert TEXT not in caplog.text


def test_what_is_no_submission_is_removed_and_counted(home: Home, published: DocumentId) -> None:
    (home.settings.dropbox / "01JZX000000000000000000009.box").write_bytes(b"x" * 100)

    with home.open() as app:
        assert take_submissions(app) == {"taken": 0, "known": 0, "unusable": 1}
    assert list(home.settings.dropbox.iterdir()) == []
