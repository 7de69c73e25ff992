"""One night and the days after it, in a minute: documents in, reviewers decide, citizens search."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from gongkai.airflow_api import AirflowApi
from gongkai.app import App
from gongkai.demo.expectations import Expectation, reached
from gongkai.demo.reviewers import Reviewer
from gongkai.settings import ROOT, Settings
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of
from records.domain.bureau import Bureau
from records.domain.document import DocumentId
from records.domain.errors import Broken, Unavailable
from records.domain.ledger import Arrival
from records.domain.lifecycle import State
from records.services.overview import DocumentRow
from samples.make import make

#: How long the night and the reviews may take before the demo gives up, seconds.
LIMIT_S = 420.0
POLL_S = 0.5


class DemoFailed(Broken):
    """The demo did not get where it should; the message says what is missing."""

    code = "demo_failed"
    advice = "日志在 var/demo/log/。"


@dataclass(frozen=True, slots=True)
class Result:
    """One sample and what became of it. `why` is a Chinese phrase."""

    expectation: Expectation
    state: str
    why: str
    document_id: str | None
    is_reached: bool


def fresh_home(settings: Settings) -> None:
    """Begin anew, so that no sample is a duplicate of the last demo's; models and secrets stay."""
    for name in ("originals", "public", "sealed", "inbox", "log", "airflow"):
        shutil.rmtree(settings.home / name, ignore_errors=True)
    for file in settings.home.glob("records.db*"):
        file.unlink()
    settings.home.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(ROOT / "deploy" / "bureau.example.toml", settings.bureau_file)


def make_samples(settings: Settings) -> Path:
    """Write the sample documents and their dispatch sheets into a folder beside the inbox."""
    folder = settings.home / "samples"
    shutil.rmtree(folder, ignore_errors=True)
    make(folder)
    return folder


def fill_inbox(settings: Settings, samples: Path) -> None:
    """Hand the samples in, each by one rename; the dispatch sheets first, so that no file is read without its sheet."""
    is_sheet = {path: path.suffix in {".json", ".csv"} for path in samples.iterdir()}
    for path in sorted(is_sheet, key=lambda path: not is_sheet[path]):
        path.rename(Path(settings.inbox_url) / path.name)


def ingest(settings: Settings, progress: Callable[[str], None]) -> str:
    """Start the nightly run as an operator would, and wait until it ends; return its run id.

    Raises:
        DemoFailed: it failed or took too long.
    """
    api = AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
    run_id = api.trigger("ingest_documents")
    deadline = time.monotonic() + LIMIT_S
    said = ""
    while time.monotonic() < deadline:
        state = _run_state(api, run_id)
        if state == "success":
            return run_id
        if state == "failed":
            raise DemoFailed(f"ingest_documents 运行失败（{run_id}），请在 Airflow 中查看日志。")
        said = _say_once(progress, said, f"ingest_documents：{state}")
        time.sleep(POLL_S)
    raise DemoFailed("ingest_documents 没有按时完成。")


def _run_state(api: AirflowApi, run_id: str) -> str:
    """A busy API server is no failure of the run."""
    try:
        return str(api.request("GET", f"/api/v2/dags/ingest_documents/dagRuns/{run_id}").json()["state"])
    except Unavailable:
        return "Airflow 暂未应答"


def review(
    app: App, run_key: str, expectations: Mapping[str, Expectation], progress: Callable[[str], None]
) -> list[Result]:
    """Let the reviewers work until every sample is where it should be; return what became of each.

    Returns early what is not reached when the time is up.
    """
    reviewers = _log_in(app.settings, app.bureau)
    deadline = time.monotonic() + LIMIT_S
    said = ""
    while True:
        for reviewer in reviewers:
            _work_through(app, reviewer, expectations)
        results = outcome(app, run_key, expectations)
        done = sum(result.is_reached for result in results)
        said = _say_once(progress, said, f"{done}/{len(results)} 件到位；{_counts(results)}")
        if done == len(results) or time.monotonic() > deadline:
            return results
        time.sleep(POLL_S)


def outcome(app: App, run_key: str, expectations: Mapping[str, Expectation]) -> list[Result]:
    """What has become of each sample so far."""
    rows = app.overview.documents()
    by_name = {row.file_name: row for row in rows if row.file_name}
    sealed = next((row for row in rows if row.state is State.SEALED), None)
    arrivals = {arrival.source_path: arrival for arrival in app.intake.ledger(run_key).arrivals}
    results = []
    for name, expectation in expectations.items():
        row = by_name.get(name, sealed if expectation.state == "sealed" else None)
        arrival = arrivals.get(name)
        public = row is not None and _is_public(app, row.id)
        is_reached = reached(expectation, arrival, row, is_public=public)
        results.append(_result(expectation, row, arrival, is_reached=is_reached))
    return results


def search(settings: Settings, query: str) -> list[str]:
    """Ask the portal as a citizen does; return the titles of the first page."""
    from gongkai.searching import search_public

    page = httpx.get(f"{settings.portal_url}/search", params={"q": query}, timeout=10, trust_env=False)
    if not page.is_success:
        raise DemoFailed(f"公开网站检索“{query}”答复 {page.status_code}。")
    hits = search_public(settings, query, 10)["hits"]
    return [hit["title"] for hit in hits if hit["id"] in page.text]


def _log_in(settings: Settings, bureau: Bureau) -> list[Reviewer]:
    """Everyone who holds a level of some unit."""
    holders = {holder for unit in bureau.units for role in bureau.levels for holder in bureau.principals(unit.id, role)}
    people = [person for person in bureau.people if person.id in holders]
    return [
        Reviewer.log_in(settings.airflow_url, person, password_of(settings, person.airflow_user)) for person in people
    ]


def _work_through(app: App, reviewer: Reviewer, expectations: Mapping[str, Expectation]) -> None:
    waiting = reviewer.waiting()
    if not waiting:
        return
    rows = {row.id: row for row in app.overview.documents(State.IN_REVIEW)}
    for document_id in waiting:
        row = rows.get(DocumentId(document_id))
        expectation = expectations.get(row.file_name or "") if row else None
        if row and row.step and expectation:
            reviewer.decide(document_id, expectation.opinion(row.step))


def _is_public(app: App, document_id: DocumentId) -> bool:
    """A citizen gets the page, and the index holds it."""
    answer = httpx.get(f"{app.settings.portal_url}/d/{document_id}", timeout=10, trust_env=False)
    return answer.is_success and document_id in app.engine.ids(app.bureau.id)


def _result(expectation: Expectation, row: DocumentRow | None, arrival: Arrival | None, *, is_reached: bool) -> Result:
    if expectation.state in {"duplicate", "quarantined"} and arrival is not None:
        document_id = str(arrival.document_id) if arrival.document_id else None
        why = arrival.message or (f"与 {document_id} 内容相同" if document_id else "")
        return Result(expectation, arrival.fate.value, why, document_id, is_reached)
    if row is None:
        return Result(expectation, "waiting", arrival.message or "" if arrival else "", None, is_reached)
    state = "returned" if row.state is State.EXTRACTED and row.round else row.state.value
    return Result(expectation, state, row.why, row.id, is_reached)


def _counts(results: list[Result]) -> str:
    states = [result.state for result in results]
    return "，".join(f"{state} {states.count(state)}" for state in sorted(set(states)))


def _say_once(progress: Callable[[str], None], said: str, line: str) -> str:
    if line != said:
        progress(line)
    return line
