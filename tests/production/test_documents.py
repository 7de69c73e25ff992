"""The fifteen samples go all the way: inbox bucket, Celery's two queues, review, publication, the site behind nginx."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from gongkai.demo.expectations import Expectation, load_expectations
from samples.make import make
from tests.production.house import PUBLIC, STAFF, House, wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]

#: Of these a run's ledger says what became of them; the others are documents.
NO_DOCUMENTS = {"duplicate": "duplicate", "quarantined": "quarantined"}


@pytest.fixture(scope="module")
def expectations() -> dict[str, Expectation]:
    return load_expectations()


@pytest.fixture(scope="module")
def night(house: House, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The samples lie in the bucket, and the nightly run has taken them; its id."""
    for person in house.bureau.people:
        house.make_account(person.airflow_user)
    folder = tmp_path_factory.mktemp("samples")
    make(folder)
    sheets = [path for path in sorted(folder.iterdir()) if path.suffix in {".json", ".csv"}]
    house.hand_in([*sheets, *(path for path in sorted(folder.iterdir()) if path not in sheets)])
    return house.run("ingest_documents")


@pytest.fixture(scope="module")
def results(house: House, night: str, expectations: dict[str, Expectation]) -> dict[str, Any]:
    """What became of each sample once its people have decided."""

    def done() -> dict[str, Any] | None:
        found = house.states(night)
        decide(house, found["states"], expectations)
        return found if not missing(found, expectations) else None

    return wait_for("every sample is where it should be", done)


def decide(house: House, states: dict[str, list[Any]], expectations: dict[str, Expectation]) -> None:
    """Everybody decides what waits for them: the second level in Airflow, the others at the desk."""
    by_id = {found[0]: (name, found[3]) for name, found in states.items() if found[1] == "in_review"}
    for person in house.bureau.people:
        reviewer = house.person(person.airflow_user)
        for document_id in reviewer.waiting():
            if document_id in by_id and by_id[document_id][1]:
                name, step = by_id[document_id]
                reviewer.decide(document_id, expectations[name].opinion(step))


def missing(found: dict[str, Any], expectations: dict[str, Expectation]) -> list[str]:
    """The samples that are not yet where they should be."""
    return [name for name, each in expectations.items() if not reached(name, each, found)]


def reached(name: str, expectation: Expectation, found: dict[str, Any]) -> bool:
    if expectation.state in NO_DOCUMENTS:
        return bool(found["fates"].get(name) == NO_DOCUMENTS[expectation.state])
    if expectation.state == "sealed":
        return any(each[1] == "sealed" for each in found["states"].values())
    row = found["states"].get(name)
    if row is None:
        return False
    return (row[1] == "extracted" and row[2] > 0) if expectation.state == "returned" else row[1] == expectation.state


def test_files_are_read_on_the_queue_for_reading_and_the_rest_on_the_default_one(house: House, night: str) -> None:
    tasks = house.task_states("ingest_documents", night)
    assert {state for state, _ in tasks.values()} == {"success"}
    assert tasks["read_batch"][1] == "ocr"
    assert {queue for name, (_, queue) in tasks.items() if name != "read_batch"} == {"default"}


def test_every_sample_ends_where_it_should(results: dict[str, Any], expectations: dict[str, Expectation]) -> None:
    assert missing(results, expectations) == []


def test_what_is_published_is_found_on_the_site_by_citizens(
    house: House, results: dict[str, Any], expectations: dict[str, Expectation]
) -> None:
    published = [name for name, each in expectations.items() if each.state == "published"]
    assert {name.rpartition(".")[2] for name in published} >= {"docx", "pdf", "ofd", "jpg"}
    with house.browser(PUBLIC) as citizen:
        for name in published:
            document_id = results["states"][name][0]
            page = wait_for(f"the page of {name}", lambda shown=document_id: shown_page(citizen, shown))
            title = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
            assert title, name
            asked = {"q": re.sub(r"<[^>]+>|\s", "", title[1])[:40]}
            assert wait_for(f"{name} is found", lambda q=asked, shown=document_id: is_found(citizen, q, shown))


