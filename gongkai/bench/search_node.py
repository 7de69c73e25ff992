"""A real Elasticsearch node for a measurement: one that runs already, or one started here and stopped afterwards."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import httpx

from gongkai.bench.free_port import free_port
from gongkai.settings import ROOT
from search.engine import SearchUnavailable

_START_S: Final = 180.0  # the first time the node is fetched
#: As docker-compose.yml has it; what is not said is the JVM's default.
_JVM: Final = "-Xms1g -Xmx1g"
_OK: Final = 200


@contextmanager
def elasticsearch_node() -> Iterator[str]:
    """The URL of a fresh node on a loopback port, gone with its data at the end.

    Raises:
        SearchUnavailable: it does not start; the message has the end of its log.
    """
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        command = [str(ROOT / "script" / "elasticsearch"), str(port), f"{folder}/data", "--stop-with-stdin"]
        log = Path(folder) / "log"
        with log.open("wb") as file:
            node = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=file,
                stderr=subprocess.STDOUT,
                env={**os.environ, "ES_JAVA_OPTS": _JVM},
            )
        try:
            _await(node, f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=30s", log)
            yield f"http://127.0.0.1:{port}"
        finally:
            node.communicate()  # closes its stdin: it stops


def _await(node: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + _START_S
    while time.monotonic() < deadline and node.poll() is None:
        try:
            if httpx.get(url, trust_env=False, timeout=40).status_code == _OK:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    node.kill()
    raise SearchUnavailable(f"script/elasticsearch: {log.read_text(errors='replace')[-400:]}")
