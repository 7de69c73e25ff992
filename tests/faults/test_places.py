"""What is around us fails: the disk, the clock, a file, the search engine, the database. Nothing is lost."""

from __future__ import annotations

import datetime as dt
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bundles.reader import Published
from gongkai.clock import SystemClock
from gongkai.reconcile.everything import reconcile_all
from gongkai.reconcile.finding import Outcome
from gongkai.running import prepare
from gongkai.verifying import verify_all
from records.domain.document import PersonId
from records.domain.ledger import Fate
from tests.faults.night import ABOUT_AIRFLOW, NONE, Night, note
from tests.gongkai.home import Home, approve_at_all_levels, document_of
from tests.records.postgres_cluster import running_cluster

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

DUTY = PersonId("office-head")


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path]:
    """A file system of its own in the place of this folder; needs root."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def grow(folder: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=200m", str(folder)], check=True)


@pytest.mark.parametrize("place", ["originals", "bundles"])
def test_a_full_disk_costs_no_file(home: Home, notices: Callable[[int], list[Path]], place: str) -> None:
    papers = notices(12)
    night = Night(home, papers)
    night.hand_in()
    with small_disk(getattr(home.settings, place), "150k") as disk:
        night.finish()
        with home.open() as app:
            taken = len(app.overview.documents())
        waiting = len(list(home.inbox.glob("*.docx")))
        kept = len(list(disk.rglob("*.json"))) if place == "bundles" else taken
        assert kept < len(papers), "the disk was not full"
        assert taken + waiting >= len(papers)
        grow(disk)
        night.finish()
        losses = night.losses()
    note(f"disk full ({place})", documents=len(papers), first_run=taken, losses=str(losses))
    assert losses == NONE


def test_a_clock_that_runs_a_year_ahead_and_comes_back_hides_no_page_for_a_year(
    home: Home, notices: Callable[[int], list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    (paper,) = notices(1)
    night = Night(home, [paper])
    night.hand_in()
    night.run("worker")
    with home.open() as app:
        document_id = app.overview.documents()[0].id
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(limit=1)
        app.deliver_outbox()
        right = SystemClock.now
        monkeypatch.setattr(SystemClock, "now", lambda self: right(self) + dt.timedelta(days=400))
        number = app.review.request_rereview(document_id, by=DUTY, reason_kind="other", reason="时钟", urgent=True)
        app.deliver_outbox()
        monkeypatch.undo()
        assert number == 2
        approve_at_all_levels(app, document_id)
        app.publishing.publish_cleared(limit=1)
        app.deliver_outbox()
    findings = [each for each in reconcile_all(home.settings) if each.code not in ABOUT_AIRFLOW]
    with home.open() as app:
        assert isinstance(app.bundles.current(app.bureau.id, document_id), Published)
    assert {each.outcome for each in findings} <= {Outcome.REPAIRED}
    assert verify_all(home.settings)["problems"] == []
    note("clock jump", days=400, repaired=[each.code for each in findings])


def test_a_poison_document_costs_itself_alone(home: Home, notices: Callable[[int], list[Path]], tmp_path: Path) -> None:
    import zipfile

    poison = tmp_path / "毒.docx"
    with zipfile.ZipFile(poison, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b"0" * 400_000_000)
    papers = notices(5)
    ledger = home.ingest(*papers, poison)
    assert ledger.adds_up
    assert ledger.count(Fate.DOCUMENT) == len(papers)
    assert ledger.count(Fate.QUARANTINED) == 1
    assert all(document_of(ledger, path.name) for path in papers)
    note("poison document", documents=len(papers), quarantined=1)


@contextmanager
def silent_engine() -> Iterator[str]:
    """Takes connections and never answers, as an engine that hangs does."""
    with socket.create_server(("127.0.0.1", 0), backlog=200) as server:
        kept: list[socket.socket] = []

        def take() -> None:
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=take, daemon=True).start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}/gongkai"
        server.shutdown(socket.SHUT_RDWR)
        for connection in kept:
            connection.close()


def search(url: str) -> None:
    with suppress(httpx.HTTPError):
        httpx.get(f"{url}/search?q=示例", timeout=120)


def test_while_the_engine_stalls_documents_are_served_and_searches_told_so(
    home: Home, notices: Callable[[int], list[Path]]
) -> None:
    night = Night(home, notices(1))
    night.hand_in()
    night.finish()
    assert night.losses() == NONE
    with home.open() as app:
        document_id = app.overview.documents()[0].id
    with (
        silent_engine() as search_url,
        portal(home, search_url) as url,
        httpx.Client(base_url=url, timeout=120) as client,
    ):
        searching = [threading.Thread(target=search, args=(url,)) for _ in range(60)]
        for each in searching:
            each.start()
        time.sleep(0.5)
        began = time.monotonic()
        assert client.get(f"/d/{document_id}").status_code == 200
        page_s = time.monotonic() - began
        for each in searching:
            each.join()
        answer = client.get("/search", params={"q": "示例"})
    note("search engine stalls", searches=60, page_while_they_wait_s=round(page_s, 1))
    assert answer.status_code == 503
    assert "检索暂时不可用" in answer.text
    assert page_s < 60


@contextmanager
def portal(home: Home, search_url: str) -> Iterator[str]:
    import sys

    from gongkai.bench.free_port import free_port
    from gongkai.settings import ROOT
    from gongkai.stack.airflow_environment import portal_environment

    port = free_port()
    environment = portal_environment(home.settings, "shili-hrss", "示例局") | {"GONGKAI_PORTAL_SEARCH_URL": search_url}
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "portal.main:create", "--factory", "--port", str(port)],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 180
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=5).is_success:
                    break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def test_a_database_that_stops_and_comes_back_costs_nothing(home: Home, notices: Callable[[int], list[Path]]) -> None:
    with running_cluster() as cluster:
        on_postgres = replace(home, records_url=cluster.empty())
        prepare(on_postgres.settings, progress=lambda _line: None)
        night = Night(on_postgres, notices(10))
        night.hand_in()
        worker = night.start("worker")
        time.sleep(4)
        cluster.stop()
        assert worker.wait() != 0
        refused = on_postgres.command("ingest")
        assert refused.returncode == 69, refused.stderr
        cluster.start()
        night.finish()
        losses = night.losses()
    note("PostgreSQL stopped and back", documents=10, losses=str(losses))
    assert losses == NONE