def shown_page(citizen: httpx.Client, document_id: str) -> str | None:
    answer = citizen.get(f"/d/{document_id}")
    return answer.text if answer.is_success else None


def is_found(citizen: httpx.Client, query: dict[str, str], document_id: str) -> bool:
    answer = citizen.get("/search", params=query)
    return answer.is_success and document_id in answer.text


def test_what_is_not_for_the_public_is_nowhere_outside(
    house: House, results: dict[str, Any], expectations: dict[str, Expectation]
) -> None:
    hidden = {name for name, each in expectations.items() if each.state in {"withheld", "on_request", "returned"}}
    with house.browser(PUBLIC) as citizen:
        for name in hidden:
            assert citizen.get(f"/d/{results['states'][name][0]}").status_code == httpx.codes.NOT_FOUND


def test_the_inbox_bucket_is_empty_but_for_what_is_in_quarantine(house: House, results: dict[str, Any]) -> None:
    listing = "import s3fs; print('\\n'.join(s3fs.S3FileSystem().find('inbox')))"
    left = house.inside("worker", "python", "-c", listing)
    taken = {name for name, fate in results["fates"].items() if fate in {"document", "duplicate"}}
    assert not [line for line in left.splitlines() if line.rpartition("/")[2] in taken]


def test_the_records_verify(house: House, results: dict[str, Any]) -> None:
    house.inside("worker", "python", "-m", "gongkai", "verify")


def test_a_second_look_is_asked_for_in_airflow_by_the_name_of_who_asks(
    house: House, results: dict[str, Any], expectations: dict[str, Expectation]
) -> None:
    name = next(name for name, each in expectations.items() if each.state == "published" and "失业保险金" in name)
    document_id = results["states"][name][0]
    conf = {"document_id": document_id, "reason_kind": "other", "urgent": True}
    client = house.person("clerk-a").client
    started = client.post("/api/v2/dags/rereview_document/dagRuns", json={"logical_date": None, "conf": conf})
    assert started.is_success, started.text
    with house.browser(PUBLIC) as citizen:
        wait_for("the page is off", lambda: citizen.get(f"/d/{document_id}").status_code == httpx.codes.GONE)


def test_whoever_is_not_assigned_cannot_answer_under_fab_not_even_the_administrator(house: House) -> None:
    """FAB's ids are numbers; people are assigned by their logins (plugins/named_logins.py). The second look waits."""
    (detail,) = wait_for("the second look is asked for", lambda: waiting_in_airflow(house.operator()))
    assert {each["id"] for each in detail["assigned_users"]} == {"insurance-head", "gongkai-service"}
    task = detail["task_instance"]
    path = f"/api/v2/dags/review_document/dagRuns/{task['dag_run_id']}/taskInstances/{task['task_id']}/-1/hitlDetails"
    body = {"chosen_options": ["同意"], "params_input": {"reason": "", "legal_basis": ""}}
    for client in (house.operator(), house.person("clerk-b").client):
        assert client.patch(path, json=body).status_code == httpx.codes.FORBIDDEN


def waiting_in_airflow(client: httpx.Client) -> list[dict[str, Any]]:
    answer = client.get(
        "/api/v2/dags/review_document/dagRuns/~/hitlDetails",
        params={"response_received": False, "state": "awaiting_input"},
    )
    found: list[dict[str, Any]] = answer.json()["hitl_details"] if answer.is_success else []
    return found


def test_the_staff_site_shows_nothing_without_a_login(house: House) -> None:
    with house.browser(STAFF) as stranger:
        assert stranger.get("/desk/").status_code == httpx.codes.UNAUTHORIZED
        assert stranger.get("/execution/health").status_code == httpx.codes.NOT_FOUND
