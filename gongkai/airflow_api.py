"""Airflow through its REST API, as the service account: start runs, wake tasks that wait for people."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

from gongkai.bureau_names import bureau_dag_id
from records.domain.errors import Unavailable

log = logging.getLogger(__name__)

REVIEW_DAG = "review_document"
INGEST_DAG = "ingest_documents"
#: What the service account answers. It is no decision: the task looks for one on record.
WOKEN = "已在审查台决定"
TIMEOUT_S = 20.0
#: Two requests to one API server can wait for each other on SQLite until one gets a 500 (measured, 3.3.2).
ATTEMPTS = 3
PAUSE_S = 0.5
#: The most that Airflow gives at once.
RUNS_A_PAGE = 100


def review_run_id(document_id: str, round_number: int) -> str:
    """One run per document and round, so that starting it twice starts it once."""
    return f"review__{document_id}__r{round_number}"


def step_task_id(step: int) -> str:
    """Task of a review step, 1-based."""
    return f"step_{step}"


class AirflowUnavailable(Unavailable):
    """Airflow does not answer, or refuses what the service account asks."""

    code = "airflow_unavailable"


@dataclass
class AirflowApi:
    """Implements `records.domain.ports.ReviewRuns`. The token is fetched when first needed.

    `bureau` is the one whose DAGs are meant, None where there is one bureau.
    """

    url: str
    account: str
    password: str
    bureau: str | None = None
    _token: str | None = field(default=None, repr=False)

    @property
    def _reviews(self) -> str:
        return bureau_dag_id(REVIEW_DAG, self.bureau)

    def open(self, document_id: str, round_number: int) -> None:
        """Start the review run of this round; a run that exists already is fine.

        Raises:
            AirflowUnavailable: Airflow does not answer or refuses; the outbox keeps the row.
        """
        conf = {"document_id": document_id, "round": round_number}
        self.trigger(self._reviews, run_id=review_run_id(document_id, round_number), conf=conf)

    def wake(self, document_id: str, round_number: int, step: int) -> None:
        """Answer the request that waits for this step. Nothing waiting, or answered already, is fine."""
        run_id = review_run_id(document_id, round_number)
        path = f"/api/v2/dags/{self._reviews}/dagRuns/{run_id}/taskInstances/{step_task_id(step)}/-1/hitlDetails"
        answer = self.request("PATCH", path, json={"chosen_options": [WOKEN], "params_input": {}})
        if answer.status_code not in {200, 404, 409}:
            raise AirflowUnavailable(f"waking {step_task_id(step)} of {run_id} gave {answer.status_code}")

    def running_reviews(self) -> frozenset[str]:
        """The ids of all review runs that wait or work.

        Raises:
            AirflowUnavailable: Airflow does not answer or refuses.
        """
        found: list[str] = []
        while True:
            states = [("state", "running"), ("state", "queued"), ("limit", RUNS_A_PAGE), ("offset", len(found))]
            answer = self.request("GET", f"/api/v2/dags/{self._reviews}/dagRuns", params=states)
            if not answer.is_success:
                raise AirflowUnavailable(f"listing review runs gave {answer.status_code}")
            page = [run["dag_run_id"] for run in answer.json()["dag_runs"]]
            found += page
            if len(page) < RUNS_A_PAGE:
                return frozenset(found)

    def review_state(self, document_id: str, round_number: int) -> str | None:
        """The state of this round's run, None if Airflow has no such run. Raises like `running_reviews`."""
        run_id = review_run_id(document_id, round_number)
        answer = self.request("GET", f"/api/v2/dags/{self._reviews}/dagRuns/{run_id}")
        if answer.status_code == httpx.codes.NOT_FOUND:
            return None
        if not answer.is_success:
            raise AirflowUnavailable(f"asking for {run_id} gave {answer.status_code}")
        return str(answer.json()["state"])

    def queued_since(self) -> dt.datetime | None:
        """Since when the oldest queued task waits for a process; None if none does. Raises like `running_reviews`."""
        asked = {"state": "queued", "limit": RUNS_A_PAGE}
        answer = self.request("GET", "/api/v2/dags/~/dagRuns/~/taskInstances", params=asked)
        if not answer.is_success:
            raise AirflowUnavailable(f"listing queued tasks gave {answer.status_code}")
        times = [task["queued_when"] for task in answer.json()["task_instances"] if task["queued_when"]]
        return min((dt.datetime.fromisoformat(each) for each in times), default=None)

    def is_task_running(self) -> bool:
        """Whether a process works on any task. Raises like `running_reviews`."""
        asked: dict[str, str | int] = {"state": "running", "limit": 1}
        answer = self.request("GET", "/api/v2/dags/~/dagRuns/~/taskInstances", params=asked)
        if not answer.is_success:
            raise AirflowUnavailable(f"listing running tasks gave {answer.status_code}")
        return bool(answer.json()["task_instances"])

    def ask_again(self, document_id: str, round_number: int) -> None:
        """Clear all steps of a run that has ended; settled ones find their decision on record. Raises likewise.

        All, since Airflow leaves as skipped what had not begun when the run was ended.
        """
        run_id = review_run_id(document_id, round_number)
        body = {"dry_run": False, "only_failed": False}
        answer = self.request("POST", f"/api/v2/dags/{self._reviews}/dagRuns/{run_id}/clear", json=body)
        if not answer.is_success:
            raise AirflowUnavailable(f"clearing {run_id} gave {answer.status_code}")

    def trigger(self, dag_id: str, *, run_id: str | None = None, conf: Mapping[str, Any] | None = None) -> str:
        """Start a run and return its id; an existing run of this id is returned as it is."""
        run_id = run_id or f"manual__{uuid4().hex}"
        body = {"logical_date": None, "conf": dict(conf or {}), "dag_run_id": run_id}
        answer = self.request("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)
        if answer.status_code == httpx.codes.CONFLICT:
            return run_id
        if not answer.is_success:
            raise AirflowUnavailable(f"starting {dag_id} gave {answer.status_code}")
        return run_id

    def take_in(self) -> bool:
        """Start a run over the inbox, which reads what is left unread, too; False if Airflow does not answer."""
        try:
            self.trigger(bureau_dag_id(INGEST_DAG, self.bureau))
        except AirflowUnavailable as error:
            log.warning("No run over the inbox was started: %s", error)
            return False
        return True

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """One authorised request; an expired token is renewed. Send what may be sent twice: a 500 is tried again."""
        with _unavailable():
            answer = self._send(method, path, **arguments)
            for _ in range(ATTEMPTS - 1):
                if answer.status_code == httpx.codes.UNAUTHORIZED:
                    self._token = None
                elif answer.status_code == httpx.codes.INTERNAL_SERVER_ERROR:
                    time.sleep(PAUSE_S)
                else:
                    break
                answer = self._send(method, path, **arguments)
            return answer

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        if self._token is None:
            self._token = self._log_in()
        headers = {"Authorization": f"Bearer {self._token}"}
        return httpx.request(
            method, f"{self.url}{path}", headers=headers, timeout=TIMEOUT_S, trust_env=False, **arguments
        )

    def _log_in(self) -> str:
        answer = httpx.post(
            f"{self.url}/auth/token",
            json={"username": self.account, "password": self.password},
            timeout=TIMEOUT_S,
            trust_env=False,
        )
        answer.raise_for_status()
        return str(answer.json()["access_token"])


@contextmanager
def _unavailable() -> Iterator[None]:
    try:
        yield
    except (httpx.HTTPError, ValueError, KeyError) as error:
        raise AirflowUnavailable(f"Airflow does not answer: {type(error).__name__}") from error
