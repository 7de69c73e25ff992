"""One night for two bureaus in the real Airflow: each reviewed by its own people, found at its own host alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx
import pytest

from gongkai.airflow_api import REVIEW_DAG, AirflowApi, AirflowUnavailable, review_run_id
from gongkai.app import App
from gongkai.bench.free_port import free_port
from gongkai.bureau_names import bureau_dag_id
from gongkai.demo.reviewers import Opinion, Reviewer
from gongkai.stack.airflow_environment import OPERATOR_ACCOUNT, password_of
from records.domain.document import DocumentId
from tests.city.city_kit import CIVIL, LABOUR, City, Member, notice
from tests.stack.stack_kit import CHAIN
from tests.stack.stack_kit import wait_for as wait_until

pytestmark = [pytest.mark.long, pytest.mark.timeout(1800)]

BROKEN = Member("broken", "示例区残缺局", "不会有的")
#: A bound against hanging: three bureaus' tasks share four processes.
PATIENCE_S = 1500.0
#: What the night is about. The others would only take turns with these.
USED = ("ingest_documents", "review_document", "publish_documents")
wait_for = partial(wait_until, patience_s=PATIENCE_S)
OTHER = {LABOUR: CIVIL, CIVIL: LABOUR}


@dataclass
class Night:
    city: City
    api: AirflowApi
    apps: dict[Member, App]
    documents: dict[Member, DocumentId]
    reviewers: dict[str, Reviewer]

    def reviewer(self, member: Member, person_id: str) -> Reviewer:
        key = f"{member.name}.{person_id}"
        if key not in self.reviewers:
            settings = self.city.settings(member)
            person = next(each for each in self.apps[member].bureau.people if each.id == person_id)
            password = password_of(settings, person.airflow_user)
            self.reviewers[key] = Reviewer.log_in(settings.airflow_url, person, password, member.name)
        return self.reviewers[key]

    def portal(self, path: str, host: str) -> httpx.Response:
        url = self.city.settings(LABOUR).portal_url
        return httpx.get(f"{url}{path}", headers={"host": host}, trust_env=False, timeout=30)

    def run_for_both(self, name: str) -> None:
        """Run a bureau's DAG for each, side by side, to its end."""
        runs = {(dag := bureau_dag_id(name, member.name)): self.api.trigger(dag) for member in (LABOUR, CIVIL)}
        for dag_id, run_id in runs.items():
            wait_for(f"{dag_id} ends", partial(self._has_ended, dag_id, run_id))

    def _has_ended(self, dag_id: str, run_id: str) -> bool:
        try:
            answer = self.api.request("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}")
        except AirflowUnavailable:  # it is busy
            return False
        assert answer.json().get("state") != "failed", dag_id
        return bool(answer.json().get("state") == "success")

    def decide_once(self) -> bool:
        """Let whoever is next decide, at each bureau; whether all has been decided."""
        left = 0
        for member, document_id in self.documents.items():
            done = len(self.apps[member].desk.dossier(document_id).decisions)
            if done < len(CHAIN):
                self.reviewer(member, CHAIN[done]).decide(document_id, Opinion("approve"))
                left += 1
        return not left


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    """Both bureaus have a notice in their inbox; a third one's directory is no TOML."""
    city = City(tmp_path_factory.mktemp("city"), (free_port(), free_port()))
    city.found()
    city.add(BROKEN)
    (city.folder / "bureaus" / BROKEN.name / "bureau.toml").write_text("[bureau", encoding="utf-8")
    try:
        started = city.command("up")
        assert started.returncode == 0, started.stderr
        assert next(line for line in started.stderr.splitlines() if "停用" in line).startswith("· broken 停用：")
        settings = city.settings(LABOUR)
        api = AirflowApi(settings.airflow_url, OPERATOR_ACCOUNT, password_of(settings, OPERATOR_ACCOUNT))
        rest(api)
        with city.open(LABOUR) as labour, city.open(CIVIL) as civil:
            night = Night(city, api, {LABOUR: labour, CIVIL: civil}, {}, {})
            yield night
            for reviewer in night.reviewers.values():
                reviewer.client.close()
    finally:
        city.command("down")


