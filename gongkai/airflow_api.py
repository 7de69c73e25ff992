"""Airflow through its REST API, as the service account: start runs, wake tasks that wait for people."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx

from records.domain.errors import Unavailable

log = logging.getLogger(__name__)

REVIEW_DAG = "review_document"
#: What the service account answers. It is no decision: the task looks for one on record.
WOKEN = "已在审查台决定"
TIMEOUT_S = 20.0


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
    """Implements `records.domain.ports.ReviewRuns`. The token is fetched when first needed."""

    url: str
    account: str
    password: str
    _token: str | None = field(default=None, repr=False)

    def open(self, document_id: str, round_number: int) -> None:
        """Start the review run of this round; a run that exists already is fine.

        Raises:
            AirflowUnavailable: Airflow does not answer or refuses; the outbox keeps the row.
        """
        conf = {"document_id": document_id, "round": round_number}
        self.trigger(REVIEW_DAG, run_id=review_run_id(document_id, round_number), conf=conf)

    def wake(self, document_id: str, round_number: int, step: int) -> None:
        """Answer the request that waits for this step. Nothing waiting, or answered already, is fine."""
        run_id = review_run_id(document_id, round_number)
        path = f"/api/v2/dags/{REVIEW_DAG}/dagRuns/{run_id}/taskInstances/{step_task_id(step)}/-1/hitlDetails"
        answer = self.request("PATCH", path, json={"chosen_options": [WOKEN], "params_input": {}})
        if answer.status_code not in {200, 404, 409}:
            raise AirflowUnavailable(f"waking {step_task_id(step)} of {run_id} gave {answer.status_code}")

    def trigger(self, dag_id: str, *, run_id: str | None = None, conf: Mapping[str, Any] | None = None) -> str:
        """Start a run and return its id; an existing run of this id is returned as it is."""
        body: dict[str, Any] = {"logical_date": None, "conf": dict(conf or {})}
        if run_id is not None:
            body["dag_run_id"] = run_id
        answer = self.request("POST", f"/api/v2/dags/{dag_id}/dagRuns", json=body)
        if answer.status_code == httpx.codes.CONFLICT and run_id is not None:
            return run_id
        if not answer.is_success:
            raise AirflowUnavailable(f"starting {dag_id} gave {answer.status_code}")
        return str(answer.json()["dag_run_id"])

    def request(self, method: str, path: str, **arguments: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        """One authorised request; the token is renewed once when it has expired."""
        with _unavailable():
            answer = self._send(method, path, **arguments)
            if answer.status_code == httpx.codes.UNAUTHORIZED:
                self._token = None
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
