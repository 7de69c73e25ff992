from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.engine import FindNear, SearchEngine
from search.meaning.bge import BgeSmall
from search.meaning.meanings import Meanings
from search.meaning.shelf import Shelf
from search.meaning.understanding import UnderstandingEngine
from tests.search.corpus import MATTERS_APART, documents

CONTRACTS = ("contract", "contract_asking", "contract_meaning", "contract_naming")
pytest.register_assert_rewrite(*(f"tests.search.{name}" for name in CONTRACTS))

ROOT = Path(__file__).parents[2]
START_S = 180  # the first time the node is fetched


@pytest.fixture
def engine(open_empty: Callable[[], SearchEngine]) -> Iterator[SearchEngine]:
    """An empty engine. Each test module says in `open_empty` how to make one."""
    engine = open_empty()
    yield engine
    engine.close()


@pytest.fixture(scope="module")
def library(open_empty: Callable[[], SearchEngine]) -> Iterator[SearchEngine]:
    """An engine that holds the corpus, to read only."""
    engine = open_empty()
    engine.put(documents())
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def model() -> BgeSmall:
    """The model itself: script/meaning-model lays it down."""
    return BgeSmall()


@pytest.fixture
def meanings(tmp_path: Path, model: BgeSmall) -> Iterator[Meanings]:
    known = Meanings(Shelf(tmp_path / "meanings"), model)
    yield known
    known.close()


@pytest.fixture
def understanding(open_near: Callable[[FindNear], SearchEngine], meanings: Meanings) -> Iterator[SearchEngine]:
    """An engine that knows what its documents mean. Each test module says in `open_near` how to make an empty one."""
    engine = UnderstandingEngine(open_near(meanings.near), meanings)
    engine.put(MATTERS_APART)
    yield engine
    engine.close()


@pytest.fixture(scope="session")
def elasticsearch_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real node for the session. If it cannot start, the tests that need it fail."""
    folder = tmp_path_factory.mktemp("elasticsearch")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(ROOT / "script" / "elasticsearch"), str(port), str(folder), "--stop-with-stdin"]
    with (folder / "log").open("wb") as log:
        node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=subprocess.STDOUT)
    try:
        _await(node, f"http://127.0.0.1:{port}/_cluster/health?wait_for_status=yellow&timeout=30s", folder / "log")
        yield f"http://127.0.0.1:{port}"
    finally:
        node.communicate()  # closes its stdin: it stops, as it does when this process is killed


def _await(node: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if node.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=40) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    node.kill()
    pytest.fail(f"script/elasticsearch did not start a node:\n{log.read_text()[-4000:]}")