def rest(api: AirflowApi) -> None:
    """Pause what the night is not about; the broken bureau's tasks too, which fail and are tried again."""
    dags = [bureau_dag_id(name, member.name) for name in USED for member in (LABOUR, CIVIL)]

    def known() -> list[str]:
        return [dag["dag_id"] for dag in api.request("GET", "/api/v2/dags", params={"limit": 100}).json()["dags"]]

    wait_for("all DAGs are known", lambda: len(known()) == 3 * 12)
    for dag_id in set(known()) - set(dags):
        api.request("PATCH", f"/api/v2/dags/{dag_id}", json={"is_paused": True})


def test_both_take_in_what_is_theirs_in_one_night(night: Night, tmp_path: Path) -> None:
    for member in (LABOUR, CIVIL):
        inbox = Path(night.city.settings(member).inbox_url)
        for path in notice(tmp_path, member.title, member.subject):
            shutil.copyfile(path, inbox / path.name)
    night.run_for_both("ingest_documents")
    for member in (LABOUR, CIVIL):
        (row,) = night.apps[member].overview.documents()
        night.documents[member] = row.id
    assert night.documents[LABOUR] != night.documents[CIVIL]


@pytest.mark.parametrize("member", [LABOUR, CIVIL])
def test_a_reviewer_sees_nothing_of_the_other_bureau_at_the_desk(night: Night, member: Member) -> None:
    foreign = night.documents[OTHER[member]]
    reviewer = night.reviewer(member, CHAIN[0])
    for path in ("", "/original", "/pages/1", "/preview", "/dossier"):
        answer = reviewer.client.get(f"/desk/documents/{foreign}{path}")
        assert answer.status_code in {403, 404, 409}, path
        assert OTHER[member].subject not in answer.text
    wait_for("the document waits", reviewer.waiting)
    assert reviewer.waiting() == [night.documents[member]]


@pytest.mark.parametrize("member", [LABOUR, CIVIL])
def test_nor_in_airflow(night: Night, member: Member) -> None:
    client, other = night.reviewer(member, CHAIN[1]).client, OTHER[member]
    dag = bureau_dag_id(REVIEW_DAG, other.name)
    run = review_run_id(night.documents[other], 1)
    for path in (
        f"/api/v2/dags/{dag}",
        f"/api/v2/dags/{dag}/dagRuns",
        f"/api/v2/dags/{dag}/dagRuns/{run}",
        f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/step_1",
        f"/api/v2/dags/{dag}/dagRuns/{run}/taskInstances/step_1/logs/1",
    ):
        assert client.get(path).status_code == 403, path
    for path in (
        "/api/v2/dags?limit=100",
        "/api/v2/dags/~/dagRuns?limit=100",
        "/api/v2/dags/~/dagRuns/~/taskInstances?limit=100",
        "/api/v2/dags/~/dagRuns/~/hitlDetails?limit=100",
        "/ui/dags?limit=100",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert f"__{other.name}" not in answer.text, path
        assert night.documents[other] not in answer.text, path
    own = client.get("/api/v2/dags?limit=100").json()["dags"]
    assert {each["dag_id"].rpartition("__")[2] for each in own} == {member.name}


def test_its_own_people_decide(night: Night) -> None:
    wait_for("both are decided", night.decide_once)
    for member, document_id in night.documents.items():
        deciders = [decision.person for decision in night.apps[member].desk.dossier(document_id).decisions]
        assert deciders == list(CHAIN)


@pytest.mark.parametrize("member", [LABOUR, CIVIL])
def test_what_is_approved_is_found_at_its_bureaus_own_host_alone(night: Night, member: Member) -> None:
    document_id = night.documents[member]
    wait_for("it is public", lambda: night.portal(f"/d/{document_id}", member.host).is_success)
    assert night.portal(f"/d/{document_id}", OTHER[member].host).status_code == 404
    assert night.portal(f"/d/{document_id}", "elsewhere.example").status_code == 421
    query = f"/api/v1/search?q={member.subject}"
    wait_for("it is found", lambda: document_id in night.portal(query, member.host).text)
    assert document_id not in night.portal(query, OTHER[member].host).text


def test_reconcile_verifies_each_and_names_the_bureau(night: Night) -> None:
    done = night.city.command("--all-bureaus", "reconcile")
    assert [line for line in done.stderr.splitlines() if line.startswith("机关：")] == [
        "机关：broken",
        "机关：civil",
        "机关：hrss",
    ]
    assert done.stdout.count("不一致 0 处") == 2
    assert "bureau.toml 不是有效的 TOML" in done.stderr
