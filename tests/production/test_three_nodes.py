"""Three real Elasticsearch nodes: their elected master is killed while documents are put in, and none is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from gongkai.bench.free_port import free_port
from gongkai.settings import ROOT
from search.engine import IndexDocument, SearchUnavailable
from search.engines.elasticsearch import ElasticsearchEngine
from tests.production.house import wait_for

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]

ALIAS, BUREAU = "gongkai", "shili-hrss"
BATCHES, BATCH = 40, 25


@dataclass
class Cluster:
    """Nodes by their port on the loopback address."""

    nodes: dict[int, subprocess.Popen[bytes]]

    def ask(self, path: str) -> httpx.Response:
        """Of whichever node answers first; one that was killed does not."""
        for port in self.nodes:
            try:
                return httpx.get(f"http://127.0.0.1:{port}{path}", trust_env=False, timeout=40)
            except httpx.TransportError:
                continue
        raise AssertionError("no node answers")

    def is_whole(self, nodes: int) -> bool:
        answer = self.ask(f"/_cluster/health?wait_for_nodes=>={nodes}&wait_for_status=yellow&timeout=30s")
        return answer.is_success

    def master(self) -> int:
        """The port of the elected master; nodes are called by their ports."""
        return int(self.ask("/_cat/master?h=node").text.strip().removeprefix("node-"))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    ports, transports = [free_port() for _ in range(3)], [free_port() for _ in range(3)]
    names = ",".join(f"node-{port}" for port in ports)
    seeds = ",".join(f"127.0.0.1:{port}" for port in transports)
    together = (
        "cluster.name=gongkai-three",
        "discovery.type=multi-node",
        f"discovery.seed_hosts={seeds}",
        f"cluster.initial_master_nodes={names}",
    )
    nodes: dict[int, subprocess.Popen[bytes]] = {}
    try:
        for port, transport in zip(ports, transports, strict=True):
            command = [ROOT / "script" / "elasticsearch", str(port), tmp_path / str(port), "--stop-with-stdin"]
            with (tmp_path / f"{port}.log").open("wb") as log:
                nodes[port] = subprocess.Popen(
                    [*command, *together, f"transport.port={transport}"],
                    stdin=subprocess.PIPE,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        made = Cluster(nodes)
        wait_for("three nodes are one cluster", lambda: _answers(made))
        yield made
    finally:
        for node in nodes.values():
            if node.poll() is None:
                os.killpg(node.pid, signal.SIGKILL)
            node.wait()
            if node.stdin:
                node.stdin.close()


def _answers(cluster: Cluster) -> bool:
    try:
        return cluster.is_whole(3)
    except AssertionError:
        return False


def document(number: int) -> IndexDocument:
    return IndexDocument(f"d{number:05d}", BUREAU, f"关于示例事项第{number}号的通知", "示例正文。", f"/d/d{number:05d}")


def test_what_was_acknowledged_is_found_after_the_master_was_killed(cluster: Cluster) -> None:
    master = cluster.master()
    survivor = next(port for port in cluster.nodes if port != master)
    engine = ElasticsearchEngine(f"http://127.0.0.1:{survivor}", ALIAS)
    acknowledged: set[str] = set()
    killer = threading.Timer(0.05, os.killpg, (cluster.nodes[master].pid, signal.SIGKILL))
    for batch in range(BATCHES):
        if batch == BATCHES // 4:
            killer.start()  # it strikes while a batch is under way
        documents = [document(batch * BATCH + each) for each in range(BATCH)]
        wait_for("a batch is taken", lambda taken=documents: _put(engine, taken))
        acknowledged |= {each.id for each in documents}
    killer.join()

    assert cluster.nodes[master].wait(30) == -signal.SIGKILL
    assert cluster.is_whole(2)
    assert cluster.master() != master
    assert set(engine.ids(BUREAU)) == acknowledged
    engine.close()


def _put(engine: ElasticsearchEngine, documents: list[IndexDocument]) -> bool:
    """As the outbox does: what an engine refuses now is put again later."""
    try:
        engine.put(documents)
    except SearchUnavailable:
        return False
    return True
