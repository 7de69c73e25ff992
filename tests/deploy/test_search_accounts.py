"""The search engine's accounts: what `deploy/search_accounts.py` asks the cluster for."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
Request = tuple[str, dict[str, Any], str]


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[Request]]]:
    """An address that keeps what is put there: path, body, authorization."""
    requests: list[Request] = []

    class Keep(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append((self.path, body, self.headers["Authorization"]))
            self.send_response(200 if self.headers["Authorization"] else 401)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Keep) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", requests
        server.shutdown()
        thread.join()


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    for name in ("elasticsearch_password", "search_writer_password", "search_reader_password"):
        (tmp_path / name).write_text(f"{name}-value\n")
    return tmp_path


def run(url: str, secrets: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "deploy" / "search_accounts.py"
    return subprocess.run([sys.executable, script, url, secrets], capture_output=True, text=True, check=False)


def test_each_account_gets_its_role_and_its_password(cluster: tuple[str, list[Request]], secrets: Path) -> None:
    url, requests = cluster
    assert run(url, secrets).returncode == 0
    users = {path: body for path, body, _ in requests if "/user/" in path}
    assert users == {
        "/_security/user/gongkai-writer": {"password": "search_writer_password-value", "roles": ["gongkai-writer"]},
        "/_security/user/gongkai-reader": {"password": "search_reader_password-value", "roles": ["gongkai-reader"]},
    }


def test_the_portal_s_account_can_only_read_the_public_index(cluster: tuple[str, list[Request]], secrets: Path) -> None:
    url, requests = cluster
    run(url, secrets)
    role = next(body for path, body, _ in requests if path == "/_security/role/gongkai-reader")
    assert role["cluster"] == []
    assert role["indices"] == [{"names": ["gongkai*"], "privileges": ["read", "view_index_metadata"]}]


def test_it_speaks_as_the_administrator(cluster: tuple[str, list[Request]], secrets: Path) -> None:
    url, requests = cluster
    run(url, secrets)
    (authorization,) = {each for _, _, each in requests}
    assert base64.b64decode(authorization.removeprefix("Basic ")) == b"elastic:elasticsearch_password-value"


def test_a_cluster_that_does_not_answer_is_a_failure(secrets: Path) -> None:
    assert run("http://127.0.0.1:9", secrets).returncode != 0
