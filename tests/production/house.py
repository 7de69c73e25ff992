"""What people do with the running stack: as operator, as another system of the bureau, as reviewer, as citizen."""

from __future__ import annotations

import io
import json
import ssl
import subprocess
import tarfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from gongkai.bureau import load_bureau
from gongkai.demo.reviewers import Reviewer
from records.domain.bureau import Bureau

PUBLIC = "https://gongkai.example"
STAFF = "https://review.example"
#: Bounds against hanging, not measurements: Airflow on PostgreSQL with Celery is slow to start on two cores.
PATIENCE_S = 1200.0
POLL_S = 2.0
#: A file that was written in the last five seconds (GONGKAI_SETTLE_S) is left to the next run.
SETTLED_S = 6.0
PASSWORD = "a long enough password for a fictitious person"

PUT = """
import s3fs, sys, tarfile
store = s3fs.S3FileSystem()
with tarfile.open(fileobj=sys.stdin.buffer, mode="r|") as files:
    for file in files:
        store.pipe_file(f"inbox/{file.name}", files.extractfile(file).read())
"""
STATES = """
import json
from gongkai.app import open_app
with open_app() as app:
    rows = app.overview.documents()
    fates = {each.source_path: each.fate.value for each in app.intake.ledger(RUN).arrivals}
    states = {row.file_name or "": [row.id, row.state.value, row.round, row.step] for row in rows}
print(json.dumps({"states": states, "fates": fates}))
"""


@dataclass
class House:
    """A checkout with the stack running."""

    folder: Path
    people: dict[str, Reviewer] = field(default_factory=dict)

    @property
    def bureau(self) -> Bureau:
        return load_bureau(self.folder / "deploy" / "bureau.toml")

    def secret(self, name: str) -> str:
        return (self.folder / "deploy" / "secrets" / name).read_text(encoding="utf-8").strip()

    def browser(self, site: str) -> httpx.Client:
        """A client that trusts the site's own certificate and no other."""
        name = "public" if site == PUBLIC else "staff"
        context = ssl.create_default_context(cafile=str(self.folder / "deploy" / "secrets" / f"{name}_tls_certificate"))
        return httpx.Client(base_url=site, verify=context, trust_env=False, timeout=60, headers={"Origin": site})

    def production(self, *words: str, stdin: bytes = b"", check: bool = True) -> subprocess.CompletedProcess[bytes]:
        """`script/production` with these words."""
        return subprocess.run(
            [self.folder / "script" / "production", *words], input=stdin, capture_output=True, timeout=600, check=check
        )

    def services(self) -> dict[str, dict[str, Any]]:
        """What the keeper says of every service: `state` and `pid`."""
        kept = (self.folder / "var" / "production" / "state.json").read_text(encoding="utf-8")
        services: dict[str, dict[str, Any]] = json.loads(kept)["services"]
        return services

    def processes(self) -> dict[str, psutil.Process]:
        """The first process of every service's sandbox."""
        return {name: psutil.Process(each["pid"]) for name, each in self.services().items() if each["pid"]}

    def inside(self, service: str, *words: str, stdin: bytes = b"", check: bool = True) -> str:
        """What a command prints that a service runs, with the secrets that the entrypoint reads."""
        done = self.production("exec", service, "/app/deploy/entrypoint", *words, stdin=stdin, check=False)
        assert done.returncode == 0 or not check, done.stderr.decode()[-2000:]
        return done.stdout.decode()

    def hand_in(self, paths: Sequence[Path]) -> None:
        """Put files into the inbox bucket in this order, by S3, as the systems inside do: the next run takes them."""
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as files:
            for path in paths:
                files.add(path, path.name)
        self.inside("worker", "python", "-c", PUT, stdin=packed.getvalue())
        time.sleep(SETTLED_S)

    def person(self, account: str, password: str = PASSWORD) -> Reviewer:
        """Somebody of the bureau, logged in at the staff site."""
        if account not in self.people:
            client = self.browser(STAFF)
            body = {"username": account, "password": password}
            # Everybody is at one address here, which the proxy lets try no more than a few passwords a minute.
            answer = wait_for("the proxy lets a log-in pass", lambda: passed(client.post("/auth/token", json=body)))
            assert answer.is_success, answer.text
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            known = {person.airflow_user: person for person in self.bureau.people}
            self.people[account] = Reviewer(known.get(account, self.bureau.people[0]), client)
        return self.people[account]

    def operator(self) -> httpx.Client:
        return self.person("operator", self.secret("airflow_admin_password")).client

    def make_account(self, account: str) -> None:
        """As the administrator does at the staff site; one that exists stays."""
        body = {
            "username": account,
            "first_name": "示例",
            "last_name": account,
            "email": f"{account}@bureau.example",
            "password": PASSWORD,
            "roles": [{"name": "User"}],
        }
        answer = self.operator().post("/auth/fab/v1/users", json=body)
        assert answer.is_success or answer.status_code == httpx.codes.CONFLICT, answer.text

    def run(self, dag_id: str) -> str:
        """Run a DAG to its good end and return the run's id."""
        client = self.operator()
        started = client.post(f"/api/v2/dags/{dag_id}/dagRuns", json={"logical_date": None, "conf": {}})
        assert started.is_success, started.text
        run_id = started.json()["dag_run_id"]
        path = f"/api/v2/dags/{dag_id}/dagRuns/{run_id}"
        state = wait_for(f"{dag_id} ends", lambda: self._ended(path))
        assert state == "success", self.task_states(dag_id, run_id)
        return run_id

    def task_states(self, dag_id: str, run_id: str) -> dict[str, tuple[str, str]]:
        """Task → its state and the queue that it was given to."""
        found = self.operator().get(f"/api/v2/dags/{dag_id}/dagRuns/{run_id}/taskInstances").json()
        return {each["task_id"]: (each["state"], each["queue"]) for each in found["task_instances"]}

    def states(self, run_id: str) -> dict[str, Any]:
        """What became of each file of a run: id, state, round and step by name; its fate in the ledger."""
        printed = self.inside("worker", "python", "-c", f"RUN = {run_id!r}\n{STATES}")
        found: dict[str, Any] = json.loads(printed.splitlines()[-1])
        return found

    def _ended(self, path: str) -> str | None:
        answer = self.operator().get(path)
        state = answer.json().get("state") if answer.is_success else None
        return state if state in {"success", "failed"} else None


def passed(answer: httpx.Response) -> httpx.Response | None:
    """The answer, unless it is the proxy's that there were too many."""
    return None if answer.status_code == httpx.codes.TOO_MANY_REQUESTS else answer


def wait_for(what: str, happened: Callable[[], Any]) -> Any:
    """Poll until `happened` returns something true, and return it."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if found := happened():
            return found
        time.sleep(POLL_S)
    raise AssertionError(f"did not happen within {PATIENCE_S:.0f} s: {what}")
