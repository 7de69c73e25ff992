"""Three Elasticsearch nodes; the master is killed while documents are indexed. What was acknowledged is found."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from gongkai.bench.free_port import free_port
from gongkai.settings import ROOT
from search.engine import IndexDocument, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests.faults.night import note

DOCUMENTS = 200
KILL_AFTER = 60
BUREAU = "shili-hrss"
PATIENCE_S = 600

pytestmark = [pytest.mark.long, pytest.mark.timeout(3600)]


@dataclass
class Node:
    port: int
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def start(folder: Path, port: int, transport: int, seeds: list[int]) -> subprocess.Popen[bytes]:
    names = ",".join(f"node-{each}" for each in seeds)
    hosts = ",".join(f"127.0.0.1:{each}" for each in seeds)
    options = ["discovery.type=multi-node", "cluster.name=faults", f"node.name=node-{transport}"]
    options += [f"transport.port={transport}", f"discovery.seed_hosts={hosts}", f"cluster.initial_master_nodes={names}"]
    command = [str(ROOT / "script" / "elasticsearch"), str(port), str(folder), "--stop-with-stdin", *options]
    with (folder.parent / f"{port}.log").open("wb") as log:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)


@pytest.fixture
def nodes(tmp_path: Path) -> Iterator[list[Node]]:
    ports, transports = [free_port() for _ in range(3)], [free_port() for _ in range(3)]
    with ExitStack() as running:
        started = []
        for port, transport in zip(ports, transports, strict=True):
            folder = tmp_path / str(port)
            folder.mkdir()
            process = start(folder, port, transport, transports)
            running.enter_context(process)
            running.callback(process.kill)
            started.append(Node(port, process))
        await_nodes(started, 3)
        yield started


def await_nodes(nodes: list[Node], count: int) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        for node in nodes:
            try:
                health = httpx.get(f"{node.url}/_cluster/health", timeout=20).json()
            except (httpx.HTTPError, ValueError):
                continue
            if health.get("number_of_nodes") == count and health.get("status") == "green":
                return
        time.sleep(1)
    raise AssertionError(f"no cluster of {count} nodes within {PATIENCE_S} s")


def master(nodes: list[Node]) -> Node:
    elected = httpx.get(f"{nodes[0].url}/_cluster/state/master_node", timeout=20).json()["master_node"]
    for node in nodes:
        if elected in httpx.get(f"{node.url}/_nodes/_local", timeout=20).json()["nodes"]:
            return node
    raise AssertionError(elected)


def document(number: int) -> IndexDocument:
    title = f"关于示例事项{number}的通知"
    return IndexDocument(f"01JZX{number:021d}", BUREAU, title, f"现就示例事项{number}通知如下。", f"/d/{number}")


def test_what_was_acknowledged_is_found(nodes: list[Node]) -> None:
    engine = ElasticsearchEngine(nodes[0].url, "gongkai")
    await_nodes(nodes, 3)  # with the replica of the new index
    victim = master(nodes)
    living = [node for node in nodes if node is not victim]
    engine.close()
    engine = ElasticsearchEngine(living[0].url, "gongkai")
    acknowledged: set[str] = set()
    refused = 0
    for number in range(DOCUMENTS):
        if number == KILL_AFTER:
            victim.process.kill()
        given = document(number)
        try:
            engine.put([given])
            acknowledged.add(given.id)
        except SearchUnavailable:
            refused += 1  # the outbox would deliver it again
    await_nodes(living, 2)

    found = engine.ids(BUREAU)

    note("Elasticsearch master killed", documents=DOCUMENTS, acknowledged=len(acknowledged), refused=refused,
         acknowledged_and_lost=len(acknowledged - found))  # fmt: skip
    assert acknowledged <= found
    assert len(acknowledged) > KILL_AFTER
    engine.put([document(number) for number in range(DOCUMENTS)])
    assert len(engine.ids(BUREAU)) == DOCUMENTS
    engine.close()
