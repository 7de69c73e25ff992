"""What a test does with the running stack, as operator, clerk, reviewer and citizen."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from gongkai.airflow_api import AirflowApi, review_run_id, step_task_id
from gongkai.app import App
from gongkai.demo.reviewers import Opinion, Reviewer
from gongkai.settings import Settings
from gongkai.stack.airflow_environment import password_of
from records.domain.document import DocumentId

#: How long something may take that happens by itself, seconds: a bound against hanging, not a measurement.
PATIENCE_S = 300.0
POLL_S = 0.5
#: Who holds the three levels for the insurance unit in deploy/bureau.example.toml.
CHAIN = ("insurance-head", "deputy-b", "head")
#: Who holds the four of the labour unit, since the stack's bureau has the officer decide on all of its documents.
CHAIN_WITH_OFFICER = ("labour-head", "officer", "deputy-b", "head")


def wait_for(what: str, happened: Callable[[], Any], patience_s: float | None = None) -> Any:
    """Poll until `happened` returns something true, and return it."""
    patience_s = patience_s or PATIENCE_S  # which a test may have made longer
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline:
        if found := happened():
            return found
        time.sleep(POLL_S)
    raise AssertionError(f"did not happen within {patience_s:.0f} s: {what}")


@dataclass
class Stack:
    """What a test does with the running stack."""

    settings: Settings
    app: App
    api: AirflowApi
    reviewers: dict[str, Reviewer] = field(default_factory=dict)

    def reviewer(self, person_id: str) -> Reviewer:
        if person_id not in self.reviewers:
            person = next(person for person in self.app.bureau.people if person.id == person_id)
            password = password_of(self.settings, person.airflow_user)
            self.reviewers[person_id] = Reviewer.log_in(self.settings.airflow_url, person, password)
        return self.reviewers[person_id]

    def close(self) -> None:
        for reviewer in self.reviewers.values():
            reviewer.client.close()

    def hand_in(self, name: str, path: Path, *, unit: str = "社会保险科", **more: str) -> None:
        """Put a file with its dispatch sheet into the inbox, complete."""
        inbox = Path(self.settings.inbox_url)
        staged = inbox.parent / f"staged-{name}"
        shutil.copyfile(path, staged)
        sheet = json.dumps({"拟稿科室": unit, "拟稿人": "示例经办员甲", "公开属性": "主动公开", **more})
        staged.rename(inbox / name)
        (inbox / f"{name}.json").write_text(sheet, encoding="utf-8")

    def run(self, dag_id: str) -> str:
        """Run a DAG to its end as an operator does; return the run id."""
        run_id = self.api.trigger(dag_id)
        wait_for(f"{dag_id} ends", lambda: self.run_state(dag_id, run_id) in {"success", "failed"})
        assert self.run_state(dag_id, run_id) == "success"
        return run_id

    def document(self, name: str) -> str:
        """Id of the document that this file became."""
        rows = [row for row in self.app.overview.documents() if row.file_name == name]
        assert len(rows) == 1, name
        return rows[0].id

    def state(self, document_id: str) -> str:
        return next(row.state.value for row in self.app.overview.documents() if row.id == document_id)

    def run_state(self, dag_id: str, run_id: str) -> str:
        return str(self.api.request("GET", f"/api/v2/dags/{dag_id}/dagRuns/{run_id}").json().get("state"))

    def step_state(self, document_id: str, step: int, round_number: int = 1) -> str:
        run_id = review_run_id(document_id, round_number)
        path = f"/api/v2/dags/review_document/dagRuns/{run_id}/taskInstances/{step_task_id(step)}"
        return str(self.api.request("GET", path).json().get("state"))

    def wait_until_asked(self, document_id: str, step: int) -> None:
        wait_for(f"step {step} of {document_id} asks", lambda: self.step_state(document_id, step) == "awaiting_input")

    def decide(
        self, document_id: str, step: int, verdict: str = "approve", reason: str = "", chain: tuple[str, ...] = CHAIN
    ) -> None:
        """Let the person of this step decide through their door, as soon as it is open."""
        reviewer, opinion = self.reviewer(chain[step - 1]), Opinion(verdict, reason)

        def decided() -> bool:
            # Airflow may lose an answer given at once, and asks again: so does a person who still sees the question.
            if len(self.app.desk.dossier(DocumentId(document_id)).decisions) >= step:
                return True
            reviewer.decide(document_id, opinion)
            return False

        wait_for(f"step {step} of {document_id} is decided", decided)

    def is_on_portal(self, document_id: str) -> bool:
        return httpx.get(f"{self.settings.portal_url}/d/{document_id}", trust_env=False, timeout=20).is_success

    def is_in_index(self, document_id: str) -> bool:
        return document_id in self.app.engine.ids(self.app.bureau.id)

    def is_public(self, document_id: str) -> bool:
        return self.is_on_portal(document_id) or self.is_in_index(document_id)
