"""Fictitious reviewers who use the two doors that people use: the review desk, and Airflow's Required Actions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import httpx

from gongkai.airflow_api import REVIEW_DAG, review_run_id, step_task_id
from gongkai.bureau_names import bureau_dag_id
from records.domain.bureau import Person
from records.domain.errors import Broken

#: The verdicts as Airflow's form offers them.
OPTIONS = {"approve": "同意", "return": "退回修改", "withhold": "不予公开", "on_request": "依申请公开"}
#: This level answers in Airflow, the others at the desk: both doors are used.
AIRFLOW_STEP = 2
_DOCUMENT_LINK = re.compile(r"/documents/([0-9A-Z]{26})")


class ReviewFailed(Broken):
    """A reviewer could not do what people do; the message names the door and its answer."""

    code = "demo_failed"
    advice = "日志在 var/demo/log/。"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a reviewer is going to say. `verdict` as in `records.domain.review.Verdict`."""

    verdict: str
    reason: str = ""
    legal_basis: str = ""


@dataclass
class Reviewer:
    """One person, logged in to Airflow; reads at the desk before deciding, since an unread approval is refused."""

    person: Person
    client: httpx.Client
    bureau: str | None = None

    @classmethod
    def log_in(cls, airflow_url: str, person: Person, password: str, bureau: str | None = None) -> Reviewer:
        """Log in as the login page does; the desk takes the user from the same cookie.

        `bureau` is whose DAGs are meant, None where there is one bureau.
        """
        client = httpx.Client(base_url=airflow_url, timeout=30, trust_env=False, headers={"Origin": airflow_url})
        answer = client.post("/auth/token", json={"username": person.airflow_user, "password": password})
        if not answer.is_success:
            raise ReviewFailed(f"{person.airflow_user} 登录失败（{answer.status_code}）")
        token = answer.json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        return cls(person, client, bureau)

    def waiting(self) -> list[str]:
        """Ids of the documents that wait for this person, from their first page at the desk."""
        html = self._page("/desk/")
        waiting = html.partition('id="waiting"')[2].partition("</section>")[0]
        return list(dict.fromkeys(_DOCUMENT_LINK.findall(waiting)))

    def decide(self, document_id: str, opinion: Opinion) -> bool:
        """Read the document, then decide; False if Airflow has not asked yet and must be tried again."""
        form = _Form.of(self._page(f"/desk/documents/{document_id}"))
        if not form:
            return False
        if int(form["step"]) == AIRFLOW_STEP:
            return self._decide_in_airflow(document_id, int(form["round"]), int(form["step"]), opinion)
        self._decide_at_desk(document_id, form, opinion)
        return True

    def _decide_at_desk(self, document_id: str, form: dict[str, str], opinion: Opinion) -> None:
        fields = {**form, "verdict": opinion.verdict, "reason": opinion.reason, "legal_basis": opinion.legal_basis}
        answer = self.client.post(f"/desk/documents/{document_id}", data=fields)
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise ReviewFailed(f"审查台答复 {answer.status_code}：{document_id} 的意见没有被接受")

    def _decide_in_airflow(self, document_id: str, round_number: int, step: int, opinion: Opinion) -> bool:
        run_id, task_id = review_run_id(document_id, round_number), step_task_id(step)
        task = f"/api/v2/dags/{bureau_dag_id(REVIEW_DAG, self.bureau)}/dagRuns/{run_id}/taskInstances/{task_id}"
        state: dict[str, Any] = self.client.get(task).json()
        if state.get("state") != "awaiting_input":
            return False
        answer = self.client.patch(
            f"{task}/-1/hitlDetails",
            json={
                "chosen_options": [OPTIONS[opinion.verdict]],
                "params_input": {"reason": opinion.reason, "legal_basis": opinion.legal_basis},
            },
        )
        if answer.is_server_error:  # a person presses again
            return False
        if not answer.is_success:
            raise ReviewFailed(f"Airflow 答复 {answer.status_code}：{document_id} 的意见没有被接受")
        return True

    def _page(self, path: str) -> str:
        answer = self.client.get(path)
        if not answer.is_success:
            raise ReviewFailed(f"审查台页面 {path} 答复 {answer.status_code}")
        return answer.text


class _Form(HTMLParser):
    """The hidden fields of the decision form."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._inside = False

    @classmethod
    def of(cls, html: str) -> dict[str, str]:
        parser = cls()
        parser.feed(html)
        return parser.fields

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "form":
            self._inside = "decision" in (attributes.get("class") or "").split()
        if self._inside and tag == "input" and attributes.get("type") == "hidden":
            self.fields[attributes.get("name") or ""] = attributes.get("value") or ""
